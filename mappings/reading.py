"""Compiles the reading half of a mapping into closures: an agency's document becomes the values of a record.

The kinds of rules (each a mapping in a `fields` list):

    {field: sex, path: Cins, as: code, table: sex}      one value, by a converter of converters.py
    {field: [patronymic, patronymic_suffix], path: AtaAdi, as: patronymic}
    {field: fin_state, value: verified, if: fin}        a constant, on condition
    {field: subjects, each: subjects, fields: [...]}    a list of objects
    {field: files, each: Fayllar, as: exact}            a list of plain values
    {field: person, at: ., fields: [...]}               an object from the same place or below

A document of any shape can be read: what is not as expected becomes an issue with its place, and its field is absent.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel

from mappings import steps
from mappings.checks import CHECKS
from mappings.converters import Tables
from mappings.definition import Node, nearest
from mappings.fields import FieldUnknown, accepts, annotation_of, is_list, model_of, record_getter
from mappings.paths import Seen, SourcePath, path_at, paths_at
from mappings.registry import converter
from mappings.steps import Condition, Leaf, Scope, ScopeCheck, Step, absence, nothing


@dataclass(frozen=True, slots=True)
class Here:
    """Where a scope stands: the names that lead to it in the document, and its fields in the record."""

    names: tuple[str, ...] = ()
    fields: str = ""

    def below(self, names: tuple[str, ...], field_name: str) -> Here:
        """The scope of a field, at a path from here."""
        return Here(self.names + names, f"{self.fields}{field_name}.")


@dataclass(slots=True)
class ReadCompiler:
    """Compiles scopes for one format. `seen` collects every path that the mapping knows."""

    format_name: str
    tables: Tables
    empty_is_absent: bool
    single_is_list: bool
    seen: Seen = field(default_factory=Seen)

    def scope(self, node: Node, model: type[BaseModel], at: Here, extra: list[Node] | None = None) -> Scope:
        """Compile the `fields`, `checks` and `provenance` of one model; `extra` are rules shared with writing."""
        compiled: list[Step] = []
        filled: set[str] = set()
        for rule in [*(extra or []), *node.children("fields")]:
            compiled.append(self._rule(rule, model, at, filled))
            rule.done()
        for name, info in model.model_fields.items():
            if info.is_required() and name not in filled:
                node.wrong("fields", f"{model.__name__} needs the field {name!r}")
        provenance = node.flag("provenance", default=False)
        return Scope(tuple(compiled), self._checks(node, model), self.format_name if provenance else None)

    def ignore(self, node: Node) -> None:
        """Note the paths that a mapping leaves on purpose, with all below them."""
        for text in node.texts("ignored"):
            self.seen.add(tuple(text.split(".")), whole=True)

    def _rule(self, node: Node, model: type[BaseModel], at: Here, filled: set[str]) -> Step:
        names = node.texts("field")
        filled.update(names)
        annotations = [self._annotation(node, model, name) for name in names]
        if "field" not in node:
            node.wrong("field", "is required")
        if "value" in node:
            step = self._constant(node, names, annotations, at)
        elif "each" in node and "as" in node:
            step = self._values(node, names, annotations, at)
        elif "each" in node or "at" in node:
            step = self._nested(node, names[0] if names else "", annotations[0] if names else None, at)
        else:
            step = self._leaf(node, model, names, annotations, at)
        condition = self._condition(node, model, at)
        return step if condition is None else steps.on_condition(condition, step)

    def _annotation(self, node: Node, model: type[BaseModel], name: str) -> Any:
        try:
            return annotation_of(model, name)
        except FieldUnknown as error:
            node.wrong("field", str(error))
            return None

    def path(self, node: Node, key: str, at: Here) -> SourcePath | None:
        """Compile a path and note that it is read; a wrong one is reported."""
        path = path_at(node, key)
        if path is not None:
            self.seen.add(path.names if path.absolute else at.names + path.names)
        return path

    def paths(self, node: Node, key: str) -> tuple[SourcePath, ...]:
        """Compile a list of paths from the top and note that they are read; wrong ones are reported."""
        found = paths_at(node, key)
        for path in found:
            self.seen.add(path.names)
        return found

    def _constant(self, node: Node, names: tuple[str, ...], annotations: list[Any], at: Here) -> Step:
        value = node.raw("value")
        for annotation in annotations:
            if annotation is not None and not accepts(annotation, value):
                node.wrong("value", f"{value!r} does not fit the field")

        return steps.constant(names, value, at.fields)

    def _nested(self, node: Node, name: str, annotation: Any, at: Here) -> Step:
        model = None if annotation is None else model_of(annotation)
        listed = "each" in node
        if model is None or is_list(annotation) is not listed:
            if annotation is not None:
                node.wrong("field", f"{name!r} does not hold {'a list of objects' if listed else 'one object'}")
            node.ignore()
            return nothing
        if not listed and node.text("at") == ".":
            return steps.same_place(name, self.scope(node, model, at.below((), name)))
        path = self.path(node, "each" if listed else "at", at)
        if path is None or path.absolute:
            node.wrong("each" if listed else "at", "must be a path from here")
            node.ignore()
            return nothing
        scope = self.scope(node, model, at.below(path.names, name))
        required = node.flag("required", default=False)
        absent = absence(None, empty_is_absent=self.empty_is_absent)
        if listed:
            return steps.each(name, path, scope, absent, required=required, single_is_list=self.single_is_list)
        return steps.object_below(name, path, scope, absent, required=required)

    def _values(self, node: Node, names: tuple[str, ...], annotations: list[Any], at: Here) -> Step:
        path, found = self.path(node, "each", at), converter(node, self.tables)
        required = node.flag("required", default=False)
        if path is None or found is None or len(names) != 1 or annotations[0] is None:
            return nothing
        if not is_list(annotations[0]) or model_of(annotations[0]) is not None or found.parts != 1 or path.absolute:
            node.wrong("field", f"{names[0]!r} does not hold a list of plain values")
            return nothing
        absent = absence(None, empty_is_absent=self.empty_is_absent)
        return steps.each_value(names[0], path, found, absent, at.fields, required=required)

    def _leaf(
        self, node: Node, model: type[BaseModel], names: tuple[str, ...], annotations: list[Any], at: Here
    ) -> Step:
        path = self.path(node, "path", at)
        found = converter(node, self.tables)
        required = node.flag("required", default=False)
        absent = absence(node.raw("absent", None), empty_is_absent=self.empty_is_absent)
        if found is None or path is None:
            return nothing
        if names and found.parts != len(names):
            node.wrong("field", f"{node.text('as')!r} fills {found.parts} fields, {len(names)} are named")
            return nothing
        for value in found.produces:
            if annotations and annotations[0] is not None and not accepts(annotations[0], value):
                node.wrong("table", f"{value!r} does not fit the field {names[0]!r}")
        marked = tuple(name for name in names if name != "patronymic_suffix") if "lossy" in model.model_fields else ()
        return Leaf(path, found, names, marked, absent, required, at.fields).step()

    def _condition(self, node: Node, model: type[BaseModel], at: Here) -> Condition | None:
        conditions: list[Condition] = []
        for key in ("if", "unless"):
            for name in node.texts(key):
                if name not in model.model_fields:
                    node.wrong(key, f"no field {name!r}; {nearest(name, model.model_fields)}")
                conditions.append(steps.if_field(name, present=key == "if"))
        for when in node.children("when"):
            path = self.path(when, "path", at)
            allowed = when.raw("is")
            several = allowed if isinstance(allowed, list) else [allowed]
            when.done()
            if path is not None:
                conditions.append(steps.when_source(path, frozenset((type(value), value) for value in several)))
        if not conditions:
            return None
        return lambda document, values, run: all(condition(document, values, run) for condition in conditions)

    def _checks(self, node: Node, model: type[BaseModel]) -> tuple[ScopeCheck, ...]:
        checks: list[ScopeCheck] = []
        for check in node.children("checks"):
            name = check.choice("check", CHECKS)
            if name is None:
                check.ignore()
                continue
            found = CHECKS[name]
            checks.append(ScopeCheck(name, found.make(check), check.text("tells", None)))
            for key in (*found.fields, *(("tells",) if "tells" in check else ())):
                written = check.text(key)
                if written and not _is_path(model, written):
                    check.wrong(key, f"no field {written!r}; {nearest(written, model.model_fields)}")
            check.done()
        return tuple(checks)


def _is_path(model: type[BaseModel], written: str) -> bool:
    try:
        record_getter(model, written)
    except FieldUnknown:
        return False
    return True
