"""A small world for repairs: the real door, claims, calls and settlements over a real store, and an obedient agency."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from connectors.connector import Limits
from connectors.outcome import Delivered, Document, Exchanged, Outcome, Rejected, Unavailable, Unknown
from hub.access.second_person import Who
from hub.access.signatures import Signatures
from hub.bus.embedded import EmbeddedBus
from hub.clock import SystemClock
from hub.exchange.accept import AcceptBatch
from hub.exchange.announcing import Accepting
from hub.exchange.breaker import ensure_operations
from hub.exchange.calling.steps import CallDependencies, Calls
from hub.exchange.claim import ClaimBatch
from hub.exchange.door import Door, Submission
from hub.exchange.planning import Planner
from hub.exchange.repair.making import make_repair
from hub.exchange.repair.model import Arguments, RepairDependencies, Request, Selection
from hub.exchange.repair.runner import advance_repairs
from hub.exchange.repair.states import Action
from hub.exchange.settle import SettleBatch
from hub.exchange.translate import Translator
from hub.store.content import ContentStore
from hub.store.open import installation_id
from hub.store.sealing import KeyedHash
from hub.store.store import Store
from hub.store.tx import Row
from hub.store.writer import Writer
from mappings.format import CannotWrite, Reading, SchemaRefusal
from mappings.issues import issue
from mappings.mapping import MOST_NODES
from mappings.records import Person, Record
from routes.route import Destination, Route, Routes
from tests.identity_sealer import IdentitySealer

MAKER = Who("committee")
APPROVER = Who("committee-2")
Answers = Callable[[Document], str | None]
_REACHED = Exchanged(b"{}", b"{}", 200, reached=True)


@dataclass
class PersonFormat:
    """`{"id", "fins", "surname", "gender"}`; a gender that is not in the table cannot be mapped."""

    name: str = "test.person.v1"
    syntax: Literal["json"] = "json"
    version_hash: str = "first"
    duplicate_key_rule: Literal["declared"] = "declared"
    most_nodes: int = MOST_NODES
    genders: set[str] = field(default_factory=lambda: {"M", "F"})
    surnames: Callable[[str | None], str | None] = lambda surname: surname

    def refuse(self, document: Any, element: object = None) -> SchemaRefusal | None:
        return None if isinstance(document.get("fins"), list) else SchemaRefusal("/fins", "list")

    def read(self, document: dict[str, Any]) -> Reading:
        gender = document.get("gender", "M")
        issues = () if gender in self.genders else (issue("map.unknown_code", "/gender", "code:sex", gender),)
        person = Person(fin=document["fins"][0], surname=self.surnames(document.get("surname")))
        keys = tuple(("fin", fin) for fin in document["fins"])
        return Reading((person,), issues, keys, document["id"], None, mapped=not issues)

    def write(self, record: Record) -> dict[str, Any]:
        raise CannotWrite("*", "this format is only read")


class PlainFormat:
    """What the agencies of these tests want: a FIN and a surname."""

    name = "test.out.v1"
    syntax: Literal["json"] = "json"
    version_hash = "out"
    most_nodes = MOST_NODES
    duplicate_key_rule: Literal["header"] = "header"

    def refuse(self, document: Any, element: object = None) -> SchemaRefusal | None:
        return None

    def read(self, document: dict[str, Any]) -> Reading:
        return Reading((), (), (), None, None, mapped=True)

    def write(self, record: Record) -> dict[str, Any]:
        assert isinstance(record, Person)
        if record.surname is None:
            raise CannotWrite("surname", "required")
        return {"fin": record.fin, "surname": record.surname}


@dataclass
class Agency:
    """One operation. It applies each key once and remembers the order; `answers` decides before it applies."""

    name: str
    idempotent: bool = True
    has_status: bool = True
    answers: Answers = field(default_factory=lambda: agrees)
    applied: dict[str, Document] = field(default_factory=dict)
    calls: list[tuple[str, Document]] = field(default_factory=list)
    limits: Limits = field(default_factory=lambda: Limits(parallel=None))

    @property
    def agency(self) -> str:
        return self.name.partition(".")[0]

    async def call(self, document: Document, key: str) -> Outcome:
        self.calls.append((key, document))
        match self.answers(document):
            case None:
                self.applied.setdefault(key, document)
                return Delivered(_REACHED, reference=f"ref-{len(self.applied)}")
            case "unknown":
                self.applied.setdefault(key, document)
                return Unknown(Exchanged(reached=True), "agency.read_timeout")
            case "away":
                return Unavailable(Exchanged(), "agency.refused")
            case code:
                return Rejected(_REACHED, code)

    async def status(self, key: str) -> Outcome:
        if key in self.applied:
            return Delivered(_REACHED)
        return Rejected(_REACHED, "status.not_applied")

    def surnames(self) -> list[str]:
        """In the order of application."""
        return [document["surname"] for document in self.applied.values()]


@dataclass
class World:
    """Everything that a test of repairs touches."""

    store: Store
    needs: RepairDependencies
    door: Door
    calls: Calls
    persons: PersonFormat
    one: Agency
    two: Agency

    async def send(self, number: int, *fins: str, surname: str | None = None, gender: str = "M") -> str:
        """A message at the door; its id."""
        document = {"id": f"e-{number}", "fins": list(fins) or [fin(number)], "gender": gender}
        if surname is not None:
            document["surname"] = surname
        raw = json.dumps(document).encode()
        return (await self.door.accept(Submission("edliyye", "test.person.v1", raw))).accepted.message_id

    async def work(self) -> None:
        """Deliver everything that is due, until nothing is."""
        while due := await self.rows(
            "SELECT id, destination FROM deliveries WHERE state IN ('due', 'retrying') AND next_due <= hub_now()"
        ):
            for agency in (self.one, self.two):
                mine = tuple(row["id"] for row in due if row["destination"] == agency.name)
                for start in range(0, len(mine), 64):
                    await self.calls.deliver(agency.name, mine[start : start + 64])

    async def make(self, action: Action, selection: Sequence[str] | str | Selection, **more: Any) -> str:
        """A repair by the maker."""
        return await make_repair(self.needs, self.request(action, selection, **more))

    def request(self, action: Action, selection: Sequence[str] | str | Selection, **more: Any) -> Request:
        if isinstance(selection, str):
            selection = Selection(group=selection)
        elif not isinstance(selection, Selection):
            selection = Selection(ids=tuple(selection))
        canary = more.pop("canary", None)
        return Request(action, selection, "because of a test", MAKER, Arguments(**more), canary=canary)

    async def run(self, repair: str, *, works: bool = True) -> Row:
        """Move the repair and the deliveries in turn until it ends; its row."""
        for _ in range(60):
            await advance_repairs(self.needs)
            row = (await self.rows("SELECT * FROM repairs WHERE id = :id", id=repair))[0]
            if row["finished_at"] is not None or row["state"] in ("paused", "awaiting_approval"):
                break
            if works:
                await self.work()
        return row

    async def items(self, repair: str) -> list[tuple[str, str | None]]:
        found = await self.rows(
            "SELECT state, outcome FROM repair_items WHERE repair_id = :id ORDER BY number", id=repair
        )
        return [(row["state"], row["outcome"]) for row in found]

    async def deliveries(self, message: str) -> list[Row]:
        return await self.rows("SELECT * FROM deliveries WHERE message_id = :id ORDER BY id", id=message)

    async def failed(self, message: str, destination: str = "one.put") -> str:
        """The id of a message's failed or unknown delivery."""
        (found,) = [
            row
            for row in await self.deliveries(message)
            if row["state"] in ("failed", "unknown") and row["destination"] == destination
        ]
        delivery: str = found["id"]
        return delivery

    async def states(self, message: str) -> list[str]:
        return [row["state"] for row in await self.deliveries(message)]

    async def message_state(self, message: str) -> str:
        state: str = (await self.rows("SELECT state FROM messages WHERE id = :id", id=message))[0]["state"]
        return state

    async def rows(self, sql: str, **values: Any) -> list[Row]:
        async with self.store.read() as tx:
            return list(await tx.fetch(sql, values))

    async def counters_are_right(self) -> None:
        """Invariant: the counters of every message equal its rows."""
        wrong = await self.rows(
            "SELECT m.id FROM messages m WHERE m.open_count <> (SELECT count(*) FROM deliveries d WHERE d.message_id ="
            " m.id AND d.state IN ('due', 'delivering', 'retrying', 'blocked')) OR m.bad_count <> (SELECT count(*)"
            " FROM deliveries d WHERE d.message_id = m.id AND d.state IN ('failed', 'unknown'))"
        )
        assert wrong == []
        loose = await self.rows(
            "SELECT delivery_id FROM open_repairs o JOIN repairs r ON r.id = o.repair_id"
            " WHERE r.finished_at IS NOT NULL"
        )
        assert loose == []


