"""Compiles the writing half of a mapping: a record becomes the document that an agency expects.

    {path: Cins, field: person.sex, as: code, table: sex, required: true}
    {path: vefat_tarixi, field: person.death_date, as: date, format: yyyyMMdd, absent: 0}
    {path: versiya, value: 3}
    {field: sender, at: Gonderen, fields: [...]}        one object, by the same words as in reading
    {field: files, each: Fayl, fields: [...]}           a list of objects
    {field: files, each: Fayllar, as: exact}            a list of plain values

A field that is absent leaves its element out, or writes the stated `absent` value; the document keeps the rules' order.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from pydantic import BaseModel

from mappings.converters import Converter, Tables, Write
from mappings.definition import Node
from mappings.fields import FieldUnknown, Getter, NotExactlyOne, annotation_of, is_list, model_of, record_getter
from mappings.paths import path_at, put
from mappings.registry import converter

Document = dict[str, Any]
Put = Callable[[Any, Document], None]
Each = Callable[[Any], Any]


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
        for key in ("each", "at"):
            if key in node:
                return self._nested(node, key)
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
        write = _writer(node, found, fields)
        return None if write is None else _value(names, fields[0], getters, write, absent, required=required)

    def _nested(self, node: Node, key: str) -> Put | None:
        path, name, required = path_at(node, key), node.text("field"), node.flag("required", default=False)
        annotation = self._annotation(node, name)
        if path is None or annotation is None:
            node.ignore()
            return None
        model, plain, listed = model_of(annotation), "as" in node, key == "each"
        if is_list(annotation) is not listed or (model is None) is not plain:
            node.wrong(key, f"{name!r} cannot be written here")
            node.ignore()
            return None
        each = self._plain(node, name) if model is None else self._object(node, model)
        return None if each is None else _nested(path.names, name, each, required=required, listed=listed)

    def _annotation(self, node: Node, name: str) -> Any:
        try:
            return annotation_of(self.model, name)
        except FieldUnknown as error:
            node.wrong("field", str(error))
            return None

    def _object(self, node: Node, model: type[BaseModel]) -> Each:
        return partial(document_of, WriteCompiler(model, self.tables).rules([], "", list(node.children("fields"))))

    def _plain(self, node: Node, name: str) -> Each | None:
        found = converter(node, self.tables)
        return None if found is None else _writer(node, found, (name,))

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


def _writer(node: Node, found: Converter, fields: tuple[str, ...]) -> Write | None:
    write = found.write
    if write is None or found.parts != len(fields):
        node.wrong("as", f"{found.rule!r} cannot be written here")
        return None

    def written(*values: Any) -> Any:
        try:
            return write(*values)
        except ValueError as error:
            raise CannotWrite(fields[0], found.rule) from error

    return written


def _nested(names: tuple[str, ...], field: str, each: Each, *, required: bool, listed: bool) -> Put:
    def rule(record: Any, document: Document) -> None:
        value = getattr(record, field)
        if value:
            put(document, names, [each(item) for item in value] if listed else each(value))
        elif required:
            raise CannotWrite(field, "required")

    return rule


def _value(
    names: tuple[str, ...], field: str, getters: tuple[Getter, ...], write: Write, absent: Any, *, required: bool
) -> Put:
    def rule(record: Any, document: Document) -> None:
        try:
            values = [get(record) for get in getters]
        except NotExactlyOne as error:
            raise CannotWrite(field, "exactly_one") from error
        written = None if values[0] is None else write(*values)
        if written is not None:
            put(document, names, written)
        elif required:
            raise CannotWrite(field, "required")
        elif absent is not None:
            put(document, names, absent)

    return rule


def document_of(rules: tuple[Put, ...], record: Any) -> Document:
    """Write a document, in the order of the rules."""
    document: Document = {}
    for rule in rules:
        rule(record, document)
    return document
