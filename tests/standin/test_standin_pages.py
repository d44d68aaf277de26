"""The stand-in's pages: bytes, structure, and that they say what the world knows."""

import re
from io import BytesIO

import lxml.html
import pytest
from pdfminer.high_level import extract_text

from harvester.standin import World, demo_world, generated_world
from harvester.standin.answer import HTML, PDF, Answer
from harvester.standin.answers import Answers


@pytest.fixture(scope="module")
def world() -> World:
    return demo_world()


def get(world: World, page: str, **fields: str) -> Answer:
    return Answers(world).answer("GET", page, fields, None)


def tree(world: World, page: str, **fields: str) -> lxml.html.HtmlElement:
    """The page up to the first nested document: lxml drops what follows a surplus `</html>`."""
    head = get(world, page, **fields).body.split(b'<a name="allris')[0]
    return lxml.html.document_fromstring(head.decode("windows-1252").split("?>", 1)[1])


def words(element: lxml.html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def cells(row: lxml.html.HtmlElement) -> list[str]:
    return [words(cell) for cell in row.findall("td")]


def test_the_seed_paper_shows_its_four_steps(world: World) -> None:
    page = tree(world, "vo020.asp", VOLFDNR="4885")
    rows = page.xpath("//tr[@class='zl12']")
    assert [cells(row) for row in rows[:2]] == [
        ["", "Jugendhilfeausschuss", "Vorberatung"],
        ["", "03.06.2009", "", "des Jugendhilfeausschusses", "beschlossen", "", ""],
    ]
    assert [cells(row)[1] for row in rows] == [
        "Jugendhilfeausschuss", "03.06.2009", "Integrationsrat", "18.06.2009",
        "Haupt- und Finanzausschuss", "23.06.2009", "Rat der Stadt", "30.06.2009",
    ]  # fmt: skip
    assert {row.xpath("td/@title")[0] for row in rows} == {"Erledigt"}
    assert page.xpath("//input[@name='SILFDNR']/@value") == ["7083", "1159", "11457", "82015"]
    assert page.xpath("//input[@name='TOLFDNR']/@value") == ["59488", "34216", "86342", "90248"]
    assert words(page.xpath("//div[@id='risname_raw']/h1")[0]) == "Vorlage - 2009/0346"
    subject = page.xpath("//td[.='Betreff:']/following-sibling::td/text()")
    assert subject[-1].strip().startswith("Handlungsprogramm „Kommunale Familienförderung")


def test_bytes_are_windows_1252_and_say_otherwise(world: World) -> None:
    answer = get(world, "vo020.asp", VOLFDNR="4885")
    assert answer.media_type == HTML
    assert HTML.endswith("ISO-8859-1")
    assert b"charset=iso-8859-1" in answer.body
    assert b"\x84Kommunale" in answer.body  # the low quote, which ISO-8859-1 does not have
    assert b" \x96 Jahr 2008" in get(world, "vo020.asp", VOLFDNR="4852").body
    assert b"85.000 \x80" in answer.body  # euro
    with pytest.raises(UnicodeDecodeError):
        answer.body.decode("utf-8")


def test_blocks_are_whole_documents_broken_behind_umlauts(world: World) -> None:
    body = get(world, "vo020.asp", VOLFDNR="4885").body.decode("windows-1252")
    assert re.findall(r'<a name="allris(\w\w)"></a>\n<\?xml', body) == ["BV", "SV", "AN"]
    assert body.count("<!DOCTYPE html") == 4
    assert body.count("</html>") == 4
    assert re.search(r"Maß</span><span [^>]*>nahmen", body)
    assert "<h4>Beschlussvorschlag:</h4>" in body
    runs = re.sub(r"</span><span [^>]*>", "", body)
    assert 'font-weight:bold">Beschlussvorschlag:</span>' in runs  # the heading again, in bold
    assert "&#xa0;" in body


def test_headings_and_boilerplate_vary() -> None:
    world = generated_world(2, 40)
    pages = [
        get(world, "vo020.asp", VOLFDNR=str(number)).body.decode("windows-1252")
        for number in world.papers
    ]
    text = "".join(pages)
    assert "<h4></h4>" in text
    assert "<title>ALLRIS® Office Integration 3.9.2</title>" in text
    assert "&#x201E;" in text
    assert any("<h4>Sachverhalt:</h4>" in page for page in pages)
    assert any("allrisSV" in page and "Sachverhalt:" not in page for page in pages)


def test_a_page_is_of_realistic_size() -> None:
    world = generated_world(2, 100)
    sizes = [len(get(world, "vo020.asp", VOLFDNR=str(number)).body) for number in world.papers]
    assert 12_000 < sum(sizes) / len(sizes) < 20_000


def test_attachments_are_listed_twice_and_the_address_changes(world: World) -> None:
    answers = Answers(world)
    fields = {"VOLFDNR": "4885"}
    first, second = (
        answers.answer("GET", "vo020.asp", fields, None).body.decode("windows-1252")
        for _ in range(2)
    )
    links = re.findall(r'href="(___tmp/[^"]+)"[^>]*>([^<]+)</a>', first)
    assert [name for _, name in links] == [
        "Handlungsprogramm_Familienförderung_12Mai2009",
        "Handlungsprogramm_Familienförderung_12Mai2009 (196 KB)",
    ]
    assert links[0][0] == links[1][0]
    assert links[0][0] not in second
    fetched = answers.answer("GET", links[0][0], {}, None)
    assert (fetched.status, fetched.media_type) == (200, PDF)
    assert "Familienförderung" in extract_text(BytesIO(fetched.body))
    for _ in range(500):
        answers.answer("GET", "vo020.asp", fields, None)
    assert answers.answer("GET", links[0][0], {}, None).status == 404


def test_documents_need_a_post(world: World) -> None:
    answers = Answers(world)
    form = {"DOLFDNR": "48850", "options": "64"}
    page = answers.answer("POST", "do027.asp", form, None)
    assert page.media_type == PDF
    assert "2009/0346" in extract_text(BytesIO(page.body))
    assert b"Fehler" in answers.answer("GET", "do027.asp", form, None).body
    assert b"Fehler" in answers.answer("POST", "do027.asp", {**form, "typ": "130"}, None).body
    collected = {"DOLFDNR": "48501", "options": "64", "typ": "130"}
    assert answers.answer("POST", "do027.asp", collected, None).media_type == PDF


@pytest.mark.parametrize(
    ("number", "rows"),
    [
        ("4862", [["", "Bezirksvertretung Wanne", "Entscheidung"],
                  ["", "16.06.2009", "", "der Bezirksvertretung des Stadtbezirks Wanne", "vertagt",
                   "", ""],
                  ["", "Bezirksvertretung Wanne", "Entscheidung"]]),
        ("4853", [["", "Jugendhilfeausschuss", "Kenntnisnahme"],
                  ["", "08.07.2009", "", "des Jugendhilfeausschusses", "", "", ""]]),
        ("4856", [["", "Kultur- und Bildungsausschuss", ""],
                  ["", "09.06.2009", "", "des Kultur- und Bildungsausschusses",
                   "zur Kenntnis genommen", "", ""]]),
        ("4871", [["", "Bezirksvertretung Sodingen", "Anhörung"],
                  ["", "24.06.2009", "", "", "zur Kenntnis genommen", "", ""],
                  ["", "Rat der Stadt", "Entscheidung"],
                  ["", "30.06.2009", "", "des Rates der Stadt", "beschlossen", "", ""]]),
    ],
)  # fmt: skip
def test_steps_of_all_kinds(world: World, number: str, rows: list[list[str]]) -> None:
    page = tree(world, "vo020.asp", VOLFDNR=number)
    assert [cells(row) for row in page.xpath("//tr[@class='zl12']")] == rows


def test_a_planned_step_offers_the_agenda_but_no_extract(world: World) -> None:
    page = tree(world, "vo020.asp", VOLFDNR="4853")
    assert page.xpath("//tr[@class='zl12']/td/@title") == ["Geplant", "Geplant"]
    assert page.xpath("//form[contains(@action, 'topSelected=')]//@value")[0] == "7140"
    assert not page.xpath("//input[@name='TOLFDNR']")


def test_head_rows(world: World) -> None:
    def facts(number: str) -> list[str]:
        page = tree(world, "vo020.asp", VOLFDNR=number)
        table = page.xpath("//td[@class='ko1']/table")[0]
        return [words(cell) for cell in table.xpath("tr/td") if cell.get("class")]

    assert facts("4851")[5:9] == [
        "Antrag",
        "Verfasser:",
        "1. Fachbereichsleitung2. Sachbearbeitung 4",
        "Federführend:",
    ]
    assert "Verfasser:" not in facts("4853")
    assert facts("4856")[6:10] == [
        "Verfasser:",
        "Sachbearbeitung 2 - Tel.: 3050",
        "Aktenzeichen:",
        "44/FBL",
    ]
    joined = facts("4854")
    begin = joined.index("Beteiligt:")
    assert joined[begin : begin + 10] == [
        "Beteiligt:", "FB 14 - Rechnungsprüfung", "", "", "", "FB 23 - Recht", "", "", "",
        "FB 21 - Gebäudewirtschaft",
    ]  # fmt: skip


def test_the_calendar_of_june(world: World) -> None:
    page = tree(world, "si010_j.asp", MM="6", YY="2009")
    assert page.xpath("//h2[@align]")[0].text_content().strip() == "Juni\xa02009"
    rows = page.xpath("//table[@class='tl1']/tr[@valign='top']")
    assert [cells(row) for row in rows[:3]] == [
        ["Mo", "1", "", "", "", "Pfingstmontag", "", "", ""],
        ["Mi", "3", "16:00 - 18:26", "", "", "des Jugendhilfeausschusses", "", "",
         "Großer Sitzungssaal, Raum 312"],
        ["Do", "4", "16:00 - 17:40", "", "", "des Schulausschusses", "", "",
         "Großer Sitzungssaal, Raum 312"],
    ]  # fmt: skip
    shown = {name: row for row in rows for name in cells(row)[5:6]}
    assert "Fronleichnam" in shown
    assert not shown["ENTFÄLLT! Sitzung des Schulausschusses"].xpath(".//a")
    second = shown["der Bezirksvertretung des Stadtbezirks Herne-Mitte"]
    assert cells(second)[:3] == ["", "", "17:30 - 19:00"]
    assert len(page.xpath("//table[@class='tl1']/tr/td[@colspan='8']")) == 19
    assert page.xpath("//a[@title='Nächster Monat']/@href") == ["/allris/si010_j.asp?MM=7&YY=2009"]


def test_the_calendar_without_a_month_shows_today(world: World) -> None:
    page = tree(world, "si010_j.asp")
    assert page.xpath("//h2[@align]")[0].text_content().strip() == "Juli\xa02009"
    assert words(page.xpath("//tr[@class='zl1m']")[0]) == "Do 2 Schulferien"


def test_the_agenda_of_a_meeting(world: World) -> None:
    page = tree(world, "to010.asp", SILFDNR="7083")
    head = [words(cell) for cell in page.xpath("//td[@class='ko1']/table/tr/td")]
    assert head == [
        "Bezeichnung:", "des Jugendhilfeausschusses", "Gremium:", "Jugendhilfeausschuss",
        "Datum:", "Mi, 03.06.2009", "Status:", "öffentlich",
        "Zeit:", "16:00 - 18:26", "Anlass:", "Sitzung",
        "Raum:", "Großer Sitzungssaal, Raum 312",
        "Ort:", "Rathaus Herne, Friedrich-Ebert-Platz 2, 44623 Herne",
    ]  # fmt: skip
    rows = page.xpath("//table[@class='tl1']/tr[starts-with(@class, 'zl')]")
    assert {sum(int(cell.get("colspan", 1)) for cell in row.findall("td")) for row in rows} == {8}
    seed = next(row for row in rows if "2009/0346" in row.text_content())
    assert cells(seed)[0] == "Ö 4.1"
    assert seed.xpath(".//input[@class='il1_naz']/@title") == ["beschlossen"]
    assert seed.xpath("comment()")[0].text == "59488 "
    minutes = next(row for row in rows if "Genehmigung der Niederschrift" in row.text_content())
    assert minutes.xpath(".//input[@name='SILFDNR']/@value") == ["7041"]
    section = next(row for row in rows if cells(row)[3:4] == ["Vorlagen der Verwaltung"])
    assert not section.xpath(".//form")


def test_non_public_items_have_no_link(world: World) -> None:
    page = tree(world, "to010.asp", SILFDNR="7085")
    rows = page.xpath("//tr[td[1][starts-with(., 'N')]]")
    assert [cells(row)[0] for row in rows] == ["N 1", "N 2"]
    assert not rows[0].xpath(".//a | .//form")
    assert re.search("angelegenheit$", cells(rows[0])[3])


def test_the_extract_of_an_item(world: World) -> None:
    page = tree(world, "to020.asp", TOLFDNR="90248")
    text = words(page.xpath("//td[@class='ko1']")[0])
    assert "Gremium: Rat der Stadt Beschlussart: beschlossen Datum: Di, 30.06.2009" in text
    assert "2009/0346 Handlungsprogramm" in text
    body = get(world, "to020.asp", TOLFDNR="90248").body.decode("windows-1252")
    assert re.findall(r'<a name="allris(\w\w)"', body) == ["WP", "BS", "AE"]
    assert "mehrheitlich bei 3 Gegenstimmen und einer Enthaltung</span>" in body


def test_lists_of_committees(world: World) -> None:
    rows = tree(world, "au010.asp").xpath("//tr[@class='zl11' or @class='zl12']")
    assert len(rows) == 11
    assert rows[1].xpath(".//input[@name='AULFDNR']/@value") == ["235"]
    assert rows[1].xpath(".//a/@href")[0].startswith("au020.asp?AULFDNR=235&")
    council = tree(world, "pa021.asp").xpath("//a[starts-with(@href, 'pa020')]/@href")
    assert council[0].startswith("pa020.asp?PALFDNR=1&")
    page = tree(world, "au020.asp", AULFDNR="235")
    assert words(page.xpath("//div[@id='risname_raw']/h1")[0]) == "Jugendhilfeausschuss"


def test_the_menu_names_the_calendar(world: World) -> None:
    menu = tree(world, "allris.net.asp").xpath("//div[@id='rismenu']//li/a/@href")
    assert {"si010_j.asp", "au010.asp", "pa021.asp", "fr010.asp", "vo040.asp"} <= set(menu)


def test_every_link_and_button_of_the_site_leads_somewhere(world: World) -> None:
    answers = Answers(world)
    pages = {"allris.net.asp"} | {f"vo020.asp?VOLFDNR={number}" for number in world.papers}
    pages |= {f"to010.asp?SILFDNR={m.number}" for m in world.meetings.values() if m.published}
    found = set()
    for page in pages:
        name, _, query = page.partition("?")
        key, _, value = query.partition("=")
        body = answers.answer("GET", name, {key: value}, None).body.decode("windows-1252")
        found |= set(re.findall(r'(?:href|action)="((?:/allris/)?[a-z0-9_.]+\.asp)', body))
    assert len(found) > 12
    for name in sorted(found):
        assert answers.answer("GET", name.removeprefix("/allris/"), {}, None).status == 200, name


def test_unknown_numbers_and_pages(world: World) -> None:
    unknown = get(world, "vo020.asp", VOLFDNR="999999")
    assert unknown.status == 200
    assert "Es wurde kein Datensatz gefunden" in unknown.body.decode("windows-1252")
    assert b"kein Datensatz" in get(world, "to010.asp", SILFDNR="7120").body  # no agenda
    assert b"kein Datensatz" in get(world, "si010_j.asp", MM="13", YY="2009").body
    assert get(world, "vo999.asp").status == 404


def test_expected_is_what_the_pages_show() -> None:
    world = generated_world(11, 66)
    for paper in world.papers.values():
        rows = tree(world, "vo020.asp", VOLFDNR=str(paper.number)).xpath("//tr[@class='zl12']")
        shown, committee, role = [], "", ""
        for row in rows:
            found = cells(row)
            if len(found) == 3:
                committee, role = found[1:]
            if len(found) == 7:
                shown.append((committee, role, found[1], found[4]))
        steps = world.expected()["consultation"]
        mine = [s for s in steps.values() if s["paper_id"] == paper.id and s["date"]]
        assert shown == [
            (
                step["organization_name"],
                step["role_raw"] or "",
                ".".join(reversed(step["date"].split("-"))),
                step["result_raw"] or "",
            )
            for step in mine
        ]
