"""The registration journals (qeydiyyat jurnalları): their counters, their lines, and a document by its number."""

from __future__ import annotations

from collections.abc import Sequence

from document_flow.outcome import Refusal
from document_flow.registration import Indexes, Numbering
from hub.store.tx import Row, Tx, number_of

MINUTES = "minutes/"
"""Begins the series of a commission's minutes."""
_MOST_JOURNALS = 500


async def journals(tx: Tx) -> Sequence[Row]:
    """The counters by their series, `kind|scope=…`, each with the last number given; minutes are in no journal."""
    return await tx.fetch(
        "SELECT series, last_number FROM number_series WHERE series NOT LIKE :minutes"
        f" ORDER BY series LIMIT {_MOST_JOURNALS}",
        {"minutes": f"{MINUTES}%"},
    )


async def next_number(tx: Tx, series: str, count: int = 1) -> int:
    """The next number of a series, or the first of so many, taken with the transaction: a refusal gives it back."""
    last = await number_of(
        tx,
        "INSERT INTO number_series (series, last_number) VALUES (:series, :count)"
        " ON CONFLICT (series) DO UPDATE SET last_number = number_series.last_number + :count RETURNING last_number",
        {"series": series, "count": count},
    )
    return last - count + 1


async def register_many(
    tx: Tx, numbering: Numbering, kind: str, indexes: Indexes, ids: Sequence[str]
) -> Sequence[str] | Refusal:
    """Numbers of one journal for so many, in their order, each with its line, which leads to the id. After a Refusal
    the transaction must be given up.
    """
    pattern = numbering.pattern(kind)
    if isinstance(pattern, Refusal):
        return pattern
    series, made = pattern.series(indexes).key, list[str]()
    first = await next_number(tx, series, len(ids))
    for number in range(first, first + len(ids)):
        written = pattern.format(indexes, number)
        if isinstance(written, Refusal):
            return written
        made.append(written)
    lines = [(series, first + at, name, made[at]) for at, name in enumerate(ids)]
    await tx.insert("registrations", "series, number, document_id, reg_no", lines)
    return made


async def journal_lines(tx: Tx, series: str, below: int, most: int) -> Sequence[Row]:
    """The lines of one journal below a number, the newest first."""
    return await tx.fetch(
        "SELECT number, document_id, reg_no FROM registrations WHERE series = :series AND number < :below"
        " ORDER BY number DESC LIMIT :limit",
        {"series": series, "below": below, "limit": most},
    )


async def document_numbered(tx: Tx, number: str) -> str | None:
    """The newest document with this registration number."""
    rows = await tx.fetch("SELECT id FROM documents WHERE reg_no = :no ORDER BY reg_date DESC LIMIT 1", {"no": number})
    return str(rows[0]["id"]) if rows else None


async def newest_on_paths(tx: Tx, looked_at: int, most: int) -> list[str]:
    """Of the newest documents looked at, the newest that go by an approval path."""
    rows = await tx.fetch(
        "SELECT id FROM (SELECT id, path_hash FROM documents ORDER BY id DESC LIMIT :looked) d"
        " WHERE path_hash IS NOT NULL ORDER BY id DESC LIMIT :most",
        {"looked": looked_at, "most": most},
    )
    return [row["id"] for row in rows]
