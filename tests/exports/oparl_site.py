"""Exports of altered copies of an archive, on a web server that knows nothing of OParl."""

import json
import shutil
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from exports.oparl_client import Object
from harvester.archive import Archive
from harvester.exports.oparl import write_oparl

ADDRESS = "https://oparl.example/ris/"
#: Ids that no parser makes, but whose making nobody can rule out here.
HOSTILE = ("../../../etc/cron.d/x", "herne/paper/..", "HERNE/PAPER/4885", "con", "a//b", "ü" * 300)


@dataclass
class Served:
    """An export on a web server that knows nothing of OParl."""

    archive: Path
    folder: Path
    address: str
    counts: dict[str, int]


class _Quiet(SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = 1 << 16  # an answer in one packet; else each waits for the delayed ACK

    def log_message(self, *_: Any) -> None:
        pass


@contextmanager
def served(archive: Path, root: Path) -> Iterator[Served]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(root)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}/oparl/"
    try:
        yield Served(archive, root / "oparl", address, export(archive, root / "oparl", address))
    finally:
        server.shutdown()
        server.server_close()


def export(archive: Path, folder: Path, address: str = ADDRESS) -> dict[str, int]:
    with Archive.open(archive, mode="read") as held:
        return write_oparl(held, folder, address)


def changed(archive: Path, folder: Path, *statements: str) -> Path:
    """A copy of an archive to which something was done behind its back."""
    copy = folder / "archive.sqlite"
    shutil.copy(archive, copy)
    with sqlite3.connect(copy) as conn:
        for statement in statements:
            assert conn.execute(statement).rowcount > 0, statement
    conn.execute("PRAGMA journal_mode = DELETE")  # nothing beside it
    conn.close()
    return copy


def copied(table: str, row_id: str, new: dict[str, str]) -> str:
    """The statement that stores a row once more, with other values."""
    columns = ", ".join(f'"{name}"' for name in new)
    values = ", ".join("'" + value.replace("'", "''") + "'" for value in new.values())
    rest = {
        "organization": "short_name",
        "paper": "body_id, paper_type_raw",
        "file": "role, url",
    }[table]
    provenance = (
        "source_id, source_url, snapshot_id, first_seen, last_seen, updated_at, parser_version, "
        "content_hash"
    )
    return (
        f"INSERT INTO {table} ({columns}, {rest}, {provenance}) SELECT {values}, {rest}, "
        f"{provenance} FROM {table} WHERE id = '{row_id}'"
    )


def read(folder: Path, path: str) -> Object:
    found: Object = json.loads((folder / path).read_text(encoding="utf-8"))
    return found
