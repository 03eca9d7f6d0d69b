"""An act that was not done, and what one that was done came to: what the page tells after a form was sent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from document_flow.documents.registry import EVENT_NAMES
from document_flow.form import PREFIX
from document_flow.people import Directory
from document_flow.words import Words
from hub.console.documents.offering import button_named, form_id
from hub.console.posting import Attempt
from hub.console.viewer import Form, Viewer
from hub.errors import HubError

Change = tuple[int, Words, str]


@dataclass(frozen=True, slots=True)
class Failed:
    """An act that was not done: in which form, and what has changed meanwhile. `said` is what was typed, in order."""

    form: str
    said: Sequence[str]
    changed: Sequence[Change]


def told(outcome: Attempt | str, who: Viewer, directory: Directory) -> dict[str, object]:
    """The values of the page after a form: what was refused, or what the events of the address mean."""
    if isinstance(outcome, str):
        return {"done": done_words(outcome, who)}
    if outcome.form is None or outcome.refused is None:
        return {}
    changed = changed_since(outcome.refused, directory)
    return {"tried": outcome, "failed": Failed(_form_id(outcome.form), _said(outcome.form), changed)}


def _form_id(form: Form) -> str:
    button = button_named(form.text("act"))
    return form_id(button, form.text("subject")) if button is not None else ""


def _said(form: Form) -> Sequence[str]:
    said = [", ".join(form.all(name)) for name in form.names() if name.startswith(PREFIX)]
    return [each for each in said if each]


def done_words(text: str, who: Viewer) -> list[str]:
    """What an act came to, as the address after it says; nothing that is no event."""
    return [who.say(EVENT_NAMES[each]) for each in dict.fromkeys(text.split(",")) if each in EVENT_NAMES]


def changed_since(problem: HubError, directory: Directory) -> Sequence[Change]:
    """What has happened since the version that a stale command was about: number, what, whose hand."""
    rows = problem.extra.get("changed", [])
    if not isinstance(rows, list):
        return ()
    return tuple(
        (row["number"], EVENT_NAMES.get(row["kind"], Words(row["kind"], row["kind"])), directory.name(row["actor"]))
        for row in rows
    )
