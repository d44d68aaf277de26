"""The small town of `harvester demo`: twelve committees, some weeks around June 2009."""

from dataclasses import replace
from datetime import date, time

from harvester.standin import content
from harvester.standin.agenda import OPEN, Agendas
from harvester.standin.committees import (
    COMMITTEES,
    COUNCIL,
    CULTURE,
    EICKEL,
    INTEGRATION,
    MAIN,
    MITTE,
    PLANNING,
    SCHOOL,
    SOCIAL,
    SODINGEN,
    WANNE,
    YOUTH,
)  # fmt: skip
from harvester.standin.model import Attachment, Committee, Meeting, Paper, Section, Status, Step
from harvester.standin.papers import HEADINGS
from harvester.standin.seedpaper import SEED_PAPER
from harvester.standin.world import World

TODAY = date(2009, 7, 2)
PROPOSAL, MOTION, NOTICE, QUESTION = (
    "öffentliche Beschlussvorlage",
    "Antrag",
    "Mitteilungsvorlage",
    "Anfrage",
)
PRE, HEARING, DECISION, NOTED = "Vorberatung", "Anhörung", "Entscheidung", "Kenntnisnahme"

_Step = tuple[Committee, str, int | date | None, str | None]

# SILFDNR, committee, day, start, end; without an end the meeting is still to come.
_MEETINGS = (
    (7041, YOUTH, date(2009, 5, 6), time(16), time(18, 5)),
    (7083, YOUTH, date(2009, 6, 3), time(16), time(18, 26)),
    (7085, SCHOOL, date(2009, 6, 4), time(16), time(17, 40)),
    (7090, CULTURE, date(2009, 6, 9), time(16, 30), time(18)),
    (7094, SOCIAL, date(2009, 6, 10), time(16), time(17, 55)),
    (7101, WANNE, date(2009, 6, 16), time(17), time(19, 12)),
    (7102, MITTE, date(2009, 6, 16), time(17, 30), time(19)),
    (1159, INTEGRATION, date(2009, 6, 18), time(17), time(18, 45)),
    (11457, MAIN, date(2009, 6, 23), time(16), time(17, 30)),
    (82015, COUNCIL, date(2009, 6, 30), time(16), time(20, 10)),
    (7130, PLANNING, date(2009, 6, 25), None, None),
    (7140, YOUTH, date(2009, 7, 8), time(16), None),
    (7150, MAIN, date(2009, 7, 14), time(16), None),
)

