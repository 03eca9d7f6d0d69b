"""A month's request to the treasury: counted from the rows of its lists, once a run; granted and paid beside it."""

from __future__ import annotations

import asyncio
import zlib
from collections.abc import AsyncIterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest

from document_flow.lists.acts.withhold import AnswerWithholding
from document_flow.runs.acts.ask_all import CancelRun, IssueAll
from document_flow.treasury.acts.note_answer import NoteTreasuryAnswer
from document_flow.treasury.acts.open_request import OpenRequest
from document_flow.treasury.acts.send_request import SendRequest
from document_flow.treasury.state import TreasuryRequest
from hub.aggregates.aggregate_store import WantedAggregates
from hub.aggregates.reading import command_of
from hub.app import Hub
from hub.errors import HubError
from hub.lists.rows import entries_of
from hub.money.acting import act_on
from hub.serving import make_api
from hub.store.ids import new_id
from hub.treasury.requests import KIND, request_id
from mappings.money import text_from_qepik
from tests.hubs import running_hub, settings_for
from tests.integration.hard_cases.office import later
from tests.integration.lists import month
from tests.integration.lists.month import LISTS, approved, compared, driven, granted, issued, lists, settled
from tests.integration.money.lists import states
from tests.moments import today

BERDE, BAKI = ("Zəngilan", "Bərdə"), ("Füzuli", "Bakı")
WITHHELD = {"basis": "group_act", "document": "Fərman 12", "reason": "qüvvədən düşüb", "lines": "1.1"}


@pytest.fixture(params=["embedded", "postgresql"])
async def hub(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Hub]:
    more: dict[str, Any] = {}
    if request.param == "postgresql":
        more["database_url"] = request.getfixturevalue("postgres_url")
    async with running_hub(settings_for(tmp_path / "hub", **more), works=False) as running:
        for number, (pair, qepik) in enumerate([(BERDE, 6000), (BERDE, 3300), (BERDE, 3300), (BAKI, 6000)]):
            await settled(running, f"5AAA00{number}", *pair)
            await granted(running, f"5AAA00{number}", qepik)
        yield running


async def ready(hub: Hub) -> str:
    """A run whose lists are approved."""
    name = await compared(hub, "2026-03")
    await approved(hub, name)
    return name


async def asked(hub: Hub, run: str, by: str = "elcin") -> str:
    """A request that is counted."""
    done = await hub.aggregates.open(KIND, OpenRequest(by=by, run=run), new_id())
    await driven(hub)
    return done.id


async def sent(hub: Hub, run: str) -> str:
    name = await asked(hub, run)
    await hub.aggregates.act(KIND, name, SendRequest(by="fuad", document="M-7"), new_id())
    return name


async def state(hub: Hub, name: str) -> TreasuryRequest:
    async with hub.store.read() as tx:
        found = await hub.aggregates.tables.get(tx, KIND, name)
    assert found is not None
    return found.state


async def table(hub: Hub, name: str, code: str) -> list[Mapping[str, Any]]:
    """A table of its page, row by row."""
    (block,) = [each for each in (await hub.aggregates.sheet(KIND, name, "elcin")).blocks if each.code == code]
    return [dict(zip([each.code for each in block.columns], row, strict=True)) for row in block.rows]


async def test_what_is_asked_for_is_what_the_lists_come_to_by_district_and_rate(hub: Hub) -> None:
    run = await ready(hub)

    name = await asked(hub, run)

    heads = {pair: each.state for pair, each in (await lists(hub, run)).items()}
    found = await state(hub, name)
    assert (found.phase, found.qepik) == ("counted", sum(each.issue_qepik for each in heads.values()))
    assert {(each.origin, each.settlement): each.qepik for each in found.districts} == {BERDE: 12600, BAKI: 6000}
    rows = [(row["number"], row["rate"], row["persons"], row["qepik"]) for row in await table(hub, name, "districts")]
    assert rows == [(1, 6000, 1, 6000), (2, 3300, 2, 6600), (2, 6000, 1, 6000)]
    assert (await table(hub, name, "rates"))[-1]["qepik"] == 18600


