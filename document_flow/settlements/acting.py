"""The words that a file of `acts/` is written with."""

from __future__ import annotations

from document_flow.act import Act
from document_flow.form import Field, Form, Option
from document_flow.hands import MACHINE, OFFICERS, ByHand, Happened
from document_flow.settlements.refusals import refusal
from document_flow.settlements.standing import Decision, Standing
from document_flow.settlements.state import Settlement
from document_flow.words import Words

__all__ = [
    "MACHINE",
    "OFFICERS",
    "Act",
    "ByHand",
    "Decision",
    "Field",
    "Form",
    "Happened",
    "Option",
    "Settlement",
    "Standing",
    "Words",
    "refusal",
]
