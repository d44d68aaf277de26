"""What the politik-bei-uns.de pages of the corpus say, and what the issue asks of the seed."""

from dataclasses import dataclass

from corpus.compare import AnyOf

PLATFORM = "https://politik-bei-uns.de/"
#: The platform divides by 1000 and cuts off (`template_filesize` in webapp/common/filter.py of
#: politik-bei-uns/frontend).
KB = 1000


@dataclass(frozen=True, kw_only=True)
class Section:
    """A text block; `end` None: `text` is all of it, else its beginning and its end.

    `words` must stand in it, in this order; `slug` is the last part of its id.
    """

    slug: str
    key: str | AnyOf
    heading: str
    text: str
    end: str | None = None
    words: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class FilePage:
    """A file's page: `steps` are (committee, how-maniest step of it, date) in order.

    `undated` says that the form's dates cannot be paired with its committees.
    """

    id: str
    file_name: str
    size: int
    created: str
    modified: str
    paper: str
    reference: str
    subject: str
    type_raw: str
    type: str
    department: str
    legal_basis: str | None = None
    decision_body: list[str] | None = None
    steps: tuple[tuple[str, int, str | None], ...]
    sections: tuple[Section, ...]
    undated: bool = False

    @property
    def url(self) -> str:
        """The page's own address."""
        return f"{PLATFORM}file/{self.id}"


SLUGS = {
    "Ausschuss für Kultur und Sport": "ausschuss-fuer-kultur-und-sport",
    "Ausschuss für Wirtschaft, Infrastruktur- und Stadtentwicklung": (
        "ausschuss-fuer-wirtschaft-infrastruktur-und-stadtentwicklung"
    ),
    "Bezirksvertretung Bochum-Ost": "bezirksvertretung-bochum-ost",
    "Bezirksvertretung Bochum-Süd": "bezirksvertretung-bochum-sued",
    "Bezirksvertretung Bochum-Wattenscheid": "bezirksvertretung-bochum-wattenscheid",
    "Haupt- und Finanzausschuss": "haupt-und-finanzausschuss",
    "Jugendhilfeausschuss": "jugendhilfeausschuss",
    "Rat": "rat",
}

_PROPOSAL = "Beschlussvorlage der Verwaltung"
#: What the shortened texts of the corpus say instead of the real ones.
_REASON = Section(
    slug="begruendung", key="facts", heading="Begründung", text="Die Maßnahme wird begründet."
)
_CONSENT = Section(
    slug="beschlussvorschlag",
    key="resolution",
    heading="Beschlussvorschlag",
    text="Der Ausschuss stimmt der Maßnahme zu.",
)

SEED = FilePage(
    id="000000000000000000000656",
    file_name=f"{_PROPOSAL}.pdf",
    size=133 * KB,
    created="2014-12-24T20:12:00+01:00",
    modified="2018-01-27T12:00:00+01:00",
    paper="20140656",
    reference="20140656",
    subject='Zielvereinbarung zur Erlangung des Zertifikats "Familiengerechte Kommune"',
    type_raw=_PROPOSAL,
    type="resolution_proposal",
    department="510 (3950)",
    decision_body=["Rat"],
    steps=(
        ("Haupt- und Finanzausschuss", 1, "2014-03-26"),
        ("Jugendhilfeausschuss", 1, "2014-04-02"),
        ("Rat", 1, "2014-04-10"),
    ),
    sections=(
        # The second quotation mark is a low one in the source too.
        Section(
            slug="anlagen",
            key="attachments",
            heading="Anlagen",
            text=(
                "Zielvereinbarung zur Erlangung des Zertifikats „Familiengerechte Kommune„ der "
                "Stadt Bochum"
            ),
        ),
        Section(
            slug="begruendung",
            key="facts",
            heading="Begründung",
            text=(
                "Im Rahmen des Auditierungsprozesses, dem sich die Stadt Bochum mit Unterstützung "
                "des Vereins „Familiengerechte Kommune e.V.“ seit April 2013 unterzieht, steht die "
                "Zertifizierung zur “Familiengerechten Kommune” an."
            ),
            end=(
                "Der Stand der Umsetzung und Zeilerreichung in den jeweiligen Maßnahmen wird in "
                "den Jahresberichten dokumentiert."
            ),
            # The last two stand on either side of the page's break and its header.
            words=(
                "Ratsbeschluss zur Durchführung, 13.12.2012",
                "Ratsbeschluss zur Umsetzung der Maßnahmen, 10.04.2014",
                "Schwerpunktsetzungen in den verschiedenen Handlungsfeldern identifiziert.",
                "Gegenstand des Auditierungsverfahrens sind die Handlungsfelder: 1. Steuerung,",
            ),
        ),
        # The form repeats the subject above the proposal; that is no part of it.
        Section(
            slug="beschlussvorschlag",
            key="resolution",
            heading="Beschlussvorschlag",
            text=(
                "Der Rat der Stadt Bochum erklärt sich mit den im Rahmen der Auditierung "
                "definierten und formulierten Zielen und Maßnahmen einverstanden und unterstützt "
                "diese ausdrücklich."
            ),
        ),
    ),
)

