"""The mapping language: one `mapping.yaml` per format folder, compiled once into closures (Message Translator).

    format: meis.person.v3
    title: {az: MEİS-in şəxs məlumatı, en: MEİS data of a person}    # what people read; its name, if not given
    syntax: json                       # json, xml; csv and fixed: table.py, fixed.py; xlsx: sheet.py
    root: SexsMelumati                 # xml only: the root element, for the places of issues
    most_nodes: 50000                  # elements and attributes, or JSON values, of one document; 20,000 if not given
    empty_is_absent: true              # whether blank text means "not given"
    business_id: {path: sorgu_id, duplicates: declared}    # several paths make one id
    keys:                              # what the message is about, for its order
      - {kind: account, field: subscriber_code, prefix: "azerishiq:"}
      - {kind: document, field: [sender.code, reg_no]}      # one key, where all of them are known
    both:                              # rules that hold for reading and writing
      - {field: sex, path: cinsi, as: code, table: sex}
    read:                              # see reading.py
      record: person
      fields: [...]
      ignored: [pensiya]               # known, and left on purpose
    write:                             # see writing.py
      record: person_change
      both_under: person               # where in the record the fields of `both` are
      fields: [...]
      file:                            # fixed only: a record of several makes a whole file, header and sums too
        {record: payment_list, rows: payments, day: file_date, number: serial, fields: [...]}

There are no loops but over the lists of a document, so the work is bounded by the document.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from mappings.codes import CodeTable
from mappings.converters import Tables
from mappings.definition import Node
from mappings.fields import Getter, record_getter, values_at
from mappings.issues import Issue, issue
from mappings.paths import Get, Seen, pointer_of
from mappings.reading import Here, ReadCompiler
from mappings.records import RECORD_KINDS
from mappings.steps import Made, Run, Scope, Values
from mappings.value import Value
from mappings.writing import Put, WriteCompiler, document_of

Document = dict[str, Any]
SYNTAXES = ("json", "xml", "csv", "fixed", "xlsx")
FILES = frozenset(("csv", "fixed"))
"""Syntaxes of files that are read row by row and known by their names."""
LINE = "_line"
"""Where a row of a table carries its line number."""
_JOINT = ":"
MOST_NODES = 20_000
"""Of elements and attributes, or of JSON values, where a format says nothing: some 30 ms of reading."""
DUPLICATES = ("declared", "header", "derived")


@dataclass(frozen=True, slots=True)
class KeyRule:
    """Which value of the record gives a key, and what stands before it; several paths make one key together."""

    kind: str
    paths: tuple[tuple[str, ...], ...]
    prefix: str

    def keys(self, values: Any) -> list[tuple[str, str]]:
        """Find the key's values in what was read; in lists, of every item. What is absent gives no key."""
        if len(self.paths) == 1:
            first = values.get(self.paths[0][0])
            if len(self.paths[0]) == 1 and type(first) is str:
                return [(self.kind, self.prefix + first)]
            return [(self.kind, f"{self.prefix}{value}") for value in values_at(values, self.paths[0])]
        parts = [values_at(values, names) for names in self.paths]
        if not all(len(found) == 1 for found in parts):
            return []
        return [(self.kind, self.prefix + _JOINT.join(str(found[0]) for found in parts))]


@dataclass(frozen=True, slots=True)
class ReadPlan:
    """The compiled reading half."""

    model: type[Value]
    scope: Scope
    seen: Seen
    top: str

    def run(
        self, document: Document, made: list[Made] | None = None, *, is_row: bool = False
    ) -> tuple[Values, list[Issue]]:
        """Read the values and everything noticed on the way; `made` is filled with what made each field.

        A row (`is_row`) holds the columns of its table and nothing else, and those were proved to be read at loading.
        """
        run = Run(document, self.top, [], made)
        values = self.scope.read(document, self.top, run)
        if not is_row:
            run.issues.extend(issue("map.unread", place, "unread") for place in self.seen.unread(document, self.top))
        # One source value may fill several fields; what is wrong with it is said once.
        return values, run.issues if len(run.issues) < 2 else list(dict.fromkeys(run.issues))


@dataclass(frozen=True, slots=True)
class FilePlan:
    """How a record of several makes a whole file: its rows, its header, and the day and number of the file's name."""

    model: type[Value]
    rows: Getter
    header: tuple[Put, ...]
    day: Getter
    number: Getter


