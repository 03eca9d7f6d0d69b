"""A sample of those who were paid: drawn once a run by a seed from the log, asked one by one, counted by list."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import httpx
import pytest

from document_flow.programmes import programmes
from document_flow.sampling.acts.ask_payee import CloseCheck, NotePayee
from document_flow.sampling.acts.draw_sample import OpenSample
from document_flow.sampling.state import HowMany, PaymentCheck, PaymentSample
from hub.access.people import Person
from hub.aggregates.aggregate_store import WantedAggregates
from hub.aggregates.kind import Block, Kind, Stored
from hub.app import Hub
from hub.documents.office.directory import Post, save_posts
from hub.errors import HubError, Words
from hub.evidence.receipt import log_key
from hub.evidence.sequencer import Sequencer
from hub.money.acting import act_on
from hub.money.showing import reconciled
from hub.sampling.checks import CHECKS
from hub.sampling.samples import KIND as SAMPLES
from hub.sampling.samples import sample_id
from hub.serving import make_api
from hub.store.ids import new_id
from hub.web.payment_checks import whom
from mappings.money import text_from_qepik
from tests.hubs import running_hub, settings_for
from tests.integration.lists import month
from tests.integration.lists.month import driven, granted, issued, lists, settled
from tests.integration.money.lists import answered, instructions, reply, states
from tests.moments import today
from tests.things import person_without_fin

BERDE, BAKI = ("Zəngilan", "Bərdə"), ("Füzuli", "Bakı")
PEOPLE = 6


@pytest.fixture(params=["embedded", "postgresql"])
async def hub(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Hub]:
    more: dict[str, Any] = {}
    if request.param == "postgresql":
        more["database_url"] = request.getfixturevalue("postgres_url")
    async with running_hub(settings_for(tmp_path / "hub", **more), works=False) as running:
        for number in range(PEOPLE):
            pair = BERDE if number else BAKI
            await settled(running, f"5AAA00{number}", *pair, surname="Əliyeva", given_name=f"Aytən{number}")
            await granted(running, f"5AAA00{number}")
        yield running


async def paid(hub: Hub) -> str:
    """A run that was issued, came back from the post, and was paid outside its file, by fuad and elcin."""
    name = await issued(hub, "2026-03")
    for each in await instructions(hub):
        assert await answered(hub, reply(each, "12"), sender=each["payer"]) == [None]
    for obligation, row in await states(hub):
        due = text_from_qepik(obligation.due_qepik)
        says = {"way": "post", "paper": "P-1", "paid_on": today().isoformat(), "amount_qepik": due}
        await act_on(hub.aggregates.needs, row["id"], "pay_outside", "fuad", says, obligation.length)
        await act_on(hub.aggregates.needs, row["id"], "agree", "elcin", {}, obligation.length + 1)
    return name


async def opened(hub: Hub, run: str, by: str = "elcin") -> str:
    return (await hub.aggregates.open(SAMPLES, OpenSample(by=by, run=run), new_id())).id


async def drawn(hub: Hub, run: str) -> list[Stored[PaymentCheck]]:
    """The checks of a run's sample."""
    await opened(hub, run)
    await headed(hub)
    return await checks(hub)


async def headed(hub: Hub) -> None:
    """The log gets a head; the hub goes on."""
    await merged(hub)
    async with hub.store.write() as tx:
        await tx.execute("UPDATE aggregates SET work_at = 1 WHERE room = 'payment_samples' AND work_at IS NOT NULL")
    await driven(hub)


async def merged(hub: Hub) -> None:
    await asyncio.sleep(0.1)  # leaves that are younger wait for the next merge
    await Sequencer(hub.store, log_key(hub.hash, hub.aggregates.needs.planner.installation)).merge()


async def checks(hub: Hub) -> list[Stored[PaymentCheck]]:
    async with hub.store.read() as tx:
        return await hub.aggregates.tables.find(tx, CHECKS, WantedAggregates())


async def sample(hub: Hub, run: str) -> PaymentSample:
    async with hub.store.read() as tx:
        found = await hub.aggregates.tables.get(tx, SAMPLES, sample_id(run))
    assert found is not None
    return found.state


