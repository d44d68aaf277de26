"""Stored responses: WARC files (ISO 28500) beside the archive, and pages saved by hand."""

from harvester.warc.model import Original, Place, Response, RunEnd, RunStart, WarcError

__all__ = ["Original", "Place", "Response", "RunEnd", "RunStart", "WarcError"]
