"""The words that a file of `acts/` is written with."""

from __future__ import annotations

from document_flow.act import Act
from document_flow.form import NOTE, REASON, TEXT, Field, Form, Option
from document_flow.hands import ByStandIn, HappenedFor
from document_flow.outcome import Refusal
from document_flow.paths.case import Case, elsewhere, is_involved, no_text, not_author, not_manager, open_stage, stale
from document_flow.paths.event import Event, InRound, InStage, TimerFired
from document_flow.paths.following import follow
from document_flow.paths.refusals import not_now, refusal
from document_flow.paths.state import StageState, State
from document_flow.words import Words

Decided = tuple[Event, ...] | Refusal

__all__ = [
    "NOTE",
    "REASON",
    "TEXT",
    "Act",
    "ByStandIn",
    "Case",
    "Decided",
    "Event",
    "Field",
    "Form",
    "HappenedFor",
    "InRound",
    "InStage",
    "Option",
    "Refusal",
    "StageState",
    "State",
    "TimerFired",
    "Words",
    "elsewhere",
    "follow",
    "is_involved",
    "no_text",
    "not_author",
    "not_manager",
    "not_now",
    "open_stage",
    "refusal",
    "stale",
]
