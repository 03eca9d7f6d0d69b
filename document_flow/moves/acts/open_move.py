"""A move day is opened: where to, when and where the families gather; or it is cancelled before anybody has moved."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from document_flow.form import REASON, Field, Form
from document_flow.hands import OFFICERS, ByHand, Happened
from document_flow.moves.declaring import act
from document_flow.moves.refusals import refusal
from document_flow.moves.standing import Decision, Standing
from document_flow.moves.state import Move
from document_flow.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenMove(ByHand):
    """`settlement` is a key of the list of places, as `Zəngilan/Ağalı`."""

    kind: Literal["open_move"] = "open_move"
    settlement: str
    gathers_at: datetime
    point: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelMove(ByHand):
    """Weather, a road, a mine: the families stay where they are and keep their homes."""

    kind: Literal["cancel_move"] = "cancel_move"
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveOpened(Happened):
    """Families may be added to it."""

    kind: Literal["move_opened"] = "move_opened"
    settlement: str
    gathers_at: datetime
    point: str

    def apply(self, move: Move) -> Move:
        at = self.gathers_at
        return replace(move, phase="planned", settlement=self.settlement, gathers_at=at, point=self.point)


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveCancelled(Happened):
    """Whoever was on it may be added to another one."""

    kind: Literal["move_cancelled"] = "move_cancelled"
    reason: str

    def apply(self, move: Move) -> Move:
        return replace(move, phase="cancelled", reason=self.reason)


def _open(standing: Standing, command: OpenMove) -> Decision:
    if standing.state.phase:
        return refusal("moves.opened_already")
    if command.gathers_at <= standing.context.now:
        return refusal("moves.in_the_past", day=command.gathers_at.date())
    stamp, at = standing.stamp(command.by), command.gathers_at
    return (MoveOpened(**stamp, settlement=command.settlement, gathers_at=at, point=command.point),)


def _cancel(standing: Standing, command: CancelMove) -> Decision:
    if standing.state.phase != "planned":
        return refusal("moves.not_open")
    if moved := next((each for each in standing.state.households.values() if each.moved), None):
        return refusal("moves.moved_already", number=moved.number, home=moved.home)
    return (MoveCancelled(**standing.stamp(command.by), reason=command.reason),)


ACTS = (
    act(
        OpenMove,
        _open,
        OFFICERS,
        {MoveOpened: Words("köç günü açıldı", "a move day was opened")},
        Form(
            title=Words("Köç günü aç", "Open a move day"),
            place="now",
            tone="primary",
            fields=(
                Field("settlement", Words("Yaşayış məntəqəsi", "Settlement"), "choice", required=True),
                Field("gathers_at", Words("Toplanış vaxtı", "When to gather"), "moment", required=True),
                Field("point", Words("Toplanış yeri", "Where to gather"), "line", required=True),
            ),
        ),
    ),
    act(
        CancelMove,
        _cancel,
        OFFICERS,
        {MoveCancelled: Words("köç günü ləğv edildi", "the move day was cancelled")},
        Form(
            title=Words("Köç gününü ləğv et", "Cancel the move day"),
            place="more",
            rank=90,
            tone="danger",
            fields=(REASON,),
        ),
    ),
)
