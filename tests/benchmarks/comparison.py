"""(a) and (b): pipelines side by side on the same work, in alternating runs, judged by medians and by their ratio."""

from __future__ import annotations

import statistics
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from tests.benchmarks.pipeline import MakePipeline
from tests.benchmarks.runs import Course, Figures, run_once

RATIO_GOAL = 1.2
RATIO_LEAST = 0.8
ACCEPT_P95_GOAL_MS = 90.0


@dataclass(frozen=True, slots=True)
class Contender:
    """A pipeline and the course it runs."""

    make: MakePipeline
    course: Course


@dataclass(frozen=True, slots=True)
class Comparison:
    """The figures of every run by pipeline, in the order in which they ran."""

    runs: Mapping[str, tuple[Figures, ...]]

    def median(self, pipeline: str, figure: Callable[[Figures], float]) -> float:
        return statistics.median(figure(run) for run in self.runs[pipeline])

    def ratio(self, pipeline: str, yardstick: str) -> float | None:
        """Give the median over the rounds of each round's ratio: neighbours in time shared the machine's mood."""
        if pipeline not in self.runs or yardstick not in self.runs:
            return None
        pairs = zip(self.runs[pipeline], self.runs[yardstick], strict=True)
        return statistics.median(one.settled_per_s / other.settled_per_s for one, other in pairs)

    def defects(self) -> list[str]:
        """Every defect of any run."""
        return [f"{name}: {defect}" for name, runs in self.runs.items() for run in runs for defect in run.defects]

    def shortfalls(self, pipeline: str, yardstick: str) -> list[str]:
        """Name what falls short of the goals."""
        found: list[str] = []
        if pipeline not in self.runs:
            return found
        p95 = self.median(pipeline, lambda run: run.accept_p95_ms)
        if p95 >= ACCEPT_P95_GOAL_MS:
            found.append(f"accept p95 of {pipeline} is {p95:.0f} ms; the goal is below {ACCEPT_P95_GOAL_MS:.0f} ms")
        ratio = self.ratio(pipeline, yardstick)
        if ratio is not None and ratio < RATIO_GOAL:
            least = f", and at least {RATIO_LEAST} is needed" if ratio < RATIO_LEAST else ""
            found.append(f"{pipeline} settles {ratio:.2f} × {yardstick}; the goal is {RATIO_GOAL}{least}")
        return found


async def compare(contenders: Mapping[str, Contender], rounds: int, tell: Callable[[str], None]) -> Comparison:
    """Run each contender once a round, in turn, so that a change in the machine's load meets all of them."""
    runs: dict[str, list[Figures]] = defaultdict(list)
    for number in range(1, rounds + 1):
        for name, contender in contenders.items():
            figures = await run_once(name, contender.make, contender.course)
            runs[name].append(figures)
            tell(f"round {number}/{rounds}: {name} settles {figures.settled_per_s:.0f} a second")
    return Comparison({name: tuple(figures) for name, figures in runs.items()})
