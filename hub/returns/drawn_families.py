"""The families that a draw may be of, read from decided cases; which of them have, or may still get, another home."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from document_flow.draws.families import Busy, Family
from hub.aggregates.aggregate_store import AggregateStore
from hub.aggregates.kind import Needs
from hub.returns.households import Returning, decided, people_of
from hub.returns.protected_families import protected_families
from hub.store.tx import Tx

DRAWS_ROOM: Final = "draws"
MOVES_ROOM: Final = "moves"
_LIVING: Final = (MOVES_ROOM, "reintegrations")
"""The rooms that hold a family with its home: on its way, and there."""


def held_family(number: str) -> str:
    """How a draw says that it has the family of that application."""
    return f"müraciət {number}"


def held_person(person: str) -> str:
    """How a draw says that it has this person, by a keyed hash."""
    return f"nəfər {person}"


def held_home(home: str) -> str:
    """How a draw says that it gives that home."""
    return f"ev {home}"


async def families_for(needs: Needs, tx: Tx, settlement: str, *, posted: bool = False) -> Sequence[Family]:
    """All families whose return there is decided, as of this transaction; of those for a list that is `posted` without
    whose address is protected: everybody could look its home up by number, so it gets one beforehand.
    """
    every = await decided(needs, tx, settlement)
    kept = await protected_families(needs, tx, every) if posted else {}
    found = [(each, people_of(needs, each.fins)) for each in every if each.number not in kept]
    tables = AggregateStore(needs.sealer, needs.hash)
    drawn = {held_family(each.number) for each, _ in found} | {held_person(one) for _, many in found for one in many}
    busy = set(await tables.keepers(tx, DRAWS_ROOM, drawn))
    living = {each.number for each, _ in found} | {one for _, many in found for one in many}
    for room in _LIVING:
        busy |= set(await tables.keepers(tx, room, living))
    return [_family(each, people, busy) for each, people in found]


def _family(found: Returning, people: tuple[str, ...], busy: set[str]) -> Family:
    state: Busy = ""
    if not busy.isdisjoint((found.number, held_family(found.number))):
        state = "itself"
    elif not busy.isdisjoint((*people, *map(held_person, people))):
        state = "of_its_people"
    return Family(number=found.number, rooms=found.rooms, persons=found.persons, people=people, busy=state)
