"""vo020 of other towns than Herne (those have their facts in JSON beside the page)."""

from corpus.expect import Doc, PaperPage, Section, Step

ALTONA = "https://sitzungsdienst-altona.hamburg.de/bi/"
BERGEDORF = "https://sitzungsdienst-bergedorf.hamburg.de/bi/"
MITTE = "https://sitzungsdienst-hamburg-mitte.hamburg.de/bi/"
HILDESHEIM = "https://www.stadt-hildesheim.de/allris/"
REGENSBURG = "https://www.regensburg.de/bi/"
OSNABRUECK = "https://ratsinfo.lkos.de/bi/"
WINNWEILER = "https://www.vg-winnweiler.sitzung-online.de/bi/"

KB = 1024


def _pdf(base: str, number: int, role: str, name: str, **more: str) -> Doc:
    """A document behind the POST form of do027.asp."""
    form = {"DOLFDNR": str(number), "options": "64", **more}
    return Doc(
        id=f"file/{number}", role=role, name=name, form=form, url=f"{base}do027.asp", status=None
    )


def _attachment(
    paper: int,
    number: int,
    name: str,
    size: float | None,
    *,
    status: str | None = None,
    modified: str | None = None,
) -> Doc:
    """An attachment behind a link that expires with the session."""
    return Doc(
        id=f"paper/{paper}/file/{number}",
        role="attachment",
        number=str(number),
        name=name,
        size=size,
        status=status,
        expires=True,
        modified=modified,
    )


