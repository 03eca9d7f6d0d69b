"""`hub scenario NAME` plays a programme in a sandbox of its own, and all that it counts adds up."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.acceptance.test_tutorial import ROOT

LEAST = "6"
"""Families or people: as few as the command takes."""


SLOW = ("agali", "allowance", "status", "utilities")


@pytest.mark.timeout(600)
@pytest.mark.parametrize("name", ["certificate", *(pytest.param(each, marks=pytest.mark.slow) for each in SLOW)])
def test_what_the_scenario_counts_adds_up(name: str) -> None:
    kept = {variable: value for variable, value in os.environ.items() if not variable.startswith("HUB_")}

    played = subprocess.run(
        [sys.executable, "-m", "hub.cli", "scenario", name, "--persons", LEAST],
        cwd=ROOT,
        env={**kept, "HUB_LANG": "az", "HUB_MIN_FREE_BYTES": "0"},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )

    lines = played.stdout.splitlines()
    assert (played.returncode, [line for line in lines if line.startswith("✗")]) == (0, []), played.stderr[-2000:]
    assert sum(line.startswith("✓") for line in lines) >= 8
