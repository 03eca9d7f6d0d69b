"""`make simulate`: worlds of many seeds, on all processors, with what they came to; a broken one is made smaller."""

from __future__ import annotations

import argparse
import logging
import os
import random
import sys
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from itertools import repeat

import structlog

from tests.simulation.faults import Fault
from tests.simulation.plan import planned
from tests.simulation.plays import PLAYS
from tests.simulation.shrinking import Case, smallest
from tests.simulation.world import Report, simulate, undisturbed

_SHARE = 10
"""Worlds that a process runs between two reports."""


def main(arguments: list[str] | None = None) -> int:
    """0 if every world held."""
    parser = argparse.ArgumentParser(prog="make simulate", description=__doc__)
    parser.add_argument("--seeds", type=int, default=1000, help="how many worlds")
    parser.add_argument("--first", type=int, help="the seed of the first; by default any")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="processes side by side")
    parser.add_argument("--stop", action="store_true", help="end at the first broken one, and leave it as it is")
    parser.add_argument("--play", choices=sorted(PLAYS), help="what is played in all; by default what each seed draws")
    parser.add_argument("--trace", type=int, metavar="SEED", help="tell the story of one world")
    asked = parser.parse_args(arguments)
    if asked.trace is not None:
        return _story(asked.trace, asked.play)
    first = asked.first if asked.first is not None else random.SystemRandom().randrange(10**9)
    broken = _run(first, asked.seeds, asked.jobs, asked.play, stop=asked.stop)
    for report in broken if not asked.stop else ():
        _make_smaller(report, asked.play)
    return 1 if broken else 0


def silent() -> None:
    """Nothing is logged."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))


def some_worlds(first: int, count: int, play: str | None = None, *, stop: bool = False) -> list[Report]:
    """One after the other in this process."""
    silent()
    reports = []
    with undisturbed() as tidy:
        for seed in range(first, first + count):
            reports.append(simulate(seed, planned(seed, play)))
            tidy()
            if stop and not reports[-1].good:
                break
    return reports


def _run(first: int, seeds: int, jobs: int, play: str | None, *, stop: bool) -> list[Report]:
    began, sums, broken = time.monotonic(), _Sums(), []
    for report in _reports(first, seeds, jobs, play, stop=stop):
        sums.add(report)
        if not report.good:
            broken.append(report)
            _say(f"\nseed {report.seed} is broken:")
            for text in report.broken:
                _say(f"  {text[:400]}")
            if stop:
                break
        if sums.worlds % 50 == 0 or sums.worlds == seeds:
            _say(sums.line(seeds, time.monotonic() - began))
    _say(f"seeds {first} to {first + sums.worlds - 1}: {len(broken)} broken")
    _say(sums.faults_line())
    return broken


def _reports(first: int, seeds: int, jobs: int, play: str | None, *, stop: bool) -> Iterator[Report]:
    starts = range(first, first + seeds, _SHARE)
    counts = [min(_SHARE, first + seeds - start) for start in starts]
    if jobs == 1:
        for start, count in zip(starts, counts, strict=True):
            yield from some_worlds(start, count, play, stop=stop)
        return
    with ProcessPoolExecutor(jobs) as pool:
        try:
            for done in pool.map(some_worlds, starts, counts, repeat(play)):
                yield from done
        finally:
            pool.shutdown(cancel_futures=True)


class _Sums:
    """What all worlds came to."""

    def __init__(self) -> None:
        self.worlds = self.steps = self.commits = self.kills = 0
        self.virtual_s = 0.0
        self.orders: set[int] = set()
        self.faults: Counter[str] = Counter()

    def add(self, report: Report) -> None:
        self.worlds += 1
        self.steps += report.steps
        self.commits += report.commits
        self.kills += report.kills
        self.virtual_s += report.virtual_s
        self.orders.add(report.fingerprint)
        self.faults.update(kind for kind, _ in report.faults)

    def line(self, seeds: int, seconds: float) -> str:
        return (
            f"{self.worlds}/{seeds} worlds, {self.worlds / seconds * 3600:,.0f} an hour; {self.virtual_s / 3600:.1f}"
            f" virtual hours, {len(self.orders)} different orders, {self.commits:,} commits, {self.kills:,} kills,"
            f" {self.faults.total():,} faults"
        )

    def faults_line(self) -> str:
        return ", ".join(f"{kind} {n:,}" for kind, n in sorted(self.faults.items()))


def _make_smaller(report: Report, play: str | None) -> None:
    _say(f"seed {report.seed} is made smaller …")
    runs = 0

    def fails(case: Case) -> list[Fault] | None:
        nonlocal runs
        runs += 1
        if runs % 20 == 0:
            _say(f"  {runs} runs")
        found = simulate(case.seed, case.plan, case.without)
        return None if found.good else found.faults

    silent()
    with undisturbed():
        case = smallest(Case(report.seed, planned(report.seed, play)), fails)
        last = simulate(case.seed, case.plan, case.without, _say)
    for text in last.broken:
        _say(f"  {text[:400]}")
    _say(f"the smallest form:\n{case}")


def _story(seed: int, play: str | None) -> int:
    """What happens in a world, in words: what the hub logs stands beside what the world does to it."""
    with undisturbed():
        report = simulate(seed, planned(seed, play), tell=_say)
    for text in report.broken:
        _say(f"broken: {text}")
    return 0 if report.good else 1


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