async def test_of_two_officers_who_open_it_at_once_one_does(hub: Hub) -> None:
    run = await ready(hub)

    tries = [
        hub.aggregates.open(KIND, OpenRequest(by=who, run=run), new_id()) for who in ("elcin", "fuad", "nigar") * 2
    ]
    came = await asyncio.gather(*tries, return_exceptions=True)
    await driven(hub)

    codes = [each.code for each in came if isinstance(each, HubError)]
    assert (len(came) - len(codes), set(codes)) == (1, {"treasury.phase"})
    async with hub.store.read() as tx:
        (only,) = await hub.aggregates.tables.find(tx, KIND, WantedAggregates(within=run))
    assert (only.id, only.state.phase, only.state.length) == (request_id(run), "counted", 2)


async def test_none_is_opened_before_all_lists_are_approved(hub: Hub) -> None:
    run = await compared(hub, "2026-03")

    for name, code in ((run, "treasury.not_approved"), (new_id(), "treasury.no_run"), ("?", "treasury.no_run")):
        with pytest.raises(HubError) as refused:
            await asked(hub, name)
        assert refused.value.code == code
    await month.asked(hub, run, CancelRun(by="elcin", reason="yenidən"))
    with pytest.raises(HubError, match="0"):
        await asked(hub, run)


async def test_what_is_withheld_after_the_count_is_not_asked_for(hub: Hub) -> None:
    run = await ready(hub)
    name = await asked(hub, run)
    berde = (await lists(hub, run))[BERDE].id
    await hub.aggregates.act(LISTS, berde, command_of(LISTS, "propose_withholding", "elcin", WITHHELD), new_id())
    await hub.aggregates.act(LISTS, berde, AnswerWithholding(by="nigar", agreed=True), new_id())

    with pytest.raises(HubError) as refused:
        await hub.aggregates.act(KIND, name, SendRequest(by="fuad", document="M-7"), new_id())

    first = (await table(hub, name, "compared"))[0]
    assert (refused.value.code, first["settlement"], first["asked"]) == ("treasury.differs", "Bərdə", 12600)
    await asked(hub, run)
    left = (await lists(hub, run))[BERDE].state.issue_qepik
    assert (await state(hub, name)).qepik == left + 6000 < 18600
    await hub.aggregates.act(KIND, name, SendRequest(by="fuad", document="M-7"), new_id())


async def test_rows_that_are_not_those_that_were_approved_are_never_signed(hub: Hub) -> None:
    run = await ready(hub)
    stored = (await lists(hub, run))[BAKI]
    async with hub.store.write() as tx:
        ((_, entry),) = await entries_of(tx, hub.sealer, stored.id, 0)
        row = replace(entry, payee="somebody else").canonical
        await _kept(hub, tx, stored.id, b"[[1,%s]]" % row)

    name = await asked(hub, run)

    with pytest.raises(HubError) as refused:
        await hub.aggregates.act(KIND, name, SendRequest(by="fuad", document="M-7"), new_id())
    first = (await table(hub, name, "compared"))[0]
    assert (refused.value.code, first["settlement"], first["what"].en[:8]) == ("treasury.differs", "Bakı", "the rows")


