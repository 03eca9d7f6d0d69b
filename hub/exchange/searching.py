"""Which messages are wanted, and one bounded way to them: along an index, or through a window of the newest.

The API and the console both search here. A search that no index leads looks through WINDOW ids a page and tells where
it stopped looking; the next page goes on from there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from hub.errors import Refused, Words
from hub.exchange.repair.select import BAD
from hub.exchange.states import DeliveryState, MessageState
from hub.store.ids import NEWEST, next_cursor
from hub.store.tx import Row, Tx
from hub.store.tx import ids as id_rows
from hub.store.where import Where
from mappings.identity import read_code

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
class MessageSearch:
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
    fin = read_code(value)
    if not isinstance(fin, str):
        raise Refused("api.fin_shape", _FIN, status=422, place="/fin")
    return fin


async def find_messages(
    tx: Tx, wanted: MessageSearch, party: str | None, below: str = NEWEST, limit: int = 50
) -> Found:
    """A page of the messages below an id; of one sender where a party is given."""
    more: dict[str, Any] = {"below": below, "most": limit}
    if wanted.key is not None:
        where = Where("k.message_id < :below").given("k.key_hash = :key", key=wanted.key)
        _others(_indexed(where, wanted, party), wanted)
        rows = await tx.fetch(
            "SELECT m.* FROM message_keys k JOIN messages m ON m.id = k.message_id"
            f" WHERE {where} ORDER BY k.message_id DESC LIMIT :most",
            where.values | more,
        )
        return Found(rows, _next(rows, limit))
    window, looked_for = _window(wanted, party)
    where = _indexed(Where(), wanted, party) if wanted.of_failed else Where()
    _others(where, wanted)
    rows = await tx.fetch(
        f"SELECT m.* FROM ({window} LIMIT {WINDOW}) AS w JOIN messages m ON m.id = w.id"
        f" WHERE {where} ORDER BY m.id DESC LIMIT :most",
        looked_for | where.values | more,
    )
    following = _next(rows, limit)
    if following is not None:
        return Found(rows, following)
    # Where the next page goes on looking; nowhere if the window reached the first message.
    last = await tx.fetch(f"{window} LIMIT 1 OFFSET {WINDOW - 1}", looked_for | more)
    end = last[0]["id"] if last else None
    return Found(rows, end, end)


def _next(rows: Sequence[Row], limit: int) -> str | None:
    return next_cursor([row["id"] for row in rows], limit)


def _window(wanted: MessageSearch, party: str | None) -> tuple[str, dict[str, Any]]:
    """The newest ids below the cursor, by the index of the failed, of the party or of the state where there is one."""
    if wanted.of_failed:
        where = Where(BAD, "d.message_id < :below").given("d.message_id >= :since", since=wanted.since)
        _of_delivery(where, wanted)
        return f"SELECT DISTINCT d.message_id AS id FROM deliveries d WHERE {where} ORDER BY id DESC", where.values
    where = _indexed(Where("m.id < :below"), wanted, party)
    return f"SELECT m.id FROM messages m WHERE {where} ORDER BY m.id DESC", where.values


def _indexed(where: Where, wanted: MessageSearch, party: str | None) -> Where:
    """What an index leads to. The state stands as a literal, without which no partial index is chosen."""
    where.given("m.party = :party", party=party).given("m.id >= :since", since=wanted.since)
    return where.given(f"m.state = '{wanted.state}'") if wanted.state in ATTENTION else where


def _others(where: Where, wanted: MessageSearch) -> None:
    """What no index leads to; the deliveries of the failed have been looked at in the window."""
    where.given("m.route = :route", route=wanted.route).given("m.format = :format", format=wanted.format)
    if wanted.state not in ATTENTION:
        where.given("m.state = :state", state=wanted.state)
    if wanted.key is None and wanted.of_failed:
        return
    if wanted.delivery_state or wanted.error or wanted.destinations:
        one = _of_delivery(Where("d.message_id = m.id"), wanted)
        where.given(f"EXISTS (SELECT 1 FROM deliveries d WHERE {one})", **one.values)


def _of_delivery(where: Where, wanted: MessageSearch) -> Where:
    where.given("d.state = :delivery_state", delivery_state=wanted.delivery_state)
    where.given("(d.error_code = :error OR d.fingerprint = :error)", error=wanted.error)
    return where.given(f"d.destination IN {where.these(wanted.destinations)}") if wanted.destinations else where


async def sealed_names(tx: Tx, messages: Sequence[str], most_bytes: int) -> dict[str, Row]:
    """What messages can be called by, still sealed: their business ids, and their records where these are not long."""
    rows = await tx.fetch(
        "SELECT b.message_id, m.kind, b.business_id_sealed, b.records_version,"
        f" CASE WHEN length(b.records_sealed) < {most_bytes:d} THEN b.records_sealed END AS records_sealed"
        " FROM {rows} JOIN message_bodies b ON b.message_id = r.id JOIN messages m ON m.id = r.id",
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
