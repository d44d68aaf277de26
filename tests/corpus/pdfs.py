"""What the PDFs of the corpus say, read on images of their pages.

Sentences without names of persons. Those that the page breaks at a hyphen stand here as one word,
those with a hyphen of their own keep it. Blanks and line ends count as one blank.
"""

from dataclasses import dataclass, field


@dataclass(frozen=True, kw_only=True)
class Document:
    """A PDF with a text layer: number of pages, and sentences by page, counted from 1.

    Blank lines divide the sentences of a page. `every_page` stands on each page, `{page}` and
    `{pages}` filled in.
    """

    pages: int
    sentences: dict[int, str] = field(default_factory=dict)
    every_page: str | None = None

    def sentences_of(self, page: int) -> list[str]:
        """The sentences of a page, each on one line."""
        blocks = self.sentences.get(page, "").split("\n\n")
        return [" ".join(block.split()) for block in blocks if block.strip()]


#: Scans: one page each, not a letter in it.
SCANS = {"koeln_121798.pdf": 1, "koeln_129244.pdf": 1}
#: The text of the first scan, typed by a person: for OCR. It is no PDF.
REFERENCE = "koeln_121798.reference.txt"

EINLADUNG = Document(
    pages=1,
    sentences={
        1: """
            Stadtteilbeirat Büchenbach

            Gasthaus Güthlein, Kastaniensaal, Dorfstraße 14

            Öffentliche Tagesordnung - 18:30 Uhr

            Status unserer Anträge

            Streckenverlauf der StUB in Büchenbach

            Anfragen aus der Bevölkerung

            Erlangen, den 9. Januar 2020

            Falls Tagesordnungspunkte dieser Sitzung aus Zeitgründen auf den nächsten Termin
            verschoben werden müssen, bitten wir Sie, die entsprechenden Unterlagen
            aufzubewahren und erneut mitzubringen.

            Die Sitzungsunterlagen können auch unter www.ratsinfo.erlangen.de abgerufen
            werden.
        """,
    },
)

NIEDERSCHRIFT_2022 = Document(
    pages=5,
    sentences={
        1: """
            1. Sitzung des Stadtteilbeirates Büchenbach

            Die Niederschrift beschränkt sich auf die Wiedergabe der wesentlichen
            Ergebnisse. Wenn innerhalb von acht Tagen nach Zusendung der Niederschrift keine
            Einwände erhoben werden, wird Einverständnis unterstellt.
        """,
        2: """
            Seite 2

            heißt alle Anwesenden herzlich willkommen.

            Die Ladung erfolgte form- und fristgerecht.

            Baumaßnahme Regenüberlaufbecken Steinforstgraben/Würzburger Ring – Umleitung
            Radverkehr:

            Die Umleitung enthalte Eng- und Gefahrenstellen.

            An diesem Termin werden der EBE, die Abteilung Straßenverkehr und Baustellen
            sowie der Stadtteilbeirat teilnehmen. Interessierte Bürger*innen können sich
            unter info@stbr-buchenbach.de melden

            Hier erfolgt eine Sperrung von Juli bis September 2022.

            dass nicht nur ein Teil des Spielplatzes gesperrt ist

            Der Stadtteilbeirat bittet die Verwaltung um zeitnahe Beseitigung der Brandreste
        """,
        3: """
            Seite 3

            soll ein breiter Radfahrstreifen eingerichtet werden.

            bzw. in den Autoverkehr ausweichen müssten.

            die Bushaltestellen sollen in diesem Zuge barrierefrei umgebaut werden. Die
            Arbeiten hier werden wahrscheinlich im Jahr 2023 beginnen

            wurden vom Stadtteilbeirat drei Bedingungen genannt, die wesentlich wären
        """,
        4: """
            Seite 4

            im Rahmen des Klimabudgets zwei Bücherschränke beantragt werden.

            Die Kosten für einen Schrank belaufen sich auf ca. 3500 – 4000 Euro

            zwei Solarplatten für den Balkon der AWO angeschafft hat.

            das Stadtteilfest „50 Jahre – 50 Tische“ zum 50-jährigen Bestehen von
            Büchenbach-Nord statt.
        """,
        5: """
            Seite 5

            Dies ist eine Aktion der Diakonischen Runde zusammen mit dem Stadtteilbeirat und
            wird in der nächsten Öffentlichen Sitzung vorgestellt.
        """,
    },
)

