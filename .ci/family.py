"""Run a family of checks and hold it to its budget (`budget.toml`).

.venv/bin/python .ci/family.py test|slow|check|soak [what pytest takes]     with more words there is no budget
"""

from __future__ import annotations

import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
import tomllib
from dataclasses import dataclass
from pathlib import Path

import psutil

ROOT = Path(__file__).resolve().parent.parent
TOOLS = Path(sys.executable).parent
BUDGETS = Path(__file__).with_name("budget.toml")
PIECE = Path(__file__).with_name("piece.py")
MEMORY = Path("/dev/shm")  # noqa: S108 - where Linux keeps files in memory
ENOUGH_BYTES = 6 * 2**30
NOTHING_COLLECTED = 5
OTHERS_MAY_USE = 0.2
"""The share of the machine that others may use before the clock says more of them than of us."""

PYTEST = ("python", "-m", "pytest")


def workers(usual: int) -> tuple[str, ...]:
    """So many at a time, on two cores; `make test JOBS=2` for another number."""
    return ("-n", os.environ.get("JOBS") or str(usual), "--dist", "worksteal")


MUCH_MEMORY = psutil.virtual_memory().total > 12 * 2**30
QUICKLY = workers(4 if MUCH_MEMORY else 3)
"""A quick test waits a third of its time for what it started, and its worker comes to hold two gigabytes."""
IN_PARALLEL = workers(3)
WITH_BROWSERS = workers(2)
"""Beside each works a browser, a hub and its agencies."""
QUICK = "not slow and not bench and not faults"
PURE = ("tests/unit/document_flow", "tests/unit/mappings", "tests/unit/routes")
TRACED = f"{QUICK} and not hypothesis"
NOT_TRACED = f"{QUICK} and (hypothesis or not pure)"
"""What reports the coverage is traced, which makes a test half as dear again: the tests of the pure parts, without
properties, of which each day tries others.
"""


@dataclass(frozen=True, slots=True)
class Step:
    """One command. Where files lie in memory an fsync is free: what breaks machines on purpose has a disk."""

    command: tuple[str, ...]
    on_disk: bool = False
    whole_only: bool = False


FAMILIES = {
    "test": (
        Step(("coverage", "run", "-m", "pytest", *PURE, "-m", TRACED, *IN_PARALLEL), whole_only=True),
        Step(("coverage", "combine", "--quiet"), whole_only=True),
        Step(("coverage", "report"), whole_only=True),
        Step((*PYTEST, "-m", NOT_TRACED, *QUICKLY)),
    ),
    "slow": (
        Step((*PYTEST, "-m", "slow and not browser and not faults", *IN_PARALLEL, "--timeout", "1800")),
        Step((*PYTEST, "tests/browser", *WITH_BROWSERS, "--timeout", "1200")),
        Step((*PYTEST, "tests/faults", "-m", "faults and not slow", *IN_PARALLEL), on_disk=True),
    ),
    "check": (Step(("python", ".ci/checks.py")),),
    "soak": (
        Step((*PYTEST, "-m", "(hypothesis or campaign) and not browser", *IN_PARALLEL, "--timeout", "7200")),
        Step((*PYTEST, "tests/browser", "-m", "campaign", "--timeout", "7200")),
        Step((*PYTEST, "tests/faults", "-m", "faults", "--seeds", "20", "--timeout", "7200"), on_disk=True),
    ),
}


@dataclass(frozen=True, slots=True)
class Used:
    """Minutes on the clock and of the processor, the share of the machine that went to others meanwhile, and how many
    times as long as where the budgets were written a piece of work takes its processor.
    """

    clock: float
    processor: float
    others: float
    slowness: float = 1.0


class Meter:
    """Measures from when it is made; the processor's time is that of children that were waited for."""

    def __init__(self) -> None:
        self._began, self._ours, self._all = time.monotonic(), _ours(), _busy()

    def read(self, slowness: float) -> Used:
        seconds, ours = time.monotonic() - self._began, _ours() - self._ours
        others = max(0.0, _busy() - self._all - ours) / (seconds * (os.cpu_count() or 1))
        return Used(seconds / 60, ours / 60, others, slowness)


