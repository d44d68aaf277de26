"""The command nightly: its hours, sources that do not touch each other, whom it tells."""

import json
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from harvester.archive.lock import WriterLock
from harvester.nightly import Window
from harvester.standin import Fault, StandInSite, bochum_world, demo_world


def nightly(archive: Path, *options: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "harvester", "nightly", "--archive", str(archive)]
    done = subprocess.run(
        [*command, "--delay", "0", *options],
        capture_output=True,
        text=True,
        check=False,
        timeout=100,
    )
    assert "Traceback" not in done.stderr + done.stdout
    return done


@pytest.mark.parametrize(
    ("hours", "now", "end"),
    [
        ("01:00-05:00", "2026-01-10T00:30", "2026-01-10T04:00"),  # winter: UTC+1
        ("1:00 - 5:00", "2026-07-10T00:30", "2026-07-10T03:00"),  # summer: UTC+2
        ("01:00-05:00", "2026-01-10T04:00", None),
        ("22:00-05:00", "2026-01-10T21:30", "2026-01-11T04:00"),
        ("22:00-05:00", "2026-01-11T03:59", "2026-01-11T04:00"),
        ("22:00-24:00", "2026-01-10T22:00", "2026-01-10T23:00"),
        ("22:00-05:00", "2026-01-10T12:00", None),
    ],
)
def test_a_window_is_in_the_towns_time(hours: str, now: str, end: str | None) -> None:
    moment = datetime.fromisoformat(now).replace(tzinfo=UTC)
    found = Window.read(hours).ends(moment)
    expected = None if end is None else datetime.fromisoformat(end).replace(tzinfo=UTC)
    assert found == expected


@pytest.mark.parametrize(
    "hours", ["", "1-5", "01:00", "01:00-25:00", "01:00-01:00", "01:00Z-05:00"]
)
def test_what_is_no_window_is_refused(tmp_path: Path, hours: str) -> None:
    with pytest.raises(ValueError, match=r"hours|empty"):
        Window.read(hours)


def test_a_source_that_refuses_does_not_touch_the_next(tmp_path: Path) -> None:
    archive, told = tmp_path / "archive.sqlite", tmp_path / "told.json"
    notify = f"{sys.executable} -c \"import sys; open('{told}', 'w').write(sys.stdin.read())\""
    with (
        StandInSite(demo_world(), faults=[Fault("allris", "status", value=403)]) as herne,
        StandInSite(bochum_world()) as bochum,
    ):
        done = nightly(
            *(archive, "--base-url", f"herne={herne.base_url}"),
            *("--base-url", f"bochum={bochum.base_url}", "--notify-command", notify),
        )
    assert done.returncode == 3
    assert done.stdout.startswith("herne: refused, ")
    # its meetings are of 2014, so nothing is listed tonight; but it was asked
    assert "\nbochum: failed, 22 pages, " in done.stdout
    report = json.loads(told.read_text())
    assert [night["outcome"] for night in report["night"]] == ["refused", "failed"]
    assert "Stadt Herne (herne): unhealthy" in report["text"]


def test_what_keeps_a_night_from_beginning_is_told(tmp_path: Path) -> None:
    archive, told = tmp_path / "archive.sqlite", tmp_path / "told.json"
    notify = f"{sys.executable} -c \"import sys; open('{told}', 'w').write(sys.stdin.read())\""
    lock = WriterLock(archive.with_name("archive.sqlite.night"))
    try:
        done = nightly(archive, "--notify-command", notify)
    finally:
        lock.release()
    assert done.returncode == 1
    assert done.stderr == "Error: Another night is under way on this archive; nothing was asked.\n"
    assert "Another night" in json.loads(told.read_text())["text"]
    assert not archive.exists()


def test_outside_the_hours_nothing_is_asked(tmp_path: Path) -> None:
    now = datetime.now(UTC)
    away = f"{(now.hour + 12) % 24:02}:00-{(now.hour + 13) % 24:02}:00"
    done = nightly(tmp_path / "archive.sqlite", "--window", away)
    assert done.returncode == 1
    assert "in Germany, and the window is" in done.stderr
    missing = nightly(tmp_path / "no" / "archive.sqlite")
    assert "does not exist; create it" in missing.stderr
