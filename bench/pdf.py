"""Benchmark 5: text and form fields of documents against plain pdfminer.six on the same files."""

from collections.abc import Sequence
from concurrent.futures import wait
from dataclasses import replace
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from time import perf_counter

from pdfminer.high_level import extract_text

from bench.figures import Figure, alternating, at_least
from harvester.documents import Readers, extract
from harvester.parsers.vorblatt import Form, FormStep
from tests.vorblatt_pdf import Look, draw

_FORMS = 40
_TIMES = 3
_SEED = 20140656
#: Enough work for two processes that the time they need to begin does not count.
_ROUNDS = 8
_CORPUS = Path(__file__).resolve().parents[2] / "shared" / "corpus" / "pdf"
_COMMITTEES = (
    "Rat",
    "Haupt- und Finanzausschuss",
    "Jugendhilfeausschuss",
    "Ausschuss für Wirtschaft, Infrastruktur- und Stadtentwicklung",
    "Bezirksvertretung Bochum-Wattenscheid",
    "Bezirksvertretung Bochum-Ost",
)
_SENTENCE = (
    "Die Verwaltung hat die Anregungen aus der Beteiligung der Öffentlichkeit geprüft und schlägt "
    "vor, die Flächen südlich der Großen Allee für den Bau von Spielplätzen und Gehwegen zu nutzen."
)
_LOOKS = (
    Look(),
    Look(rules="rects", font="Vera"),
    Look(rules="bars", centred=True),
    Look(font="Vera", breaks=2),
)


def pdf() -> list[Figure]:
    """Pages per second of one core, and what a second worker process adds."""
    forms = _forms()
    figures = []
    with TemporaryDirectory() as name:
        paths = [Path(name) / str(number) for number in range(len(forms))]
        # many producers place each letter for itself, which costs every reader more
        for letter_by_letter in (True, False):
            for number, (path, form) in enumerate(zip(paths, forms, strict=True)):
                look = replace(_LOOKS[number % len(_LOOKS)], glyphs=letter_by_letter)
                path.write_bytes(draw(form, look))
            how = "letter by letter" if letter_by_letter else "line by line"
            figures.append(_measure(f"Bochum forms drawn {how}", paths, forms))
        figures.append(_scaling(paths * _ROUNDS))
    real = sorted(_CORPUS.glob("*.pdf"))
    if real:
        figures.append(_measure("real documents", real, [None] * len(real)))
    return figures


def _forms() -> list[Form]:
    """Forms of 3 to 5 pages; the Vorblatt has two where the look breaks it."""
    random = Random(_SEED)
    return [_form(random, number) for number in range(_FORMS)]


def _form(random: Random, number: int) -> Form:
    names = random.sample(_COMMITTEES, 3)
    days = sorted(random.sample(range(10, 29), 3))
    reasons = "\n".join([_SENTENCE] * 15)  # as full as a page of the seed document
    return Form(
        kind="Beschlussvorlage der Verwaltung",
        reference=str(20140000 + number),
        department="61 31 (25 48)",
        public_raw="öffentlich",
        subject=f"Bebauungsplan Nr. {900 + number} - Große Allee",
        legal_basis="§ 10 BauGB",
        decision_body=(names[-1],),
        steps=tuple(
            FormStep(name, f"{day}.03.2014") for name, day in zip(names, days, strict=True)
        ),
        attachments=("Übersichtskarte",),
        sections=(
            ("Begründung", reasons),
            *([("Sachverhalt", reasons)] if number % 2 else []),
            ("Beschlussvorschlag", _SENTENCE),
        ),
    )


def _measure(name: str, paths: list[Path], forms: Sequence[Form | None]) -> Figure:
    read = list(map(extract, paths))  # engines and readers are imported
    for path, extraction, form in zip(paths, read, forms, strict=True):
        assert extraction.status in {"ok", "empty"}, path
        assert _flat(extraction.form) == _flat(form), path  # every field is right
    pages = sum(extraction.page_count or 0 for extraction in read)

    def ours() -> None:
        for path in paths:
            extract(path)

    def floor() -> None:
        for path in paths:
            extract_text(path)

    ours_rate, floor_rate = (pages / seconds for seconds in alternating(_TIMES, ours, floor))
    return at_least(
        f"text and fields of {len(paths)} {name}, {pages} pages",
        f"{ours_rate:.0f} pages/s",
        f"{floor_rate:.0f} pages/s, pdfminer's extract_text",
        ours_rate / floor_rate,
        8.0,
    )


def _flat(form: Form | None) -> Form | None:
    """Without the ends of lines in its text blocks, which the drawing chose."""
    return form and replace(
        form, sections=tuple((title, " ".join(text.split())) for title, text in form.sections)
    )


def _scaling(paths: list[Path]) -> Figure:
    """The whole way through worker processes, two against one."""
    seconds: dict[int, list[float]] = {1: [], 2: []}
    pages = 0
    for _ in range(5):
        for workers, taken in seconds.items():
            with Readers(workers) as readers:
                wait([readers.submit(path) for path in paths[:20]])  # they are warm
                begin = perf_counter()
                results = [readers.submit(path) for path in paths]
                pages = sum(future.result().page_count or 0 for future in results)
                taken.append(perf_counter() - begin)
    # other work on the machine can only slow them down, and two more than one
    one, two = map(min, seconds.values())
    return at_least(
        "forms drawn line by line through two worker processes",
        f"{pages / two:.0f} pages/s",
        f"{pages / one:.0f} pages/s, one",
        one / two,
        1.7,
    )
