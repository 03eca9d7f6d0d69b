"""What one reading of a message came to, in a form that two processes can hand each other."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from hub.errors import Refused
from hub.exchange.bodies import read_body
from hub.exchange.formats import MessageFormat
from hub.exchange.replay.difference import Flat, flat_records


@dataclass(frozen=True, slots=True)
class Read:
    """`outcome` is mapped, quarantined or refused; `causes` are codes and places, never values."""

    outcome: str
    causes: Sequence[str] = ()
    fields: Flat | None = None

    @property
    def is_mapped(self) -> bool:
        """True where the message would go on."""
        return self.outcome == "mapped"

    def to_json(self) -> bytes:
        """For the other process. Holds values: it is never stored."""
        return json.dumps([self.outcome, list(self.causes), self.fields], ensure_ascii=False).encode()

    @classmethod
    def from_json(cls, raw: bytes) -> Read:
        """What `to_json` wrote; ValueError for anything else."""
        outcome, causes, fields = json.loads(raw)
        if outcome not in ("mapped", "quarantined", "refused") or not isinstance(fields, dict | None):
            raise ValueError("the reader's answer is not one")
        return cls(outcome, tuple(str(cause) for cause in causes), fields)


def read_as(made: MessageFormat, raw: bytes) -> Read:
    """Read a message by a format; nothing is raised for its content."""
    try:
        reading, _ = read_body(made, raw)
    except Refused as refused:
        return Read("refused", (refused.code,))
    errors = [found for found in reading.issues if found.severity == "error"]
    if not reading.mapped:
        return Read("quarantined", tuple(f"{found.code} {found.path}" for found in errors))
    return Read("mapped", (), flat_records(reading.records))


def plain(value: Any) -> Any:
    """The value as JSON has it."""
    return json.loads(json.dumps(value))
