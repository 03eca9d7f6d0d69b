"""A DMN file is read as an editor saves it, written back the same, or refused with all that is wrong with it."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given

from document_flow.decisions.dmn import MOST_BYTES, MOST_DECISIONS, MOST_RULES, read_dmn
from document_flow.decisions.dmn_writing import canonical, sha256, write_dmn
from document_flow.decisions.evaluate import evaluate
from document_flow.decisions.outcome import Decided
from document_flow.decisions.refusal import TableRefused
from document_flow.decisions.table import Decision, Table
from tests.unit.document_flow.decisions.building import decisions, table

FILE = Path(__file__).parent / "files" / "dmn-js.dmn"
SAVED = FILE.read_text("utf-8")


def refused(text: str | bytes) -> list[str]:
    with pytest.raises(TableRefused) as error:
        read_dmn(text if isinstance(text, bytes) else text.encode())
    assert all(each.words.az != each.words.en and "{0}" not in each.words.en for each in error.value.problems)
    return [f"{each.place}: {each.code}" for each in error.value.problems]


def test_what_an_editor_saves_is_read_and_decides() -> None:
    made = read_dmn(SAVED.encode())

    assert [decision.name for decision in made.decisions] == ["Otaqlar", "Növbə"]
    assert [rule.basis for decision in made.decisions for rule in decision.rules] == [
        "bənd 1.1",
        "bənd 1.2",
        "bənd 2.1",
        "assumed",
    ]
    assert [rule.note for decision in made.decisions for rule in decision.rules] == [
        "qeyd",
        "",
        "",
        "Hüquqşünas yoxlamalıdır.",
    ]
    assert made.label("ərizə_tarixi").az == "Ərizənin tarixi"
    assert made.end.rules[1].tests[0].is_any
    outcome = evaluate(made, {"üzv_sayı": 5, "ərizə_tarixi": "2024-02-29"}, allow_assumed=False)
    assert isinstance(outcome, Decided)
    assert outcome.outputs == {"növbə": "birinci"}


def test_a_table_that_is_written_is_read_back_the_same() -> None:
    made = read_dmn(SAVED.encode())
    written = write_dmn(made)

    assert read_dmn(written) == made
    assert write_dmn(read_dmn(written)) == written
    assert "ərizə_tarixi" in written.decode()
    assert all(
        line.isascii()
        for line in written.decode().splitlines()
        if "<text>" not in line and 'ame="' not in line and "abel=" not in line and "description" not in line
    )


@given(decisions())
def test_any_table_that_is_written_is_read_back_the_same(made: Decision) -> None:
    whole = Table("t", "Cədvəl", (made,))

    assert read_dmn(write_dmn(whole)) == whole
    assert read_dmn(canonical(whole)) == whole


def test_the_hash_is_of_the_logic_and_not_of_the_drawing() -> None:
    made = read_dmn(SAVED.encode())
    moved = read_dmn(SAVED.replace('x="160"', 'x="900"').replace("<!-- saved", "<!-- stored").encode())
    spelled = read_dmn(SAVED.replace("<text></text>\n        </inputEntry>", "<text>-</text></inputEntry>").encode())
    changed = read_dmn(SAVED.replace("bənd 2.1", "bənd 2.2").encode())

    assert sha256(made) == sha256(moved) == sha256(spelled) == sha256(read_dmn(write_dmn(made)))
    assert sha256(made) != sha256(changed)
    assert sha256(made) == "2a732ac3077adf28f614ec1000eeef045a1bab8db941797810171e0edf94dfae"


@pytest.mark.parametrize(
    ("old", "new", "problems"),
    [
        ("20191111/MODEL", "20991111/MODEL", ["definitions: dmn.namespace"]),
        ('id="Cell_1"', 'id="Cell_2"', ["definitions: dmn.id_twice"]),
        ('hitPolicy="FIRST"', 'hitPolicy="SOME"', ["Növbə: dmn.policy"]),
        ('hitPolicy="FIRST"', 'hitPolicy="FIRST" aggregation="SUM"', ["Növbə: dmn.policy"]),
        ('hitPolicy="FIRST"', 'hitPolicy="COLLECT" aggregation="SUM"', ["Növbə: dmn.of_numbers"]),
        (
            'typeRef="date"',
            'typeRef="dateTime"',
            ["Növbə, ərizə_tarixi: dmn.type", "Növbə, rule 1, ərizə_tarixi: cell.order"],
        ),
        ("<text>ərizə_tarixi</text>", "<text>ərizə.tarixi</text>", ["Növbə, input 2: dmn.name"]),
        ("<text>ərizə_tarixi</text>", "<text>not</text>", ["Növbə, input 2: dmn.name"]),
        (
            "<text>ərizə_tarixi</text>",
            "<text>otaq_sayı</text>",
            [
                "Növbə, input 2: dmn.name_twice",
            ],
        ),
        ("bənd 2.1", "", ["Növbə, rule 1: dmn.no_basis"]),
        ("bənd 2.1", "x" * 501, ["Növbə, rule 1: dmn.no_basis"]),
        ("assumed\n", "Assumed\n", ["Növbə, rule 2: dmn.assumed"]),
        (
            "<annotationEntry>",
            "<description>bənd 9</description><annotationEntry>",
            ["Otaqlar, rule 1: dmn.two_bases", "Otaqlar, rule 2: dmn.two_bases"],
        ),
        ('<inputEntry id="Cell_4">\n          <text></text>\n        </inputEntry>', "", ["Növbə, rule 2: dmn.cells"]),
        ("&gt;= 4", "= 4", ["Növbə, rule 1, otaq_sayı: cell.equal"]),
        (
            '"birinci"</text>\n        </outputEntry>',
            '"birinci", "ikinci"</text></outputEntry>',
            ["Növbə, rule 1, növbə: cell.unexpected"],
        ),
        (
            "<outputValues id",
            "<defaultOutputEntry><text>1</text></defaultOutputEntry><outputValues id",
            ["Növbə, növbə: cell.type"],
        ),
        ("#Decision_rooms", "#Decision_none", ["Növbə: dmn.requires_unknown"]),
        ("#Decision_rooms", "#Decision_end", ["Decision_end → Decision_end: dmn.cycle"]),
        ('<requiredDecision href="#Decision_rooms" />', "", ["definitions: dmn.ends", "Növbə: dmn.unrequired"]),
        ('id="Table_rooms"', 'id="Table_rooms" hitPolicy="COLLECT"', ["Növbə: dmn.collect"]),
        ('name="otaq_sayı" typeRef="number"', 'name="otaqlar" typeRef="number"', ["Növbə: dmn.unused"]),
        (
            'name="otaq_sayı" typeRef="number"',
            'name="növbə" typeRef="number"',
            ["Növbə: dmn.output_twice", "Növbə: dmn.unused"],
        ),
        ("<text>üzv_sayı</text>", "<text>ərizə_tarixi</text>", ["Növbə: dmn.fact_types"]),
        ("<knowledgeSource", '<businessKnowledgeModel id="B" /><knowledgeSource', ["definitions: dmn.unknown"]),
        (
            '<decisionTable id="Table_rooms">',
            '<literalExpression id="L" /><decisionTable id="Table_rooms">',
            ["Otaqlar: dmn.unknown"],
        ),
    ],
)
def test_what_is_wrong_with_a_file_is_said_with_its_place(old: str, new: str, problems: list[str]) -> None:
    assert old in SAVED

    assert refused(SAVED.replace(old, new))[: len(problems)] == problems


def test_all_problems_of_a_file_are_reported_at_once() -> None:
    broken = SAVED.replace("&gt;= 4", "&gt;= dörd").replace("bənd 1.2", "").replace("&lt;= 3", "1,5")

    assert refused(broken) == [
        "Növbə, rule 1, otaq_sayı: cell.word",
        "Otaqlar, rule 1, üzv_sayı: cell.decimal_comma",
        "Otaqlar, rule 2: dmn.no_basis",
    ]


def test_a_chained_fact_keeps_its_type() -> None:
    broken = SAVED.replace('name="otaq_sayı" typeRef="number"', 'name="otaq_sayı" typeRef="string"')
    broken = broken.replace("<text>3</text>", '<text>"3"</text>').replace("<text>4</text>", '<text>"4"</text>')

    assert refused(broken) == ["Növbə: dmn.chained_type"]


def test_decisions_that_require_each_other_in_a_circle_are_refused() -> None:
    circle = SAVED.replace('<requiredInput href="#InputData_1" />', '<requiredDecision href="#Decision_end" />')

    (problem,) = refused(circle)

    assert problem.endswith(": dmn.cycle")


def test_a_decision_without_a_table_or_a_table_without_rules_is_refused() -> None:
    bare = SAVED[: SAVED.index("<decision ")] + '<decision id="a"/></definitions>'
    empty = SAVED[: SAVED.index("<decision ")] + '<decision id="a"><decisionTable id="b"/></decision></definitions>'

    assert refused(bare) == ["a: dmn.no_table", "a: dmn.empty"]
    assert refused(empty) == ["a: dmn.empty"]
    assert refused(SAVED[: SAVED.index("<decision ")] + "</definitions>") == ["definitions: dmn.decisions"]


def test_an_input_without_an_expression_is_refused() -> None:
    start, end = SAVED.index('<inputExpression id="Expression_rooms"'), SAVED.index('<input id="Input_day"')
    broken = SAVED[:start] + "</input>" + SAVED[end:]

    assert refused(broken)[:2] == ["Növbə, input 1: dmn.name", "Növbə, : dmn.type"]


def one_table(columns: int, rule: str, rules: int = 1) -> str:
    """A file of one table, each of whose rules has the given cells."""
    inputs = "".join(
        f'<input id="i{n}"><inputExpression typeRef="number"><text>f{n}</text></inputExpression></input>'
        for n in range(columns)
    )
    row = f"<rule><description>b</description>{rule}<outputEntry><text>1</text></outputEntry></rule>"
    output = '<output id="o" name="o" typeRef="number"/>'
    return f"{HEAD}<decisionTable>{inputs}{output}{row * rules}</decisionTable></decision></definitions>"


def cell(text: str) -> str:
    return f"<inputEntry><text>{text}</text></inputEntry>"


HEAD = '<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="x"><decision id="d" name="d">'
TOO_MANY = "".join(f'<decision id="d{n}"/>' for n in range(MOST_DECISIONS))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ('<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>' + SAVED.partition("\n")[2], "xml.dtd"),
        ('<!DOCTYPE a [<!ENTITY b "1"><!ENTITY c "&b;&b;&b;">]>' + SAVED.partition("\n")[2], "xml.dtd"),
        (HEAD + "<decisionTable>" * 300, "xml.limit"),
        (one_table(1, cell("1") * 1_000_000), "xml.too_large"),
        (one_table(1, cell("1") * 100_000), "xml.too_many_nodes"),
        (one_table(1, cell("1"), MOST_RULES + 1), "dmn.too_large"),
        (one_table(64, cell("1") * 64), "dmn.too_large"),
        (one_table(30, cell("1") * 30, 970), "dmn.too_large"),
        (one_table(1, cell(", ".join(str(n) for n in range(200))), 300), "dmn.too_many_parts"),
        (f"{HEAD}</decision>{TOO_MANY}</definitions>", "dmn.decisions"),
        (one_table(1, cell("1e999999")), "cell.word"),
        (one_table(1, cell("9" * 1_000_000)), "cell.too_long"),
        (one_table(1, cell("__import__('os').system('id')")), "cell.word"),
        ("{}", "xml.syntax"),
        ("", "xml.syntax"),
    ],
    ids=range(15),
)
def test_hostile_files_are_refused_quickly(text: str, code: str) -> None:
    began = time.process_time()

    problems = refused(text)

    assert any(problem.endswith(f": {code}") for problem in problems)
    assert time.process_time() - began < 5.0


def test_the_largest_table_that_is_taken_is_read_and_decides() -> None:
    text = one_table(1, cell("NUMBER"), MOST_RULES)
    for number in range(MOST_RULES):
        text = text.replace("NUMBER", str(number), 1)
    assert len(text) < MOST_BYTES

    made = read_dmn(text.encode())

    assert isinstance(evaluate(made, {"f0": MOST_RULES - 1}, allow_assumed=False), Decided)
    assert len({rule.id for rule in made.end.rules}) == MOST_RULES


def test_a_refusal_reads_as_one_line() -> None:
    with pytest.raises(TableRefused, match=r"^document: .*\[xml\.too_large\]$"):
        read_dmn(b" " * (MOST_BYTES + 1))
    assert table({"say": "number"}, ("> 1", "a")).name == "Cədvəl"
