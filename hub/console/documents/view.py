"""What every page of one document is made with: its state and standing, names, and what may be done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any
from uuid import uuid4

from document_flow.documents.acts.revise import Revise
from document_flow.documents.facts import FileRef, Status
from document_flow.documents.kernel import decide
from document_flow.documents.state import status_of
from document_flow.documents.words import APPEALS, CHANNELS, DISPATCH_STATES, KINDS, RELATIONS, STATUSES
from document_flow.outcome import Refusal
from document_flow.words import Words
from hub.console.documents.choices import body_name, sender_name
from hub.console.documents.offering import offers_of
from hub.console.documents.view_model import DocumentViewModel
from hub.console.states import Look, Tone
from hub.console.writing import instant_of
from hub.documents.printing.printing import paper_of

WORDS = {
    "kinds": KINDS, "statuses": STATUSES, "dispatches": DISPATCH_STATES, "relations": RELATIONS, "appeals": APPEALS,
    "channels": CHANNELS,
}  # fmt: skip
_NEW = FileRef("…", "", 0, "0" * 64, main=True)


def view_of(model: DocumentViewModel) -> dict[str, Any]:
    """The values of the templates under documents/."""
    case, state = model.case, model.case.document
    titles = model.units
    return {
        "document": model.document,
        "case": case,
        "state": state,
        "name": case.context.directory.name,
        "standing": document_look(status_of(state)),
        "words": WORDS,
        "body_name": partial(body_name, case.context),
        "sender_name": partial(sender_name, case.context),
        "micros": instant_of,
        "fresh": lambda: uuid4().hex,
        "offers": offers_of(model),
        "failed": None,
        "done": [],
        "has_meeting": any(stage.meeting is not None for stage in state.run.stages),
        "may_revise": may_revise(model),
        "has_paper": (paper := paper_of(state)) is not None,
        "is_signed": paper is not None and any(paper == each.file for each in state.signatures),
        "units": titles,
        "unit_title": titles.get(state.unit, Words(state.unit, state.unit)),
    }


def may_revise(model: DocumentViewModel) -> bool:
    """Whether the kernel takes another version of this person."""
    command = Revise(by=model.login, files=(replace(_NEW, name=model.document),))
    return not isinstance(decide(model.case, command), Refusal)


_TONES: Mapping[Status, tuple[Tone, str]] = {
    Status.DRAFT: ("wait", "✎"),
    Status.ARRIVED: ("wait", "○"),
    Status.REGISTERED: ("wait", "№"),
    Status.IN_APPROVAL: ("wait", "▸"),
    Status.RETURNED: ("heal", "↩"),
    Status.APPROVED: ("ok", "✓"),
    Status.REFUSED: ("need", "✕"),
    Status.RECALLED: ("heal", "↶"),
    Status.SEALED: ("ok", "◉"),
    Status.SENT: ("wait", "→"),
    Status.ANSWERED: ("ok", "✓"),
    Status.IN_EXECUTION: ("wait", "▸"),
    Status.EXECUTED: ("ok", "✓"),
    Status.FILED: ("ok", "▣"),
    Status.DESTROYED: ("gone", "–"),
}


def document_look(status: Status) -> Look:
    """The status as it is shown everywhere: its word, mark and colour."""
    tone, icon = _TONES[status]
    return Look(STATUSES[status], tone, icon, Words("", ""))
