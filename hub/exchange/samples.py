"""The sample pairs of a format's folder: what stands beside an input is exactly what must be made of it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from connectors.parsing import parse_json, parse_xml, to_document
from connectors.parsing.workbook import parse_workbook
from mappings.format import Format, Reading
from mappings.issues import Issue
from mappings.records import record_from_json, record_to_json
from mappings.rows import read_rows, scan


@dataclass(frozen=True, slots=True)
class Sample:
    """One pair of files."""

    format: Format
    given: Path
    expected: Path

    @property
    def name(self) -> str:
        """The pair's name in a report."""
        return f"{self.format.name}/{self.given.name}"

    @property
    def holds(self) -> bool:
        """Whether exactly what is expected is made."""
        return self.expected.is_file() and bool(self.made() == json.loads(self.expected.read_text()))

    def keep(self) -> None:
        """Have what is made now be what is expected, for somebody to read."""
        self.expected.write_text(f"{json.dumps(self.made(), ensure_ascii=False, indent=2)}\n", encoding="utf-8")

    def made(self) -> Any:
        """What the mapping makes of the given file."""
        if self.format.table is not None and not self.given.name.endswith(".json"):
            return _table(self.format, self.given)
        if self.given.name.endswith(".record.json"):
            return self.format.write(record_from_json(self.given.read_bytes()))
        raw = self.given.read_bytes()
        if self.given.suffix == ".xlsx":
            return _reading(self.format.read(parse_workbook(raw)))
        element = parse_xml(raw) if self.given.suffix == ".xml" else None
        document = parse_json(raw) if element is None else to_document(element)
        refusal = self.format.refuse(document, element)
        shown = _reading(self.format.read(document))
        return {"refused": refusal.place, "rule": refusal.rule} if refusal else shown


def samples(format_: Format) -> Iterator[Sample]:
    """All pairs of a format, by the name of what is given."""
    folder = format_.folder / "samples"
    for given in sorted(folder.iterdir()) if folder.is_dir() else ():
        kind = given.suffixes[0] if len(given.suffixes) > 1 else given.suffix
        if kind in {".input", ".record", ".csv", ".txt"}:
            made = "document" if kind == ".record" else "expected"
            yield Sample(format_, given, folder / f"{given.name.split('.')[0]}.{made}.json")


def _reading(reading: Reading) -> dict[str, Any]:
    return {
        "mapped": reading.mapped,
        "business_id": reading.business_id,
        "keys": [list(key) for key in reading.keys],
        "records": [json.loads(record_to_json(record)) for record in reading.records],
        "issues": [_issue(found) for found in reading.issues],
    }


def _issue(found: Issue) -> dict[str, Any]:
    shown = {"severity": found.severity, "code": found.code, "path": found.path, "rule": found.rule}
    told = {"raw": found.raw, "suggestion": found.suggestion}
    return shown | {name: value for name, value in told.items() if value is not None}


def _table(format_: Format, path: Path) -> dict[str, Any]:
    lines = path.read_bytes().splitlines(keepends=True)
    found = scan(format_, lines)
    rows = read_rows(format_, lines[1:])
    return {
        "rows": found.rows,
        "declared": None if found.declared is None else list(found.declared),
        "counted": list(found.counted),
        "issues": [_issue(one) for one in found.issues],
        "readings": [{"line": row.line, **_reading(row.reading)} for row in rows],
    }
