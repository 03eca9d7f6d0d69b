"""The words that a file of `acts/` is written with."""

from __future__ import annotations

from document_flow.act import Act
from document_flow.hands import MACHINE, OFFICERS, ByHand, Happened
from document_flow.money.obligation import Obligation
from document_flow.money.refusals import refusal
from document_flow.money.standing import Decision, Standing
from document_flow.words import Words

__all__ = [
    "MACHINE",
    "OFFICERS",
    "Act",
    "ByHand",
    "Decision",
    "Happened",
    "Obligation",
    "Standing",
    "Words",
    "refusal",
]
