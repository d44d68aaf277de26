"""The archive's first schema, in the order in which its parts are made.

Frozen: an archive out there was made by it. What changes later is a new migration. Plain SQL,
because sqlite-utils has no public way to state a CHECK. Keys into another page's records are soft,
see docs/decisions/0001-archive.md.
"""

from harvester.archive import schema_bookkeeping as bookkeeping
from harvester.archive import schema_content as content

FIRST = (
    bookkeeping.BOOKKEEPING,
    content.CONTENT,
    content.INDEXES,
    bookkeeping.FULL_TEXT,
    bookkeeping.VIEW,
)