# VOLFDNR, Betreff, kind, day in June, steps: committee, role, meeting (or day, or nothing), result.
_PAPERS: tuple[tuple[int, tuple[str, ...], str, int, tuple[_Step, ...]], ...] = (
    (4850, ("Elternbeiträge für Kindertageseinrichtungen - Änderung der Satzung",), PROPOSAL, 2,
     ((YOUTH, PRE, 7041, "vertagt"), (YOUTH, PRE, 7083, "geändert beschlossen"),
      (MAIN, PRE, 11457, "beschlossen"), (COUNCIL, DECISION, 82015, "beschlossen"))),
    (4851, ("Jugendtreffpunkt Dorneburger Mühlenbach", "- Antrag der Fraktion Mitte -"), MOTION, 2,
     ((COUNCIL, DECISION, 82015, "an Verwaltung zurück verwiesen"),
      (YOUTH, PRE, 7083, "ungeändert beschlossen"))),
    (4852, ("Zwischenbericht „Frühe Hilfen“ – Jahr 2008",), NOTICE, 2,
     ((YOUTH, NOTED, 7083, "zur Kenntnis genommen"),
      (SOCIAL, NOTED, date(2009, 6, 10), "zur Kenntnis genommen"))),
    (4853, ("Spielplatz Roonstrasse",), QUESTION, 3, ((YOUTH, NOTED, 7140, None),)),
    (4854, ("Schulwegsicherung an der Grundschule Börsinghauser Straße",), PROPOSAL, 3,
     ((SCHOOL, PRE, 7085, "beschlossen"), (WANNE, HEARING, 7101, "zur Kenntnis genommen"),
      (MAIN, DECISION, 11457, "ungeändert beschlossen"))),
    (4855, ("Offene Ganztagsschule: Plätze zum Schuljahr 2009/2010",), PROPOSAL, 3,
     ((SCHOOL, DECISION, 7085, "beschlossen"),)),
    (4856, ('Projekt "Lesen & Lernen" der Stadtbücherei',), NOTICE, 3,
     ((CULTURE, "", 7090, "zur Kenntnis genommen"),)),
    (4857, ("Museumsnacht <Extraschicht> - Kosten 12.500 €",), PROPOSAL, 4,
     ((CULTURE, PRE, 7090, "abgelehnt"), (COUNCIL, DECISION, 82015, "zurückgezogen"))),
    (4858, ("Wohnraumanpassung für ältere Menschen", "hier: Förderrichtlinie"), PROPOSAL, 4,
     ((SOCIAL, PRE, 7094, "geändert beschlossen"),
      (COUNCIL, DECISION, 82015, "geändert beschlossen"))),
    (4859, ("Pflegebedarfsplanung – Sachstand",), NOTICE, 4,
     ((SOCIAL, NOTED, 7094, OPEN),)),
    (4860, ("Verkaufsoffene Sonntage in den Stadtbezirken Wanne, Herne-Mitte und Eickel",),
     PROPOSAL, 4,
     ((WANNE, PRE, 7101, "beschlossen"), (MITTE, PRE, 7102, "beschlossen"),
      (EICKEL, PRE, None, None), (MAIN, PRE, 11457, "beschlossen"),
      (COUNCIL, DECISION, 82015, "beschlossen"))),
    (4861, ("Beleuchtung am Schloss Strünkede",), MOTION, 5,
     ((MITTE, DECISION, 7102, "abgelehnt"),)),
    (4862, ("Radweg zwischen Röhlinghausen und Eickel",), MOTION, 5,
     ((WANNE, DECISION, 7101, "vertagt"), (WANNE, DECISION, None, None))),
    (4863, ("Interkulturelles Fest 2009",), PROPOSAL, 8,
     ((INTEGRATION, DECISION, 1159, "beschlossen"),)),
    (4864, ("Sprachförderung in Kindertagesstätten", "Anfrage vom 28.05.2009"), QUESTION, 8,
     ((INTEGRATION, NOTED, 1159, "zur Kenntnis genommen"),
      (YOUTH, NOTED, 7083, "zur Kenntnis genommen"))),
    (4865, ("Überplanmäßige Aufwendungen für die Grünflächenunterhaltung",), PROPOSAL, 9,
     ((MAIN, PRE, 11457, "beschlossen"), (COUNCIL, DECISION, 82015, "beschlossen"))),
    (4866, ("Prüfbericht über den Jahresabschluss 2007",), NOTICE, 9,
     ((MAIN, NOTED, 11457, "zur Kenntnis genommen"),)),
    (4867, ("Wirtschaftsplan der Musikschule",), PROPOSAL, 9,
     ((CULTURE, PRE, 7090, "beschlossen"), (MAIN, DECISION, 7150, None))),
    (4868, ("Bebauungsplan Nr. 214 „Königstraße“ - Aufstellungsbeschluss",), PROPOSAL, 10,
     ((PLANNING, DECISION, None, None),)),
    (4869, ("Kanalbaumaßnahmen 2010",), PROPOSAL, 10, ((PLANNING, PRE, None, None),)),
    (4870, ("Sachstand Ostbach",), NOTICE, 12, ()),
    (4871, ("Straßenreinigung Sodingen: Reinigungsklassen",), PROPOSAL, 12,
     ((SODINGEN, HEARING, date(2009, 6, 24), "zur Kenntnis genommen"),
      (COUNCIL, DECISION, 82015, "beschlossen"))),
    (4872, ("Bürgerfragen zur Lärmaktionsplanung",), QUESTION, 15,
     ((COUNCIL, "", 82015, "erledigt"),)),
    (4873, ("Familienkarte Herne",), MOTION, 15,
     ((COUNCIL, DECISION, 82015, "beschlossen"), (SOCIAL, PRE, 7094, "beschlossen"))),
    (4874, ("Besetzung der Ausschüsse",), PROPOSAL, 17,
     ((COUNCIL, DECISION, 82015, "ungeändert beschlossen"),)),
    (4875, ("Zuschuss an die Jugendkunstschule",), PROPOSAL, 18,
     ((YOUTH, PRE, 7140, None), (MAIN, DECISION, 7150, None))),
    (4876, ("Öffnungszeiten der Freibäder",), QUESTION, 19,
     ((COUNCIL, NOTED, 82015, "zur Kenntnis genommen"),)),
    (4877, ("Haushaltssicherungskonzept - Fortschreibung 2010",), PROPOSAL, 22,
     ((MAIN, PRE, 7150, None), (COUNCIL, DECISION, None, None))),
    (4878, ("Gewerbeflächen Baukau-West",), NOTICE, 25, ((MAIN, NOTED, 7150, None),)),
)  # fmt: skip

