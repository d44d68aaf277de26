"""Builds Scrapy requests the one way that spider and frontier share."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from scrapy import Request

from harvester.archive import Validators
from harvester.page import Form

#: Classic ASP reads a form's bytes as windows-1252.
_FORM_CHARSET = "windows-1252"
FILE = "file"


def make_request(
    spider: Any, url: str, form: Form | None, *, headers: Mapping[str, str] = {}, **arguments: Any
) -> Request:
    """A GET, or a POST where there is a form, answered by the spider's `parse` and `unreached`.

    Args:
        spider: whose callbacks answer.
        url: the address.
        form: the fields of a POST; they travel in `meta["form"]` too.
        headers: more headers.
        arguments: as `scrapy.Request` takes them (meta, cb_kwargs, priority); `cb_kwargs["kind"]`
            is "file" for a document, which has limits of its own.
    """
    body = urlencode(form, encoding=_FORM_CHARSET, errors="replace") if form is not None else None
    sent = {"Content-Type": "application/x-www-form-urlencoded"} if form is not None else {}
    arguments["meta"] = {**arguments.get("meta", {}), "form": form}
    if arguments.get("cb_kwargs", {}).get("kind") == FILE:
        arguments["meta"] |= _limits(spider)
    return Request(
        url,
        method="GET" if form is None else "POST",
        body=body,
        headers={**sent, **headers},
        callback=spider.parse,
        errback=spider.unreached,
        **arguments,
    )


def conditional(validators: Validators | None) -> dict[str, str]:
    """The headers that ask for a document only if it has changed."""
    if validators is None:
        return {}
    asked = {
        "If-None-Match": validators.etag,
        "If-Modified-Since": validators.last_modified,
        # no cache on the way may answer in the host's place
        "Cache-Control": "max-age=0",
    }
    return {name: value for name, value in asked.items() if value is not None}


def _limits(spider: Any) -> dict[str, Any]:
    settings = spider.settings
    return {
        "download_maxsize": settings.getint("DOCUMENT_MAXSIZE"),
        "download_warnsize": 0,
        "download_timeout": settings.getfloat("DOCUMENT_TIMEOUT"),
        # a document that trickles takes minutes, three times over
        "max_retry_times": 1,
    }
