"""Stored responses: WARC files (ISO 28500) beside the archive, and pages saved by hand."""

from harvester.warc.model import Place, Response, RunEnd, RunStart

__all__ = ["Place", "Response", "RunEnd", "RunStart"]
