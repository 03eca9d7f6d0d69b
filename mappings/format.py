"""Formats: one agency's way to write a record, with its schema, mapping and code tables, loaded from a folder.

A format is immutable and safe to use from several threads; everything that can be wrong with it is found while loading.
"""

from __future__ import annotations

import hashlib
from base64 import b64encode
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal, cast

from lxml import etree
from pydantic import ValidationError

from mappings.codes import Addition, CodeTable, read_tables, with_additions
from mappings.definition import FormatsRefused, Node, Problem, Report, read_yaml
from mappings.fixed import FixedLayout, compile_fixed
from mappings.issues import Issue, issue
from mappings.layout import Layout
from mappings.mapping import CompiledMapping, FilePlan, ReadPlan, WritePlan, compile_mapping
from mappings.plausible import implausible
from mappings.records import AccountRef, PersonChange, Record
from mappings.schemas import SCHEMAS, NoSchema, OnlyWritten, Schema, SchemaRefusal
from mappings.sheet import SheetLayout, compile_sheet
from mappings.steps import Made, Values
from mappings.table import compile_table
from mappings.writing import CannotWrite, document_of

__all__ = [
    "BUNDLED",
    "Addition",
    "Additions",
    "CannotWrite",
    "CodeTable",
    "Document",
    "Format",
    "FormatsRefused",
    "Issue",
    "Key",
    "Made",
    "Reading",
    "SchemaRefusal",
    "load_formats",
]

Document = dict[str, Any]
Syntax = Literal["json", "xml", "csv", "fixed", "xlsx"]
Key = tuple[str, str]
"""A kind and a normalised value, such as `("fin", "94FMDDD")`: what a message is about."""

BUNDLED = Path(__file__).parent / "formats"
_MAPPING_FILE = "mapping.yaml"
_CODES_FILE = "codes.yaml"
_MOST_KEPT = 256
"""Compiled formats of a process, those of today and of the additions before."""
_LAYOUTS: dict[str, Callable[[Node, CompiledMapping], Layout]] = {"csv": compile_table, "fixed": compile_fixed}


@dataclass(frozen=True, slots=True)
class Reading:
    """What a format makes of one document. `mapped` is False if any issue is an error; the keys are given even then.

    `records` holds what could be read also where `mapped` is False, for people to look at; only then may it be empty.
    """

    records: tuple[Record, ...]
    issues: tuple[Issue, ...]
    keys: tuple[Key, ...]
    business_id: str | None
    version: str | None
    mapped: bool
    made: tuple[Made, ...] = ()
    """Which rule made which field of what; only where the format explains."""


