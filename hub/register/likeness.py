"""What makes two people of the register look like one: keyed hashes beside each person, and the pairs that share one.

The same whole date of birth with the same surname and given name, however they are spelled, or the same number of an
identity document. Nothing is joined by it: a pair is a question to an official, asked first where the most money is at
stake. Twins share no given name, so they are no pair.

A pair is two people's, whom two transactions may have: whoever writes of people writes their signs alone, and that
their pairs are due. The pairs that nobody has told apart are one duty's, which waits for no writer.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from time import monotonic
from typing import Any, Final, Literal

from hub.store.sealing import KeyedHash
from hub.store.store import Store
from hub.store.tx import Rows, Tx, ids
from mappings.text import match_key

ALIKE: Final = ("surname", "given_name", "birth_date", "document")
"""The attributes that signs are made of."""
Sign = Literal["name", "document"]
Also = Callable[[Tx, Sequence[str]], Awaitable[None]]
"""What is done beside with the same people, by their ids, in the same transaction."""
_WHOLE_DAY = len("1990-05-01")
_PAIRED_AT_ONCE: Final = 100
_TURN_S: Final = 1.0
_OPEN = (
    " FROM possible_doubles d WHERE d.told_by IS NULL"
    " AND NOT EXISTS (SELECT 1 FROM merges m WHERE m.split_at IS NULL AND m.merged_id IN (d.one_id, d.other_id))"
)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two persons who may be one, the older record first; `qepik` a month is at stake, 0 until it is weighed."""

    one: str
    other: str
    qepik: int = 0

    @property
    def records(self) -> tuple[str, str]:
        """Both ids."""
        return self.one, self.other


def signs(attributes: Mapping[str, Any]) -> Mapping[Sign, str]:
    """What others are compared by, as far as it is known."""
    found: dict[Sign, str] = {}
    day, document = str(attributes.get("birth_date", "")), attributes.get("document") or {}
    name = [match_key(str(attributes.get(part) or "")) for part in ("surname", "given_name")]
    if len(day) == _WHOLE_DAY and all(name):
        found["name"] = "/".join((day, *name))
    if document.get("number"):
        found["document"] = f"{document.get('series') or ''}{document['number']}".replace(" ", "").upper()
    return found


def shared_signs(one: Mapping[str, Any], other: Mapping[str, Any]) -> tuple[Sign, ...]:
    """By what two look like one."""
    theirs = signs(other)
    return tuple(sign for sign, value in signs(one).items() if theirs.get(sign) == value)


def likeness_keys(hashed: KeyedHash, attributes: Mapping[str, Any]) -> list[str]:
    """The keyed hashes of a person's signs."""
    return [hashed(f"alike-{sign}", value) for sign, value in signs(attributes).items()]


async def alike_to(tx: Tx, hashed: KeyedHash, attributes: Mapping[str, Any]) -> list[str]:
    """Ids of the records that share a sign with somebody who is none yet."""
    keys = likeness_keys(hashed, attributes)
    rows = await tx.fetch(
        "SELECT DISTINCT l.entity_id FROM {rows} JOIN entity_likeness l ON l.key_hash = r.key_hash ORDER BY 1 LIMIT 20",
        rows=Rows("key_hash text", [(key,) for key in keys]),
    )
    return [row["entity_id"] for row in rows]


async def note_likeness(tx: Tx, keys: Mapping[str, Sequence[str]]) -> None:
    """Keep the keyed hashes of people by id, whom the caller has locked; their pairs are due."""
    if not keys:
        return
    people = ids(sorted(keys))
    await tx.execute("DELETE FROM entity_likeness WHERE entity_id IN (SELECT r.id FROM {rows})", rows=people)
    signed = [(key, entity) for entity, found in keys.items() for key in found]
    await tx.insert("entity_likeness", "key_hash, entity_id", signed)
    # What is due already is held until the commit, so that nobody takes it off without these signs.
    await tx.execute(
        "INSERT INTO likeness_due (entity_id) SELECT r.id FROM {rows} WHERE true"
        " ON CONFLICT (entity_id) DO UPDATE SET entity_id = excluded.entity_id",
        rows=people,
    )


async def find_pairs(store: Store, also: Also | None = None) -> int:
    """A duty: for a second the pairs of people who are due, but of whom somebody writes just now, and what else follows
    from who they are; of how many.
    """
    until, done = monotonic() + _TURN_S, 0
    while found := await _find_some(store, also):
        done += found
        if monotonic() >= until:
            break
    return done


