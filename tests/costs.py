"""What each test costs, in seconds on the clock and of the processor; the run's controller writes it down.

The clock tells more of the machine's other work than of the test. The processor's seconds are those of the test's own
process and of the children it waited for; servers that all tests share are counted for the run, not for a test.
"""

from __future__ import annotations

import json
import os
import resource
import time
from collections import defaultdict
from collections.abc import Generator
from pathlib import Path

import pytest

FILE_VARIABLE = "HUB_TEST_COSTS"
"""Names the file that lines are added to; without it nothing is written."""


def processor_seconds() -> float:
    """What this process and the children that it has waited for have used."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


class Costs:
    """A plugin: workers measure, the controller adds up."""

    def __init__(self) -> None:
        self._last = processor_seconds()
        self._clock: defaultdict[str, float] = defaultdict(float)
        self._processor: defaultdict[str, float] = defaultdict(float)

    def pytest_collection_finish(self) -> None:
        """What was imported to find the tests is no test's."""
        self._last = processor_seconds()

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(self) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        """Every phase of a test ends here, so what was used since the last one is this one's."""
        report = yield
        now = processor_seconds()
        vars(report)["processor"] = now - self._last  # what is no field of a report goes along to the controller
        self._last = now
        return report

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self._clock[report.nodeid] += report.duration
        self._processor[report.nodeid] += getattr(report, "processor", 0.0)

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Workers hear of their own reports too; they leave the writing to the controller."""
        file = os.environ.get(FILE_VARIABLE)
        if file and not hasattr(session.config, "workerinput"):
            with Path(file).open("a", encoding="utf-8") as target:
                for test, clock in self._clock.items():
                    line = {"test": test, "clock": round(clock, 3), "processor": round(self._processor[test], 3)}
                    print(json.dumps(line, ensure_ascii=False), file=target)