NIEDERSCHRIFT_2025 = Document(
    pages=3,
    sentences={
        1: """
            2. öffentliche Sitzung Stadtteilbeirat Büchenbach

            Niederschrift

            15.07.2025
        """,
        2: """
            Seite 2

            die Struktur der Abteilung für Alters- und Generationenfragen vor. Die Abteilung
            ist Teil des Sozialamts der Stadt Erlangen und gliedert sich in die Sachgebiete
            „Seniorenquartiersarbeit“ sowie „Beratung in besonderen Lebenslagen“.

            welche noch in der eigenen (Miet-)Wohnung leben.

            die Broschüre „Älter werden in Erlangen“ vor.
        """,
        3: """
            Seite 3

            Das Projekt „pERspektiven“ ist Teil des seniorenpolitischen Gesamtprojektes der
            Stadt Erlangen

            niedrigschwellige Angebote wie das Samstags-Cafe, der Kleider Pop-Up Store

            Das Stadtteilcafé ist ein offener Treffpunkt, welcher auf dem Engagement
            Ehrenamtlicher basiert. Geöffnet ist das Café jeden Montag und Dienstag von
            14:00 bis 17:00 Uhr.

            Der Termin wird am Schwarzen Brett veröffentlicht.
        """,
    },
)

SITZUNGSPLAN = Document(
    pages=1,
    sentences={
        1: """
            Bürgermeisteramt

            Sitzungstermine des Gemeinderats, der beschließenden und beratenden Ausschüsse,
            der Beiräte sowie des Jugendgemeinderats

            Januar bis Dezember 2018

            Stand: 16. Februar 2018

            Bau- und Umweltausschuss/

            Beirat für Partizipation

            März
        """,
    },
)
#: Dates in the table of the Sitzungsplan, row by row: 13 + 11 + 11 + 10, then 3, 2, 3, 3, 2, 3, 3,
#: 2, 2, 10; two of them are crossed out.
SITZUNGSPLAN_DATES = 78

