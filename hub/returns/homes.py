"""Homes as the register knows them from their builders: whether a draw may give them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from document_flow.draws.plan import Home, PlacedHome
from document_flow.draws.refusals import refusal
from document_flow.outcome import Refusal
from document_flow.words import Words
from hub.aggregates.aggregate_store import AggregateStore
from hub.aggregates.kind import Needs
from hub.register.entity import Entity
from hub.returns.drawn_families import DRAWS_ROOM, held_home
from hub.returns.vacancies import place_of
from hub.store.tx import Tx
from mappings.lineage import lies
from mappings.places import PLACES

_FREE: Final = frozenset(("ready", "reserved"))
"""A builder keeps one in reserve for a draw; what is allocated or handed over is somebody's."""


async def unfit_homes(
    needs: Needs, tx: Tx, homes: Iterable[Home | PlacedHome], place: str, draw: str = ""
) -> Refusal | None:
    """Which of these homes a draw to that place cannot give, and why; `draw` is the one that may have them already."""
    wanted = tuple(homes)
    holders = await AggregateStore(needs.sealer, needs.hash).keepers(
        tx, DRAWS_ROOM, [held_home(each.number) for each in wanted]
    )
    found = []
    for each in wanted:
        unit = await needs.reader.by_key(tx, "housing_unit", each.number)
        taken = holders.get(held_home(each.number), draw) != draw
        if why := _ANOTHERS if taken else _wrong(unit, each.rooms, place):
            found.append(Words(f"{each.number} – {why.az}", f"{each.number} – {why.en}"))
    if not found:
        return None
    said = Words(*("; ".join(one) for one in zip(*((each.az, each.en) for each in found), strict=True)))
    return refusal("draws.unfit_homes", homes=said)


def _wrong(unit: Entity | None, rooms: int, place: str) -> Words | None:
    if unit is None or not unit.attributes:
        return Words("reyestrdə belə ev yoxdur", "the register has no such home")
    there, here, said = place_of(unit), PLACES.at(place), unit.attributes
    # A home that is known by its district alone may lie in the settlement.
    if there is None or here is None or lies(PLACES, there, here) == "apart":
        return Words("bu yerdə deyil", "it is not in this place")
    if int(said.get("rooms") or 0) != rooms:
        return Words(f"otaqların sayı {said.get('rooms')}", f"it has {said.get('rooms')} rooms")
    return None if said.get("state") in _FREE else _NOT_FREE


_NOT_FREE: Final = Words("hazır deyil və ya artıq bölünüb", "it is not ready, or is allotted already")
_ANOTHERS: Final = Words("başqa püşkatmadadır", "another draw has it")
