"""A host that misbehaves: what is said of it, and that nothing wrong gets into the archive."""

from pathlib import Path

import pytest

from crawl.helpers import (
    ALL_OF_DEMO,
    JUNE,
    WatchedSite,
    assert_holds,
    content,
    crawl,
    findings,
    harvester_crawl,
    paths,
    query,
    rows_of,
    scrapy_crawl,
    sound,
)
from harvester.cli.options import EXIT_CODES
from harvester.page import Page
from harvester.standin import Fault, StandInSite, demo_world, generated_world
from harvester.standin.model import SOURCE

#: The seed paper: four steps, treated by four meetings; of 18 May, when the list goes back so far.
PAPER = "vo020.asp.VOLFDNR=4885$"
PAPER_ID = f"{SOURCE}/paper/4885"
STEPS = [f"{PAPER_ID}/{name}/1" for name in (
    "jugendhilfeausschuss", "integrationsrat", "haupt-und-finanzausschuss", "rat-der-stadt",
)]  # fmt: skip


def waiting(archive: Path) -> list[str]:
    rows = query(archive, "SELECT url FROM frontier WHERE state = 'waiting'")
    return [row["url"] for row in rows]


def assert_lacks_only_the_paper(archive: Path) -> None:
    """All papers but the seed paper are there, and nothing is held of that."""
    world = demo_world()
    held = rows_of(archive, "paper")
    assert held.keys() == {p.id for p in world.papers.values()} - {PAPER_ID}
    steps = rows_of(archive, "consultation")
    expected = world.expected()["consultation"]
    assert steps.keys() == expected.keys() - set(STEPS)
    assert len(rows_of(archive, "meeting")) == 14


def test_an_error_that_passes_is_retried(archive: Path, site: WatchedSite) -> None:
    site.faults += [
        Fault(PAPER, "status", times=1, value=500),
        Fault("si010_j", "status", times=1, value=503),
        Fault("to010.asp.SILFDNR=7083", "status", times=2, value=504),
    ]
    summary = crawl(site, archive, ALL_OF_DEMO)
    assert (summary.outcome, findings(archive)) == ("complete", set())
    assert_holds(archive, site.world)
    assert sum("7083" in path for path in paths(site.requests)) == 3


def test_an_error_that_stays_costs_one_page(archive: Path, site: WatchedSite) -> None:
    site.faults.append(Fault(PAPER, "status", value=500, body=b"<h1>Microsoft VBScript</h1>"))
    summary = crawl(site, archive, ALL_OF_DEMO)
    assert (summary.outcome, EXIT_CODES[summary.outcome]) == ("incomplete", 1)
    assert findings(archive) == {("error", "http_error")}
    (found,) = query(archive, "SELECT * FROM finding")
    assert found["url"].endswith("vo020.asp?VOLFDNR=4885")
    assert found["message"].startswith("Status 500")
    assert (summary.missing, summary.missing_ids) == (1, (PAPER_ID,))
    assert_lacks_only_the_paper(archive)
    # once tried and twice again
    assert sum("VOLFDNR=4885" in path for path in paths(site.requests)) == 3
    # the next run gets it
    site.faults.clear()
    assert crawl(site, archive, ALL_OF_DEMO).outcome == "complete"
    assert_holds(archive, site.world)


def test_a_paper_that_the_source_lacks_is_a_warning(archive: Path, site: WatchedSite) -> None:
    site.faults.append(Fault(PAPER, "status", value=404))
    summary = crawl(site, archive, ALL_OF_DEMO)
    # it is listed and not held: that is no complete run
    assert (summary.outcome, summary.missing_ids) == ("incomplete", (PAPER_ID,))
    assert findings(archive) == {("warning", "not_found")}
    assert_lacks_only_the_paper(archive)
    assert sum("VOLFDNR=4885" in path for path in paths(site.requests)) == 1


