"""The shapes in which the expectations are written down."""

from dataclasses import dataclass, field

MIXED = "öffentlich/nichtöffentlich"


@dataclass(frozen=True, kw_only=True)
class Step:
    """One step of a Beratungsfolge. Ids without the source's prefix."""

    organization: str
    slug: str | None = None
    role_raw: str | None = None
    role: str | None = None
    status: str
    date: str | None = None
    meeting: int | None = None
    meeting_name: str | None = None
    item: int | None = None
    result_raw: str | None = None
    result: str | None = None


@dataclass(frozen=True, kw_only=True)
class Section:
    """A text block; `start` None: the page shows a heading and nothing below it.

    `lines` counts the paragraphs, `words` are phrases that the page's spans break.
    """

    code: str
    key: str
    heading: str
    start: str | None = None
    end: str | None = None
    lines: int = 0
    words: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Doc:
    """A file; `size` in bytes (None: not declared), `form` the fields of the POST."""

    id: str
    role: str
    name: str | tuple[str, ...] = ()
    number: str | None = None
    size: float | None = None
    status: str | None = None
    form: dict[str, str] | None = None
    url: str | None = None
    expires: bool = False
    modified: str | None = None


@dataclass(frozen=True, kw_only=True)
class PaperPage:
    """A vo020. `authors` counts them; a clerk is present or not, names are not written down."""

    url: str
    source: str
    id: int
    reference: str
    name: str
    type_raw: str
    type: str
    authors: int = 0
    clerk: bool = False
    lead_department: str
    file_number: str | None = None
    participating: tuple[str, ...] = ()
    steps: tuple[Step, ...]
    sections: tuple[Section, ...]
    files: tuple[Doc, ...]


@dataclass(frozen=True, kw_only=True)
class Item:
    """A row of an agenda; `number` names it, `position` counts from 1."""

    position: int
    id: int
    number: str
    name: str
    paper: int | None = None
    reference: str | None = None
    result_raw: str | None = None
    result: str | None = None


@dataclass(frozen=True, kw_only=True)
class MeetingPage:
    """A to010. `name` None: the page states no name of its own, so it is not checked."""

    url: str
    source: str
    id: int
    organization_id: str
    organization: str
    name: str | None
    status: str
    date: str
    start: str | None = None
    end: str | None = None
    room: str | None = None
    place: str | None = None
    occasion: str | None = None
    item_count: int
    items: tuple[Item, ...]
    files: tuple[Doc, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ItemPage:
    """A to020. A text is (start, end, number of paragraphs) or None."""

    url: str
    source: str
    id: int
    meeting: int
    number: str
    name: str
    paper: int | None = None
    reference: str | None = None
    result_raw: str
    result: str | None = None
    minutes: tuple[str, str, int] | None = None
    resolution: tuple[str, str, int] | None = None
    vote_raw: str | None = None
    votes_abstain: int | None = None


@dataclass(frozen=True, kw_only=True)
class Unlinked:
    """A meeting that the calendar alone states, because it links no agenda."""

    id: int
    name: str
    date: str
    start: str | None = None
    end: str | None = None
    room: str | None = None
    cancelled: bool = False


@dataclass(frozen=True, kw_only=True)
class CalendarPage:
    """A si010: `linked` maps the meetings with an agenda to their dates."""

    url: str
    source: str
    linked: dict[int, str]
    unlinked: tuple[Unlinked, ...] = ()


@dataclass(frozen=True, kw_only=True)
class OrganizationPage:
    """An au020."""

    url: str
    source: str
    id: str
    name: str


@dataclass(frozen=True, kw_only=True)
class PaperListPage:
    """A vo040: how many papers on which date, first and last number, the next page."""

    url: str
    source: str
    first: int
    last: int
    dates: dict[str, int]
    following: str | None


@dataclass(frozen=True, kw_only=True)
class MenuPage:
    """A start page: which addresses of which kind its menu offers."""

    url: str
    source: str
    links: dict[str, str] = field(default_factory=dict)


Expected = (
    PaperPage | MeetingPage | ItemPage | CalendarPage | OrganizationPage | PaperListPage | MenuPage
)
