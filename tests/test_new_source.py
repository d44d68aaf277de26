"""`harvester new-source`: from one page to a registry entry, a page to test on and a test."""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from crawl.helpers import WatchedSite, query

from harvester.cli.main import commands
from harvester.newsource import answers
from harvester.sources import Source, load_sources
from harvester.standin import Fault, StandInSite, bochum_world, demo_world

ROOT = Path(__file__).resolve().parents[1]
FIXTURES = ROOT / "tests" / "fixtures"
CLASSIC = FIXTURES / "allris" / "calendar" / "classic" / "page.html"
TOWN = "https://www.musterstadt.example/allris/si010_j.asp"
CAPTCHA = b"<html><body><p>Bitte bestaetigen Sie das Captcha.</p></body></html>"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with the registry of this one, and an empty folder for tests."""
    (tmp_path / "data").mkdir()
    (tmp_path / "tests").mkdir()
    shutil.copy(ROOT / "data" / "sources.toml", tmp_path / "data")
    monkeypatch.setattr("harvester.cli.newsource.ROOT", tmp_path)
    # sites of our own need no pause
    monkeypatch.setattr("harvester.settings.DOWNLOAD_DELAY", 0)
    return tmp_path


@pytest.fixture
def site() -> Iterator[WatchedSite]:
    with WatchedSite(demo_world()) as site:
        yield site


def run(*arguments: str) -> Result:
    return CliRunner().invoke(commands, ["new-source", *arguments])


def taken(name: str = "musterstadt", url: str = TOWN, *more: str, page: Path = CLASSIC) -> Result:
    """A town by a page of the fixtures."""
    return run(name, url, "--page", str(page), *more)


def files(project: Path) -> dict[str, bytes]:
    found = (path for path in project.rglob("*") if path.is_file())
    return {path.relative_to(project).as_posix(): path.read_bytes() for path in found}


def registered(project: Path) -> dict[str, Source]:
    load_sources.cache_clear()
    return load_sources(project / "data" / "sources.toml")


def python(project: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=project)


# What is written


def test_a_saved_page_becomes_entry_page_and_test(project: Path) -> None:
    before = files(project)
    result = taken("musterstadt", TOWN, "--body", "Stadt Musterstadt", "--ags", "05999000")
    assert result.exit_code == 0, result.output
    after = files(project)
    folder = "tests/fixtures/new/musterstadt"
    assert after.keys() - before.keys() == {
        "tests/test_source_musterstadt.py",
        f"{folder}/page.html",
        f"{folder}/meta.json",
        f"{folder}/.gitignore",
    }
    assert after[f"{folder}/page.html"] == CLASSIC.read_bytes()
    assert after[f"{folder}/.gitignore"] == b"*\n"
    # comments and order of the registry stay as they were
    assert after["data/sources.toml"].startswith(before["data/sources.toml"])
    sources = registered(project)
    source = sources.pop("musterstadt")
    assert sources == load_sources(ROOT / "data" / "sources.toml")
    assert (source.body_name, source.ags) == ("Stadt Musterstadt", "05999000")
    assert (source.name, source.system) == ("musterstadt", "allris")
    assert source.base_url == "https://www.musterstadt.example/allris/"
    # the page has no menu, and the portal's si010 lies elsewhere: a crawl asks the menu
    assert (source.calendar, source.lists) == (None, ())
    assert source.expects is not None


def test_the_test_fails_until_the_page_is_read_rightly(project: Path) -> None:
    assert taken("muster-stadt").exit_code == 0
    test = project / "tests" / "test_source_muster_stadt.py"
    text = test.read_text(encoding="utf-8")
    for check in (("format", "--check"), ("check",)):
        command = [sys.executable, "-m", "ruff", *check, "--stdin-filename", f"tests/{test.name}"]
        done = subprocess.run([*command, "-"], input=text, text=True, cwd=ROOT, check=False)
        assert done.returncode == 0
    # nobody has read the page
    failed = python(project, "pytest", "-q", str(test))
    assert failed.returncode == 1
    assert "nobody has read the page yet: How many meetings can be clicked" in failed.stdout
    # somebody has: two meetings have a link, on the 4th and on the 11th of March
    test.write_text(filled(text, "2", '"2025-03-04"', '"2025-03-11"'), encoding="utf-8")
    passed = python(project, "pytest", "-q", str(test))
    assert (passed.returncode, "1 passed" in passed.stdout) == (0, True), passed.stdout
    # somebody has read wrongly, or the program has
    test.write_text(filled(text, "2", '"2025-03-04"', '"2025-03-12"'), encoding="utf-8")
    failed = python(project, "pytest", "-q", "-vv", str(test))
    assert failed.returncode == 1
    assert "'2025-03-11'" in failed.stdout
    assert "'2025-03-12'" in failed.stdout
    # elsewhere the page is not, and that is said
    shutil.rmtree(project / "tests" / "fixtures")
    skipped = python(project, "pytest", "-q", "-rs", str(test))
    assert (skipped.returncode, "1 skipped" in skipped.stdout) == (0, True)


def filled(text: str, *values: str) -> str:
    assert text.count('?": ...,\n') == len(values)
    for value in values:
        text = text.replace('?": ...,\n', f'?": {value},\n', 1)
    return text


def test_a_page_that_the_program_cannot_read_yet_is_taken_too(project: Path) -> None:
    """This is when a fixture is needed most; the test stays red until a parser reads the page."""
    page = FIXTURES / "allris" / "bad" / "calendar_without_month" / "page.html"
    result = taken(page=page)
    assert result.exit_code == 0
    assert "cannot read this page yet: The calendar does not say which month" in result.output
    test = project / "tests" / "test_source_musterstadt.py"
    answered = filled(test.read_text(encoding="utf-8"), "1", "None", "None")
    test.write_text(answered, encoding="utf-8")
    failed = python(project, "pytest", "-q", str(test))
    assert (failed.returncode, "does not say which month" in failed.stdout) == (1, True)


@pytest.mark.parametrize(
    ("case", "variant", "registry"),
    [
        (
            "menu/layout4",
            "sessionnet (version 5.3.3, Layout 4)",
            ("si0040.asp", "gr0040.asp", "vo0040.asp", "do0040.asp"),
        ),
        (
            "calendar/layout5",
            "sessionnet (version 5.5.4, Layout 5)",
            ("si0040.php", "gr0040.php", "vo0040.php"),
        ),
        (
            "calendar/layout6",
            "sessionnet (version 5.5.4, Layout 6)",
            ("si0040.asp", "gr0040.asp", "vo0040.asp"),
        ),
    ],
)
def test_sessionnet_is_told_with_its_layout(
    project: Path, case: str, variant: str, registry: tuple[str, ...]
) -> None:
    fixture = FIXTURES / "sessionnet" / case
    url = json.loads((fixture / "meta.json").read_text("utf-8"))["url"]
    result = taken("musterstadt", url, page=fixture / "page.html")
    assert result.exit_code == 0, result.output
    assert variant in result.output
    source = registered(project)["musterstadt"]
    assert source.base_url == "https://ris.musterstadt.example/bi/"
    assert (source.calendar, *source.lists) == registry


def test_responsive_allris_is_told(project: Path) -> None:
    page = FIXTURES / "allris" / "calendar" / "responsive" / "page.html"
    result = taken("musterstadt", TOWN.replace("_j", "_r"), page=page)
    assert "allris (net 3.x, responsive)" in result.output


def test_a_dry_run_shows_and_writes_nothing(project: Path) -> None:
    before = files(project)
    result = taken("musterstadt", TOWN, "--dry-run")
    assert result.exit_code == 0
    assert '[source.musterstadt]\nbody = "musterstadt"\nsystem = "allris"\n' in result.output
    assert '    "On which day is the last of them?": ...,\n' in result.output
    assert result.output.endswith("Nothing was written.\n")
    assert files(project) == before


def test_without_tests_around_the_program_the_registry_alone_is_written(project: Path) -> None:
    (project / "tests").rmdir()
    result = taken()
    assert result.exit_code == 0
    assert "no folder tests/" in result.output
    assert files(project).keys() == {"data/sources.toml"}
    assert "musterstadt" in registered(project)


def test_a_registry_that_would_break_stays_as_it_is(project: Path) -> None:
    """Inline tables are TOML, and nothing can be added behind them."""
    registry = project / "data" / "sources.toml"
    registry.write_text(
        'body = {x = {name = "X"}}\n'
        'source = {x = {body = "x", system = "allris", base_url = "https://x.example/"}}\n'
    )
    before = files(project)
    result = taken()
    assert result.exit_code == 1
    assert "The entry would break the registry" in result.output
    assert files(project) == before


def test_what_goes_wrong_at_the_end_is_taken_back(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = files(project)

    def full(path: Path, target: Path) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    result = taken()
    assert result.exit_code == 1
    assert "No space left" in result.output
    assert files(project) == before


# What is refused


@pytest.mark.parametrize(
    "name",
    [
        *("Musterstadt", "muster stadt", "muster_stadt", "-x", "x-", "müster", "m" * 41, "1stadt"),
        *("../evil", "x/y", "x]\n[source.evil", 'x"', "x\x00"),
    ],
)
def test_a_name_is_a_plain_word(project: Path, name: str) -> None:
    before = files(project)
    result = run("--page", str(CLASSIC), "--", name, TOWN)
    assert result.exit_code == 2
    assert "no name for a source" in result.output
    assert files(project) == before


@pytest.mark.parametrize("name", ["herne", "bochum", "pbu", "politik-bei-uns", "herne2"])
def test_a_name_or_an_address_that_is_taken(project: Path, name: str) -> None:
    url = "https://www.herne.de/allris/si010_j.asp" if name == "herne2" else TOWN
    before = files(project)
    result = taken(name, url)
    assert result.exit_code == 1
    told = "belongs to herne" if name == "herne2" else f"The name {name} is taken"
    assert told in result.output
    assert files(project) == before


def test_a_name_of_our_own_spiders_is_taken(project: Path) -> None:
    (project / "spiders").mkdir()
    (project / "spiders" / "base.py").touch()
    assert "The name base is taken" in taken("base").output


def test_what_an_earlier_try_left_is_not_overwritten(project: Path) -> None:
    (project / "tests" / "test_source_musterstadt.py").write_text("mine")
    before = files(project)
    assert "is there already" in taken().output
    assert files(project) == before


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "ftp://musterstadt.example/",
        "musterstadt",
        "https://a:b@town.example/",
    ],
)
def test_only_plain_addresses_are_asked(project: Path, url: str) -> None:
    result = run("musterstadt", url)
    assert result.exit_code == 2
    assert "ddress" in result.output


@pytest.mark.parametrize("more", [("--ags", "5"), ("--body", " "), ("--body", "x\n[source.evil]")])
def test_what_is_no_municipality(project: Path, more: Sequence[str]) -> None:
    before = files(project)
    assert taken("musterstadt", TOWN, *more).exit_code == 2
    assert files(project) == before


# Hostile words


@pytest.mark.parametrize(
    "body", ['Stadt "Muster" \\', "Stadt '''M''' # ]", "Gemeinde {x} \U0001f3db"]
)
def test_a_municipality_is_written_as_it_is(project: Path, body: str) -> None:
    assert taken("musterstadt", TOWN, "--body", body).exit_code == 0
    assert registered(project)["musterstadt"].body_name == body


def test_an_address_is_written_as_it_is(project: Path) -> None:
    url = """https://www.musterstadt.example/a"]%0A[x]'\\b/si010_j.asp"""
    assert taken("musterstadt", url).exit_code == 0
    source = registered(project)["musterstadt"]
    assert source.base_url == url.removesuffix("si010_j.asp")


