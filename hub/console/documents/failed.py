"""An act that was not done, and what one that was done came to: what the page tells after a form was sent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from document_flow.documents.registry import EVENT_NAMES
from document_flow.people import Directory
from document_flow.words import Words
from hub.console.documents.fields import Filled
from hub.console.viewer import Viewer
from hub.errors import HubError


@dataclass(frozen=True, slots=True)
class Failed:
    """An act that was not done: why, beside which fields, what was typed, and what has changed meanwhile."""

    form: str
    title: Words
    errors: Mapping[str, Words]
    typed: Filled
    status: int = 422
    hand: str = ""
    changed: tuple[tuple[int, Words, str], ...] = ()

    def value(self, form: str, name: str, default: str) -> str:
        """What stands in a field: what was typed, in the form that it was typed into."""
        return self.typed.text(name) if form == self.form else default

    def has(self, form: str, name: str, option: str, default: str) -> bool:
        """Whether an option of a field is chosen."""
        return option in self.typed.many(name) if form == self.form else option == default


def done_words(text: str, who: Viewer) -> list[str]:
    """What an act came to, as the address after it says; nothing that is no event."""
    return [who.say(EVENT_NAMES[each]) for each in dict.fromkeys(text.split(",")) if each in EVENT_NAMES]


def changed_since(problem: HubError, directory: Directory) -> tuple[tuple[int, Words, str], ...]:
    """What has happened since the version that a stale command was about: number, what, whose hand."""
    rows = problem.extra.get("changed", [])
    if not isinstance(rows, list):
        return ()
    return tuple(
        (row["number"], EVENT_NAMES.get(row["kind"], Words(row["kind"], row["kind"])), directory.name(row["actor"]))
        for row in rows
    )