BESCHLUSSVORLAGE = Document(
    pages=8,
    every_page="Seite {page} von {pages} aus Vorlage: BV/0197/2026",
    sentences={
        1: """
            Datum: 10.04.2026

            65-Zentrales Gebäudemanagement

            Haupt- und Finanzausschuss

            Ausschuss für Stadtentwicklung und Mobilität

            Der Stadtrat fasst den Grundsatzbeschluss, dass auf der Schulerweiterungsfläche
            Goldgrube eine Interimsschule errichtet werden soll. Diese soll zunächst der
            Auslagerung des Max-von-Laue Gymnasiums und in der Zukunft ähnlicher Maßnahmen
            dienen.

            im Rahmen der Maßnahme Brandschutz/ Elektro- und Akustiksanierung Max-von-Laue
            Gymnasium.

            (Sanierungs- bzw. Neubauaufgabe am Standort des Max-von-Laue Gymnasiums, gemäß
            Vorgabe des Fördergebers vom 07.10.2025)
        """,
        2: """
            Aus Sicht des Natur- und Artenschutzes sind nach derzeitigem Kenntnisstand keine
            erheblichen Restriktionen

            wäre eine Anpassung beziehungsweise Erweiterung des ÖPNV-Angebots erforderlich.
        """,
        3: """
            da das Areal bereits im Rahmen des Projektes „GS Pestalozzi“ entsprechend
            untersucht wurde.

            naturschutz- und artenschutzrechtliche Restriktionen ergeben

            4. Standort Goethewäldchen
        """,
        4: """
            5. Standort Steinstraße

            umfangreichen naturschutz- oder artenschutzrechtlichen Auflagen zu erwarten.
        """,
        5: """
            6. Standort Moselhang

            Das Gelände ist überwiegend bewaldet und weist eine ausgeprägte Hanglage auf.

            dass naturschutz- und artenschutzrechtliche Belange betroffen sind.
        """,
        6: """
            21.500.000 €

            Nutzungsdauer bis zu 50 Jahre

            Zum gegenwärtigen Zeitpunkt konnte eine abschließende Prüfung möglicher
            Fördermittel noch nicht erfolgen.

            Sanierung Clemens-Brentano/Overberg RS+
        """,
        7: """
            Dauerhafte Lärm-, Staub- und Geruchseinwirkungen beeinträchtigen nicht nur die
            Konzentrationsfähigkeit, sondern stehen in einem permanenten Spannungsverhältnis
            zu den geltenden Gesundheits- und Fürsorgepflichten gegenüber Lehrkräften sowie
            Schülerinnen und Schülern.

            notwendige Pausen- und Bewegungsflächen würden teilweise unterschritten werden.

            Unterbrechungen der IT-, WLAN- und Serverstrukturen
        """,
        8: """
            Insgesamt zeigt sich deutlich, dass die Durchführung der Baumaßnahmen im
            laufenden Schulbetrieb des Max-von-Laue Gymnasiums nicht nur langsamer und
            kostenintensiver wäre, sondern auch die pädagogische Kernaufgabe der Schule
            nachhaltig beeinträchtigen würde.

            1. Ergebnis Standortbewertung

            Auswirkungen auf den Klimaschutz:
        """,
    },
)

UNTERRICHTUNG = Document(
    pages=2,
    every_page="Seite {page} von {pages} aus Vorlage: UV/0310/2025",
    sentences={
        1: """
            Datum: 03.11.2025

            Aktueller Sachstand Max-von-Laue-Gymnasium

            auf Empfehlung der Aufsichts- und Dienstleistungsdirektion (ADD) bzw. der
            Struktur- und Genehmigungsdirektion Nord (SGD Nord) neu ausgerichtet.

            Dieses Gesamtkonzept soll die Bereiche Fassade, Dach, Lüftung, Brandschutz,
            Heizung, Elektro- und Sanitärtechnik sowie Raumstruktur umfassen.

            Erarbeitung der Entwurfsplanung bis Sommer 2026; geplanter Baubeginn im
            Schuljahr 2027/28.
        """,
        2: """
            Für die geplante Generalsanierung werden derzeit Gesamtkosten von rund 17,3 Mio.
            € veranschlagt.

            Im Rahmen der Haushaltsplanungen 2026 / 2027 sind voraussichtlich zusätzliche
            Mittel für Entwurfs- und Ausführungsplanung einzustellen.

            Somit leistet das Projekt einen Beitrag zur CO₂-Reduktion und zur
            Energieeffizienzsteigerung im städtischen Gebäudebestand.
        """,
    },
)

