"""The short form of `make soak`: some nights of a small town, with faults and kills."""

from pathlib import Path

import pytest

from .report import printed
from .simulation import Plan, Simulation
from .towns import HERNE


@pytest.mark.timeout(120)
def test_some_nights(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing lost, invented or gone wrongly; every change seen when it must be."""
    monkeypatch.setattr("harvester.clock.now", lambda: None)  # the simulation sets its own
    plan = Plan(HERNE, seed=11, nights=24, rotation=10, small=True, thorough=True, kill_every=12)
    simulation = Simulation(plan, tmp_path)
    report = simulation.run()
    print(printed(plan, report, simulation.book))
    assert report.wrong == []
    assert report.kills >= 2
    assert report.faulty >= 5
    seen = {kind for kind, _ in simulation.book.kinds}
    assert {"result", "new paper", "agenda", "swapped", "subject, old"} <= seen
    assert {"cancelled", "postponed", "removed", "withdrawn", "returned"} <= seen
