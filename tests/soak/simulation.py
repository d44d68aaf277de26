"""The simulation: night after night a town lives, is crawled, and its archive is held to it."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from harvester import clock
from harvester.archive import Archive, ArchiveError
from harvester.errors import HarvesterError
from harvester.standin import Fault, StandInSite
from harvester.standin.living_faults import faults_of

from .book import Book
from .clock import night_begins, set_clock
from .held import Held, history_differs
from .night import crawl, crawl_and_kill
from .towns import Town, window

#: One night in so many is killed.
_KILLED = 8
_CHECK_EVERY = 10


@dataclass(frozen=True)
class Plan:
    """What is simulated. `small` is the town of the short form, `thorough` checks every night."""

    town: Town
    seed: int
    nights: int
    rotation: int
    small: bool = False
    thorough: bool = False
    kill_every: int = _KILLED


@dataclass
class Report:
    """What came of it: numbers, and what was wrong, each with its night."""

    nights: int = 0
    faulty: int = 0
    incomplete: int = 0
    kills: int = 0
    requests: list[int] = field(default_factory=list)
    full_crawl: int = 0
    quiet_nights: int = 0
    seconds: float = 0.0
    wrong: list[str] = field(default_factory=list)

    @property
    def per_night(self) -> float:
        """Requests of a night on average."""
        return sum(self.requests) / max(1, len(self.requests))

    @property
    def ratio(self) -> float:
        """How many nights a full crawl's requests are enough for."""
        return self.full_crawl / max(1.0, self.per_night)


class Simulation:
    """One town, its site and its archive, from night to night."""

    def __init__(
        self, plan: Plan, folder: Path, watch: Callable[[int], None] = lambda night: None
    ) -> None:
        self.plan, self.folder, self._watch = plan, folder, watch
        self.archive = folder / "archive.sqlite"
        self.report = Report()
        self.world: Any = plan.town.make(plan.seed, plan.small)
        self.book = Book(plan.town.truth(self.world), plan.rotation)
        self.held = Held(self.archive)
        self._began = time.monotonic()

    def run(self) -> Report:
        """All nights, then quiet ones until everything is seen, then the whole is compared."""
        with StandInSite(self.world) as site:
            self._first(site)
            for night in range(1, self.plan.nights + 1):
                self._night(site, night)
                if self.report.wrong:
                    break
            else:
                self._quiet(site)
                self._full(site)
                if not self.report.wrong:
                    self.report.wrong = history_differs(self.archive, self.held)
        self.report.seconds = time.monotonic() - self._began
        return self.report

    def _first(self, site: StandInSite) -> None:
        """The harvest of everything that the nights begin with."""
        set_clock(night_begins(0))
        self._crawl(site, 0, window=window(self.world))

    def _night(self, site: StandInSite, night: int) -> None:
        plan, report = self.plan, self.report
        self._watch(night)
        self.world, events = plan.town.live(self.world, night)
        self.book.advance(events, plan.town.truth(self.world), night)
        site.world = self.world
        site.expire()
        site.faults = faults_of(plan.seed, night, plan.town.pages, plan.town.lists)
        shown = [_shown(fault) for fault in site.faults]
        rng = Random(f"{plan.seed}/kill/{night}")
        set_clock(night_begins(night))
        asked, killed = len(site.requests), False
        if rng.random() * plan.kill_every < 1:
            killed = crawl_and_kill(
                *(plan.town.source, site, self.archive),
                rotation=plan.rotation,
                after=1 + int(rng.random() * 50),
            )
            report.kills += killed
        outcome = self._crawl(site, night, rotation=plan.rotation)
        report.nights += 1
        report.faulty += bool(shown)
        report.incomplete += outcome != "complete"
        report.requests.append(len(site.requests) - asked)
        if report.wrong:
            report.wrong.append(f"(night {night}: faults {shown}, killed {killed}, {outcome})")

    def _crawl(self, site: StandInSite, night: int, **how: Any) -> str:
        """Crawl, and hold the archive to what the town shows and has shown."""
        try:
            summary = crawl(self.plan.town.source, site.base_url, self.archive, **how)
        except HarvesterError as error:
            self._note(night, [f"the crawl ended with {type(error).__name__}: {error}"])
            return "crashed"
        end = clock.utc_now()
        self.held.read(end)
        complete = summary.outcome == "complete"
        if not complete and not site.faults:
            lacking = ", ".join(summary.missing_ids)
            self._note(night, [f"no fault, {summary.outcome}: {summary.message} {lacking}"])
            self._note(night, self._errors(summary.run_id))
        self._note(night, self.book.judge(self.held, night, complete=complete))
        if self.plan.thorough or night % _CHECK_EVERY == 0:
            self._note(night, self._check())
        return summary.outcome

    def _errors(self, run: int) -> list[str]:
        """What a run found wrong, and what it did not fetch."""
        with Archive.open(self.archive, mode="read") as archive:
            errors = archive.errors_of(run)
            left = archive.db.query(
                "SELECT state, url, form, error, run_id, tried_at FROM frontier "
                "WHERE state IN ('waiting', 'failed') LIMIT 5"
            )
            return [
                *(f"{error['code']} at {error['url']}: {error['message']}" for error in errors),
                *(f"{row.pop('state')}: {row}" for row in left),
            ]

    def _check(self) -> list[str]:
        try:
            with Archive.open(self.archive) as archive:
                return [f"check: {line}" for line in archive.check()]
        except ArchiveError as error:
            return [f"check: {error}"]

    def _quiet(self, site: StandInSite) -> None:
        """Nothing happens any more until all that did is in the archive."""
        site.faults = []
        first = self.plan.nights + 1
        for night in range(first, first + self.plan.rotation + 10):
            if not self.book.pending and night > first:
                break
            set_clock(night_begins(night))
            self._crawl(site, night, rotation=self.plan.rotation)
            self.report.quiet_nights += 1
        wrong = [f"{i}: {what}" for (_, i), what in self.held.differing(self.book.truth).items()]
        self._note(night, wrong + self._check())

    def _full(self, site: StandInSite) -> None:
        """A crawl of everything into a fresh archive, for the number of its requests."""
        asked = len(site.requests)
        fresh = self.folder / "fresh" / "archive.sqlite"
        fresh.parent.mkdir()
        summary = crawl(*(self.plan.town.source, site.base_url, fresh), window=window(self.world))
        self.report.full_crawl = len(site.requests) - asked
        if summary.outcome != "complete":
            self._note(0, [f"the full crawl was {summary.outcome}: {summary.message}"])

    def _note(self, night: int, wrong: list[str]) -> None:
        self.report.wrong += [f"night {night}: {text}" for text in wrong[:20]]


def _shown(fault: Fault) -> str:
    return f"{fault.kind} {fault.value or ''} of {fault.match or 'all'} ({fault.times or 'always'})"