async def test_no_chunk_of_a_list_is_signed_for_by_another_that_is_whole(
    hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hub.lists.cutting.MOST", 2)
    run = await ready(hub)
    stored = (await lists(hub, run))[BERDE]
    async with hub.store.write() as tx:
        (_, one), (_, other) = await entries_of(tx, hub.sealer, stored.id, 0)
        rows = replace(one, payee="somebody else").canonical, other.canonical
        await _kept(hub, tx, stored.id, b"[[1,%s],[2,%s]]" % rows)

    name = await asked(hub, run)

    with pytest.raises(HubError) as refused:
        await hub.aggregates.act(KIND, name, SendRequest(by="fuad", document="M-7"), new_id())
    assert (len(stored.state.chunks), refused.value.code) == (2, "treasury.differs")


async def _kept(hub: Hub, tx: Any, name: str, raw: bytes) -> None:
    """Change the first chunk by hand."""
    sealed = hub.sealer.seal("list_chunks.entries", f"{name}/0", zlib.compress(raw))
    await tx.execute(
        "UPDATE list_chunks SET entries_sealed = :sealed WHERE list_id = :id AND number = 0",
        {"sealed": sealed, "id": name},
    )


async def test_what_was_granted_stands_beside_what_was_asked_and_paid(hub: Hub) -> None:
    run = await ready(hub)
    name = await sent(hub, run)
    part = NoteTreasuryAnswer(
        by="elcin", outcome="partly", answer="X-1", answered_on=today(), qepik=15600, sums="2 96,00"
    )
    await hub.aggregates.act(KIND, name, part, new_id())
    await month.asked(hub, run, IssueAll(by="elcin"))
    for obligation, row in await states(hub):
        due = text_from_qepik(obligation.due_qepik)
        says = {"way": "post", "paper": "P-1", "paid_on": today().isoformat(), "amount_qepik": due}
        await act_on(hub.aggregates.needs, row["id"], "pay_outside", "fuad", says, obligation.length)
        await act_on(hub.aggregates.needs, row["id"], "agree", "elcin", {}, obligation.length + 1)

    first, second, whole = await table(hub, name, "compared")

    sums = ("asked", "granted", "issued", "paid", "open", "rest")
    assert [first[each] for each in sums] == [12600, 9600, 12600, 12600, 0, -3000]
    assert first["what"].en == "more is paid or on its way than was granted; not granted as asked"
    assert ([second[each] for each in sums], second["what"].en) == ([6000, 6000, 6000, 6000, 0, 0], "")
    assert [whole[each] for each in sums] == [18600, 15600, 18600, 18600, 0, -3000]


async def test_an_answer_that_is_late_waits_for_an_official(hub: Hub) -> None:
    name = await sent(hub, await issued(hub, "2026-03"))
    await driven(hub)
    assert (await state(hub, name)).phase == "sent"

    await later(hub, 40)
    await driven(hub)

    assert (await state(hub, name)).phase == "unanswered"
    sheet = await hub.aggregates.sheet(KIND, name, "elcin")
    assert {each.name for each in sheet.offers} == {"note_treasury_answer", "withdraw_request"}


async def test_the_districts_are_taken_as_a_file_and_nobody_is_named(hub: Hub) -> None:
    name = await asked(hub, await ready(hub))
    transport = httpx.ASGITransport(app=make_api(hub))
    async with httpx.AsyncClient(transport=transport, base_url="http://hub") as client:

        async def get(table: str, who: str = "elcin") -> httpx.Response:
            headers = {"Authorization": f"Bearer sandbox-{who}", "Accept-Language": "az"}
            return await client.get(f"/v1/treasury/{name}/tables/{table}.csv", headers=headers)

        taken, other, hidden = await get("districts"), await get("people"), await get("districts", "ramil")

    assert (taken.status_code, other.status_code, hidden.status_code) == (200, 404, 403)
    assert taken.content.decode("utf-8-sig").splitlines() == [
        "№;Haradan;Məskunlaşma;Növü;Məbləğ;Nəfər;Sətir;Cəmi",
        "1;Füzuli;Bakı;ayın məbləği;60,00;1;1;60,00",
        "2;Zəngilan;Bərdə;ayın məbləği;33,00;2;2;66,00",
        "2;Zəngilan;Bərdə;ayın məbləği;60,00;1;1;60,00",
    ]
    assert other.json()["code"] == "aggregates.no_table"
