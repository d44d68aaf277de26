"""What the SessionNet pages of the corpus say: Layouts 4 (Halle), 5 (Schiffweiler) and 6."""

from dataclasses import dataclass, field

from corpus.compare import AnyOf, Beginning, Fields

KB = 1024
HALLE = "https://buergerinfo.halle.de/"
SCHIFFWEILER = "https://biswl.rznk.de/"
LUEDENSCHEID = "https://buergerinfo.luedenscheid.de/"
ESCHWEILER = "https://rat.eschweiler.de/bi/"

#: A document of the meeting that its name calls neither an attachment nor anything else.
BESIDE = AnyOf(("attachment", None))
#: An agenda with a public part may say so of its meeting, it need not.
PUBLIC_PART = AnyOf((None, True))


@dataclass(frozen=True, kw_only=True)
class SessionNetPage:
    """A page: its records by type, id and field; its requests as kind -> {target: address}.

    `files` maps a file's number to its fields, `ties` an owner's id to the numbers of its files in
    order. `sections` are (code, text) in order; their headings are not on the page. `listed` maps
    meetings to dates. `findings` are (code, record id) of phrases that nobody can know.
    """

    url: str
    source: str
    kind: str
    meetings: dict[str, Fields] = field(default_factory=dict)
    items: dict[str, Fields] = field(default_factory=dict)
    papers: dict[str, Fields] = field(default_factory=dict)
    files: dict[int, Fields] = field(default_factory=dict)
    ties: dict[str, tuple[int, ...]] = field(default_factory=dict)
    sections: tuple[tuple[str, str], ...] = ()
    links: dict[str, dict[str, str]] = field(default_factory=dict)
    listed: dict[str, str] = field(default_factory=dict)
    findings: tuple[tuple[str, str], ...] = ()


def _committee(name: str) -> dict[str, object]:
    """A calendar's row names the committee and no meeting of its own."""
    return {"organization_name": name, "name": AnyOf((None, name))}


def _titled(name: str) -> dict[str, object]:
    """An agenda without head: its title is the committee's name, but does not say that it is.

    In Lüdenscheid the same place holds the meeting's name. One of the two fields must have it
    (test_agenda_without_head_is_named).
    """
    return {"organization_name": AnyOf((None, name)), "name": AnyOf((None, name))}


def _items(meeting: str, rows: dict[str, dict[str, object]]) -> dict[str, Fields]:
    """Items with the meeting and the position, which counts from 1."""
    return {
        id_: {"meeting_id": meeting, "position": position, **fields}
        for position, (id_, fields) in enumerate(rows.items(), start=1)
    }


def _accepted(result_raw: str) -> dict[str, object]:
    return {"result_raw": result_raw, "result": "accepted"}


STAFFING = "Stellenplan für das Haushaltsjahr 2012"
OPENING = (
    "Eröffnung der Sitzung, Feststellung der Ordnungsmäßigkeit der Einladung und der "
    "Beschlussfähigkeit"
)
RULES = (
    "Neufassung der Benutzungs- und Entgeltordnung für das kommunale Schülerwohnheim der Stadt "
    "Halle (Saale)"
)
MINUTES = "Entscheidung über Einwendungen gegen die Niederschrift und Bestätigung der Niederschrift"
ACCEPTANCE = "Annahme der Niederschrift HA/034/2026 vom 24.08.2026 im öffentlichen Sitzungsteil"
VACANCY = (
    "Beratung und Beschlussfassung über die Ausschreibung einer Stelle als Sachbearbeiter (m/w/d) "
    "für den Bereich der Personalverwaltung"
)
TAXES = (
    "Änderungen von Steuersatzungen gemäß Entwurf des Haushaltssicherungskonzeptes 2012 "
    "hier: Hebesatzsatzung, Hundesteuersatzung, Vergnügungssteuersatzung"
)