async def table(hub: Hub, kind: Kind[Any], name: str, code: str) -> list[Mapping[str, Any]]:
    (block,) = [each for each in (await hub.aggregates.sheet(kind, name, "elcin")).blocks if each.code == code]
    return rows_of(block)


def rows_of(block: Block) -> list[Mapping[str, Any]]:
    return [dict(zip([each.code for each in block.columns], row, strict=True)) for row in block.rows]


async def test_who_is_asked_follows_from_a_head_of_the_log_that_came_later(hub: Hub) -> None:
    run = await paid(hub)
    await opened(hub, run)
    await driven(hub)
    assert ((await sample(hub, run)).phase, await checks(hub)) == ("opened", []), "nobody knows the seed yet"
    rule = programmes()["allowance"].lists
    assert rule is not None
    assert rule.sample is not None
    assert (await sample(hub, run)).how_many == HowMany.by(rule.sample), "settled before the seed is known"

    await headed(hub)

    state = await sample(hub, run)
    seed = bytes.fromhex(sha256(state.root.encode()).hexdigest())
    async with hub.store.read() as tx:
        (head,) = await tx.fetch("SELECT root FROM tree_heads WHERE size = :size", {"size": state.size})
        rows = await tx.fetch("SELECT id, list_id FROM obligations WHERE status = 'paid'")
    by_pair = {pair: each.id for pair, each in (await lists(hub, run)).items()}
    ids = [row["id"] for row in rows if row["list_id"] == by_pair[BERDE]]
    first = sorted(ids, key=lambda each: sha256(seed + each.encode()).digest())[:3]
    found = await checks(hub)
    assert {each.state.obligation for each in found if each.state.list_id == by_pair[BERDE]} == set(first)
    assert (head["root"], state.phase, len(found)) == (state.root, "drawn", 4)
    assert (state.sampled[by_pair[BERDE]].paid, state.sampled[by_pair[BAKI]].drawn) == (PEOPLE - 1, 1)


async def test_of_two_samples_at_once_there_is_one_and_nobody_is_drawn_twice(hub: Hub) -> None:
    run = await paid(hub)

    came = await asyncio.gather(*(opened(hub, run, by) for by in ("elcin", "fuad") * 3), return_exceptions=True)
    await headed(hub)
    before = await checks(hub)
    async with hub.store.read() as tx:
        stored = await hub.aggregates.tables.get(tx, SAMPLES, sample_id(run))
    assert stored is not None
    assert SAMPLES.works is not None
    await asyncio.gather(*(SAMPLES.works(hub.aggregates, stored) for _ in range(3)))

    codes = [each.code for each in came if isinstance(each, HubError)]
    assert (len(came) - len(codes), set(codes)) == (1, {"sampling.phase"})
    assert [each.id for each in await checks(hub)] == [each.id for each in before]


async def test_two_processes_that_draw_at_once_draw_each_list_once(hub: Hub) -> None:
    run = await paid(hub)
    await opened(hub, run)
    await merged(hub)
    assert SAMPLES.works is not None
    for _ in range(2):
        async with hub.store.read() as tx:
            stored = await hub.aggregates.tables.get(tx, SAMPLES, sample_id(run))
        assert stored is not None
        await asyncio.gather(*(SAMPLES.works(hub.aggregates, stored) for _ in range(3)), return_exceptions=True)

    state = await sample(hub, run)
    assert (state.phase, len(await checks(hub)), state.length) == ("drawn", 4, 4)


