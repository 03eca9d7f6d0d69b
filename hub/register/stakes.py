"""What people are paid a month and what is paid for them: the money that is at stake where two records may be one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from time import monotonic
from typing import Any, Final

from hub.clock import SECOND
from hub.register.entity import Entity
from hub.register.likeness import Pair, note_weights, stale_pairs
from hub.register.reading import Reader, fins_of_all
from hub.register.store import RegisterStore
from hub.register.things import ACCOUNTS_OF
from hub.store.store import Store
from hub.store.tx import Tx
from mappings.dates import BAKU

_WEIGHED_AT_ONCE: Final = 50
_LASTS: Final = 24 * 3600 * SECOND
_TURN_S: Final = 1.0


@dataclass(frozen=True, slots=True)
class Stake:
    """Qəpik a month: rights in force that are paid out, and what utilities bill for accounts of displaced persons."""

    allowance: int = 0
    utilities: int = 0

    @property
    def qepik(self) -> int:
        """Both together."""
        return self.allowance + self.utilities


async def stakes_of(tx: Tx, register: RegisterStore, people: Sequence[Entity]) -> dict[str, Stake]:
    """Of each of these persons by id, under each FIN of joined records, as of today in Baku; locks nothing."""
    day = datetime.fromtimestamp(await tx.now() / SECOND, BAKU).date().isoformat()
    owners: dict[str, list[str]] = {}
    for owner, fins in (await fins_of_all(tx, register, people)).items():
        for fin in fins:
            owners.setdefault(fin, []).append(owner)
    keys = {register.hash(ACCOUNTS_OF, fin): fin for fin in owners}
    paid, billed = Counter[str](), Counter[str]()
    for each in await Reader(register).things_of_all(tx, "right", owners):
        if _is_in_force(each.attributes, day):
            for owner in owners.get(str(each.attributes.get("fin")), ()):
                paid[owner] += _amount(each)
    for key, accounts in (await register.linked(tx, list(keys))).items():
        for owner in owners[keys[key]]:
            billed[owner] += sum(_amount(each) for each in accounts if each.attributes.get("idp_group"))
    return {each.id: Stake(paid[each.id], billed[each.id]) for each in people}


async def weigh_doubles(store: Store, register: RegisterStore) -> int:
    """A duty: for a second what is at stake of pairs that were found since, or weighed a day ago; how many were.

    Nothing is locked while they are weighed: a pair that changes meanwhile is a new one.
    """
    until, done = monotonic() + _TURN_S, 0
    while pairs := await _weighed(store, register):
        async with store.write() as tx:
            await note_weights(tx, pairs)
        done += len(pairs)
        if monotonic() >= until:
            break
    return done


async def _weighed(store: Store, register: RegisterStore) -> list[Pair]:
    async with store.read() as tx:
        pairs = await stale_pairs(tx, _LASTS, _WEIGHED_AT_ONCE)
        people = await register.by_ids(tx, [name for each in pairs for name in each.records], locked=False)
        stakes = await stakes_of(tx, register, [*people.values()])
    nothing = Stake()
    return [replace(each, qepik=sum(stakes.get(name, nothing).qepik for name in each.records)) for each in pairs]


def _amount(entity: Entity) -> int:
    return int(entity.attributes.get("amount_qepik") or 0)


def _is_in_force(right: Mapping[str, Any], day: str) -> bool:
    since, until = str(right.get("valid_from") or ""), right.get("valid_to")
    return right.get("state", "in_force") == "in_force" and since <= day and (until is None or str(until) >= day)