HALLE_CALENDAR = SessionNetPage(
    url=f"{HALLE}si0040.asp?__cjahr=2026&__cmonat=9",
    source="halle",
    kind="calendar",
    meetings={
        "halle/meeting/21804": {
            **_committee("Bildungsausschuss"),
            "date": "2026-09-01",
            "start": "2026-09-01T17:00:00+02:00",
            "end": "2026-09-01T18:26:00+02:00",
        },
        "halle/meeting/21850": {
            **_committee("Betriebsausschuss Eigenbetrieb Kindertagesstätten"),
            "date": "2026-09-04",
            "start": "2026-09-04T16:00:00+02:00",
        },
    },
    files={340115: {"name": "Einladung", "role": "invitation"}},
    ties={"halle/meeting/21804": (340115,)},
    links={
        "meeting": {
            "halle/meeting/21804": f"{HALLE}to0040.asp?__ksinr=21804",
            "halle/meeting/21850": f"{HALLE}to0040.asp?__ksinr=21850",
        }
    },
    listed={"halle/meeting/21804": "2026-09-01", "halle/meeting/21850": "2026-09-04"},
)

SCHIFFWEILER_CALENDAR = SessionNetPage(
    url=f"{SCHIFFWEILER}si0040.php?__cjahr=2026&__cmonat=9",
    source="schiffweiler",
    kind="calendar",
    meetings={
        "schiffweiler/meeting/1192": {
            **_committee("Hauptausschuss"),
            "date": "2026-09-28",
            "start": "2026-09-28T17:00:00+02:00",
            "room": "Ratssaal, Rathausstraße 11, 66578 Schiffweiler",
        },
        # Neither time nor room is stated of the second one.
        "schiffweiler/meeting/1197": {
            **_committee("Ausschuss für Natur-, Umweltschutz und Gemeindeentwicklung"),
            "date": "2026-09-28",
        },
    },
    files={56862: {"name": "Öffentliche Bekanntmachung", "role": "invitation"}},
    ties={"schiffweiler/meeting/1192": (56862,)},
    links={
        "meeting": {
            "schiffweiler/meeting/1192": f"{SCHIFFWEILER}si0057.php?__ksinr=1192",
            "schiffweiler/meeting/1197": f"{SCHIFFWEILER}si0057.php?__ksinr=1197",
        }
    },
    listed={"schiffweiler/meeting/1192": "2026-09-28", "schiffweiler/meeting/1197": "2026-09-28"},
)

HALLE_AGENDA = SessionNetPage(
    url=f"{HALLE}to0040.asp?__ksinr=21804",
    source="halle",
    kind="meeting",
    meetings={
        "halle/meeting/21804": {
            **_titled("Bildungsausschuss"),
            "date": "2026-09-01",
            # The title has no time; "Öffentlicher Teil: Beginn 17:00 Uhr" may be read as one.
            "start": AnyOf((None, "2026-09-01T17:00:00+02:00")),
            "public": PUBLIC_PART,
        }
    },
    items=_items(
        "halle/meeting/21804",
        {
            "halle/item/245802": {"number": "1", "name": OPENING, "public": True},
            # The number cell says "3.1 Nachtrag: 01.09.2026 *".
            "halle/item/246252": {
                "number": "3.1",
                "name": "Fragestellerin 1 zur Schulplatzzuweisung und zum Kindeswohl",
                "public": True,
            },
            "halle/item/245820": {
                "number": "4.1",
                "name": f"{MINUTES} vom 02.06.2026",
                "public": True,
                **_accepted("einstimmig zugestimmt"),
                "vote_raw": "Ja: 4, Nein: 0, Enthaltungen: 6, Befangen: 0",
                "votes_yes": 4,
                "votes_no": 0,
                "votes_abstain": 6,
            },
            "halle/item/245817": {
                "number": "5.1",
                "name": RULES,
                "public": True,
                "paper_id": "halle/paper/32100",
                "reference": "VIII/2026/02530",
                **_accepted("einstimmig zugestimmt"),
            },
            "halle/item/245811": {"number": "10", "name": MINUTES, "public": False},
            "halle/item/245812": {
                "number": "11",
                "name": "Vergabe von Bauleistungen",
                "public": False,
                "paper_id": "halle/paper/32200",
                "reference": "VIII/2026/02600",
                **_accepted("einstimmig zugestimmt"),
            },
        },
    ),
    files={
        340369: {
            "name": "Beschlussvorlage VIII/2026/02530",
            "role": "main",
            "declared_size": 323 * KB,
        },
        # The icon's title is shorter: "Anlage 1 Benutzungs- und Entgeltordnung".
        340371: {
            "name": (
                "Anlage 1 Benutzungs- und Entgeltordnung für das kommunale Schülerwohnheim der "
                "Stadt Halle (Saale)"
            ),
            "role": "attachment",
            "declared_size": 151 * KB,
        },
        340500: {"name": "Vorlage", "role": "main"},
    },
    ties={"halle/item/245817": (340369, 340371), "halle/item/245812": (340500,)},
    links={
        "paper": {
            "halle/paper/32100": f"{HALLE}vo0050.asp?__kvonr=32100",
            "halle/paper/32200": f"{HALLE}vo0050.asp?__kvonr=32200",
        }
    },
)

