"""Writes DMN 1.3: the same table always gives the same bytes. Element names are ASCII; texts keep their letters.

`canonical` is what is hashed: the logic alone, by exclusive canonical XML (W3C). `write_dmn` adds the drawing that
dmn-js needs to show how the decisions hang together.
"""

from __future__ import annotations

import hashlib
from typing import Any

from lxml import etree

from document_flow.decisions.dmn import DMN, PLAIN_NAME
from document_flow.decisions.sfeel import UnaryTest, write_literal
from document_flow.decisions.table import Column, Decision, Output, Rule, Table

_DMNDI = "https://www.omg.org/spec/DMN/20191111/DMNDI/"
_DC = "http://www.omg.org/spec/DMN/20180521/DC/"
_SPACES: Any = {None: DMN, "dmndi": _DMNDI, "dc": _DC}
_OURS = "urn:qayidis-hub:decision:1"
_WIDE, _HIGH, _APART = 180, 80, 120


def canonical(table: Table) -> bytes:
    """The table's logic as exclusive C14N bytes: no drawing, no layout, empty cells written as `-`."""
    if not table.written:
        table.written.append(etree.tostring(_definitions(table), method="c14n", exclusive=True))
    return table.written[0]


def sha256(table: Table) -> str:
    """The hex digest of the canonical form: two tables have the same one only if they decide alike in every word."""
    if not table.digest:
        table.digest.append(hashlib.sha256(canonical(table)).hexdigest())
    return table.digest[0]


def write_dmn(table: Table) -> bytes:
    """A file for dmn-js and for people, indented; `read_dmn` gives the same table back."""
    root = _definitions(table)
    _draw(root, table)
    etree.indent(root)
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True) + b"\n"


def _definitions(table: Table) -> etree._Element:
    root = etree.Element(f"{{{DMN}}}definitions", nsmap=_SPACES)
    _set(root, id=table.id, name=table.name, namespace=_OURS)
    for number, column in enumerate(table.facts(), 1):
        if not PLAIN_NAME.fullmatch(column.fact):
            _add(root, "inputData", id=f"{table.id}_fact_{number}", name=column.fact)
    for decision in table.decisions:
        element = _add(root, "decision", id=decision.id, name=decision.name)
        for id_ in decision.requires:
            requirement = _add(element, "informationRequirement", id=f"{decision.id}_requires_{id_}")
            _add(requirement, "requiredDecision", href=f"#{id_}")
        _write_table(element, decision)
    return root


def _write_table(parent: etree._Element, decision: Decision) -> None:
    table = _add(
        parent,
        "decisionTable",
        id=f"{decision.id}_table",
        hitPolicy=decision.policy,
        aggregation=decision.aggregation or "",
    )
    for column in decision.inputs:
        _write_input(table, column)
    for place, output in enumerate(decision.outputs):
        element = _add(table, "output", id=output.id, label=output.label, name=output.name, typeRef=output.kind)
        if decision.default and not place:
            _add(element, "description").text = decision.default.basis
        _write_allowed(element, "outputValues", output)
        if decision.default:
            default = _add(element, "defaultOutputEntry", id=f"{output.id}_default")
            _write_text(default, write_literal(decision.default.values[place]))
    for rule in decision.rules:
        _write_rule(table, rule)


def _write_input(table: etree._Element, column: Column) -> None:
    element = _add(table, "input", id=column.id, label=column.label)
    expression = _add(element, "inputExpression", id=f"{column.id}_expression", typeRef=column.kind)
    _write_text(expression, column.fact)
    _write_allowed(element, "inputValues", column)


def _write_allowed(element: etree._Element, tag: str, column: Column | Output) -> None:
    allowed: UnaryTest | None = column.allowed
    if allowed is not None:
        _write_text(_add(element, tag, id=f"{column.id}_values"), allowed.text)


def _write_rule(table: etree._Element, rule: Rule) -> None:
    element = _add(table, "rule", id=rule.id)
    beside = _add(element, "description")
    beside.text = f"{rule.basis}\n{rule.note}" if rule.note else rule.basis
    for number, test in enumerate(rule.tests, 1):
        _write_text(_add(element, "inputEntry", id=f"{rule.id}_in{number}"), test.text)
    for number, value in enumerate(rule.values, 1):
        _write_text(_add(element, "outputEntry", id=f"{rule.id}_out{number}"), write_literal(value))


def _draw(root: etree._Element, table: Table) -> None:
    """Boxes one above the other, the end on top; dmn-js lets people move them."""
    diagram = etree.SubElement(etree.SubElement(root, f"{{{_DMNDI}}}DMNDI"), f"{{{_DMNDI}}}DMNDiagram")
    for place, decision in enumerate(reversed(table.decisions)):
        shape = etree.SubElement(diagram, f"{{{_DMNDI}}}DMNShape")
        _set(shape, dmnElementRef=decision.id)
        bounds = etree.SubElement(shape, f"{{{_DC}}}Bounds")
        _set(bounds, height=str(_HIGH), width=str(_WIDE), x="160", y=str(80 + place * _APART))


def _write_text(element: etree._Element, text: str) -> None:
    _add(element, "text").text = text


def _add(parent: etree._Element, local: str, **attributes: str) -> etree._Element:
    element = etree.SubElement(parent, f"{{{DMN}}}{local}")
    _set(element, **attributes)
    return element


def _set(element: etree._Element, **attributes: str) -> None:
    for name, value in attributes.items():
        if value:
            element.set(name, value)
