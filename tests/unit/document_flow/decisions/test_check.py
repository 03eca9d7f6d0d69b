"""The check finds exactly what trying every case would find."""

from __future__ import annotations

import time
from collections.abc import Iterator
from itertools import combinations, product

from hypothesis import given

from document_flow.decisions.check import MOST_REPORTED, MOST_STEPS, _clashes, _pieces, _Search, check
from document_flow.decisions.facts import Fact
from document_flow.decisions.index import Piece
from document_flow.decisions.refusal import Problem
from document_flow.decisions.regions import Region
from document_flow.decisions.sfeel import compile_test
from document_flow.decisions.table import Decision, Default, Output, Table
from tests.unit.document_flow.decisions.building import VALUES, decision, decisions, table


def overlaps(made: Decision) -> Iterator[tuple[int, int]]:
    return _clashes(made, areas(made))


def gaps(made: Decision) -> Iterator[tuple[Region, ...]]:
    return _Search(made, areas(made), MOST_STEPS).uncovered(made.index.all)


def areas(made: Decision) -> list[list[Piece]]:
    return [_pieces(made, number) for number in range(len(made.inputs))]


def every_case(made: Decision) -> list[tuple[Fact, ...]]:
    return list(product(*(VALUES[column.kind] for column in made.inputs)))


def holds(made: Decision, number: int, case: tuple[Fact, ...]) -> bool:
    return all(test.holds(value) for test, value in zip(made.rules[number].tests, case, strict=True))


def found(problems: tuple[Problem, ...], severity: str = "error") -> list[tuple[str, str]]:
    return [
        (problem.code.removeprefix("check."), problem.place) for problem in problems if problem.severity == severity
    ]


@given(decisions())
def test_the_overlaps_are_those_that_trying_every_case_finds(made: Decision) -> None:
    tried = {
        (one, other)
        for one, other in combinations(range(len(made.rules)), 2)
        for case in every_case(made)
        if holds(made, one, case) and holds(made, other, case)
    }

    assert set(overlaps(made)) == tried


@given(decisions())
def test_the_gaps_are_the_cases_that_no_rule_covers_each_once(made: Decision) -> None:
    boxes = list(gaps(made))

    for case in every_case(made):
        covered = any(holds(made, number, case) for number in range(len(made.rules)))
        inside = sum(all(r.holds(value) for r, value in zip(box, case, strict=True)) for box in boxes)
        assert inside == (0 if covered else 1)


@given(decisions("FIRST"))
def test_the_rules_never_reached_are_those_that_no_case_comes_to(made: Decision) -> None:
    first = {
        next((number for number in range(len(made.rules)) if holds(made, number, case)), None)
        for case in every_case(made)
    }

    unreached = [place for code, place in found(check(Table("t", "", (made,)))) if code == "unreached"]

    assert unreached == [f"Qərar, rule {number + 1}" for number in range(len(made.rules)) if number not in first]


def test_an_overlap_says_where_the_rules_meet() -> None:
    made = table(
        {"rayon": "string", "say": "number"},
        ('"a", "b"', "[1..5]", "x"),
        ('not("a")', "> 4", "y"),
        ("-", "< 1", "z"),
        ('"a"', "> 5", "w"),
    )

    problems = check(made)

    assert found(problems) == [("overlap", "Qərar, rule 2")]
    assert problems[0].words.en == 'rules 1 and 2 hold at once: rayon "b"; say (4..5]; change one of them'
    assert found(problems, "warning") == [("gap", "Qərar"), ("no_values", "Qərar, rayon")]
    assert problems[1].words.en == 'no rule covers: rayon not("a", "b"); say [1..4]'


def test_values_that_are_listed_leave_no_gap_beside_them() -> None:
    rows = (("true", '"a"', "x"), ("true", '"b"', "y"), ("false", "-", "z"))

    assert check(table({"bəli": "boolean", "rayon": "string"}, *rows, allowed={"rayon": '"a", "b"'})) == ()
    open_ended = check(table({"bəli": "boolean", "rayon": "string"}, *rows))
    assert found(open_ended, "warning") == [("gap", "Qərar"), ("no_values", "Qərar, rayon")]
    whole = table({"say": "number"}, ("<= 3", "x"), ("> 3", "y"), allowed={"say": "[1..30]"})
    assert check(whole) == ()


