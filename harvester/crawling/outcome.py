"""Judgements: what a response means, and how a run ended."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bs4 import BeautifulSoup

from harvester.archive import Outcome, RunCounts
from harvester.markup import describe
from harvester.page import Finding, PageError, Severity
from harvester.vocabulary import load_vocabulary

REFUSED = "refused"
UNANSWERED = "unanswered"
DOCUMENT_REFUSED = "document_refused"
_REFUSING = frozenset((401, 403, 407, 429, 451))
_GONE = frozenset((404, 410))
#: Bytes of a page that are looked at; up to which a page may be a gate; a bare word of refusal.
_LOOK_AT = 200_000
_GATE = 20_000
_STUB = 5_000
_NOT_PUBLIC = frozenset((401, 403, 451))
_MARKUP = re.compile(rb"(?:\xef\xbb\xbf|\s)*<(?:!doctype|!--|html|head|body|\?xml)", re.IGNORECASE)

WHAT_TO_DO = (
    "The host is left alone. Ask the town to let the program in (docs/anfrage.md has a letter), "
    "or save pages by hand and take them in: harvester replay FOLDER (docs/replay.md)."
)


def judge_response(status: int, body: bytes, error: PageError) -> Finding:
    """What is wrong with a response that gave no page.

    Args:
        status: the HTTP status.
        body: the response's bytes.
        error: why it is no page.

    Returns:
        A finding: `refused` (a status, or a page with status 200 that says so), `not_found`
        (a warning: the source itself has no such page), or an error.
    """
    if status in _REFUSING:
        return Finding("error", REFUSED, f"The host refuses with status {status}: {_shown(body)}")
    if status in _GONE and error.code != "moved":  # a maintenance page that is not there either
        return Finding("warning", "not_found", f"Status {status}.")
    if not 200 <= status < 300:
        return Finding("error", "http_error", f"Status {status}: {_shown(body)}")
    if _refuses(body, error):
        return Finding("error", REFUSED, f"The host refuses with a page: {_shown(body)}")
    severity: Severity = "warning" if error.code == "not_found" else "error"
    return Finding(severity, error.code, str(error))


def judge_document(status: int, body: bytes) -> Finding | None:
    """What is wrong with an answer in which a document was expected; None if it may be one.

    A single document that is not given out is a warning (`document_refused`): it need not be
    public. Whether the host refuses all is for the spider to count.
    """
    if status in _NOT_PUBLIC:
        return Finding("warning", DOCUMENT_REFUSED, f"Not given out: status {status}.")
    if not 200 <= status < 300:
        return judge_response(status, body, PageError("http_error", ""))
    if not body:
        return Finding("error", "not_a_document", "Nothing came where a document was expected.")
    if _MARKUP.match(body[:_STUB]):
        page = PageError("unexpected_page", f"A page instead of a document: {_shown(body)}")
        finding = judge_response(status, body, page)
        if finding.code == REFUSED:
            return Finding("warning", DOCUMENT_REFUSED, finding.message)
        return replace(finding, code="not_a_document")
    return None


def _refuses(body: bytes, error: PageError) -> bool:
    """Whether a page that is not the council's says that we are not let in.

    A whole page of somebody else's says so in what it shows; a gate with a widget, or a bare word
    instead of a page, is small. A page of the council's own that is broken is no refusal.
    """
    phrases = load_vocabulary("refusal").meanings
    if error.code == "unexpected_page":
        small, limit = len(body) < _GATE, _LOOK_AT
    elif error.code in {"truncated", "not_html"}:
        small, limit = True, _STUB
        if len(body) > _STUB:
            return False
    else:
        return False
    source = body[:limit].decode("utf-8", "replace").casefold()
    text = source if small else BeautifulSoup(source, "lxml").get_text(" ")
    return any(phrase in text for phrase in phrases)


def _shown(body: bytes) -> str:
    try:
        return describe(body)
    except PageError as error:
        return str(error)


def judge_run(
    reason: str,
    fatal: str | None,
    counts: RunCounts,
    stats: Mapping[str, Any],
    *,
    expects_records: bool,
    may_rest: bool = False,
    limit: str | None = None,
) -> tuple[Outcome, str | None]:
    """The outcome of a run and the sentence that explains it; None if all is well.

    Args:
        reason: why Scrapy closed the spider.
        fatal: why the archive could not be written any more, if so.
        counts: what the run has come to.
        stats: Scrapy's statistics.
        expects_records: whether the window is one in which a source must list something.
        may_rest: whether all may have been fetched before, so that there was nothing to do.
        limit: which limit of the night was reached, if one was.
    """
    forbidden = stats.get("robotstxt/forbidden", 0)
    unsure = any(name.startswith("robotstxt/response_status_count/5") for name in stats)
    crashed = stats.get("spider_exceptions/count", 0)
    unfinished = (
        f"Not fetched or not read: {counts.failed} pages; not reached: {counts.waiting}; "
        f"errors found: {counts.errors}; listed and not held: {counts.missing}."
    )
    if limit is not None and counts.waiting:
        unfinished = f"The night ended because {limit}; the next one goes on. {unfinished}"
    judgements: tuple[tuple[bool, Outcome, str], ...] = (
        (fatal is not None, "failed", fatal or ""),
        (
            reason == REFUSED,
            "refused",
            f"The host refuses this program. {WHAT_TO_DO}",
        ),
        (
            reason == UNANSWERED,
            "failed",
            "The host does not answer, several requests in a row; the next run goes on from there.",
        ),
        (
            unsure and counts.pages == 0,
            "failed",
            "The host cannot give its robots.txt now, which forbids everything; try again later.",
        ),
        (
            bool(forbidden) and counts.pages == 0,
            "refused",
            f"robots.txt forbids every page that was asked for. {WHAT_TO_DO}",
        ),
        (
            reason not in {"finished", "start_error"},
            "interrupted",
            f"Stopped ({reason}); the next run goes on where it was.",
        ),
        (
            reason == "start_error" or crashed > 0,
            "failed",
            "The program failed on a page (a bug); run it with --debug and report it.",
        ),
        (
            counts.pages == 0
            and limit is None
            and not (may_rest and counts.failed == counts.waiting == 0),
            "failed",
            "Not one page could be fetched; is the address right, is the host up?",
        ),
        (
            counts.listed == 0 and expects_records and limit is None,
            "failed",
            "The source lists nothing in a window where something is expected.",
        ),
        (
            bool(counts.failed or counts.waiting or counts.errors or counts.missing),
            "incomplete",
            unfinished,
        ),
    )
    for applies, outcome, message in judgements:
        if applies:
            return outcome, message
    return "complete", None
