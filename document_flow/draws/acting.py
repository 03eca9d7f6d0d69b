"""The words that a file of `acts/` is written with."""

from __future__ import annotations

from document_flow.act import Act
from document_flow.draws.refusals import refusal, unsaid
from document_flow.draws.standing import Decision, Standing
from document_flow.draws.state import Draw
from document_flow.draws.typed import DOCUMENT, chosen
from document_flow.form import REASON, Field, Form, Option, Said
from document_flow.hands import MACHINE, OFFICERS, ByHand, Happened
from document_flow.words import Words

DESK = (*MACHINE, "clerk", *OFFICERS)
"""Who takes in what a family says: a desk, or the hub itself where it came as a message."""

__all__ = [
    "DESK",
    "DOCUMENT",
    "MACHINE",
    "OFFICERS",
    "REASON",
    "Act",
    "ByHand",
    "Decision",
    "Draw",
    "Field",
    "Form",
    "Happened",
    "Option",
    "Said",
    "Standing",
    "Words",
    "chosen",
    "refusal",
    "unsaid",
]