@pytest.mark.parametrize(
    "href",
    [
        "vo0040.asp&quot;]&#10;[source.evil]",
        "vo0040.asp?x=&quot;",
        "vo0040.asp?x=1'''",
        "../vo0040.asp",
        "sub/vo0040.asp",
        "https://evil.example/bi/vo0040.asp",
        "//evil.example/bi/vo0040.asp",
        "https://ris.musterstadt.exbmple/bi/vo0040.asp",  # as long as the town's own
        "vo0040.asp/../../x.py",
        "http://[vo0040.asp",
    ],
)
def test_only_plain_names_come_from_a_page(project: Path, tmp_path: Path, href: str) -> None:
    body = (FIXTURES / "sessionnet" / "menu" / "layout4" / "page.html").read_text("utf-8")
    assert body.count('href="vo0040.asp"') == 1
    page = tmp_path / "page.html"
    page.write_text(body.replace('href="vo0040.asp"', f'href="{href}"'), "utf-8")
    url = "https://ris.musterstadt.example/bi/infobi.asp"
    assert taken("musterstadt", url, page=page).exit_code == 0
    source = registered(project).pop("musterstadt")
    assert source.lists == ("gr0040.asp", "do0040.asp")


def test_the_title_of_a_page_gets_nowhere(project: Path, tmp_path: Path) -> None:
    """Neither into a file that is committed nor, with what a terminal obeys, onto the screen."""
    evil = '"""\x1b[2J\nimport os\n[source.evil]'
    page = tmp_path / "page.html"
    body = CLASSIC.read_bytes()
    page.write_bytes(body.replace(b"<title>", b"<title>" + evil.encode()))
    result = taken(page=page)
    assert result.exit_code == 0
    assert "\x1b" not in result.output
    for name, written in files(project).items():
        if not name.endswith("page.html"):
            assert b"import os" not in written


