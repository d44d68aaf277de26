import pytest
from archive_pages import (
    SOURCE,
    begin,
    day,
    harvest,
    meeting_page,
    paper_page,
    request,
    row,
    visit,
)

from harvester.archive import Archive, RunCounts, RunInfo, request_key
from harvester.archive.model import Outcome

A, B, C = (f"https://ris.example/vo020.asp?VOLFDNR={n}" for n in (1, 2, 3))


def urls(archive: Archive) -> list[str]:
    return [one.url for one in archive.waiting("town", 10)]


def state(archive: Archive, url: str) -> tuple[str, int, int]:
    held = row(archive, "frontier", request_key("town", "GET", url, None))
    return held["state"], held["attempts"], held["campaign"]


def fetch(archive: Archive, run: RunInfo, url: str, at: str, **changed: object) -> None:
    archive.store(run, [visit(None, at, url=url, **changed)], [])


def test_a_run_registers_its_source_and_is_counted(archive: Archive) -> None:
    run = begin(archive, day(1))
    assert (run.id, run.campaign, run.source_id) == (1, 1, "town")
    page = paper_page()
    page.note("warning", "unknown_role", "x")
    archive.store(run, [visit(page, day(1, 3))], [request(A), request(B)])
    fetch(archive, run, B, day(1, 3), state="failed", status=500)
    counts = RunCounts(pages=2, failed=1, waiting=0, errors=0, listed=0, missing=0)
    assert archive.count_run(run) == counts
    summary = archive.finish_run(run, "incomplete", "one page failed", day(1, 4))
    assert (summary.pages, summary.failed, summary.waiting) == (2, 1, 0)
    assert summary.findings == {"error": 0, "warning": 1, "info": 0}
    assert summary.records["consultation"] == {
        "new": 2,
        "changed": 0,
        "gone": 0,
        "returned": 0,
        "unchanged": 0,
    }
    (source,) = archive.sources()
    assert (source["id"], source["body_name"], source["ags"]) == ("town", "Stadt Town", "05999000")
    (last,) = archive.latest_runs()
    assert last["arguments"] == {"since": "2009-06-01"}
    assert last["counts"]["records"] == summary.records
    assert (last["outcome"], last["started"], last["ended"]) == ("incomplete", day(1), day(1, 4))
    assert last["message"] == "one page failed"


def test_counts_of_a_second_run(archive: Archive) -> None:
    harvest(archive, day(1), paper_page(1), paper_page(2), meeting_page())
    run = begin(archive, day(2))
    fewer = paper_page(2, steps=(("Schulausschuss", "2009-06-03"),))
    archive.store(run, [visit(paper_page(1, name="neu"), day(2)), visit(fewer, day(2))], [])
    records = archive.finish_run(run, "complete", None, day(2)).records
    zero = {"new": 0, "changed": 0, "gone": 0, "returned": 0, "unchanged": 0}
    assert records["paper"] == zero | {"changed": 1, "unchanged": 1}
    assert records["consultation"] == zero | {"gone": 1, "unchanged": 3}
    assert "meeting" not in records


def test_the_frontier_hands_out_by_priority_then_in_order(archive: Archive) -> None:
    run = begin(archive, day(1))
    archive.store(run, [], [request(A), request(B, priority=5), request(C)])
    assert urls(archive) == [B, A, C]
    assert urls(archive)[:2] == [one.url for one in archive.waiting("town", 2)]
    keys = [one.key for one in archive.waiting("town", 1)]
    assert [one.url for one in archive.waiting("town", 10, exclude_keys=keys)] == [A, C]
    assert archive.count_waiting("town") == 3
    assert archive.count_waiting("elsewhere") == 0


def test_a_form_comes_back_as_it_was(archive: Archive) -> None:
    form = (("DOLFDNR", "12"), ("options", "64"), ("options", "ü"))
    key = request_key("town", "POST", A, form)
    asked = request(A, key=key, method="POST", form=form, kind="file")
    run = begin(archive, day(1))
    archive.store(run, [], [asked, request(A)])
    assert archive.waiting("town", 10) == [asked, request(A)]


def test_a_request_known_to_the_campaign_is_not_taken_twice(archive: Archive) -> None:
    run = begin(archive, day(1))
    archive.store(run, [], [request(A), request(B), request(C)])
    fetch(archive, run, A, day(1), state="done")
    fetch(archive, run, B, day(1), state="failed", status=500)
    fetch(archive, run, C, day(1), state=None, status=503, error="busy")
    archive.store(run, [], [request(A), request(B), request(C)])
    assert [state(archive, url)[:2] for url in (A, B, C)] == [
        ("done", 1),
        ("failed", 1),
        ("waiting", 1),
    ]
    held = row(archive, "frontier", request_key("town", "GET", C, None))
    assert (held["http_status"], held["error"], held["tried_at"]) == (503, "busy", day(1))


