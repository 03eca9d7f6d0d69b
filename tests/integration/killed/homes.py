"""Homes of the return programme: from a list of decided families over draw and offers to keys; and what must hold.

Some families refuse what they are offered, some never answer: their homes go to the next of the reserve, and whom none
comes to is written to. One has its home beforehand. Meanwhile refusals are decided again. By hand or computed.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeVar

from connectors.sandbox.people import person
from document_flow.audits.state import Audit
from document_flow.context import Context
from document_flow.draws.acts.confirm_pulls import PullsConfirmed
from document_flow.draws.letters import unwritten
from document_flow.draws.order import by_seed
from document_flow.draws.published import published
from document_flow.draws.state import Draw
from document_flow.draws.verifying import verify
from document_flow.hands import Command
from document_flow.kernel import Counted
from document_flow.moves.state import Move
from document_flow.outcome import Refusal
from document_flow.reintegrations.state import Reintegration
from hub.aggregates.aggregate_store import WantedAggregates
from hub.aggregates.aggregates import altered
from hub.aggregates.kind import Kind, Stored
from hub.aggregates.reading import Said, command_of
from hub.app import Hub
from hub.documents.office.directory import save_commission
from hub.errors import HubError, Words
from hub.kinds import KINDS
from hub.returns.draws import DRAWS
from hub.settings import Settings
from hub.store.ids import new_id
from mappings.registered import HousingUnit
from tests.faults.checker import invariants
from tests.hubs import running_hub, settings_for
from tests.integration.killed.lives import AskedOnce, time_passes, until
from tests.things import LATER_ON, approved_list, decided_return, letter, statement, things_told

MOVES: Kind[Move] = KINDS["moves"]
REINTEGRATIONS: Kind[Reintegration] = KINDS["reintegrations"]
AUDITS: Kind[Audit] = KINDS["audits"]
PLACE, LIST, APPROVED = "Zəngilan/Ağalı", "S-12/2026", "S-13/2026"
PARTIES = {"council": ("uzv-5", "11" * 32, "22" * 16), "district": ("uzv-2", "33" * 32, "44" * 16)}
HOMES = {"101": 3, "102": 3, "103": 3, "201": 4, "202": 4}
FAMILIES = {f"M-{number}": 3 if number <= 6 else 4 for number in range(1, 11)}
PLACED, PLACED_HOME = "M-11", "301"
"""A family that has its home beforehand, for need, and that home; of three rooms."""
REFUSED, SAMPLE = ("M-21", "M-22", "M-23"), 2
WITNESSES = ("uzv-2", "uzv-5")
BY_HAND = "by_hand"
"""A file of the data folder: where it is, slips are pulled."""
MOST = {"answer": 45, "commit": 118, "publish": 2}
"""At most at which answer, commit and publication of its first life the story is killed; it has somewhat more."""
_DAY_S = 86_400
S = TypeVar("S", bound=Counted)


def _refuses(number: str) -> bool:
    return int(number[2:]) % 5 == 2


def _is_silent(number: str) -> bool:
    return int(number[2:]) % 5 == 4


async def seeded(data: Path, **more: Any) -> Settings:
    """Decided families and homes that are ready, and families whose return was refused."""
    settings = settings_for(data, **more)
    async with running_hub(settings, works=False) as hub:
        async with hub.store.write() as tx:
            for party, (member, *_) in PARTIES.items():
                await save_commission(tx, party, (member,), Words(party, party))
        for place, (number, rooms) in enumerate({**FAMILIES, PLACED: 3}.items(), 1):
            telephone = f"+9945011122{place:02}"
            await decided_return(hub, number, f"7ABCD{place:02}", rooms=rooms, telefon=telephone)
            await statement(hub, f"7ABCD{place:02}", f"C-{number}", LATER_ON)
            await letter(hub, f"TT-{number}")
            await letter(hub, f"Ç-{number}")
        for place, number in enumerate(REFUSED, 50):
            await decided_return(hub, number, person(place).fin, outcome="refused")
        homes = {**HOMES, PLACED_HOME: 3}.items()
        await things_told(
            hub, *(HousingUnit(unit_id=home, rooms=of, state="ready", place_text="Zəngilan") for home, of in homes)
        )
        await letter(hub, LIST)
    return settings


class _Office:
    """Officials who ask, and what they look at."""

    def __init__(self, hub: Hub, asked: AskedOnce) -> None:
        self.hub, self._asked = hub, asked

    async def does(self, kind: Kind[Any], act: str, by: str, of: str = "", name: str = "", **says: Said) -> str:
        command: Command = command_of(kind, act, by, says)
        return await self._asked.once(f"{act} {of}", kind, command, name)

    async def context(self) -> Context:
        return await _context(self.hub)

    async def state(self, kind: Kind[S], name: str) -> S:
        async with self.hub.store.read() as tx:
            found = await self.hub.aggregates.tables.get(tx, kind, name)
        assert found is not None
        return found.state

    async def draw(self, name: str) -> Draw:
        return await self.state(DRAWS, name)

    @property
    def by_hand(self) -> bool:
        """Whether slips are pulled."""
        return (self._asked.file.parent / BY_HAND).exists()

    async def reaches(self, day: date) -> None:
        """That day has come."""
        today = (await self.context()).today
        if today < day:
            await time_passes(self.hub, (day - today).days * _DAY_S)

        async def come() -> bool:
            return (await self.context()).today >= day

        await until(come, f"the {day}")


async def _context(hub: Hub) -> Context:
    async with hub.store.read() as tx:
        return await hub.aggregates.needs.context(tx)


async def _cannot(hub: Hub, kind: Kind[Any], act: str, by: str, of: str = "", **says: Said) -> bool:
    """Whether it is refused, under a key that nobody has used."""
    command: Command = command_of(kind, act, by, says)
    aggregates, key = hub.aggregates, new_id()
    try:
        await (aggregates.act(kind, of, command, key) if of else aggregates.open(kind, command, key))
    except HubError:
        return True
    return False


async def play(hub: Hub, asked: AskedOnce) -> None:
    """From wherever it stands to the end: every home is handed over, or nobody waits for it."""
    office = _Office(hub, asked)
    audit = await _audit(office)
    name = await _drawn(office)
    move = await _move(office)
    await _moves_in(office, move, PLACED)
    while waiting := _to_do(await office.draw(name)):
        for number in waiting:
            await _family(office, name, move, number)
        offers = (await office.draw(name)).offers
        if silent := [each for each in offers.values() if each.status == "offered"]:
            await office.reaches(max(each.answer_until for each in silent) + timedelta(days=1))
            await until(partial(_nobody_is_asked, office, name), "that offers lapse")
    await until(partial(_is_written_to, office, name), "that families without a home are written to")
    await _letters_come(office, name)
    await _found(office, audit)
    await until(partial(_at_rest, hub), "rest")


async def _is_written_to(office: _Office, name: str) -> bool:
    return not unwritten(await office.draw(name))


async def _letters_come(office: _Office, name: str) -> None:
    """Each is handed over."""
    today = (await office.context()).today.isoformat()
    for number in (await office.draw(name)).letters:
        said: dict[str, Said] = {"to_prove": number, "manner": "by_hand", "notified_on": today}
        await office.does(DRAWS, "prove_letter", "sevinc", number, name, **said)


async def _audit(office: _Office) -> str:
    at = ((await office.context()).now + timedelta(days=1)).isoformat()
    days: dict[str, Said] = {"since": "2026-01-01", "until": "2026-01-31", "draws_at": at, "size": str(SAMPLE)}
    return await office.does(AUDITS, "plan_audit", "elcin", "", "", programme="return", **days)


async def _found(office: _Office, audit: str) -> None:
    """What the sample comes to."""

    async def read() -> bool:
        state = await office.state(AUDITS, audit)
        return state.phase == "closed" or (state.phase == "drawn" and not state.unread)

    await until(read, "that refusals are decided again")
    for each in (await office.state(AUDITS, audit)).sample:
        said: dict[str, Said] = {"case": each, "verdict": "agrees", "reason": "yoxlanılıb"}
        await office.does(AUDITS, "state_finding", "elcin", each, audit, **said)


async def _drawn(office: _Office) -> str:
    name = await (_by_hand(office) if office.by_hand else _computed(office))
    await office.does(DRAWS, "finish_draw", "fuad", "", name)
    assert await _cannot(office.hub, DRAWS, "finish_draw", "fuad", name), "it was drawn twice"
    return name


async def _announced(office: _Office, **more: Said) -> str:
    """With the family that has its home beforehand."""
    at = ((await office.context()).now + timedelta(days=14)).isoformat()
    name = await office.does(DRAWS, "announce_draw", "elcin", "", "", draw_at=at, **_plan(), **more)
    placed: dict[str, Said] = {"number": PLACED, "home": PLACED_HOME, "document": LIST}
    await office.does(DRAWS, "place_family", "nigar", PLACED, name, **placed)
    return name


def _plan() -> dict[str, Said]:
    homes = "\n".join(f"{home} {rooms}" for home, rooms in HOMES.items())
    return {"place": PLACE, "wave": "3", "homes": homes, "placed": f"{PLACED_HOME} 3 NK 200"}


async def _frozen(office: _Office, name: str) -> None:
    await office.does(DRAWS, "draft_list", "elcin", "", name)
    if not (await office.draw(name)).root:
        await approved_list(office.hub, name, APPROVED)
    await office.does(DRAWS, "freeze_draw", "nigar", "", name, document=APPROVED)


async def _its_moment(office: _Office, name: str) -> None:
    await office.reaches((await office.draw(name)).plan.draw_at.date() + timedelta(days=1))


async def _computed(office: _Office) -> str:
    name = await _announced(office, protocol="computed", parties=list(PARTIES))
    for party, (member, value, salt) in PARTIES.items():
        sealed = sha256(bytes.fromhex(value + salt)).hexdigest()
        await office.does(DRAWS, "commit_value", member, party, name, party=party, hash=sealed)
    await _frozen(office, name)
    for party, (member, value, salt) in PARTIES.items():
        await office.does(DRAWS, "reveal_value", member, party, name, party=party, value=value, salt=salt)
    await _its_moment(office, name)
    return name


async def _by_hand(office: _Office) -> str:
    """Each class pulls from the last slip to the first."""
    name = await _announced(office, protocol="by_hand")
    await _frozen(office, name)
    await _its_moment(office, name)
    left = Counter(FAMILIES.values())
    seen: dict[str, Said] = dict(zip(("first_witness", "second_witness"), WITNESSES, strict=True))
    for number, rooms in FAMILIES.items():
        await office.does(DRAWS, "pull_slip", "fuad", number, name, pulls=number, slip=f"{rooms}/{left[rooms]}", **seen)
        left[rooms] -= 1
    for each in WITNESSES:
        await office.does(DRAWS, "confirm_pulls", each, each, name, count=str(len(FAMILIES)))
    return name


async def _move(office: _Office) -> str:
    at = (await office.context()).now + timedelta(days=3)
    name = await office.does(MOVES, "open_move", "elcin", settlement=PLACE, gathers_at=at.isoformat(), point="məktəb")
    await office.reaches((await office.state(MOVES, name)).day)
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
    await _moves_in(office, move, number)


async def _moves_in(office: _Office, move: str, number: str) -> None:
    await office.does(MOVES, "add_household", "elcin", number, move, number=number)
    await office.does(MOVES, "mark_presence", "sevinc", number, move, numbers=[number], presence="came")
    signed: dict[str, Said] = {"document": f"TT-{number}", "family_signed": "true", "committee_signed": "true"}
    await office.does(MOVES, "hand_over_keys", "elcin", number, move, number=number, **signed)


async def _nobody_is_asked(office: _Office, name: str) -> bool:
    return all(each.status != "offered" for each in (await office.draw(name)).offers.values())


async def _at_rest(hub: Hub) -> bool:
    async with hub.store.read() as tx:
        rows = await tx.fetch(
            "SELECT (SELECT count(*) FROM deliveries WHERE state IN ('due', 'delivering', 'retrying', 'blocked'))"
            " + (SELECT count(*) FROM evidence_leaves WHERE seq IS NULL) AS n"
        )
    return bool(rows[0]["n"] == 0)


async def wrong(hub: Hub) -> list[str]:
    """What is lost or doubled, each in a sentence."""
    draws, moves, living, audits = [await _all(hub, kind) for kind in (DRAWS, MOVES, REINTEGRATIONS, AUDITS)]
    draw, move, audit = draws[0].state, moves[0].state, audits[0].state
    moved = {number for number, offer in draw.offers.items() if offer.status == "moved_in"}
    given, file = {**draw.homes, PLACED: PLACED_HOME}, published(draw)
    everything: list[tuple[Kind[Any], Stored[Any]]] = [(DRAWS, draws[0]), (MOVES, moves[0]), (AUDITS, audits[0])]
    found = [
        ("one draw, one move and one audit", (len(draws), len(moves), len(audits)) == (1, 1, 1)),
        ("every decided family is on the list once", _once([each.number for each in draw.entries], FAMILIES)),
        ("every family of the list was drawn once", _once([each.number for each in draw.order], FAMILIES)),
        ("the draw is what its seed says", not isinstance(file, Refusal) and verify(json.loads(file)) == ()),
        ("nobody can draw again", await _never_again(hub, draws[0].id)),
        ("each home has one family", len(set(given.values())) == len(given)),
        ("who has a home has its keys", moved == set(draw.homes) and draw.placings[PLACED].moved_in),
        ("no home waits for nobody while a family waits", _given(draw)),
        ("who refused or was silent has none", not any(_refuses(each) or _is_silent(each) for each in draw.homes)),
        ("each left once, and nobody without a reason", _left(draw)),
        ("who has no home was written to", not unwritten(draw)),
        ("each has had its letter", all(each.complain_until for each in draw.letters.values())),
        ("each letter has a number of its own", len({each.no for each in draw.letters.values()}) == len(draw.letters)),
        ("the journal has the numbers of letters once", await _journal(hub) == sorted(draw.letter_nos.values())),
        ("a message a letter, and no other", await _told(hub) == {"letters": _sent(draw), "done": True}),
        ("the move has the same families in the same homes", given == {e.number: e.home for e in move.staying}),
        ("each has one reintegration", _once([each.state.number for each in living], given)),
        ("refusals were decided again, as their seed says", _is_decided(audit)),
        ("nothing happened twice", [await _twice(hub, *each) for each in everything] == [[], [], []]),
        (
            "histories are as they were written",
            [each async for each in altered(hub.store, hub.aggregates.tables, KINDS)] == [],
        ),
    ]
    return [text for text, holds in found if not holds] + await invariants(hub.store)


async def _journal(hub: Hub) -> list[str]:
    async with hub.store.read() as tx:
        rows = await tx.fetch("SELECT reg_no FROM registrations WHERE series LIKE 'outgoing|%' ORDER BY reg_no")
    return [row["reg_no"] for row in rows]


async def _never_again(hub: Hub, name: str) -> bool:
    """Not this draw, and no other of the wave."""
    at = ((await _context(hub)).now + timedelta(days=14)).isoformat()
    tries = (
        _cannot(hub, DRAWS, "finish_draw", "fuad", name),
        _cannot(hub, DRAWS, "freeze_draw", "nigar", name, document=APPROVED),
        _cannot(hub, DRAWS, "cancel_draw", "elcin", name, reason="yenidən"),
        _cannot(hub, DRAWS, "void_draw", "elcin", name, reason="yenidən"),
        _cannot(hub, DRAWS, "announce_draw", "elcin", "", draw_at=at, protocol="by_hand", **_plan()),
    )
    return all([await each for each in tries])


def _sent(draw: Draw) -> int:
    return sum(each.way != "letter" for reach in draw.reached.values() for each in reach.sendings)


async def _told(hub: Hub) -> dict[str, int | bool]:
    """How many messages told families of letters, and whether each message has come."""
    async with hub.store.read() as tx:
        rows = await tx.fetch(
            "SELECT (SELECT count(*) FROM case_references) AS told, (SELECT count(*) FROM deliveries) AS sent,"
            " (SELECT count(*) FROM deliveries WHERE state = 'delivered') AS done"
        )
    told, sent, done = rows[0]["told"], rows[0]["sent"], rows[0]["done"]
    return {"letters": told, "done": told == sent == done}


def _is_decided(audit: Audit) -> bool:
    sample = tuple(by_seed(audit.root, audit.entries)[:SAMPLE])
    return (audit.phase, audit.sample, {*audit.findings}) == ("closed", sample, {*sample})


async def _all(hub: Hub, kind: Kind[Any]) -> Sequence[Stored[Any]]:
    async with hub.store.read() as tx:
        return await hub.aggregates.tables.find(tx, kind, WantedAggregates())


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
        lines = await hub.aggregates.tables.lines(tx, kind, stored.id)
    events = [(each.kind, _of(each.event)) for each in lines]
    return [each for each, times in Counter(events).items() if times > 1]


def _of(event: Any) -> str:
    """Whom it is about; what witnesses confirm, each once."""
    household, pull = getattr(event, "household", None), getattr(event, "pull", None)
    if isinstance(event, PullsConfirmed):
        return event.by
    named = (str(getattr(event, each, "")) for each in ("number", "case", "party", "numbers"))
    return str(household.number if household else pull.entry if pull else next(filter(None, named), ""))