def test_a_query_that_a_list_needs_is_kept(project: Path, tmp_path: Path) -> None:
    menu = """<html><body><div id="allriscontainer" class="allris"><div id="rismain"><ul>
        <li><a href="si010_e.asp?MM=1&amp;YY=2025">K</a></li><li><a href="vo040.asp">V</a></li>
        <li><a href="au010.asp?T1=Aussch%FCsse&amp;AU=Ausschuss">A</a></li></ul></div></div>
        </body></html>"""
    page = tmp_path / "page.html"
    page.write_text(menu)
    assert taken("musterstadt", TOWN.replace("si010_j", "allris.net"), page=page).exit_code == 0
    source = registered(project)["musterstadt"]
    assert source.calendar == "si010_e.asp"
    assert source.lists == ("vo040.asp", "au010.asp?T1=Aussch%FCsse&AU=Ausschuss")


# Pages that do not help

OPARL = b'{"type": "https://schema.oparl.org/1.1/System", "oparlVersion": "1.1"}'
PORTAL = b"""<html><head><title>Willkommen</title></head><body><h1>Rathaus</h1>
<a href="/ris/si010_e.asp">Sitzungen</a><iframe src="https://ris.example/bi/infobi.asp"></iframe>
</body></html>"""
ALLRIS4 = b'<html><body><a href="https://x.sitzung-online.de/public/si010">S</a></body></html>'


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (OPARL, "It names OParl, which is not read."),
        (ALLRIS4, "It names ALLRIS 4, which is not read."),
        (PORTAL, "neither ALLRIS net 3.x nor SessionNet; it shows: Willkommen"),
        (PORTAL, "may be a council system: https://www.musterstadt.example/ris/si010_e.asp"),
        (PORTAL, "may be a council system: https://ris.example/bi/infobi.asp"),
        (b"<html><body>", "breaks off before its end"),
        (b"%PDF-1.4", "Not an HTML page"),
        (b"", "The page is empty"),
    ],
)
def test_an_unknown_page_is_told_with_hints(
    project: Path, tmp_path: Path, body: bytes, told: str
) -> None:
    page = tmp_path / "page.html"
    page.write_bytes(body)
    before = files(project)
    result = taken(page=page)
    assert result.exit_code == 1
    assert told in result.output
    assert result.output.endswith("Nothing was written.\n")
    assert files(project) == before


