"""T1: a message, its body, keys, deliveries with their lane numbers and its evidence leaf, in one commit.

Only after that commit does the sender get an answer (Idempotent Receiver: the same key and content get the same
answer; the same key with other content is told apart).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, replace

from hub.evidence.leaf import Leaf, leaf_rows, make_leaf
from hub.exchange.lanes import Taken, numbers_for
from hub.exchange.model import Accepted, KeyTaken, NewMessage
from hub.exchange.states import DeliveryState, MessageState
from hub.failpoints import failpoint
from hub.store.tx import Row, Rows, Tx
from hub.store.writer import LINGER_S

_MESSAGE = (
    "id, party, format, format_hash, route, kind, state, content_hash, body_digest, body_size, version, origin, cause,"
    " hops, trace, open_count, accepted_at, completed_at, leaf_hash"
)
_BODY = "message_id, body_sealed, records_sealed, issues_sealed, business_id_sealed"
_DELIVERY = (
    "id, message_id, destination, route, state, agency_key, on_failure, version, blockers, next_due, budget,"
    " created_at, part"
)


class AcceptBatch:
    """The writer's batch of T1 commands."""

    name = "accept"
    linger = LINGER_S

    def __init__(self, told: frozenset[str] = frozenset()) -> None:
        self._told = told
        """Destinations whose deliveries the accepting process tells the bus of (`hub.exchange.announcing`)."""

    async def run(self, tx: Tx, commands: Sequence[NewMessage]) -> Sequence[Accepted | KeyTaken]:
        """Store what is new; answer what is a repetition as it was answered before."""
        now, known = await _known(tx, [command.idempotency_key for command in commands])
        fresh: dict[str, NewMessage] = {}
        results: list[Accepted | KeyTaken | None] = []
        for command in commands:
            prior = known.get(command.idempotency_key)
            if prior is not None:
                results.append(_answer_again(prior, command))
            elif command.idempotency_key in fresh:
                results.append(None)
            else:
                fresh[command.idempotency_key] = command
                results.append(None)
        accepted = await store_messages(tx, list(fresh.values()), now, self._told)
        await failpoint("api.before_commit")
        return [
            result or _in_batch(command, fresh[command.idempotency_key], accepted)
            for command, result in zip(commands, results, strict=True)
        ]

    async def read_back(self, tx: Tx, command: NewMessage) -> Accepted | KeyTaken | None:
        """Find what a lost commit did with this command."""
        _, known = await _known(tx, [command.idempotency_key])
        prior = known.get(command.idempotency_key)
        if prior is None:
            return None
        answer = _answer_again(prior, command)
        mine = isinstance(answer, Accepted) and answer.message_id == command.id
        return replace(answer, duplicate=False) if mine and isinstance(answer, Accepted) else answer


async def store_messages(
    tx: Tx, messages: Sequence[NewMessage], now: int, told: frozenset[str] = frozenset()
) -> dict[str, Accepted]:
    """Write new messages with everything that belongs to them. Also used for follow-ups, in T3. By message id."""
    if not messages:
        return {}
    planned = [delivery for message in messages for delivery in message.deliveries]
    entries = [(d.id, (d.destination, key)) for d in planned for key in d.lane_keys]
    held = [(m.id, lane) for m in messages for lane in m.quarantine_lanes]
    taken, entered = await numbers_for(tx, [*entries, *held])
    leaves = {message.id: _leaf(message, now) for message in messages}
    await tx.write_all(
        entered,
        ("messages", _MESSAGE, [_message_row(message, leaves[message.id], now) for message in messages]),
        (
            "message_bodies",
            _BODY,
            [(m.id, m.body.sealed, m.records_sealed, m.issues_sealed, m.business_id_sealed) for m in messages],
        ),
        (
            "idempotency_keys",
            "key_hash, message_id, content_hash, created_at",
            [(m.idempotency_key, m.id, m.body.content_hash, now) for m in messages],
        ),
        (
            "message_keys",
            "key_hash, message_id",
            [(key, m.id) for m in messages for key in dict.fromkeys(m.search_keys)],
        ),
        ("deliveries", _DELIVERY, _delivery_rows(messages, taken, now, told)),
        (
            "files",
            "message_id, name, series, file_date, serial",
            [(m.id, m.file.name, m.file.series, m.file.file_date, m.file.serial) for m in messages if m.file],
        ),
        leaf_rows(tx.vouching, leaves.values()),
    )
    accepted = {}
    for m in messages:
        due = tuple((d.destination, d.id) for d in m.deliveries if d.destination in told and not _waits(taken, d.id))
        accepted[m.id] = Accepted(m.id, now, leaves[m.id].hash, m.state, m.body.digest, due=due)
    return accepted