@dataclass(frozen=True, slots=True)
class Format:
    """One format. `version_hash` covers mapping, schema and code tables with additions: equal hashes read alike."""

    name: str
    syntax: Syntax
    version_hash: str
    duplicate_key_rule: Literal["declared", "header", "derived"]
    folder: Path
    table: Layout | None
    sheet: SheetLayout | None
    mapping: CompiledMapping
    schema: Schema
    codes: Mapping[str, CodeTable]
    latest_day: Callable[[], date]
    """The last day on which anything that a document tells may have happened."""
    explains: bool = False
    """Whether every reading tells what made its fields; costs time, and what it tells is personal."""

    @property
    def reads(self) -> bool:
        """Whether documents of this format can be read."""
        return self.mapping.read is not None

    @property
    def writes(self) -> bool:
        """Whether records can be written in this format."""
        return self.mapping.write is not None

    @property
    def title(self) -> tuple[str, str] | None:
        """What people read in its place, Azerbaijani before English."""
        return self.mapping.title

    @property
    def most_nodes(self) -> int:
        """How many elements and attributes, or JSON values, a document may have."""
        return self.mapping.most_nodes

    def refuse(self, document: Document, element: etree._Element | None = None) -> SchemaRefusal | None:
        """Give the first breach of the schema; for XML the parsed root element is needed beside the document."""
        return self.schema.refuse(document, element)

    def read(self, document: Any, *, version: str | None = None) -> Reading:
        """Read a document of any shape; never raises for its content. `version` is what the transport knows of it.

        A list of a spreadsheet is read from what the parser of workbooks makes of it.
        """
        plan = self.mapping.read
        if plan is None:
            raise TypeError(f"{self.name} is only written")
        if not isinstance(document, dict):
            found = issue("map.not_an_object", plan.top, "document")
            return Reading((), (found,), (), None, version, mapped=False)
        made: list[Made] | None = [] if self.explains else None
        if self.sheet is None:
            values, issues = plan.run(document, made, is_row=self.table is not None)
        else:
            values, issues = _of_sheet(self.sheet, plan, document, made)
        mapped = not any(found.severity == "error" for found in issues)
        record = _record(plan, values, issues, mapped=mapped)
        if record is not None and (doubts := tuple(implausible(record, self.latest_day(), self._top(plan)))):
            issues, mapped = [*issues, *doubts], False
        return Reading(
            records=() if record is None else (record,),
            issues=tuple(issues),
            keys=self._keys(values),
            business_id=self._business_id(document),
            version=version,
            mapped=mapped and record is not None,
            made=tuple(made or ()),
        )

    def _top(self, plan: ReadPlan) -> str:
        """Where places in the record begin: of a list, at its sheet."""
        return plan.top if self.sheet is None else f"{self.sheet.name} "

    def write(self, record: Record, account: AccountRef | None = None) -> Document:
        """Write a record; raises CannotWrite where it lacks what the format requires.

        `account` narrows a change to the one account that the document is about.
        """
        plan = self.mapping.write
        if plan is None:
            raise TypeError(f"{self.name} is only read")
        if plan.file is not None and isinstance(record, plan.file.model):
            return self._file(plan, plan.file, record)
        if not isinstance(record, plan.model):
            raise CannotWrite("kind", plan.model.model_fields["kind"].default)
        if account is not None and isinstance(record, PersonChange):
            record = record.model_copy(update={"accounts": (account,)})
        return plan.run(record)

    def _file(self, plan: WritePlan, file: FilePlan, record: Record) -> Document:
        """`{name, content_base64}` of the whole file."""
        layout = self.table
        day, rows = file.day(record), file.rows(record)
        if not isinstance(layout, FixedLayout) or day.day is None:
            raise CannotWrite("file", "fixed, of a whole day")
        raw = layout.write(document_of(file.header, record), (plan.run(row) for row in rows))
        name = layout.names.written(date(day.year, day.month, day.day), file.number(record))
        return {"name": name, "content_base64": b64encode(raw).decode()}

    def _keys(self, values: Values) -> tuple[Key, ...]:
        rules = self.mapping.keys
        if len(rules) == 1:
            return tuple(rules[0].keys(values))
        return tuple(dict.fromkeys(key for rule in rules for key in rule.keys(values)))

    def _business_id(self, document: Document) -> str | None:
        if self.mapping.business_id is None:
            return None
        found = self.mapping.business_id(document)
        return found if type(found) is str and found else None


def _of_sheet(
    layout: SheetLayout, plan: ReadPlan, workbook: Document, made: list[Made] | None
) -> tuple[Values, list[Issue]]:
    """What a list says, each issue, and whatever was made, at its cell."""
    document, unclear, places = layout.document(workbook)
    values, issues = plan.run(document, made) if document else ({}, [])
    if made is not None:
        made[:] = [
            replace(each, place=None if each.place is None else places.of(each.place, document)) for each in made
        ]
    return values, [*unclear, *(replace(each, path=places.of(each.path, document)) for each in issues)]


def _record(plan: ReadPlan, values: Values, issues: list[Issue], *, mapped: bool) -> Record | None:
    try:
        return cast("Record", plan.model.model_validate(values))
    except ValidationError as error:
        if mapped:
            for found in error.errors(include_url=False, include_context=False, include_input=False):
                field = ".".join(str(step) for step in found["loc"])
                issues.append(issue("map.record_refused", plan.top, f"record:{field}:{found['type']}"))
        return None


Additions = Mapping[str, Sequence[Addition]]
"""Codes that were agreed on after the tables were released, by format."""


