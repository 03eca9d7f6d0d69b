"""What every bus keeps: nothing confirmed is lost, nothing unfinished is forgotten, and trouble is an answer."""

from __future__ import annotations

import asyncio

import pytest

from hub.bus.port import Bus, Event, Handed, WorkItem
from tests.contract.bus.harness import FIRST, SECOND, Collector, Place, ids_of, items


async def nothing_waits(bus: Bus, destination: str = FIRST) -> None:
    async with asyncio.timeout(10):
        while await bus.depth(destination):
            await asyncio.sleep(0.1)


async def test_every_confirmed_item_arrives(bus: Bus) -> None:
    published = items(1500)
    collector = Collector()

    async with bus.consume([FIRST], collector, prefetch=50):
        assert await bus.publish(published) == [True] * 1500
        await collector.has(ids_of(published))


async def test_an_item_carries_many_deliveries_and_comes_whole(bus: Bus) -> None:
    item = WorkItem(FIRST, tuple(f"{number:032x}" for number in range(500)))
    collector = Collector()

    assert await bus.publish([item]) == [True]
    async with bus.consume([FIRST], collector, prefetch=1):
        await collector.has(set(item.deliveries))

    assert [handed.item for handed in collector.handed] == [item]
    assert not collector.handed[0].redelivered


async def test_what_was_published_before_anybody_consumed_waits(bus: Bus) -> None:
    published = items(10)
    await bus.publish(published)

    assert await bus.depth(FIRST) in (10, 0)  # a broker's count lags behind and is no proof
    collector = Collector()
    async with bus.consume([FIRST], collector, prefetch=10):
        await collector.has(ids_of(published))


async def test_finished_items_do_not_come_again(bus: Bus) -> None:
    published = items(20)
    first, second = Collector(), Collector()

    await bus.publish(published)
    async with bus.consume([FIRST], first, prefetch=5):
        await first.has(ids_of(published))
    async with bus.consume([FIRST], second, prefetch=5):
        await nothing_waits(bus)
        await asyncio.sleep(0.3)

    assert not second.handed


async def test_unfinished_items_come_back_when_their_consumer_goes(bus: Bus) -> None:
    published = items(10)
    careless, careful = Collector(lambda _handed: False), Collector()

    await bus.publish(published)
    async with bus.consume([FIRST], careless, prefetch=10):
        await careless.has(ids_of(published))
    async with bus.consume([FIRST], careful, prefetch=10):
        await careful.has(ids_of(published))

    assert all(handed.redelivered for handed in careful.handed)


async def test_finishing_after_the_consumer_has_gone_does_nothing(bus: Bus) -> None:
    careless, careful = Collector(lambda _handed: False), Collector()

    await bus.publish(items(1))
    async with bus.consume([FIRST], careless, prefetch=1):
        await careless.has(ids_of(items(1)))
    await careless.handed[0].ack()
    await careless.handed[0].put_back()
    async with bus.consume([FIRST], careful, prefetch=1):
        await careful.has(ids_of(items(1)))

    assert len(careful.handed) == 1


async def test_an_item_put_back_comes_again(bus: Bus) -> None:
    collector = Collector(lambda handed: handed.redelivered)
    once = asyncio.Event()

    async def put_back_once(handed: Handed) -> None:
        if not handed.redelivered:
            await handed.put_back()
            await handed.put_back()
            once.set()
        else:
            await collector(handed)

    await bus.publish(items(1))
    async with bus.consume([FIRST], put_back_once, prefetch=1):
        await once.wait()
        await collector.has(ids_of(items(1)))
        await nothing_waits(bus)

    assert len(collector.handed) == 1


async def test_an_item_may_be_put_back_any_number_of_times(bus: Bus) -> None:
    """RabbitMQ's default delivery limit drops a message after 20 returns."""
    returned = 0
    done = asyncio.Event()

    async def return_often(handed: Handed) -> None:
        nonlocal returned
        if returned < 60:
            returned += 1
            await handed.put_back()
        else:
            await handed.ack()
            done.set()

    await bus.publish(items(1))
    async with bus.consume([FIRST], return_often, prefetch=1), asyncio.timeout(20):
        await done.wait()


async def test_no_more_than_prefetch_items_of_a_destination_are_in_hands(bus: Bus) -> None:
    collector = Collector(lambda _handed: False)

    await bus.publish(items(20))
    await bus.publish(items(20, SECOND))
    async with bus.consume([FIRST, SECOND], collector, prefetch=4):
        await asyncio.sleep(0.5)
        held = [handed.item.destination for handed in collector.handed]
        assert (held.count(FIRST), held.count(SECOND)) == (4, 4)

        await next(handed for handed in collector.handed if handed.item.destination == FIRST).ack()
        await asyncio.sleep(0.3)

    held = [handed.item.destination for handed in collector.handed]
    assert (held.count(FIRST), held.count(SECOND)) == (5, 4)