async def test_money_that_did_not_come_is_followed_up_and_the_report_has_it_first(hub: Hub) -> None:
    run = await paid(hub)
    found = await drawn(hub, run)
    berde = (await lists(hub, run))[BERDE].id
    missing, came = [each for each in found if each.state.list_id == berde][:2]

    for by, code in (("elcin", "sampling.own"), ("fuad", "sampling.own"), ("ramil", "access.role_missing")):
        with pytest.raises(HubError) as refused:
            await noted(hub, missing, "missing", by)
        assert refused.value.code == code
    await noted(hub, missing, "missing", "sevinc")
    await noted(hub, came, "whole", "sevinc")

    first = (await table(hub, SAMPLES, sample_id(run), "came"))[0]
    names = ("drawn", "missing", "asked", "whole", "rate")
    assert [first[each] for each in names] == [3, 1, 1, 1, "50,0"]
    assert await waiting(hub, berde) == [f"payments/obligations/{missing.state.obligation}"]
    await hub.aggregates.act(CHECKS, missing.id, CloseCheck(by="nigar", reason="bank qaytarıb, yenidən"), new_id())
    assert await waiting(hub, berde) == []
    whole = (await table(hub, SAMPLES, sample_id(run), "came"))[-1]
    assert (whole["drawn"], whole["missing"], whole["closed"], whole["rate"]) == (4, 0, 1, "50,0")


async def noted(hub: Hub, check: Stored[PaymentCheck], outcome: Any, by: str) -> None:
    await hub.aggregates.act(CHECKS, check.id, NotePayee(by=by, outcome=outcome, way="phone"), new_id())


async def waiting(hub: Hub, list_id: str) -> list[Any]:
    """What has to be looked at by the reconciliation of the list."""
    async with hub.store.read() as tx:
        blocks = await reconciled(hub.aggregates.needs, tx, list_id)
    return [row["obligation"] for block in blocks if block.code == "waiting" for row in rows_of(block)]


async def test_whom_to_ask_is_shown_to_who_may_ask_and_written_down(hub: Hub) -> None:
    async with hub.store.write() as tx:
        await save_posts(tx, [Post("elnur", Words("nümayəndə", "representative"), "qayidis")])
    check = (await drawn(hub, await paid(hub)))[0]
    transport = httpx.ASGITransport(app=make_api(hub))
    async with httpx.AsyncClient(transport=transport, base_url="http://hub") as client:

        async def get(path: str, who: str) -> httpx.Response:
            headers = {"Authorization": f"Bearer sandbox-{who}", "Accept-Language": "az"}
            return await client.get(f"/v1/payment_checks/{check.id}{path}", headers=headers)

        shown, issuer, page = await get("/whom", "sevinc"), await get("/whom", "elcin"), await get("", "sevinc")
        elsewhere = await get("/whom", "elnur")  # represents Abşeron

    assert (shown.status_code, issuer.status_code, page.status_code, elsewhere.status_code) == (200, 403, 200, 403)
    assert shown.json()["rows"][0]["name"].startswith("Əliyeva Aytən")
    assert "Aytən" not in page.text
    async with hub.store.read() as tx:
        looks = await tx.fetch("SELECT actor_person, outcome FROM access_events WHERE service = 'payment_checks.whom'")
    assert {row["actor_person"]: row["outcome"] for row in looks} == {
        "sevinc": "shown", "elcin": "sampling.own", "elnur": "sampling.district"
    }  # fmt: skip


async def test_a_look_at_whom_to_ask_is_theirs_who_has_no_fin(hub: Hub) -> None:
    child, number = await person_without_fin(hub, surname="Əliyeva", given_name="Aysel", birth_date="1980-05-01")
    check = (await drawn(hub, await paid(hub)))[0]
    state = replace(check.state, payee=child)
    sealed = hub.sealer.seal("aggregates.state", check.id, CHECKS.kernel.states.dump_json(state), state.length)
    async with hub.store.write() as tx:
        sql = "UPDATE aggregates SET state_sealed = :state WHERE id = :id"
        await tx.execute(sql, {"id": check.id, "state": sealed})

    block = await whom(hub, Person("sevinc", "Sevinc", "committee", frozenset(("clerk",))), check.id)

    assert block.rows[0][0] == "Əliyeva Aysel"
    async with hub.store.read() as tx:
        (look,) = await tx.fetch("SELECT subject_hash FROM access_events WHERE service = 'payment_checks.whom'")
    assert look["subject_hash"] == hub.hash("fin", number)


async def test_a_run_that_is_not_issued_has_no_sample(hub: Hub) -> None:
    run = await month.compared(hub, "2026-03")

    for name in (run, new_id(), "?"):
        with pytest.raises(HubError) as refused:
            await opened(hub, name)
        assert refused.value.code == "sampling.no_run"