_HAUPTAUSSCHUSS: Fields = {
    **_titled("Hauptausschuss"),
    "date": "2026-09-28",
    "start": "2026-09-28T17:00:00+02:00",
    "public": PUBLIC_PART,
}

SCHIFFWEILER_AGENDA = SessionNetPage(
    url=f"{SCHIFFWEILER}to0040.php?__ksinr=1192",
    source="schiffweiler",
    kind="meeting",
    meetings={"schiffweiler/meeting/1192": _HAUPTAUSSCHUSS},
    items=_items(
        "schiffweiler/meeting/1192",
        {
            "schiffweiler/item/23399": {"number": "1", "name": ACCEPTANCE, "public": True},
            "schiffweiler/item/23424": {
                "number": "2",
                "name": VACANCY,
                "public": True,
                "paper_id": "schiffweiler/paper/3194",
                "reference": "BV/473/2026",
            },
            "schiffweiler/item/23400": {
                "number": "4",
                "name": "Anfragen und Mitteilungen",
                "public": True,
            },
        },
    ),
    links={"paper": {"schiffweiler/paper/3194": f"{SCHIFFWEILER}vo0050.php?__kvonr=3194"}},
)

SCHIFFWEILER_SESSION = SessionNetPage(
    url=f"{SCHIFFWEILER}si0057.php?__ksinr=1192",
    source="schiffweiler",
    kind="meeting",
    meetings={"schiffweiler/meeting/1192": _HAUPTAUSSCHUSS},
    items=_items(
        "schiffweiler/meeting/1192",
        {
            "schiffweiler/meeting/1192/item/oe-1": {
                "number": "Ö 1",
                "name": ACCEPTANCE,
                "public": True,
            },
            "schiffweiler/meeting/1192/item/oe-2": {
                "number": "Ö 2",
                "name": VACANCY,
                "public": True,
                "paper_id": "schiffweiler/paper/3194",
                "reference": "BV/473/2026",
            },
            "schiffweiler/meeting/1192/item/oe-4": {
                "number": "Ö 4",
                "name": "Anfragen und Mitteilungen",
                "public": True,
            },
        },
    ),
    files={
        # The minutes of an earlier meeting, which this item approves.
        56669: {
            "name": "Niederschrift öffentlich (24.08.2026)",
            "role": AnyOf(("minutes", "attachment")),
        },
        56629: {"name": "Vorlage", "role": "main"},
    },
    ties={
        "schiffweiler/meeting/1192/item/oe-1": (56669,),
        "schiffweiler/meeting/1192/item/oe-2": (56629,),
    },
    links={"paper": {"schiffweiler/paper/3194": f"{SCHIFFWEILER}vo0050.php?__kvonr=3194"}},
)

_RAT = "luedenscheid/meeting/2379"

