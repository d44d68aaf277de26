"""Tabs of a browser that note what a page should not do."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Request, Route


@dataclass
class Tab:
    """A tab; `troubles` are errors, failed requests, dialogs, `foreign` requests elsewhere."""

    page: "Page"
    troubles: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)

    def open(self, address: str) -> "Page":
        """Go there; what was noted before is forgotten."""
        self.troubles.clear()
        self.foreign.clear()
        self.page.goto(address)
        return self.page


class Tabs:
    """Tabs by their options, each made once: a context costs more than a page."""

    def __init__(self, browser: "Browser") -> None:
        self._browser = browser
        self._tabs: dict[str, Tab] = {}

    def tab(self, width: int = 1200, **options: Any) -> Tab:
        """A tab of this width. Scripts are off unless `java_script_enabled` says else."""
        options = {"java_script_enabled": False, "locale": "de-DE", **options}
        key = f"{width} {sorted(options.items())}"
        if key not in self._tabs:
            size: Any = {"width": width, "height": 900 if width > 500 else 800}
            page = self._browser.new_context(viewport=size, **options).new_page()
            self._tabs[key] = tab = Tab(page)
            page.set_default_timeout(10_000)
            _watch(tab)
        return self._tabs[key]


def _watch(tab: Tab) -> None:
    note, page = tab.troubles.append, tab.page
    page.on("console", lambda said: note(f"console: {said.text}"))
    page.on("pageerror", lambda error: note(f"error: {error}"))
    page.on("requestfailed", lambda request: note(f"failed: {request.url}"))

    def dialog(shown: Any) -> None:
        note(f"dialog: {shown.message}")
        shown.dismiss()

    def route(asked: "Route", request: "Request") -> None:
        if request.url.startswith(("http://127.0.0.1:", "data:", "blob:")):
            asked.continue_()
        else:
            tab.foreign.append(request.url)
            asked.abort()

    page.on("dialog", dialog)
    page.route("**/*", route)
