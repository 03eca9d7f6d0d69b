"""Which stages a document goes through: its stated facts against the stages' conditions."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from decimal import Decimal
from functools import lru_cache

from document_flow.context import Context
from document_flow.decisions.sfeel import Fact, FactRefused, FactType, UnaryTest, compile_test, typed
from document_flow.outcome import Refusal
from document_flow.paths.path import Path, Stage
from document_flow.paths.refusals import refusal
from document_flow.paths.staffing import unstaffed
from document_flow.paths.values import JsonFact, PlannedStage, StatedFact


def stated(path: Path, given: Mapping[str, JsonFact]) -> tuple[StatedFact, ...] | Refusal:
    """The facts that the path declares, each of its type; all that is missing, wrong or unknown in one refusal."""
    facts: list[StatedFact] = []
    az: list[str] = []
    en: list[str] = []
    for declared in path.facts:
        value = typed(given.get(declared.name), declared.type)
        if isinstance(value, FactRefused):
            az.append(f"{declared.name} – {value.words.az}")
            en.append(f"{declared.name}: {value.words.en}")
        else:
            facts.append(StatedFact(declared.name, declared.type, _text(value)))
    for name in sorted(given.keys() - {declared.name for declared in path.facts}):
        az.append(f"{name} – yolda belə fakt yoxdur")
        en.append(f"{name}: the path knows no such fact")
    if az:
        return refusal("path.fact", az="; ".join(az), en="; ".join(en))
    return tuple(facts)


def plan_of(path: Path, facts: Iterable[StatedFact]) -> tuple[PlannedStage, ...] | Refusal:
    """Every stage of the path with whether it applies; refused where none does."""
    known = {fact.name: fact for fact in facts}
    plan = tuple(PlannedStage(stage.id, stage.act, _applies(stage, known)) for stage in path.stages)
    return plan if any(stage.applies for stage in plan) else refusal("path.no_stage")


def first_unstaffed(
    path: Path,
    plan: tuple[PlannedStage, ...],
    kept: Collection[str],
    people: tuple[str, tuple[str, ...]],
    context: Context,
) -> Refusal | None:
    """Why a stage ahead could not be decided by those in office today. `people` are the author and all hands."""
    author, hands = people
    for stage, planned in zip(path.stages, plan, strict=True):
        if planned.applies and planned.id not in kept:
            refused = unstaffed(stage, author, hands, context.directory)
            if refused is not None:
                return refused
    return None


def _applies(stage: Stage, facts: Mapping[str, StatedFact]) -> bool:
    return all(
        (fact := facts.get(condition.fact)) is not None and _test(condition.test, fact.type).holds(_value(fact))
        for condition in stage.when
    )


@lru_cache(maxsize=1024)
def _test(text: str, kind: FactType) -> UnaryTest:
    return compile_test(text, kind)


def _text(value: Fact) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return f"{value:f}"
    return value.isoformat() if isinstance(value, date) else value


def _value(fact: StatedFact) -> Fact:
    match fact.type:
        case "string":
            return fact.text
        case "number":
            return Decimal(fact.text)
        case "boolean":
            return fact.text == "true"
        case _:
            return date.fromisoformat(fact.text)
