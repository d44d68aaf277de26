"""to010 and to020."""

from typing import TypedDict

from corpus.expect import MIXED, Doc, Item, ItemPage, MeetingPage
from corpus.papers import ALTONA, BERGEDORF, HILDESHEIM, MITTE, OSNABRUECK, REGENSBURG

NORD = "https://sitzungsdienst-hamburg-nord.hamburg.de/bi/"


class Outcome(TypedDict):
    """What became of an item."""

    result_raw: str
    result: str | None


NOTED: Outcome = {"result_raw": "zur Kenntnis genommen", "result": "noted"}
ACCEPTED: Outcome = {"result_raw": "ungeändert beschlossen", "result": "accepted"}
OPEN: Outcome = {"result_raw": "(offen)", "result": None}


def _doc(base: str, number: int, role: str, *names: str) -> Doc:
    """A meeting's document; the button and its title name it differently, either will do."""
    form = {"DOLFDNR": str(number), "options": "64"}
    return Doc(id=f"file/{number}", role=role, name=names, form=form, url=f"{base}do027.asp")


MEETINGS = {
    "hh-altona_to010.html": MeetingPage(
        url=f"{ALTONA}to010.asp?SILFDNR=1004086",
        source="altona",
        id=1004086,
        organization_id="altona/organization/235",
        organization="Mobilitätsausschuss",
        name="Sitzung des Mobilitätsausschusses",
        status=MIXED,
        date="2025-11-03",
        start="2025-11-03T18:00:00+01:00",
        end="2025-11-03T19:45:00+01:00",
        room="Sitzungsraum des Technischen Rathauses (EG)",
        place=("Jessenstraße 1, 22767 Hamburg (Zugang über Nebeneingang Parkplatz Grotjahnstraße)"),
        occasion="Sitzung",
        item_count=20,
        items=(
            Item(position=1, id=1052631, number="Ö 1", name="Öffentliche Fragestunde", **OPEN),
            Item(position=2, id=1052632, number="Ö 2", name="Eingaben"),
            Item(
                position=3,
                id=1052638,
                number="Ö 2.1",
                name="Unerlaubter Verkehr Klövensteen Eingabe vom 05.10.2025",
                paper=1017291,
                reference="22-1471",
                **NOTED,
            ),
            Item(
                position=6,
                id=1052691,
                number="Ö 2.4",
                name="Krötenwanderung zwischen Reemtsmapark und Jenischpark Eingabe vom",
                paper=1017309,
                reference="22-1442.1",
                **NOTED,
            ),
            Item(
                position=9,
                id=1052783,
                number="Ö 4",
                name="Sichere Überwege dort, wo sie dringend gebraucht werden – Lichtsignal",
                paper=1017345,
                reference="22-1508",
                **ACCEPTED,
            ),
            Item(
                position=19,
                id=1052781,
                number="Ö 7.7",
                name="Instandsetzung von Straßen im Jahr 2026 Mitteilungsdrucksache des Amtes",
                paper=1017343,
                reference="22-1507",
                **NOTED,
            ),
            Item(position=20, id=1052634, number="Ö 8", name="Verschiedenes", **OPEN),
        ),
        files=(
            _doc(ALTONA, 1511776, "invitation", "Aktuelle TO", "Nachtragstagesordnung"),
            _doc(
                ALTONA,
                1511514,
                "collected",
                "Alle Dokumente zur Sitzung im Paket",
                "Öffentliche Aktenmappe - Alle Dokumente zur Sitzung im Paket",
            ),
            _doc(ALTONA, 1510819, "invitation", "Einladung"),
            _doc(ALTONA, 1518675, "minutes", "Niederschrift öffent. Teil"),
        ),
    ),
    "hh-bergedorf_to010.html": MeetingPage(
        url=f"{BERGEDORF}to010.asp?SILFDNR=1002949",
        source="bergedorf",
        id=1002949,
        organization_id="bergedorf/organization/1000013",
        organization="Fachausschuss für Sport und Bildung",
        name="Sitzung des Fachausschusses für Sport und Bildung",
        status=MIXED,
        date="2025-11-03",
        start="2025-11-03T18:00:00+01:00",
        end="2025-11-03T19:42:00+01:00",
        room="Großer Sitzungssaal, 1.Stock",
        place="Wentorfer Straße 38, 21029 Hamburg",
        occasion="Sitzung",
        item_count=7,
        items=(
            Item(position=1, id=1033130, number="Ö 1", name="Öffentliche Fragestunde", **OPEN),
            Item(
                position=2, id=1033131, number="Ö 2", name="Beschluss über die Tagesordnung", **OPEN
            ),
            Item(
                position=3,
                id=1033217,
                number="Ö 3",
                name="Förderung und Unterstützung von Schülerinnen und Schülern mit Schwierig",
                **OPEN,
            ),
            Item(
                position=4,
                id=1033141,
                number="Ö 4",
                name="Anhebung der Pauschalen für die Pflege und Unterhaltung von unüberdachten",
                paper=1008999,
                reference="22-0285.03",
                **NOTED,
            ),
            Item(
                position=5,
                id=1033140,
                number="Ö 5",
                name="Sport- und Bewegungspark Ladenbeker Furtweg, Bergedorf-West",
                paper=1009020,
                reference="22-0485",
                **NOTED,
            ),
            Item(position=6, id=1033133, number="Ö 6", name="Verschiedenes", **OPEN),
            # Links the agenda of the meeting whose minutes are approved: that is no paper.
            Item(
                position=7,
                id=1033132,
                number="Ö 7",
                name="Genehmigung der Niederschrift der Sitzung vom 08.09.2025, öffentlicher Teil",
                **OPEN,
            ),
        ),
        # The minutes 1283252 in the row below Ö 7 are those of the earlier meeting, not of this.
        files=(
            _doc(
                BERGEDORF,
                1275126,
                "collected",
                "Alle Dokumente zur Sitzung im Paket",
                "Öffentliche Aktenmappe - Alle Dokumente zur Sitzung im Paket",
            ),
            _doc(BERGEDORF, 1275052, "invitation", "Bekanntmachung"),
            _doc(BERGEDORF, 1283251, "minutes", "Niederschrift öffent. Teil"),
        ),
    ),
    "hh-hamburg_mitte_to010.html": MeetingPage(
        url=f"{MITTE}to010.asp?SILFDNR=1002940",
        source="mitte",
        id=1002940,
        organization_id="mitte/organization/13",
        organization="Jugendhilfeausschuss",
        name="Sitzung des Jugendhilfeausschusses",
        status=MIXED,
        date="2025-11-03",
        start="2025-11-03T18:00:00+01:00",
        end="2025-11-03T21:14:00+01:00",
        room="LUKULULE e. V.",
        place="Stockmeyerstr 41, Halle 4i, 20457 Hamburg",
        occasion="Sitzung",
        item_count=15,
        items=(
            Item(
                position=1,
                id=1043092,
                number="Ö 1",
                name="Begrüßung und öffentliche Fragestunde",
                **OPEN,
            ),
            Item(
                position=2,
                id=1043099,
                number="Ö 2",
                name="Beschlussfassung über die Niederschrift am 22.09.2025",
                **OPEN,
            ),
            Item(
                position=5,
                id=1043101,
                number="Ö 5",
                name="Aktuelle Situation am Jungfernstieg",
                **OPEN,
            ),
            Item(
                position=8,
                id=1043094,
                number="Ö 8",
                name="Anträge und Vorlagen zur Beschlussfassung",
            ),
            Item(
                position=9,
                id=1043100,
                number="Ö 8.1",
                name="Haushaltsvoranschlag 2027/2028 - Abstimmung der Schlüssel für die Rahmen",
                paper=1019270,
                reference="23-0994",
                result_raw="geändert beschlossen",
                result="accepted_amended",
            ),
            Item(position=15, id=1043098, number="Ö 10", name="Verschiedenes", **OPEN),
        ),
        files=(
            _doc(
                MITTE,
                1428013,
                "collected",
                "Alle Dokumente zur Sitzung im Paket",
                "Öffentliche Aktenmappe - Alle Dokumente zur Sitzung im Paket",
            ),
            _doc(MITTE, 1428047, "invitation", "Bekanntmachung"),
            _doc(MITTE, 1428577, "invitation", "Bekanntmachung Nachtrag"),
        ),
    ),
    "hh-misc_to010.html": MeetingPage(
        url=f"{NORD}to010.asp?SILFDNR=1003143",
        source="nord",
        id=1003143,
        organization_id="nord/organization/pa-211",
        organization="Bezirksversammlung",
        name="Sitzung der Bezirksversammlung",
        status=MIXED,
        date="2025-12-11",
        start="2025-12-11T18:00:00+01:00",
        end="2025-12-11T21:57:00+01:00",
        room="Großer Sitzungssaal",
        place="Robert - Koch - Straße 17, 20249 Hamburg",
        occasion="Sitzung",
        item_count=33,
        items=(
            Item(position=1, id=1038573, number="Ö 1", name="Öffentliche Bürgerfragestunde"),
            Item(
                position=4,
                id=1038809,
                number="Ö 3.1",
                name="Ausschuss-Benennungen Antrag der GRÜNE-Fraktion",
                paper=1016036,
                reference="22-1692",
                **ACCEPTED,
            ),
            Item(
                position=7,
                id=1038576,
                number="Ö 4",
                name="Genehmigung der Niederschrift der Sitzung vom 13.11.2025",
                **OPEN,
            ),
            Item(
                position=9,
                id=1038604,
                number="Ö 5.1",
                name="Fortschreibung und Verstetigung eines bezirklichen Gewerbeflächenkonzepts",
                paper=1015943,
                reference="22-1470.1",
                result_raw="überwiesen",
                result="referred",
            ),
            Item(
                position=18,
                id=1038735,
                number="Ö 6.4",
                name="Eine Heimat für Gebäudebrüter und Fledermäuse – bei Neubauten",
                paper=1015997,
                reference="22-1655",
                result_raw="abgelehnt",
                result="rejected",
            ),
            Item(
                position=20,
                id=1038746,
                number="Ö 6.6",
                name="„Wände für alle” – Legale Freiflächen für Street Art",
                paper=1016001,
                reference="22-1658",
                **ACCEPTED,
            ),
            Item(
                position=24,
                id=1038814,
                number="Ö 6.10",
                name="Erfolg fortsetzen – Fonds für interkulturelle Projekte",
                paper=1016040,
                reference="22-1696",
                result_raw="abgelehnt",
                result="rejected",
            ),
            Item(
                position=33,
                id=1038747,
                number="Ö 9.4",
                name="Vorlage abgelehnter Anträge aus den Fach- und Regionalausschüssen",
                paper=1016003,
                reference="22-1660",
                **NOTED,
            ),
        ),
        files=(
            _doc(NORD, 1382999, "invitation", "Bekanntmachung"),
            _doc(NORD, 1384053, "invitation", "Bekanntmachung Nachtrag"),
            _doc(NORD, 1392414, "minutes", "Niederschrift öffent. Teil"),
        ),
    ),
    "hildesheim_to010_excerpt.html": MeetingPage(
        url=f"{HILDESHEIM}to010.asp?SILFDNR=3712",
        source="hildesheim",
        id=3712,
        organization_id="hildesheim/organization/pa-1",
        organization="Rat der Stadt Hildesheim",
        name="Sitzung des Rates der Stadt Hildesheim",
        status=MIXED,
        date="2025-03-31",
        start="2025-03-31T18:00:00+02:00",
        end="2025-03-31T22:00:00+02:00",
        room="Sitzungssaal Gustav Struckmann",
        place="31134 Hildesheim, Markt 1",
        occasion="Sitzung",
        item_count=5,
        items=(
            Item(position=1, id=76116, number="Ö 1", name="Eröffnung der Sitzung", **OPEN),
            Item(
                position=3,
                id=76118,
                number="Ö 3",
                name="Feststellung der ordnungsgemäßen Ladung, der Beschlussfähigkeit sowie der",
                **OPEN,
            ),
            Item(position=5, id=76120, number="Ö 5", name="Schriftliche Anfragen", **OPEN),
        ),
        files=(
            _doc(HILDESHEIM, 431017, "invitation", "Bekanntmachung"),
            _doc(HILDESHEIM, 433397, "minutes", "NIE öffentl.", "Protokoll 2"),
        ),
    ),
    "regensburg_to010.html": MeetingPage(
        url=f"{REGENSBURG}to010.asp?SILFDNR=2667",
        source="regensburg",
        id=2667,
        organization_id="regensburg/organization/51",
        organization="Ausschuss für Stadtplanung, Verkehr und Wohnungsfragen",
        name=(
            "Öffentliche/nichtöffentliche Sitzung des Ausschusses für Stadtplanung, Verkehr und "
            "Wohnungsfragen"
        ),
        status=MIXED,
        date="2026-09-22",
        item_count=4,
        items=(
            Item(position=1, id=65837, number="Ö 1", name="Eröffnung der Sitzung", **OPEN),
            Item(
                position=2,
                id=65840,
                number="Ö 2",
                name="Vollzug der Baugesetze; Verzeichnis der im Amtsweg behandelten Baugesuche",
                paper=22821,
                reference="VO/26/23344/63",
                **ACCEPTED,
            ),
            Item(
                position=3,
                id=65866,
                number="Ö 3",
                name='Förderprojekt "Klimaanpassung in Regensburg - Resilienz erfahrbar machen"',
                paper=22820,
                reference="VO/26/23343/D2",
                **ACCEPTED,
            ),
            Item(
                position=4,
                id=65842,
                number="Ö 5",
                name="Antrag auf Berichterstattung zur Baugenehmigung und Außenraumgestaltung",
                paper=22826,
                reference="VO/26/23349/63",
                result_raw="geändert beschlossen",
                result="accepted_amended",
            ),
        ),
    ),
    "lk-osnabrueck_to010_r.html": MeetingPage(
        url=f"{OSNABRUECK}to010_r.asp?SILFDNR=1543",
        source="osnabrueck",
        id=1543,
        organization_id="osnabrueck/organization/pa-1",
        organization="Kreistag des Landkreises Osnabrück",
        # The title holds committee and date, which is no name.
        name=None,
        status="öffentlich",
        date="2026-09-28",
        item_count=4,
        items=(
            Item(position=1, id=24115, number="Ö 1", name="Sitzungseröffnung"),
            Item(
                position=2,
                id=24118,
                number="Ö 2",
                name="Genehmigung des Protokolls der Sitzung vom 29.06.2026",
            ),
            Item(
                position=3,
                id=24130,
                number="Ö 3.1",
                name="Antrag der GRÜNE/FDP/CDW-Gruppe",
                paper=3999,
                reference="VO/2026/171",
            ),
            Item(
                position=4,
                id=24135,
                number="Ö 7",
                name="Fortführung Lütti in Bramsche und Melle / Förderung ODV in kreisangehörigen",
                paper=4010,
                reference="VO/2026/181",
            ),
        ),
    ),
}

