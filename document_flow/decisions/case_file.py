"""Reads `cases.yaml`: the test cases of a table, each with facts and what they must come to.

cases:
  - name: şikayət, əlavə öyrənmə tələb olunur
    as_of: 2026-03-13
    facts: {səlahiyyətə_aiddir: true, əlavə_öyrənmə: true}
    rows: [{müddət: 30}]
  - name: sual verilməyib
    facts: {səlahiyyətə_aiddir: true}
    missing: [əlavə_öyrənmə]
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import yaml

from document_flow.decisions.cases import Case
from document_flow.decisions.refusal import Problem, TableRefused
from document_flow.sheet import Entry, SheetRefused, plain_values, read_sheet
from document_flow.words import Words


class _Plain(yaml.SafeDumper):
    """Writes no anchors, which a sheet refuses."""

    def ignore_aliases(self, data: object) -> bool:  # noqa: ARG002 - the port's word
        return True


def read_cases(text: str) -> tuple[Case, ...]:
    """The cases of a file. Raises TableRefused with all that is wrong with it."""
    try:
        sheet = read_sheet(text, "decisions.cases_yaml")
        written = _values(text)
        made = tuple(_case(entry, _at(written, number)) for number, entry in enumerate(sheet.entries("cases")))
        sheet.done()
        sheet.findings.refuse_if_any()
    except SheetRefused as refused:
        raise TableRefused(
            tuple(
                Problem(refused.code, each.words, f"cases.yaml, line {each.line}, {each.place or 'top'}")
                for each in refused.problems
            )
        ) from refused
    return made


def write_cases(cases: Iterable[Case]) -> str:
    """The file of these cases; `read_cases` gives the same ones back."""
    written = []
    for case in cases:
        stands = {
            "as_of": case.as_of,
            "version": case.version,
            "rows": [dict(row) for row in case.rows],
            "missing": list(case.missing),
        }
        written.append({"name": case.name, "facts": dict(case.facts)} | {key: it for key, it in stands.items() if it})
    return yaml.dump({"cases": written}, Dumper=_Plain, allow_unicode=True, sort_keys=False, width=120)


def _values(text: str) -> Any:
    """Plain values of any type, which a sheet does not give; it has refused anchors, tags and depth before."""
    try:
        return plain_values(text)
    except (ValueError, yaml.YAMLError) as error:  # 2026-02-30, a number of thousands of digits, a list as a key
        words = Words(f"bu qiymət oxunmur: {error}", f"a value cannot be read: {error}")
        raise TableRefused((Problem("decisions.cases_yaml", words, "cases.yaml"),)) from error


def _at(written: Any, number: int) -> Mapping[str, Any]:
    found = written["cases"][number]
    return found if isinstance(found, dict) else {}


def _case(entry: Entry, written: Mapping[str, Any]) -> Case:
    if (facts := entry.entry("facts")) is not None:
        _only_scalars(facts, written.get("facts"))
    for number, row in enumerate(entry.entries("rows") if entry.has("rows") else ()):
        _only_scalars(row, written["rows"][number])
    made = Case(
        entry.text("name"),
        _mapping(written.get("facts")),
        tuple(_mapping(row) for row in written.get("rows") or ()),
        entry.texts("missing"),
        entry.day("as_of") if entry.has("as_of") else None,
        entry.whole("version", least=1) if entry.has("version") else None,
    )
    entry.done()
    return made


def _only_scalars(entry: Entry, written: Any) -> None:
    for name, value in _mapping(written).items():
        if not isinstance(value, str | int | float | bool | date | None):
            entry.problem(name, "burada bir qiymət olmalıdır", "a single value stands here")


def _mapping(written: Any) -> Mapping[str, object]:
    return {str(name): value for name, value in written.items()} if isinstance(written, dict) else {}
