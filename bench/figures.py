"""What a benchmark gives, and how several runs become one figure."""

from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from time import process_time


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the report: ours against the floor; `goal` None where there is none to meet."""

    name: str
    ours: str
    floor: str
    ratio: float
    goal: str | None = None
    met: bool | None = None


def at_least(name: str, ours: str, floor: str, ratio: float, goal: float) -> Figure:
    """A figure whose ratio must not be smaller than the goal."""
    return Figure(name, ours, floor, ratio, f"at least {goal:g}", ratio >= goal)


def at_most(name: str, ours: str, floor: str, ratio: float, goal: float) -> Figure:
    """A figure whose ratio must not be larger than the goal."""
    return Figure(name, ours, floor, ratio, f"at most {goal:g}", ratio <= goal)


def alternating(times: int, *works: Callable[[], None]) -> list[float]:
    """Median processor seconds of each work; taken in turns, so that disturbances hit all alike."""
    seconds: list[list[float]] = [[] for _ in works]
    for _ in range(times):
        for taken, work in zip(seconds, works, strict=True):
            begin = process_time()
            work()
            taken.append(process_time() - begin)
    return [median(taken) for taken in seconds]