@pytest.mark.parametrize(
    ("case", "url", "told"),
    [
        ("sessionnet/organization/layout6", "bi/kp0040.asp?__kgrnr=44", "address of its calendar"),
        ("sessionnet/bad/error6", "bi/si0040.asp", "shows an error page"),
        ("sessionnet/calendar/layout6", "bi/vo0040.asp", "Asked for vo0040"),
    ],
)
def test_a_page_of_the_system_that_says_little(
    project: Path, case: str, url: str, told: str
) -> None:
    before = files(project)
    page = FIXTURES / case / "page.html"
    result = taken("musterstadt", f"https://ris.musterstadt.example/{url}", page=page)
    assert result.exit_code == 1
    assert told in result.output
    assert files(project) == before


# Asking a host


def test_one_page_is_asked_for_after_robots_txt(project: Path, site: WatchedSite) -> None:
    result = run("musterstadt", f"{site.base_url}allris.net.asp", "--contact", "me@example.org")
    assert result.exit_code == 0, result.output
    assert [w.path for w in site.watched] == ["/robots.txt", "/allris/allris.net.asp"]
    assert all(w.agent.startswith("council-harvester/") for w in site.watched)
    assert all(w.agent.endswith("(+me@example.org)") for w in site.watched)
    source = registered(project)["musterstadt"]
    assert (source.base_url, source.calendar) == (site.base_url, "si010_j.asp")
    assert source.lists == ("vo040.asp", "au010.asp", "pa021.asp")


