"""An answer of the law at the console: decided, not decided or in conflict, with the rules to look at."""

from __future__ import annotations

from datetime import date

from document_flow.decisions.explain import Explanation, explain
from document_flow.decisions.table import Table
from document_flow.decisions.versions import Act, TableVersion, TableVersions
from document_flow.words import Words
from hub.console.rules.asking import Answer, answer_of
from tests.unit.document_flow.decisions.building import table

DAY = date(2026, 3, 13)
TWICE = table({"say": "number"}, ("> 1", "a"), ("> 2", "b"))


def version(made: Table) -> TableVersion:
    return TableVersion(4, made, Act("assumed", Words("", "")), ("orxan",))


def asked(made: Table, say: int | None) -> Answer:
    told = explain(made, {} if say is None else {"say": say}, allow_assumed=True)
    return answer_of(version(made), told, DAY)


def test_rules_that_hold_at_once_are_a_conflict_and_both_are_named() -> None:
    answer = asked(TWICE, 3)

    assert (answer.kind, answer.rows) == ("conflicted", [])
    assert [(each.decision, each.number) for each in answer.rules] == [("d", 1), ("d", 2)]
    assert any("Ziddiyyət" in sentence.az for sentence in answer.sentences)


def test_one_rule_decides_and_a_fact_that_lacks_is_asked_for() -> None:
    decided, missing = asked(TWICE, 2), asked(TWICE, None)

    assert [[(label.en, value.en) for label, value in row] for row in decided.rows] == [[("nəticə", "a")]]
    assert (decided.version, decided.as_of) == (4, DAY)
    assert (missing.kind, missing.missing) == ("not_decided", ["say"])


def test_a_day_without_law_is_nobody_s_version() -> None:
    told: Explanation = TableVersions("t", Words("T", "T")).explain({}, as_of=DAY, allow_assumed=True)

    answer = answer_of(version(TWICE), told, DAY)

    assert (answer.kind, answer.version, answer.rules) == ("not_decided", None, [])
    assert answer.reasons
