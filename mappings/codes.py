"""Code tables: what an agency's codes mean, as data. An unknown code is an issue, never a default.

A table maps the code as written (text and number told apart) to a canonical value; `null` is a code for "not known".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from mappings.definition import Node, Problem, Report

Meaning = str | bool | int | None
_MISSING = object()


@dataclass(frozen=True, slots=True)
class CodeTable:
    """One table, read in both directions."""

    name: str
    meanings: Mapping[tuple[type, str | int | bool], Meaning]

    def meaning(self, code: Any) -> Any:
        """Give the meaning, or `unknown`; `1`, `"1"` and `true` are three different codes."""
        return self.meanings.get((type(code), code), UNKNOWN)

    def values(self) -> list[Meaning]:
        """Give every meaning but "not known"."""
        return [meaning for meaning in self.meanings.values() if meaning is not None]

    def reversed(self) -> dict[tuple[type, Meaning], str | int | bool]:
        """Give code by meaning; raises ValueError where two codes mean the same, since one would be chosen silently."""
        codes: dict[tuple[type, Meaning], str | int | bool] = {}
        for (_, code), meaning in self.meanings.items():
            if meaning is None:
                continue
            if codes.setdefault((type(meaning), meaning), code) is not code:
                raise ValueError(str(meaning))
        return codes


UNKNOWN: Any = _MISSING


def read_tables(value: Any, file: str, report: Report) -> dict[str, CodeTable]:
    """Read all tables of a `codes.yaml`."""
    tables: dict[str, CodeTable] = {}
    for name in Node.of(value, file, "", report).values:
        entries = Node.of(value[name], file, str(name), report).values
        meanings: dict[tuple[type, str | int | bool], Meaning] = {}
        for code, meaning in entries.items():
            if not isinstance(code, str | int) or not (meaning is None or isinstance(meaning, str | int)):
                report.append(Problem(file, f"{name}.{code}", "a code is a text or a number, and so is its meaning"))
                continue
            meanings[type(code), code] = meaning
        tables[str(name)] = CodeTable(str(name), meanings)
    return tables
