"""Homes by draws, as their families are told of them: found by the number of an application on a frozen list.

What is read here is the family's own: its case was asked for first, and a number is one case's alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, cast

from fastapi import Request

from document_flow.draws.acts.leave import EntryWithdrawn
from document_flow.draws.order import Allotted
from document_flow.draws.state import Draw, Letter, Offer
from document_flow.draws.striking import EntryStruck
from document_flow.moves.state import Move
from document_flow.words import Words
from hub.aggregates.kind import Stored
from hub.app import Hub
from hub.citizen.draw_words import (
    MOVED,
    NO_DRAW,
    PLACED,
    Gone,
    Line,
    around,
    facts_of,
    move_facts,
    placing_facts,
    standing_of,
)
from hub.citizen.matters import case_of
from hub.citizen.who import Citizen
from hub.desks.matters import Tone
from hub.programmes.case_store import StoredCase
from hub.programmes.speaking import is_kept_from, own_fins
from hub.returns.drawn_families import held_family
from hub.returns.draws import DRAWS
from hub.returns.households import PROGRAMME, people_of, returning
from hub.returns.papers import is_registered
from hub.store.ids import parse_id
from hub.store.tx import Tx
from hub.web.register_scope import reader_of

_MOVES: Final = "moves"
_NAME: Final = Words("Ev", "Home")


@dataclass(frozen=True, slots=True)
class HomeMatter:
    """What a draw says of one application. `offer` waits for an answer, a refusal alone unless the decision `holds`;
    `order` is its part of the published order, `letter` why no home had come to it by a day.
    """

    number: str
    why: Words
    tone: Tone
    draw: str = ""
    name: Words = _NAME
    facts: Sequence[Line] = ()
    offer: Offer | None = None
    holds: bool = True
    order: Sequence[Allotted] = ()
    letter: Letter | None = None


@dataclass(frozen=True, slots=True)
class DrawLists:
    """Which applications, and people by keyed hashes, are on each draw's list, and which applications were left out. A
    frozen list never changes, so that each is opened once in a process.
    """

    known: dict[str, frozenset[str]] = field(default_factory=dict)

    async def of(self, tx: Tx, hub: Hub, who: str) -> list[Stored[Draw]]:
        """The draws of that application or person, the newest first."""
        rows = await tx.fetch(
            "SELECT a.id FROM aggregates a WHERE a.room = :room AND a.phase IN ('frozen', 'drawn', 'void')"
            " ORDER BY a.id DESC",
            {"room": DRAWS.room},
        )
        found = []
        for row in rows:
            if who not in self.known.get(row["id"], (who,)):
                continue
            stored = await hub.aggregates.tables.get(tx, DRAWS, row["id"])
            if stored is not None:
                self.known[stored.id] = on_it = frozenset(_on(stored.state))
                found += [stored] if who in on_it else []
        return found


def _on(draw: Draw) -> Iterator[str]:
    for each in draw.entries:
        yield from (each.number, *draw.people.get(each.number, ()))
    yield from (each.number for each in draw.left_out)


def lists_of(request: Request) -> DrawLists:
    """Those of this process."""
    return cast("DrawLists", request.app.state.draw_lists)


def number_of(stored: StoredCase) -> str:
    """The number of a case's application."""
    return stored.case.application.number if stored.case.application is not None else ""


async def homes_of(tx: Tx, hub: Hub, lists: DrawLists, stored: StoredCase) -> list[HomeMatter]:
    """What draws say of a case to return, the newest first, with its move day; none of any other case."""
    number = number_of(stored)
    if stored.case.programme != PROGRAMME or not number:
        return []
    holds = stored.case.holds
    found = [replace(await _told(tx, hub, each, number), holds=holds) for each in await lists.of(tx, hub, number)]
    found += [*await _placed(tx, hub, number), *await _moving(tx, hub, number)]
    return found or ([HomeMatter(number, NO_DRAW, "wait")] if holds else [])


