"""Lists that are told again: what a later file of the same list leaves out has ended, and is not deleted.

A thing says itself of which whole it is a part (`mappings.registered`). Its party alone ends it, by telling the whole
anew; named once more, it is listed again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from hub.register.entity import Entity, learn
from hub.register.facts import Source
from hub.register.store import Change, RegisterStore
from hub.store.tx import Tx
from mappings.registered import Registered

PARTS: Final = "parts-of"
"""The kind of key under which the parts of a whole are found."""
STATE: Final = "state"
LISTED: Final = "listed"
ENDED: Final = "ended"
LEFT_OUT: Final = "register.left_out"
"""The code of an apply that ended something; its detail is how many and their numbers."""
_MOST_NUMBERS: Final = 30


@dataclass(frozen=True, slots=True)
class Ended:
    """How many parts a file left out, and the numbers of the first of them."""

    count: int
    numbers: tuple[str, ...]

    def __str__(self) -> str:
        more = ", …" if self.count > len(self.numbers) else ""
        return f"{self.count}: № {', '.join(self.numbers)}{more}"


def part_link(store: RegisterStore, record: Registered) -> tuple[str, ...]:
    """The key of the whole that a thing is a part of, if it is of any."""
    return (store.hash(PARTS, record.whole),) if record.whole is not None else ()


def listed(record: Registered) -> Mapping[str, Any]:
    """What naming it says beside what is told."""
    return {STATE: LISTED} if record.whole is not None else {}


async def end_left_out(
    tx: Tx, store: RegisterStore, records: Sequence[Registered], source: Source, now: int
) -> Ended | None:
    """End what the same party told before of the wholes of these records and they leave out; None where nothing is.

    Call it once all of a message is applied. Facts bear the message and the day.
    """
    wholes = {link for record in records for link in part_link(store, record)}
    if not wholes:
        return None
    named = {each.id for each in (await store.by_keys(tx, [_key(store, record) for record in records])).values()}
    found = [each for several in (await store.linked(tx, sorted(wholes))).values() for each in several]
    left = [each for each in found if each.id not in named and _is_listed_by(each, source.party)]
    if not left:
        return None
    before = (await store.by_ids(tx, [each.id for each in left])).values()
    changes = [Change(each, learn(each, {STATE: ENDED}, source)) for each in before]
    await store.save(tx, changes, now)
    numbers = sorted((str(each.attributes.get("number", "")) for each in left), key=lambda text: (len(text), text))
    return Ended(len(left), tuple(numbers[:_MOST_NUMBERS]))


def _key(store: RegisterStore, record: Registered) -> str:
    return store.hash(str(type(record).model_fields["kind"].default), record.own_number)


def _is_listed_by(entity: Entity, party: str) -> bool:
    by = entity.provenance.get(STATE, {}).get("p")
    return entity.attributes.get(STATE) == LISTED and by == party
