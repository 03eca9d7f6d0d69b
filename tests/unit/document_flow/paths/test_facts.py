"""Which stages a document goes through is decided by its stated facts."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from document_flow.paths.acts.resubmit import Resubmit
from document_flow.paths.acts.return_for_revision import ReturnForRevision
from document_flow.paths.acts.submit import Submit
from document_flow.paths.path import Condition, FactDeclaration, Path, Rule, Who
from document_flow.words import Words
from tests.unit.document_flow.paths.building import (
    AUTHOR,
    CHIEF,
    H1,
    LAWYER,
    drafted,
    path,
    person,
    stage,
    submitted,
)

ANY, ALL = Rule("any"), Rule("all")
BODIES = (
    Who("body", "ministry", title=Words("Nazirlik", "Ministry")),
    Who("body", "bank", title=Words("Bank", "Bank")),
)


FACTS = (
    FactDeclaration("amount", "number", Words("Məbləğ", "Amount")),
    FactDeclaration("urgent", "boolean", Words("Təcili", "Urgent")),
    FactDeclaration("kind", "string", Words("Növ", "Kind")),
    FactDeclaration("day", "date", Words("Gün", "Day")),
)
GIVEN: dict[str, Any] = {"amount": 1000, "urgent": True, "kind": "şikayət", "day": "2026-03-01"}


def chosen(*tests: tuple[str, str]) -> Path:
    when = tuple(Condition(fact, test) for fact, test in tests)
    return path(stage("if", when=when), stage("always"), facts=FACTS)


def test_a_stage_applies_where_all_its_conditions_hold() -> None:
    holds = (("amount", ">= 1000"), ("urgent", "true"), ("kind", '"şikayət"'), ("day", '< date("2026-04-01")'))

    assert submitted(chosen(*holds), **GIVEN).open == "if"
    for fact, other in (("amount", 999.5), ("urgent", False), ("kind", "ərizə"), ("day", "2026-04-01")):
        run = submitted(chosen(*holds), **{**GIVEN, fact: other})
        assert run.open == "always"
        assert run.state.stages[0].status == "skipped"


def test_facts_are_kept_as_they_were_stated() -> None:
    run = submitted(chosen(("amount", "> 0")), **{**GIVEN, "amount": 0.1})

    assert [fact.text for fact in run.state.facts] == ["0.1", "true", "şikayət", "2026-03-01"]
    assert Decimal(run.state.facts[0].text) == Decimal("0.1")


def test_missing_wrong_and_unknown_facts_are_told_together() -> None:
    run = drafted(chosen(("amount", "> 0")))

    refused = run.refusal(Submit(by=AUTHOR, content_hash=H1, facts={"amount": "4", "urgent": 1, "sum": 3}))

    assert refused.code == "path.fact"
    for name in ("amount", "urgent", "kind", "day", "sum"):
        assert name in refused.words.az
        assert name in refused.words.en


def test_a_document_for_which_no_stage_applies_is_not_sent() -> None:
    chosen = path(stage("if", when=(Condition("amount", "> 5000"),)), facts=FACTS[:1])

    assert drafted(chosen).refusal(Submit(by=AUTHOR, content_hash=H1, facts={"amount": 1})).code == "path.no_stage"


def test_new_facts_after_a_return_change_the_way() -> None:
    chosen = path(
        stage("if", "visa", person(LAWYER), when=(Condition("amount", "> 10"),), on_return="resume"),
        stage("always", "visa", person(CHIEF), on_return="resume"),
        facts=FACTS[:1],
    )
    run = submitted(chosen, amount=1)
    run.do(ReturnForRevision(by=CHIEF, content_hash=H1, note="məbləğ səhvdir"))

    assert run.refusal(Resubmit(by=AUTHOR, content_hash=H1, facts={"amount": "x"})).code == "path.fact"
    run.do(Resubmit(by=AUTHOR, content_hash=H1, facts={"amount": 11}))

    assert run.open == "if"


def test_new_facts_that_leave_no_stage_are_refused() -> None:
    chosen = path(stage("if", "visa", person(LAWYER), when=(Condition("amount", "> 10"),)), facts=FACTS[:1])
    run = submitted(chosen, amount=11)
    run.do(ReturnForRevision(by=LAWYER, content_hash=H1, note="bax"))

    assert run.refusal(Resubmit(by=AUTHOR, content_hash=H1, facts={"amount": 1})).code == "path.no_stage"
