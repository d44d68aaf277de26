"""How the crawler behaves towards a host."""

from itertools import pairwise
from pathlib import Path

import pytest

from crawl.helpers import (
    ALL_OF_DEMO,
    JUNE,
    QUIET_DAY,
    WatchedSite,
    crawl,
    findings,
    harvester_crawl,
    offers,
    paths,
    query,
    rows_of,
)
from harvester.cli.options import EXIT_CODES
from harvester.standin import Fault


def robots(text: str) -> Fault:
    return Fault("^/robots.txt$", "body", body=text.encode())


def test_only_what_the_pages_link_is_asked_for(archive: Path, site: WatchedSite) -> None:
    """Calendar months come from the window; all else was offered by a page seen before."""
    crawl(site, archive, ALL_OF_DEMO)
    assert site.watched[0].path == "/robots.txt"
    assert sum(w.path == "/robots.txt" for w in site.watched) == 1
    offered: set[tuple[str, str, frozenset[str]]] = set()
    for seen in site.watched[1:]:
        assert seen.path.startswith("/allris/")
        fields = frozenset(seen.form)
        known = (seen.method, seen.path, fields) in offered
        assert known or seen.path.startswith("/allris/si010_j.asp?MM="), seen.path
        offered |= offers(site, seen)
    assert len(site.watched) == len(site.requests) > 100
    # nothing is asked for twice
    assert len({(w.method, w.path) for w in site.watched}) == len(site.watched)


@pytest.mark.parametrize("elsewhere", ["http://localhost:{port}/allris/", "/Rathaus/"])
def test_a_link_off_the_base_is_not_followed(
    archive: Path, site: WatchedSite, elsewhere: str
) -> None:
    """Neither to another host nor to another part of the same."""
    day = ("2009-06-18", "2009-06-18")
    crawl(site, archive.with_name("first.sqlite"), day)
    agenda = next(w.body for w in site.watched if w.path.endswith("to010.asp?SILFDNR=1159"))
    link = b'href="to020.asp'
    assert link in agenda
    with WatchedSite(site.world) as other:
        port = other.base_url.split(":")[2].partition("/")[0]
        leading = f'href="{elsewhere.format(port=port)}to020.asp'
        body = agenda.replace(link, leading.encode())
        site.faults.append(Fault("SILFDNR=1159$", "body", body=body))
        before = len(site.requests)
        summary = crawl(site, archive, day)
        assert other.requests == []
    assert (summary.outcome, findings(archive)) == ("complete", {("warning", "link_elsewhere")})
    asked = paths(site.requests[before:])
    assert not [path for path in asked if "to020" in path]
    assert len([path for path in asked if "vo020" in path]) == 4


def test_one_request_at_a_time(archive: Path, site: WatchedSite) -> None:
    """Each answer takes 20 ms, in which a second request would be noticed."""
    site.faults.append(Fault("", "delay", value=0.02))
    crawl(site, archive, ("2009-06-22", "2009-06-24"))
    watched = sorted(site.watched, key=lambda w: w.began)
    assert len(watched) > 15
    assert all(later.began >= earlier.ended for earlier, later in pairwise(watched))


def test_the_crawl_delay_of_robots_txt_is_kept(archive: Path, site: WatchedSite) -> None:
    site.faults.append(robots("User-agent: *\nCrawl-delay: 0.4\n"))
    settings = {"AUTOTHROTTLE_ENABLED": True, "AUTOTHROTTLE_START_DELAY": 0.01}
    crawl(site, archive, QUIET_DAY, DOWNLOAD_DELAY=0.01, **settings)
    began = [w.began for w in site.watched]
    assert len(began) >= 5
    # the clock of the server is not that of the client
    assert min(later - earlier for earlier, later in pairwise(began)) > 0.35


def test_the_user_agent_says_who_asks(archive: Path, site: WatchedSite) -> None:
    """Also to robots.txt; with an address to complain to where one is set."""
    crawl(site, archive, QUIET_DAY)
    assert {w.agent for w in site.watched} == {"council-harvester/0.1.0"}
    site.watched.clear()
    command = ["--contact", "archiv@example.org"]
    result = harvester_crawl(site.base_url, archive, QUIET_DAY, more=command)
    assert result.returncode == 0, result.stderr
    assert len(site.watched) >= 5
    assert {w.agent for w in site.watched} == {"council-harvester/0.1.0 (+archiv@example.org)"}


def test_a_path_that_robots_txt_forbids_is_not_fetched(archive: Path, site: WatchedSite) -> None:
    site.faults.append(robots("User-agent: *\nDisallow: /allris/to020.asp\n"))
    summary = crawl(site, archive, JUNE)
    assert summary.outcome == "incomplete"
    assert not [path for path in paths(site.requests) if "to020" in path]
    assert findings(archive) == {("error", "not_allowed")}
    assert len(rows_of(archive, "paper")) == 30


def test_rules_for_others_do_not_concern_us(archive: Path, site: WatchedSite) -> None:
    site.faults.append(robots("User-agent: Googlebot\nDisallow: /\n"))
    assert crawl(site, archive, QUIET_DAY).outcome == "complete"


def test_rules_for_this_program_are_obeyed(archive: Path, site: WatchedSite) -> None:
    site.faults.append(robots("User-agent: council-harvester\nDisallow: /\n\nUser-agent: *\n"))
    assert crawl(site, archive, JUNE).outcome == "refused"
    assert paths(site.requests) == []


def test_a_host_that_forbids_everything_is_left_alone(archive: Path, site: WatchedSite) -> None:
    site.faults.append(robots("User-agent: *\nDisallow: /\n"))
    summary = crawl(site, archive, JUNE)
    assert (summary.outcome, EXIT_CODES[summary.outcome]) == ("refused", 3)
    assert summary.message is not None
    assert "robots.txt forbids" in summary.message
    assert [path for _, path, _ in site.requests] == ["/robots.txt"]
    assert query(archive, "SELECT count(*) AS n FROM snapshot") == [{"n": 0}]
    # once it is allowed, the next run gets everything
    site.faults.clear()
    assert crawl(site, archive, JUNE).outcome == "complete"
    assert len(rows_of(archive, "paper")) == 30


def test_a_robots_txt_that_fails_forbids_everything(archive: Path, site: WatchedSite) -> None:
    """RFC 9309: a server error is no permission."""
    site.faults.append(Fault("^/robots.txt$", "status", value=503))
    summary = crawl(site, archive, JUNE)
    assert (summary.outcome, summary.pages) == ("failed", 0)
    assert "robots.txt" in (summary.message or "")
    assert paths(site.requests) == []