def test_a_cell_or_an_output_outside_the_values_listed_is_an_error() -> None:
    made = decision({"rayon": "string"}, ('"c"', "x"), ('not("c")', "y"), allowed={"rayon": '"a", "b"'})
    narrow = Output("out", "", "nəticə", "string", decision({"n": "string"}, ('"y"', "-")).rules[0].tests[0])
    whole = Table("t", "", (Decision("d", "Qərar", "UNIQUE", made.inputs, (narrow,), made.rules),))

    assert found(check(whole)) == [("not_allowed", "Qərar, rule 1, rayon"), ("not_allowed", "Qərar, rule 1, nəticə")]


def test_a_rule_that_is_repeated_under_collect_is_a_warning() -> None:
    made = table({"say": "number"}, ("> 1", "x"), ("-", "y"), ("(1..5), >= 5", "x"), policy="COLLECT")

    assert found(check(made), "warning") == [("repeated", "Qərar, rule 3")]


def test_a_report_that_is_cut_says_so() -> None:
    many = table({"say": "number"}, *[(f"> {n}", "x") for n in range(MOST_REPORTED)])
    scattered = table({"say": "number"}, *[(f"[{2 * n}..{2 * n + 1})", "x") for n in range(3)])

    assert found(check(many), "note") == [("more", "Qərar")]
    assert len(found(check(many))) == MOST_REPORTED
    long = table({"rayon": "string"}, (", ".join(f'"rayon {n}"' for n in range(100)), "x"))
    gap, no_values = check(long)
    assert len(gap.words.az) < 300
    assert "…" in gap.words.az
    assert no_values.code == "check.no_values"
    assert [problem.words.en for problem in check(scattered)] == ["no rule covers: say < 0, [1..2), [3..4), >= 5"]


def test_a_search_that_would_not_end_stops_and_says_so() -> None:
    """Each rule asks for one value in each of many columns, all different: the gaps are beyond counting."""
    kinds = {f"f{n}": "number" for n in range(14)}
    rows = [(*[str((n * 7 + k * 3) % 11) for k in range(14)], "x") for n in range(40)]
    made = table(kinds, *rows, policy="FIRST")  # type: ignore[arg-type]  # a mapping of one literal type
    began = time.process_time()

    problems = check(made)
    cut = check(made, most_steps=20)

    assert [code for code, _ in found(cut, "warning")].count("stopped") == 2
    assert "stopped" not in {code for code, _ in found(problems, "warning")}
    assert {"gap", "more"} <= {problem.code.removeprefix("check.") for problem in problems}
    assert time.process_time() - began < 10


def test_the_overlaps_of_two_hundred_rules_take_no_time() -> None:
    rows = [(f'"r{n % 10}"', f"[{n}..{n + 1})", f'>= date("2024-01-{n % 28 + 1:02}")', "x") for n in range(200)]
    rows[150] = ('"r0"', "[10..11)", "-", "y")
    made = decision({"rayon": "string", "say": "number", "gün": "date"}, *rows)
    began = time.process_time()

    assert list(overlaps(made)) == [(10, 150)]
    assert time.process_time() - began < 1.0


def test_a_default_outside_the_values_listed_is_an_error() -> None:
    made = decision({"say": "number"}, ("> 1", "y"))
    narrow = Output("out", "", "nəticə", "string", compile_test('"x", "y"', "string"))

    def problems(default: str) -> tuple[Problem, ...]:
        held = Default((default,), "maddə")
        whole = Decision("d", "Qərar", "UNIQUE", made.inputs, (narrow,), made.rules, default=held)
        return check(Table("t", "", (whole,)))

    assert problems("x") == ()
    (outside,) = problems("z")
    assert (outside.code, outside.severity, outside.place) == ("check.not_allowed", "error", "Qərar, nəticə")
    assert outside.words.az == 'z: icazə verilən dəyərlər: "x", "y"'
    assert outside.words.en == 'z: the values allowed are "x", "y"'
