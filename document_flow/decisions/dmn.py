"""Reads DMN 1.1 to 1.6 (OMG, such as formal/21-02-01); all that is wrong with a file is reported at once.

Strict: decision tables alone, no other logic; types string, number, boolean, date, or an item definition that comes to
one of them. A rule's basis is the cell beside it that a lawyer sees in dmn-js (`description`): its first line, the
rest is a note; or an annotation column named `basis`. The basis of default outputs is the `description` of the first
output; without one they are assumed. Diagram and documentation (knowledge sources, extensions) are not ours to read.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Iterator
from typing import TypeVar

from lxml import etree

from document_flow.decisions.chain import in_order
from document_flow.decisions.dmn_words import dmn_words
from document_flow.decisions.facts import FACT_TYPES, Fact, FactType, bad_letter
from document_flow.decisions.item_types import ItemTypes
from document_flow.decisions.refusal import CellRefused, Problem, TableRefused
from document_flow.decisions.sfeel import Formula, UnaryTest, compile_literal, compile_output, compile_test
from document_flow.decisions.table import (
    ASSUMED,
    HITS,
    RANKED,
    Aggregation,
    Column,
    Decision,
    Default,
    HitPolicy,
    Output,
    Rule,
    Table,
)
from document_flow.words import Words
from document_flow.xml import XmlRefused, parse

DMN = "https://www.omg.org/spec/DMN/20191111/MODEL/"
"""DMN 1.3, which is written; others are read."""
SPACES = {
    "http://www.omg.org/spec/DMN/20151101/dmn.xsd": "1.1",
    "http://www.omg.org/spec/DMN/20180521/MODEL/": "1.2",
    DMN: "1.3",
    "https://www.omg.org/spec/DMN/20211108/MODEL/": "1.4",
    "https://www.omg.org/spec/DMN/20230324/MODEL/": "1.5",
    "https://www.omg.org/spec/DMN/20240513/MODEL/": "1.6",
}
MOST_BYTES = 8 * 1024 * 1024
MOST_RULES = 2_000
MOST_COLUMNS = 64
MOST_CELLS = 30_000
MOST_PARTS = 50_000
"""Values and ranges in all cells of a decision: what the check of a table costs grows with them."""
MOST_DECISIONS = 50
MOST_BASIS = 500

PLAIN_NAME = re.compile(r"[^\W\d]\w{0,79}")
_DECLARED_NAME = re.compile(r"(?=.{1,80}$)[^\W\d]\w*(?:[ ./'+*-]{1,3}\w+)*")
"""A name of FEEL (DMN 1.3, clause 10.3.1.2) with spaces and signs: taken where the file declares it as a name."""
_TYPES: dict[str, FactType] = {kind: kind for kind in FACT_TYPES}
_NUMBERS: frozenset[Aggregation] = frozenset(("SUM", "MIN", "MAX"))
_Cell = TypeVar("_Cell", Fact, Fact | Formula)
_TOP = frozenset(
    (
        "decision",
        "inputData",
        "itemDefinition",
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
        space, _, local = str(root.tag).removeprefix("{").rpartition("}")
        self._problems: list[Problem] = []
        self._space = space
        if space not in SPACES or local != "definitions":
            self._add("namespace", "definitions", str(root.tag), ", ".join(SPACES.values()))
        self._types = ItemTypes(root, space)
        self._declared = frozenset(each.get("name") or "" for each in self._children(root, "inputData"))

    def table(self) -> Table:
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
        policy, made = self._policy(table, place)
        inputs = tuple(self._columns(table, place))
        outputs = tuple(self._outputs(element, table, place))
        self._fit_policy(policy, made, outputs, place)
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
        id_, default = element.get("id") or place, self._default(table, outputs, place)
        return Decision(id_, place, policy, inputs, outputs, rules, requires, made, default)

    def _fits(self, table: etree._Element, inputs: int, outputs: int, place: str) -> bool:
        rules = len(self._children(table, "rule"))
        if not inputs or not outputs or not rules:
            self._add("empty", place, place)
        if rules > MOST_RULES or inputs + outputs > MOST_COLUMNS or rules * (inputs + outputs) > MOST_CELLS:
            self._add("too_large", place, f"{MOST_RULES} / {MOST_COLUMNS} / {MOST_CELLS}")
            return False
        return True

    def _policy(self, table: etree._Element, place: str) -> tuple[HitPolicy, Aggregation | None]:
        written = f"{table.get('hitPolicy', 'UNIQUE')} {table.get('aggregation', '')}".strip()
        if written not in HITS:
            self._add("policy", place, written, ", ".join(HITS))
        return HITS.get(written, ("UNIQUE", None))

    def _fit_policy(self, policy: HitPolicy, made: Aggregation | None, outputs: tuple[Output, ...], place: str) -> None:
        if made is not None and len(outputs) != 1:
            self._add("one_output", place, made)
        if made in _NUMBERS and any(output.kind != "number" for output in outputs):
            self._add("of_numbers", place, made)
        if policy in RANKED and not any(output.allowed and output.allowed.listed for output in outputs):
            self._add("no_order", place, policy)

    def _columns(self, table: etree._Element, place: str) -> Iterator[Column]:
        seen: set[str] = set()
        for number, element in enumerate(self._children(table, "input"), 1):
            expression = next(iter(self._children(element, "inputExpression")), etree.Element("none"))
            fact = self._name(self._text(expression), f"{place}, input {number}", seen, self._declared | self._given())
            written = expression.get("typeRef") or self._types.of_input(fact)
            kind = self._kind(written, f"{place}, {fact}")
            allowed = self._allowed(element, "inputValues", written, kind, f"{place}, {fact}")
            yield Column(
                element.get("id") or f"{place}_input_{number}", element.get("label") or "", fact, kind, allowed
            )

    def _outputs(self, decision: etree._Element, table: etree._Element, place: str) -> Iterator[Output]:
        """An output alone may go without a name and a type: it has those of the decision's variable."""
        seen: set[str] = set()
        found = self._children(table, "output")
        variable = next(iter(self._children(decision, "variable")), etree.Element("none"))
        whole = variable.get("typeRef") or table.get("typeRef") or ""
        for number, element in enumerate(found, 1):
            alone = variable.get("name") or decision.get("name") or "" if len(found) == 1 else ""
            written = element.get("name") or alone
            name = self._name(written, f"{place}, output {number}", seen, (unicodedata.normalize("NFC", written),))
            type_ref = element.get("typeRef") or self._types.of_part(whole, name) or (whole if len(found) == 1 else "")
            kind = self._kind(type_ref, f"{place}, {name}", collects=len(found) == 1)
            allowed = self._allowed(element, "outputValues", type_ref, kind, f"{place}, {name}")
            yield Output(
                element.get("id") or f"{place}_output_{number}", element.get("label") or "", name, kind, allowed
            )

    def _given(self) -> frozenset[str]:
        """The names of what the file's decisions give."""
        return frozenset(
            each.get("name") or ""
            for decision in self._children(self._root, "decision")
            for each in (
                decision,
                *self._children(decision, "variable"),
                *decision.iterfind(f"{{{self._space}}}decisionTable/{{{self._space}}}output"),
            )
        )

    def _default(self, table: etree._Element, outputs: tuple[Output, ...], place: str) -> Default | None:
        found = self._children(table, "output")
        texts = ["".join(self._text(entry) for entry in self._children(each, "defaultOutputEntry")) for each in found]
        if not any(texts):
            return None
        if not all(texts):
            self._add("default", place, place)
            return None
        beside = next((self._text(cell, own=True) for cell in self._children(found[0], "description")), "")
        values = (
            self._cell_of(compile_literal, text, each.kind, f"{place}, {each.name}")
            for text, each in zip(texts, outputs, strict=True)
        )
        return Default(tuple(values), beside.partition("\n")[0].strip()[:MOST_BASIS] or ASSUMED)

    def _rules(
        self, table: etree._Element, inputs: tuple[Column, ...], outputs: tuple[Output, ...], place: str
    ) -> Iterator[Rule]:
        titles = [element.get("name") or "" for element in self._children(table, "annotation")]
        names = [each.fact for each in inputs if each.kind == "number"]
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
                    self._value(text, each, names, f"{where}, {each.name}")
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

    def _value(self, text: str, output: Output, names: list[str], where: str) -> Fact | Formula:
        def read(cell: str, kind: FactType) -> Fact | Formula:
            return compile_output(cell, kind, names)

        made = self._cell_of(read, text, output.kind, where)
        if isinstance(made, Formula) and output.allowed is not None:
            self._add("formula_listed", where, text)
        return made

    def _cell_of(self, read: Callable[[str, FactType], _Cell], text: str, kind: FactType, where: str) -> _Cell | str:
        try:
            return read(text, kind)
        except CellRefused as refused:
            self._cell(refused, where)
            return ""

    def _allowed(
        self, element: etree._Element, tag: str, type_ref: str, kind: FactType, where: str
    ) -> UnaryTest | None:
        """The values listed in the column, else those of its type."""
        text = next((self._text(cell) for cell in self._children(element, tag)), "") or self._types.allowed(type_ref)
        return self._test(text, kind, where) if text else None

    def _kind(self, written: str, where: str, *, collects: bool = False) -> FactType:
        found = self._types.plain(written, collects=collects)
        if found not in _TYPES:
            self._add("type", where, written or "—", ", ".join(FACT_TYPES))
        return _TYPES.get(found, "string")

    def _name(self, text: str, where: str, seen: set[str], declared: Collection[str]) -> str:
        name = unicodedata.normalize("NFC", text.strip())
        fits = PLAIN_NAME.fullmatch(name) or (name in declared and _DECLARED_NAME.fullmatch(name))
        if not fits or name in ("true", "false", "null", "not"):
            self._add("name", where, name or "—")
        elif name in seen:
            self._add("name_twice", where, name)
        seen.add(name)
        return name

    def _refuse_others(self, element: etree._Element, known: frozenset[str], where: str) -> None:
        for child in element:
            space, _, local = str(child.tag).rpartition("}")
            if space == f"{{{self._space}" and local not in known:
                self._add("unknown", where, local)

    def _refuse_twins(self) -> None:
        seen: set[str] = set()
        for element in self._root.iter(f"{{{self._space}}}*"):
            id_ = element.get("id")
            if id_ in seen:
                self._add("id_twice", "definitions", id_)
            if id_:
                seen.add(id_)

    def _children(self, element: etree._Element, local: str) -> list[etree._Element]:
        return element.findall(f"{{{self._space}}}{local}")

    def _text(self, element: etree._Element, *, own: bool = False) -> str:
        """The text of the `text` child, as cells have it, or the element's own."""
        if own:
            return (element.text or "").strip()
        return (element.findtext(f"{{{self._space}}}text") or "").strip()

    def _cell(self, refused: CellRefused, where: str) -> None:
        at = Words(f"işarə {refused.position}: {refused.words.az}", f"at {refused.position}: {refused.words.en}")
        self._problems.append(Problem(refused.code, at, where))

    def _add(self, code: str, where: str, *shown: str) -> None:
        self._problems.append(Problem(f"dmn.{code}", dmn_words(code, shown), where))
