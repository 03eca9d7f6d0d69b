"""`hub scenario NAME` plays a programme in a sandbox of its own, and all that it counts adds up, on whatever day it
begins. A change has each programme played on one of the days, a soak on all of them.
"""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.acceptance import days
from tests.acceptance.test_tutorial import ROOT

LEAST = "6"
"""Families or people: as few as the command takes."""
QUICK = "certificate"
SLOW = ("agali", "allowance", "status", "utilities")


def _cases(name: str) -> list[object]:
    one_day = pytest.mark.campaign(sample=1, of=name)
    marks = [one_day] if name == QUICK else [one_day, pytest.mark.slow]
    return [pytest.param(name, day, marks=marks, id=f"{name}-{day}") for day in days.NAMES]


@pytest.mark.timeout(1800)
@pytest.mark.parametrize(("name", "day"), [case for name in (QUICK, *SLOW) for case in _cases(name)])
def test_what_the_scenario_counts_adds_up_on_that_day(name: str, day: str) -> None:
    kept = {variable: value for variable, value in os.environ.items() if not variable.startswith("HUB_")}
    on = days.day_called(day).isoformat()

    played = subprocess.run(
        [sys.executable, "-m", "hub.cli", "scenario", name, "--persons", LEAST, "--on", on],
        cwd=ROOT,
        env={**kept, "HUB_LANG": "az", "HUB_MIN_FREE_BYTES": "0"},
        capture_output=True,
        text=True,
        check=False,
    )

    lines = played.stdout.splitlines()
    assert (played.returncode, [line for line in lines if line.startswith("✗")]) == (0, []), played.stderr[-2000:]
    assert sum(line.startswith("✓") for line in lines) >= 8
