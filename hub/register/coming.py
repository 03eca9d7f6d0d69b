"""Days that come: a status that begins or ends on a day ahead is news on that day, not only when it was told.

What rests on a status asks what holds on the day of asking (`hub.register.statuses`); whoever was told before is told
again, and papers that rest on it are looked at again, once the day has come (`hub.programmes.arriving`). What people
have to look at again from a day on, such as a protection, stands under that day until somebody has.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Final

from hub.clock import SECOND
from hub.register.entity import Entity
from hub.store.tx import Tx
from mappings.dates import BAKU

_BY_DAY: Final[Mapping[str, Sequence[str]]] = {"idp_status": ("valid_from", "ended_on")}
"""Of a kind the attributes that are days on which others begin to hold, or hold no more."""
_REVIEWED: Final[Mapping[str, str]] = {"protection": "review_on"}
"""Of a kind the attribute that is the day from which people look at it again."""
_FIRST: Final = "0000-01-01"


def days_of(entity: Entity) -> frozenset[str]:
    """The days (as 2026-03-01) from which something else holds of it: of a year or a month, its first."""
    said = (str(entity.attributes.get(name, "")) for name in _BY_DAY.get(entity.kind, ()))
    return frozenset(each + _FIRST[len(each) :] for each in said if each)


def review_on(entity: Entity) -> str | None:
    """The day from which it is to be looked at again; None of what never is, or whose end is entered."""
    said = entity.attributes
    day = said.get(_REVIEWED.get(entity.kind, ""))
    return str(day) if day and not said.get("ended_on") else None


async def note_days(tx: Tx, entities: Iterable[Entity], now: int) -> None:
    """Remember those after the day in Baku of a moment in microseconds, each once. One that was corrected since comes
    all the same, and is no day of the entity any more.
    """
    today = datetime.fromtimestamp(now / SECOND, BAKU).date().isoformat()
    rows = sorted({(day, each.id) for each in entities for day in days_of(each) if day > today})
    await tx.many("INSERT INTO entity_days (day, entity_id) VALUES ($1, $2) ON CONFLICT DO NOTHING", rows)


async def take_days(tx: Tx, today: str, most: int) -> list[tuple[str, str]]:
    """Days that have come, with whose they are; taken off, the earliest first."""
    rows = await tx.fetch(
        "DELETE FROM entity_days WHERE (day, entity_id) IN (SELECT d.day, d.entity_id FROM entity_days d"
        " WHERE d.day <= :today ORDER BY d.day, d.entity_id LIMIT :most) RETURNING day, entity_id",
        {"today": today, "most": most},
    )
    return sorted((row["day"], row["entity_id"]) for row in rows)
