"""What people are paid a month and what is paid for them: the money that is at stake where two records may be one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from hub.clock import SECOND
from hub.register.entity import Entity
from hub.register.reading import Reader, fins_of
from hub.register.store import RegisterStore
from hub.store.store import Store
from hub.store.tx import Tx
from mappings.dates import BAKU

_WEIGHED_AT_ONCE: Final = 50
_LASTS: Final = 24 * 3600 * SECOND
_STALE: Final = (
    "SELECT d.one_id, d.other_id FROM possible_doubles d WHERE d.told_by IS NULL AND d.weighed_at < hub_now() - :lasts"
)


@dataclass(frozen=True, slots=True)
class Stake:
    """Qəpik a month: rights in force that are paid out, and what utilities bill for accounts of displaced persons."""

    allowance: int = 0
    utilities: int = 0

    @property
    def qepik(self) -> int:
        """Both together."""
        return self.allowance + self.utilities


async def stakes_of(tx: Tx, register: RegisterStore, people: Iterable[Entity]) -> dict[str, Stake]:
    """Of each of these persons by id, under each FIN of joined records, as of today in Baku."""
    day = datetime.fromtimestamp(await tx.now() / SECOND, BAKU).date().isoformat()
    owners = {fin: each.id for each in people for fin in await fins_of(tx, register, each)}
    keys = {register.hash("accounts-of", fin): owner for fin, owner in owners.items()}
    rights = await Reader(register).things_of_all(tx, "right", owners)
    accounts = await register.linked(tx, list(keys))
    paid, billed = dict.fromkeys(owners.values(), 0), dict.fromkeys(owners.values(), 0)
    for each in rights:
        owner = owners.get(str(each.attributes.get("fin")))
        if owner is not None and _is_in_force(each.attributes, day):
            paid[owner] += int(each.attributes.get("amount_qepik") or 0)
    for key, found in accounts.items():
        ours = (each.attributes for each in found if each.attributes.get("idp_group"))
        billed[keys[key]] += sum(int(each.get("amount_qepik") or 0) for each in ours)
    return {owner: Stake(paid[owner], billed[owner]) for owner in paid}


async def weigh_doubles(store: Store, register: RegisterStore) -> int:
    """A duty: what is at stake of pairs that were found since, or weighed a day ago; how many were."""
    async with store.read() as tx:
        if not await tx.fetch(f"{_STALE} LIMIT 1", {"lasts": _LASTS}):
            return 0
    async with store.write() as tx:
        rows = await tx.fetch(
            f"{_STALE} ORDER BY d.weighed_at, d.one_id LIMIT :most", {"lasts": _LASTS, "most": _WEIGHED_AT_ONCE}
        )
        pairs = [(row["one_id"], row["other_id"]) for row in rows]
        people = await register.by_ids(tx, [each for pair in pairs for each in pair])
        stakes, now = await stakes_of(tx, register, people.values()), await tx.now()
        await tx.many(
            "UPDATE possible_doubles SET qepik = $3, weighed_at = $4 WHERE one_id = $1 AND other_id = $2",
            [(*pair, sum(stakes.get(each, Stake()).qepik for each in pair), now) for pair in pairs],
        )
    return len(pairs)


def _is_in_force(right: Mapping[str, Any], day: str) -> bool:
    since, until = str(right.get("valid_from") or ""), right.get("valid_to")
    return right.get("state", "in_force") == "in_force" and since <= day and (until is None or str(until) >= day)
