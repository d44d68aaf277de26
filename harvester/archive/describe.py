"""Prints docs/schema.md: `python -m harvester.archive.describe > docs/schema.md`."""

from harvester.archive.described_bookkeeping import BOOKKEEPING
from harvester.archive.described_content import CONTENT, PROVENANCE

_HEAD = """\
# The archive, table by table

Written by `python -m harvester.archive.describe`; the same text is in the archive's own table
`schema_description`. Terms are those of OParl 1.1. A field that a source does not state is null,
never empty text. What was shown and not understood stays in the `_raw` column, the column beside
it is null. Days are `2012-05-31`, our own times UTC (`2026-11-21T02:00:07Z`). Ids that name a
record of another page (`meeting_id` of a step, `paper_id` of an agenda item) may name one that is
not held.

## Content
"""
_PROVENANCE_HEAD = """\
### Provenance

Every content table ends with these columns.
"""


def schema_markdown() -> str:
    """The whole document."""
    parts = [_HEAD, f"{_PROVENANCE_HEAD}\n{_table(PROVENANCE)}"]
    parts += [_section(table, *entry) for table, entry in CONTENT.items()]
    parts.append("## Bookkeeping\n")
    parts += [_section(table, *entry) for table, entry in BOOKKEEPING.items()]
    return "\n".join(parts)


def _section(table: str, text: str, columns: dict[str, str]) -> str:
    return f"### {table}\n\n{text}\n\n{_table(columns)}"


def _table(columns: dict[str, str]) -> str:
    lines = (f"| `{name}` | {text} |\n" for name, text in columns.items())
    return "| column | meaning |\n| --- | --- |\n" + "".join(lines)


if __name__ == "__main__":
    print(schema_markdown(), end="")
