"""Histories: what happened to one thing, each event sealed, in a hash chain whose end its row and its leaves keep too.

The things of a table `cases` have their events in `case_events` by `case_id`, and so for every other table. Of `read`,
their rows have `version` and `chain_hash`.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Generic, Protocol, TypeVar

from pydantic import TypeAdapter

from document_flow.paths.chain import GENESIS, SALT_BYTES, link
from hub.store.sealing import Sealer
from hub.store.tx import Row, Tx


class Happened(Protocol):
    """An event: `by` a login, empty where the hub did it."""

    @property
    def by(self) -> str: ...


E = TypeVar("E", bound=Happened)


@dataclass(frozen=True, slots=True)
class HistoryLine(Generic[E]):
    """One event as it was written; `intact`: its hash follows from its bytes and the hash before."""

    number: int
    kind: str
    actor: str
    at: int
    hash: str
    event: E
    intact: bool


@dataclass(frozen=True, slots=True)
class History(Generic[E]):
    """All events in order. `heads` are the number and hash of the last one, by the thing's row and by its leaves."""

    lines: Sequence[HistoryLine[E]]
    heads: frozenset[tuple[int, str]]

    @property
    def head(self) -> str:
        """The hash of the last event; empty where there is none."""
        return self.lines[-1].hash if self.lines else ""

    @property
    def intact(self) -> bool:
        """Whether none was changed, taken out or put in, and the last ones are still there."""
        return all(line.intact for line in self.lines) and self.heads == {(len(self.lines), self.head)}


@dataclass(frozen=True, slots=True)
class Histories(Generic[E]):
    """Those of the things of a table: `of` is one of them, as in its columns; `leaf` the kind of the leaf that a
    commit writes of it, with its version and the head of its chain.
    """

    of: str
    leaf: str
    events: TypeAdapter[E]
    name_of: Callable[[E], str] = attrgetter("kind")

    @property
    def table(self) -> str:
        """Where the events are."""
        return f"{self.of}_events"

    @property
    def columns(self) -> str:
        """What `rows` are rows of."""
        return f"{self.of}_id, number, kind, actor, body_sealed, hash, at"

    def rows(
        self, sealer: Sealer, name: str, chain: str, length: int, events: Iterable[E], now: int
    ) -> tuple[list[tuple[str, int, str, str, bytes, str, int]], str]:
        """New events of one thing after the first `length` of them, to be stored; and the head of its chain then."""
        head, found = chain or GENESIS, []
        for number, event in enumerate(events, length + 1):
            body = os.urandom(SALT_BYTES) + self.events.dump_json(event)
            head = link(head, body)
            sealed = sealer.seal(self._body, f"{name}/{number}", body)
            found.append((name, number, self.name_of(event), event.by, sealed, head, now))
        return found, head

    async def lines(self, tx: Tx, sealer: Sealer, name: str) -> tuple[HistoryLine[E], ...]:
        """All events of one thing, each checked against the one before."""
        found, previous = list[HistoryLine[E]](), GENESIS
        for expected, row in enumerate(await self._fetch(tx, name), 1):
            body = sealer.unseal(self._body, f"{name}/{row['number']}", row["body_sealed"])
            intact = row["number"] == expected and link(previous, body) == row["hash"]
            previous = row["hash"]
            event = self.events.validate_json(body[SALT_BYTES:])
            found.append(HistoryLine(row["number"], row["kind"], row["actor"], row["at"], row["hash"], event, intact))
        return tuple(found)

    async def event(self, tx: Tx, sealer: Sealer, name: str, number: int) -> E | None:
        """The event of that number alone; None where the history has none."""
        for row in await self._fetch(tx, name, "number = :number", number=number):
            body = sealer.unseal(self._body, f"{name}/{number}", row["body_sealed"])
            return self.events.validate_json(body[SALT_BYTES:])
        return None

    async def read(self, tx: Tx, sealer: Sealer, name: str) -> History[E]:
        """The events, and where they end by what else keeps it; within one snapshot, since a commit changes all."""
        rows = await tx.fetch(
            f"SELECT t.version, t.chain_hash, l.content FROM {self.of}s t"
            " LEFT JOIN evidence_leaves l ON l.subject = t.id AND l.kind = :kind WHERE t.id = :id",
            {"id": name, "kind": self.leaf},
        )
        facts = [json.loads(row["content"]) for row in rows if row["content"] is not None]
        noted = max(((each["version"], each["chain"]) for each in facts), default=(0, ""))
        heads = frozenset({noted, *((row["version"], row["chain_hash"]) for row in rows)})
        return History(await self.lines(tx, sealer, name), heads)

    @property
    def _body(self) -> str:
        return f"{self.table}.body"

    async def _fetch(self, tx: Tx, name: str, which: str = "true", **values: int) -> Sequence[Row]:
        return await tx.fetch(
            f"SELECT number, kind, actor, body_sealed, hash, at FROM {self.table} WHERE {self.of}_id = :id"
            f" AND {which} ORDER BY number",
            {"id": name, **values},
        )
