"""Campaigns: properties, attacks and combinations far too many for every change. `make soak` runs all of each.

The gate runs a sample, chosen by a seed that follows from the day of the commit and is printed at the top of the run:
in time all of it is tried, what was tried before a small mend is tried again after it, and whatever fails can be
repeated by `--campaign-seed`.
"""

from __future__ import annotations

import os
import random
import shutil
import subprocess
from collections import defaultdict
from math import ceil
from pathlib import Path
from zlib import crc32

import pytest

SOAK = os.environ.get("HUB_TEST_SOAK") == "1"
TIMES_IN_SOAK = 20
SHARE_IN_THE_GATE = 4
"""The gate tries every fourth of a property's examples, other ones each day."""
FEWEST = 8
ON_POSTGRES = pytest.mark.campaign(every=5)
"""What has run on SQLite in `make test`, and of which the gate repeats every fifth case of a file on PostgreSQL."""
FAULT_SEEDS = 1_000
"""The seeds of faults begin somewhere below; small numbers are easier to type again."""
_ROOT = Path(__file__).resolve().parent.parent


def examples(enough: int) -> int:
    """How many examples of a property Hypothesis tries, where so many are enough to trust a change that touches it."""
    return enough * TIMES_IN_SOAK if SOAK else max(FEWEST, enough // SHARE_IN_THE_GATE)


def seed_of_this_run() -> int:
    """In a soak any; else one that belongs to the day of the commit, the same in every run of it."""
    if SOAK:
        return random.SystemRandom().randrange(2**32)
    if shutil.which("git") is None:
        return 0
    asked = subprocess.run(["git", "log", "-1", "--format=%cs"], cwd=_ROOT, check=False, capture_output=True, text=True)
    return crc32(asked.stdout.strip().encode())


def first_fault_seed(seed: int) -> int:
    return 1 + seed % FAULT_SEEDS


def left_out(items: list[pytest.Item], seed: int) -> set[pytest.Item]:
    """The cases of campaigns that this run does not try; none in a soak. `of` parts a test's cases into campaigns;
    with `every`, a file is one campaign, of which every so-manieth case is tried.
    """
    if SOAK:
        return set()
    cases: defaultdict[str, list[pytest.Item]] = defaultdict(list)
    for item in items:
        if marker := item.get_closest_marker("campaign"):
            name = item.nodeid.split("::" if "every" in marker.kwargs else "[")[0]
            cases[f"{name} {marker.kwargs.get('of', '')}"].append(item)
    out: set[pytest.Item] = set()
    for name, found in cases.items():
        chance = random.Random(f"{seed} {name}")
        out.update(chance.sample(found, len(found) - _sample(found)))
    return out


def _sample(cases: list[pytest.Item]) -> int:
    marker = cases[0].get_closest_marker("campaign")
    said = marker.kwargs if marker else {}
    wanted: int = said["sample"] if "sample" in said else ceil(len(cases) / said["every"])
    return min(wanted, len(cases))
