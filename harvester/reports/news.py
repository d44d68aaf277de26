"""What changed, gathered for a reader: what is followed apart from the rest."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from harvester.archive import Archive
from harvester.archive.changes import changes, last_crawl
from harvester.archive.events import Changed, FirstHarvest
from harvester.archive.telling import Beginning, beginnings, on_agendas, times

Entry = FirstHarvest | Changed
Place = tuple[str, str]  # day and id of an entry


@dataclass(frozen=True, slots=True)
class News:
    """What changed in some days (UTC), newest day first.

    `followed` is never cut; of `rest` there were `more`. `labels` says for what the entry of a day
    and id is followed, `towns` by source whose it is. `crawled` is when the last crawl began (UTC).
    `only_followed`: the rest was not asked for.
    Filled by `with_texts`: `at`, when the last of an entry happened (UTC), and `beginnings`, how
    new papers begin.
    """

    since: str
    until: str
    followed: tuple[Changed, ...]
    rest: tuple[Entry, ...]
    more: int
    labels: Mapping[Place, Sequence[str]]
    towns: Mapping[str, str]
    crawled: str | None
    only_followed: bool = False
    at: Mapping[Place, str] = field(default_factory=dict)
    beginnings: Mapping[str, Sequence[Beginning]] = field(default_factory=dict)

    @property
    def everything(self) -> list[Entry]:
        """Followed or not, newest day first, and in a day what is followed first."""
        return sorted([*self.followed, *self.rest], key=lambda one: one.day, reverse=True)

    def first(self, most: int | None) -> "News":
        """The same with at most so many of the rest; None: all."""
        return replace(
            self, rest=self.rest[:most], more=self.more + len(self.rest) - len(self.rest[:most])
        )

    def labels_of(self, one: Entry) -> Sequence[str]:
        """For what an entry is followed; empty if it is not."""
        return self.labels.get((one.day, one.id), ()) if isinstance(one, Changed) else ()


def gather(
    held: Archive,
    since: str,
    until: str,
    *,
    source_id: str | None = None,
    followed: Mapping[str, Sequence[str]] | None = None,
    only_followed: bool = False,
) -> News:
    """What changed in these days.

    Args:
        held: The archive.
        since: The first day (UTC).
        until: The last day.
        source_id: Only what this source gave; None: all.
        followed: Ids of papers that are followed, with the labels of what they are followed for.
        only_followed: Leave out the rest.
    """
    found = changes(held, since, until, source_id)
    labels = _labels(held, found, followed or {})
    apart = [one for one in found if isinstance(one, Changed) and (one.day, one.id) in labels]
    rest = [
        one for one in found if isinstance(one, FirstHarvest) or (one.day, one.id) not in labels
    ]
    return News(
        since=since,
        until=until,
        followed=tuple(apart),
        rest=() if only_followed else tuple(rest),
        more=0,
        labels=labels,
        towns={source["id"]: source["body_name"] for source in held.sources()},
        crawled=last_crawl(held, source_id),
        only_followed=only_followed,
    )


def _labels(
    held: Archive, found: Sequence[Entry], followed: Mapping[str, Sequence[str]]
) -> dict[Place, Sequence[str]]:
    """For what entries are followed.

    A meeting is, if a followed paper is on its agenda and what changed is the meeting or that item.
    """
    if not followed:
        return {}
    entries = [one for one in found if isinstance(one, Changed)]
    agendas: dict[str, list[tuple[str, str]]] = {}
    meetings = {one.id for one in entries if one.record == "meeting"}
    for meeting_id, item_id, paper_id in on_agendas(held, meetings, followed):
        agendas.setdefault(meeting_id, []).append((item_id, paper_id))
    labels: dict[Place, Sequence[str]] = {}
    for one in entries:
        told = {event.id for event in one.events}
        about = [paper for item, paper in agendas.get(one.id, ()) if told & {item, one.id}]
        named = [label for paper in (one.id, *about) for label in followed.get(paper, ())]
        if named:
            labels[one.day, one.id] = list(dict.fromkeys(named))
    return labels


def with_texts(held: Archive, news: News) -> News:
    """The same with the times of what happened and the beginnings of new papers."""
    told = [one for one in news.everything if isinstance(one, Changed)]
    new = {one.id for one in told if one.record == "paper" and is_new(one)}
    return replace(news, at=times(held, told), beginnings=beginnings(held, new))


def is_new(one: Changed) -> bool:
    """Whether the paper or meeting itself appeared."""
    return any(event.what == "new" and event.id == one.id for event in one.events)
