"""What a response means, and how a run ends."""

from typing import Any

import pytest

from harvester.archive import RunCounts
from harvester.crawling.outcome import judge_response, judge_run
from harvester.page import PageError

FOREIGN = PageError("unexpected_page", "Not an ALLRIS page.")
REFUSAL = b"<html><body><h1>Zugriff verweigert</h1></body></html>"


@pytest.mark.parametrize(
    ("status", "body", "error", "severity", "code"),
    [
        (403, b"<p>Forbidden", None, "error", "refused"),
        (429, b"", None, "error", "refused"),
        (401, b"<p>Login", None, "error", "refused"),
        (404, b"<p>weg", None, "warning", "not_found"),
        (410, b"", None, "warning", "not_found"),
        (500, b"\xff\xfe", None, "error", "http_error"),
        (302, b"<p>moved", None, "error", "http_error"),
        (200, REFUSAL, FOREIGN, "error", "refused"),
        (200, b"<script src='/altcha/captcha.js'></script>", FOREIGN, "error", "refused"),
        (200, b"<p>Stadtportal", FOREIGN, "error", "unexpected_page"),
        (200, b"<p>x", PageError("not_found", "none"), "warning", "not_found"),
        (200, b"<p>x", PageError("truncated", "breaks off"), "error", "truncated"),
        # a council may well discuss refused access on a page that is only broken
        (200, REFUSAL, PageError("truncated", "breaks off"), "error", "truncated"),
    ],
)
def test_responses(
    status: int, body: bytes, error: PageError | None, severity: str, code: str
) -> None:
    finding = judge_response(status, body, error)
    assert finding is not None
    assert (finding.severity, finding.code) == (severity, code)
    assert finding.message


def test_a_page_that_was_read_is_never_a_refusal() -> None:
    assert judge_response(200, REFUSAL) is None


def counts(**changed: int) -> RunCounts:
    return RunCounts(**{"pages": 9, "failed": 0, "waiting": 0, "errors": 0, "listed": 5} | changed)


@pytest.mark.parametrize(
    ("reason", "fatal", "run", "stats", "outcome"),
    [
        ("finished", None, counts(), {}, "complete"),
        ("finished", None, counts(failed=1), {}, "incomplete"),
        ("finished", None, counts(errors=1), {}, "incomplete"),
        ("finished", None, counts(waiting=1), {}, "incomplete"),
        ("finished", None, counts(listed=0), {}, "failed"),
        ("finished", None, counts(pages=0), {}, "failed"),
        ("finished", None, counts(), {"spider_exceptions/count": 1}, "failed"),
        ("start_error", None, counts(), {}, "failed"),
        ("shutdown", None, counts(), {}, "interrupted"),
        ("refused", None, counts(), {}, "refused"),
        ("finished", None, counts(pages=0), {"robotstxt/forbidden": 3}, "refused"),
        ("finished", None, counts(), {"robotstxt/forbidden": 3}, "complete"),
        ("archive_failed", "The disk is full.", counts(), {}, "failed"),
    ],
)
def test_runs(
    reason: str, fatal: str | None, run: RunCounts, stats: dict[str, Any], outcome: str
) -> None:
    judged, message = judge_run(reason, fatal, run, stats, expects_records=True)
    assert judged == outcome
    assert (message is None) == (outcome == "complete")


def test_a_window_of_a_few_days_may_be_empty() -> None:
    assert judge_run("finished", None, counts(listed=0), {}, expects_records=False) == (
        "complete",
        None,
    )
