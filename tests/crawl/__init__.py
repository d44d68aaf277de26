"""Whole crawls over real HTTP, against the stand-in site."""
