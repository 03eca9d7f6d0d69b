"""Where two readings of one message differ, field by field; values are shown by their shape alone. Pure."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from mappings.records import Record

_UPPER = re.compile(r"[^\W\d_]")
_LONGEST = 40
_SAMPLES = 3
_FIELDS = 200
"""So many different fields are told apart; what is beyond is counted in one line."""
OTHERS = "…"
Flat = dict[str, Any]


def flat(value: Any) -> Flat:
    """Every plain value of a document by its path, such as `0.subjects.1.person.sex`."""
    return dict(_walk(value, ""))


def flat_records(records: Sequence[Record]) -> Flat:
    """Of records, without where each field came from: that follows from the mapping's version by itself."""
    return flat([_without_provenance(record.model_dump(mode="json", exclude_none=True)) for record in records])


def starred(path: str) -> str:
    """The path without list positions, so that fields are counted together."""
    return ".".join("*" if step.isdigit() else step for step in path.split(".")).removeprefix("*.")


def shape(value: Any) -> str:
    """What a value looks like: letters as x, digits as 9; true, false and nothing as they are."""
    if value is None or isinstance(value, bool):
        return json.dumps(value)
    text = "".join("9" if c.isdigit() else _letter(c) for c in str(value)[:_LONGEST])
    return text + ("…" if len(str(value)) > _LONGEST else "")


def _letter(c: str) -> str:
    if _UPPER.fullmatch(c) is None:
        return c
    return "X" if c.isupper() else "x"


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field of one message: shapes before and after; None where there was or is no value."""

    path: str
    before: str | None
    after: str | None


def differences(before: Flat, after: Flat) -> list[FieldChange]:
    """In the order of paths."""
    return [
        FieldChange(path, _shown(before, path), _shown(after, path))
        for path in sorted(before.keys() | after.keys())
        if path not in before or path not in after or not _same(before[path], after[path])
    ]


def _shown(of: Flat, path: str) -> str | None:
    return shape(of[path]) if path in of else None


def _same(one: Any, other: Any) -> bool:
    return type(one) is type(other) and one == other


@dataclass(slots=True)
class Tally:
    """What a replay has found so far. `fields` counts messages (or deliveries) in which a field differs."""

    counts: Counter[str] = field(default_factory=Counter)
    fields: Counter[str] = field(default_factory=Counter)
    issues: Counter[str] = field(default_factory=Counter)
    samples: dict[str, list[list[str | None]]] = field(default_factory=dict)

    def note(self, message: str, changes: Sequence[FieldChange], *, under: str = "") -> None:
        """Count a message's differences, each field once, and keep a few samples of each."""
        seen: dict[str, FieldChange] = {}
        for change in changes:
            seen.setdefault(under + starred(change.path), change)
        for path, change in seen.items():
            name = path if path in self.fields or len(self.fields) < _FIELDS else OTHERS
            self.fields[name] += 1
            kept = self.samples.setdefault(name, [])
            if len(kept) < _SAMPLES:
                kept.append([message, change.before, change.after])

    def to_json(self) -> str:
        """As the store keeps it."""
        return json.dumps(
            {"counts": self.counts, "fields": self.fields, "issues": self.issues, "samples": self.samples}
        )

    @classmethod
    def from_json(cls, text: str) -> Tally:
        """What `to_json` wrote."""
        kept: Mapping[str, Any] = json.loads(text)
        return cls(Counter(kept["counts"]), Counter(kept["fields"]), Counter(kept["issues"]), dict(kept["samples"]))


def _walk(value: Any, path: str) -> Iterator[tuple[str, Any]]:
    if isinstance(value, Mapping):
        for name, inner in value.items():
            yield from _walk(inner, f"{path}.{name}" if path else str(name))
    elif isinstance(value, list | tuple):
        for number, inner in enumerate(value):
            yield from _walk(inner, f"{path}.{number}" if path else str(number))
    else:
        yield path, value


def _without_provenance(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _without_provenance(inner) for name, inner in value.items() if name != "provenance"}
    return [_without_provenance(inner) for inner in value] if isinstance(value, list) else value
