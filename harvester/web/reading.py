"""How pages ask the archive: in Datasette's reading threads, on its read-only connections."""

from collections.abc import Callable
from typing import Any, TypeVar

from sqlite_utils import Database

#: The archive's name among Datasette's databases, and so in its addresses.
NAME = "archive"

Answer = TypeVar("Answer")


async def ask(datasette: Any, question: Callable[[Database], Answer]) -> Answer:
    """What a question gives that is put to the archive; see `harvester.archive.queries`."""

    def put(conn: Any) -> Answer:
        return question(Database(conn, recursive_triggers=False, execute_plugins=False))

    answer: Answer = await datasette.get_database(NAME).execute_fn(put)
    return answer
