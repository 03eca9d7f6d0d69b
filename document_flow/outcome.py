"""What deciding about a document comes to: a refusal, what it waits for, what must happen at which time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from document_flow.words import Words

Why = Literal["stale", "forbidden", "invalid", "state"]
"""stale: the document has moved on; forbidden: not this person; invalid: the command itself; state: not now."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """A command that changes nothing, with a stable dotted code and the reason in both languages."""

    code: str
    words: Words
    why: Why


@dataclass(frozen=True, slots=True)
class Waiting:
    """Whom it waits for and why, in a sentence; `due` is the last day, `overdue` says that it has passed.

    `deciding` are those of the actors who decide about what others do.
    """

    actors: tuple[str, ...]
    need: Words
    due: date | None = None
    overdue: bool = False
    deciding: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Timer:
    """Something that must happen at a time. `name` is unique in its document and stable: fired once, whoever asks."""

    name: str
    at: datetime
