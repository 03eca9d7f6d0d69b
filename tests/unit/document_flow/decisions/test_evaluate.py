"""A case is decided, or it is said what is missing; the index finds what going through all rules would find."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from document_flow.decisions.evaluate import evaluate
from document_flow.decisions.facts import Fact
from document_flow.decisions.outcome import Conflicted, Decided, NotDecided, Outcome
from document_flow.decisions.table import Decision, Default, HitPolicy, Output, Rule, Table
from tests.unit.document_flow.decisions.building import KINDS, VALUES, columns, decision, decisions, table

RULES = (
    ('"Ağdam", "Füzuli"', ">= 4", "birinci"),
    ('"Ağdam", "Füzuli"', "< 4", "ikinci"),
    ('"Laçın"', "-", "üçüncü"),
)
TERM = table({"rayon": "string", "üzv_sayı": "number"}, *RULES)


def decided(outcome: Outcome) -> str:
    assert isinstance(outcome, Decided)
    return str(outcome.outputs["nəticə"])


def reasons(outcome: Outcome) -> list[tuple[str, str]]:
    assert isinstance(outcome, NotDecided)
    return [(reason.kind, reason.subject) for reason in outcome.reasons]


def naive(made: Decision, facts: dict[str, Fact]) -> list[int]:
    """The numbers of the rules that hold, cell by cell."""
    return [
        number
        for number, rule in enumerate(made.rules, 1)
        if all(test.holds(facts[column.fact]) for column, test in zip(made.inputs, rule.tests, strict=True))
    ]


@pytest.mark.parametrize(
    ("facts", "result"),
    [
        ({"rayon": "Ağdam", "üzv_sayı": 4}, "birinci"),
        ({"rayon": "Füzuli", "üzv_sayı": 3.5}, "ikinci"),
        ({"rayon": "Laçın", "üzv_sayı": 9}, "üçüncü"),
        ({"rayon": "Laçın"}, "üçüncü"),
        ({"rayon": "Laçın", "üzv_sayı": None, "başqa": object()}, "üçüncü"),
    ],
)
def test_facts_that_suffice_are_decided(facts: dict[str, Any], result: str) -> None:
    assert decided(evaluate(TERM, facts, allow_assumed=False)) == result


@pytest.mark.parametrize(
    ("facts", "why"),
    [
        ({}, [("missing", "rayon"), ("missing", "üzv_sayı")]),
        ({"rayon": "Ağdam"}, [("missing", "üzv_sayı")]),
        ({"üzv_sayı": 4}, [("missing", "rayon")]),
        ({"rayon": "", "üzv_sayı": 4}, [("missing", "rayon")]),
        ({"rayon": "Ağdam", "Üzv_sayı": 4}, [("missing", "üzv_sayı")]),
        ({"rayon": "Ağdam", "üzv_sayı": "4"}, [("refused", "üzv_sayı")]),
        ({"rayon": "Ağdam", "üzv_sayı": True}, [("refused", "üzv_sayı")]),
        ({"rayon": "Laçın", "üzv_sayı": "4"}, [("refused", "üzv_sayı")]),
        ({"rayon": 7, "üzv_sayı": []}, [("refused", "rayon"), ("refused", "üzv_sayı")]),
        ({"rayon": "Şuşa", "üzv_sayı": 4}, [("no_rule", "d")]),
        ({"rayon": "Şuşa"}, [("no_rule", "d")]),
    ],
)
def test_a_missing_or_wrong_fact_is_named_and_never_a_verdict(
    facts: dict[str, Any], why: list[tuple[str, str]]
) -> None:
    outcome = evaluate(TERM, facts, allow_assumed=True)

    assert reasons(outcome) == why
    assert isinstance(outcome, NotDecided)
    assert outcome.missing == tuple(subject for kind, subject in why if kind == "missing")
    assert all(reason.words.az != reason.words.en for reason in outcome.reasons)


def test_two_rules_that_hold_at_once_are_a_conflict_even_if_they_agree() -> None:
    made = table({"say": "number"}, ("> 1", "a"), ("> 2", "a"), ("> 3", "b"))

    outcome = evaluate(made, {"say": 3}, allow_assumed=False)

    assert isinstance(outcome, Conflicted)
    assert [rule.number for rule in outcome.rules] == [1, 2]
    assert decided(evaluate(made, {"say": 2}, allow_assumed=False)) == "a"


def test_the_first_rule_decides_and_waits_for_nothing_behind_it() -> None:
    made = table(
        {"say": "number", "rayon": "string"}, ("> 5", "-", "a"), ("-", '"b"', "b"), ("-", "-", "c"), policy="FIRST"
    )

    assert decided(evaluate(made, {"say": 6}, allow_assumed=False)) == "a"
    assert decided(evaluate(made, {"say": 5, "rayon": "b"}, allow_assumed=False)) == "b"
    assert decided(evaluate(made, {"say": 5, "rayon": "c"}, allow_assumed=False)) == "c"
    assert reasons(evaluate(made, {"say": 5}, allow_assumed=False)) == [("missing", "rayon")]
    assert reasons(evaluate(made, {"rayon": "b"}, allow_assumed=False)) == [("missing", "say")]


def test_collect_gives_every_rule_that_holds_in_order() -> None:
    made = table({"say": "number"}, ("> 1", "a"), ("> 5", "b"), ("< 9", "c"), policy="COLLECT")

    outcome = evaluate(made, {"say": 4}, allow_assumed=False)

    assert isinstance(outcome, Decided)
    assert [row["nəticə"] for row in outcome.rows] == ["a", "c"]
    with pytest.raises(ValueError, match="too many values"):
        _ = outcome.outputs


def test_an_assumed_rule_decides_in_the_sandbox_only() -> None:
    made = table({"say": "number"}, ("> 1", "a"), basis="assumed")

    inside = evaluate(made, {"say": 4}, allow_assumed=True)
    outside = evaluate(made, {"say": 4}, allow_assumed=False)

    assert isinstance(inside, Decided)
    assert inside.assumed
    assert reasons(outside) == [("assumed", "d")]
    assert reasons(evaluate(made, {"say": 1}, allow_assumed=False)) == [("no_rule", "d")]


def test_a_value_outside_those_listed_is_refused_even_where_any_would_do() -> None:
    made = table({"rayon": "string", "say": "number"}, ("-", "> 1", "a"), allowed={"rayon": '"a", "b"'})

    assert reasons(evaluate(made, {"rayon": "c", "say": 4}, allow_assumed=False)) == [("refused", "rayon")]
    assert decided(evaluate(made, {"rayon": "b", "say": 4}, allow_assumed=False)) == "a"


def chained(basis: str = "maddə", *, twice: bool = False, policy: HitPolicy = "FIRST") -> Table:
    """`otaq` from `say`; the answer from `otaq` and `rayon`; with `twice` the first one contradicts itself."""
    rows = [("<= 3", "üç"), ("> 3", "dörd"), *([("> 8", "beş")] if twice else [])]
    rooms = decision({"say": "number"}, *rows, basis=basis)
    rooms = Decision("otaqlar", "Otaqlar", "UNIQUE", rooms.inputs, (Output("o", "", "otaq", "string"),), rooms.rules)
    end = decision(
        {"otaq": "string", "rayon": "string"},
        ('"üç"', "-", "kiçik"),
        ('"dörd"', '"a"', "böyük"),
        ("-", '"b"', "başqa"),
        policy=policy,
    )
    end = Decision("son", "Son", policy, end.inputs, end.outputs, end.rules, ("otaqlar",))
    return Table("t", "Zəncir", (rooms, end))


def test_decisions_feed_each_other_by_name_and_tell_which_rules_led_there() -> None:
    outcome = evaluate(chained(), {"say": 4, "rayon": "a"}, allow_assumed=False)

    assert decided(outcome) == "böyük"
    assert isinstance(outcome, Decided)
    assert [(rule.decision, rule.number) for rule in outcome.rules] == [("otaqlar", 2), ("son", 2)]


def test_the_rule_that_did_not_hold_because_of_another_decision_is_led_by_it_too() -> None:
    outcome = evaluate(chained(), {"say": 4, "rayon": "b"}, allow_assumed=False)

    assert isinstance(outcome, Decided)
    assert [rule.decision for rule in outcome.rules] == ["otaqlar", "son"]
    collected = evaluate(chained(policy="COLLECT"), {"say": 4, "rayon": "b"}, allow_assumed=False)
    assert isinstance(collected, Decided)
    assert [rule.decision for rule in collected.rules] == ["otaqlar", "son"]


def test_what_keeps_a_required_decision_from_deciding_is_told_at_the_end() -> None:
    assert reasons(evaluate(chained(), {"rayon": "a"}, allow_assumed=False)) == [("missing", "say")]
    assert reasons(evaluate(chained(), {"say": "4", "rayon": "b"}, allow_assumed=False)) == [("refused", "say")]
    assert reasons(evaluate(chained("assumed"), {"say": 4, "rayon": "a"}, allow_assumed=False)) == [
        ("assumed", "otaqlar")
    ]


def test_a_fact_from_outside_never_overrules_a_decision() -> None:
    assert decided(evaluate(chained(), {"say": 4, "rayon": "a", "otaq": "üç"}, allow_assumed=False)) == "böyük"
    assert reasons(evaluate(chained(), {"rayon": "a", "otaq": "üç"}, allow_assumed=False)) == [("missing", "say")]


def test_a_conflict_of_a_required_decision_is_one_of_the_end() -> None:
    outcome = evaluate(chained(twice=True), {"say": 9, "rayon": "a"}, allow_assumed=False)

    assert isinstance(outcome, Conflicted)
    assert [(rule.decision, rule.number) for rule in outcome.rules] == [("otaqlar", 2), ("otaqlar", 3)]


def test_a_required_decision_that_does_not_matter_keeps_nobody_waiting() -> None:
    end = chained().end
    rules = (*end.rules[2:], Rule("r", (end.rules[0].tests[0], end.rules[1].tests[1]), ("kiçik",), "maddə"))
    last = Decision("son", "Son", "UNIQUE", end.inputs, end.outputs, rules, ("otaqlar",))
    made = Table("t", "Zəncir", (chained().decisions[0], last))

    for facts in ({"rayon": "b"}, {"rayon": "b", "say": 4}):
        outcome = evaluate(made, facts, allow_assumed=False)
        assert decided(outcome) == "başqa"
        assert isinstance(outcome, Decided)
        assert [rule.decision for rule in outcome.rules] == ["son"]


def facts_of(made: Decision) -> st.SearchStrategy[dict[str, Fact]]:
    return st.fixed_dictionaries({column.fact: st.sampled_from(VALUES[column.kind]) for column in made.inputs})


@given(st.data(), decisions())
def test_unique_comes_to_what_going_through_the_rules_comes_to(data: st.DataObject, made: Decision) -> None:
    facts = data.draw(facts_of(made))
    holding = naive(made, facts)

    outcome = evaluate(Table("t", "", (made,)), facts, allow_assumed=False)

    match outcome:
        case Decided(_, rules):
            assert [rule.number for rule in rules] == holding
            assert len(holding) == 1
        case NotDecided():
            assert (reasons(outcome), holding) == ([("no_rule", "d")], [])
        case Conflicted(rules):
            assert [rule.number for rule in rules] == holding
            assert len(holding) > 1


@given(st.data(), st.sampled_from(["FIRST", "COLLECT"]))
def test_first_and_collect_come_to_what_going_through_the_rules_comes_to(
    data: st.DataObject, policy: HitPolicy
) -> None:
    made = data.draw(decisions(policy))
    facts = data.draw(facts_of(made))
    holding = naive(made, facts)

    outcome = evaluate(Table("t", "", (made,)), facts, allow_assumed=False)

    wanted = holding[:1] if policy == "FIRST" else holding
    assert ([rule.number for rule in outcome.rules] if isinstance(outcome, Decided) else []) == wanted


@given(st.data(), st.sampled_from(["UNIQUE", "FIRST", "COLLECT"]))
def test_a_decision_made_with_facts_missing_holds_whatever_they_are(data: st.DataObject, policy: HitPolicy) -> None:
    made = data.draw(decisions(policy))
    whole = Table("t", "", (made,))
    known = data.draw(facts_of(made))
    forgotten = data.draw(st.sampled_from([column.fact for column in made.inputs]))
    rest = {name: value for name, value in known.items() if name != forgotten}

    outcome = evaluate(whole, rest, allow_assumed=False)

    all_outcomes = [
        evaluate(whole, {**rest, forgotten: value}, allow_assumed=False) for value in VALUES[KINDS[forgotten]]
    ]
    if isinstance(outcome, NotDecided) and outcome.missing:
        assert outcome.missing == (forgotten,)
    elif isinstance(outcome, Conflicted):
        assert all(isinstance(each, Conflicted) for each in all_outcomes)
    else:
        assert all(each == outcome for each in all_outcomes)


@pytest.mark.parametrize("cells", list(product(["> 5", "-"], ['date("2024-02-29")', "-"])))
def test_values_on_the_very_cut_fall_where_the_cell_says(cells: tuple[str, str]) -> None:
    made = table({"say": "number", "gün": "date"}, (*cells, "a"))

    at = evaluate(made, {"say": Decimal("5.000000000000000000000001"), "gün": "2024-02-29"}, allow_assumed=False)

    assert decided(at) == "a"
    beside = evaluate(made, {"say": 5, "gün": date(2024, 3, 1)}, allow_assumed=False)
    assert isinstance(beside, Decided) is (cells == ("-", "-"))


def test_columns_know_their_names_for_people() -> None:
    made = Table("t", "", (decision({"say": "number"}, ("> 1", "a")),))

    assert made.label("say").az == "say"
    assert [column.fact for column in made.facts()] == ["say"]
    assert [column.fact for column in chained().facts()] == ["say", "rayon"]
    assert columns({"a": "string"})[0].allowed is None
    with pytest.raises(KeyError):
        made.decision("yoxdur")


@pytest.mark.parametrize(
    ("allowed", "az", "en"),
    [
        ("1, 2", "1, 2", "1, 2"),
        ("[1..30]", "1-dən az olmayan, 30-dan çox olmayan", "at least 1, at most 30"),
    ],
    ids=["listed", "range"],
)
def test_the_refusal_of_a_value_says_which_are_allowed_and_not_what_it_was(allowed: str, az: str, en: str) -> None:
    made = table({"say": "number"}, ("-", "a"), allowed={"say": allowed})

    outcome = evaluate(made, {"say": 31}, allow_assumed=False)

    assert reasons(outcome) == [("refused", "say")]
    assert isinstance(outcome, NotDecided)
    (told,) = (reason.words for reason in outcome.reasons)
    assert told.az.endswith(f"bu dəyər siyahıda yoxdur; ola bilər: {az}")
    assert told.en.endswith(f"this value is not in the list; it may be: {en}")
    assert "31" not in told.az + told.en


@pytest.mark.parametrize(("basis", "assumes"), [("maddə", False), ("assumed", True)])
def test_a_decision_knows_whether_a_rule_or_its_default_is_assumed(basis: str, assumes: bool) -> None:
    made = decision({"say": "number"}, ("> 1", "a"))
    default = Decision("d", "", "UNIQUE", made.inputs, made.outputs, made.rules, default=Default(("b",), basis))

    assert not made.assumes
    assert default.assumes is assumes
    assert decision({"say": "number"}, ("> 1", "a"), basis=basis).assumes is assumes
