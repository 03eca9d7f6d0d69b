"""A family past its budget says so and names what was dear; past twice it fails, unless only the clock says so."""

from __future__ import annotations

import importlib.util
import sys
import tomllib
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
BUDGET = {"clock": 10, "processor": 15}
COSTS: list[Any] = [{"test": f"test_{number:02}", "clock": 1.0, "processor": float(number)} for number in range(12)]


@pytest.fixture(scope="module")
def family() -> ModuleType:
    spec = importlib.util.spec_from_file_location("ci_family", ROOT / ".ci/family.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(
    ("clock", "processor", "others", "slowness", "said", "fails"),
    [
        (9, 14, 0.0, 1.0, "", False),
        (11, 14, 0.0, 1.0, "PAST ITS BUDGET", False),
        (9, 16, 0.9, 1.0, "PAST ITS BUDGET", False),
        (21, 14, 0.0, 1.0, "TWICE THE BUDGET", True),
        (21, 14, 0.5, 1.0, "PAST ITS BUDGET", False),
        (9, 31, 0.9, 1.0, "TWICE THE BUDGET", True),
        (19, 29, 0.0, 2.0, "", False),
        (19, 62, 0.0, 2.0, "TWICE THE BUDGET", True),
        (9, 16, 0.0, 0.5, "TWICE THE BUDGET", True),
    ],
)
def test_what_was_used_is_judged_by_the_processor_and_on_a_quiet_machine_by_the_clock(
    family: ModuleType,
    capsys: pytest.CaptureFixture[str],
    clock: float,
    processor: float,
    others: float,
    slowness: float,
    said: str,
    *,
    fails: bool,
) -> None:
    used = family.Used(clock, processor, others, slowness)

    assert family.judge("test", BUDGET, used, COSTS) is fails

    printed = capsys.readouterr().out
    assert f"{clock / slowness:.1f} of 10 minutes on the clock" in printed
    assert f"{processor / slowness:.1f} of 15 of the processor" in printed
    assert said in printed
    assert [f"test_{number:02}" in printed for number in (11, 2, 1)] == [bool(said), bool(said), False]


def test_every_family_with_a_budget_is_one_that_can_be_run(family: ModuleType) -> None:
    budgets = tomllib.loads(family.BUDGETS.read_text(encoding="utf-8"))

    assert set(budgets) - {"machine"} < set(family.FAMILIES)


def test_the_machine_is_measured_by_work_that_takes_long_enough_to_tell(family: ModuleType) -> None:
    assert 0.1 < family.pace() < 60
