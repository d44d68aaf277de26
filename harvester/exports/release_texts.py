"""The files of a release that people read first: README.md, LICENSE.md, CITATION.cff."""

import json
from collections.abc import Iterator, Mapping

from harvester.exports.release_facts import LICENSES, Facts

_README = """\
# {title}

Stand: {day}. {towns}.

Vorlagen kommunaler Vertretungen mit ihrem Weg durch die Gremien (Beratungsfolge), mit Terminen,
Ergebnissen und dem Text der Dokumente, erhoben aus den öffentlichen Ratsinformationssystemen.
Proposals of German councils, their way through the committees with dates and results, and the text
of the documents, harvested from public council information systems.

{counts}

## Was hier liegt / What is here

| Datei / file | |
| --- | --- |
| `archive.sqlite` | alles in einer Datei, mit Volltext und Verlauf / everything in one file |
| `parquet/*.parquet` | dieselben Tabellen für DuckDB, pandas, R / the same tables |
| `schema.md` | was jede Spalte bedeutet / what each column means |
| `missing.md`, `missing.csv` | was fehlt / what is missing |
| `datapackage.json` | Beschreibung für Programme (Frictionless Data Package) / for programs |
| `CITATION.cff`, `LICENSE.md` | wie zitieren, was erlaubt ist / how to cite, what is allowed |
| `SHA256SUMS` | Prüfsummen: `sha256sum -c SHA256SUMS` / checksums |

Bitte zuerst `missing.md` lesen: Ein Monat ohne Zeilen heißt nicht, dass nichts beraten wurde.
Please read `missing.md` first: a month without rows does not mean that nothing happened.

## Öffnen / How to open

SQLite, auch mit DB Browser for SQLite:

```sql
SELECT Vorlage, Betreff, Gremium, Datum, Ergebnis FROM beratungsfolge LIMIT 10;
```

pandas:

```python
import pandas
paper = pandas.read_parquet("parquet/paper.parquet")
print(paper.groupby("paper_type").size())
```

DuckDB:

```python
import duckdb
print(duckdb.sql("SELECT result, count(*) FROM 'parquet/consultation.parquet' GROUP BY result"))
```

R:

```r
paper <- arrow::read_parquet("parquet/paper.parquet")
table(paper$paper_type)
```

## Zitieren / How to cite

> {citation}

Eine einzelne Aussage belegt man mit der Adresse in `source_url` und dem Tag in `last_seen`.
For a single statement cite the address in `source_url` and the day in `last_seen`.

## Was nicht enthalten ist / What is left out

- Die Dokumente selbst (PDF) und die gespeicherten Webseiten (WARC): In ihnen stehen Namen von
  Beschäftigten, und Dritte können Rechte an ihnen haben. `file.sha256` nennt die Prüfsumme jedes
  Dokuments, `file.url` die Adresse. / The documents and stored pages themselves; `file.sha256`
  names each document's bytes.
- Was der Harvester noch abrufen wollte (`frontier`). / The harvester's own requests.
{past}{staff}"""
_PAST = """\
- Der Verlauf vor und nach dem Stichtag: Dies ist der Stand, wie er am {at} (UTC) bekannt war; die
  Tabellen `change`, `ledger` und `absence` sind leer. / This is what was known at that time, and
  there is no history in it.
"""
_STAFF_LEFT_OUT = """\
- **Namen und Nummern von Beschäftigten** der Verwaltungen / names and numbers of staff:
  - `paper.clerk` ist überall leer. `paper.authors` und `authors_raw` enthalten nur, was als Gruppe,
    Amt oder Mandat erkennbar ist (Fraktion, Fachbereich, Bürgermeisterin); alles andere fehlt.
  - In allen Texten, früheren Fassungen und im Volltext steht „[nicht veröffentlicht]“ an Stelle
    der Namen, die als Bearbeiter oder Verfasser bekannt sind (ganze Namen; Nachnamen hinter Herr
    und Frau), dessen, was hinter Wörtern wie „Bearbeiterin:“ und „Auskunft erteilt:“ steht, von
    Unterschriften („gez. ...“, „i.A. ...“), von Nummern hinter „Tel.“ und von Mailadressen, die
    keine eines Amtes sind. Den Ämtern fehlt die Durchwahl.
  - Das trifft auch andere: die Hotline in einem Aushang, den Ratsherrn, der heißt wie ein
    Sachbearbeiter. Und es ist **keine Gewähr**: Namen im Fließtext, die nirgends als Bearbeiter
    oder Verfasser stehen, Nachnamen ohne Anrede, Unterschriften ohne „gez.“ und Kürzel in
    Aktenzeichen sind noch da, ebenso Namen von Mandatsträgern. Wer weiterverbreitet, muss selbst
    prüfen.
  - `text_sha256` und `file_version.text_sha256` sind die Prüfsummen des Textes, wie er gelesen
    wurde, nicht des Textes hier. / `text_sha256` is that of the text as it was read.
  - English: names that are known as those of clerks and authors, what stands behind labels of
    staff and "gez.", labelled phone numbers and personal mail addresses are replaced in every table
    and version. Names in running text that are known nowhere else and surnames alone may still be
    there.

  Geänderte Werte im Archiv / values changed, `table.column`:

{changed}
"""
_STAFF_KEPT = """\
- **Achtung: Namen und Nummern von Beschäftigten sind enthalten** (`--with-staff`). Das sind
  personenbezogene Daten; wer sie weitergibt, braucht einen Grund (DSGVO Art. 6). / Names and
  numbers of staff are included; they are personal data.
"""
_LICENSE = """\
# Lizenz / Licence

## Die Zusammenstellung / the compilation

{stated}

Das gilt für die Auswahl, Ordnung und Aufbereitung in diesem Datensatz (§§ 4, 87a UrhG), nicht für
die Inhalte der Quellen. / This is about selection, structure and preparation, not about what the
sources wrote.

## Die Inhalte der Quellen / what the sources wrote

Vorlagen, Beschlüsse und Niederschriften stammen von den Kommunen. Amtliche Werke im Sinne des § 5
UrhG (Satzungen, amtliche Erlasse, Bekanntmachungen, zur Kenntnisnahme veröffentlichte amtliche
Werke) sind nicht geschützt; für Letztere gelten Änderungsverbot und Quellenangabe (§ 5 Abs. 2,
§§ 62, 63 UrhG). Ob ein Text darunter fällt, sagt dieser Datensatz nicht. Gutachten, Pläne, Fotos
und Anträge Dritter in den Texten können geschützt sein. / The texts are those of the municipalities
and of third parties; official works are free under § 5 UrhG, others may be protected.

Quellen / sources:

{sources}
"""
_NOT_STATED = """\
Nicht angegeben. Wer diesen Datensatz weitergegeben hat, hat keine Lizenz genannt; erlaubt ist nur,
was das Gesetz erlaubt. / Not stated: whoever gave this data set away has named no licence, so only
what the law allows is allowed. (`harvester release --license CC0-1.0` names one.)"""


