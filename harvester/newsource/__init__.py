"""A new town: one page of its system becomes a registry entry, a page to test on and a test."""

from harvester.newsource.questions import answers

__all__ = ["answers"]