def main(name: str, more: list[str]) -> int:
    """All steps, also after one that failed; the exit status is 1 if any did or the family took twice its budget."""
    budgets = tomllib.loads(BUDGETS.read_text(encoding="utf-8"))
    budget = None if more else budgets.get(name)
    paces = [pace()] if budget else []
    meter = Meter()
    with tempfile.TemporaryDirectory() as folder:
        costs = Path(folder, "costs")
        failed = run(name, more, folder, costs)
        lines = costs.read_text(encoding="utf-8").splitlines() if costs.exists() else []
    if budget is None:
        return 1 if failed else 0
    paces.append(pace())
    used = meter.read(sum(paces) / len(paces) / budgets["machine"]["piece"])
    too_long = judge(name, budget, used, [json.loads(each) for each in lines])
    return 1 if failed or too_long else 0


def run(name: str, more: list[str], folder: str, costs: Path) -> bool:
    """True if a step failed; with more words, also if no step found a test."""
    statuses = []
    for step in FAMILIES[name]:
        if more and step.whole_only:
            continue
        command = step.command
        if more:
            command = tuple(QUICK if word == NOT_TRACED else word for word in command)
        environment = {**os.environ, "HUB_TEST_COSTS": str(costs), "COVERAGE_FILE": f"{folder}/coverage"}
        if name == "soak":
            environment["HUB_TEST_SOAK"] = "1"
        if not step.on_disk and in_memory():
            environment["TMPDIR"] = str(MEMORY)
        words = more if command[0] == "python" else []
        statuses.append(wait_for([TOOLS / command[0], *command[1:], *words], environment))
    found = [status for status in statuses if status != NOTHING_COLLECTED]
    return any(found) or not found


def pace() -> float:
    """Seconds of the processor that the piece of work takes now, with every core at one: neighbours slow each other."""
    command = [sys.executable, str(PIECE)]
    started = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(os.cpu_count() or 1)]
    return sum(float(process.communicate()[0]) for process in started) / len(started)


def wait_for(command: list[str | Path], environment: dict[str, str]) -> int:
    """Run it to its end; Ctrl-C reaches it too, and it gets the time to stop its servers."""
    with subprocess.Popen(command, cwd=ROOT, env=environment) as process:
        try:
            return process.wait()
        except KeyboardInterrupt:
            process.wait()
            sys.exit(130)


def in_memory() -> bool:
    """True where files may lie in memory without crowding out the work."""
    return (
        MEMORY.is_dir()
        and os.access(MEMORY, os.W_OK)
        and min(shutil.disk_usage(MEMORY).free, psutil.virtual_memory().available) > ENOUGH_BYTES
    )


def judge(name: str, budget: dict[str, float], used: Used, costs: list[dict[str, float | str]]) -> bool:
    """Say what was used; True if it was twice what there is, on a machine like the one that the budgets are for."""
    minutes, work = used.clock / used.slowness, used.processor / used.slowness
    clock, processor = minutes / budget["clock"], work / budget["processor"]
    print(
        f"\n{name}: {used.clock:.1f} minutes on the clock, {used.processor:.1f} of the processor, on a machine that"
        f" takes {used.slowness:.2f} times as long; so {minutes:.1f} of {budget['clock']} minutes on the clock,"
        f" {work:.1f} of {budget['processor']} of the processor; others used {used.others:.0%} of the machine"
    )
    crowded = used.others > OTHERS_MAY_USE
    if max(processor, clock) <= 1:
        return False
    twice = processor > 2 or (clock > 2 and not crowded)
    print(f"!!! {'TWICE THE BUDGET' if twice else 'PAST ITS BUDGET'}. The dearest tests, in seconds of the processor:")
    for cost in sorted(costs, key=lambda each: each["processor"], reverse=True)[:10]:
        print(f"!!! {cost['processor']:8.1f}  {cost['clock']:8.1f} on the clock  {cost['test']}")
    if crowded and not twice:
        print("!!! The machine was busy with other work, so the clock alone is not judged.")
    return twice


def _ours() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _busy() -> float:
    times = psutil.cpu_times()
    return float(sum(times) - times.idle - getattr(times, "iowait", 0.0) - getattr(times, "guest", 0.0))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