def readme(facts: Facts) -> str:
    """README.md, German and English."""
    counts = ", ".join(f"{count:,} {record}" for record, count in facts.counts.items() if count)
    return _README.format(
        title=facts.title,
        day=facts.day,
        towns=", ".join(facts.towns),
        counts=f"Zeilen / rows: {counts}.",
        citation=facts.citation,
        past=_PAST.format(at=facts.at) if facts.at else "",
        staff=_STAFF_KEPT if facts.left_out is None else _staff(facts.left_out),
    )


def _staff(left_out: Mapping[str, int]) -> str:
    rows = (f"  - `{name}`: {count:,}" for name, count in sorted(left_out.items()))
    return _STAFF_LEFT_OUT.format(changed="\n".join(rows) or "  - keine / none")


def license_text(facts: Facts) -> str:
    """LICENSE.md: what is stated for the compilation, and what cannot be stated for the rest."""
    stated = _NOT_STATED
    if facts.license:
        known = LICENSES[facts.license]
        stated = f"{known.title} (`{facts.license}`): <{known.url}>"
    sources = "\n".join(
        f"- {source['body_name']}, {source['system']}: <{source['base_url']}>"
        for source in facts.sources
    )
    return _LICENSE.format(stated=stated, sources=sources)


def citation_cff(facts: Facts) -> str:
    """CITATION.cff, version 1.2.0; its YAML is written with strings as JSON has them."""
    return "\n".join(_cff(facts)) + "\n"


def _cff(facts: Facts) -> Iterator[str]:
    yield "cff-version: 1.2.0"
    yield f"message: {_quoted('Bitte so zitieren: ' + facts.citation)}"
    yield "type: dataset"
    yield f"title: {_quoted(facts.title)}"
    yield f"version: {_quoted(facts.day)}"
    yield "authors:"
    yield f"  - name: {_quoted(facts.publisher)}"
    if facts.license:
        known = LICENSES[facts.license]
        yield f"license: {facts.license}" if known.cff else f"license-url: {_quoted(known.url)}"
    yield "keywords:"
    for keyword in ("Kommunalpolitik", "Ratsinformationssystem", "Beratungsfolge", *facts.towns):
        yield f"  - {_quoted(keyword)}"
    yield "references:"
    for source in facts.sources:
        yield "  - type: website"
        title = f"{source['body_name']} ({source['system']})"
        yield f"    title: {_quoted(title)}"
        yield f"    authors:\n      - name: {_quoted(source['body_name'])}"
        yield f"    url: {_quoted(source['base_url'])}"
    yield "  - type: software"
    yield f"    title: {_quoted(facts.software)}"
    yield '    authors:\n      - name: "The council-harvester developers"'


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=not text.isprintable())