async def test_an_item_may_be_finished_after_its_handler_has_ended(bus: Bus) -> None:
    collector = Collector(lambda _handed: False)
    published = items(30)

    await bus.publish(published)
    async with bus.consume([FIRST], collector, prefetch=10):
        for last in (10, 20, 30):
            await collector.has(ids_of(published[:last]))
            for handed in collector.handed[last - 10 : last]:
                await handed.ack()


async def test_handlers_run_side_by_side(bus: Bus) -> None:
    together = asyncio.Barrier(8)

    async def meet(handed: Handed) -> None:
        await together.wait()
        await handed.ack()

    await bus.publish(items(8))
    async with asyncio.timeout(10), bus.consume([FIRST], meet, prefetch=8):
        while together.n_waiting or await bus.depth(FIRST):
            await asyncio.sleep(0.05)


async def test_competing_consumers_share(place: Place) -> None:
    one, other = place.bus(), place.bus()
    await one.declare([FIRST])
    first, second = Collector(), Collector()
    published = items(300)

    async with one.consume([FIRST], first, prefetch=5), other.consume([FIRST], second, prefetch=5):
        await one.publish(published)
        async with asyncio.timeout(20):
            while len(first.ids | second.ids) < 300:
                await asyncio.sleep(0.05)

    assert len(first.handed) > 20
    assert len(second.handed) > 20
    assert not first.ids & second.ids


async def test_consumers_get_only_their_destinations(bus: Bus) -> None:
    collector = Collector()

    await bus.publish([*items(5), *items(5, SECOND, start=5)])
    async with bus.consume([SECOND], collector, prefetch=10):
        await collector.has(ids_of(items(5, SECOND, start=5)))
        await asyncio.sleep(0.2)

    assert {handed.item.destination for handed in collector.handed} == {SECOND}


async def test_an_undeclared_destination_is_refused_and_the_others_are_not(bus: Bus) -> None:
    mixed = [items(1)[0], WorkItem("din.identity.get", ("f" * 32,)), items(1, SECOND)[0]]

    assert await bus.publish(mixed) == [True, False, True]
    assert await bus.depth("din.identity.get") is None


async def test_a_name_with_wildcards_is_no_destination(bus: Bus) -> None:
    for name in ("meis.*", "#", "", "Meis", "meis..person"):
        with pytest.raises(ValueError, match="destination"):
            await bus.declare([name])


async def test_publishing_nothing_is_fine(bus: Bus) -> None:
    assert await bus.publish([]) == []
    assert await bus.publish_events([]) == []


async def test_running_handlers_end_before_the_consumer_leaves(bus: Bus) -> None:
    begun, ended = asyncio.Event(), asyncio.Event()

    async def slow(handed: Handed) -> None:
        begun.set()
        await asyncio.sleep(0.2)
        await handed.ack()
        ended.set()

    await bus.publish(items(1))
    async with bus.consume([FIRST], slow, prefetch=1):
        await begun.wait()

    assert ended.is_set()
    collector = Collector()
    async with bus.consume([FIRST], collector, prefetch=1):
        await asyncio.sleep(0.3)
    assert not collector.handed


async def test_a_handler_that_outlasts_the_grace_is_cancelled_and_its_item_comes_back(bus: Bus) -> None:
    begun = asyncio.Event()

    async def endless(_handed: Handed) -> None:
        begun.set()
        await asyncio.sleep(600)

    await bus.publish(items(1))
    async with asyncio.timeout(10), bus.consume([FIRST], endless, prefetch=1):
        await begun.wait()

    collector = Collector()
    async with bus.consume([FIRST], collector, prefetch=1):
        await collector.has(ids_of(items(1)))


async def test_what_a_handler_raises_ends_the_consumer_and_loses_nothing(bus: Bus) -> None:
    async def broken(_handed: Handed) -> None:
        raise LookupError

    await bus.publish(items(3))
    with pytest.raises(ExceptionGroup) as caught:
        async with asyncio.timeout(10), bus.consume([FIRST], broken, prefetch=1):
            await asyncio.sleep(600)

    assert caught.group_contains(LookupError)
    collector = Collector()
    async with bus.consume([FIRST], collector, prefetch=3):
        await collector.has(ids_of(items(3)))


async def test_events_are_taken_though_nobody_listens(bus: Bus) -> None:
    event = Event("0" * 32, "az.hub.message.completed", 1_790_000_000_000_000, "/hub", "/v1/messages/0")

    assert await bus.publish_events([event] * 3) == [True, True, True]


async def test_health_says_that_it_is_connected(bus: Bus) -> None:
    assert bus.health().connected
    assert bus.health().detail == ""


async def test_a_full_bus_says_no(place: Place) -> None:
    bus = place.bus()
    if bus.features.durable:
        pytest.skip("a durable bus has no bound of its own")
    await bus.declare([FIRST])

    answers = await bus.publish(items(100_010))

    assert answers.count(False) == 10
    assert not any(answers[-10:])
