"""What several rules come to together: the hit policies, their aggregations, default outputs and formulas of DMN."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Mapping
from decimal import Decimal

import pytest

from document_flow.decisions.check import check
from document_flow.decisions.dmn import SPACES, read_dmn
from document_flow.decisions.dmn_writing import canonical, write_dmn
from document_flow.decisions.evaluate import evaluate
from document_flow.decisions.explain import explain
from document_flow.decisions.outcome import Conflicted, Decided, NotDecided, Outcome
from document_flow.decisions.refusal import TableRefused
from document_flow.decisions.table import Table

WHOLE = '<output id="o" name="pay" typeRef="number"/>'
LISTED = (
    '<output id="o" name="place" typeRef="string"><outputValues><text>"first", "last"</text></outputValues></output>'
)


def file(
    *rows: tuple[str, str], hit: str = "", output: str = WHOLE, space: str = "", items: str = "", variable: str = ""
) -> bytes:
    """A table of one input, `n`, and one output, in the namespace given or that of DMN 1.3."""
    rules = "".join(
        f'<rule id="r{number}"><description>maddə {number}</description>'
        f"<inputEntry><text>{test}</text></inputEntry><outputEntry><text>{value}</text></outputEntry></rule>"
        for number, (test, value) in enumerate(rows, 1)
    )
    return (
        f'<definitions xmlns="{space or "https://www.omg.org/spec/DMN/20191111/MODEL/"}" id="x">{items}'
        f'<decision id="d" name="Ödəniş növü">{variable}<decisionTable id="t" {hit}><input id="i">'
        f'<inputExpression typeRef="number"><text>n</text></inputExpression></input>{output}{rules}'
        "</decisionTable></decision></definitions>"
    ).encode()


def decided(made: Table, n: object, *, sandbox: bool = False) -> Outcome:
    return evaluate(made, {"n": n}, allow_assumed=sandbox)


def rows(made: Table, n: object) -> list[Mapping[str, object]]:
    came_to = decided(made, n, sandbox=True)
    assert isinstance(came_to, Decided)
    return [dict(row) for row in came_to.rows]


def codes(raw: bytes) -> list[str]:
    with pytest.raises(TableRefused) as refused:
        read_dmn(raw)
    assert all(each.words.az != each.words.en for each in refused.value.problems)
    return [each.code for each in refused.value.problems]


@pytest.mark.parametrize("space", SPACES, ids=SPACES.values())
def test_files_of_all_namespaces_load_and_are_written_as_one(space: str) -> None:
    made = read_dmn(file(("> 1", "5"), space=space))

    assert rows(made, 2) == [{"pay": 5}]
    assert read_dmn(write_dmn(made)) == read_dmn(file(("> 1", "5")))


@pytest.mark.parametrize(("made", "expected"), [("SUM", 60), ("MIN", 10), ("MAX", 30), ("COUNT", 3)], ids=str)
def test_collect_makes_one_number_of_all_outputs(made: str, expected: int) -> None:
    table = read_dmn(file(("> 1", "10"), ("> 2", "20"), ("> 3", "30"), hit=f'hitPolicy="COLLECT" aggregation="{made}"'))

    told = explain(table, {"n": 4}, allow_assumed=False)

    assert rows(table, 4) == [{"pay": expected}]
    assert isinstance(told.outcome, Decided)
    assert [rule.number for rule in told.outcome.rules] == [1, 2, 3]
    assert any("1-ci, 2-ci, 3-cü" in each.az for each in told.sentences)
    assert isinstance(decided(table, None), NotDecided)
    assert isinstance(decided(table, 0), NotDecided)
    assert read_dmn(canonical(table)) == table


def test_an_aggregation_takes_one_column_of_numbers() -> None:
    both = WHOLE + '<output id="p" name="q" typeRef="number"/>'
    hit = 'hitPolicy="COLLECT" aggregation="SUM"'

    assert "dmn.one_output" in codes(file(("> 1", "1"), hit=hit, output=both))
    assert codes(file(("> 1", '"last"'), hit=hit, output=LISTED)) == ["dmn.of_numbers"]
    assert codes(file(("> 1", "1"), hit='hitPolicy="FIRST" aggregation="SUM"')) == ["dmn.policy"]


def test_any_takes_rules_that_give_the_same_and_no_others() -> None:
    made = read_dmn(file(("> 1", "5"), ("> 2", "5"), ("> 3", "6"), hit='hitPolicy="ANY"'))

    assert rows(made, 3) == [{"pay": 5}]
    conflict = decided(made, 4)
    assert isinstance(conflict, Conflicted)
    assert [rule.number for rule in conflict.rules] == [1, 2, 3]
    assert [each.place for each in check(made) if each.code == "check.overlap"] == [
        "Ödəniş növü, rule 3",
        "Ödəniş növü, rule 3",
    ]


def test_priority_takes_what_stands_first_in_the_list_of_values() -> None:
    made = read_dmn(file(("> 1", '"last"'), ("> 5", '"first"'), hit='hitPolicy="PRIORITY"', output=LISTED))
    plain = '<output id="o" name="place" typeRef="string"/>'

    assert rows(made, 6) == [{"place": "first"}]
    assert rows(made, 2) == [{"place": "last"}]
    assert isinstance(decided(made, None), NotDecided)
    assert check(made)[0].code == "check.gap"
    assert codes(file(("> 1", '"last"'), hit='hitPolicy="PRIORITY"', output=plain)) == ["dmn.no_order"]


def test_lists_come_in_the_order_of_rules_or_of_the_values_listed() -> None:
    cells = (("> 1", '"last"'), ("> 5", '"first"'))
    by_rule = read_dmn(file(*cells, hit='hitPolicy="RULE ORDER"', output=LISTED))
    by_value = read_dmn(file(*cells, hit='hitPolicy="OUTPUT ORDER"', output=LISTED))

    assert rows(by_rule, 6) == [{"place": "last"}, {"place": "first"}]
    assert rows(by_value, 6) == [{"place": "first"}, {"place": "last"}]
    told = explain(by_value, {"n": 6}, allow_assumed=False)
    assert isinstance(told.outcome, Decided)
    assert [rule.number for rule in told.outcome.rules] == [2, 1]


def test_a_default_holds_where_no_rule_does_and_needs_a_basis_as_a_rule_does() -> None:
    described = (
        '<output id="o" name="pay" typeRef="number"><description>maddə 9</description>'
        "<defaultOutputEntry><text>0</text></defaultOutputEntry></output>"
    )
    bare = described.replace("<description>maddə 9</description>", "")
    made, assumed = (read_dmn(file(("> 1", "5"), output=output)) for output in (described, bare))

    told = explain(made, {"n": 1}, allow_assumed=False)

    assert rows(made, 1) == [{"pay": 0}]
    assert isinstance(told.outcome, Decided)
    assert told.outcome.rules[0].is_default
    assert "maddə 9" in told.sentences[0].az
    assert isinstance(decided(made, None), NotDecided)
    assert isinstance(decided(assumed, 1), NotDecided)
    assert rows(assumed, 1) == [{"pay": 0}]
    assert check(made) == ()
    assert read_dmn(canonical(made)) == made
    half = described + '<output id="p" name="q" typeRef="number"/>'
    assert "dmn.default" in codes(file(("> 1", "5"), output=half))


def test_an_output_alone_has_the_name_and_type_of_its_decision_and_types_may_be_declared() -> None:
    items = (
        '<itemDefinition name="place"><typeRef>string</typeRef><allowedValues><text>"first", "last"</text>'
        "</allowedValues></itemDefinition>"
    )
    made = read_dmn(
        file(
            ("> 1", '"first"'),
            output='<output id="o"/>',
            items=items,
            variable='<variable name="Ödəniş növü" typeRef="place"/>',
        )
    )

    assert rows(made, 2) == [{"Ödəniş növü": "first"}]
    assert made.end.outputs[0].allowed is not None
    assert made.end.outputs[0].allowed.listed == ("first", "last")
    assert read_dmn(canonical(made)) == made


def test_an_output_may_be_worked_out_from_facts_and_says_so_where_it_cannot() -> None:
    made = read_dmn(file(("> 0", "60 * n - (n + 1) / 2"), ("&lt;= 0", "10 / n")))

    assert rows(made, 3) == [{"pay": 178}]
    assert rows(made, 4) == [{"pay": Decimal("237.5")}]
    undivided = decided(made, 0)
    assert isinstance(undivided, NotDecided)
    assert [reason.kind for reason in undivided.reasons] == ["no_number"]
    assert read_dmn(canonical(made)) == made
    assert codes(file(("> 0", "60 * m"))) == ["cell.word"]
    assert codes(file(("> 0", "__import__('os')"))) == ["cell.word"]
    assert codes(file(("> 0", "1 / 0"))) == ["cell.no_number"]
    unasked = read_dmn(file(("-", "n * 2")))
    assert isinstance(decided(unasked, None), NotDecided)


def test_a_condition_may_hold_arithmetic_of_numbers() -> None:
    made = read_dmn(file(("&gt;= 12 * 18", "1"), ("[-(2 + 3)..2 * 3)", "2"), hit='hitPolicy="FIRST"'))

    assert [rows(made, n) for n in (216, -5, 5)] == [[{"pay": 1}], [{"pay": 2}], [{"pay": 2}]]
    assert isinstance(decided(made, 6), NotDecided)


@pytest.mark.parametrize(
    "cell",
    ["(" * 900 + "1" + ")" * 900, "-" * 1_500 + "1", "9999999999 * " * 140 + "1", "[0..9999999999999999999999999]"],
    ids=["parentheses", "signs", "product", "range"],
)
def test_evil_expressions_cost_little(cell: str) -> None:
    began = time.process_time()

    for row in (("> 0", cell), (cell, "1")):
        with contextlib.suppress(TableRefused):
            decided(read_dmn(file(row)), 1)

    assert time.process_time() - began < 1


def test_a_sum_of_too_many_digits_decides_nothing_and_says_so() -> None:
    nines = "9" * 34
    made = read_dmn(file(("> 1", nines), ("> 2", nines), hit='hitPolicy="COLLECT" aggregation="SUM"'))

    assert rows(made, 2) == [{"pay": Decimal(nines)}]
    too_large = decided(made, 3)
    assert isinstance(too_large, NotDecided)
    assert [(reason.kind, reason.subject) for reason in too_large.reasons] == [("no_number", "pay")]
    (told,) = (reason.words for reason in too_large.reasons)
    assert "«COLLECT SUM» bu faktlarla hesablanmır" in told.az
    assert "“COLLECT SUM” comes to no number" in told.en


def test_a_column_that_lists_its_values_holds_no_formula() -> None:
    listed = '<output id="o" name="pay" typeRef="number"><outputValues><text>60, 120</text></outputValues></output>'

    with pytest.raises(TableRefused) as refused:
        read_dmn(file(("> 1", "120"), ("&lt;= 1", "60 * n"), output=listed))

    (problem,) = refused.value.problems
    assert (problem.code, problem.place) == ("dmn.formula_listed", "Ödəniş növü, rule 2, pay")
    assert problem.words.en == "60 * n: a column that lists its values holds no formula; write the value itself"
    assert read_dmn(file(("> 1", "120"), ("&lt;= 1", "60 * 1"), output=listed)).end.rules[1].values == (60,)


def test_a_declared_name_with_spaces_is_declared_again_where_the_table_is_written() -> None:
    raw = file(("> 1", "5"), items='<inputData id="n" name="üzv sayı"/>').replace(
        b"<text>n</text>", "<text>üzv sayı</text>".encode()
    )
    made = read_dmn(raw)

    assert [column.fact for column in made.facts()] == ["üzv sayı"]
    assert '<inputData id="x_fact_1" name="üzv sayı"></inputData>' in canonical(made).decode()
    assert read_dmn(canonical(made)) == read_dmn(write_dmn(made)) == made
    assert b"inputData" not in canonical(read_dmn(file(("> 1", "5"))))


def item(name: str, type_ref: str, values: str = "", more: str = "") -> str:
    allowed = f"<allowedValues><text>{values}</text></allowedValues>" if values else ""
    return f'<itemDefinition name="{name}" {more}><typeRef>{type_ref}</typeRef>{allowed}</itemDefinition>'


def test_a_type_that_is_a_name_for_another_has_its_plain_type_and_its_values() -> None:
    typed = '<output id="o" name="pay" typeRef="sum"/>'
    made = read_dmn(file(("> 1", "60"), output=typed, items=item("sum", "money") + item("money", "number", "60, 120")))

    assert made.end.outputs[0].kind == "number"
    assert made.end.outputs[0].allowed is not None
    assert made.end.outputs[0].allowed.listed == (60, 120)


def test_types_that_name_each_other_in_a_circle_come_to_none() -> None:
    typed = '<output id="o" name="pay" typeRef="sum"/>'

    with pytest.raises(TableRefused) as refused:
        read_dmn(file(("> 1", '"a"'), output=typed, items=item("sum", "money") + item("money", "sum")))

    (problem,) = refused.value.problems
    assert (problem.code, problem.place) == ("dmn.type", "Ödəniş növü, pay")
    assert problem.words.en == "sum: the type must be one of: string, number, boolean, date"


def test_a_list_is_the_type_of_an_output_alone_and_of_no_input() -> None:
    listed = item("sums", "number", more='isCollection="true"')
    raw = file(("-", "5"), output='<output id="o" name="pay" typeRef="sums"/>', items=listed)

    assert read_dmn(raw).end.outputs[0].kind == "number"
    with pytest.raises(TableRefused) as refused:
        read_dmn(raw.replace(b'<inputExpression typeRef="number">', b'<inputExpression typeRef="sums">'))
    assert [(each.code, each.place) for each in refused.value.problems] == [("dmn.type", "Ödəniş növü, n")]
