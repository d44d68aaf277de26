"""The archive: one SQLite file that holds what was harvested, its history and its provenance."""

from harvester.archive.archive import Archive
from harvester.archive.errors import (
    ArchiveError,
    ArchiveFull,
    ArchiveLocked,
    ArchiveReadOnly,
    ArchiveTooNew,
    NotAnArchive,
)
from harvester.archive.frontier import request_key
from harvester.archive.model import (
    FetchRequest,
    Outcome,
    RunCounts,
    RunInfo,
    RunSummary,
    Validators,
    Visit,
)

__all__ = [
    "Archive",
    "ArchiveError",
    "ArchiveFull",
    "ArchiveLocked",
    "ArchiveReadOnly",
    "ArchiveTooNew",
    "FetchRequest",
    "NotAnArchive",
    "Outcome",
    "RunCounts",
    "RunInfo",
    "RunSummary",
    "Validators",
    "Visit",
    "request_key",
]