def test_a_new_campaign_asks_again(archive: Archive) -> None:
    first = begin(archive, day(1))
    archive.store(first, [], [request(A), request(B)])
    fetch(archive, first, A, day(1), state="done")
    archive.finish_run(first, "complete", None, day(1))
    second = begin(archive, day(2))
    assert second.campaign == 2
    assert state(archive, B) == ("waiting", 0, 2)  # taken over: nothing is forgotten
    assert state(archive, A) == ("done", 1, 1)
    archive.store(second, [], [request(A)])
    assert state(archive, A) == ("waiting", 0, 2)


@pytest.mark.parametrize("outcome", ["interrupted", "refused", "failed"])
def test_a_run_goes_on_with_what_was_cut_short(archive: Archive, outcome: Outcome) -> None:
    first = begin(archive, day(1))
    archive.store(first, [], [request(A), request(B)])
    fetch(archive, first, A, day(1), state="done")
    archive.finish_run(first, outcome, None, day(1, 3))
    second = begin(archive, day(1, 23))
    assert (second.id, second.campaign, second.source_id) == (2, 1, "town")
    archive.store(second, [], [request(A)])
    assert urls(archive) == [B]


@pytest.mark.parametrize("outcome", ["complete", "incomplete"])
def test_a_run_that_came_to_its_end_is_not_continued(archive: Archive, outcome: Outcome) -> None:
    archive.finish_run(begin(archive, day(1)), outcome, None, day(1))
    assert begin(archive, day(1, 3)).campaign == 2


def test_a_campaign_is_continued_for_a_day_only(archive: Archive) -> None:
    archive.finish_run(begin(archive, day(1, 2)), "refused", None, day(1, 2))
    archive.finish_run(begin(archive, day(2, 1)), "refused", None, day(2, 1))
    third = begin(archive, day(2, 2))  # 24 hours after the first, one after the second
    assert third.campaign == 3


def test_a_killed_run_is_closed_and_continued(archive: Archive) -> None:
    first = begin(archive, day(1))
    archive.store(first, [visit(paper_page(), day(1, 4))], [request(B)])
    second = begin(archive, day(1, 5))
    assert second.campaign == 1
    killed = row(archive, "run", 1)
    assert (killed["outcome"], killed["ended"]) == ("interrupted", day(1, 4))


def test_sources_do_not_disturb_each_other(archive: Archive) -> None:
    from dataclasses import replace

    begin(archive, day(1))
    other = replace(SOURCE, id="other")
    run = archive.begin_run(other, "crawl", {}, "harvester", day(1, 3))
    assert run.campaign == run.id
    assert row(archive, "run", 1)["outcome"] is None


def test_status_tells_how_fresh_each_source_is(archive: Archive) -> None:
    harvest(archive, day(1), meeting_page(), paper_page(date="2009-05-18"))
    page = paper_page(2, steps=())
    page.note("error", "truncated", "half a page")
    run = begin(archive, day(2))
    archive.store(run, [visit(page, day(2))], [request(A)])
    archive.finish_run(run, "refused", "403", day(2))
    (status,) = archive.status()
    assert status["id"] == "town"
    assert {table: count for table, count in status["counts"].items() if count} == {
        "organization": 1,
        "meeting": 1,
        "agenda_item": 2,
        "paper": 2,
        "paper_section": 2,
        "consultation": 2,
        "file": 2,
        "paper_file": 2,
    }
    assert (status["newest_meeting"], status["newest_paper"]) == ("2009-06-03", "2009-05-18")
    assert status["last_run"]["outcome"] == "refused"
    assert status["last_complete_run"]["id"] == 1
    (finding,) = status["findings"]
    assert (finding["severity"], finding["code"], finding["count"]) == ("error", "truncated", 1)
    assert finding["message"] == "half a page"
    assert status["waiting"] == 1


def test_an_empty_archive_has_no_status(archive: Archive) -> None:
    assert (archive.status(), archive.sources(), archive.latest_runs()) == ([], [], [])


def test_another_window_is_another_campaign(archive: Archive) -> None:
    """What the lists of one window gave says nothing about another: they are asked again."""
    june = {"since": "2009-06-01", "until": "2009-06-05"}
    first = archive.begin_run(SOURCE, "crawl", june, "harvester", day(1))
    archive.store(first, [], [request(A), request(B)])
    fetch(archive, first, A, day(1), state="done")
    archive.finish_run(first, "refused", None, day(1, 3))
    longer = june | {"until": "2009-06-30"}
    second = archive.begin_run(SOURCE, "crawl", longer, "harvester", day(1, 4))
    assert second.campaign == 2
    archive.store(second, [], [request(A)])
    assert sorted(urls(archive)) == sorted([A, B])


def test_what_waits_at_an_address_that_the_source_has_left_is_given_up(archive: Archive) -> None:
    from dataclasses import replace

    first = begin(archive, day(1))
    archive.store(first, [], [request(A)])
    moved = replace(SOURCE, base_url="https://new.example/")
    archive.begin_run(moved, "crawl", {}, "harvester", day(2))
    assert urls(archive) == []
    (state, error) = archive.db.conn.execute("SELECT state, error FROM frontier").fetchone()
    assert (state, error) == ("failed", "The source is now at https://new.example/")
