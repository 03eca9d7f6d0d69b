"""An act that was not done, and what one that was done came to: what the page tells after a form was sent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import Query

from document_flow.documents.registry import EVENT_NAMES
from document_flow.form import PREFIX
from document_flow.people import Directory
from document_flow.words import Words
from hub.app import Hub
from hub.console.documents.offering import button_named, form_id
from hub.console.posting import Attempt
from hub.console.viewer import Form, Viewer
from hub.errors import HubError
from hub.store.tx import Tx

Change = tuple[int, Words, str]
Since = Annotated[int | None, Query(ge=0, le=1_000_000)]
"""The document's version when the form was shown: the address after an act."""


@dataclass(frozen=True, slots=True)
class Failed:
    """An act that was not done: in which form, and what has changed meanwhile. `said` is what was typed, in order."""

    form: str
    said: Sequence[str]
    changed: Sequence[Change]


async def done_words(hub: Hub, tx: Tx, document: str, who: Viewer, since: int | None) -> Sequence[str]:
    """What the person has done since that version, by the document itself: an address cannot say what was not done."""
    if since is None:
        return ()
    kinds = await hub.office.documents.done_since(tx, document, who.login, since)
    return [who.say(EVENT_NAMES[each]) for each in dict.fromkeys(kinds)]


def told(outcome: Attempt, directory: Directory) -> dict[str, object]:
    """The values of the page after a form that was refused."""
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


def changed_since(problem: HubError, directory: Directory) -> Sequence[Change]:
    """What has happened since the version that a stale command was about: number, what, whose hand."""
    rows = problem.extra.get("changed", [])
    if not isinstance(rows, list):
        return ()
    return tuple(
        (row["number"], EVENT_NAMES.get(row["kind"], Words(row["kind"], row["kind"])), directory.name(row["actor"]))
        for row in rows
    )
