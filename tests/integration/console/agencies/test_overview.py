"""The front page says whether all is well; if not, since when, for whom, and what waits."""

from __future__ import annotations

import re
from dataclasses import replace

from hub.evidence.sequencer import Sequencer
from hub.exchange.accept import store_messages
from hub.exchange.claim import Claim
from hub.exchange.model import Job
from hub.exchange.settle import Settle, Try
from hub.exchange.states import DeliveryState
from hub.exchange.verdict import Verdict
from hub.watch.paces import HOUR, note_paces
from tests.builders import message, planned
from tests.integration.api.served import ACTS
from tests.integration.console.agencies.conftest import Console, text

OPERATION = "azeriqaz.subscriber.update"


async def failed(console: Console, count: int, code: str = "azeriqaz.no_such_subscriber") -> None:
    """So many deliveries to Azəriqaz that it has rejected, each with one waiting behind it."""
    hub = console.served.hub
    async with hub.store.write() as tx:
        made = [message(planned(OPERATION, f"k_{code}_{number // 2}")) for number in range(2 * count)]
        await store_messages(tx, made, await tx.now())
    async with hub.store.read() as tx:
        due = [row["id"] for row in await tx.fetch("SELECT id FROM deliveries WHERE state = 'due'")]
    batches = hub.calling
    for one in due:
        claimed = await hub.writer.submit(batches.claim, Claim((one,), "w1", 15_000_000))
        await hub.writer.submit(batches.settle, _rejected(claimed.jobs[0], code))


def _rejected(job: Job, code: str) -> Settle:
    attempt = Try(job.id, job.number, job.fence, "w1", "rejected", code, "", 200, True, b"\x00", b"\x00")
    return Settle(attempt, Verdict(DeliveryState.FAILED, "rejected", 0, True, True, None))


async def test_a_healthy_hub_has_a_quiet_page(console: Console) -> None:
    page = text(await console.get("ramil", "/overview"))

    assert "All is well" in page
    assert "The hub has called no agency yet." in page
    assert "lost" not in page
    assert "Nothing has failed" in page


async def test_failures_are_told_with_their_agency_number_and_cause(console: Console) -> None:
    await failed(console, 3)

    answer = await console.get("ramil", "/overview")

    page = text(answer)
    assert "One thing waits for a person" in page
    assert "Azəriqaz: 3 Azəriqaz has no such subscriber. first seen" in page
    assert "Wait behind" in page
    assert "/console/failures/" in answer.text


async def test_it_is_told_in_azerbaijani_too(console: Console) -> None:
    await failed(console, 2)

    page = text(await console.get("ramil", "/overview", "az"))

    assert "Bir iş əməkdaş gözləyir" in page
    assert "Azəriqaz: 2 Azəriqazda belə abonent yoxdur. ilk dəfə" in page


async def test_each_cause_is_counted_once_and_the_largest_stands_first(console: Console) -> None:
    await failed(console, 1, "agency.html")
    await failed(console, 2)

    page = text(await console.get("ramil", "/overview"))

    assert "2 things wait for a person" in page
    assert page.index("has no such subscriber") < page.index("web page instead of data")


async def test_what_was_refused_at_the_door_is_listed_with_its_place(console: Console) -> None:
    await console.served.post(ACTS, b"{", key="sandbox-edliyye", idempotency_key="k1")

    assert "Ministry of Justice" in text(await console.get("ramil", "/overview"))
    page = text(await console.get("ramil", "/refusals?party=edliyye"))
    assert "justice.civil-act.v1" in page
    assert "Nothing was refused" in text(await console.get("ramil", "/refusals?party=meis"))


async def test_an_agency_s_people_are_led_to_their_own_page(console: Console) -> None:
    answer = await console.get("gunel", "/overview")

    assert answer.status_code == 303
    assert answer.headers["location"] == "/console/agencies/azeriqaz"


async def test_a_clerk_may_not_see_it(console: Console) -> None:
    assert (await console.get("sevinc", "/overview")).status_code == 403


async def test_the_page_is_small(console: Console) -> None:
    await failed(console, 5)

    assert len((await console.get("ramil", "/overview", "az")).content) < 100_000


async def silence(console: Console, operation: str = OPERATION) -> None:
    """Its agency does not answer."""
    async with console.served.hub.store.write() as tx:
        await tx.execute(
            "UPDATE operations SET breaker = 'open', consecutive = 5, probe_at = hub_now() + 600000000"
            " WHERE name = :name",
            {"name": operation},
        )


async def test_an_outage_leads_over_old_failures_in_headline_card_chip_and_page(console: Console) -> None:
    await failed(console, 3)
    await silence(console)

    page = text(await console.get("ramil", "/overview"))
    assert "No answer from Azəriqaz" in page
    assert page.index("Azəriqaz: no answer") < page.index("Azəriqaz: 3 ")
    assert "the hub tries again at" in page
    assert "↻ no answer 3" in page
    own = text(await console.get("ramil", "/agencies/azeriqaz"))
    assert own.index("no answer") < own.index("Left over: 3")


async def test_what_waits_for_a_silent_agency_heals_by_itself_and_is_counted_so(console: Console) -> None:
    hub = console.served.hub
    async with hub.store.write() as tx:
        await store_messages(
            tx, [message(planned(OPERATION, f"k{number // 2}")) for number in range(12)], await tx.now()
        )
    await silence(console)

    page = text(await console.get("ramil", "/overview"))

    assert "Azəriqaz: no answer Waiting: 12 " in page
    assert re.search(r"Heals by itself 12 |12 Heals by itself", page), page


async def test_an_agency_with_old_failures_still_counts_as_reached(console: Console) -> None:
    await failed(console, 3)

    page = text(await console.get("ramil", "/overview"))
    assert "✓ answers 3" in page
    assert "The one agency that the hub has called can be reached. Not called yet:" in page


async def test_tile_and_badge_are_of_the_same_reading_as_the_headline(console: Console) -> None:
    await console.get("ramil", "/failures")  # keeps the figures of other pages for a while
    await failed(console, 2)

    answer = await console.get("ramil", "/overview")
    assert re.findall(r'data-count="bad"[^>]*>([0-9]+)<', answer.text) == ["2", "2"]


async def test_a_log_without_a_time_stamp_for_too_long_is_told(console: Console) -> None:
    hub = console.served.hub
    async with hub.store.write() as tx:
        await tx.execute(
            "INSERT INTO tree_heads (size, root, checkpoint, created_at) SELECT 1, 'aa', 'a head', hub_now() - :age",
            {"age": 91 * 60 * 1_000_000},
        )

    page = text(await console.get("samir", "/overview"))
    assert "The evidence log gets no time stamp" in page
    assert "The limit is 4 h" in page


async def test_what_came_is_its_sender_s_where_several_hand_over_one_format(console: Console) -> None:
    hub = console.served.hub
    await note_paces(hub.store)
    async with hub.store.write() as tx:
        made = replace(message(party="sehiyye"), format="service.acknowledgement.v1")
        await store_messages(tx, [made], await tx.now() - HOUR // 60)
    await Sequencer(hub.store, hub.promises.key).merge()
    await note_paces(hub.store)

    page = text(await console.get("ramil", "/agencies"))
    sender, other = (
        page[page.index(f"{name} notice of a change") :][:600]
        for name in ("Ministry of Health", "Ministry of Education")
    )
    assert " now " in sender
    assert " now " not in other.partition("Ministry of Labour")[0]