_SHAPES = (
    ("BV", "SV", "AN"),
    ("FA", "BV", "SV"),
    ("SV", "BV"),
    ("SV",),
    (),
    ("AN", "SV", "FA", "BV"),
)
_AUTHORS = (
    ("Fachbereichsleitung",),
    ("1. Fachbereichsleitung", "2. Sachbearbeitung 4"),
    ("Sachbearbeitung 2 - Tel.: 3050",),
    (),
)


def demo_world() -> World:
    """The demo's town as of 2 July 2009, with the paper 2009/0346 that the project started from."""
    meetings = [
        Meeting(number, committee, day, start, end, name=committee.genitive)
        for number, committee, day, start, end in _MEETINGS
    ]
    cancelled = "ENTFÄLLT! Sitzung des Schulausschusses"
    meetings[10] = replace(meetings[10], published=False)
    meetings.append(
        Meeting(7120, SCHOOL, date(2009, 6, 23), time(16), name=cancelled, published=False)
    )
    days = {meeting.number: meeting.day for meeting in meetings}
    agendas = Agendas()
    papers = {SEED_PAPER.number: SEED_PAPER}
    for number, subject, kind, day, steps in _PAPERS:
        paper = _paper(number, subject, kind, day)
        made = tuple(_step(step, days, agendas) for step in steps)
        papers[number] = replace(paper, steps=made)
    for paper in papers.values():
        for step in paper.steps:
            if step.meeting is not None and step.item is not None:
                agendas.put(step.meeting, step.item, paper, step.result)
    finished = agendas.finish(meetings, TODAY)
    return World(2009, TODAY, COMMITTEES, finished, papers)


def _step(step: _Step, days: dict[int, date], agendas: Agendas) -> Step:
    committee, role, where, result = step
    if where is None:
        return Step(committee, role, "Bereit")
    if isinstance(where, date):
        return Step(committee, role, "Erledigt", where, result=result)
    status: Status = "Erledigt" if days[where] <= TODAY else "Geplant"
    return Step(committee, role, status, days[where], where, next(agendas.numbers), result)


def _paper(number: int, subject: tuple[str, ...], kind: str, day: int) -> Paper:
    n = number - 4850
    shape = _SHAPES[n % len(_SHAPES)]
    files = {4: 3, 10: 1, 15: 2}.get(n, 0)
    return Paper(
        number=number,
        reference=f"2009/{311 + n:04d}",
        subject=subject,
        kind=kind,
        created=date(2009, 6, day),
        sections=tuple(
            Section(code, HEADINGS[(n + i) % len(HEADINGS)], seed=number * 10 + i)
            for i, code in enumerate(shape)
        ),
        attachments=tuple(
            Attachment(i, content.ATTACHMENTS[i].format(place="Eickel"), 100 * i + n)
            for i in range(1, files + 1)
        ),
        authors=_AUTHORS[n % len(_AUTHORS)],
        file_number="44/FBL" if n % 10 == 6 else None,
        lead=content.LEADS[n % len(content.LEADS)],
        clerk=content.CLERKS[n % 4] if n % 5 else None,
        participants=content.PARTICIPANTS if n % 9 == 4 else (),
        collected=n % 4 == 0,
    )
