"""What makes two people of the register look like one: keyed hashes beside each person, and the pairs that share one.

The same whole date of birth with the same surname and given name, however they are spelled, or the same number of an
identity document. Nothing is joined by it: a pair is a question to an official, asked first where the most money is at
stake. Twins share no given name, so they are no pair.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from hub.store.sealing import KeyedHash
from hub.store.tx import Rows, Tx, ids
from mappings.text import match_key

ALIKE: Final = ("surname", "given_name", "birth_date", "document")
"""The attributes that signs are made of."""
Sign = Literal["name", "document"]
_WHOLE_DAY = len("1990-05-01")
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
    """Keep the keyed hashes of people by id, and the pairs that they are part of now.

    Two who come in the same moment, in two transactions, are found a pair at the next change of either.
    """
    if not keys:
        return
    people = ids(sorted(keys))
    await tx.execute("DELETE FROM entity_likeness WHERE entity_id IN (SELECT r.id FROM {rows})", rows=people)
    for side in ("one_id", "other_id"):
        await tx.execute(
            f"DELETE FROM possible_doubles WHERE {side} IN (SELECT r.id FROM {{rows}}) AND told_by IS NULL", rows=people
        )
    signed = [(key, entity) for entity, found in keys.items() for key in found]
    await tx.insert("entity_likeness", "key_hash, entity_id", signed)
    await tx.execute(
        "INSERT INTO possible_doubles (one_id, other_id, found_at) SELECT DISTINCT"
        " CASE WHEN a.entity_id < b.entity_id THEN a.entity_id ELSE b.entity_id END,"
        " CASE WHEN a.entity_id < b.entity_id THEN b.entity_id ELSE a.entity_id END, hub_now() FROM {rows}"
        " JOIN entity_likeness a ON a.entity_id = r.id"
        " JOIN entity_likeness b ON b.key_hash = a.key_hash AND b.entity_id <> a.entity_id WHERE true"
        " ON CONFLICT DO NOTHING",
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
