"""(g): how long the law takes: one decision of a table of 200 rules, its check, and a replay of stored cases.

Pure: no server takes part, and processor time is what is measured, so a busy machine changes little. The decision
measured is the last rule's, of three inputs given as JSON.
"""

from __future__ import annotations

import statistics
import time
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from document_flow.decisions.check import check
from document_flow.decisions.dmn import read_dmn
from document_flow.decisions.dmn_writing import write_dmn
from document_flow.decisions.evaluate import evaluate
from document_flow.decisions.facts import FactType
from document_flow.decisions.outcome import Decided
from document_flow.decisions.replay import Replay, StoredCase
from document_flow.decisions.sfeel import compile_test
from document_flow.decisions.table import Column, Decision, Output, Rule, Table

RULES = 200
DECISIONS, ROUNDS = 2_000, 9
DECISION_GOAL_US = 150.0
REPLAY_GOAL_S = 20.0
REPLAY_GOAL_CASES = 100_000
_LAST = {"rayon": "rayon 9", "üzv_sayı": 97, "gün": "2025-06-01"}
_KINDS: dict[str, FactType] = {"rayon": "string", "üzv_sayı": "number", "gün": "date"}


@dataclass(frozen=True, slots=True)
class DecisionFigures:
    """Medians of ROUNDS; `decision_us` is of the last rule."""

    rules: int
    read_ms: float
    check_ms: float
    decision_us: float
    cases: int
    replay_s: float
    changed: int
    defects: tuple[str, ...]

    def shortfalls(self) -> list[str]:
        """What is above the goals; the replay's goal is for REPLAY_GOAL_CASES and scaled to fewer."""
        goal_s = REPLAY_GOAL_S * self.cases / REPLAY_GOAL_CASES
        found = []
        if self.decision_us > DECISION_GOAL_US:
            found.append(f"a decision takes {self.decision_us:.0f} µs; the goal is {DECISION_GOAL_US:.0f} µs")
        if self.replay_s > goal_s:
            found.append(f"a replay of {self.cases:,} cases takes {self.replay_s:.1f} s; the goal is {goal_s:.0f} s")
        return found


def measure_decisions(cases: int) -> DecisionFigures:
    """Measure, with `cases` in the replay; every fiftieth rule of the newer table gives another value."""
    began = time.process_time()
    old = read_dmn(write_dmn(_table(newer=False)))
    read_ms = (time.process_time() - began) * 1000
    began = time.process_time()
    errors = [problem for problem in check(old) if problem.severity == "error"]
    check_ms = (time.process_time() - began) * 1000
    outcome = evaluate(old, _LAST, allow_assumed=False)
    defects = [str(error) for error in errors]
    if not isinstance(outcome, Decided) or outcome.rules[0].number != RULES:
        defects.append(f"the last rule did not decide: {outcome}")
    decision_us = statistics.median(_decisions_us(old) for _ in range(ROUNDS))
    replay = Replay(old, _table(newer=True), allow_assumed=False)
    began = time.process_time()
    changed = sum(1 for _ in replay.differences(_case(number) for number in range(cases)))
    replay_s = time.process_time() - began
    if changed != cases // 50:
        defects.append(f"{changed} of {cases} cases changed, not {cases // 50}")
    return DecisionFigures(RULES, read_ms, check_ms, decision_us, cases, replay_s, changed, tuple(defects))


def _decisions_us(table: Table) -> float:
    began = time.process_time()
    for _ in range(DECISIONS):
        evaluate(table, _LAST, allow_assumed=False)
    return (time.process_time() - began) * 1e6 / DECISIONS


def _case(number: int) -> StoredCase:
    """One case for each rule in turn."""
    rule = number % RULES
    return StoredCase(str(number), {"rayon": f"rayon {rule // 20}", "üzv_sayı": rule % 20 * 5 + 2, "gün": "2025-06-01"})


def _table(*, newer: bool) -> Table:
    inputs = tuple(Column(f"in_{kind}", fact, fact, kind) for fact, kind in _KINDS.items())
    rules = tuple(_rule(number, newer=newer) for number in range(RULES))
    decision = Decision("order", "Növbə", "UNIQUE", inputs, (Output("out", "Növbə", "növbə", "number"),), rules)
    return Table("bench", "Növbə", (decision,))


def _rule(number: int, *, newer: bool) -> Rule:
    """A district, a range of members and a range of days: all three columns are needed to tell the rules apart."""
    first = date(2020, 1, 1) + timedelta(days=30 * (number % 10))
    cells = (
        f'"rayon {number // 20}"',
        f"[{number % 20 * 5}..{number % 20 * 5 + 5})",
        f'[date("{first}")..date("2030-01-01")]',
    )
    tests = tuple(compile_test(cell, kind) for cell, kind in zip(cells, _KINDS.values(), strict=True))
    value = Decimal(number + (newer and number % 50 == 0))
    return Rule(f"rule_{number}", tests, (value,), f"bənd {number + 1}")
