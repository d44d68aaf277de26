"""Parsers: pure functions from the bytes of a page to records; no network, no database."""