@pytest.mark.parametrize(
    ("fault", "requests"),
    [
        (Fault("si010", "status", value=403), 2),
        (Fault("si010", "status", value=429), 2),
        (Fault("si010", "refuse_page"), 2),
        (Fault("si010", "refuse_page", value="captcha"), 2),
        (Fault("robots.txt", "body", body=b"User-agent: *\nDisallow: /"), 1),
    ],
)
def test_a_refusal_is_told_with_the_letter(
    project: Path, site: WatchedSite, fault: Fault, requests: int
) -> None:
    before = files(project)
    site.faults.append(fault)
    result = run("musterstadt", f"{site.base_url}si010_j.asp")
    assert result.exit_code == 3
    assert "docs/anfrage.md has a letter" in result.output
    assert "--page FILE" in result.output
    assert len(site.requests) == requests
    assert files(project) == before


def test_a_saved_gate_is_no_page_of_the_town(project: Path, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_bytes(CAPTCHA)
    assert taken(page=page).exit_code == 3


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        (Fault("robots.txt", "status", value=503), "cannot give its robots.txt now"),
        (Fault("si010", "status", value=500), "Status 500"),
        (Fault("si010", "status", value=404), "Status 404"),
        (Fault("si010", "redirect", value="http://other.example/bi/"), "http://other.example/bi/"),
        (Fault("si010", "cut", value=2000), "cannot be fetched"),
        (Fault("si010", "announce", value=90_000_000), "cannot be fetched"),
    ],
)
def test_a_host_that_gives_no_page(
    project: Path, site: WatchedSite, fault: Fault, told: str
) -> None:
    before = files(project)
    site.faults.append(fault)
    result = run("musterstadt", f"{site.base_url}si010_j.asp")
    assert result.exit_code == 1
    assert told in result.output
    assert "Nothing was written." in result.output
    assert len(site.requests) <= 2
    assert files(project) == before


