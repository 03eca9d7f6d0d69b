"""Code tables: what an agency's codes mean, as data. An unknown code is an issue, never a default.

A table maps the code as written (text and number told apart) to a canonical value; `null` is a code for "not known".
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from mappings.definition import Node, Problem, Report

Code = str | int | bool
Meaning = str | bool | int | None
UNKNOWN: Any = object()


@dataclass(frozen=True, slots=True)
class CodeTable:
    """One table, read in both directions."""

    name: str
    meanings: Mapping[tuple[type, Code], Meaning]
    added: frozenset[tuple[type, Code]] = frozenset()
    """Codes that are beside the released table: they are read, and never written."""

    def meaning(self, code: Any) -> Any:
        """Give the meaning, or `unknown`; `1`, `"1"` and `true` are three different codes."""
        return self.meanings.get((type(code), code), UNKNOWN)

    def values(self) -> list[Meaning]:
        """Give every meaning but "not known"."""
        return [meaning for meaning in self.meanings.values() if meaning is not None]

    def reversed(self) -> dict[tuple[type, Meaning], Code]:
        """Give code by meaning; raises ValueError where two codes mean the same, since one would be chosen silently."""
        codes: dict[tuple[type, Meaning], Code] = {}
        for (kind, code), meaning in self.meanings.items():
            if meaning is None or (kind, code) in self.added:
                continue
            if codes.setdefault((type(meaning), meaning), code) is not code:
                raise ValueError(str(meaning))
        return codes


@dataclass(frozen=True, slots=True)
class Addition:
    """A code that people have agreed on after the table was released. It can only mean what another code means too."""

    table: str
    code: Code
    meaning: Meaning


def with_additions(
    tables: Mapping[str, CodeTable], additions: Iterable[Addition], file: str, report: Report
) -> dict[str, CodeTable]:
    """The tables with what was agreed; where the released table has the code by now, the released table is right."""
    extended = dict(tables)
    for each in additions:
        table = extended.get(each.table)
        if table is None:
            report.append(Problem(file, each.table, "a code was added to a table that is not there"))
            continue
        key = (type(each.code), each.code)
        if key in table.meanings:
            continue
        if (type(each.meaning), each.meaning) not in {(type(known), known) for known in table.meanings.values()}:
            report.append(Problem(file, f"{each.table}.{each.code}", "was added with a meaning that no other code has"))
            continue
        extended[each.table] = replace(table, meanings={**table.meanings, key: each.meaning}, added=table.added | {key})
    return extended


def read_tables(value: Any, file: str, report: Report) -> dict[str, CodeTable]:
    """Read all tables of a `codes.yaml`."""
    tables: dict[str, CodeTable] = {}
    for name in Node.of(value, file, "", report).values:
        entries = Node.of(value[name], file, str(name), report).values
        meanings: dict[tuple[type, Code], Meaning] = {}
        for code, meaning in entries.items():
            if not isinstance(code, str | int) or not (meaning is None or isinstance(meaning, str | int)):
                report.append(Problem(file, f"{name}.{code}", "a code is a text or a number, and so is its meaning"))
                continue
            meanings[type(code), code] = meaning
        tables[str(name)] = CodeTable(str(name), meanings)
    return tables
