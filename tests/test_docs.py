"""The documentation against the code: commands, links, queries, dependencies, no private paths.

`python tests/test_docs.py` writes docs/commands.md anew.
"""

import re
import shlex
import sqlite3
import subprocess
import sys
import tomllib
from itertools import chain
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from harvester.cli.main import commands
from harvester.records import Consultation, File, Paper, Record

ROOT = Path(__file__).resolve().parents[1]
COMMANDS_MD = ROOT / "docs" / "commands.md"
COMMANDS = commands.commands
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
README = (ROOT / "README.md").read_text(encoding="utf-8")
SOURCES = (ROOT / "docs" / "sources.md").read_text(encoding="utf-8")

_FENCE = re.compile(r"^ *```(\w+)\n(.*?)^ *```$", re.MULTILINE | re.DOTALL)
_MODULE = re.compile(r"`((?:harvester|spiders|pipelines|bench|deploy|data/web)/[\w./]*)`")
_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
_HEAD = """\
# Commands

Written by `python tests/test_docs.py` from the program's own help.
"""


def commands_markdown() -> str:
    """docs/commands.md as it should be."""
    parts = [_HEAD, f"## harvester\n\n{_help()}"]
    parts += [f"## harvester {name}\n\n{_help(name)}" for name in COMMANDS]
    return "\n".join(parts)


def _help(*arguments: str) -> str:
    result = CliRunner().invoke(
        commands, [*arguments, "--help"], prog_name="harvester", terminal_width=90
    )
    assert result.exit_code == 0, result.output
    return f"```text\n{result.output.rstrip()}\n```\n"


def blocks(text: str, language: str) -> list[str]:
    """The fenced blocks of a language."""
    return [body for found, body in _FENCE.findall(text) if found == language]


def shown_commands() -> list[list[str]]:
    """The arguments of every `harvester ...` that a document tells the reader to type."""
    found: list[list[str]] = []
    for path in DOCUMENTS:
        for block in blocks(path.read_text(encoding="utf-8"), "sh"):
            found += map(shlex.split, block.splitlines())
    return [words[1:] for words in found if words and Path(words[0]).name == "harvester"]


def queries() -> list[tuple[str, str]]:
    """The queries of README and docs/sources.md, each with the answer that is shown behind it."""
    found = []
    for text, least in ((README, 2), (SOURCES, 2)):
        pairs = re.findall(r"```sql\n(.*?)```\n\n```text\n(.*?)```", text, re.DOTALL)
        assert len(pairs) == len(blocks(text, "sql")) >= least
        found += pairs
    return found


def _harvester(*arguments: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "harvester", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)


def test_help_texts_are_those_of_the_program() -> None:
    assert COMMANDS_MD.read_text(encoding="utf-8") == commands_markdown(), (
        "run: python tests/test_docs.py"
    )


@pytest.mark.parametrize("name", COMMANDS)
def test_readme_names_command(name: str) -> None:
    assert re.search(rf"\b(?:harvester|make) {name}\b", README)


@pytest.mark.parametrize("arguments", shown_commands(), ids=" ".join)
def test_shown_command_exists(arguments: list[str]) -> None:
    name, *rest = arguments
    if name == "--version":
        return
    known = {
        option
        for parameter in COMMANDS[name].params
        for option in (*parameter.opts, *parameter.secondary_opts)
    }
    assert {word for word in rest if word.startswith("-")} <= known


@pytest.mark.parametrize(("query", "answer"), queries())
def test_query_answers_as_shown(demo_archive: Path, query: str, answer: str) -> None:
    rows = sqlite3.connect(demo_archive).execute(query)
    shown = ["|".join("" if value is None else str(value) for value in row) for row in rows]
    assert shown == answer.splitlines()


@pytest.mark.parametrize("query", re.findall(r'^sqlite3 \S+ "(SELECT .*)"$', README, re.MULTILINE))
def test_one_line_query_runs(demo_archive: Path, query: str) -> None:
    assert sqlite3.connect(demo_archive).execute(query).fetchone()


