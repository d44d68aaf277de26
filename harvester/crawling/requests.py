"""Builds Scrapy requests the one way that spider and frontier share."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from scrapy import Request

from harvester.page import Form

#: Classic ASP reads a form's bytes as windows-1252.
_FORM_CHARSET = "windows-1252"


def make_request(
    spider: Any, url: str, form: Form | None, *, headers: Mapping[str, str] = {}, **arguments: Any
) -> Request:
    """A GET, or a POST where there is a form, answered by the spider's `parse` and `unreached`.

    Args:
        spider: whose callbacks answer.
        url: the address.
        form: the fields of a POST; they travel in `meta["form"]` too.
        headers: more headers.
        arguments: as `scrapy.Request` takes them (meta, cb_kwargs, priority).
    """
    body = urlencode(form, encoding=_FORM_CHARSET, errors="replace") if form is not None else None
    sent = {"Content-Type": "application/x-www-form-urlencoded"} if form is not None else {}
    arguments["meta"] = {**arguments.get("meta", {}), "form": form}
    return Request(
        url,
        method="GET" if form is None else "POST",
        body=body,
        headers={**sent, **headers},
        callback=spider.parse,
        errback=spider.unreached,
        **arguments,
    )
