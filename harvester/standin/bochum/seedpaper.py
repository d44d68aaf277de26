"""The paper that the project started from: its facts are real, its texts are shortened."""

from datetime import date

from harvester.standin.bochum.committees import COUNCIL, MAIN, YOUTH
from harvester.standin.bochum.model import PROPOSAL, Document, Paper, Planned, Step

AGREEMENT = "Zielvereinbarung zur Erlangung des Zertifikats"

SEED_PAPER = Paper(
    number=7068726,
    reference="20140656",
    kind=PROPOSAL,
    subject=f'{AGREEMENT} "Familiengerechte Kommune"',
    created=date(2014, 3, 6),
    department="510 (3950)",
    steps=(
        Step(MAIN, "Vorberatung", date(2014, 3, 26), 7210, 41501, "einstimmig empfohlen"),
        Step(YOUTH, "Vorberatung", date(2014, 4, 2), 7216, 41502, "mehrheitlich empfohlen"),
        Step(COUNCIL, "Entscheidung", date(2014, 4, 10), 7223, 41503, "mehrheitlich beschlossen"),
    ),
    planned=(
        Planned(MAIN.name, date(2014, 3, 26)),
        Planned(YOUTH.name, date(2014, 4, 2)),
        Planned(COUNCIL.name, date(2014, 4, 10)),
    ),
    decision_body=("Rat",),
    enclosures=(f"{AGREEMENT} „Familiengerechte Kommune„ der Stadt Bochum",),
    texts=(
        (
            "Seit April 2013 lässt die Stadt Bochum mit Unterstützung eines Vereins prüfen, wie "
            "familiengerecht sie ist. Um das Zertifikat zu erhalten, muss der Rat die "
            "Zielvereinbarung beschließen."
        ),
        (
            "Die Zielvereinbarung wurde in mehreren Schritten erarbeitet und sieht in sechs "
            "Handlungsfeldern 26 Maßnahmen vor, die in den nächsten drei Jahren umgesetzt werden "
            "sollen."
        ),
        "- Ratsbeschluss zur Durchführung, 13.12.2012",
        "- Kooperationsvertrag mit dem Verein, April 2013",
        "- Bestandsaufnahme und Auswertung des Fragebogens",
        "- Strategieworkshop, 06.09.2013",
        "- Beteiligungsphase, Oktober 2013 bis Januar 2014",
        "- Zielvereinbarungsworkshop, 19.02.2014",
        "- Ratsbeschluss zur Umsetzung der Maßnahmen, 10.04.2014",
        "- Zertifizierung, Sommer 2014",
        (
            "Auf dem Strategieworkshop haben Politik, Verwaltung, Wohlfahrtsverbände, Wissenschaft "
            "und Wirtschaft die Ziele und Schwerpunkte für das weitere Verfahren erarbeitet. "
            "Bochum versteht sich danach als Stadt für alle Generationen."
        ),
        "Gegenstand des Verfahrens sind die Handlungsfelder:",
        "1. Steuerung, Vernetzung und Nachhaltigkeit",
        "2. Familie und Arbeitswelt, Betreuung",
        "3. Bildung und Erziehung",
        "4. Beratung und Unterstützung",
        "5. Lebensqualität und Wohnumfeld",
        "6. Senioren und Generationen",
        (
            "In der Beteiligungsphase wurden die Ergebnisse den Bezirksbürgermeistereien, den "
            "Wohlfahrtsverbänden, den Kirchen, den Kammern und der Universität vorgestellt. Ihre "
            "Rückmeldungen flossen in den Zielvereinbarungsworkshop ein, auf dem die Vorschläge "
            "bewertet, aufeinander abgestimmt und auf ihre Umsetzbarkeit geprüft wurden."
        ),
        (
            "Die Zielvereinbarung tritt mit dem Ratsbeschluss in Kraft und wird danach der "
            "Zertifizierungsstelle vorgelegt. Über das Zertifikat entscheidet eine unabhängige "
            "Jury nach öffentlich zugänglichen Kriterien. Die Umsetzung in den Jahren 2014 bis "
            "2017 wird in Jahresberichten dokumentiert."
        ),
    ),
    resolution=(
        (
            "Der Rat der Stadt Bochum erklärt sich mit den im Rahmen der Auditierung formulierten "
            "Zielen und Maßnahmen einverstanden und unterstützt diese ausdrücklich."
        ),
    ),
    documents=(
        Document(265101, "Beschlussvorlage der Verwaltung", "form", size=133_412),
        Document(265102, "Zielvereinbarung", "enclosure"),
    ),
)
