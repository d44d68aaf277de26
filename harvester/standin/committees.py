"""The committees of the stand-in town, with the genitives that its meetings are called by."""

from harvester.standin.model import Committee

COUNCIL = Committee(1, "Rat der Stadt", "des Rates der Stadt", page="pa")
MAIN = Committee(211, "Haupt- und Finanzausschuss", "des Haupt- und Finanzausschusses")
YOUTH = Committee(235, "Jugendhilfeausschuss", "des Jugendhilfeausschusses")
INTEGRATION = Committee(240, "Integrationsrat", "des Integrationsrates")
SCHOOL = Committee(242, "Schulausschuss", "des Schulausschusses")
CULTURE = Committee(244, "Kultur- und Bildungsausschuss", "des Kultur- und Bildungsausschusses")
SOCIAL = Committee(
    247,
    "Ausschuss für Soziales, Gesundheit und Familie",
    "des Ausschusses für Soziales, Gesundheit und Familie",
)
PLANNING = Committee(
    251,
    "Ausschuss für Planung und Stadtentwicklung",
    "des Ausschusses für Planung und Stadtentwicklung",
)
WANNE, MITTE, EICKEL, SODINGEN = DISTRICTS = tuple(
    Committee(
        number,
        f"Bezirksvertretung {name}",
        f"der Bezirksvertretung des Stadtbezirks {name}",
    )
    for number, name in ((261, "Wanne"), (262, "Herne-Mitte"), (263, "Eickel"), (264, "Sodingen"))
)
TECHNICAL = (YOUTH, INTEGRATION, SCHOOL, CULTURE, SOCIAL, PLANNING)
COMMITTEES = (COUNCIL, MAIN, *TECHNICAL, *DISTRICTS)
