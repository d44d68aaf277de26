"""The files for a timer: systemd understands them, and they call what exists."""

import os
import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner

from harvester.cli.main import commands

DEPLOY = Path(__file__).parents[1] / "deploy"
UNITS = ("harvester-nightly.service", "harvester-nightly.timer")


def test_systemd_understands_the_units(tmp_path: Path) -> None:
    analyze = shutil.which("systemd-analyze")
    if analyze is None:
        pytest.skip("systemd-analyze is not installed")
    for name in UNITS:
        text = (DEPLOY / name).read_text()
        # the program is where the user put it; here any will do
        text = re.sub(r"^ExecStart=\S+", "ExecStart=/bin/true", text, flags=re.MULTILINE)
        (tmp_path / name).write_text(text)
    answer = subprocess.run(
        [analyze, "verify", "--user", *(str(tmp_path / name) for name in UNITS)],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        env={**os.environ, "XDG_RUNTIME_DIR": str(tmp_path)},
    )
    assert (answer.returncode, answer.stdout, answer.stderr) == (0, "", "")


@pytest.mark.parametrize("name", ["harvester-nightly.service", "crontab"])
def test_what_the_timer_calls_exists(name: str) -> None:
    text = (DEPLOY / name).read_text()
    called = re.findall(r"\.venv/bin/harvester (nightly .*)$", text, flags=re.MULTILINE)
    assert len(called) == 1
    # --help ends it before anything is done, behind the other options it checks their names
    result = CliRunner().invoke(commands, [*shlex.split(called[0]), "--help"])
    assert result.exit_code == 0, result.output
    options = re.findall(r"--[a-z-]+", called[0])
    assert options
    assert all(option in result.output for option in options)