async def _find_some(store: Store, also: Also | None) -> int:
    async with store.write() as tx:
        rows = await tx.fetch(
            "SELECT d.entity_id FROM likeness_due d ORDER BY d.entity_id LIMIT :most {share d}",
            {"most": _PAIRED_AT_ONCE},
        )
        people = [row["entity_id"] for row in rows]
        if people:
            await _pair(tx, ids(people))
        if people and also is not None:
            await also(tx, people)
    return len(people)


async def _pair(tx: Tx, people: Rows) -> None:
    await tx.execute("DELETE FROM likeness_due WHERE entity_id IN (SELECT r.id FROM {rows})", rows=people)
    # Locked by rising ids, as whoever weighs several does.
    old = await tx.fetch(
        "SELECT d.one_id, d.other_id FROM possible_doubles d WHERE (d.one_id, d.other_id) IN"
        " (SELECT p.one_id, p.other_id FROM {rows} JOIN possible_doubles p ON p.one_id = r.id"
        " UNION SELECT p.one_id, p.other_id FROM {rows} JOIN possible_doubles p ON p.other_id = r.id)"
        " AND d.told_by IS NULL ORDER BY d.one_id, d.other_id {lock d}",
        rows=people,
    )
    await tx.many(
        "DELETE FROM possible_doubles WHERE one_id = $1 AND other_id = $2",
        [(row["one_id"], row["other_id"]) for row in old],
    )
    await tx.execute(
        "INSERT INTO possible_doubles (one_id, other_id, found_at) SELECT DISTINCT"
        " CASE WHEN a.entity_id < b.entity_id THEN a.entity_id ELSE b.entity_id END,"
        " CASE WHEN a.entity_id < b.entity_id THEN b.entity_id ELSE a.entity_id END, hub_now() FROM {rows}"
        " JOIN entity_likeness a ON a.entity_id = r.id"
        " JOIN entity_likeness b ON b.key_hash = a.key_hash AND b.entity_id <> a.entity_id WHERE true"
        " ORDER BY 1, 2 ON CONFLICT DO NOTHING",
        rows=people,
    )


async def possible_doubles(tx: Tx, most: int, after: Pair | None = None) -> tuple[int, Sequence[Pair]]:
    """Pairs that share a sign, but those that an official told apart or that are joined: how many in all, and those
    after one, the most money first.
    """
    (counted,) = await tx.fetch(f"SELECT count(*) AS n{_OPEN}")
    later, values = "", dict[str, object]()
    if after is not None:
        later = " AND (d.qepik < :qepik OR (d.qepik = :qepik AND (d.one_id, d.other_id) > (:one, :other)))"
        values = {"qepik": after.qepik, "one": after.one, "other": after.other}
    rows = await tx.fetch(
        f"SELECT d.one_id, d.other_id, d.qepik{_OPEN}{later} ORDER BY d.qepik DESC, d.one_id, d.other_id LIMIT :most",
        {**values, "most": most},
    )
    return int(counted["n"]), [Pair(row["one_id"], row["other_id"], int(row["qepik"])) for row in rows]


async def stale_pairs(tx: Tx, lasts: int, most: int) -> Sequence[Pair]:
    """Of the same pairs those that were weighed longer ago than this, in microseconds, or never: the longest first."""
    rows = await tx.fetch(
        f"SELECT d.one_id, d.other_id, d.qepik{_OPEN} AND d.weighed_at < hub_now() - :lasts"
        " ORDER BY d.weighed_at, d.one_id, d.other_id LIMIT :most",
        {"lasts": lasts, "most": most},
    )
    return [Pair(row["one_id"], row["other_id"], int(row["qepik"])) for row in rows]


async def note_weights(tx: Tx, pairs: Iterable[Pair]) -> None:
    """Keep what is at stake of these pairs, as of now."""
    now = await tx.now()
    await tx.many(
        "UPDATE possible_doubles SET qepik = $3, weighed_at = $4 WHERE one_id = $1 AND other_id = $2",
        sorted((each.one, each.other, each.qepik, now) for each in pairs),
    )


async def tell_apart(tx: Tx, pair: Pair, by: str) -> None:
    """Two people are two: they are no pair any more."""
    one, other = sorted((pair.one, pair.other))
    await tx.many(
        "INSERT INTO possible_doubles (one_id, other_id, found_at, told_by, told_at) VALUES ($1, $2, $4, $3, $4)"
        " ON CONFLICT (one_id, other_id) DO UPDATE SET told_by = $3, told_at = $4",
        [(one, other, by, await tx.now())],
    )
