"""A synthetic archive of many papers, written by the program itself: text as councils write it.

Words are compounds of the field's stems, drawn by Zipf's law, so that some are in every paper and
most in few; 50 to 500 words a paper, three steps, one document.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import accumulate, islice, product
from pathlib import Path
from random import Random

from harvester.archive import Archive, Visit
from harvester.page import Page
from harvester.records import Consultation, File, Organization, Paper, PaperFile, PaperSection
from harvester.sources import load_sources

SEED = 1
_STEMS = """
stadt rat haupt finanz ausschuss jugend hilfe familien förder schul kinder garten tages stätten
verkehrs straßen platz bau leit plan bebauungs umwelt klima schutz wasser abfall gebühren
satzung haushalts mittel grund stück gewerbe gebiet wohnungs sanierung brand feuer wehr sport
halle bad kultur museum theater musik integration senioren gleichstellung personal verwaltung
ordnung markt handel wirtschaft entwicklung park rad weg geh brücken tunnel bahn bus linie lärm
luft energie strom gas solar dach fläche grün baum wald friedhof denkmal pflege kranken haus
sozial amt miete heim vertrag vergabe auftrag prüfung bericht antrag anfrage mitteilung vorlage
beschluss sitzung bezirk vertretung ort teil mitte nord süd wahl bürger meister frage
beteiligung verein zuschuss spende stiftung beirat arbeit gruppe konzept strategie programm
projekt maßnahme umsetzung erweiterung neubau abriss umbau ausbau betrieb leitung netz anlage
technik digital daten sicherheit
""".split()  # noqa: SIM905 - a list of words reads better so
_COMMITTEES = ("Rat der Stadt", "Haupt- und Finanzausschuss", "Schulausschuss", "Bauausschuss")
_AT = "2026-01-01T02:00:00Z"
_BATCH = 200


def council(path: Path, papers: int) -> None:
    """Write an archive of so many papers of 16 years."""
    source = load_sources()["herne"]
    pages = _pages(Random(SEED), papers)
    with Archive.open(path) as archive:
        run = archive.begin_run(source, "crawl herne", {}, "bench", _AT)
        while some := list(islice(pages, _BATCH)):
            archive.store(run, [_visit(page) for page in some], [])
        archive.finish_run(run, "complete", None, _AT)
        archive.db.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _visit(page: Page) -> Visit:
    return Visit(
        key=None,
        url=page.url,
        method="GET",
        form=None,
        status=200,
        retrieved_at=_AT,
        media_type="text/html",
        sha256="ab" * 32,
        size=10_000,
        page=page,
        state="done",
    )


def _pages(dice: Random, papers: int) -> Iterator[Page]:
    words = [*_STEMS, *(one + other for one, other in product(_STEMS, _STEMS) if one != other)]
    dice.shuffle(words)
    words = ["der", "die", "und", "des", "in", "zu", "für", "Stadt", "Verwaltung", *words]
    weights = list(accumulate(1 / (rank + 3) ** 0.9 for rank in range(len(words))))

    def text(least: int, most: int) -> str:
        return " ".join(dice.choices(words, cum_weights=weights, k=dice.randint(least, most)))

    for number in range(papers):
        day = date(2009, 1, 1) + timedelta(days=number * 16 * 365 // papers)
        yield _page(number, day, text(6, 12), text(40, 300), text(10, 200))


def _page(number: int, day: date, name: str, text: str, document: str) -> Page:
    paper_id = f"herne/paper/{number}"
    page = Page(
        url=f"https://ris.example/vo020.asp?VOLFDNR={number}", kind="paper", parser="bench/1"
    )
    page.records = [
        Organization(id=f"herne/organization/{at}", name=committee)
        for at, committee in enumerate(_COMMITTEES)
    ]
    reference = f"{day.year}/{number:05}"
    page.records.append(
        Paper(id=paper_id, body_id="herne", reference=reference, name=name, date=day.isoformat())
    )
    page.records += [
        Consultation(
            id=f"{paper_id}/{at}/1",
            paper_id=paper_id,
            position=at,
            organization_id=f"herne/organization/{at}",
            organization_name=_COMMITTEES[at],
            date=(day + timedelta(days=14 * at)).isoformat(),
            role="decision",
            result="accepted" if number % 10 else "rejected",
        )
        for at in (1, 2, 3)
    ]
    file_id = f"{paper_id}/file/1"
    page.records += [
        PaperSection(
            id=f"{paper_id}/section/SV", paper_id=paper_id, position=1, heading="Text", text=text
        ),
        File(id=file_id, name="Anlage", text=document, text_status="ok"),
        PaperFile(id=f"{paper_id} {file_id}", paper_id=paper_id, file_id=file_id, position=1),
    ]
    return page