PAPERS = {
    "hh-altona_vo020.html": PaperPage(
        url=f"{ALTONA}vo020.asp?VOLFDNR=1018473",
        source="altona",
        id=1018473,
        reference="22-2362",
        name="Umleitung der Metrobuslinie 1 Beschlussempfehlung des Mobilitätsausschusses",
        type_raw="Beschlussempfehlung öffentlich",
        type="resolution_proposal",
        lead_department="Geschäftsstelle der Bezirksversammlung",
        steps=(
            Step(
                organization="Hauptausschuss",
                slug="hauptausschuss",
                status="Geplant",
                date="2026-07-09",
                meeting=1004364,
                meeting_name="Sitzung des Hauptausschusses",
                item=1056127,
            ),
        ),
        sections=(
            Section(
                code="sv",
                key="facts",
                heading="Sachverhalt",
                start="Der Mobilitätsausschuss empfiehlt dem Hauptausschuss einstimmig, stellv",
                end="zur Umleitung der Busse nah am Sülldorfer Kirchenweg zu unterstützen.",
                lines=2,
                words=(
                    "(Dringlichkeit aufgrund der laufenden Bauarbeiten), folgenden Beschluss",
                    "liegt die Zuständigkeit für die Umleitung der Buslinie 1 bei der Behörde",
                    "gemäß § 27 BezVG aufgefordert",
                    "(Anlage) durch die Straßen Babendiekstraße, Eichengrund, Siebenbuchen, Süll",
                ),
            ),
            Section(
                code="bv",
                key="resolution",
                heading="Beschlussvorschlag",
                start="Der Hauptauschuss wird um Zustimmung gebeten.",
                end="Der Hauptauschuss wird um Zustimmung gebeten.",
                lines=1,
            ),
            Section(
                code="an",
                key="attachments",
                heading="Anlage/n",
                start="Mitteilungsdrucksache 22-2076.1 zur Beschlussdrucksache 22-1703B",
                end="Mitteilungsdrucksache 22-2076.1 zur Beschlussdrucksache 22-1703B",
                lines=1,
            ),
        ),
        files=(
            _pdf(ALTONA, 1543908, "main", "Drucksache"),
            _attachment(
                1018473,
                1,
                "22-M2076.1 Metrobuslinie 1 - Anbindung des Marion Dönhoff Gymnasiums mit "
                "regulären Bussen wiederherstellen",
                460.8 * KB,
                modified="2026-07-07T16:09:37+02:00",
            ),
        ),
    ),
    "hh-bergedorf_vo020.html": PaperPage(
        url=f"{BERGEDORF}vo020.asp?VOLFDNR=1009833",
        source="bergedorf",
        id=1009833,
        reference="22-0916",
        name=(
            "Unterstützungs-, Schutz- und Distanzierungsangebote für Menschen, die sich aus "
            "rechtsextremen beziehungsweise gesichert demokratiefeindlichen Strukturen lösen "
            "wollen, sowie Präventions-, Beratungs- und Demokratieförderangebote im Bezirk "
            "Bergedorf"
        ),
        type_raw="Auskunftsersuchen nach § 27 BezVG",
        type="question",
        authors=3,
        lead_department="Dezernat Steuerung und Service",
        steps=(
            Step(
                organization="Bezirksversammlung Bergedorf",
                slug="bezirksversammlung-bergedorf",
                status="Bereit",
            ),
        ),
        sections=(
            Section(
                code="sv",
                key="facts",
                heading="Sachverhalt",
                start="Auskunftsersuchen\nder BAbg. ",
                end="und welche gemeinsamen Strukturen oder Ansprechstellen bestehen hierfür?",
                lines=37,
                words=(
                    "normalisiert oder verharmlost werden.",
                    "Es wirft jedoch die Frage auf, wie staatliche Stellen Menschen unterstützen",
                    "„Die, die nützlich sind, dürfen bleiben.“",
                    "dessen Entwicklung sie weder beabsichtigt",
                    "I. Fragen an die Fachbehörde für Soziales, Gesundheit und Integration:\n1. ",
                    "II. Fragen an die Behörde für Inneres und Sport:\n6. ",
                    "(etwa im Bereich Opfer- und Zeugenschutz sowie ausstiegsbezogener Hilfen)",
                ),
            ),
            Section(
                code="bv",
                key="resolution",
                heading="Beschlussvorschlag",
                start="---",
                end="---",
                lines=1,
            ),
            Section(
                code="an",
                key="attachments",
                heading="Anlage/n",
                start="---",
                end="---",
                lines=1,
            ),
        ),
        files=(_pdf(BERGEDORF, 1293611, "main", "Drucksache"),),
    ),
    "hh-hamburg_mitte_vo020.html": PaperPage(
        url=f"{MITTE}vo020.asp?VOLFDNR=1020365",
        source="mitte",
        id=1020365,
        reference="23-1862",
        name=(
            "Rattenplage im Wilhelmsburger Bahnhofsviertel beenden "
            "(Antrag der SPD- und GRÜNE-Fraktion)"
        ),
        type_raw="Antrag öffentlich",
        type="motion",
        lead_department="Fachamt Interner Service",
        steps=(
            Step(
                organization="Hauptausschuss",
                slug="hauptausschuss",
                status="Geplant",
                date="2026-07-07",
                meeting=1003292,
                meeting_name="Sitzung des Hauptausschusses",
                item=1045898,
            ),
        ),
        sections=(
            Section(
                code="sv",
                key="facts",
                heading="Sachverhalt",
                start="Im Bahnhofsviertel in den Hinter- und Innenhöfen der Vonovia-Gebäude an",
                end="jeder einzelne bei der rattensicheren Müllentsorgung mithilft.",
                lines=7,
                words=(
                    "an der Keinddorfstraße, Buddestraße.",
                    "(s. Drs. 21-4266.2 vom 27.08.2018).",
                    "(nach 5 – 9 Wochen)",
                    "Rattenplage entwickeln, wenn Maßnahmen",
                    "Der Runde Tisch „Müll und Sauberkeit“ des Fachamtes",
                    "Die Müllbehälter sind weitgehend verschlossen",
                ),
            ),
            Section(
                code="bv",
                key="resolution",
                heading="Beschlussvorschlag",
                start="Der Hauptausschuss möge daher beschließen:",
                end="über die ergriffenen Maßnahmen und über die aktuelle Situation zu berichten.",
                lines=9,
                words=(
                    "in den Bereichen Keinddorfstraße, Buddestraße, Thielenstraße. und Witte",
                    "niedrigschwellige Aufklärung der MieterInnen über den Zusammenhang",
                    "über die Entwicklung der Rattenplage, über",
                ),
            ),
        ),
        files=(
            _pdf(MITTE, 1452478, "main", "Drucksache"),
            _pdf(MITTE, 1452481, "collected", "Drucksache-Sammeldokument", typ="130"),
        ),
    ),
    "hildesheim_vo020_excerpt.html": PaperPage(
        url=f"{HILDESHEIM}vo020.asp?VOLFDNR=8000",
        source="hildesheim",
        id=8000,
        reference="23/224",
        name=(
            "Bundesprogramm zur Anpassung urbaner Räume an den Klimawandel: Mitteilung zur "
            'Maßnahme "Landschaftspark im Klimawandel - Modellprojekt Ernst-Ehrlicher-Park"'
        ),
        type_raw="Mitteilungsvorlage",
        type="notice",
        authors=1,
        clerk=True,
        lead_department="61.1 Stadterneuerung",
        steps=(
            Step(
                organization="Ausschuss für Stadtentwicklung, Umwelt und Mobilität",
                role_raw="Information",
                role="information",
                status="Erledigt",
                date="2023-06-14",
                meeting=3358,
                meeting_name=("Sitzung des Ausschusses für Stadtentwicklung, Umwelt und Mobilität"),
                item=68461,
                result_raw="zur Kenntnis genommen",
                result="noted",
            ),
            Step(
                organization="Ortsrat Stadtmitte/Neustadt",
                role_raw="Information",
                role="information",
                status="Erledigt",
                date="2023-06-21",
                meeting=3332,
                meeting_name="Sitzung des Ortsrates Stadtmitte/Neustadt",
                item=68663,
                result_raw="zur Kenntnis genommen",
                result="noted",
            ),
        ),
        sections=(
            Section(
                code="sv",
                key="facts",
                heading="Sachverhalt",
                start="Mit der Vorlage 20/397 hat der Rat der Stadt Hildesheim am 21.12.2020 der",
                end="zusätzliche barrierefreie Brücke über dem Mühlengraben vorgesehen.",
                lines=4,
                words=(
                    "Am 25.11.2021 ging hierzu",
                    "„Hohnsensee mit Wallanlagen“ (Mai 2019) und wurde aufgrund der",
                    "\nProzessbeschreibung\n",
                    "mit dem Inklusionsbeirat als auch mit der Projektgruppe",
                ),
            ),
        ),
        files=(
            _pdf(HILDESHEIM, 373765, "main", "Vorlage"),
            _pdf(HILDESHEIM, 373824, "collected", "Vorlage mit Anlagen", typ="130"),
            _attachment(
                8000,
                1,
                "Präsentation Entwurf Ernst-Ehrlicher-Park (incl. Kosten)",
                None,
                status="öffentlich",
                modified="2023-05-23T11:11:27+02:00",
            ),
            _attachment(
                8000, 2, "Entwurfsplan Kernbereich Ernst-Ehrlicher-Park", None, status="öffentlich"
            ),
            _attachment(
                8000,
                3,
                "Plan Entnahme & Rückbau Kernbereich Ernst-Ehrlicher-Park",
                None,
                status="öffentlich",
            ),
            _attachment(8000, 4, "Folgekostenabschätzung", None, status="öffentlich"),
        ),
    ),
    "regensburg_vo020.html": PaperPage(
        url=f"{REGENSBURG}vo020.asp?VOLFDNR=22820",
        source="regensburg",
        id=22820,
        reference="VO/26/23343/D2",
        name=(
            'Förderprojekt "Klimaanpassung in Regensburg - Resilienz erfahrbar machen" (KlaR) '
            "- Abschlussbericht"
        ),
        type_raw="Beschlussvorlage",
        type="resolution_proposal",
        authors=1,
        lead_department="Direktorium 2",
        steps=(
            Step(
                organization="Ausschuss für Stadtplanung, Verkehr und Wohnungsfragen",
                status="Erledigt",
                date="2026-09-22",
                meeting=2667,
                meeting_name=(
                    "Öffentliche/nichtöffentliche Sitzung des Ausschusses für Stadtplanung, "
                    "Verkehr und Wohnungsfragen"
                ),
                item=65866,
                result_raw="ungeändert beschlossen",
                result="accepted",
            ),
            Step(
                organization="Ausschuss für Umweltfragen, Natur- und Klimaschutz",
                status="Erledigt",
                date="2026-09-24",
                meeting=2669,
                meeting_name=(
                    "Öffentliche Sitzung des Ausschusses für Umweltfragen, Natur- und Klimaschutz"
                ),
                item=65857,
                result_raw="ungeändert beschlossen",
                result="accepted",
            ),
        ),
        sections=(Section(code="sv", key="facts", heading="Sachverhalt"),),
        files=(
            _pdf(REGENSBURG, 451003, "main", "Vorlage", annots="1"),
            _pdf(REGENSBURG, 451004, "collected", "Vorlage-Sammeldokument", annots="1", typ="130"),
        ),
    ),
    "lk-osnabrueck_vo020_r.html": PaperPage(
        url=f"{OSNABRUECK}vo020_r.asp?VOLFDNR=4010",
        source="osnabrueck",
        id=4010,
        reference="VO/2026/181",
        name=(
            "Fortführung Lütti in Bramsche und Melle / Förderung ODV in kreisangehörigen Kommunen"
        ),
        type_raw="öffentliche Beschlussvorlage",
        type="resolution_proposal",
        authors=2,
        clerk=True,
        lead_department="BEVOS Beteiligungs- und Vermögensverwaltungsgesellschaft mbH",
        steps=(
            Step(
                organization="Ausschuss für Planen und Bauen",
                role_raw="Beratung",
                role="preliminary",
                slug="ausschuss-fuer-planen-und-bauen",
                status="Erledigt",
                date="2026-09-03",
                meeting=1575,
                meeting_name="Sitzung des Ausschusses für Planen und Bauen",
                item=24060,
                result_raw="ungeändert beschlossen",
                result="accepted",
            ),
            Step(
                organization="Kreisausschuss",
                slug="kreisausschuss",
                role_raw="Beratung",
                role="preliminary",
                status="Erledigt",
                date="2026-09-21",
                meeting_name="Sitzung des Kreisausschusses",
            ),
            Step(
                organization="Kreistag des Landkreises Osnabrück",
                role_raw="Entscheidung",
                role="decision",
                status="Erledigt",
                date="2026-09-28",
                meeting=1543,
                meeting_name="Sitzung des Kreistages des Landkreises Osnabrück",
            ),
        ),
        sections=(Section(code="bv", key="resolution", heading="Beschluss"),),
        files=(
            Doc(
                id="file/168137",
                role="main",
                name="Vorlage",
                url=f"{OSNABRUECK}do027.asp?DOLFDNR=168137&options=64",
            ),
            Doc(
                id="file/168144",
                role="collected",
                name="Vorlage-Sammeldokument",
                url=f"{OSNABRUECK}do027.asp?DOLFDNR=168144&options=64&typ=130",
            ),
        ),
    ),
    "winnweiler_vo020.html": PaperPage(
        url=f"{WINNWEILER}vo020.asp?VOLFDNR=1922",
        source="winnweiler",
        id=1922,
        reference="2026/946",
        name=(
            'Vollzug des BauGB; Bebauungsplan "Auf der Bühne" hier: Abwägung über '
            "Stellungnahmen aus der Frühzeitigen Beteiligung und Beschluss über die Offenlage"
        ),
        type_raw="Beschlussvorlage",
        type="resolution_proposal",
        clerk=True,
        lead_department="Referat 2",
        steps=(
            Step(
                organization="Ortsgemeinderat Sippersfeld",
                slug="ortsgemeinderat-sippersfeld",
                role_raw="Entscheidung",
                role="decision",
                status="Erledigt",
                date="2026-08-19",
                meeting=2169,
                meeting_name="Sitzung des Ortsgemeinderates Sippersfeld",
                item=14811,
                result_raw="ungeändert beschlossen",
                result="accepted",
            ),
        ),
        sections=(
            Section(
                code="bv",
                key="resolution",
                heading="Beschlussvorschlag",
                start="1. Nach Abwägung der öffentlichen und privaten Belange",
                end="5. Die Verwaltung wird beauftragt die "
                "weiteren Verfahrensschritte einzuleiten.",
                lines=5,
                words=("nach § 4 Abs. 2 BauGB.",),
            ),
            Section(
                code="sv",
                key="facts",
                heading="Sachverhalt",
                start="Die Gemeindevertretung der Ortsgemeinde Sippersfeld hat am 18.06.2020 in",
                end="werden bis zur Offenlage in den Unterlagen ergänzt.",
                lines=6,
                words=("im Zeitraum vom 27.04.2023 bis einschließlich 31.05.2023 wurde",),
            ),
            # The town uses this block for the list of attachments: it says "Anlagen:" itself, which
            # is no synonym of the block's name and so stays in the text.
            Section(
                code="fa",
                key="finance",
                heading="Finanzielle Auswirkungen",
                start="Anlagen:\n1. Planurkunde\n2. Textliche Festsetzungen\n3. Begründung\n",
                end="Stellungnahmen aus der frühzeitigen Beteiligung (nö)",
                lines=13,
            ),
            Section(code="an", key="attachments", heading="Anlage/n"),
        ),
        files=(
            _pdf(WINNWEILER, 133780, "main", "Vorlage"),
            _pdf(WINNWEILER, 133787, "collected", "Vorlage-Sammeldokument", typ="130"),
            # "Größe: 2,6 MB" is the coarser figure there, "(2617 KB)" the more precise one.
            _attachment(1922, 1, "1. Planurkunde", 2617 * KB),
            _attachment(1922, 2, "2. Textl. Festsetzungen", 955.3 * KB),
            _attachment(1922, 3, "3. Begründung", 1587 * KB),
            _attachment(
                1922, 4, "3.1. Umweltbericht.pdf", 13013 * KB, modified="2026-08-14T13:25:13+02:00"
            ),
            _attachment(1922, 5, "3.2. Anlage_2_ Entwässerungskonzept", 3229 * KB),
            _attachment(1922, 6, "3.3. Anlage_3_Bodengutachten", 4994 * KB),
            _attachment(1922, 7, "3.4. Anlage_4_Geruchs-undStaubgutachten", 3940 * KB),
            _attachment(1922, 8, "3.5. Anlage_5_Geruchsgutachten_Ergänzung", 5004 * KB),
            _attachment(1922, 9, "3.6. Anlage_6_Schallgutachten (1)", 1034 * KB),
            _attachment(1922, 10, "3.6. Anlage_6_Schallgutachten (2)", 6504 * KB),
            _attachment(1922, 11, "3.7. Anlage_7_Schallgutachten_Ergänzung", 11123 * KB),
            _attachment(1922, 12, "4. Abwägung", 3130 * KB, modified="2026-08-14T12:34:54+02:00"),
        ),
    ),
}
