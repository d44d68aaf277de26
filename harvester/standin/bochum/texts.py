"""What the papers of the small Bochum say: invented, in the style of real ones."""

from random import Random

PLACES = ("Querenburg", "Langendreer", "Höntrop", "Weitmar", "Grumme", "Werne", "Linden", "Stiepel")
STREETS = (
    "Königsallee", "Wittener Straße", "Castroper Straße", "Markstraße", "Hattinger Straße",
    "Günnigfelder Straße", "Werner Hellweg", "Universitätsstraße",
)  # fmt: skip
MATTERS = (
    "Umgestaltung des Marktplatzes {place}",
    "Bebauungsplan Nr. {number} - {street} - hier: Aufstellungsbeschluss",
    "Ausbau der Betreuungsplätze für Kinder unter drei Jahren in {place}",
    "Wirtschaftsplan {year} der Volkshochschule",
    "Erneuerung der Fahrbahndecke {street} (2. Bauabschnitt)",
    "Benennung einer Erschließungsstraße in {place}",
    'Stadtteilprojekt "{place} bewegt sich" - Zuschuss für das Jahr {year}',
    "Überplanmäßige Mittelbereitstellung für die Sporthalle {street}",
    "Sachstand zur Radverkehrsführung {street}",
    "Änderung der Satzung über die Straßenreinigung",
)
DEPARTMENTS = (
    "510 (3950)",
    "61 31 (25 48)",
    "52 1 (1832)",
    "66 1 (2201)",
    "20 2 (1455)",
    "40 (3800)",
)
LAWS = (None, "§ 10 BauGB", "§ 41 Abs. 1 GO NRW", "§ 37 Abs. 1 GO NRW", None)
ENCLOSURES = (
    "Lageplan",
    "Übersichtskarte",
    "Kostenberechnung",
    "Abwägungstabelle",
    "Satzungsentwurf",
)
NON_PUBLIC = ("Grundstücksangelegenheit", "Vergabe von Bauleistungen", "Personalangelegenheit")

_SUBJECTS = ("Die Verwaltung", "Das Fachamt", "Der beauftragte Gutachter", "Die Bezirksregierung")
_CLAUSES = (
    "hat geprüft, dass die Maßnahme in {place} bis {year} abgeschlossen werden kann",
    "geht davon aus, dass für die {street} Fördermittel von rund {amount} € zur Verfügung stehen",
    "legt dar, dass die Öffentlichkeit frühzeitig beteiligt worden ist",
    "weist darauf hin, dass die Kostenberechnung um {amount} € überschritten wird",
    "schlägt vor, die Grünfläche in {place} als Spiel- und Bewegungsfläche zu gestalten",
)
_RESOLUTIONS = (
    "Der Maßnahme in {place} wird zugestimmt.",
    "Die Verwaltung wird beauftragt, die Planung für die {street} fortzuführen.",
    "Für das Haushaltsjahr {year} werden {amount} € bereitgestellt.",
)


def _filled(template: str, rng: Random) -> str:
    return template.format(
        place=rng.choice(PLACES),
        street=rng.choice(STREETS),
        number=900 + int(rng.random() * 90),
        year=2013 + int(rng.random() * 3),
        amount=f"{1 + int(rng.random() * 400)}.{int(rng.random() * 10)}00",
    )


def subject(rng: Random) -> str:
    """A Bezeichnung der Vorlage."""
    return _filled(rng.choice(MATTERS), rng)


def paragraphs(rng: Random, most: int = 6) -> tuple[str, ...]:
    """The text of a Begründung or Wortlaut, one string per paragraph."""
    return tuple(
        " ".join(
            f"{rng.choice(_SUBJECTS)} {_filled(rng.choice(_CLAUSES), rng)}."
            for _ in range(2 + int(rng.random() * 4))
        )
        for _ in range(1 + int(rng.random() * most))
    )


def resolution(rng: Random) -> tuple[str, ...]:
    """The text of a Beschlussvorschlag."""
    lines = rng.sample(_RESOLUTIONS, 1 + int(rng.random() * 2))
    return tuple(_filled(line, rng) for line in lines)


def enclosures(rng: Random) -> tuple[str, ...]:
    """The names under Anlagen, none to four."""
    names = rng.sample(ENCLOSURES, int(rng.random() * 5))
    return tuple(f"Anlage {n}: {name}" for n, name in enumerate(names, 1))


def vote(result: str | None, number: int) -> str | None:
    """A count of votes that goes with a result, none where nobody voted."""
    some = 12 + number % 40
    if result is None or result.endswith(("genommen", "vertagt", "zurückgezogen", "verwiesen")):
        return None
    if result.startswith("einstimmig"):
        return f"Ja: {some}, Nein: 0, Enthaltungen: {number % 4}, Befangen: 0"
    few = 1 + number % 7
    yes, no = (few, some) if result.endswith("abgelehnt") else (some, few)
    return f"Ja: {yes}, Nein: {no}, Enthaltungen: {number % 3}, Befangen: 0"
