"""A table that gives too little becomes law, pays two months, and is mended: the hub itself finds who got too little,
two officials raise them, and what was not paid comes as arrears, to the qəpik, once.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

import document_flow.programmes
from document_flow.law_replays.state import LawReplay
from document_flow.lists.run import RunKind
from document_flow.people import HUB
from hub.aggregates.aggregate_store import WantedAggregates
from hub.aggregates.kind import Stored
from hub.app import Hub, on_duty, working
from hub.programmes.law_replays import REPLAYS, begin_replays
from tests.hubs import eventually
from tests.integration.api.served import as_party
from tests.integration.console.desks import Desks, text
from tests.integration.hard_cases.office import later
from tests.integration.lists import month
from tests.integration.money.lists import answered, instructions, reply, states
from tests.integration.programmes.decrees import made_law, post
from tests.integration.programmes.rights import day_of, decided_case, paper_of

pytestmark = pytest.mark.timeout(300)
"""Three versions of a law and five months: longer than others where much else runs."""
OWED, RIGHT, OPEN = "7ABCD12", "7ABCD13", "7ABCD14"
"""Who lives elsewhere and was due 60 manat, who got what was due, and of whom nobody knows where."""
_TABLE = Path(document_flow.programmes.__file__).parent / "allowance" / "tables" / "allowance" / "3.dmn"
MENDED = _TABLE.read_text("utf-8")
WRONG = MENDED.replace('own_60_elsewhere_o3"><text>6000', 'own_60_elsewhere_o3"><text>3300')
LESS = {"document": "NK 11", "article": "1.1", "reason": "məskən yığcam deyil"}


def firsts(after: date, until: date) -> Iterator[date]:
    """First days of months."""
    day = after
    while (day := day + timedelta(days=1)) <= until:
        if day.day == 1:
            yield day


async def amounts(hub: Hub) -> list[int]:
    """What the register says of the rights."""
    async with hub.store.read() as tx:
        rights = [
            right
            for fin in (OWED, RIGHT, OPEN)
            for right in await hub.aggregates.needs.reader.things_of(tx, "right", fin)
        ]
    return sorted(int(each.attributes["amount_qepik"]) for each in rights)


async def known(hub: Hub, *qepik: int) -> None:
    """What cases have decided goes on its way, and nothing else does, until the register has it."""

    async def so() -> bool:
        return await amounts(hub) == list(qepik)

    hub.duties.extra.clear()
    async with on_duty(hub), working(hub):
        await eventually(so, what=f"the register knows {qepik}")


async def own_replays(desks: Desks) -> list[tuple[str, int]]:
    """Which versions the hub itself has read, with how many sums were too little; the newest first."""
    hub = desks.office.served.hub
    await begin_replays(hub.aggregates)
    while await hub.aggregates.step():
        pass
    async with hub.store.read() as tx:
        found = await hub.aggregates.tables.find(tx, REPLAYS, WantedAggregates("read"))
    return [(f"{each.state.laws.before} → {each.state.laws.after}", each.state.too_little) for each in found
            if each.state.by == HUB]  # fmt: skip


async def waits(desks: Desks, who: str) -> list[tuple[str, tuple[int, int], bool]]:
    """Of which replays the list of what waits tells: sums that are too little, facts that lack, whose it is to act."""
    answer = await desks.office.served.client.get("/v1/second", headers=as_party(f"sandbox-{who}"))
    found = [each for each in answer.json()["items"] if "law_replays" in each["page"]]
    said = [re.search(r"(\d → \d).*its day: (\d+); .*lacking: (\d+)", each["what"]) for each in found]
    return [(it[1], (int(it[2]), int(it[3])), each["mine"]) for it, each in zip(said, found, strict=True) if it]


async def paid(hub: Hub, period: str, kind: RunKind = "regular") -> list[tuple[str, int]]:
    """A run from its opening to its end, of which payers pay every line; of which period what was listed."""
    name = await month.issued(hub, period, kind)
    for each in await instructions(hub):
        if each["status"] != "closed":
            assert await answered(hub, reply(each, "00"), sender=each["payer"]) == [None]
    return sorted((each.of_period or period, each.amount_qepik) for each in await month.all_lines(hub, name))


async def wrongly_decided(desks: Desks) -> tuple[str, date]:
    """The wrong table is the law from tomorrow on, and decides three cases on the day after, which the register hears
    of; the case of who is owed more, and that day.
    """
    hub = desks.office.served.hub
    for fin in (OWED, RIGHT, OPEN):
        await month.settled(hub, fin, surname="Əliyeva", given_name="Aysel")
    today = await day_of(hub)
    assert await made_law(desks, WRONG, last=today) == 4
    assert await own_replays(desks) == [], "its first day has not come"
    await later(hub, 2)
    case = await decided_case(hub, OWED, məskən="başqa")
    await decided_case(hub, RIGHT, sum_=6000, qaz=True)
    await decided_case(hub, OPEN, məskən=None)
    await known(hub, 3300, 3300, 6000)
    return case, today + timedelta(days=2)


async def raised(desks: Desks, replay: str) -> None:
    """Two officials raise what the hub has found."""
    says = {**LESS, "raising": replay}
    group = await post(desks, "elcin", "/v1/group_acts", {"act": "propose_group_raise", "says": says})
    agree = {"act": "agree_group_act", "expected_version": group["version"], "says": {}}
    path = f"/v1/group_acts/{group['id']}/acts"
    assert (await post(desks, "elcin", path, agree))["code"] == "group_acts.own"
    assert (await post(desks, "fuad", path, agree))["phase"] == "agreed"
    while await desks.office.served.hub.aggregates.step():
        pass


async def raised_on_paper(hub: Hub, case: str) -> None:
    async with hub.store.read() as tx:
        stored = await hub.programmes.cases.case_store.get(tx, case)
    assert stored is not None
    assert stored.case.ruling is not None
    await paper_of(hub, case, stored.case.ruling.paper_no, await day_of(hub))


async def newest_replay(hub: Hub) -> Stored[LawReplay]:
    async with hub.store.read() as tx:
        return (await hub.aggregates.tables.find(tx, REPLAYS, WantedAggregates("read")))[0]


async def test_the_hub_reads_each_law_once_by_itself_and_asks_officers_until_it_is_answered(desks: Desks) -> None:
    hub, (_, decided) = desks.office.served.hub, await wrongly_decided(desks)
    assert await own_replays(desks) == [("3 → 4", 0)]
    assert await made_law(desks, MENDED, last=decided - timedelta(days=1)) == 5

    assert await own_replays(desks) == [("4 → 5", 1), ("3 → 4", 0)]

    assert await own_replays(desks) == [("4 → 5", 1), ("3 → 4", 0)], "each law once"
    assert await waits(desks, "elcin") == [("3 → 4", (0, 1), True), ("4 → 5", (1, 1), True)]
    assert await waits(desks, "orxan") == [], "who does not work on cases"
    assert "4 → 5" in text(await desks.get("elcin", "/second"))
    async with hub.store.read() as tx:
        shown = await tx.fetch("SELECT DISTINCT login FROM decision_replays")
    assert [each["login"] for each in shown] == ["nigar"], "to the hub nothing was shown"
    replay = await newest_replay(hub)
    path, act = (
        f"/v1/law_replays/{replay.id}/acts",
        {"act": "conclude_lacking", "expected_version": replay.state.length},
    )
    assert (await post(desks, "elcin", path, {**act, "says": {"reason": " "}}))["code"] == "aggregates.says_wrong"
    assert (await post(desks, "orxan", path, {**act, "says": {"reason": "x"}}))["code"] == "access.role_missing"
    await post(desks, "elcin", path, {**act, "says": {"reason": "rayonun sənədi: yığcamdır"}})
    assert ("4 → 5", (1, 0), True) in await waits(desks, "elcin")
    await raised(desks, replay.id)
    assert await waits(desks, "elcin") == [("3 → 4", (0, 1), True)]
    again = await made_law(desks, WRONG, last=await day_of(hub))
    await later(hub, 1)
    (newest, _), *_ = await own_replays(desks)
    assert newest == f"5 → {again}", "though it has the text of another law"


async def test_who_got_too_little_by_a_wrong_table_is_raised_and_paid_the_rest_once(desks: Desks) -> None:
    hub, (case, decided) = desks.office.served.hub, await wrongly_decided(desks)
    await later(hub, 70)
    months = [f"{day:%Y-%m}" for day in firsts(decided, await day_of(hub))]
    for period in months:
        assert await paid(hub, period) == [(period, 3300), (period, 3300), (period, 6000)]
    await made_law(desks, MENDED, last=decided - timedelta(days=1))
    assert await own_replays(desks) == [("4 → 5", 1), ("3 → 4", 0)]

    await raised(desks, (await newest_replay(hub)).id)
    await raised_on_paper(hub, case)

    await known(hub, 3300, 6000, 6000)
    before = await day_of(hub)
    await later(hub, 31)
    after = f"{next(firsts(before, await day_of(hub))):%Y-%m}"
    assert await paid(hub, after) == [(after, 3300), (after, 6000), (after, 6000)]
    assert await paid(hub, after, "arrears") == [(period, 2700) for period in months]
    assert await month.all_lines(hub, await month.compared(hub, after, "arrears")) == []
    owed = await states(hub)
    assert Counter((row["status"], state.owed_qepik, state.paid_qepik) for state, row in owed) == {
        ("paid", 3300, 3300): len(months) + 1,
        ("paid", 6000, 6000): 2 * len(months) + 2,
    }
    assert sum(len(state.instructions) for state, _ in owed) == len(owed) + len(months), "the rest alone was told again"
