"""What happens in a living town in one night, and when a nightly crawl can see it."""

from dataclasses import dataclass
from typing import Literal

SeenBy = Literal["next night", "rotation"]
"""`next night`: a list or a record that is asked for every night shows it. `rotation`: only a page
that has its turn now and then does."""


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened before a night: its kind, and the ids of the records that differ.

    Ids are those of `expected()`; what is in no `expected()` any more has gone. An event whose
    records become visible at different times comes as two, one for each `seen_by`.
    """

    night: int
    kind: str
    ids: tuple[str, ...]
    seen_by: SeenBy
