"""Reads DMN 1.3 (OMG, formal/21-02-01) as dmn-js saves it; all that is wrong with a file is reported at once.

Strict: decision tables alone, no other logic; no default outputs, no aggregation; types string, number, boolean, date.
A rule's basis is the cell beside it that a lawyer sees in dmn-js (`description`): its first line, the rest is a note;
or an annotation column named `basis`. Diagram and documentation (knowledge sources, extensions) are not ours to read.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import get_args

from lxml import etree

from document_flow.decisions.chain import in_order
from document_flow.decisions.dmn_words import dmn_words
from document_flow.decisions.facts import FACT_TYPES, Fact, FactType, bad_letter
from document_flow.decisions.refusal import CellRefused, Problem, TableRefused
from document_flow.decisions.sfeel import UnaryTest, compile_literal, compile_test
from document_flow.decisions.table import ASSUMED, Column, Decision, HitPolicy, Output, Rule, Table
from document_flow.words import Words
from document_flow.xml import XmlRefused, parse

DMN = "https://www.omg.org/spec/DMN/20191111/MODEL/"
MOST_BYTES = 8 * 1024 * 1024
MOST_RULES = 2_000
MOST_COLUMNS = 64
MOST_CELLS = 30_000
MOST_PARTS = 50_000
"""Values and ranges in all cells of a decision: what the check of a table costs grows with them."""
MOST_DECISIONS = 50
MOST_BASIS = 500

_NAME = re.compile(r"[^\W\d]\w{0,79}")
_TYPES: dict[str, FactType] = {kind: kind for kind in FACT_TYPES}
_POLICIES: dict[str, HitPolicy] = {policy: policy for policy in get_args(HitPolicy)}
_TOP = frozenset(
    (
        "decision",
        "inputData",
        "knowledgeSource",
        "description",
        "extensionElements",
        "textAnnotation",
        "association",
        "group",
    )
)
_IN_DECISION = frozenset(
    (
        "decisionTable",
        "informationRequirement",
        "authorityRequirement",
        "variable",
        "question",
        "allowedAnswers",
        "description",
        "extensionElements",
    )
)


def read_dmn(raw: bytes) -> Table:
    """The table of a DMN file. Raises TableRefused."""
    try:
        root = parse(raw, most_bytes=MOST_BYTES)
    except XmlRefused as refused:
        raise TableRefused((Problem(refused.code, refused.words, refused.place),)) from refused
    return _File(root).table()


class _File:
    """One file while it is read; what is wrong is collected, and reading goes on as far as it makes sense."""

    def __init__(self, root: etree._Element) -> None:
        self._root = root
        self._problems: list[Problem] = []

    def table(self) -> Table:
        if self._root.tag != f"{{{DMN}}}definitions":
            self._add("namespace", "definitions", str(self._root.tag))
        self._refuse_others(self._root, _TOP, "definitions")
        self._refuse_twins()
        found = self._children(self._root, "decision")
        if not 0 < len(found) <= MOST_DECISIONS:
            self._add("decisions", "definitions", str(MOST_DECISIONS))
        self._fit()
        decisions = tuple(self._decision(element) for element in found)
        self._fit()
        ordered, problems = in_order(decisions)
        self._problems += problems
        self._fit()
        return Table(self._root.get("id") or "table", self._root.get("name") or "", ordered)

    def _fit(self) -> None:
        if self._problems:
            raise TableRefused(tuple(self._problems))

    def _decision(self, element: etree._Element) -> Decision:
        place = element.get("name") or element.get("id") or "decision"
        self._refuse_others(element, _IN_DECISION, place)
        tables = self._children(element, "decisionTable")
        if len(tables) != 1:
            self._add("no_table", place, place)
        table = tables[0] if tables else etree.Element("none")
        inputs = tuple(self._columns(table, place))
        outputs = tuple(self._outputs(table, place))
        fits = self._fits(table, len(inputs), len(outputs), place)
        rules = tuple(self._rules(table, inputs, outputs, place)) if fits else ()
        if sum(test.region.parts for rule in rules for test in rule.tests) > MOST_PARTS:
            self._add("too_many_parts", place, str(MOST_PARTS))
            rules = ()
        requires = tuple(
            (needed.get("href") or "").removeprefix("#")
            for requirement in self._children(element, "informationRequirement")
            for needed in self._children(requirement, "requiredDecision")
        )
        return Decision(element.get("id") or place, place, self._policy(table, place), inputs, outputs, rules, requires)

    def _fits(self, table: etree._Element, inputs: int, outputs: int, place: str) -> bool:
        rules = len(self._children(table, "rule"))
        if not inputs or not outputs or not rules:
            self._add("empty", place, place)
        if rules > MOST_RULES or inputs + outputs > MOST_COLUMNS or rules * (inputs + outputs) > MOST_CELLS:
            self._add("too_large", place, f"{MOST_RULES} / {MOST_COLUMNS} / {MOST_CELLS}")
            return False
        return True

    def _policy(self, table: etree._Element, place: str) -> HitPolicy:
        written = table.get("hitPolicy", "UNIQUE")
        if written not in _POLICIES or table.get("aggregation") is not None:
            self._add("policy", place, f"{written} {table.get('aggregation', '')}".strip())
        return _POLICIES.get(written, "UNIQUE")

    def _columns(self, table: etree._Element, place: str) -> Iterator[Column]:
        seen: set[str] = set()
        for number, element in enumerate(self._children(table, "input"), 1):
            expression = next(iter(self._children(element, "inputExpression")), etree.Element("none"))
            fact = self._name(self._text(expression), f"{place}, input {number}", seen)
            kind = self._kind(expression, f"{place}, {fact}")
            allowed = self._allowed(element, "inputValues", kind, f"{place}, {fact}")
            yield Column(
                element.get("id") or f"{place}_input_{number}", element.get("label") or "", fact, kind, allowed
            )

    def _outputs(self, table: etree._Element, place: str) -> Iterator[Output]:
        seen: set[str] = set()
        for number, element in enumerate(self._children(table, "output"), 1):
            name = self._name(element.get("name") or "", f"{place}, output {number}", seen)
            kind = self._kind(element, f"{place}, {name}")
            allowed = self._allowed(element, "outputValues", kind, f"{place}, {name}")
            if self._children(element, "defaultOutputEntry"):
                self._add("default", f"{place}, {name}", name)
            yield Output(
                element.get("id") or f"{place}_output_{number}", element.get("label") or "", name, kind, allowed
            )

    def _rules(
        self, table: etree._Element, inputs: tuple[Column, ...], outputs: tuple[Output, ...], place: str
    ) -> Iterator[Rule]:
        titles = [element.get("name") or "" for element in self._children(table, "annotation")]
        for number, element in enumerate(self._children(table, "rule"), 1):
            where = f"{place}, rule {number}"
            tests = [self._text(cell) or "-" for cell in self._children(element, "inputEntry")]
            values = [self._text(cell) for cell in self._children(element, "outputEntry")]
            if (len(tests), len(values)) != (len(inputs), len(outputs)):
                self._add("cells", where, f"{len(tests)} + {len(values)}", f"{len(inputs)} + {len(outputs)}")
                continue
            basis, note = self._basis(element, titles, where)
            yield Rule(
                element.get("id") or f"{place}_rule_{number}",
                tuple(
                    self._test(text, each.kind, f"{where}, {each.fact}")
                    for text, each in zip(tests, inputs, strict=True)
                ),
                tuple(
                    self._value(text, each.kind, f"{where}, {each.name}")
                    for text, each in zip(values, outputs, strict=True)
                ),
                basis,
                note,
            )

    def _basis(self, rule: etree._Element, titles: list[str], where: str) -> tuple[str, str]:
        cells = [self._text(cell) for cell in self._children(rule, "annotationEntry")]
        named = dict(zip(titles, cells, strict=False))
        beside = next((self._text(cell, own=True) for cell in self._children(rule, "description")), "")
        first, _, rest = beside.partition("\n")
        column = named.get("basis", "")
        if column and first.strip() and column != first.strip():
            self._add("two_bases", where, column, first.strip())
        basis, note = column or first.strip(), (named.get("note") or rest).strip()
        if not basis or len(basis) > MOST_BASIS or bad_letter(basis) is not None:
            self._add("no_basis", where, str(MOST_BASIS))
        if basis != ASSUMED and basis.casefold() == ASSUMED:
            self._add("assumed", where, basis)
        return basis, note

    def _test(self, text: str, kind: FactType, where: str) -> UnaryTest:
        try:
            return compile_test(text, kind)
        except CellRefused as refused:
            self._cell(refused, where)
            return compile_test("-", kind)

    def _value(self, text: str, kind: FactType, where: str) -> Fact:
        try:
            return compile_literal(text, kind)
        except CellRefused as refused:
            self._cell(refused, where)
            return ""

    def _allowed(self, element: etree._Element, tag: str, kind: FactType, where: str) -> UnaryTest | None:
        text = next((self._text(cell) for cell in self._children(element, tag)), "")
        return self._test(text, kind, where) if text else None

    def _kind(self, element: etree._Element, where: str) -> FactType:
        written = element.get("typeRef") or ""
        if written not in _TYPES:
            self._add("type", where, written or "—", ", ".join(FACT_TYPES))
        return _TYPES.get(written, "string")

    def _name(self, text: str, where: str, seen: set[str]) -> str:
        name = unicodedata.normalize("NFC", text.strip())
        if not _NAME.fullmatch(name) or name in ("true", "false", "null", "not"):
            self._add("name", where, name or "—")
        elif name in seen:
            self._add("name_twice", where, name)
        seen.add(name)
        return name

    def _refuse_others(self, element: etree._Element, known: frozenset[str], where: str) -> None:
        for child in element:
            space, _, local = str(child.tag).rpartition("}")
            if space == f"{{{DMN}" and local not in known:
                self._add("unknown", where, local)

    def _refuse_twins(self) -> None:
        seen: set[str] = set()
        for element in self._root.iter(f"{{{DMN}}}*"):
            id_ = element.get("id")
            if id_ in seen:
                self._add("id_twice", "definitions", id_)
            if id_:
                seen.add(id_)

    def _children(self, element: etree._Element, local: str) -> list[etree._Element]:
        return element.findall(f"{{{DMN}}}{local}")

    def _text(self, element: etree._Element, *, own: bool = False) -> str:
        """The text of the `text` child, as cells have it, or the element's own."""
        if own:
            return (element.text or "").strip()
        return (element.findtext(f"{{{DMN}}}text") or "").strip()

    def _cell(self, refused: CellRefused, where: str) -> None:
        at = Words(f"işarə {refused.position}: {refused.words.az}", f"at {refused.position}: {refused.words.en}")
        self._problems.append(Problem(refused.code, at, where))

    def _add(self, code: str, where: str, *shown: str) -> None:
        self._problems.append(Problem(f"dmn.{code}", dmn_words(code, shown), where))