FILES = {
    "file_seed_20140656.html": SEED,
    "file_549af4291ae6a008f36dd148.html": FilePage(
        id="549af4291ae6a008f36dd148",
        file_name=f"{_PROPOSAL}.pdf",
        size=227 * KB,
        created="2014-12-24T19:58:00+01:00",
        modified="2018-01-27T11:15:00+01:00",
        paper="20132896",
        reference="20132896",
        subject=(
            "Bebauungsplan Nr. 926 - Werner Hellweg / Heroldstraße hier: a) Entscheidung über "
            "abgegebene Stellungnahmen b) Satzungsbeschluss"
        ),
        type_raw=_PROPOSAL,
        type="resolution_proposal",
        department="61 31 (25 48)",
        legal_basis="§ 10 BauGB",
        decision_body=["Rat"],
        steps=(
            ("Bezirksvertretung Bochum-Ost", 1, "2014-01-29"),
            ("Ausschuss für Wirtschaft, Infrastruktur- und Stadtentwicklung", 1, "2014-02-04"),
            ("Haupt- und Finanzausschuss", 1, "2014-02-12"),
            ("Rat", 1, "2014-02-20"),
        ),
        sections=(
            # "Begründung" is also the name of an attachment.
            Section(
                slug="anlagen",
                key="attachments",
                heading="Anlagen",
                text=(
                    "Anlage 1: Abwägung\n"
                    "Anlage 2: Eingegangene Stellungnahmen der Träger öffentlicher Belange\n"
                    "Anlage 3: Begründung\n"
                    "Anlage 4: Planzeichnung\n"
                    "Anlage 5: Übersichtskarte"
                ),
            ),
            _REASON,
            _CONSENT,
        ),
    ),
    # The same committee twice, Beschlussorgan too, and no date at all in the form.
    "file_549c78c61ae6a0137adc91a3.html": FilePage(
        id="549c78c61ae6a0137adc91a3",
        file_name=f"{_PROPOSAL}.pdf",
        size=20 * KB,
        created="2014-12-26T14:37:00+01:00",
        modified="2018-01-29T06:51:00+01:00",
        paper="20102155-1",
        reference="20102155/1",
        subject=(
            "Benennung einer neuen Erschließungsstraße im Bereich des Bebauungsplanes Nr. 448 II "
            '"Krockhausstraße"'
        ),
        type_raw=_PROPOSAL,
        type="resolution_proposal",
        department="62 1 (3802)",
        legal_basis="§ 37 Abs. 1 GO NRW",
        decision_body=["Bezirksvertretung Bochum-Süd", "Bezirksvertretung Bochum-Süd"],
        steps=(
            ("Bezirksvertretung Bochum-Süd", 1, None),
            ("Bezirksvertretung Bochum-Süd", 2, None),
        ),
        sections=(_REASON, _CONSENT),
        undated=True,
    ),
    # A Mitteilung: "Vorlage Nr." without a colon, the field Bezug is empty. The number 20130768
    # that the facts name stood in the real text; this page does not state it.
    "file_549c01951ae6a01066e40255.html": FilePage(
        id="549c01951ae6a01066e40255",
        file_name="Mitteilung der Verwaltung.pdf",
        size=53 * KB,
        created="2014-12-26T12:36:00+01:00",
        modified="2018-01-27T22:37:00+01:00",
        paper="20131184",
        reference="20131184",
        subject="Renovation Sportplatzanlage Lohrheidestraße 138 (Nutzer: SF RW Leithe)",
        type_raw="Mitteilung der Verwaltung",
        type="notice",
        department="52 1 (1832)",
        steps=(
            ("Ausschuss für Kultur und Sport", 1, "2013-06-21"),
            ("Bezirksvertretung Bochum-Wattenscheid", 1, "2013-07-02"),
        ),
        sections=(
            Section(
                slug="wortlaut",
                key=AnyOf(("facts", "other")),
                heading="Wortlaut",
                text="Die Verwaltung teilt mit, dass die Prüfung abgeschlossen ist.",
            ),
        ),
    ),
}

#: The words around a form's text that are none of its fields' values.
BOILERPLATE = (
    "Sicht- und Eingangsvermerk",
    "TOP/akt. Beratung",
    "akt. Beratung",
    "Vorlage Nr.",
    "Seite 2",
    "Zusatzinformationen",
    "Finanzielle Auswirkungen",
    "Personalrat wurde beteiligt",
    "Grundsatzentscheidung",
    "Bezeichnung der Vorlage",
    "Inhalt der Datei",
    "Dateigröße",
    "nicht mehr aktiv betreut",
)