@dataclass(frozen=True, slots=True)
class WritePlan:
    """The compiled writing half."""

    model: type[Value]
    rules: tuple[Put, ...]
    file: FilePlan | None = None

    def run(self, record: Value) -> Document:
        """Write the document, in the order of the rules."""
        return document_of(self.rules, record)


@dataclass(frozen=True, slots=True)
class CompiledMapping:
    """A compiled mapping."""

    format: str
    syntax: str
    duplicates: str
    business_id: Get | None
    keys: tuple[KeyRule, ...]
    read: ReadPlan | None
    write: WritePlan | None
    most_nodes: int = MOST_NODES
    title: tuple[str, str] | None = None
    """Azerbaijani before English."""


def compile_mapping(node: Node, tables: Mapping[str, CodeTable]) -> CompiledMapping:
    """Compile a mapping file. Problems go to the node's report; with any, the result must not be used."""
    name = node.text("format")
    syntax = node.choice("syntax", SYNTAXES) or "json"
    root = node.text("root", None) if syntax == "xml" else None
    compiler = ReadCompiler(name, tables, node.flag("empty_is_absent"), syntax == "xml")
    identity = node.child("business_id")
    duplicates = identity.choice("duplicates", DUPLICATES) or "declared"
    if duplicates == "declared" and syntax not in FILES and "path" not in identity:
        identity.wrong("path", "duplicates are declared by a business id, which needs a path")
    business_id = _business_id(identity, compiler)
    read = _read(node, compiler, "" if root is None else pointer_of(root)) if "read" in node else None
    write = _write(node, tables) if "write" in node else None
    if read is None and write is None:
        node.wrong("read", "a mapping reads or writes, or both")
    for shared in node.children("both"):
        shared.ignore()
    keys = () if read is None else tuple(_key(key, read.model) for key in node.children("keys"))
    most = node.number("most_nodes", MOST_NODES) or MOST_NODES
    title = _title(node.child("title")) if "title" in node else None
    return CompiledMapping(name, syntax, duplicates, business_id, keys, read, write, most, title)


def _title(node: Node) -> tuple[str, str]:
    found = node.text("az"), node.text("en")
    node.done()
    return found


def _business_id(node: Node, compiler: ReadCompiler) -> Get | None:
    """One path's value, or the texts of several joined; None where any of them is missing."""
    if not isinstance(node.values.get("path"), list):
        path = compiler.path(node, "path", Here()) if "path" in node else None
        node.done()
        return None if path is None else path.get
    paths = compiler.paths(node, "path")
    node.done()

    def get(document: Document) -> str | None:
        found = [path.get(document) for path in paths]
        return _JOINT.join(found) if all(type(part) is str and part for part in found) else None

    return get


def _record(node: Node) -> type[Value]:
    return RECORD_KINDS[node.choice("record", RECORD_KINDS) or "person"]


def _read(node: Node, compiler: ReadCompiler, top: str) -> ReadPlan:
    read = node.child("read")
    model = _record(read)
    scope = compiler.scope(read, model, Here(), list(node.children("both")))
    compiler.ignore(read)
    compiler.seen.add((LINE,))
    read.done()
    return ReadPlan(model, scope, compiler.seen, top)


def _write(node: Node, tables: Tables) -> WritePlan:
    write = node.child("write")
    model = _record(write)
    shared, under = list(node.children("both")), write.text("both_under", "")
    rules = WriteCompiler(model, tables).rules(shared, under, list(write.children("fields")))
    file = _file(write.child("file"), tables) if "file" in write else None
    write.done()
    return WritePlan(model, rules, file)


def _file(node: Node, tables: Tables) -> FilePlan | None:
    model = _record(node)
    header = WriteCompiler(model, tables).rules([], "", list(node.children("fields")))
    found = []
    for key in ("rows", "day", "number"):
        try:
            found.append(record_getter(model, node.text(key)))
        except ValueError as error:
            node.wrong(key, str(error))
    node.done()
    return FilePlan(model, found[0], header, found[1], found[2]) if len(found) == 3 else None


def _key(node: Node, model: type[Value]) -> KeyRule:
    paths = node.texts("field")
    if not paths:
        node.wrong("field", "is required")
    for path in paths:
        try:
            record_getter(model, path)
        except ValueError as error:
            node.wrong("field", str(error))
    rule = KeyRule(node.text("kind"), tuple(tuple(path.split(".")) for path in paths), node.text("prefix", ""))
    node.done()
    return rule
