"""Which messages are wanted, and one bounded way to them: along an index, or through a window of the newest.

The API and the console both search here. A search that no index leads looks through WINDOW ids a page and tells where
it stopped looking; the next page goes on from there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from hub.errors import Refused, Words
from hub.exchange.repair.select import BAD
from hub.exchange.states import DeliveryState, MessageState
from hub.store.ids import NEWEST, next_cursor
from hub.store.tables import deliveries, message_keys, messages
from hub.store.tx import Row, Tx
from hub.store.tx import ids as id_rows
from mappings.identity import read_fin

WINDOW = 20_000
"""How many of the newest messages one page looks through where no index leads to the wanted ones."""
ATTENTION = frozenset(
    (
        MessageState.QUARANTINED,
        MessageState.SPLITTING,
        MessageState.COMPLETED_WITH_FAILURES,
        MessageState.DISCARDED,
    )
)
"""The states of the partial index ix_messages_attention."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a search asks for; None asks for nothing. `since` is the lowest id, `key` the keyed hash of a value.

    The delivery's fields want messages with a delivery in this state, with this code or fingerprint of failure, to one
    of these destinations.
    """

    key: str | None = None
    state: MessageState | None = None
    route: str | None = None
    format: str | None = None
    since: str | None = None
    delivery_state: DeliveryState | None = None
    error: str | None = None
    destinations: tuple[str, ...] = ()

    @property
    def of_failed(self) -> bool:
        """Whether the index of deliveries that need a person leads to them."""
        return self.error is not None or (self.delivery_state is not None and self.delivery_state.needs_person)


@dataclass(frozen=True, slots=True)
class Found:
    """A page, newest first. `next` is the next page's cursor; `looked_to` the id where a bounded search stopped."""

    rows: Sequence[Row]
    next: str | None
    looked_to: str | None = None


def normal_key(kind: str, value: str) -> str:
    """The value as mappings write it into keys."""
    value = value.strip()
    if kind != "fin":
        return value
    fin = read_fin(value)
    if not isinstance(fin, str):
        raise Refused("api.fin_shape", _FIN, status=422, place="/fin")
    return fin


async def find_messages(tx: Tx, wanted: Wanted, party: str | None, below: str = NEWEST, limit: int = 50) -> Found:
    """A page of the messages below an id; of one sender where a party is given."""
    if wanted.key is not None:
        rows = await tx.select(_by_key(wanted, wanted.key, party, below).limit(limit))
        return Found(rows, _next(rows, limit))
    window = _window(wanted, party, below)
    rows = await tx.select(_in_window(wanted, party, window).limit(limit))
    following = _next(rows, limit)
    if following is not None:
        return Found(rows, following)
    end = await _end(tx, window)
    return Found(rows, end, end)


def _next(rows: Sequence[Row], limit: int) -> str | None:
    return next_cursor([row["id"] for row in rows], limit)


def _by_key(wanted: Wanted, key: str, party: str | None, below: str) -> sa.Select[Any]:
    """Straight from the index of keys."""
    keyed = message_keys.c.message_id
    return (
        sa.select(messages)
        .join(message_keys, keyed == messages.c.id)
        .where(message_keys.c.key_hash == key, keyed < below, *_indexed(wanted, party), *_others(wanted))
        .order_by(keyed.desc())
    )


def _window(wanted: Wanted, party: str | None, below: str) -> sa.Select[Any]:
    """The newest ids below the cursor, by the index of the failed, of the party or of the state where there is one."""
    if wanted.of_failed:
        failed = deliveries.c.message_id
        chosen = sa.select(failed.label("id")).where(BAD, failed < below, *_of_delivery(wanted)).distinct()
        if wanted.since is not None:
            chosen = chosen.where(failed >= wanted.since)
        return chosen.order_by(failed.desc()).limit(WINDOW)
    ids = sa.select(messages.c.id).where(messages.c.id < below, *_indexed(wanted, party))
    return ids.order_by(messages.c.id.desc()).limit(WINDOW)


def _in_window(wanted: Wanted, party: str | None, window: sa.Select[Any]) -> sa.Select[Any]:
    found = window.subquery("w")
    chosen = sa.select(messages).join(found, found.c.id == messages.c.id)
    if wanted.of_failed:
        return chosen.where(*_indexed(wanted, party), *_others(wanted, deliveries_too=False)).order_by(
            messages.c.id.desc()
        )
    return chosen.where(*_others(wanted)).order_by(messages.c.id.desc())


async def _end(tx: Tx, window: sa.Select[Any]) -> str | None:
    """Where the next page goes on looking; None if the window reached the first message."""
    rows = await tx.select(window.offset(WINDOW - 1).limit(1))
    return rows[0]["id"] if rows else None


def _indexed(wanted: Wanted, party: str | None) -> list[sa.ColumnElement[bool]]:
    """What an index leads to. The state stands as a literal, without which no partial index is chosen."""
    conditions: list[sa.ColumnElement[bool]] = []
    if party is not None:
        conditions.append(messages.c.party == party)
    if wanted.state is not None and wanted.state in ATTENTION:
        conditions.append(messages.c.state == sa.literal_column(f"'{wanted.state.value}'"))
    if wanted.since is not None:
        conditions.append(messages.c.id >= wanted.since)
    return conditions


def _others(wanted: Wanted, *, deliveries_too: bool = True) -> list[sa.ColumnElement[bool]]:
    given = {"route": wanted.route, "format": wanted.format}
    if wanted.state is not None and wanted.state not in ATTENTION:
        given["state"] = wanted.state.value
    conditions = [messages.c[name] == value for name, value in given.items() if value is not None]
    of_delivery = _of_delivery(wanted) if deliveries_too else []
    if of_delivery:
        one = sa.select(deliveries.c.id).where(deliveries.c.message_id == messages.c.id, *of_delivery)
        conditions.append(sa.exists(one))
    return conditions


def _of_delivery(wanted: Wanted) -> list[sa.ColumnElement[bool]]:
    conditions: list[sa.ColumnElement[bool]] = []
    if wanted.delivery_state is not None:
        conditions.append(deliveries.c.state == wanted.delivery_state.value)
    if wanted.error is not None:
        conditions.append(sa.or_(deliveries.c.error_code == wanted.error, deliveries.c.fingerprint == wanted.error))
    if wanted.destinations:
        conditions.append(deliveries.c.destination.in_(wanted.destinations))
    return conditions


async def sealed_names(tx: Tx, messages: Sequence[str], most_bytes: int) -> dict[str, Row]:
    """What messages can be called by, still sealed: their business ids, and their records where these are not long."""
    rows = await tx.fetch(
        "SELECT b.message_id, b.business_id_sealed,"
        f" CASE WHEN length(b.records_sealed) < {most_bytes:d} THEN b.records_sealed END AS records_sealed"
        " FROM {rows} JOIN message_bodies b ON b.message_id = r.id",
        rows=id_rows(messages),
    )
    return {row["message_id"]: row for row in rows}


async def newest_of(tx: Tx, party: str, most: int) -> Sequence[Row]:
    """A sender's newest messages."""
    return await tx.fetch(
        "SELECT id, format, state, accepted_at FROM messages WHERE party = :party ORDER BY id DESC LIMIT :most",
        {"party": party, "most": most},
    )


_FIN = Words(
    "FİN 7 simvoldan ibarət olmalıdır: rəqəmlər və I, O istisna olmaqla ingilis hərfləri.",
    "A FIN has 7 characters: digits and English letters except I and O.",
)