def test_a_redirect_on_the_host_is_followed_and_told(project: Path, site: WatchedSite) -> None:
    site.faults.append(Fault("^/ris$", "redirect", value="/allris/allris.net.asp"))
    result = run("musterstadt", site.base_url.replace("/allris/", "/ris"))
    assert f"led on to {site.base_url}allris.net.asp" in result.output
    assert registered(project)["musterstadt"].base_url == site.base_url


def test_a_redirect_into_a_town_that_is_there(project: Path, site: WatchedSite) -> None:
    assert run("erste", site.base_url).exit_code == 0
    before = files(project)
    site.faults.append(Fault("^/ris$", "redirect", value="/allris/allris.net.asp"))
    result = run("zweite", site.base_url.replace("/allris/", "/ris"))
    assert result.exit_code == 1
    assert "belongs to erste" in result.output
    assert files(project) == before


def test_no_host_is_a_line_and_not_a_traceback(project: Path) -> None:
    result = run("musterstadt", "http://127.0.0.1:9/bi/")
    assert result.exit_code == 1
    assert result.output.count("\n") == 2


# A town is data: the entry is enough to crawl it


@pytest.fixture
def checkout(project: Path) -> Path:
    """A copy of the whole program in the project, so that a crawl reads its registry."""
    for name in ("harvester", "spiders", "pipelines"):
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / name, project / name, ignore=ignored)
    for name in ("vocabulary", "committees"):
        shutil.copytree(ROOT / "data" / name, project / "data" / name)
    shutil.copy(ROOT / "data" / "german.csv", project / "data")
    return project


@pytest.mark.parametrize(
    ("world", "page", "window"),
    [
        (demo_world, "allris.net.asp", ("2009-06-15", "2009-06-19")),
        (bochum_world, "infobi.asp", ("2014-05-01", "2014-06-30")),
    ],
    ids=["allris", "sessionnet"],
)
def test_a_new_town_can_be_crawled(
    checkout: Path, world: Callable[[], Any], page: str, window: tuple[str, str]
) -> None:
    with StandInSite(world()) as site:
        assert run("muster-stadt", f"{site.base_url}{page}").exit_code == 0
        options = ["--since", window[0], "--until", window[1], "--delay", "0", "--no-documents"]
        archive = ["--archive", "try.sqlite"]
        crawled = python(checkout, "harvester", "crawl", "muster-stadt", *options, *archive)
    assert crawled.returncode == 0, crawled.stdout + crawled.stderr
    held = query(checkout / "try.sqlite", "SELECT id, body_id FROM paper")
    assert len(held) > 0
    assert all(row["id"].startswith("muster-stadt/paper/") for row in held)
    assert {row["body_id"] for row in held} == {"muster-stadt"}


# The questions


@pytest.mark.parametrize(
    ("case", "system", "expected"),
    [
        ("menu/layout4", "sessionnet", ["si0040.asp", "vo0040.asp", "gr0040.asp"]),
        ("calendar/layout6", "sessionnet", [2, "2026-08-27", "2026-08-27"]),
        ("organization_meetings/layout4", "sessionnet", [2, "2025-03-06", "2025-04-03"]),
        ("meeting/everything", "allris", ["2025-03-11", None, 6, "Ö 1", "N 5", 2]),
        ("paper/everything", "allris", ["2025/0101", 7, "2025-03-04", 5, 4]),
        ("paper_list/last_page", "allris", [2, "2025-02-20", "2025-05-14"]),
        ("organization_list/committees", "allris", [3]),
    ],
)
def test_the_program_answers_what_a_person_reads(
    tmp_path: Path, case: str, system: str, expected: list[str | int | None]
) -> None:
    fixture = FIXTURES / system / case
    shutil.copy(fixture / "page.html", tmp_path)
    meta = json.loads((fixture / "meta.json").read_text("utf-8"))
    meta |= {"system": system, "kind": case.partition("/")[0]}
    (tmp_path / "meta.json").write_text(json.dumps(meta))
    assert list(answers(tmp_path).values()) == expected
