"""Families move into the homes that draws gave them: move days of one settlement, each held by an official."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import TYPE_CHECKING

from document_flow.hands import Command
from document_flow.moves.acts.add_household import AddHousehold, PassHomeOn
from document_flow.moves.acts.gather import MarkPresence
from document_flow.moves.acts.hand_over import HandOverKeys
from document_flow.moves.acts.open_move import CancelMove, OpenMove
from document_flow.moves.state import Household, Move
from hub.app import Hub
from hub.errors import HubError
from hub.returns.moves import MOVES
from tests.simulation.plays.homes import CLERK, DECISION, PLACE, RELATED, handover_act

if TYPE_CHECKING:
    from tests.simulation.plays.draws import Draws

_AHEAD = timedelta(days=3)


async def move_of(hub: Hub, name: str) -> Move | None:
    async with hub.store.read() as tx:
        found = await hub.aggregates.tables.get(tx, MOVES, name)
    return None if found is None else found.state


async def holds_moves(play: Draws, by: str) -> None:
    """One move day after the other, as long as somebody has a home to move into; an earlier one is looked at again,
    since a family may have come onto it late.
    """
    days: list[str] = []
    tries = 0
    while not play.over:
        await asyncio.sleep(play.dice.expovariate(0.8))
        if not days or _is_over(play, play.moves.get(days[-1])):
            tries += 1
            days += [each for each in [await _opened(play, by, tries)] if each] if _waiting(play) else []
        for name in dict.fromkeys((days[-1], play.dice.choice(days))) if days else ():
            move = await play.ask(lambda hub: move_of(hub, name))  # noqa: B023  # awaited
            if move is not None:
                play.moves[name] = move
                for each in _next(play, move, by):
                    await play.asks(MOVES, name, each)


def _waiting(play: Draws) -> set[str]:
    """Who may move, will, and is on no move day."""
    on_a_day = {each.number for move in play.moves.values() for each in move.staying if move.phase != "cancelled"}
    return {*play.accepted()} - play.absent - on_a_day


async def _opened(play: Draws, by: str, days: int) -> str:
    command = OpenMove(by=by, settlement=PLACE, gathers_at=play.now() + _AHEAD, point="Sumqayıt, 12-ci məktəb")
    try:
        while (done := await play.ask(lambda hub: hub.aggregates.open(MOVES, command, f"move {by} {days}"))) is None:
            await play.pause()
    except HubError as refused:
        play.judged(refused, command)
        return ""
    return str(done.id)


def _is_over(play: Draws, move: Move | None) -> bool:
    """Whoever was on it has moved or left."""
    if move is None:
        return False
    is_time = play.now() >= move.gathers_at
    return move.phase == "cancelled" or (is_time and all(each.moved for each in move.staying))


def _next(play: Draws, move: Move, by: str) -> Iterator[Command]:
    """What is asked now; who asks may be one whose own family moves."""
    dice, who = play.dice, play.dice.choice([by, by, RELATED])
    if move.phase == "cancelled":
        return
    if dice.random() < 0.02:
        yield CancelMove(by=by, reason="yol bağlıdır")
    for number in play.accepted():
        if number not in move.households and dice.random() < (0.1 if number in play.absent else 0.5):
            yield AddHousehold(by=who, number=number)
    if play.now() >= move.gathers_at or dice.random() < 0.05:
        yield from (_moves(play, each, who) for each in move.staying if not each.moved)


def _moves(play: Draws, household: Household, who: str) -> Command:
    """It comes and has its keys, or its home goes on."""
    number, document = household.number, handover_act(household.number)
    if number in play.absent:
        return PassHomeOn(by=who, number=number, document=DECISION)
    if household.presence != "came":
        return MarkPresence(by=CLERK, numbers=(number,), presence="came")
    return HandOverKeys(by=who, number=number, document=document, family_signed=True, committee_signed=True)


def moved(moves: Iterable[Move]) -> Iterator[tuple[str, str]]:
    """Who has the keys of which home, by move days."""
    return ((each.number, each.home) for move in moves for each in move.staying if each.moved)
