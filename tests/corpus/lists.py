"""Calendars, paper list, organizations, menu."""

from corpus.expect import CalendarPage, MenuPage, OrganizationPage, PaperListPage, Unlinked
from corpus.meetings import NORD
from corpus.papers import ALTONA, MITTE, OSNABRUECK, REGENSBURG

HOHENHAMELN = "https://www.hohenhameln.de/bi/"
WESTERSTEDE = "https://www.westerstede.de/bi/"


def _october(day: int, time: str) -> str:
    """A time of October 2023, before the clocks went back on the 29th."""
    return f"2023-10-{day:02}T{time}:00+02:00"


CALENDARS = {
    "hh-misc_si010_e.html": CalendarPage(
        url=f"{NORD}si010_e.asp",
        source="nord",
        linked={
            1002655: "2023-10-04",
            1002680: "2023-10-09",
            1002713: "2023-10-09",
            1002646: "2023-10-11",
            1002626: "2023-10-12",
        },
        unlinked=(
            Unlinked(
                id=1002824,
                name="Sitzung des Vorstandes Fraktion Bündnis 90/DIE GRÜNEN",
                date="2023-10-04",
                start=_october(4, "18:00"),
                end=_october(4, "18:30"),
            ),
            Unlinked(
                id=1002587,
                name="Sitzung des Stadtentwicklungsausschusses",
                date="2023-10-05",
                start=_october(5, "18:00"),
                room="Großer Sitzungssaal",
                cancelled=True,
            ),
            Unlinked(
                id=1002571,
                name="Sitzung des Vergabeausschusses",
                date="2023-10-09",
                start=_october(9, "17:00"),
                end=_october(9, "18:00"),
            ),
            Unlinked(
                id=1002823,
                name="Sitzung des Vorstandes CDU-Fraktion",
                date="2023-10-10",
                start=_october(10, "17:30"),
                end=_october(10, "18:00"),
            ),
            Unlinked(
                id=1002825,
                name="Sitzung der Fraktion Bündnis 90/DIE GRÜNEN",
                date="2023-10-10",
                start=_october(10, "18:00"),
                end=_october(10, "19:00"),
            ),
            Unlinked(
                id=1002827,
                name="Sitzung des Vorstandes DIE LINKE-Fraktion",
                date="2023-10-10",
                start=_october(10, "18:00"),
                end=_october(10, "20:00"),
            ),
            Unlinked(
                id=1002828,
                name="Sitzung der DIE LINKE-Fraktion",
                date="2023-10-10",
                start=_october(10, "18:00"),
                end=_october(10, "20:00"),
            ),
            Unlinked(
                id=1002826,
                name="Sitzung der FDP-Fraktion",
                date="2023-10-10",
                start=_october(10, "19:30"),
                end=_october(10, "20:15"),
            ),
            # A second row of a day whose first row says "Schulferien".
            Unlinked(
                id=1002572,
                name="Sitzung des Vergabeausschusses",
                date="2023-10-23",
                start=_october(23, "17:00"),
                end=_october(23, "18:00"),
            ),
        ),
    ),
    # The page does not name its month, the address has to.
    "hohenhameln_si010.html": CalendarPage(
        url=f"{HOHENHAMELN}si010.asp?MM=9&YY=2026",
        source="hohenhameln",
        linked={1206: "2026-09-03", 1207: "2026-09-03"},
        unlinked=(
            Unlinked(
                id=1293,
                name="Sitzung Kulturverein",
                date="2026-09-01",
                start="2026-09-01T17:00:00+02:00",
                end="2026-09-01T19:00:00+02:00",
            ),
        ),
    ),
    "regensburg_si010.html": CalendarPage(
        url=f"{REGENSBURG}si010.asp",
        source="regensburg",
        linked={2665: "2026-09-17", 2667: "2026-09-22"},
    ),
    "lk-osnabrueck_si010_r.html": CalendarPage(
        url=f"{OSNABRUECK}si010_r.asp",
        source="osnabrueck",
        linked={
            1601: "2026-09-01",
            1561: "2026-09-02",
            1575: "2026-09-03",
            1543: "2026-09-28",
        },
    ),
}

ORGANIZATIONS = {
    "hh-altona_au020.html": OrganizationPage(
        url=f"{ALTONA}au020.asp?AULFDNR=235",
        source="altona",
        id="altona/organization/235",
        name="Mobilitätsausschuss",
    ),
    "hh-hamburg_mitte_au020.html": OrganizationPage(
        url=f"{MITTE}au020.asp?AULFDNR=13",
        source="mitte",
        id="mitte/organization/13",
        name="Jugendhilfeausschuss",
    ),
}

PAPER_LISTS = {
    "hh-misc_vo040.html": PaperListPage(
        url=f"{NORD}vo040.asp",
        source="nord",
        first=1016851,
        last=1016791,
        dates={
            "2026-07-07": 1,
            "2026-07-06": 3,
            "2026-07-03": 1,
            "2026-07-02": 3,
            "2026-07-01": 5,
            "2026-06-30": 6,
            "2026-06-29": 4,
            "2026-06-25": 3,
            "2026-06-24": 2,
            "2026-06-23": 5,
            "2026-06-22": 6,
            "2026-06-19": 3,
            "2026-06-18": 8,
        },
        following=f"{NORD}vo040.asp?shownext=true",
    ),
}

MENUS = {
    "westerstede_allris.net.html": MenuPage(
        url=f"{WESTERSTEDE}allris.net.asp",
        source="westerstede",
        links={
            "calendar": f"{WESTERSTEDE}si010_e.asp",
            "organization_list": f"{WESTERSTEDE}au010.asp",
            "paper_list": f"{WESTERSTEDE}vo040.asp",
        },
    ),
}