LUEDENSCHEID_AGENDA = SessionNetPage(
    url=f"{LUEDENSCHEID}si0057.asp?__ksinr=2379",
    source="luedenscheid",
    kind="meeting",
    meetings={
        _RAT: {
            "name": "Rat/05/2012",
            "organization_name": "Rat der Stadt Lüdenscheid",
            "date": "2012-06-25",
            "start": "2012-06-25T17:00:00+02:00",
            "end": "2012-06-25T18:40:00+02:00",
            "room": "Rathaus, im Ratssaal",
            "public": PUBLIC_PART,
            # Only in the heading: "öffentliche/nicht öffentliche Sitzung des Rates ...".
            "status_raw": AnyOf((None, Beginning("öffentlich"))),
        }
    },
    items=_items(
        _RAT,
        {
            f"{_RAT}/item/oe-1": {
                "number": "Ö 1",
                "name": "Öffentliche Fragestunde",
                "public": True,
            },
            f"{_RAT}/item/oe-2": {
                "number": "Ö 2",
                "name": "Bildung eines Ältestenrates",
                "public": True,
            },
            f"{_RAT}/item/oe-3": {"number": "Ö 3", "name": STAFFING, "public": True},
            f"{_RAT}/item/oe-3-1": {
                "number": "Ö 3.1",
                "name": "Antrag der Ratsfraktionen SPD, CDU, FDP und Bündnis 90 / Die Grünen",
                "public": True,
                **_accepted("Mit Stimmenmehrheit zugestimmt"),
                "vote_raw": "Ja: 45, Nein: 2",
                "votes_yes": 45,
                "votes_no": 2,
            },
            f"{_RAT}/item/oe-3-2": {
                "number": "Ö 3.2",
                "name": STAFFING,
                "public": True,
                "paper_id": "luedenscheid/paper/2636",
                "reference": "166/2011",
                **_accepted("Einstimmig beschlossen"),
                "vote_raw": "Ja: 47",
                "votes_yes": 47,
            },
            f"{_RAT}/item/oe-4": {
                "number": "Ö 4",
                "name": f"{STAFFING} - Nachtrag",
                "public": True,
                "paper_id": "luedenscheid/paper/2809",
                "reference": "059/2012",
                **_accepted("Einstimmig beschlossen"),
                "vote_raw": "Ja: 47",
                "votes_yes": 47,
            },
            f"{_RAT}/item/oe-5": {
                "number": "Ö 5",
                "name": TAXES,
                "public": True,
                "paper_id": "luedenscheid/paper/2840",
                "reference": "090/2012",
                "result_raw": "Gem. Ergänzungsvorlage beschlossen",
            },
        },
    ),
    files={
        42616: {"name": "Tagesordnung öffentlich", "role": "invitation"},
        42954: {"name": "Niederschrift öffentlich", "role": "minutes"},
        42928: {
            "name": Beginning("Anlage 1 zur Niederschrift - Haushaltsrede RH "),
            "role": "attachment",
        },
        # Two blanks in the source are one.
        42783: {
            "name": "Anlage 10 zur Niederschrift - Beantwortung Kosten Sitzungsdienst",
            "role": "attachment",
        },
        42930: {
            "name": Beginning("Anlage 2 zur Niederschrift - Haushaltsrede RH "),
            "role": "attachment",
        },
        42860: {
            "name": Beginning("Anlage 3 zur Niederschrift - Haushaltsrede RH "),
            "role": "attachment",
        },
        42761: {
            "name": (
                "Antrag der Fraktionen SPD, CDU, FDP u. Bündnis 90 / Die Grünen zu den "
                "Tagesordnungspunkten 3 - 6"
            ),
            "role": BESIDE,
        },
        42760: {
            "name": 'Bericht "SaleAndLeaseBack" zu Tagesordnungspunkt 17',
            "role": BESIDE,
        },
        42638: {
            "name": "Jahresbericht 2011 des ehrenamtlichen Behindertenbeauftragten",
            "role": BESIDE,
        },
        38966: {"name": "Vorlage", "role": "main"},
        39258: {"name": "Anlage zum Stellenplan 2012", "role": "attachment"},
        41608: {"name": "Vorlage", "role": "main"},
        41615: {"name": "Stellpla12 - Nachtrag 080312 Ergänzung", "role": "attachment"},
        42177: {"name": "Vorlage", "role": "main"},
        42503: {"name": "Hebesatzsatzung 2012 Vorlage", "role": "attachment"},
        42504: {"name": "Zweite Änderungssatzung Hundesteuer 2012", "role": "attachment"},
        42505: {"name": "Zweite Änderungssatzung Vergnügungssteuer 2012", "role": "attachment"},
    },
    ties={
        _RAT: (42616, 42954, 42928, 42783, 42930, 42860, 42761, 42760, 42638),
        f"{_RAT}/item/oe-3-2": (38966, 39258),
        f"{_RAT}/item/oe-4": (41608, 41615),
        f"{_RAT}/item/oe-5": (42177, 42503, 42504, 42505),
    },
    links={
        "paper": {
            f"luedenscheid/paper/{number}": f"{LUEDENSCHEID}vo0050.asp?__kvonr={number}"
            for number in (2636, 2809, 2840)
        }
    },
    findings=(("unknown_result", f"{_RAT}/item/oe-5"),),
)

