"""The words that a file of `acts/` is written with."""

from __future__ import annotations

from document_flow.act import Act
from document_flow.context import BAKU
from document_flow.documents.case import Case, Decision
from document_flow.documents.event import ByHand, Command, Event, Happened, Heard
from document_flow.documents.refusals import needs_role, refusal
from document_flow.documents.state import TROUBLED, UNANSWERED, Document
from document_flow.form import NOTE, NOTHING, REASON, TEXT, Field, Form, Option
from document_flow.outcome import Refusal
from document_flow.people import HUB
from document_flow.words import Words

__all__ = [
    "BAKU",
    "HUB",
    "NOTE",
    "NOTHING",
    "REASON",
    "TEXT",
    "TROUBLED",
    "UNANSWERED",
    "Act",
    "ByHand",
    "Case",
    "Command",
    "Decision",
    "Document",
    "Event",
    "Field",
    "Form",
    "Happened",
    "Heard",
    "Option",
    "Refusal",
    "Words",
    "needs_role",
    "refusal",
]
