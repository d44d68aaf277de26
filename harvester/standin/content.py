"""German phrases from which the stand-in's subjects and texts are composed.

Invented for the project: streets and districts are Herne's, the matters are not; staff are roles.
"""

from random import Random

PLACES = (
    "Röhlinghausen", "Börnig", "Sodingen", "Holsterhausen", "Wanne-Süd", "Eickel", "Crange",
    "Baukau-West", "Horsthausen", "Bickern", "Pöppinghausen", "Herne-Süd", "Unser Fritz",
)  # fmt: skip
STREETS = (
    "Börsinghauser Straße", "Bahnhofstraße", "Hauptstraße", "Mühlenstraße", "Königstraße",
    "Schäferstraße", "Jürgens Hof", "Castroper Straße", "Südstraße", "Gräffstraße",
    "Roonstrasse", "Dorneburger Mühlenbach",
)  # fmt: skip
MATTERS = (
    "Umgestaltung der Grünfläche {place}",
    "Erneuerung der Straßenbeleuchtung {street}",
    "Fortschreibung der Schulentwicklungsplanung für den Bereich {place}",
    "Bebauungsplan Nr. {number} „{street}“ - Aufstellungsbeschluss",
    "Zuschüsse an Träger der freien Jugendhilfe in {place}",
    "Ausbau der Kindertagesstätte {street}",
    "Verkehrsberuhigung und Querungshilfe {street}",
    "Änderung der Gebührensatzung für die Straßenreinigung",
    "Lärmaktionsplanung - Bürgerbeteiligung in {place}",
    "Sanierung der Turnhalle {street}",
    "Bericht über die Entwicklung der Hilfen zur Erziehung im Jahr {year}",
    "Überplanmäßige Aufwendungen für die Unterhaltung städtischer Gebäude",
    "Wirtschaftsplan {year} der Musikschule",
    "Öffnungszeiten der Stadtbücherei in {place}",
    "Barrierefreier Umbau der Bushaltestellen {street}",
    "Sachstand zur Renaturierung des Ostbachs in {place}",
    "Bestellung eines Mitglieds für den Beirat „Ältere Menschen in {place}“",
    "Kleinspielfeld und Jugendtreffpunkt {street}",
)
PREFIXES = ("", "", "", "Fördermaßnahme: ", "Grundsatzbeschluss: ", "Stadtumbau West: ")
SECOND_LINES = (
    "hier: Abwägung der eingegangenen Stellungnahmen",
    "- Anfrage für die nächste Sitzung -",
    "hier: Freigabe der Mittel für den 2. Bauabschnitt",
    "Bezug: Beschluss der Bezirksvertretung",
)
QUOTED = (
    'Projekt "Gesund & aktiv älter werden" in {place}',
    "Vertrag mit der Träger- & Betriebsgesellschaft „Wohnen < 60 m²“ in {place}",
    'Wettbewerb "Unser Stadtteil {place} - schön & grün" - Kosten: 12.500 €',
)
LEADS = (
    "FB 31 - Schule und Weiterbildung",
    "FB 42 - Kinder-Jugend-Familie",
    "FB 44 - Öffentliche Ordnung",
    "FB 51 - Umwelt und Stadtplanung",
    "FB 53 - Tiefbau und Verkehr",
    "FB 20 - Finanzsteuerung",
    "FB 41 - Soziales",
)
PARTICIPANTS = ("FB 14 - Rechnungsprüfung", "FB 23 - Recht", "FB 21 - Gebäudewirtschaft")
ROLES = ("Fachbereichsleitung", "Sachbearbeitung 1", "Sachbearbeitung 2", "Abteilungsleitung 4")
CLERKS = ("Sachbearbeitung 1", "Sachbearbeitung 3", "Schriftführung 2", "Geschäftsstelle 1")
ATTACHMENTS = (
    "Lageplan {place}",
    "Kostenübersicht",
    "Entwurf der Satzung",
    "Abwägungstabelle",
    "Präsentation Bürgerversammlung (2. Termin)",
    "Anlage_3_Bodengutachten & Geräuschmessung",
)
NON_PUBLIC = ("Grundstücksangelegenheit", "Vertragsangelegenheit", "Personalangelegenheit")
VOTES = (
    "einstimmig",
    "einstimmig mit zwei Enthaltungen",
    "Ja: 45, Nein: 2, Enthaltungen: 1",
    "mehrheitlich bei 3 Gegenstimmen und einer Enthaltung",
    "Ja: 12, Nein: 5, Enthaltungen: 0",
)
HEADINGS = {
    "BV": "Beschlussvorschlag",
    "SV": "Sachverhalt",
    "FA": "Finanzielle Auswirkungen",
    "AN": "Anlage/n",
    "WP": "Wortprotokoll",
    "BS": "Beschluss",
    "AE": "Abstimmungsergebnis",
}

