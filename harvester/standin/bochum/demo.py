"""The small Bochum of `harvester demo`: twelve committees, some weeks around the spring of 2014."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, time
from itertools import count
from random import Random
from typing import Literal

from harvester.standin.bochum import texts
from harvester.standin.bochum.agenda import Agendas
from harvester.standin.bochum.committees import (
    COMMITTEES,
    COUNCIL,
    CULTURE,
    EAST,
    ECONOMY,
    HEALTH,
    MAIN,
    MITTE,
    SCHOOL,
    SOUTH,
    TRAFFIC,
    WATTENSCHEID,
    YOUTH,
)
from harvester.standin.bochum.model import (
    MOTION,
    NOTICE,
    PROPOSAL,
    QUESTION,
    Committee,
    Document,
    Kind,
    Meeting,
    Paper,
    Planned,
    Source,
    Step,
)
from harvester.standin.bochum.seedpaper import SEED_PAPER
from harvester.standin.bochum.world import BochumWorld, Layout

TODAY = date(2014, 4, 30)
FACTION = "Fraktion Mitte im Rat der Stadt Bochum"
PRE, HEARING, DECISION, NOTED = "Vorberatung", "Anhörung", "Entscheidung", "Kenntnisnahme"
YES, MOST, ADVISED = "einstimmig beschlossen", "mehrheitlich beschlossen", "einstimmig empfohlen"
SEEN = "zur Kenntnis genommen"

# ksinr, committee, day, start, end. No meeting in May; one to come, one that is only planned.
_MEETINGS = (
    (7201, ECONOMY, date(2014, 3, 4), time(15), time(17, 20)),
    (7203, SOUTH, date(2014, 3, 11), time(15), time(17, 5)),
    (7204, MITTE, date(2014, 3, 13), time(15), time(18, 9)),
    (7206, SCHOOL, date(2014, 3, 18), time(15), time(16, 40)),
    (7207, HEALTH, date(2014, 3, 19), time(15), time(16, 55)),
    (7209, WATTENSCHEID, date(2014, 3, 25), time(16), time(18, 30)),
    (7210, MAIN, date(2014, 3, 26), time(15), time(17, 45)),
    (7212, CULTURE, date(2014, 3, 28), time(15), time(16, 30)),
    (7216, YOUTH, date(2014, 4, 2), time(15), time(17, 12)),
    (7217, ECONOMY, date(2014, 4, 2), time(16), time(19, 1)),
    (7215, MITTE, date(2014, 4, 3), time(15), time(17, 50)),
    (7219, SOUTH, date(2014, 4, 8), time(15), time(16, 44)),
    (7221, TRAFFIC, date(2014, 4, 9), time(15), None),
    (7223, COUNCIL, date(2014, 4, 10), time(15), time(19, 42)),
    (7231, YOUTH, date(2014, 6, 4), time(15), None),
    (7233, EAST, date(2014, 6, 5), time(16), None),
)
_HIDDEN = "nichtöffentlich"

_Step = tuple[Committee, str, int | date | None, str | None]

# kvonr, Vorlage Nr., kind, subject, steps: committee, role, meeting (or day, or nothing), result.
_PAPERS: tuple[tuple[int, str, Kind, str, tuple[_Step, ...]], ...] = (
    (7068701, "20140402", PROPOSAL,
     "Bebauungsplan Nr. 947 - Königsallee - hier: a) Stellungnahmen b) Satzungsbeschluss",
     ((SOUTH, HEARING, 7203, ADVISED), (MAIN, PRE, 7210, ADVISED), (ECONOMY, PRE, 7217, ADVISED),
      (COUNCIL, DECISION, 7223, MOST))),
    (7068703, "20140431", PROPOSAL, "Sportentwicklungsplan - Fortschreibung 2014-2018",
     ((CULTURE, PRE, 7212, "mehrheitlich empfohlen"), (COUNCIL, DECISION, 7223, YES))),
    (7068705, "20140488", PROPOSAL, "Umgestaltung des Marktplatzes Grumme",
     ((MITTE, DECISION, 7204, "vertagt"), (MITTE, DECISION, 7215, YES))),
    (7068706, "20131987/1", PROPOSAL,
     'Benennung einer Erschließungsstraße im Bereich des Bebauungsplanes Nr. 448 II "Krockhaus"',
     ((SOUTH, DECISION, 7203, "vertagt"), (SOUTH, DECISION, 7219, "geändert beschlossen"))),
    (7068708, "20140555", NOTICE, "Sanierung der Sportplatzanlage Lohrheide",
     ((CULTURE, NOTED, 7212, SEEN), (WATTENSCHEID, NOTED, 7209, SEEN))),
    (7068709, "20140561", NOTICE, "Sachstand Arbeitsmarktprogramm 2014",
     ((HEALTH, NOTED, 7207, SEEN),)),
    (7068711, "20140733", QUESTION, "Betreuungsplätze für Kinder unter drei Jahren in Langendreer",
     ((YOUTH, NOTED, 7216, SEEN),)),
    (7068712, "20140610", PROPOSAL, "Wirtschaftsplan 2014 der Volkshochschule",
     ((MAIN, _HIDDEN, date(2014, 3, 26), None), (COUNCIL, DECISION, 7223, YES))),
    (7068713, "20140447", PROPOSAL, "Fahrbahndecke Castroper Straße (2. Bauabschnitt)",
     ((MITTE, HEARING, 7204, ADVISED), (TRAFFIC, DECISION, 7221, YES))),
    (7068715, "20140519", PROPOSAL, "Schulentwicklungsplanung: Grundschule in Werne",
     ((SCHOOL, PRE, 7206, "mehrheitlich empfohlen"), (COUNCIL, DECISION, 7223, MOST))),
    (7068716, "20140523", NOTICE, "Offene Ganztagsschule: Anmeldezahlen & Ausblick",
     ((SCHOOL, NOTED, 7206, SEEN), (YOUTH, NOTED, 7216, SEEN))),
    (7068718, "20140380", PROPOSAL, "Einzelhandelskonzept <Innenstadt> - Auslegungsbeschluss",
     ((ECONOMY, DECISION, 7201, "abgelehnt"),)),
    (7068719, "20140384", NOTICE, "Gewerbeflächen: Bericht für das Jahr 2013",
     ((ECONOMY, NOTED, 7201, SEEN),)),
    (7068720, "20140571", PROPOSAL, "Zuschuss an die Schuldnerberatung",
     ((HEALTH, PRE, 7207, ADVISED), (MAIN, PRE, 7210, ADVISED), (COUNCIL, DECISION, 7223, YES))),
    (7068722, "20140592", PROPOSAL, "Überplanmäßige Mittel für die Sporthalle Markstraße",
     ((MAIN, DECISION, 7210, YES),)),
    (7068723, "20140598", NOTICE, "Haushaltsvollzug: Stand 28.02.2014",
     ((MAIN, NOTED, 7210, SEEN),)),
    (7068725, "20140640", QUESTION, "Beleuchtung des Fußwegs am Stadtpark",
     ((MITTE, NOTED, 7215, SEEN),)),
    (7068728, "20140671", PROPOSAL, "Radverkehrsführung Wittener Straße",
     ((ECONOMY, PRE, 7217, "zurückgezogen"),)),
    (7068730, "20140688", PROPOSAL, "Jugendfreizeithaus Stiepel: Raumprogramm",
     ((YOUTH, DECISION, 7216, YES), (SOUTH, NOTED, 7219, SEEN))),
    (7068731, "20140702", PROPOSAL, "Änderung der Satzung über die Straßenreinigung",
     ((TRAFFIC, PRE, 7221, ADVISED), (COUNCIL, DECISION, 7223, YES))),
    (7068733, "20140745", NOTICE, "Lärmaktionsplan - Beteiligung der Öffentlichkeit",
     ((TRAFFIC, NOTED, 7221, SEEN),)),
    (7068735, "20140812", PROPOSAL, "Kindergartenbedarfsplanung 2014/2015",
     ((YOUTH, PRE, 7231, None), (COUNCIL, DECISION, None, None))),
    (7068736, "20140819", PROPOSAL, "Spielplatz Werner Hellweg", ((EAST, HEARING, 7233, None),)),
    (7068738, "20140777", PROPOSAL, "Besetzung von Ausschüssen", ((COUNCIL, DECISION, 7223, YES),)),
    (4711, "AN/2014/05", MOTION, "Mehr Bänke an der Ruhrpromenade",
     ((TRAFFIC, "Beschlussfassung", 7221, "an Fachausschuss verwiesen"),)),
    (4713, "AN/2014/06", MOTION, "Bochum als Fairtrade-Stadt",
     ((COUNCIL, "Beschlussfassung", 7223, YES),)),
)  # fmt: skip

# What the forms of these papers say otherwise than the steps that came of them.
_PLANNED = {
    "20140431": (
        Planned(CULTURE.name, date(2014, 3, 21)),
        Planned(COUNCIL.name, date(2014, 4, 10)),
    ),
    "20140488": (Planned(MITTE.name, date(2014, 3, 13)),),
    "20131987/1": (Planned(SOUTH.name, date(2014, 3, 11)), Planned(SOUTH.name)),
}
_ENCLOSURES: dict[str, tuple[str, ...]] = {
    "20140402": (
        "Anlage 1: Abwägung",
        "Anlage 2: Eingegangene Stellungnahmen der Träger öffentlicher Belange",
        "Anlage 3: Begründung",
        "Anlage 4: Planzeichnung",
        "Anlage 5: Übersichtskarte",
    ),
}
_ANSWERS = "Anfrage der Fraktion Mitte, Niederschrift Nr. 2 vom 05.02.2014, Vorlage Nr. 20140098"


def bochum_world(
    *,
    layout: Layout = 6,
    extension: Literal["asp", "php"] = "asp",
    validators: bool = False,
    odd_files: bool = False,
) -> BochumWorld:
    """The demo's Bochum as of 30 April 2014, with the paper 20140656 that the project started from.

    `odd_files` gives the Mitteilung 20140555 a scan, a broken, a locked PDF and a zip named .pdf.
    """
    meetings = [
        Meeting(number, committee, day, start, end, published=number != 7233)
        for number, committee, day, start, end in _MEETINGS
    ]
    days = {meeting.number: meeting.day for meeting in meetings}
    items, files = count(41601), count(265201)
    papers = [SEED_PAPER]
    for number, reference, kind, subject, rows in _PAPERS:
        steps = tuple(_step(row, days, items) for row in rows)
        papers.append(_paper(number, reference, kind, subject, steps=steps, files=files))
    if odd_files:
        papers = [_with_odd_files(p) if p.reference == "20140555" else p for p in papers]
    return BochumWorld(
        2014,
        TODAY,
        COMMITTEES,
        Agendas().fill(meetings, papers, TODAY),
        {paper.number: paper for paper in papers if paper.kind != MOTION},
        {paper.number: paper for paper in papers if paper.kind == MOTION},
        layout,
        extension,
        validators,
    )


def _step(row: _Step, days: dict[int, date], items: Iterator[int]) -> Step:
    committee, role, where, result = row
    if role == _HIDDEN:
        return Step(committee, PRE, where if isinstance(where, date) else None, public=False)
    if not isinstance(where, int):
        return Step(committee, role, where)
    if where == 7233:
        return Step(committee, role, days[where])
    return Step(committee, role, days[where], where, next(items), result)


def _paper(
    number: int,
    reference: str,
    kind: Kind,
    subject: str,
    *,
    steps: tuple[Step, ...],
    files: Iterator[int],
) -> Paper:
    rng = Random(number)  # noqa: S311 - not a secret
    planned = tuple(Planned(step.committee.name, step.day) for step in steps)
    enclosures = _ENCLOSURES.get(reference, ())
    if not enclosures and kind in {PROPOSAL, NOTICE}:
        enclosures = texts.enclosures(rng)
    documents = [Document(next(files), str(kind), "form")]
    documents += [Document(next(files), name, "enclosure") for name in enclosures]
    proposal = kind == PROPOSAL
    return Paper(
        number,
        reference,
        kind,
        subject,
        created=date(2014, 2, 3 + number % 25),
        department="" if kind in {QUESTION, MOTION} else rng.choice(texts.DEPARTMENTS),
        steps=steps,
        planned=_PLANNED.get(reference, planned),
        decision_body=_decides(reference, steps) if proposal else (),
        legal_basis=rng.choice(texts.LAWS) if proposal else None,
        file_number="66 20-14" if reference == "20140447" else None,
        answers=_ANSWERS if reference == "20140555" else None,
        sender=FACTION if kind in {QUESTION, MOTION} else None,
        enclosures=enclosures,
        texts=texts.paragraphs(rng),
        resolution=texts.resolution(rng) if kind in {PROPOSAL, MOTION} else (),
        documents=tuple(documents),
    )


def _decides(reference: str, steps: tuple[Step, ...]) -> tuple[str, ...]:
    """The last committee; on one form it was written twice, as in the Beratungsfolge."""
    name = steps[-1].committee.name
    return (name, name) if reference == "20131987/1" else (name,)


def _with_odd_files(paper: Paper) -> Paper:
    odd: tuple[Source, ...] = ("scan", "broken", "locked", "archive")
    more = (Document(265901 + n, f"Anlage ({source})", source) for n, source in enumerate(odd))
    return replace(paper, documents=(*paper.documents, *more))
