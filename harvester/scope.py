"""What a run keeps of a page: below the source's address, and within its days."""

from dataclasses import dataclass
from datetime import date

from harvester.page import Listed, Page
from harvester.records import File, Record

#: Lists whose entries have dates.
_DATED = frozenset(("calendar", "organization_meetings", "paper_list"))


@dataclass(frozen=True, slots=True)
class Scope:
    """The address below which a source lies, and the days that a run asks for.

    A replay of the run's pages keeps the same of them.
    """

    base_url: str
    since: date
    until: date

    def owns(self, url: str) -> bool:
        """Whether an address lies below the base: same scheme, host and port, and path."""
        return url.startswith(self.base_url)

    def holds(self, listed: Listed) -> bool:
        """Whether an entry lies within the days; one without a date may."""
        return listed.date is None or self.since <= date.fromisoformat(listed.date) <= self.until

    def trim(self, page: Page) -> Page:
        """Forget what lists name outside the days, and links that lead off the base address."""
        self._drop_links_elsewhere(page)
        if page.kind in _DATED:
            self._keep_days(page)
        elif page.kind == "document_list":
            # an entry does not say of what date its paper is; the paper's page lists the document
            within = any(self.holds(listed) for listed in page.listed if listed.date)
            page.links = page.links if within else []
            page.records, page.listed = [], []
        return page

    def _keep_days(self, page: Page) -> None:
        """Forget what is listed outside the days, with the documents shown beside it."""
        outside = {listed.id for listed in page.listed if not self.holds(listed)}
        page.listed = [listed for listed in page.listed if listed.id not in outside]
        kept = [r for r in page.records if not outside.intersection((r.id, *_owners(r)))]
        tied = {getattr(record, "file_id", None) for record in kept}
        files = {r.id for r in page.records if isinstance(r, File)} - tied
        page.records = [record for record in kept if record.id not in files]
        page.children = [child for child in page.children if child.owner_id not in outside]
        page.links = [link for link in page.links if link.target not in files]

    def _drop_links_elsewhere(self, page: Page) -> None:
        elsewhere = [link.url for link in page.links if not self.owns(link.url)]
        if elsewhere:
            text = f"{len(elsewhere)} links lead off {self.base_url}, such as {elsewhere[0]}"
            page.note("warning", "link_elsewhere", text)
        page.links = [link for link in page.links if self.owns(link.url)]


def _owners(record: Record) -> tuple[str | None, ...]:
    """What a record belongs to."""
    return getattr(record, "meeting_id", None), getattr(record, "paper_id", None)