@pytest.mark.parametrize(
    "fault",
    [
        Fault("VOLFDNR=4863$", "status", value=403, body=b"<title>Forbidden</title>"),
        Fault("VOLFDNR=4863$", "status", value=429),
        Fault("VOLFDNR=4863$", "refuse_page"),
        Fault("VOLFDNR=4863$", "refuse_page", value="captcha"),
    ],
    ids=["403", "429", "page", "captcha"],
)
def test_a_refusal_ends_the_run(archive: Path, site: WatchedSite, fault: Fault) -> None:
    """18 June: a listed paper and a meeting with three, of which the second is refused."""
    day = ("2009-06-18", "2009-06-18")
    site.faults.append(fault)
    summary = crawl(site, archive, day, DOWNLOAD_DELAY=0.1, DOWNLOAD_DELAY_JITTER=0)
    assert (summary.outcome, EXIT_CODES[summary.outcome]) == ("refused", 3)
    assert summary.message is not None
    assert "left alone" in summary.message
    assert findings(archive) == {("error", "refused")}
    # the host is asked no further
    asked = paths(site.requests)
    assert [path.rpartition("/")[2] for path in asked if "vo020" in path] == [
        "vo020.asp?VOLFDNR=4875",
        "vo020.asp?VOLFDNR=4885",
        "vo020.asp?VOLFDNR=4863",
    ]
    assert asked[-1].endswith("VOLFDNR=4863")
    # what was fetched is kept, what was refused or not reached still waits
    assert rows_of(archive, "paper").keys() == {PAPER_ID, f"{SOURCE}/paper/4875"}
    assert len(rows_of(archive, "organization")) == 12
    assert len(waiting(archive)) == summary.waiting > 3
    assert any(url.endswith("VOLFDNR=4863") for url in waiting(archive))
    # the next run, when the host has calmed down, fetches that and no more
    before = len(site.requests)
    site.faults.clear()
    assert crawl(site, archive, day).outcome == "complete"
    papers = {f"{SOURCE}/paper/{number}" for number in (4863, 4864, 4875, 4885)}
    assert rows_of(archive, "paper").keys() == papers
    again = paths(site.requests[before:])
    assert not set(again) & set(asked[:-1])


def test_a_refusal_of_the_first_page(archive: Path, site: WatchedSite) -> None:
    site.faults.append(Fault("/allris/", "status", value=403))
    result = harvester_crawl(site.base_url, archive)
    assert result.returncode == 3, result.stderr
    # without a pause a second request may be on its way when the answer is read
    assert len(paths(site.requests)) <= 2
    said = " ".join((result.stdout + result.stderr).split())
    assert "refuses this program" in said
    assert "harvester replay" in said
    assert "Traceback" not in said
    assert sound(archive)


def test_a_truncated_page_adds_nothing(archive: Path, site: WatchedSite) -> None:
    """Half a page with a Content-Length that fits it: only its missing end tells."""
    site.faults.append(Fault(PAPER, "truncate", value=9000))
    summary = crawl(site, archive, ALL_OF_DEMO)
    assert (summary.outcome, findings(archive)) == ("incomplete", {("error", "truncated")})
    assert_lacks_only_the_paper(archive)


@pytest.mark.parametrize("size", [0, 1, 3000, 9000, 12000, 15000])
def test_a_truncated_page_takes_nothing_away(archive: Path, site: WatchedSite, size: int) -> None:
    """Wherever it is cut: steps that the rest of the page would show are not gone."""
    window = ("2009-06-30", "2009-06-30")
    crawl(site, archive, window)
    before = content(archive)
    assert len(site.world.papers[4885].steps) == 4
    site.faults += [Fault(PAPER, "truncate", value=size), Fault("SILFDNR", "truncate", value=size)]
    summary = crawl(site, archive, window)
    assert summary.outcome == "incomplete"
    assert {severity for severity, _ in findings(archive)} == {"error"}
    assert content(archive) == before
    assert query(archive, "SELECT * FROM change WHERE run_id = 2") == []


