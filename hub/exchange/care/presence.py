"""Who has a page open now, so that two people do not work at the same thing unaware of each other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from hub.clock import SECOND
from hub.store.store import Collision, CommitUnknown, Store, TryAgain
from hub.store.tx import Tx, grouped

FRESH = 60 * SECOND


def group_place(fingerprint: str) -> str:
    """The place of a group's page."""
    return f"failure-{fingerprint}"


async def be_seen(store: Store, place: str, person: str) -> None:
    """The person has the place open. A sign that could not be written is given again with the next."""
    values = {"place": place, "person": person, "kept": 24 * 3600 * SECOND}
    try:
        async with store.write() as tx:
            await tx.execute(
                "INSERT INTO presences (place, person, seen_at) VALUES (:place, :person, hub_now())"
                " ON CONFLICT (place, person) DO UPDATE SET seen_at = hub_now()",
                values,
            )
            await tx.execute("DELETE FROM presences WHERE place = :place AND seen_at < hub_now() - :kept", values)
    except (Collision, CommitUnknown, TryAgain):
        return


async def seen_at(tx: Tx, place: str) -> Sequence[str]:
    """Who was there within the last minute."""
    rows = await tx.fetch(
        "SELECT person FROM presences WHERE place = :place AND seen_at > hub_now() - :fresh ORDER BY person",
        {"place": place, "fresh": FRESH},
    )
    return [row["person"] for row in rows]


async def seen(tx: Tx, prefix: str) -> Mapping[str, list[str]]:
    """By place who was there within the last minute, of the places whose names begin so."""
    rows = await tx.fetch(
        "SELECT place, person FROM presences WHERE place >= :prefix AND place < :end AND seen_at > hub_now() - :fresh"
        " ORDER BY place, person",
        {"prefix": prefix, "end": prefix + "\uffff", "fresh": FRESH},
    )
    return grouped(rows, "place", lambda row: row["person"])