LUEDENSCHEID_PAPER = SessionNetPage(
    url=f"{LUEDENSCHEID}vo0050.asp?__kvonr=2636",
    source="luedenscheid",
    kind="paper",
    papers={
        "luedenscheid/paper/2636": {
            "reference": "166/2011",
            "name": STAFFING,
            "paper_type_raw": "Beschlussvorlage",
            "paper_type": "resolution_proposal",
        }
    },
    files={
        38966: {"name": "Vorlage", "role": "main"},
        39258: {"name": "Anlage zum Stellenplan 2012", "role": "attachment"},
    },
    ties={"luedenscheid/paper/2636": (38966, 39258)},
    links={"consultations": {"luedenscheid/paper/2636": f"{LUEDENSCHEID}vo0053.asp?__kvonr=2636"}},
)

_OBLIGATION = "\n".join(
    (
        (
            "Die Ausschussmitglieder, die bisher noch nicht eingeführt und verpflichtet wurden, "
            "werden von der/dem Vorsitzenden eingeführt und in feierlicher Form zur gesetzmäßigen "
            "und gewissenhaften Wahrnehmung ihrer Aufgaben verpflichtet."
        ),
        "Die Verpflichtungsformel lautet:",
        (
            "„Ich verpflichte mich, dass ich meine Aufgaben nach bestem Wissen und Können "
            "wahrnehmen, das Grundgesetz, die Verfassung des Landes und die Gesetze beachten und "
            "meine Pflichten zum Wohle der Stadt Eschweiler erfüllen werde.“"
        ),
        (
            "Der/Die Verpflichtete kann die Erklärung durch religiöse Beteuerung mit den Worten "
            "bekräftigen:"
        ),
        "„Ich verpflichte mich, so wahr mir Gott helfe.“",
        (
            "Beteuerungsformeln als Mitglieder anderer Religions- und Bekenntnisgemeinschaften "
            "sind zulässig."
        ),
        (
            "Ausschussmitglieder, die dem Rat angehören, wurden bereits in der Ratssitzung am "
            "26.11.2025 eingeführt und verpflichtet."
        ),
    )
)

ESCHWEILER_PAPER = SessionNetPage(
    url=f"{ESCHWEILER}vo0050.php?__kvonr=12546",
    source="eschweiler",
    kind="paper",
    papers={
        # "Letzte Änderung: 20.07.2026 10:36:44" in the footer is no date of the paper.
        "eschweiler/paper/12546": {
            "reference": "039/26",
            "name": (
                "Einführung und Verpflichtung im Ausschuss für Stadtentwicklung, Umwelt und "
                "Mobilität"
            ),
            "paper_type_raw": "Einführung und Verpflichtung",
            "paper_type": "other",
        }
    },
    files={100958: {"name": "Sitzungsvorlage", "role": "main"}},
    ties={"eschweiler/paper/12546": (100958,)},
    sections=(
        ("100953", _OBLIGATION),
        (
            "100952",
            (
                "Gemäß § 67 Abs. 3 i. V. m. § 58 GO NRW werden die Ausschussmitglieder eingeführt "
                "und in feierlicher Form zur gesetzmäßigen und gewissenhaften Wahrnehmung ihrer "
                "Aufgaben verpflichtet."
            ),
        ),
        ("100954", "Keine finanziellen Auswirkungen."),
        ("100955", "Keine personellen Auswirkungen."),
    ),
    links={"consultations": {"eschweiler/paper/12546": f"{ESCHWEILER}vo0053.php?__kvonr=12546"}},
)

SESSIONNET = {
    "halle_si0040.html": HALLE_CALENDAR,
    "schiffweiler_si0040.html": SCHIFFWEILER_CALENDAR,
    "halle_to0040.html": HALLE_AGENDA,
    "schiffweiler_to0040.html": SCHIFFWEILER_AGENDA,
    "schiffweiler_si0057-session.html": SCHIFFWEILER_SESSION,
    "luedenscheid_si0057_excerpt.html": LUEDENSCHEID_AGENDA,
    "luedenscheid_vo0050.html": LUEDENSCHEID_PAPER,
    "eschweiler_vo0050.html": ESCHWEILER_PAPER,
}
