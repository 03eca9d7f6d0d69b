"""Batches of two workers that meet at the same people: one waits for the other, and neither for ever."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import pytest

from hub.exchange.accept import AcceptBatch
from hub.exchange.apply import Applied, Apply, ApplyBatch
from hub.exchange.model import Job
from hub.exchange.planning import Planner
from hub.exchange.register_effect import RegisterEffect
from hub.exchange.translate import Translator
from hub.register.likeness import find_pairs, possible_doubles
from hub.register.store import RegisterStore
from hub.store.ids import new_id
from hub.store.store import Store
from hub.store.tx import Tx
from mappings.records import Person, record_to_json
from routes.route import Routes
from tests.builders import KEYED, message, planned
from tests.identity_sealer import IdentitySealer

pytestmark = pytest.mark.parametrize("store", ["postgresql"], indirect=True)
SEALER = IdentitySealer()
REGISTER = RegisterStore(SEALER, KEYED)
EFFECT = RegisterEffect(REGISTER, Translator({}, Planner(Routes(()), KEYED, SEALER, "here"), SEALER))
AYSEL = {"surname": "Əliyeva", "given_name": "Aysel", "birth_date": "1990-05-01"}
SEVDA = {"surname": "Quliyeva", "given_name": "Sevda", "birth_date": "1985-03-08"}
PEOPLE = {"7ABCD12": AYSEL, "7ABCD72": AYSEL, "4BCDE12": SEVDA, "4BCDE22": SEVDA}


@dataclass
class Meeting:
    """An effect that after the first message waits a moment for the other worker to have applied its own."""

    here: asyncio.Event
    there: asyncio.Event
    applied: list[Applied] = field(default_factory=list)

    async def apply(self, tx: Tx, job: Job, now: int) -> Applied:
        self.applied.append(await EFFECT.apply(tx, job, now))
        self.here.set()
        try:
            async with asyncio.timeout(0.5):
                await self.there.wait()
        except TimeoutError:
            pass
        return self.applied[-1]


async def accepted(store: Store, *people: Person) -> tuple[str, ...]:
    """A message for each, in a lane of its own; the deliveries to the register."""
    deliveries = [planned("register", new_id()) for _ in people]
    messages = [
        replace(message(delivery), records_sealed=SEALER.seal("", "", record_to_json(person)))
        for delivery, person in zip(deliveries, people, strict=True)
    ]
    async with store.write() as tx:
        await AcceptBatch().run(tx, messages)
    return tuple(delivery.id for delivery in deliveries)


async def applied(store: Store, deliveries: Sequence[str], effect: Meeting) -> None:
    async with store.write() as tx:
        await ApplyBatch({"register": effect}, EFFECT.lock).run(tx, [Apply(tuple(deliveries), "w")])


async def cross(store: Store, one: Sequence[Person], other: Sequence[Person]) -> None:
    """Both at once; raises what the database said to either."""
    mine, theirs = await accepted(store, *one), await accepted(store, *other)
    first, second = asyncio.Event(), asyncio.Event()
    async with asyncio.timeout(15), asyncio.TaskGroup() as workers:
        workers.create_task(applied(store, mine, Meeting(first, second)))
        workers.create_task(applied(store, theirs, Meeting(second, first)))


async def known(store: Store) -> None:
    """Two pairs of people who look alike."""
    event = asyncio.Event()
    event.set()
    people = [Person.model_validate({"fin": fin, **said}) for fin, said in PEOPLE.items()]
    await applied(store, await accepted(store, *people), Meeting(event, event))
    await find_pairs(store)


def with_document(fin: str, number: str) -> Person:
    """What makes their likeness another one, and the pair the same."""
    return Person.model_validate({"fin": fin, **PEOPLE[fin], "document": {"series": "AA", "number": number}})


@pytest.mark.parametrize("turned", [False, True])
async def test_two_that_write_of_people_who_look_alike_wait_for_nobody(store: Store, *, turned: bool) -> None:
    await known(store)
    one = [with_document("7ABCD12", "1000001"), with_document("4BCDE12", "1000002")]
    other = [with_document("4BCDE22", "1000003"), with_document("7ABCD72", "1000004")]

    await cross(store, *((other, one) if turned else (one, other)))

    await find_pairs(store)
    async with store.read() as tx:
        assert (await possible_doubles(tx, 10))[0] == 2


@pytest.mark.parametrize("turned", [False, True])
async def test_two_that_write_of_the_same_people_in_turns_lock_them_in_one_order(store: Store, *, turned: bool) -> None:
    await known(store)
    one = [with_document("7ABCD12", "1000001"), with_document("4BCDE12", "1000002")]
    other = [with_document("4BCDE12", "1000003"), with_document("7ABCD12", "1000004")]

    await cross(store, *((other, one) if turned else (one, other)))

    async with store.read() as tx:
        found = await REGISTER.by_keys(tx, [KEYED("fin", fin) for fin in ("7ABCD12", "4BCDE12")], locked=False)
    assert all(each.attributes["document"]["number"] for each in found.values())
