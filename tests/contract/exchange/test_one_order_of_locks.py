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
from hub.programmes.same_person import RegisterHeard, look_again, take_up_news
from hub.register.likeness import find_pairs, possible_doubles
from hub.register.store import RegisterStore
from hub.store.ids import new_id
from hub.store.store import Store
from hub.store.tx import Tx
from mappings.dates import PartialDate
from mappings.records import ActSubject, CivilAct, Person, Record, record_to_json
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
        self.applied.append(await RegisterHeard(EFFECT).apply(tx, job, now))
        self.here.set()
        try:
            async with asyncio.timeout(0.5):
                await self.there.wait()
        except TimeoutError:
            pass
        return self.applied[-1]


async def accepted(store: Store, *told: Record) -> tuple[str, ...]:
    """A message for each, in a lane of its own; the deliveries to the register."""
    deliveries = [planned("register", new_id()) for _ in told]
    messages = [
        replace(message(delivery), records_sealed=SEALER.seal("", "", record_to_json(record)))
        for delivery, record in zip(deliveries, told, strict=True)
    ]
    async with store.write() as tx:
        await AcceptBatch().run(tx, messages)
    return tuple(delivery.id for delivery in deliveries)


async def applied(store: Store, deliveries: Sequence[str], effect: Meeting) -> None:
    async with store.write() as tx:
        await ApplyBatch({"register": effect}, EFFECT.lock).run(tx, [Apply(tuple(deliveries), "w")])


async def cross(store: Store, one: Sequence[Record], other: Sequence[Record]) -> None:
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


def death(number: str, fin: str | None = None) -> CivilAct:
    """An act that tells of somebody, or its cancellation, which names nobody."""
    told = () if fin is None else (ActSubject(role="deceased", person=Person.model_validate({"fin": fin, **AYSEL})),)
    return CivilAct(
        event_id=new_id(),
        act_type="cancel" if fin is None else "death",
        act_number=number,
        act_date=PartialDate(2026, 3, 1),
        subjects=told,
    )


@pytest.mark.parametrize("turned", [False, True])
async def test_two_that_cancel_acts_of_the_same_people_in_turns_lock_them_in_one_order(
    store: Store, *, turned: bool
) -> None:
    acts = {"D-1": "7ABCD12", "D-2": "4BCDE12", "D-3": "4BCDE12", "D-4": "7ABCD12"}
    event = asyncio.Event()
    event.set()
    await applied(store, await accepted(store, *(death(*act) for act in acts.items())), Meeting(event, event))
    one, other = [death("D-1"), death("D-2")], [death("D-3"), death("D-4")]

    await cross(store, *((other, one) if turned else (one, other)))

    async with store.read() as tx:
        people = await REGISTER.by_keys(tx, [KEYED("fin", fin) for fin in acts.values()], locked=False)
    assert len(people) == 2
    assert not any("death_date" in each.attributes for each in people.values())


@pytest.mark.parametrize("turned", [False, True])
async def test_two_that_tell_of_relatives_on_whom_the_same_cases_rest_wait_for_no_case(
    store: Store, *, turned: bool
) -> None:
    await known(store)
    cases = {new_id(): ("7ABCD12", "7ABCD72"), new_id(): ("4BCDE12", "4BCDE22")}
    async with store.write() as tx:
        await tx.insert("cases", _CASE, [_case(each) for each in cases])
        rests = [(KEYED("fin", fin), case) for case, fins in cases.items() for fin in fins]
        await tx.insert("case_relatives", "key_hash, case_id", rests)
    one = [with_document("7ABCD12", "1000001"), with_document("4BCDE12", "1000002")]
    other = [with_document("4BCDE22", "1000003"), with_document("7ABCD72", "1000004")]

    await cross(store, *((other, one) if turned else (one, other)))
    assert await take_up_news(store) == 4

    async with store.read() as tx:
        due = await tx.fetch("SELECT c.id FROM cases c WHERE c.work_at <= hub_now()")
    assert {row["id"] for row in due} == {*cases}
    assert await take_up_news(store) == 0


async def test_news_of_a_case_that_somebody_writes_just_now_wait_for_them(store: Store) -> None:
    await known(store)
    case = new_id()
    async with store.write() as tx:
        await tx.insert("cases", _CASE, [_case(case)])
        await tx.insert("case_relatives", "key_hash, case_id", [(KEYED("fin", "7ABCD12"), case)])
        await look_again(tx, frozenset([KEYED("fin", "7ABCD12")]))

    async with store.write() as tx:
        await tx.fetch("SELECT c.id FROM cases c {lock c}")
        assert await take_up_news(store) == 0

    assert await take_up_news(store) == 1


_CASE = (
    "id, programme, kind, subject_hash, number, came_from, phase, outcome, pending, awaits, version, chain_hash,"
    " state_sealed, opened_at, changed_at"
)


def _case(name: str) -> tuple[object, ...]:
    """One whose paper is in effect."""
    return (name, "status", "status", "", name, "desk", "in_effect", "granted", 0, "", 1, "", b"", 1, 1)