def agrees(document: Document) -> None:
    """Applies whatever comes."""


def always(answer: str) -> Answers:
    """Gives the same answer to all: a code to refuse with, `unknown` or `away`."""

    def answers(document: Document) -> str:
        return answer

    return answers


def fin(number: int) -> str:
    """A FIN that no person has, one for each number."""
    return f"9{number:06d}"


@asynccontextmanager
async def world_over(store: Store, folder: Path) -> AsyncIterator[World]:
    """The world, over a store that the caller closes."""
    sealer, keyed = IdentitySealer(), KeyedHash(b"key of a test" * 4)
    persons, plain = PersonFormat(), PlainFormat()
    formats: dict[str, Any] = {persons.name: persons, plain.name: plain}
    routes = Routes(
        (
            Route("test-route", persons.name, (Destination("one.put", writes=plain.name),)),
            Route("other-route", plain.name, (Destination("two.put", writes=plain.name),)),
        )
    )
    planner = Planner(routes, keyed, sealer, await installation_id(store))
    one, two = Agency("one.put"), Agency("two.put")
    async with store.write() as tx:
        await ensure_operations(tx, ["one.put", "two.put"])
    operations: dict[str, Any] = {one.name: one, two.name: two}
    accept = AcceptBatch()
    claim, settle = ClaimBatch({name: each.limits for name, each in operations.items()}), SettleBatch()
    content = ContentStore(folder / "content", IdentitySealer(), keyed)
    async with Writer(store, [accept, settle, claim]) as writer:
        calling = CallDependencies(
            store,
            writer,
            SystemClock(),
            claim,
            settle,
            Translator(formats, planner, sealer),
            operations,
            lambda: None,
        )
        needs = RepairDependencies(store, planner, sealer, formats, content, operations, frozenset())
        unsigned = Signatures(store, SystemClock(), must_sign=False)
        door = Door(formats, planner, sealer, Accepting(writer, accept, EmbeddedBus()), content, unsigned)
        yield World(store, needs, door, Calls("test", calling, 15.0), persons, one, two)
