"""What a new town leaves in the project: its registry entry, the page, a test to be filled in."""

import contextlib
import json
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from harvester.clock import today
from harvester.errors import HarvesterError
from harvester.newsource.questions import QUESTIONS
from harvester.newsource.recognising import Recognised
from harvester.sources import Source, SourcesError, load_sources

_SLUG = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
_LONGEST_NAME = 40
_LONGEST_BODY = 100
_AGS = re.compile(r"[0-9]{5}|[0-9]{8}")
_EXPECTS = """\
# What this source must give, see source.herne: fill in once a normal month is known.
[source.{name}.expects]
# meetings_per_month = 3
# papers_per_meeting = 1.0
# steps_with_date = 0.5
# past_steps_with_result = 0.4
# papers_with_text = 0.5
unknown_phrases = 100
gone_share = 0.05
gone_after = 3
"""
_TEST = '''\
"""{name}: a page of this town, against what a person reads on it (docs/new-town.md).

`harvester new-source` took the page. Open page.html in a browser and put an answer in the place of
each `...`, as the page shows it; None where it does not say.
"""

from pathlib import Path

import pytest

from harvester.newsource import answers

TAKEN = Path(__file__).parent / "fixtures" / "new" / "{name}"
EXPECTED: dict[str, object] = {{
{questions}
}}


def test_the_page_is_read_as_a_person_reads_it() -> None:
    if not TAKEN.is_dir():
        pytest.skip("the page is on the machine of who took it only: real pages are not committed")
    open_questions = [question for question, answer in EXPECTED.items() if answer is ...]
    assert not open_questions, "nobody has read the page yet: " + " ".join(open_questions)
    assert answers(TAKEN) == EXPECTED
'''


class NewSourceError(HarvesterError):
    """A town cannot be added; nothing was written."""


@dataclass(frozen=True, slots=True)
class Town:
    """A town as the user names it.

    Raises:
        ValueError: `name` is no plain word, `body_name` nothing to print, or `ags` no key.
    """

    name: str
    body_name: str
    ags: str | None

    def __post_init__(self) -> None:
        if not _SLUG.fullmatch(self.name) or len(self.name) > _LONGEST_NAME:
            raise ValueError(
                f"{self.name!r} is no name for a source: a-z, 0-9 and single hyphens, such as "
                f"musterstadt, at most {_LONGEST_NAME}"
            )
        if not self.body_name.strip() or not self.body_name.isprintable():
            raise ValueError(f"{self.body_name!r} is no name of a municipality")
        if len(self.body_name) > _LONGEST_BODY:
            raise ValueError(f"The municipality's name is longer than {_LONGEST_BODY} characters")
        if self.ags is not None and not _AGS.fullmatch(self.ags):
            raise ValueError(f"{self.ags!r} is no municipality key: 8 digits, of a district 5")


@dataclass(frozen=True, slots=True)
class Places:
    """Where things go in a project; where there are no tests, only the registry is written."""

    root: Path
    name: str

    @property
    def registry(self) -> Path:
        """The registry of sources."""
        return self.root / "data" / "sources.toml"

    @property
    def page(self) -> Path:
        """The folder of the page."""
        return self.root / "tests" / "fixtures" / "new" / self.name

    @property
    def test(self) -> Path:
        """The test."""
        return self.root / "tests" / f"test_source_{self.name.replace('-', '_')}.py"

    @property
    def has_tests(self) -> bool:
        """Whether there is a checkout with tests around the program."""
        return (self.root / "tests").is_dir()

    def check_free(self, url: str) -> None:
        """See that neither the name nor the address is taken.

        Raises:
            NewSourceError: one is.
            SourcesError: the registry cannot be read.
        """
        held = load_sources(self.registry).values()
        taken = {name for source in held for name in (source.id, source.name, source.body_id)}
        own = self.root / "spiders" / f"{self.name}.py"
        if self.name in taken or own.exists():
            raise NewSourceError(
                f"The name {self.name} is taken; data/sources.toml has the others."
            )
        owner = next((source for source in held if source.owns(url)), None)
        if owner is not None:
            raise NewSourceError(f"{url} belongs to {owner.name}, which the registry has already.")
        for left in (self.page, self.test):
            if left.exists():
                raise NewSourceError(f"{left} is there already; remove it or take another name.")


def entry(town: Town, found: Recognised) -> str:
    """What is appended to the registry."""
    body = {"name": town.body_name, "ags": town.ags}
    source = {
        "body": town.name,
        "system": found.system,
        "base_url": found.base_url,
        "calendar": found.calendar,
        "lists": list(found.lists) or None,
    }
    lines = [
        f"# By `harvester new-source` on {today().isoformat()}: {found.system}, {found.variant}."
    ]
    for table, fields in ((f"body.{town.name}", body), (f"source.{town.name}", source)):
        lines.append(f"[{table}]")
        # JSON's strings and lists are TOML's too
        pairs = ((name, value) for name, value in fields.items() if value is not None)
        lines += (f"{name} = {json.dumps(value, ensure_ascii=False)}" for name, value in pairs)
        lines.append("")
    return "\n".join(lines) + "\n" + _EXPECTS.format(name=town.name)


def failing_test(name: str, kind: str) -> str:
    """The test that fails until somebody has read the page."""
    questions = "\n".join(f'    "{question}": ...,' for question in QUESTIONS[kind])
    return _TEST.format(name=name, questions=questions)


def write(places: Places, town: Town, found: Recognised, body: bytes, url: str) -> None:
    """Put everything in place, the registry last; what went wrong in between is taken back.

    Raises:
        NewSourceError: the registry would not be what it was with one source more.
        OSError: something cannot be written.
    """
    with contextlib.ExitStack() as undo:
        with _registry_with(places.registry, entry(town, found), town.name) as new:
            if places.has_tests:
                undo.callback(shutil.rmtree, places.page, ignore_errors=True)
                undo.callback(places.test.unlink, missing_ok=True)
                _write_page(places.page, town.name, found, body, url)
                places.test.write_text(failing_test(town.name, found.kind), encoding="utf-8")
            new.replace(places.registry.resolve())
        undo.pop_all()
    load_sources.cache_clear()


def _write_page(folder: Path, name: str, found: Recognised, body: bytes, url: str) -> None:
    folder.mkdir(parents=True)
    # with itself, so that no page of a real town is ever committed by accident
    (folder / ".gitignore").write_text("*\n", encoding="utf-8")
    (folder / "page.html").write_bytes(body)
    meta = {"url": url, "source": name, "system": found.system, "kind": found.kind}
    (folder / "meta.json").write_text(json.dumps(meta, indent=2) + "\n", encoding="utf-8")


@contextlib.contextmanager
def _registry_with(registry: Path, text: str, name: str) -> Iterator[Path]:
    """A file beside the registry: the same, byte for byte, with the entry behind it; checked."""
    real = registry.resolve()
    handle, new = tempfile.mkstemp(dir=real.parent, prefix=f".{real.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(real.read_bytes().rstrip(b"\n") + b"\n\n" + text.encode())
        shutil.copymode(real, new)
        _check(load_sources(registry), Path(new), name)
        yield Path(new)
    finally:
        Path(new).unlink(missing_ok=True)


def _check(before: dict[str, Source], new: Path, name: str) -> None:
    try:
        after = load_sources(new)
    except SourcesError as error:
        raise NewSourceError(f"The entry would break the registry: {error}") from error
    if {key: source for key, source in after.items() if key != name} != before:
        raise NewSourceError("The entry would change other sources of the registry.")