_SUBJECTS = (
    "Die Verwaltung", "Der zuständige Fachbereich", "Die Arbeitsgruppe „Öffentlicher Raum“",
    "Der beauftragte Gutachter", "Die Bezirksregierung", "Der Landschaftsverband",
)  # fmt: skip
_VERBS = (
    "hat im Frühjahr {year} geprüft, ob", "legt ausführlich dar, dass",
    "weist ergänzend darauf hin, dass", "bestätigt nach erneuter Prüfung, dass",
    "geht weiterhin davon aus, dass",
)  # fmt: skip
_CLAUSES = (
    "die Maßnahme in {place} bis {year} abgeschlossen werden kann",
    "für die {street} Fördermittel in Höhe von rund {amount} € zur Verfügung stehen",
    "die Kostenschätzung des Straßenbaulastträgers um {amount} € überschritten wird",
    "die Grundstückseigentümer frühzeitig und umfassend beteiligt worden sind",
    "die Bedürfnisse älterer Menschen bei der Wohnumfeldgestaltung berücksichtigt werden",
    "die Anwohnerinnen und Anwohner der {street} eine Verkehrsberuhigung wünschen",
    "das Städtebauförderungsprogramm die Ausgaben zu 80 % übernimmt",
    "ein Ausführungsbeschluss erst nach der Öffentlichkeitsbeteiligung gefasst wird",
)  # fmt: skip
_CLOSERS = (
    "Näheres ergibt sich aus den beigefügten Übersichten – insbesondere für {place}.",
    "Über das Ergebnis wird dem Ausschuss zu gegebener Zeit berichtet.",
    "Die Grünflächenunterhaltung bleibt hiervon unberührt.",
    "Für das Haushaltsjahr {year} sind {amount} € veranschlagt.",
    "Der Gleichstellungsbeauftragten wurde Gelegenheit zur Äußerung gegeben.",
)
_RESOLUTIONS = (
    "Der Rat der Stadt beschließt die Durchführung der Maßnahme in {place}.",
    "Die Verwaltung wird beauftragt, die Fördermittel fristgemäß zu beantragen.",
    "Der Ausschuss nimmt den Bericht für {year} zur Kenntnis.",
    "Dem Ausbau der {street} wird mit Gesamtkosten von {amount} € zugestimmt.",
    "Die Anregungen aus der Bürgerversammlung werden berücksichtigt.",
)
_FINANCE = (
    "Teilergebnisplan (konsumtiv): zusätzliche Aufwendungen von {amount} € im Jahr {year}.",
    "Teilfinanzplan (investiv): keine Auszahlungen.",
    "Die Mittel stehen beim Produkt „Grünflächen und Spielplätze“ zur Verfügung.",
)
_MINUTES = (
    "Eine Vertreterin der Verwaltung erläutert die Vorlage und beantwortet Rückfragen.",
    "Der Vorsitz lässt über die Beschlussempfehlung abstimmen.",
    "Aus der Mitte des Ausschusses wird um eine schriftliche Übersicht gebeten.",
    "Die Fraktion Mitte regt an, die Überlegungen für {place} einzubeziehen.",
)


def _filled(template: str, rng: Random) -> str:
    if "{" not in template:
        return template
    return template.format(
        place=rng.choice(PLACES),
        street=rng.choice(STREETS),
        year=2009 + int(rng.random() * 6),
        number=100 + int(rng.random() * 200),
        amount=f"{1 + int(rng.random() * 900)}.{int(rng.random() * 10)}00",
    )


def subject(rng: Random) -> str:
    """A Betreff of one line."""
    return rng.choice(PREFIXES) + _filled(rng.choice(MATTERS), rng)


def quoted_subject(rng: Random) -> str:
    """A Betreff with what must be escaped in HTML."""
    return _filled(rng.choice(QUOTED), rng)


def attachment_name(rng: Random) -> str:
    """The name of an Anlage."""
    return _filled(rng.choice(ATTACHMENTS), rng)


def paragraphs(code: str, rng: Random) -> tuple[str, ...]:
    """The text of one block: one string per paragraph; AN may be empty, as it often is."""
    if code == "BV":
        chosen = rng.sample(_RESOLUTIONS, 1 + int(rng.random() * 3))
        return tuple(
            f"{n}. {_filled(line, rng)}" if len(chosen) > 1 else _filled(line, rng)
            for n, line in enumerate(chosen, 1)
        )
    if code == "BS":
        return (_filled(rng.choice(_RESOLUTIONS), rng),)
    if code == "FA":
        return tuple(_filled(line, rng) for line in rng.sample(_FINANCE, 1 + int(rng.random() * 2)))
    if code == "WP":
        return tuple(_filled(line, rng) for line in rng.sample(_MINUTES, 2))
    if code == "AN":
        return () if rng.random() < 0.5 else (attachment_name(rng),)
    return tuple(_paragraph(rng) for _ in range(3 + int(rng.random() * 4)))


def _paragraph(rng: Random) -> str:
    sentences = [
        f"{rng.choice(_SUBJECTS)} {_filled(rng.choice(_VERBS), rng)} "
        f"{_filled(rng.choice(_CLAUSES), rng)}."
        for _ in range(1 + int(rng.random() * 3))
    ]
    return " ".join([*sentences, _filled(rng.choice(_CLOSERS), rng)])
