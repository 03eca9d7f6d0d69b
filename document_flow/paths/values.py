"""What commands and events of a run are made of: facts as stated, stages as planned, votes and their outcomes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from document_flow.decisions.sfeel import FactType
from document_flow.paths.path import Act

ResubmitMode = Literal["restart", "resume"]
JsonFact = str | bool | int | float
"""A date is a text such as 2026-04-14."""
Choice = Literal["for", "against", "abstain"]
AgreementResult = Literal["agreed", "agreed_with_remarks", "disagreed"]
MeetingOutcome = Literal["for", "against", "called_off", "no_quorum"]


@dataclass(frozen=True, slots=True)
class StatedFact:
    """A fact as it was stated; the text is the value's JSON form (a date as yyyy-MM-dd, a number without exponent)."""

    name: str
    type: FactType
    text: str


@dataclass(frozen=True, slots=True)
class PlannedStage:
    """A stage of the round; `applies` is False where its conditions do not hold."""

    id: str
    act: Act
    applies: bool = True


@dataclass(frozen=True, slots=True)
class Bloc:
    """Those of a stage who came from one entry of `who`; `per_group` counts in each. A person stands in one only."""

    name: str
    members: tuple[str, ...]
