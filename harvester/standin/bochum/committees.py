"""The committees of the small Bochum."""

from harvester.standin.bochum.model import Committee

COUNCIL = Committee(103901, "Rat")
MAIN = Committee(103902, "Haupt- und Finanzausschuss")
YOUTH = Committee(103910, "Jugendhilfeausschuss")
ECONOMY = Committee(103911, "Ausschuss für Wirtschaft, Infrastruktur- und Stadtentwicklung")
HEALTH = Committee(977997, "Ausschuss für Arbeit, Gesundheit und Soziales")
CULTURE = Committee(103913, "Ausschuss für Kultur und Sport")
SCHOOL = Committee(103914, "Ausschuss für Schule und Bildung")
TRAFFIC = Committee(103915, "Ausschuss für Umwelt, Ordnung, Sicherheit und Verkehr")
MITTE, WATTENSCHEID, EAST, SOUTH = DISTRICTS = tuple(
    Committee(number, f"Bezirksvertretung Bochum-{name}", "Bezirksvertretungen")
    for number, name in (
        (103973, "Mitte"),
        (103974, "Wattenscheid"),
        (103976, "Ost"),
        (103977, "Süd"),
    )
)
TECHNICAL = (YOUTH, ECONOMY, HEALTH, CULTURE, SCHOOL, TRAFFIC)
COMMITTEES = (COUNCIL, MAIN, *TECHNICAL, *DISTRICTS)
