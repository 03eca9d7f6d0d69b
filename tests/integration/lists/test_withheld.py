"""What must not go out of a frozen list: the dead, and a group whose decree was repealed on the way."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from document_flow.hands import Command
from document_flow.lists.acts.withhold import AnswerWithholding
from document_flow.lists.entry import ListEntry
from document_flow.runs.acts.ask_all import CancelRun, IssueAll
from document_flow.second_person import Agree
from hub.aggregates.kind import Needs
from hub.aggregates.reading import command_of
from hub.app import Hub
from hub.errors import HubError
from hub.lists.cutting import cut
from hub.lists.ledger import Ledger
from hub.lists.owing import issued_entries, look_again
from hub.money.accounts import is_locked
from hub.money.sending import batch_of
from hub.store.ids import new_id
from hub.store.tx import Tx
from tests.hubs import running_hub, settings_for
from tests.integration.lists import month
from tests.integration.lists.month import LISTS, RUNS, all_lines, compared, granted, issued, lists, person, run, settled
from tests.integration.lists.playing import over
from tests.integration.money.lists import answered, came_to, reply

PAIR = ("Zəngilan", "Bərdə")


@pytest.fixture(params=["embedded", "postgresql"])
async def hub(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Hub]:
    more: dict[str, Any] = {}
    if request.param == "postgresql":
        more["database_url"] = request.getfixturevalue("postgres_url")
    async with running_hub(settings_for(tmp_path / "hub", **more), works=False) as running:
        for number in range(3):
            await settled(running, f"5AAA00{number}")
            await granted(running, f"5AAA00{number}")
        yield running


async def done(hub: Hub, command: Command) -> None:
    name = next(iter((await lists(hub, await newest(hub))).values())).id
    await hub.aggregates.act(LISTS, name, command, new_id())
    await month.driven(hub)


async def newest(hub: Hub) -> str:
    async with hub.store.read() as tx:
        rows = await tx.fetch("SELECT id FROM aggregates WHERE room = 'runs' ORDER BY id DESC LIMIT 1")
    return str(rows[0]["id"])


def typed(**says: str) -> Command:
    says = {"basis": "group_act", "document": "Fərman 12", "reason": "qüvvədən düşüb", **says}
    return command_of(LISTS, "propose_withholding", month.OFFICER, says)


async def test_a_death_that_is_registered_after_the_cut_is_withheld_before_the_issue(hub: Hub) -> None:
    name = await compared(hub, "2026-03")
    await month.approved(hub, name)
    await person(hub, "5AAA001", act="Ö-7", vital_status="deceased", death_date="2026-03-01")

    await month.asked(hub, name, IssueAll(by=month.OFFICER))

    head = (await lists(hub, name))[PAIR].state
    assert head.phase == "approved"
    assert head.proposal is not None
    assert (head.proposal.by, head.proposal.basis.document, len(head.proposal.entries)) == ("hub", "Ö-7", 1)
    await hub.aggregates.act(LISTS, (await lists(hub, name))[PAIR].id, AnswerWithholding(by="nigar", agreed=True), "k")
    await month.asked(hub, name, IssueAll(by=month.OFFICER))
    stored = (await lists(hub, name))[PAIR]
    assert (stored.state.phase, stored.state.issue_entries, stored.state.issue_qepik) == ("issued", 2, 12000)
    async with hub.store.read() as tx:
        out = await issued_entries(hub.aggregates.needs, tx, stored.state, stored.id, 0)
    assert len(out) == 2

    # The next month ends it by the act of death.
    following = await compared(hub, "2026-04")
    assert [(each.change, each.reason) for each in await month.changes(hub, following)] == [("ended", "death")]


async def test_a_death_that_was_being_written_while_the_register_was_read_is_withheld_too(hub: Hub) -> None:
    name = await month.opened(hub, "2026-03")
    async with hub.store.read() as tx:
        stored = await hub.aggregates.tables.get(tx, RUNS, name)
    assert stored is not None
    dead = {"fin": "5AAA001", "vital_status": "deceased", "death_date": "2026-03-01"}
    async with hub.store.write() as tx:
        moment = await tx.now()
        reading = asyncio.create_task(cut(hub.aggregates, RUNS, LISTS, stored))
        await asyncio.sleep(0.5)
        await month.learnt(hub, tx, moment, dead, "Ö-7")
    await reading
    await month.driven(hub)
    await month.approved(hub, name)

    await month.asked(hub, name, IssueAll(by=month.OFFICER))

    head = (await lists(hub, name))[PAIR].state
    assert (head.phase, head.tally.entries) == ("approved", 3), "the register was read before it was committed"
    assert head.proposal is not None
    assert (head.proposal.by, head.proposal.basis.document, len(head.proposal.entries)) == ("hub", "Ö-7", 1)


async def test_an_approved_list_that_waits_for_its_issue_is_looked_through_again(hub: Hub) -> None:
    name = await compared(hub, "2026-03")
    await month.approved(hub, name)

    async with hub.store.read() as tx:
        waiting = await tx.fetch(
            "SELECT work_at FROM aggregates WHERE id = :id", {"id": (await lists(hub, name))[PAIR].id}
        )
    assert waiting[0]["work_at"] is not None


async def test_a_group_whose_decree_was_repealed_is_withheld_by_two(hub: Hub) -> None:
    name = await compared(hub, "2026-03")
    await month.approved(hub, name)
    before = (await lists(hub, name))[PAIR].state

    with pytest.raises(HubError) as refused:
        await done(hub, typed(lines="7.1"))
    assert refused.value.code == "lists.no_line"
    await done(hub, typed(lines="1.1, 1.2-1.3"))
    with pytest.raises(HubError) as refused:
        await done(hub, AnswerWithholding(by=month.OFFICER, agreed=True))
    assert refused.value.code == "access.second_person"
    await done(hub, AnswerWithholding(by="nigar", agreed=False))
    await done(hub, typed(lines="*"))
    await done(hub, AnswerWithholding(by="nigar", agreed=True))

    await month.asked(hub, name, IssueAll(by=month.OFFICER))
    head = (await lists(hub, name))[PAIR].state
    assert (head.phase, head.issue_qepik, head.root, head.tally) == ("settled", 0, before.root, before.tally)


async def test_a_group_is_withheld_on_all_lists_of_a_run_by_one_act_of_two(hub: Hub) -> None:
    for fin, origin in (("5AAA010", "Füzuli"), ("5AAA011", "Zəngilan")):
        await settled(hub, fin, origin=origin, settlement="Bərdə" if origin == "Füzuli" else "Bakı")
        await granted(hub, fin)
    name = await compared(hub, "2026-03")
    await month.approved(hub, name)
    says = {"which": "settlement", "place": "Bərdə", "basis": "group_act", "document": "NK 3", "reason": "yoxlanılır"}

    for _ in range(2):
        await month.asked(hub, name, command_of(RUNS, "withhold_group", month.OFFICER, says))
        await month.asked(hub, name, Agree(by="nigar"))

    found = {
        pair: (len(each.state.withheld), each.state.issue_qepik) for pair, each in (await lists(hub, name)).items()
    }
    assert found == {PAIR: (3, 0), ("Füzuli", "Bərdə"): (1, 0), ("Zəngilan", "Bakı"): (0, 6000)}
    assert [each.proposed_by for each in (await run(hub, name)).groups] == [month.OFFICER] * 2
    sheet = await hub.aggregates.sheet(RUNS, name, "nigar")
    assert "groups" in {each.code for each in sheet.blocks}
    assert "withhold_group" in {each.name for each in sheet.offers}


@pytest.mark.parametrize(("which", "place"), [("settlement", "Berde"), ("origin", "Bərdə")])
async def test_a_group_of_a_place_that_no_list_of_the_run_is_of_is_refused(hub: Hub, which: str, place: str) -> None:
    name = await compared(hub, "2026-03")
    await month.approved(hub, name)
    says = {"which": which, "place": place, "basis": "group_act", "document": "NK 3", "reason": "yoxlanılır"}

    with pytest.raises(HubError) as refused:
        await month.asked(hub, name, command_of(RUNS, "withhold_group", month.OFFICER, says))

    assert refused.value.code == "runs.no_group"
    assert (await run(hub, name)).waiting is None


async def test_whose_account_is_questioned_is_withheld_as_a_group(hub: Hub) -> None:
    async def second(_needs: Needs, _tx: Tx, entries: Sequence[ListEntry]) -> Sequence[str]:
        return [entries[1].sha256]

    name = await compared(hub, "2026-03")
    await month.approved(hub, name)
    aggregates = over(hub, Ledger(questioned=second))
    says = {"which": "account", "basis": "decision", "document": "Q-7", "reason": "hesab şübhəlidir"}
    await aggregates.act(RUNS, name, command_of(RUNS, "withhold_group", month.OFFICER, says), new_id())
    await aggregates.act(RUNS, name, Agree(by="nigar"), new_id())
    while await aggregates.step():
        pass

    head = (await lists(hub, name))[PAIR].state
    assert (len(head.withheld), head.issue_qepik) == (1, 12000)


async def test_an_answer_for_a_list_that_another_took_the_place_of_pays_nobody(hub: Hub) -> None:
    first = await compared(hub, "2026-03")
    await month.approved(hub, first)
    old = (await lists(hub, first))[PAIR]
    await month.asked(hub, first, CancelRun(by=month.OFFICER, reason="yenidən tərtib olunur"))
    second = (await lists(hub, await issued(hub, "2026-03")))[PAIR]

    answer = reply({"batch": batch_of("xezine", old.id, 0, 0), "seq": 1}, "00")

    assert await answered(hub, answer) == ["money.no_instruction"]
    assert await came_to(hub, old.state) == (0, 0, 0)
    assert await came_to(hub, second.state) == (0, 0, 18000)


async def test_what_an_issued_list_comes_to_is_owed_once_and_settled_when_all_is_known(hub: Hub) -> None:
    name = await issued(hub, "2026-03")
    stored = (await lists(hub, name))[PAIR]

    for paid, phase in ((0, "issued"), (6000, "settled")):
        async with hub.store.write() as tx:
            await tx.execute("UPDATE obligations SET paid = :paid, open = :open", {"paid": paid, "open": 6000 - paid})
            rows = await tx.fetch("SELECT count(*) AS n FROM obligations WHERE list_id = :id", {"id": stored.id})
            assert rows[0]["n"] == 3
            await look_again(tx, stored.id)
        await month.driven(hub)
        assert (await lists(hub, name))[PAIR].state.phase == phase

    assert (await lists(hub, name))[PAIR].state.paid_qepik == 18000
    assert (await run(hub, name)).phase == "settled"


async def test_accounts_come_from_the_ledger_and_are_locked_between_cut_and_issue(hub: Hub) -> None:
    async def accounts_of(_needs: Needs, _tx: Tx, payees: Sequence[str]) -> dict[str, str]:
        return {each: f"k-{each[:4]}" for each in payees}

    aggregates = over(hub, Ledger(accounts_of=accounts_of))
    name = await month.opened(hub, "2026-03")
    while await aggregates.step():
        pass

    async with hub.store.read() as tx:
        assert await is_locked(tx)
    assert {each.account for each in await all_lines(hub, name)} == {
        f"k-{each.payee[:4]}" for each in await all_lines(hub, name)
    }
    await month.asked(hub, name, CancelRun(by=month.OFFICER, reason="səhv"))
    assert (await run(hub, name)).phase == "cancelled"
    async with hub.store.read() as tx:
        assert not await is_locked(tx)


async def test_the_pages_say_the_month_in_a_line_and_name_nobody(hub: Hub) -> None:
    await issued(hub, "2026-02")
    await settled(hub, "5AAA009")
    await granted(hub, "5AAA009")
    name = await compared(hub, "2026-03")

    sheet = await hub.aggregates.sheet(RUNS, name, month.OFFICER)
    blocks = {each.code: each for each in sheet.blocks}
    note = blocks["month"].note
    assert note is not None
    assert note.az == "Dəyişməyib: 3; baxılmalıdır: 0; aktla yeni / dəyişib / çıxıb: 1 / 0 / 0."
    assert [row[0].say("en") for row in blocks["reasons"].rows if not isinstance(row[0], str | int)] == [  # type: ignore[union-attr]
        "decision that grants"
    ]
    assert [each.name for each in sheet.offers] == ["freeze_all", "cancel_run"]

    stored = (await lists(hub, name))[PAIR]
    found = await hub.aggregates.sheet(LISTS, stored.id, month.OFFICER)
    (change,) = next(each for each in found.blocks if each.code == "changes").rows
    assert (change[3], change[5]) == ("VM-T-5AAA009", 6000)
    assert "5AAA009" not in str([row for each in found.blocks for row in each.rows if each.code != "changes"])


async def test_whoever_speaks_for_a_party_is_offered_its_approval(hub: Hub) -> None:
    name = await compared(hub, "2026-03")
    await month.asked(hub, name, command_of(RUNS, "freeze_all", month.OFFICER, {}))

    for login, acts in (("uzv-1", ["approve_all"]), ("uzv-3", [])):
        assert [each.name for each in (await hub.aggregates.sheet(RUNS, name, login)).offers] == acts