def _waits(taken: Taken, delivery: str) -> int:
    return taken.get(delivery, (0, []))[0]


def _delivery_rows(
    messages: Sequence[NewMessage], taken: Taken, now: int, told: frozenset[str]
) -> list[tuple[object, ...]]:
    """The planned deliveries: due where they head all their lanes, else blocked."""
    rows: list[tuple[object, ...]] = []
    for message in messages:
        for d in message.deliveries:
            waits = _waits(taken, d.id)
            state = DeliveryState.BLOCKED if waits else DeliveryState.DUE
            rows.append(
                (
                    d.id,
                    message.id,
                    d.destination,
                    d.route,
                    state.value,
                    d.agency_key,
                    d.on_failure,
                    d.version,
                    waits,
                    now - (d.destination in told),
                    d.budget,
                    now,
                    d.part,
                )
            )
    return rows


async def _known(tx: Tx, keys: Sequence[str]) -> tuple[int, dict[str, Row]]:
    found = await tx.fetch(
        "SELECT hub_now() AS now, r.key_hash, i.message_id, i.content_hash, m.accepted_at, m.leaf_hash, m.state,"
        " m.body_digest FROM {rows} LEFT JOIN idempotency_keys i ON i.key_hash = r.key_hash"
        " LEFT JOIN messages m ON m.id = i.message_id",
        rows=Rows("key_hash text", [(key,) for key in dict.fromkeys(keys)]),
    )
    return found[0]["now"], {row["key_hash"]: row for row in found if row["message_id"] is not None}


def _answer_again(prior: Row, command: NewMessage) -> Accepted | KeyTaken:
    if prior["content_hash"] != command.body.content_hash:
        return KeyTaken(prior["message_id"])
    state = MessageState(prior["state"])
    return Accepted(
        prior["message_id"], prior["accepted_at"], prior["leaf_hash"], state, prior["body_digest"], duplicate=True
    )


def _in_batch(command: NewMessage, first: NewMessage, accepted: dict[str, Accepted]) -> Accepted | KeyTaken:
    mine = accepted[first.id]
    if command.id == first.id:
        return mine
    if command.body.content_hash != first.body.content_hash:
        return KeyTaken(first.id)
    return replace(mine, duplicate=True, due=())


def _leaf(message: NewMessage, now: int) -> Leaf:
    return make_leaf(
        "message.accepted",
        message.id,
        now,
        party=message.party,
        format=message.format,
        body=message.commitment,
        cause=message.origin.cause,
        state=message.state.value,
        **(asdict(message.signed) if message.signed else {}),
    )


def _message_row(m: NewMessage, leaf: Leaf, now: int) -> tuple[object, ...]:
    done = now if m.state in (MessageState.COMPLETED, MessageState.DISCARDED) else None
    return (
        m.id,
        m.party,
        m.format,
        m.format_hash,
        m.route,
        m.kind,
        m.state.value,
        m.body.content_hash,
        m.body.digest,
        m.body.size,
        m.version,
        m.origin.party,
        m.origin.cause,
        m.origin.hops,
        m.trace,
        len(m.deliveries),
        now,
        done,
        leaf.hash,
    )
