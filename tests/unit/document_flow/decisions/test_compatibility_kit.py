"""The public technology compatibility kit of DMN (dmn-tck), level 2: decision tables come to what it says, or refuse.

The kit stands beside the project and is named by HUB_TEST_MATERIAL; what its models leave out and law asks for, the
basis of each rule, is added as `assumed`.
"""

from __future__ import annotations

import os
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest
from lxml import etree

from document_flow.decisions.dmn import read_dmn
from document_flow.decisions.evaluate import evaluate
from document_flow.decisions.outcome import Decided
from document_flow.decisions.refusal import TableRefused
from document_flow.decisions.table import Table

CASES = "{http://www.omg.org/spec/DMN/20160719/testcase}"
ROOT = Path(__file__).parents[4]


def models() -> list[Path]:
    material = Path(os.environ.get("HUB_TEST_MATERIAL", ROOT.parent / "shared" / "material"))
    return sorted((material / "dmn-tck" / "TestCases" / "compliance-level-2").glob("*/*.dmn"))


def with_bases(raw: bytes) -> bytes | None:
    """The model with `assumed` beside each rule; None where it holds no decision table."""
    root = etree.fromstring(raw)
    space = root.tag.rpartition("definitions")[0]
    if root.find(f".//{space}decisionTable") is None:
        return None
    for rule in root.iter(f"{space}rule"):
        beside = etree.Element(f"{space}description")
        beside.text = "assumed"
        rule.insert(0, beside)
    return etree.tostring(root)


def judged(model: Path) -> Counter[str]:
    raw = with_bases(model.read_bytes())
    found: Counter[str] = Counter()
    if raw is None:
        return found
    try:
        made: Table | None = read_dmn(raw)
    except TableRefused:
        made = None
    for file in model.parent.glob("*-test-*.xml"):
        for case in etree.parse(file).getroot().iter(f"{CASES}testCase"):
            found[_one(made, case)] += 1
    return found


def _one(made: Table | None, case: etree._Element) -> str:
    if made is None:
        return "refused"
    kinds = {column.fact: column.kind for column in made.facts()}
    facts = {
        name: _typed(node.findtext(f"{CASES}value") or "", kinds.get(name, "string"))
        for node in case.iter(f"{CASES}inputNode")
        if (name := node.get("name") or "")
    }
    came_to = evaluate(made, facts, allow_assumed=True)
    if not isinstance(came_to, Decided):
        return "refused"
    expected = next(case.iter(f"{CASES}expected", f"{CASES}computed"))
    rows = [_plain(dict(row)) for row in came_to.rows]
    got = rows if made.end.gives_list else rows[0]
    return "right" if got == _expected(expected) else "wrong"


def _typed(text: str, kind: str) -> object:
    if kind == "number":
        return Decimal(text)
    return text == "true" if kind == "boolean" else text


def _plain(row: dict[str, object]) -> object:
    made = {name: f"{value:f}" if isinstance(value, Decimal) else str(value) for name, value in row.items()}
    return made if len(made) > 1 else next(iter(made.values()))


def _expected(element: etree._Element) -> object:
    listed = element.find(f"{CASES}list")
    if listed is not None:
        return [_expected(item) for item in listed.iter(f"{CASES}item")]
    parts = {
        part.get("name") or "": part.findtext(f"{CASES}value") or "" for part in element.iterfind(f"{CASES}component")
    }
    return parts or (element.findtext(f"{CASES}value") or "")


def test_the_kits_decision_tables_of_level_two_come_to_what_it_says() -> None:
    if not models():
        pytest.skip("the compatibility kit is not here; HUB_TEST_MATERIAL names the folder that holds dmn-tck")

    found = sum((judged(model) for model in models()), Counter[str]())

    assert found["wrong"] == 0
    assert found["refused"] == 0, {model.stem for model in models() if judged(model)["refused"]}
    assert found["right"] >= 51
