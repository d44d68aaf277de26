"""What an archive knows of a record, as it is merged with what another one knows."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from harvester.archive.secondhand import _OWN, _rank


@dataclass(frozen=True, slots=True)
class Origin:
    """When and by which run and response something became known; `seen`: when it was shown.

    `page` is the same for every response from one page (None: concluded), `run` the run's uid. The
    ids are those of the archive that is merged into.
    """

    at: str
    seen: str
    run: str
    page: str | None
    run_id: int
    snapshot_id: int | None


@dataclass(frozen=True, slots=True)
class Change:
    """A row of `change`; old and new are JSON."""

    origin: Origin
    kind: str
    field: str | None
    old: str | None
    new: str | None


@dataclass(frozen=True, slots=True)
class Reading:
    """A page that an archive read; `whole`: nothing is known to have been cut off or unreadable."""

    origin: Origin
    whole: bool


@dataclass(frozen=True, slots=True)
class Known:
    """What one archive knows of a record: nothing, if `changes` is empty.

    `derived` are rule and file by field, as in the table. `siblings_since` and `owner_seen` frame
    the time in which the archive would have known a record of this owner; None: it would not.
    """

    changes: list[Change]
    last_seen: str = ""
    derived: Mapping[str, tuple[str, str | None]] = field(default_factory=dict)
    siblings_since: str | None = None
    owner_seen: str | None = None

    def rank(self, name: str) -> int:
        """How much the archive's word on a field counts: stated, read in a form, concluded."""
        rule = self.derived.get(name)
        return _OWN if rule is None else _rank(rule[0])