async def shared_homes(
    tx: Tx, hub: Hub, lists: DrawLists, fins: Iterable[str]
) -> list[tuple[StoredCase, list[HomeMatter]]]:
    """What draws say of applications of others by which this person returns too; it is the applicant who answers."""
    needs, own = hub.aggregates.needs, frozenset(fins)
    hashes = people_of(needs, own)
    draws = {draw.id: draw.state for each in hashes for draw in await lists.of(tx, hub, each)}
    numbers = dict.fromkeys(
        number
        for draw in draws.values()
        for number, people in draw.people.items()
        if draw.entry(number) is not None and not frozenset(hashes).isdisjoint(people)
    )
    found = []
    for number in numbers:
        household = await returning(needs, tx, number)
        case = await hub.programmes.cases.case_store.get(tx, household.case) if household is not None else None
        if case is None or case.case.subject in own:
            continue
        if not await is_kept_from(tx, reader_of(hub), own, case.case.subject):
            homes = await homes_of(tx, hub, lists, case)
            found.append((case, [replace(each, offer=None) for each in homes]))
    return found


async def home_case(tx: Tx, hub: Hub, lists: DrawLists, who: Citizen, name: str) -> list[HomeMatter]:
    """What draws say of the case to its applicant, and to who returns by it; NotFound for everybody else."""
    who.need(PROGRAMME)
    fins = await own_fins(tx, reader_of(hub), who.subject)
    for case, homes in await shared_homes(tx, hub, lists, fins):
        if case.id == parse_id(name):
            return homes
    return [replace(each, offer=None) for each in await homes_of(tx, hub, lists, await case_of(tx, hub, who, name))]


async def _told(tx: Tx, hub: Hub, stored: Stored[Draw], number: str) -> HomeMatter:
    draw, offer = stored.state, stored.state.offers.get(number)
    why, tone = standing_of(draw, number, await _gone(tx, hub, stored, number))
    return HomeMatter(
        number,
        why,
        tone,
        stored.id,
        DRAWS.name(draw),
        list(facts_of(draw, number)),
        offer if offer is not None and offer.status == "offered" else None,
        order=around(draw, number),
        letter=draw.letters.get(number),
    )


async def _placed(tx: Tx, hub: Hub, number: str) -> list[HomeMatter]:
    """The home that was placed with the family beforehand: it stands on no list."""
    name = await hub.aggregates.tables.keeper(tx, DRAWS, held_family(number))
    stored = await hub.aggregates.tables.get(tx, DRAWS, name) if name else None
    placing = stored.state.placings.get(number) if stored is not None else None
    if stored is None or placing is None:
        return []
    why, facts = MOVED if placing.moved_in else PLACED, list(placing_facts(placing))
    return [HomeMatter(number, why, "ok", stored.id, DRAWS.name(stored.state), facts)]


async def _gone(tx: Tx, hub: Hub, stored: Stored[Draw], number: str) -> Gone | None:
    """Why the application is out, by the event that says so; who withdrew by no appeal was taken off by the office."""
    if number not in stored.state.out:
        return None
    rows = await tx.fetch(
        "SELECT e.number FROM aggregate_events e WHERE e.aggregate_id = :id"
        " AND e.kind IN ('entry_struck', 'entry_withdrawn') ORDER BY e.number",
        {"id": stored.id},
    )
    for row in rows:
        event = await hub.aggregates.tables.event(tx, DRAWS, stored.id, row["number"])
        if isinstance(event, EntryStruck | EntryWithdrawn) and event.number == number:
            reason: Gone = event.reason if isinstance(event, EntryStruck) else "withdrawn"
            by_office = reason == "withdrawn" and await is_registered(tx, event.document)
            return "decision_ended" if by_office else reason
    return None


async def _moving(tx: Tx, hub: Hub, number: str) -> list[HomeMatter]:
    """The move that the family goes with, or went."""
    kind = hub.aggregates.kinds[_MOVES]
    name = await hub.aggregates.tables.keeper(tx, kind, number)
    stored: Stored[Move] | None = await hub.aggregates.tables.get(tx, kind, name) if name else None
    if stored is None or number not in stored.state.households:
        return []
    family = stored.state.households[number]
    return [
        HomeMatter(number, MOVED if family.moved else _MOVES_ON, "ok", facts=list(move_facts(stored.state, family)))
    ]


_MOVES_ON = Words("Köç gününüz təyin olunub.", "Your move day is set.")
