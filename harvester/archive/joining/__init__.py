"""Two archives become one, with the history of both."""

from harvester.archive.joining.merge import Merged, merge

__all__ = ["Merged", "merge"]
