"""The command line: says what is wanted to the modules that do it, and shows what they say."""

import sys
from types import ModuleType
from typing import cast

# sqlite-utils imports pandas where it is installed, to recognise data frames that nobody here gives
# it: 0.4 of the second that a command takes to begin.
_HELD_BACK = [name for name in ("pandas", "numpy") if name not in sys.modules]
sys.modules.update(dict.fromkeys(_HELD_BACK, cast("ModuleType", None)))
import sqlite_utils  # noqa: E402, F401

for _name in _HELD_BACK:
    del sys.modules[_name]

from harvester.cli.main import main  # noqa: E402

__all__ = ["main"]
