"""What a response means, and how a run ends."""

from typing import Any

import pytest

from harvester.archive import RunCounts
from harvester.crawling.outcome import judge_response, judge_run
from harvester.page import PageError

STATUS = PageError("http_error", "Status.")
PADDING = b"<p>Wort</p>" * 1000
PORTAL = b"<html><script src='captcha.js'></script><body>" + 3 * PADDING + b"</body></html>"
FOREIGN = PageError("unexpected_page", "Not an ALLRIS page.")
REFUSAL = b"<html><body><h1>Zugriff verweigert</h1></body></html>"


@pytest.mark.parametrize(
    ("status", "body", "error", "severity", "code"),
    [
        (403, b"<p>Forbidden", STATUS, "error", "refused"),
        (429, b"", STATUS, "error", "refused"),
        (401, b"<p>Login", STATUS, "error", "refused"),
        (404, b"<p>weg", STATUS, "warning", "not_found"),
        (410, b"", STATUS, "warning", "not_found"),
        (500, b"\xff\xfe", STATUS, "error", "http_error"),
        (302, b"<p>moved", STATUS, "error", "http_error"),
        (200, REFUSAL, FOREIGN, "error", "refused"),
        (200, b"<script src='/altcha/captcha.js'></script>", FOREIGN, "error", "refused"),
        (200, b"<p>Stadtportal", FOREIGN, "error", "unexpected_page"),
        (200, b"<p>x", PageError("not_found", "none"), "warning", "not_found"),
        (200, b"<p>x", PageError("truncated", "breaks off"), "error", "truncated"),
        # a bare word instead of a page
        (200, b"Zugriff verweigert", PageError("not_html", "no page"), "error", "refused"),
        (200, REFUSAL[:-14], PageError("truncated", "breaks off"), "error", "refused"),
        # a council may well discuss refused access on a page that is only broken
        (200, REFUSAL + PADDING, PageError("truncated", "breaks off"), "error", "truncated"),
        (200, REFUSAL, PageError("missing_part", "no subject"), "error", "missing_part"),
        # a portal's own page that loads a captcha for its contact form
        (200, PORTAL, FOREIGN, "error", "unexpected_page"),
    ],
)
def test_responses(
    status: int, body: bytes, error: PageError | None, severity: str, code: str
) -> None:
    finding = judge_response(status, body, error)
    assert (finding.severity, finding.code) == (severity, code)
    assert finding.message


def counts(**changed: int) -> RunCounts:
    return RunCounts(
        **{"pages": 9, "failed": 0, "waiting": 0, "errors": 0, "listed": 5, "missing": 0} | changed
    )


@pytest.mark.parametrize(
    ("reason", "fatal", "run", "stats", "outcome"),
    [
        ("finished", None, counts(), {}, "complete"),
        ("finished", None, counts(failed=1), {}, "incomplete"),
        ("finished", None, counts(errors=1), {}, "incomplete"),
        ("finished", None, counts(waiting=1), {}, "incomplete"),
        ("finished", None, counts(missing=1), {}, "incomplete"),
        ("finished", None, counts(pages=0), {"robotstxt/response_status_count/503": 1}, "failed"),
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