def body_of(site: WatchedSite, path: str) -> bytes:
    return next(w.body for w in site.watched if w.path.endswith(path))


def test_bytes_of_another_charset(archive: Path, site: WatchedSite) -> None:
    """UTF-8 under a header that says ISO-8859-1 is read as what it is; no word is damaged.

    0x81 and 0x00 are nothing in windows-1252: the rest of the page is read all the same.
    """
    day = ("2009-06-30", "2009-06-30")
    crawl(site, archive, day)
    before = content(archive)
    page = body_of(site, "vo020.asp?VOLFDNR=4885")
    site.faults.append(Fault(PAPER, "body", body=page.decode("windows-1252").encode()))
    assert crawl(site, archive, day).outcome == "complete"
    for table in ("paper", "consultation", "paper_section"):
        assert content(archive)[table] == before[table], table
    assert "Familienförderung" in before["paper"][PAPER_ID]["name"]

    broken = page.replace(b"Kinder-Jugend-Familie", b"Kinder-\x81Jugend-Familie\x00")
    assert broken != page
    site.faults[:] = [Fault(PAPER, "body", body=broken)]
    crawl(site, archive, day)
    assert content(archive)["consultation"] == before["consultation"]
    assert content(archive)["paper_section"] == before["paper_section"]
    assert query(archive, "SELECT * FROM consultation WHERE gone_at IS NOT NULL") == []


def test_a_body_that_never_ends(archive: Path, site: WatchedSite) -> None:
    site.faults.append(Fault(PAPER, "body", body=b"<p>x" * 200_000))
    summary = crawl(site, archive, ALL_OF_DEMO, DOWNLOAD_MAXSIZE=400_000)
    assert (summary.outcome, findings(archive)) == ("incomplete", {("error", "unreached")})
    assert_lacks_only_the_paper(archive)


def test_the_line_of_a_real_crawl(archive: Path, site: WatchedSite) -> None:
    """Cut, endless and silent answers with the reactor that real crawls use."""
    site.faults += [
        Fault(PAPER, "cut", value=9000),
        Fault("VOLFDNR=4850$", "body", body=b"<p>x" * 200_000),
        Fault("VOLFDNR=4851$", "delay", value=2),
        Fault("VOLFDNR=4852$", "cut", times=1, value=0),
    ]
    quick = {"RETRY_TIMES": 1, "RETRY_BACKOFF": 0.01}
    limits = {"DOWNLOAD_MAXSIZE": 400_000, "DOWNLOAD_TIMEOUT": 1, "AUTOTHROTTLE_ENABLED": False}
    result = scrapy_crawl(site.base_url, archive, JUNE, **quick, **limits)
    assert "Traceback" not in result.stdout + result.stderr
    (run,) = query(archive, "SELECT outcome, message FROM run")
    assert run["outcome"] == "incomplete"
    assert findings(archive) == {("error", "unreached")}
    reached = query(archive, "SELECT DISTINCT url FROM finding WHERE severity = 'error'")
    assert {row["url"].rpartition("=")[2] for row in reached} == {"4885", "4850", "4851"}
    assert "herne/paper/4852" in rows_of(archive, "paper")
    lost = {PAPER_ID, "herne/paper/4850", "herne/paper/4851"}
    assert not lost & rows_of(archive, "paper").keys()
    assert len(rows_of(archive, "paper")) == 27
    assert sound(archive)


def test_a_site_with_nothing_in_it(archive: Path, site: WatchedSite) -> None:
    """Empty calendar and lists where something is expected: a failed run, nothing is taken away."""
    crawl(site, archive, ALL_OF_DEMO)
    before = content(archive)
    site.faults.append(Fault("", "empty_list"))
    summary = crawl(site, archive, ALL_OF_DEMO)
    assert (summary.outcome, EXIT_CODES[summary.outcome]) == ("failed", 1)
    assert summary.message == "The source lists nothing in a window where something is expected."
    assert content(archive) == before