def rows_of(text: str, heading: str) -> list[str]:
    """The first cells of the table below a heading."""
    _, _, below = text.partition(f"{heading}\n")
    table = below[below.index("| --- ") :].partition("\n\n")[0]
    return [line.split("|")[1] for line in table.splitlines()[1:]]


def names_in(cells: list[str]) -> list[str]:
    return re.findall(r"`(\w+)`", " ".join(cells))


@pytest.mark.parametrize(
    ("heading", "record"),
    [("### Paper", Paper), ("### Step (consultation)", Consultation), ("### File", File)],
)
def test_sources_name_fields_that_there_are(heading: str, record: type[Record]) -> None:
    named = names_in(rows_of(SOURCES, heading))
    assert len(named) > 5
    assert [name for name in named if name not in record(id="").values()] == []


def test_sources_name_findings_that_there_are() -> None:
    code = "".join(
        path.read_text(encoding="utf-8")
        for folder in ("harvester", "spiders")
        for path in (ROOT / folder).rglob("*.py")
    )
    named = names_in(rows_of(SOURCES, "## Findings"))
    assert len(named) > 20
    # the code of a document's status is put together: document_broken
    known = (f'"{name}"' in code or f'"{name.removeprefix("document_")}"' in code for name in named)
    assert [name for name, is_known in zip(named, known, strict=True) if not is_known] == []


def test_the_demo_shows_what_the_readme_shows(demo_archive: Path) -> None:
    output = _harvester("show", "2009/0346", "--archive", str(demo_archive)).stdout
    shown = [line.rstrip() for line in output.splitlines()]
    block = next(text for text in blocks(README, "text") if text.startswith("2009/0346 "))
    for line in block.splitlines():
        assert line in shown


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(path: Path) -> None:
    targets = _LINK.findall(path.read_text(encoding="utf-8"))
    relative = [target.partition("#")[0] for target in targets if "://" not in target]
    assert [target for target in relative if not (path.parent / target).exists()] == []


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_says_what_it_does(name: str) -> None:
    options = [each for each in COMMANDS[name].params if isinstance(each, click.Option)]
    assert [each.name for each in options if not each.help] == []


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_named_modules_are_there(path: Path) -> None:
    named = _MODULE.findall(path.read_text(encoding="utf-8"))
    assert [name for name in named if not (ROOT / name).exists()] == []


def test_every_dependency_has_its_line() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = chain.from_iterable(project["optional-dependencies"].values())
    listed = [*project["dependencies"], *extras]
    needed = {re.split(r"[<>=~!\[; ]", line, maxsplit=1)[0] for line in listed} - {project["name"]}
    text = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")
    described = set(re.findall(r"^\| `([^`]+)` \| \S", text, re.MULTILINE))
    assert described == needed


def test_every_decision_has_its_number_once() -> None:
    numbers = [path.name[:4] for path in sorted((ROOT / "docs" / "decisions").glob("*.md"))]
    assert numbers == [f"{n:04d}" for n in range(1, len(numbers) + 1)]


@pytest.fixture(scope="module")
def project_files() -> dict[str, str]:
    """Every file that is in the repository or would be committed, as text."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    if listed.returncode != 0:
        pytest.skip("not a git checkout")
    paths = [ROOT / name for name in listed.stdout.split("\0") if name]
    return {
        path.relative_to(ROOT).as_posix(): path.read_bytes().decode("latin-1")
        for path in paths
        if path.is_file()
    }


@pytest.mark.parametrize(
    "pattern",
    [
        pytest.param(re.escape(f"{ROOT}/"), id="this checkout"),
        pytest.param(r"(?<![\w.>)])/(?:home|root|work|Users)/\w", id="a home folder"),
        pytest.param(r"pypi\.org|pythonhosted\.org|index[-_]url", id="a package registry"),
    ],
)
def test_no_private_address(project_files: dict[str, str], pattern: str) -> None:
    hits = [name for name, text in project_files.items() if re.search(pattern, text)]
    assert len(project_files) > 50
    assert hits == []


if __name__ == "__main__":
    COMMANDS_MD.write_text(commands_markdown(), encoding="utf-8")