ITEMS = {
    "hh-altona_to020.html": ItemPage(
        url=f"{ALTONA}to020.asp?TOLFDNR=1049839",
        source="altona",
        id=1049839,
        meeting=1004078,
        number="Ö 2.1",
        name="Geparkte Kfz auf dem Marktplatz Blankenese Eingabe vom 19.01.2025",
        paper=1016196,
        reference="22-0621",
        **NOTED,
        minutes=(
            "Vertagt aus der Sitzung vom 17.02.2025.",
            "die Petentin bei erneuter Beratung zu informieren.",
            6,
        ),
        vote_raw="Der Ausschuss nimmt die Drucksache zur Kenntnis.",
    ),
    "hh-bergedorf_to020.html": ItemPage(
        url=f"{BERGEDORF}to020.asp?TOLFDNR=1031085",
        source="bergedorf",
        id=1031085,
        meeting=1002945,
        number="Ö 3",
        name=(
            "Aktuelle Arbeit, zukünftige Ziele, Hürden und Lösungen des Atlantik 97 e.V. als "
            "Sportverein"
        ),
        **OPEN,
        minutes=("Herr ", "ernsthaft an den Neubau einer Kleinspielfeldfläche denken können.", 6),
    ),
    "hh-hamburg_mitte_to020.html": ItemPage(
        url=f"{MITTE}to020.asp?TOLFDNR=1040311",
        source="mitte",
        id=1040311,
        meeting=1003020,
        number="Ö 1",
        name="Begrüßung und öffentliche Fragestunde",
        **OPEN,
        minutes=("Frau ", "unter Hinweis auf die ihnen zugegangenen Verpflichtungsunterlagen.", 3),
    ),
    "hildesheim_to020_excerpt.html": ItemPage(
        url=f"{HILDESHEIM}to020.asp?TOLFDNR=76127",
        source="hildesheim",
        id=76127,
        meeting=3712,
        number="Ö 9",
        name="Annahme von Zuwendungen durch den Rat",
        paper=8931,
        reference="25/085",
        **ACCEPTED,
        minutes=("Frau N. referierte die Vorlage.", "Frau N. referierte die Vorlage.", 1),
        resolution=(
            "Der Annahme der Zuwendungen wird zugestimmt.",
            "Der Annahme der Zuwendungen wird zugestimmt.",
            1,
        ),
        vote_raw="einstimmig mit zwei Enthaltungen",
        votes_abstain=2,
    ),
}
