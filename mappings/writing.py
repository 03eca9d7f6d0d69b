"""Compiles the writing half of a mapping: a record becomes the document that an agency expects.

    {path: Cins, field: person.sex, as: code, table: sex, required: true}
    {path: vefat_tarixi, field: person.death_date, as: date, format: yyyyMMdd, absent: 0}
    {path: versiya, value: 3}

A field that is absent leaves its element out, or writes the stated `absent` value; the document keeps the rules' order.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from mappings.converters import Tables, Write
from mappings.definition import Node
from mappings.fields import FieldUnknown, Getter, NotExactlyOne, record_getter
from mappings.paths import path_at, put
from mappings.registry import converter

Document = dict[str, Any]
Put = Callable[[Any, Document], None]


class CannotWrite(Exception):
    """A record lacks what the format requires, or holds what it cannot say. Names the field and the rule, no value."""

    def __init__(self, field: str, rule: str) -> None:
        super().__init__(f"{field}: {rule}")
        self.field = field
        self.rule = rule


@dataclass(frozen=True, slots=True)
class WriteCompiler:
    """Compiles writing rules against one model; `under` leads from the record to the fields of shared rules."""

    model: type[BaseModel]
    tables: Tables

    def rules(self, shared: list[Node], under: str, own: list[Node]) -> tuple[Put, ...]:
        """Compile the shared rules first, then the format's own ones."""
        compiled = [self._rule(node, under) for node in shared]
        for node in own:
            compiled.append(self._rule(node, ""))
            node.done()
        return tuple(put for put in compiled if put is not None)

    def _rule(self, node: Node, under: str) -> Put | None:
        path = path_at(node, "path")
        if path is None:
            node.ignore()
            return None
        names = path.names
        if "value" in node:
            return _constant(names, node.raw("value"))
        fields = tuple(f"{under}.{name}" if under else name for name in node.texts("field"))
        getters = self._getters(node, fields)
        found = converter(node, self.tables)
        required, absent = node.flag("required", default=False), node.raw("absent", None)
        if found is None or not getters:
            return None
        if found.write is None or found.parts != len(fields):
            node.wrong("as", f"{found.rule!r} cannot be written here")
            return None
        return _Value(names, fields, getters, found.rule, found.write, required, absent).put

    def _getters(self, node: Node, fields: tuple[str, ...]) -> tuple[Getter, ...]:
        if "field" not in node:
            node.wrong("field", "is required")
        try:
            return tuple(record_getter(self.model, name) for name in fields)
        except FieldUnknown as error:
            node.wrong("field", str(error))
            return ()


def _constant(names: tuple[str, ...], value: Any) -> Put:
    return lambda record, document: put(document, names, value)


@dataclass(frozen=True, slots=True)
class _Value:
    names: tuple[str, ...]
    fields: tuple[str, ...]
    getters: tuple[Getter, ...]
    rule: str
    write: Write
    required: bool
    absent: Any

    def put(self, record: Any, document: Document) -> None:
        try:
            values = [get(record) for get in self.getters]
        except NotExactlyOne as error:
            raise CannotWrite(self.fields[0], "exactly_one") from error
        written = None if values[0] is None else self._written(values)
        if written is not None:
            put(document, self.names, written)
        elif self.required:
            raise CannotWrite(self.fields[0], "required")
        elif self.absent is not None:
            put(document, self.names, self.absent)

    def _written(self, values: list[Any]) -> Any:
        try:
            return self.write(*values)
        except ValueError as error:
            raise CannotWrite(self.fields[0], self.rule) from error
