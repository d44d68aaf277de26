"""The command line: says what is wanted to the modules that do it, and shows what they say."""

from harvester.cli.main import main

__all__ = ["main"]
