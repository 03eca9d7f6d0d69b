"""The words that a file of `acts/` is written with."""

from __future__ import annotations

from document_flow.act import Act
from document_flow.form import Field, Form
from document_flow.hands import MACHINE, OFFICERS, ByHand, Happened
from document_flow.runs.refusals import refusal
from document_flow.runs.standing import Decision, Standing
from document_flow.runs.state import Order, RunHead
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
    "Order",
    "RunHead",
    "Standing",
    "Words",
    "refusal",
]
