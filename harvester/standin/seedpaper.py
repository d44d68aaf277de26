"""The paper that the project started from: its facts are real, its texts are written for us."""

from datetime import date

from harvester.standin.committees import COUNCIL, INTEGRATION, MAIN, YOUTH
from harvester.standin.model import Attachment, Paper, Section, Step

SEED_PAPER = Paper(
    number=4885,
    reference="2009/0346",
    subject=(
        "Handlungsprogramm „Kommunale Familienförderung in Herne - Zukunft für Familien in Herne“",
    ),
    kind="öffentliche Beschlussvorlage",
    created=date(2009, 5, 18),
    steps=(
        Step(YOUTH, "Vorberatung", "Erledigt", date(2009, 6, 3), 7083, 59488, "beschlossen"),
        Step(INTEGRATION, "Vorberatung", "Erledigt", date(2009, 6, 18), 1159, 34216, "beschlossen"),
        Step(MAIN, "Vorberatung", "Erledigt", date(2009, 6, 23), 11457, 86342, "beschlossen"),
        Step(COUNCIL, "Entscheidung", "Erledigt", date(2009, 6, 30), 82015, 90248, "beschlossen"),
    ),
    sections=(
        Section(
            "BV",
            "both",
            fixed=(
                "1. Der Rat der Stadt stimmt dem vorgelegten Handlungsprogramm zu.",
                (
                    "2. Die Verwaltung berichtet den beteiligten Ausschüssen jährlich über die "
                    "Durchführung der Maßnahmen."
                ),
            ),
        ),
        Section(
            "SV",
            "both",
            fixed=(
                (
                    "Das Programm fasst die Angebote der Familienförderung in drei "
                    "Handlungsfeldern zusammen: „Betreuung“, „Bildung“ sowie „Wohnen“."
                ),
                (
                    "Für jedes Handlungsfeld nennt es Maßnahmen, Zuständigkeiten und Termine – "
                    "außerdem die Kosten, soweit sie heute geschätzt werden können (rund 85.000 €)."
                ),
                "Die Übersicht wird fortgeschrieben; größere Änderungen werden erneut beraten.",
            ),
        ),
        Section("AN", "both", fixed=("Handlungsprogramm mit Maßnahmenübersicht",)),
    ),
    attachments=(Attachment(1, "Handlungsprogramm_Familienförderung_12Mai2009", 196),),
    authors=("Fachbereichsleitung, Tel 3533",),
    lead="FB 42 - Kinder-Jugend-Familie",
    clerk="Sachbearbeitung 1",
)