def load_formats(
    *folders: Path, additions: Additions | None = None, latest_day: Callable[[], date] = lambda: date.max
) -> Mapping[str, Format]:
    """Load every format below the folders, the bundled ones where none is named.

    A folder is a format itself if it holds a `mapping.yaml`. Raises FormatsRefused with all problems of all formats.
    """
    report: Report = []
    formats: dict[str, Format] = {}
    for folder in _format_folders(folders or (BUNDLED,), report):
        found = _load(folder, additions or {}, latest_day, report)
        if found is None:
            continue
        if found.name in formats:
            report.append(Problem(f"{folder.name}/{_MAPPING_FILE}", "format", f"{found.name!r} is loaded already"))
        formats[found.name] = found
    if report:
        raise FormatsRefused(dict.fromkeys(report))
    return formats


def _format_folders(folders: tuple[Path, ...], report: Report) -> Iterator[Path]:
    for folder in folders:
        if (folder / _MAPPING_FILE).is_file():
            yield folder
            continue
        below = sorted(path.parent for path in folder.glob(f"*/{_MAPPING_FILE}"))
        if not below:
            report.append(Problem(folder.name, "", f"holds no format: no {_MAPPING_FILE} in it or one below"))
        yield from below


def _load(folder: Path, additions: Additions, latest_day: Callable[[], date], report: Report) -> Format | None:
    agreed = tuple((name, tuple(each)) for name, each in sorted(additions.items()))
    try:
        return replace(_compiled(folder, _version_hash(folder, ()), agreed), latest_day=latest_day)
    except FormatsRefused as refused:
        for problem in refused.problems:
            report.append(Problem(f"{folder.name}/{problem.file}", problem.place, problem.text))
        return None


@lru_cache(maxsize=_MOST_KEPT)
def _compiled(folder: Path, contents: str, agreed: tuple[tuple[str, tuple[Addition, ...]], ...]) -> Format:
    """The format of these contents, compiled once in a process, however often a hub in it starts or codes are added."""
    del contents
    report: Report = []
    try:
        found = _compile(folder, dict(agreed), report)
    except FormatsRefused as refused:
        report.extend(refused.problems)
    if report:
        raise FormatsRefused(report)
    return found


def _compile(folder: Path, additions: Additions, report: Report) -> Format:
    codes = folder / _CODES_FILE
    tables = read_tables(read_yaml(codes), codes.name, report) if codes.is_file() else {}
    node = Node.of(read_yaml(folder / _MAPPING_FILE), _MAPPING_FILE, "", report)
    agreed = additions.get(str(node.values.get("format")), ())
    tables = with_additions(tables, agreed, codes.name, report)
    mapping = compile_mapping(node, tables)
    compile_layout = _LAYOUTS.get(mapping.syntax)
    table = None if compile_layout is None else compile_layout(node.child("table"), mapping)
    sheet = compile_sheet(node.child("sheet"), mapping) if mapping.syntax == "xlsx" else None
    node.done()
    return Format(
        name=mapping.format,
        syntax=cast("Syntax", mapping.syntax),
        version_hash=_version_hash(folder, agreed),
        duplicate_key_rule=cast('Literal["declared", "header", "derived"]', mapping.duplicates),
        folder=folder,
        table=table,
        sheet=sheet,
        mapping=mapping,
        schema=_schema(folder, mapping, report),
        codes=tables,
        latest_day=lambda: date.max,
    )


def _schema(folder: Path, mapping: CompiledMapping, report: Report) -> Schema:
    if mapping.syntax not in SCHEMAS:
        return NoSchema()
    name, make = SCHEMAS[mapping.syntax]
    path = folder / name
    if not path.is_file():
        if mapping.read is None and mapping.write is not None:
            return OnlyWritten()
        report.append(Problem(name, "", "is missing: every format that is read has a schema"))
        return NoSchema()
    return make(path)


def _version_hash(folder: Path, agreed: Sequence[Addition]) -> str:
    digest = hashlib.sha256()
    for path in sorted(path for path in folder.iterdir() if path.suffix in {".yaml", ".json", ".xsd"}):
        content = path.read_bytes()
        digest.update(f"{path.name}:{len(content)}:".encode())
        digest.update(content)
    for line in sorted(f"{each.table}:{each.code!r}:{each.meaning!r}" for each in agreed):
        digest.update(f"added:{line}".encode())
    return digest.hexdigest()