STRANGE = b"<html><body><p>Baustelle</p></body></html>"
LOGIN = b"""<!DOCTYPE html><html><head><title>Anmeldung</title></head><body>
<form action="/login" method="post"><input name="user"/><input name="password"/></form>
</body></html>"""


@pytest.mark.parametrize("target", ["/allris/logon.asp", "/login"])
def test_a_redirect_to_a_login_page(archive: Path, site: WatchedSite, target: str) -> None:
    site.faults += [
        Fault(PAPER, "redirect", value=target),
        Fault(f"^{target}$", "body", body=LOGIN),
    ]
    summary = crawl(site, archive, ALL_OF_DEMO)
    assert summary.outcome == "incomplete"
    ((severity, code),) = findings(archive)
    assert (severity, code) == ("error", "unexpected_page" if "allris" in target else "moved")
    assert_lacks_only_the_paper(archive)


def test_a_redirect_to_the_start_page(archive: Path, site: WatchedSite) -> None:
    """A page of ALLRIS, readable, and not what was asked for: the paper is not done with it."""
    site.faults.append(Fault(PAPER, "redirect", value="/allris/allris.net.asp"))
    summary = crawl(site, archive, ALL_OF_DEMO)
    assert (summary.outcome, findings(archive)) == ("incomplete", {("error", "unexpected_page")})
    assert_lacks_only_the_paper(archive)


def test_a_redirect_off_the_host_is_not_followed(archive: Path, site: WatchedSite) -> None:
    with StandInSite(demo_world()) as other:
        elsewhere = other.base_url.replace("127.0.0.1", "localhost")
        site.faults.append(Fault(PAPER, "redirect", value=f"{elsewhere}vo020.asp?VOLFDNR=4885"))
        summary = crawl(site, archive, ALL_OF_DEMO)
        assert other.requests == []
    assert (summary.outcome, findings(archive)) == ("incomplete", {("error", "http_error")})
    (found,) = query(archive, "SELECT * FROM finding")
    assert found["message"].startswith("Status 302")
    assert_lacks_only_the_paper(archive)


def test_a_redirect_in_a_circle(archive: Path, site: WatchedSite) -> None:
    site.faults.append(Fault(PAPER, "redirect", value="/allris/vo020.asp?VOLFDNR=4885"))
    summary = crawl(site, archive, ALL_OF_DEMO)
    assert (summary.outcome, findings(archive)) == ("incomplete", {("error", "redirected")})
    assert sum("VOLFDNR=4885" in path for path in paths(site.requests)) == 6
    assert_lacks_only_the_paper(archive)


def test_a_page_of_somebody_else(archive: Path, site: WatchedSite) -> None:
    """Another site at the same address: failed, and not a word of it in the archive."""
    site.faults.append(Fault("/allris/", "body", body=STRANGE))
    summary = crawl(site, archive, JUNE)
    assert (summary.outcome, summary.listed) == ("failed", 0)
    assert ("error", "unexpected_page") in findings(archive)
    assert not any(content(archive).values())


def test_a_paper_page_of_somebody_else(archive: Path, site: WatchedSite) -> None:
    site.faults.append(Fault(PAPER, "body", body=STRANGE))
    summary = crawl(site, archive, ALL_OF_DEMO)
    assert (summary.outcome, findings(archive)) == ("incomplete", {("error", "unexpected_page")})
    assert_lacks_only_the_paper(archive)


def test_a_server_that_is_down(archive: Path) -> None:
    with StandInSite(demo_world()) as site:
        base_url = site.base_url
        port = int(base_url.split(":")[2].split("/")[0])
    summary = crawl(base_url, archive, JUNE)
    assert (summary.outcome, EXIT_CODES[summary.outcome]) == ("failed", 1)
    assert summary.message is not None
    assert "is the host up" in summary.message
    # an hour later it is up again
    with StandInSite(demo_world(), port=port) as site:
        assert crawl(site, archive, JUNE).outcome == "complete"
    assert len(rows_of(archive, "paper")) == 30


# The list of papers lives in a session


