"""The words that a file of `acts/` is written with."""

from __future__ import annotations

from document_flow.act import Act
from document_flow.cases.refusals import refusal
from document_flow.cases.standing import DECIDERS, Decision, Standing
from document_flow.cases.state import Case
from document_flow.form import REASON, Field, Form, Option
from document_flow.hands import ByHand, Happened
from document_flow.outcome import Refusal
from document_flow.words import Words

__all__ = [
    "DECIDERS",
    "REASON",
    "STATEMENT",
    "Act",
    "ByHand",
    "Case",
    "Decision",
    "Field",
    "Form",
    "Happened",
    "Option",
    "Refusal",
    "Standing",
    "Words",
    "refusal",
]

STATEMENT = Field(
    "document",
    Words("Ərizəçinin qeydə alınmış sənədi", "The applicant's registered document"),
    input="document",
    required=True,
)
