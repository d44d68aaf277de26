"""Harvests council proposals and their way through the committees into an SQLite archive."""

from importlib.metadata import version
from pathlib import Path

__version__ = version("council-harvester")

#: The checkout: `data/` lies beside the packages, so the project runs from where it is cloned.
ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT / "data"
