"""Numbers of the Herne pages that their JSON facts do not hold: (meeting, item) per step."""

from dataclasses import dataclass

BASE = "https://www.herne.de/allris/"


@dataclass(frozen=True)
class Numbers:
    """`document` is the DOLFDNR of the main document."""

    steps: tuple[tuple[int, int] | tuple[None, None], ...]
    document: int


HERNE = {
    440: Numbers(
        ((30764, 25731), (48197, 12695), (30561, 79362), (62245, 5292), (14998, 50082)), 52092
    ),
    1169: Numbers(((37893, 86498), (37126, 62861)), 41672),
    4885: Numbers(((7083, 59488), (1159, 34216), (11457, 86342), (82015, 90248)), 33372),
    6189: Numbers(((75120, 68589), (42620, 3567), (19045, 29552)), 17902),
    7442: Numbers(((67983, 41335), (70863, 18144), (8391, 36289), (None, None)), 26779),
    11415: Numbers(((21345, 73546), (8371, 55158)), 37439),
}

SLUGS = {
    "Haupt- und Finanzausschuss": "haupt-und-finanzausschuss",
    "Haupt- und Personalausschuss": "haupt-und-personalausschuss",
    "Integrationsrat": "integrationsrat",
    "Jugendhilfeausschuss": "jugendhilfeausschuss",
    "Kultur- und Bildungsausschuss": "kultur-und-bildungsausschuss",
    "Rat der Stadt": "rat-der-stadt",
    "Schulausschuss": "schulausschuss",
}

# What the German words of the JSON facts mean, said here again and not taken from data/vocabulary.
ROLES = {"Vorberatung": "preliminary", "Entscheidung": "decision"}
RESULTS = {
    "beschlossen": "accepted",
    "geändert beschlossen": "accepted_amended",
    "zur Kenntnis genommen": "noted",
    "an Verwaltung zurück verwiesen": "referred",
}
TYPES = {"öffentliche Beschlussvorlage": "resolution_proposal", "Antrag": "motion"}

# (key, code, first words, last words) of the blocks; None: heading and nothing below.
BLOCKS = {
    "Finanzielle Auswirkungen": ("finance", "fa", "Teilergebnisplan (konsumtiv): keine Aufwände."),
    "Beschlussvorschlag": (
        "resolution",
        "bv",
        "Der zuständige Ausschuss nimmt die Ausführungen zur Kenntnis und beschließt die Maßnahme.",
    ),
    "Sachverhalt": (
        "facts",
        "sv",
        (
            "Über die Maßnahme „Stadtgrün – Wege“ berichtet die Verwaltung. Größe: 1.200 m². "
            "Übergänge müssen geprüft werden."
        ),
    ),
    "Anlage/n": ("attachments", "an", None),
}
