"""Homes of the return programme: from a list of decided families over draw and offers to keys; and what must hold.

Some families refuse what they are offered, some never answer: their homes go to the next of the reserve.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any

from document_flow.context import Context
from document_flow.draws.letters import unwritten
from document_flow.draws.published import published
from document_flow.draws.state import Draw
from document_flow.draws.verifying import verify
from document_flow.hands import Command
from document_flow.moves.state import Move
from document_flow.outcome import Refusal
from document_flow.reintegrations.state import Reintegration
from hub.aggregates.aggregate_store import Wanted
from hub.aggregates.aggregates import altered
from hub.aggregates.kind import Kind, Stored
from hub.aggregates.reading import Said, command_of
from hub.app import Hub
from hub.documents.office.directory import save_commission
from hub.errors import Words
from hub.kinds import KINDS
from hub.returns.draws import DRAWS
from hub.settings import Settings
from mappings.registered import HousingUnit
from tests.faults.checker import invariants
from tests.hubs import running_hub, settings_for
from tests.integration.killed.lives import Asked, time_passes, until
from tests.things import LATER_ON, decided_return, letter, statement, things_told

MOVES: Kind[Move] = KINDS["moves"]
REINTEGRATIONS: Kind[Reintegration] = KINDS["reintegrations"]
PLACE, LIST = "Zəngilan/Ağalı", "S-12/2026"
PARTIES = {"council": ("uzv-5", "11" * 32, "22" * 16), "district": ("uzv-2", "33" * 32, "44" * 16)}
HOMES = {"101": 3, "102": 3, "103": 3, "201": 4, "202": 4}
FAMILIES = {f"M-{number}": 3 if number <= 6 else 4 for number in range(1, 11)}
MOST = {"answer": 33, "commit": 70}
"""At most at which answer and commit of its first life the story is killed; it has somewhat more."""
_DAY_S = 86_400


def _refuses(number: str) -> bool:
    return int(number[2:]) % 5 == 2


def _is_silent(number: str) -> bool:
    return int(number[2:]) % 5 == 4


async def seeded(data: Path, **more: Any) -> Settings:
    """Decided families and homes that are ready."""
    settings = settings_for(data, **more)
    async with running_hub(settings, works=False) as hub:
        async with hub.store.write() as tx:
            for party, (member, *_) in PARTIES.items():
                await save_commission(tx, party, (member,), Words(party, party))
        for place, (number, rooms) in enumerate(FAMILIES.items(), 1):
            await decided_return(hub, number, f"7ABCD{place:02}", rooms=rooms)
            await statement(hub, f"7ABCD{place:02}", f"C-{number}", LATER_ON)
            await letter(hub, f"Ç-{number}")
        await things_told(hub, *(HousingUnit(unit_id=home, rooms=of, state="ready") for home, of in HOMES.items()))
        await letter(hub, LIST)
    return settings


class _Office:
    """Officials who ask, and what they look at."""

    def __init__(self, hub: Hub, asked: Asked) -> None:
        self.hub, self._asked = hub, asked

    async def does(self, kind: Kind[Any], act: str, by: str, of: str = "", name: str = "", **says: Said) -> str:
        command: Command = command_of(kind, act, by, says)
        return await self._asked.once(f"{act} {of}", kind, command, name)

    async def context(self) -> Context:
        async with self.hub.store.read() as tx:
            return await self.hub.aggregates.needs.context(tx)

    async def draw(self, name: str) -> Draw:
        async with self.hub.store.read() as tx:
            found = await self.hub.aggregates.tables.get(tx, DRAWS, name)
        assert found is not None
        return found.state

    async def reaches(self, day: date) -> None:
        """That day has come."""
        today = (await self.context()).today
        if today < day:
            await time_passes(self.hub, (day - today).days * _DAY_S)

        async def come() -> bool:
            return (await self.context()).today >= day

        await until(come, f"the {day}")


async def play(hub: Hub, asked: Asked) -> None:
    """From wherever it stands to the end: every home is handed over, or nobody waits for it."""
    office = _Office(hub, asked)
    name = await _drawn(office)
    move = await _move(office)
    while waiting := _to_do(await office.draw(name)):
        for number in waiting:
            await _family(office, name, move, number)
        offers = (await office.draw(name)).offers
        if silent := [each for each in offers.values() if each.status == "offered"]:
            await office.reaches(max(each.answer_until for each in silent) + timedelta(days=1))
            await until(partial(_nobody_is_asked, office, name), "that offers lapse")
    await until(partial(_is_written_to, office, name), "that families without a home are written to")
    await until(partial(_at_rest, hub), "rest")


async def _is_written_to(office: _Office, name: str) -> bool:
    return not unwritten(await office.draw(name))


async def _drawn(office: _Office) -> str:
    now = (await office.context()).now
    homes = "\n".join(f"{home} {rooms}" for home, rooms in HOMES.items())
    says: dict[str, Said] = {"place": PLACE, "wave": "3", "protocol": "computed", "homes": homes}
    at = (now + timedelta(days=14)).isoformat()
    name = await office.does(DRAWS, "announce_draw", "elcin", "", "", draw_at=at, parties=list(PARTIES), **says)
    for party, (member, value, salt) in PARTIES.items():
        sealed = sha256(bytes.fromhex(value + salt)).hexdigest()
        await office.does(DRAWS, "commit_value", member, party, name, party=party, hash=sealed)
    await office.does(DRAWS, "freeze_draw", "nigar", "", name, document=LIST, count=str(len(FAMILIES)))
    for party, (member, value, salt) in PARTIES.items():
        await office.does(DRAWS, "reveal_value", member, party, name, party=party, value=value, salt=salt)
    await office.reaches((await office.draw(name)).plan.draw_at.date() + timedelta(days=1))
    await office.does(DRAWS, "finish_draw", "fuad", "", name)
    return name


async def _move(office: _Office) -> str:
    at = (await office.context()).now + timedelta(days=3)
    name = await office.does(MOVES, "open_move", "elcin", settlement=PLACE, gathers_at=at.isoformat(), point="məktəb")
    async with office.hub.store.read() as tx:
        found = await office.hub.aggregates.tables.get(tx, MOVES, name)
    assert found is not None
    await office.reaches(found.state.day)
    return name


def _to_do(draw: Draw) -> list[str]:
    """Who is to have a home and has no keys yet."""
    in_it = {number for number, offer in draw.offers.items() if offer.status == "moved_in"}
    return [number for number in draw.homes if number not in in_it]


async def _family(office: _Office, draw: str, move: str, number: str) -> None:
    """The home is offered, and what the family does about it."""
    today = (await office.context()).today.isoformat()
    letter: dict[str, Said] = {"to_offer": number, "document": f"Ç-{number}", "notified_on": today}
    await office.does(DRAWS, "offer_home", "elcin", number, draw, **letter)
    if _is_silent(number):
        return
    said = "no" if _refuses(number) else "yes"
    reply: dict[str, Said] = {"to_answer": number, "says": said, "document": f"C-{number}"}
    await office.does(DRAWS, "answer_offer", "sevinc", number, draw, **reply)
    if _refuses(number):
        return
    await office.does(MOVES, "add_household", "elcin", number, move, number=number)
    await office.does(MOVES, "mark_presence", "sevinc", number, move, numbers=[number], presence="came")
    signed: dict[str, Said] = {"document": f"TT-{number}", "family_signed": "true", "committee_signed": "true"}
    await office.does(MOVES, "hand_over_keys", "elcin", number, move, number=number, **signed)


async def _nobody_is_asked(office: _Office, name: str) -> bool:
    return all(each.status != "offered" for each in (await office.draw(name)).offers.values())


async def _at_rest(hub: Hub) -> bool:
    async with hub.store.read() as tx:
        rows = await tx.fetch("SELECT count(*) AS n FROM evidence_leaves WHERE seq IS NULL")
    return bool(rows[0]["n"] == 0)


async def wrong(hub: Hub) -> list[str]:
    """What is lost or doubled, each in a sentence."""
    draws, moves, living = [await _all(hub, kind) for kind in (DRAWS, MOVES, REINTEGRATIONS)]
    draw, move = draws[0].state, moves[0].state
    moved = {number for number, offer in draw.offers.items() if offer.status == "moved_in"}
    file = published(draw)
    found = [
        ("one draw and one move", (len(draws), len(moves)) == (1, 1)),
        ("every decided family is on the list once", _once([each.number for each in draw.entries], FAMILIES)),
        ("every family of the list was drawn once", _once([each.number for each in draw.order], FAMILIES)),
        ("the draw is what its seed says", not isinstance(file, Refusal) and verify(json.loads(file)) == ()),
        ("each home has one family", len(set(draw.homes.values())) == len(draw.homes)),
        ("who has a home has its keys", moved == set(draw.homes)),
        ("no home waits for nobody while a family waits", _given(draw)),
        ("who refused or was silent has none", not any(_refuses(each) or _is_silent(each) for each in draw.homes)),
        ("each left once, and nobody without a reason", _left(draw)),
        ("who has no home was written to", not unwritten(draw)),
        ("the move has the same families in the same homes", draw.homes == {e.number: e.home for e in move.staying}),
        ("each has one reintegration", _once([each.state.number for each in living], draw.homes)),
        ("nothing happened twice", await _twice(hub, DRAWS, draws[0]) + await _twice(hub, MOVES, moves[0]) == []),
        (
            "histories are as they were written",
            [each async for each in altered(hub.store, hub.aggregates.tables, KINDS)] == [],
        ),
    ]
    return [text for text, holds in found if not holds] + await invariants(hub.store)


async def _all(hub: Hub, kind: Kind[Any]) -> Sequence[Stored[Any]]:
    async with hub.store.read() as tx:
        return await hub.aggregates.tables.find(tx, kind, Wanted())


def _once(found: Iterable[str], wanted: Iterable[str]) -> bool:
    return sorted(found) == sorted(wanted)


def _given(draw: Draw) -> bool:
    taken = set(draw.homes.values())
    return not any(draw.next_after(rooms) for home, rooms in HOMES.items() if home not in taken)


def _left(draw: Draw) -> bool:
    numbers = [each.number for each in draw.struck]
    return len(set(numbers)) == len(numbers) and all(_refuses(each) or _is_silent(each) for each in numbers)


async def _twice(hub: Hub, kind: Kind[Any], stored: Stored[Any]) -> list[tuple[str, str]]:
    """What stands in its history more than once of the same family, or at all."""
    async with hub.store.read() as tx:
        lines = await hub.aggregates.tables.history(tx, kind, stored.id)
    events = [(each.kind, str(getattr(each.event, "number", "") or _of(each.event))) for each in lines]
    return [each for each, times in Counter(events).items() if times > 1]


def _of(event: Any) -> str:
    household = getattr(event, "household", None)
    return str(household.number if household else getattr(event, "party", "") or getattr(event, "numbers", ""))
