"""Documents through the real pool of worker processes."""

import asyncio
import json
import os
import signal
import subprocess
import sys
import time
import zlib
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError, wait
from multiprocessing import active_children
from pathlib import Path
from typing import get_args

import pytest
from pdf_samples import PROSE, bomb, drawn, locked, loop, mutations, painted, scan, written

from harvester.documents import Extraction, Readers, extract, readers
from harvester.documents.extraction import Status

#: Seconds that anything may take on a machine under load.
PATIENCE = 60
SEED = 20140656


@pytest.fixture(scope="module")
def pool() -> Iterator[Readers]:
    """Shared, so each test also shows that the ones before left it working."""
    with Readers() as shared:
        yield shared


@pytest.fixture
def good(tmp_path: Path) -> Path:
    path = tmp_path / "good"
    path.write_bytes(drawn(PROSE, PROSE))
    return path


def workers() -> list[int]:
    return [child.pid for child in active_children() if child.pid is not None]


def is_running(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state != "Z"


def wait_until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, "it never came to that"
        time.sleep(0.02)


@pytest.fixture
def others(pool: Readers, good: Path) -> set[int]:
    """The workers of the shared pool, all of them: one that was killed is replaced in a while."""
    assert pool.submit(good).result(PATIENCE).status == "ok"
    wait_until(lambda: len(workers()) == readers.WORKERS)
    return set(workers())


def store_all(folder: Path, bodies: list[bytes]) -> list[Path]:
    paths = [folder / str(n) for n in range(len(bodies))]
    for path, body in zip(paths, bodies, strict=True):
        path.write_bytes(body)
    return paths


def check(result: Extraction) -> None:
    """What holds for every document, whatever it is."""
    assert result.status in get_args(Status)
    if result.status == "ok":
        assert result.text
        assert result.page_count
        assert result.text.count("\f") == result.page_count - 1
    else:
        assert result.message


def test_200_mutated_documents(pool: Readers, tmp_path: Path) -> None:
    paths = store_all(tmp_path, mutations(SEED))
    assert len(paths) == 200
    futures = [pool.submit(path) for path in paths]
    assert not wait(futures, timeout=PATIENCE).not_done
    results = [future.result() for future in futures]
    for result in results:
        check(result)
    found = [result.status for result in results]
    assert found.count("ok") > 20
    assert found.count("broken") > 20


def test_hostile_documents_do_not_disturb_others(pool: Readers, tmp_path: Path, good: Path) -> None:
    hostile = store_all(tmp_path, [bomb(), loop(), b"", locked("geheim", "x"), scan(), b"<html>"])
    expected = ["too_large", "broken", "unsupported", "encrypted", "empty", "unsupported"]
    futures = [future for path in hostile for future in (pool.submit(path), pool.submit(good))]
    results = [future.result(PATIENCE) for future in futures]
    assert [result.status for result in results[::2]] == expected
    assert all(result == extract(good) for result in results[1::2])
    for result in results:
        check(result)


def test_missing_file(pool: Readers, tmp_path: Path) -> None:
    result = pool.submit(tmp_path / "nothing").result(PATIENCE)
    assert result.status == "broken"
    assert "No such file" in (result.message or "")


def slow_pages(count: int) -> bytes:
    """As many pages of some milliseconds each, all with the same content."""
    lines = b"".join(b"1 0 0 1 %d %d Tm (Wort) Tj " % (n % 500, n) for n in range(8_000))
    content = zlib.compress(b"BT /F1 6 Tf " + lines + b"ET")
    kids = b" ".join(b"%d 0 R" % n for n in range(5, 5 + count))
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 3 0 R"
    return written(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[%b]/Count %d>>" % (kids, count),
        b"<</Length %d/Filter/FlateDecode>>stream\n%b\nendstream" % (len(content), content),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        *[page + b"/Resources<</Font<</F1 4 0 R>>>>>>"] * count,
    )


def test_a_document_is_given_up_with_what_was_read(
    pool: Readers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, good: Path
) -> None:
    monkeypatch.setattr(readers, "SOFT_LIMIT", 1)
    (slow,) = store_all(tmp_path, [slow_pages(2_000)])
    result = pool.submit(slow).result(PATIENCE)
    assert (result.status, result.page_count) == ("timed_out", 2_000)
    assert result.text is not None
    read = result.text.count("\f") + 1
    assert 0 < read < 2_000
    assert result.message == f"its time was up after {read} pages"
    assert pool.submit(good).result(PATIENCE).status == "ok"


def test_a_worker_that_does_not_give_up_is_killed(
    pool: Readers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, good: Path
) -> None:
    """PDFium draws for seconds and no Python runs meanwhile."""
    (slow,) = store_all(tmp_path, [painted(zlib.compress(b"1 1 5 5 re S " * 8_000_000))])
    pool.submit(good).result(PATIENCE)  # a worker that has to start yet may be slower
    monkeypatch.setattr(readers, "HARD_LIMIT", 0.5)
    result = pool.submit(slow).result(PATIENCE)
    assert (result.status, result.text) == ("timed_out", None)
    assert "killed" in (result.message or "")
    monkeypatch.undo()
    assert pool.submit(good).result(PATIENCE).status == "ok"


def test_an_idle_worker_that_dies_is_replaced(good: Path, others: set[int]) -> None:
    with Readers(1) as pool:
        assert pool.submit(good).result(PATIENCE).status == "ok"
        (worker,) = set(workers()) - others
        os.kill(worker, signal.SIGKILL)
        futures = [pool.submit(good) for _ in range(5)]
        assert [future.result(PATIENCE).status for future in futures] == ["ok"] * 5


def test_workers_that_cannot_start_are_an_error(
    good: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(readers, "begin", os.abort)
    with Readers(1) as pool, pytest.raises(readers.ReadersError, match="processes"):
        pool.submit(good).result(PATIENCE)


def test_close_leaves_no_process_and_nobody_waiting(good: Path, others: set[int]) -> None:
    pool = Readers()
    futures = [pool.submit(good) for _ in range(3_000)]
    futures[0].result(PATIENCE)
    started = set(workers()) - others
    assert len(started) == readers.WORKERS
    pool.close()
    assert set(workers()) == others
    assert not any(map(is_running, started))
    assert all(future.done() for future in futures)
    with pytest.raises(CancelledError):
        futures[-1].result()
    with pytest.raises(RuntimeError, match="closed"):
        pool.submit(good)
    pool.close()


def test_a_cancelled_future_disturbs_nobody(good: Path, others: set[int]) -> None:
    with Readers(1) as pool:
        assert pool.submit(good).result(PATIENCE).status == "ok"
        (worker,) = set(workers()) - others
        os.kill(worker, signal.SIGSTOP)  # so that none is done before it is cancelled
        futures = [pool.submit(good) for _ in range(20)]
        assert all(future.cancel() for future in futures[10:])
        os.kill(worker, signal.SIGCONT)
        assert [future.result(PATIENCE).status for future in futures[:10]] == ["ok"] * 10
        assert pool.submit(good).result(PATIENCE).status == "ok"


def test_no_process_before_the_first_document(others: set[int]) -> None:
    with Readers():
        assert set(workers()) == others


def test_asyncio(pool: Readers, good: Path) -> None:
    async def read_both() -> list[Extraction]:
        return await asyncio.gather(*(asyncio.wrap_future(pool.submit(good)) for _ in range(2)))

    assert [result.status for result in asyncio.run(read_both())] == ["ok", "ok"]


READ = """
import sys
from multiprocessing import active_children
from pathlib import Path
from harvester.documents import Readers

with Readers() as pool:
    result = pool.submit(Path(sys.argv[1])).result(60)
print(result.status, len(active_children()))
"""
SPIDER = """
import asyncio, sys
from pathlib import Path
from harvester.documents import Readers
from scrapy import Spider
from scrapy.crawler import AsyncCrawlerProcess

class Reading(Spider):
    name = "reading"
    async def start(self):
        result = await asyncio.wrap_future(pool.submit(Path(sys.argv[1])))
        print(result.status, 0)
        return
        yield

with Readers() as pool:
    process = AsyncCrawlerProcess({"LOG_ENABLED": False, "TELNETCONSOLE_ENABLED": False,
                                   "REMOTE_CONTROL_ENABLED": False})
    process.crawl(Reading)
    process.start()
"""


@pytest.mark.parametrize(
    ("arguments", "script"),
    [
        (["-"], READ),
        (["-c", READ], ""),
        (["unguarded.py"], READ),
        (["-m", "unguarded"], READ),
        (["spider.py"], SPIDER),
    ],
    ids=["stdin", "-c", "file", "-m", "scrapy"],
)
def test_in_any_kind_of_program(
    tmp_path: Path, good: Path, arguments: list[str], script: str
) -> None:
    """A worker does not import the main module: it may be no file, or start a pool itself."""
    for name in ("unguarded.py", "spider.py"):
        (tmp_path / name).write_text(script)
    done = subprocess.run(
        [sys.executable, *arguments, str(good)],
        input=script,
        capture_output=True,
        text=True,
        cwd=tmp_path,
        timeout=PATIENCE,
        check=False,
    )
    assert (done.stdout, done.stderr, done.returncode) == ("ok 0\n", "", 0)


BUSY = """
import sys
from multiprocessing import active_children
from pathlib import Path
from harvester.documents import Readers

with Readers() as pool:
    pool.submit(Path(sys.argv[1])).result(60)
    futures = [pool.submit(Path(sys.argv[2])) for _ in range(10)]
    print(*(child.pid for child in active_children()), flush=True)
    futures[-1].result()
"""


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_workers_end_with_their_program(tmp_path: Path, good: Path, how: signal.Signals) -> None:
    """Ctrl-C goes to all processes of a terminal; the others to the program alone."""
    (slow,) = store_all(tmp_path, [slow_pages(200)])
    program = subprocess.Popen(
        [sys.executable, "-c", BUSY, str(good), str(slow)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert program.stdout is not None
    pids = [int(pid) for pid in program.stdout.readline().split()]
    assert len(pids) == readers.WORKERS
    if how == signal.SIGINT:
        os.killpg(program.pid, how)
    else:
        program.send_signal(how)
    _, errors = program.communicate(timeout=PATIENCE)
    assert program.returncode == -how
    assert errors.count("Traceback") == (1 if how == signal.SIGINT else 0)
    wait_until(lambda: not any(map(is_running, pids)))


def test_importing_is_cheap() -> None:
    """Each worker pays for it. Engines and the form's reader are imported when needed."""
    script = "import harvester.documents, json, sys; print(json.dumps(list(sys.modules)))"
    shown = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True).stdout
    slow = {"scrapy", "twisted", "lxml", "sqlite3", "sqlite_utils", "click", "pdfminer"}
    ours = {"harvester.archive", "harvester.parsers", "harvester.sources", "harvester.cli"}
    assert not (slow | ours | {"pypdfium2"}) & set(json.loads(shown))


OTHER_ENGINE = """
import json, sys
sys.modules["pypdfium2"] = None
from pathlib import Path
from harvester.documents import worker

worker.begin()
results = [worker.read(path, 5) for path in sorted(Path(sys.argv[1]).iterdir())]
print(json.dumps([[result.status, result.engine] for result in results]))
"""


def test_mutated_documents_without_pdfium(tmp_path: Path) -> None:
    store_all(tmp_path, mutations(SEED))
    done = subprocess.run(
        [sys.executable, "-c", OTHER_ENGINE, str(tmp_path)],
        capture_output=True,
        timeout=100,
        check=True,
    )
    results = json.loads(done.stdout)
    assert len(results) == 200
    assert all(status in get_args(Status) for status, _ in results)
    found = [status for status, engine in results if engine and engine.startswith("pdfminer.six")]
    assert found.count("ok") > 10
    assert found.count("broken") > 10
    assert done.stderr == b""