class ForgetfulSite(WatchedSite):
    """Forgets all sessions before each n-th request for a further page of the list."""

    every = 1
    _turned = 0

    def fault_for(self, seen: tuple[str, str, dict[str, str]]) -> Fault | None:
        if "shownext" in seen[1]:
            self._turned += 1
            if self._turned % self.every == 0:
                self.forget_sessions()
        return super().fault_for(seen)


@pytest.mark.parametrize("every", [1, 2])
def test_a_list_that_loses_its_session_is_no_endless_loop(archive: Path, every: int) -> None:
    """Four pages in the window; the second or third request for a next page shows the first."""
    world = generated_world(5, 160)
    last = max(paper.created for paper in world.papers.values()).isoformat()
    with ForgetfulSite(world) as site:
        site.every = every
        site.faults.append(Fault(r"to0[12]0|vo020", "status", value=404))  # the list alone counts
        summary = crawl(site, archive, ("2009-01-01", last))
        turned = sum("shownext" in path for path in paths(site.requests))
    assert summary.outcome == "incomplete"
    assert ("error", "list_stuck") in findings(archive)
    assert turned == every


def test_a_base_address_that_has_moved_is_told(archive: Path, site: WatchedSite) -> None:
    """Every page answers from below another path: nothing of it is followed, and that is said."""
    old = site.base_url.replace("/allris/", "/Rathaus/")
    for page in ("si010_j.asp", "vo040.asp", "au010.asp"):
        site.faults.append(
            Fault(f"/Rathaus/{page}", "redirect", value=f"/allris/{page}?MM=6&YY=2009")
        )
    summary = crawl(old, archive, JUNE)
    assert summary.outcome != "complete"
    assert ("error", "moved") in findings(archive)


def test_lists_without_a_meeting_or_a_paper_are_a_failed_run(
    archive: Path, site: WatchedSite
) -> None:
    """The list of committees is there as ever; that is not what a window is asked for."""
    site.faults += [Fault("si010_j", "empty_list"), Fault("vo040", "empty_list")]
    summary = crawl(site, archive, JUNE)
    assert summary.outcome == "failed"
    assert rows_of(archive, "organization")


def test_a_list_that_is_missing_is_an_error(archive: Path, site: WatchedSite) -> None:
    site.faults.append(Fault("au010", "status", value=404))
    summary = crawl(site, archive, JUNE)
    assert (summary.outcome, findings(archive)) == ("incomplete", {("error", "not_found")})


def test_a_bug_in_a_pipeline_is_told(
    archive: Path, site: WatchedSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(page: Page) -> Page:
        if page.kind == "paper":
            raise ZeroDivisionError("a bug")
        return page

    monkeypatch.setattr("pipelines.normalize.normalize", broken)
    summary = crawl(site, archive, JUNE)
    assert summary.outcome in {"failed", "incomplete"}
    assert ("error", "crash") in findings(archive)


def test_a_bug_in_storing_ends_the_crawl(
    archive: Path, site: WatchedSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Otherwise the pages that cannot be stored would be fetched again and again."""

    def broken(*arguments: object) -> None:
        raise KeyError("a bug")

    monkeypatch.setattr("harvester.archive.storing.store", broken)
    summary = crawl(site, archive, JUNE)
    assert summary.outcome == "failed"
    assert "bug" in (summary.message or "")
    assert len(site.requests) < 60


def test_a_maintenance_page_that_is_not_there_denies_no_record(
    archive: Path, site: WatchedSite
) -> None:
    """Status 404 behind a redirect is about another address than the one that was asked for."""
    site.faults = [Fault(r"to010", "redirect", times=1, value="/wartung/")]
    summary = crawl(site, archive, JUNE)
    assert summary.outcome == "incomplete"
    (finding,) = query(archive, "SELECT * FROM finding WHERE severity = 'error'")
    assert finding["code"] == "http_error"
    assert query(archive, "SELECT * FROM snapshot WHERE code = 'not_found'") == []
