"""The words that a file of `acts/` is written with."""

from __future__ import annotations

from document_flow.act import Act
from document_flow.form import REASON, TEXT, Field, Form, Option
from document_flow.hands import ByStandIn
from document_flow.orders.case import Case, Decision, blank
from document_flow.orders.event import AboutOne, Command, Event, Happened, HappenedTo
from document_flow.orders.refusals import refusal
from document_flow.orders.state import Resolution, State
from document_flow.outcome import Refusal
from document_flow.words import Words

__all__ = [
    "REASON",
    "TEXT",
    "AboutOne",
    "Act",
    "ByStandIn",
    "Case",
    "Command",
    "Decision",
    "Event",
    "Field",
    "Form",
    "Happened",
    "HappenedTo",
    "Option",
    "Refusal",
    "Resolution",
    "State",
    "Words",
    "blank",
    "refusal",
]