#: Two columns, nearly every line hyphenated. The third sentence of the first page and the first of
#: the seventh run from the foot of the left column to the head of the right one.
WORTPROTOKOLL = Document(
    pages=12,
    every_page="9. Sitzung vom 23. August 2021 Seite {page}",
    sentences={
        1: """
            (Beginn: 15.41 Uhr - Ende: 16.45 Uhr)

            Ich eröffne die heutige Sondersitzung als 9. Sitzung des Rates in der laufenden
            Wahlperiode und begrüße sehr herzlich unsere Gäste auf der Zuschauertribüne, all
            jene, die im Livestream zuschauen, die Vertreterinnen und Vertreter der Presse,
            die anwesenden Bezirksbürgermeisterinnen und Bezirksbürgermeister

            unter den Tagesordnungspunkten 2.1 und 2.2 die Verwaltungsvorlagen, unter
            Tagesordnungspunkt 2.4 die Gremienbesetzung und im nichtöffentlichen Teil
            Tagesordnungspunkt 3. Gibt es hierzu Wortmeldungen?

            (Beifall beim Bündnis 90/Die Grünen, bei der CDU und der SPD)

            Aus unserer Sicht wäre der heutige Beschluss des Rates ein Verstoß gegen § 71
            der Gemeindeordnung, weil nicht alle Ratsmitglieder die gleiche Möglichkeit
            hatten, sich über die Bewerber*innen zu informieren.
        """,
        2: """
            Dann ist die so geänderte Tagesordnung beschlossen.

            dass in unserer Stadt jeder und jede angstfrei leben können muss - egal, welcher
            Religion sie angehören

            Das ist eine Gemeinsamkeit, die Köln immer wieder nach außen tragen sollte.
        """,
        3: """
            Wahl einer*s Beigeordneten für Dezernat VII - Kunst und Kultur 2197/2021

            Das sind SPD, Bündnis 90/Die Grünen, CDU, FDP, Volt und AfD.
        """,
        5: """
            Die Stadt Köln hat eine Unterbringungsreserve von etwa 1 500 Plätzen für neu
            ankommende Menschen.

            zusätzlich zu unserer Flüchtlingsaufnahmequote und den bereits beschlossenen
            Aufnahmekontingenten weitere Kapazitäten für Schutzsuchende

            Jetzt möchte ich noch einige Sätze zu 2015 sagen: Wir haben im Jahr 2015 in Köln
            eine großartige Willkommenskultur erlebt.
        """,
        7: """
            dass Köln über die Aufnahmequote hinaus richtigerweise zusätzlich geflüchtete
            Menschen aus Afghanistan aufnimmt

            um Verteidiger*innen von Frauen- und Menschenrechten, um gefährdete Autor*innen,
            Künstler*innen sowie um Sportler*innen und Angehörige religiöser, ethnischer und
            sexueller Minderheiten.
        """,
        8: """
            dass sie in teils lebensgefährliche Zustände zurückgeschickt wurden.

            davon ist meine Partei überzeugt - führt uns diese Dominanz des Militärischen
            global tiefer hinein in den Teufelskreis
        """,
        10: """
            der Klimakatastrophe als auch aufgrund anderer Situationen in einem Lebensraum
        """,
        12: """
            2.1 Ordnungsbehördliche Verordnung für das Jahr 2021 über das Offenhalten von
            Verkaufsstellen am Sonntag, dem 19.09.2021 2502/2021

            Die Stellungnahmen der Bezirksvertretungen sind der Vorlage als Anlagen 12 bis
            18 beigelegt. Die Bezirksvertretung Nippes wurde ebenfalls angehört, hat aber
            nicht Stellung genommen.

            Wenn es keine weiteren Wortmeldungen gibt, lasse ich darüber abstimmen.

            (Schluss: 16.45 Uhr)
        """,
    },
)

DOCUMENTS = {
    "erlangen_2020-01-22_Einladung_Einladung_-oeffentlich-.pdf": EINLADUNG,
    "erlangen_2022-04-05_Niederschrift_Niederschrift_1_Sitzung_Buechenbach.pdf": NIEDERSCHRIFT_2022,
    "erlangen_2025-06-03_Niederschrift_Niederschrift_2_Sitzung_Buechenbach.pdf": NIEDERSCHRIFT_2025,
    "heilbronn_sitzungsplan.pdf": SITZUNGSPLAN,
    "koblenz_BV-0197-2026-Beschlussvorlage.pdf": BESCHLUSSVORLAGE,
    "koblenz_UV-0310-2025-Unterrichtungsvorlage.pdf": UNTERRICHTUNG,
    "koeln_wortprotokoll_9.pdf": WORTPROTOKOLL,
}

#: Words whose hyphen at the end of a line is their own, though a small letter follows: nobody can
#: tell it from a hyphenation without knowing the word. Either way of mending is accepted.
UNDECIDED = ("ethnisch-kultureller", "ewig-gestrigen")
