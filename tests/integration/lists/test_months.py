"""Months of the allowance: what stays as it was, what changes by which act, and what nobody loses or gets twice."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from document_flow.runs.acts.ask_all import IssueAll
from hub.aggregates.aggregates import altered
from hub.app import Hub
from hub.errors import HubError
from hub.kinds import KINDS
from hub.store.ids import new_id
from mappings.registered import Mandate
from tests.hubs import running_hub, settings_for
from tests.integration.lists import month
from tests.integration.lists.month import all_lines, changes, compared, granted, issued, lines, lists, person, settled
from tests.tampering import tampered
from tests.things import person_without_fin, things_told

ANA, ATA, USAQ = "5ANA001", "5ATA001", "5ZAQ001"
MANDATE = {
    "capacity": "guardian",
    "act_authority": "Bərdə RİH",
    "act_number": "12",
    "act_date": "2026-01-10",
    "valid_from": "2026-01-10",
}


@pytest.fixture(params=["embedded", "postgresql"])
async def hub(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Hub]:
    more: dict[str, Any] = {}
    if request.param == "postgresql":
        more["database_url"] = request.getfixturevalue("postgres_url")
    async with running_hub(settings_for(tmp_path / "hub", **more), works=False) as running:
        yield running


async def test_a_month_in_which_nobody_says_anything_is_the_last_month(hub: Hub) -> None:
    for number, (origin, settlement) in enumerate([("Zəngilan", "Bərdə"), ("Füzuli", "Bakı"), ("Füzuli", "Bakı")]):
        await settled(hub, f"5AAA00{number}", origin, settlement)
        await granted(hub, f"5AAA00{number}")
    first = await issued(hub, "2026-02")

    second = await compared(hub, "2026-03")

    assert await lines(hub, second) == await lines(hub, first)
    assert {pair: len(each) for pair, each in (await lines(hub, first)).items()} == {
        ("Zəngilan", "Bərdə"): 1, ("Füzuli", "Bakı"): 2
    }  # fmt: skip
    assert (await changes(hub, second)) == []
    tallies = [each.state.tally for each in (await lists(hub, second)).values()]
    assert sum(each.kept for each in tallies) == 3


async def test_whoever_has_no_fin_is_listed_with_the_reason_before_the_list_is_frozen(hub: Hub) -> None:
    _, number = await person_without_fin(hub, birth_date="1980-05-01", origin_residence={"place": "Füzuli"})
    for each in (ANA, ATA):
        await settled(hub, each, "Füzuli", "")
    for each in (ANA, ATA, number):
        await granted(hub, each)

    run = await compared(hub, "2026-02")

    (one,) = [each for each in await changes(hub, run) if each.task]
    assert (one.change, one.reason) == ("new", "no_fin")
    ((_, found),) = (await lists(hub, run)).items()
    tally = found.state.tally
    assert (tally.new, tally.tasks, tally.total_qepik) == (3, 0, 18000)


async def test_a_right_of_no_case_under_whose_fin_somebody_else_stands_now_is_paid_and_marked(hub: Hub) -> None:
    for each in (ANA, ATA):
        await settled(hub, each, surname="Əliyeva", given_name="Aysel", birth_date="1980-05-01")
        await granted(hub, each)
    first = await issued(hub, "2026-02")
    await person(hub, ANA, surname="Quliyeva", birth_date="1991-02-02")
    await person(hub, ATA, surname="Quliyeva")

    second = await compared(hub, "2026-03")

    assert await lines(hub, second) == await lines(hub, first), "no right ends by computation"
    assert [(each.change, each.reason) for each in await changes(hub, second)] == [("kept", "doubted")]
    (tally,) = [each.state.tally for each in (await lists(hub, second)).values()]
    assert (tally.kept, tally.tasks, tally.doubted) == (2, 0, 1)
    await granted(hub, ANA, decision_no="VM-T-9")
    assert await changes(hub, await compared(hub, "2026-04")) == [], "a newer decision is about whoever stands there"


CHANGES = (
    "UPDATE aggregates SET version = version - 1 WHERE id = :list",
    "UPDATE aggregates SET state_sealed = (SELECT o.state_sealed FROM aggregates o WHERE o.id = :run) WHERE id = :list",
    "UPDATE aggregates SET phase = 'cancelled' WHERE id = :list",
    "UPDATE aggregates SET within = NULL WHERE id = :list",
    "UPDATE aggregates SET letter_on = '2026-01-01' WHERE id = :list",
    "UPDATE aggregates SET room = 'nobodys' WHERE id = :list",
    "UPDATE list_chunks SET entries_sealed = changes_sealed WHERE list_id = :list",
    "DELETE FROM list_chunks WHERE list_id = :list",
    "DELETE FROM aggregates WHERE id = :list",
)
"""What leaves the history of a list as it was."""


async def test_what_is_changed_beside_the_history_of_a_list_is_named(hub: Hub) -> None:
    await settled(hub, ANA)
    await granted(hub, ANA)
    run = await issued(hub, "2026-02")
    (name,) = [each.id for each in (await lists(hub, run)).values()]
    tables = ("aggregates", "aggregate_keys", "list_chunks")

    for change in CHANGES:
        async with tampered(hub.store, tables, change, list=name, run=run):
            assert [e async for e in altered(hub.store, hub.aggregates.tables, KINDS)] == [name], change
    async with tampered(hub.store, tables, "DELETE FROM aggregate_keys"):
        assert [e async for e in altered(hub.store, hub.aggregates.tables, KINDS)] == [run], "its period is free"
    assert [e async for e in altered(hub.store, hub.aggregates.tables, KINDS)] == []


async def test_a_family_that_moves_between_two_cuts_is_neither_lost_nor_paid_twice(hub: Hub) -> None:
    for fin in (ANA, ATA):
        await settled(hub, fin)
        await granted(hub, fin)
    before = await issued(hub, "2026-02")

    await settled(hub, ANA, settlement="Sumqayıt")
    after = await compared(hub, "2026-03")

    assert {pair: len(each) for pair, each in (await lines(hub, after)).items()} == {
        ("Zəngilan", "Bərdə"): 1, ("Zəngilan", "Sumqayıt"): 1
    }  # fmt: skip
    assert sorted(each.key for each in await all_lines(hub, after)) == sorted(
        each.key for each in await all_lines(hub, before)
    )
    assert [(each.change, each.reason, each.moved) for each in await changes(hub, after)] == [("kept", "moved", True)]


async def test_marriage_and_divorce_change_no_line_and_a_decision_does(hub: Hub) -> None:
    await settled(hub, ANA)
    await granted(hub, ANA)
    first = await issued(hub, "2026-02")
    await person(hub, ANA, act="N-1", marital_status="married", spouse_fin=ATA)
    second = await issued(hub, "2026-03")
    assert await lines(hub, second) == await lines(hub, first)

    await granted(hub, ANA, state="ended", ended_on="2026-03-20", state_decision_no="VM-L-1")
    third = await issued(hub, "2026-04")
    assert await all_lines(hub, third) == []
    assert [(each.change, each.basis.document) for each in await changes(hub, third) if each.basis] == [
        ("ended", "VM-L-1")
    ]

    await person(hub, ANA, act="B-1", marital_status="divorced", spouse_fin="")
    assert await all_lines(hub, await issued(hub, "2026-05")) == []

    await granted(hub, ANA, right_id="VM-T-2", valid_from="2026-05-10")
    fifth = await issued(hub, "2026-06")
    assert [each.amount_qepik for each in await all_lines(hub, fifth)] == [6000]


async def test_a_right_ends_on_the_day_that_its_decision_named(hub: Hub) -> None:
    await settled(hub, ANA)
    await granted(hub, ANA, valid_to="2026-03-15")
    await issued(hub, "2026-03")

    after = await compared(hub, "2026-04")

    assert await all_lines(hub, after) == []
    assert [(each.change, each.reason) for each in await changes(hub, after)] == [("ended", "expired")]


async def test_a_new_right_that_is_undecided_or_not_begun_is_not_paid(hub: Hub) -> None:
    for fin in (ANA, ATA, USAQ):
        await settled(hub, fin)
    await granted(hub, ANA, valid_from=None)
    await granted(hub, ATA, valid_from="2026-06-01")
    await granted(hub, USAQ, decision_no=None)

    made = await compared(hub, "2026-03")

    assert await all_lines(hub, made) == []
    assert sorted((each.change, each.task) for each in await changes(hub, made)) == [
        ("left_out", "no_act"), ("left_out", "recheck")
    ]  # fmt: skip


async def test_somebody_with_two_rights_is_paid_once(hub: Hub) -> None:
    await settled(hub, ANA)
    await granted(hub, ANA)
    await granted(hub, ANA, right_id="VM-T-2")

    made = await compared(hub, "2026-03")

    assert len(await all_lines(hub, made)) == 1
    assert [each.task for each in await changes(hub, made) if each.change == "left_out"] == ["recheck"]


async def test_a_right_of_nobody_is_on_no_list_and_is_counted(hub: Hub) -> None:
    await granted(hub, ANA)

    name = await compared(hub, "2026-03")

    assert (await month.run(hub, name)).unplaced == 1
    assert (await month.run(hub, name)).phase == "closed"


async def test_a_child_is_paid_by_a_parent_and_then_by_a_guardian_whose_act_is_named(hub: Hub) -> None:
    mother = await settled(hub, ANA)
    await settled(hub, USAQ, birth_date="2015-01-01", mother_fin=ANA, father_fin=ATA)
    await granted(hub, USAQ)
    first = await issued(hub, "2026-02")
    assert [each.payee for each in await all_lines(hub, first)] == [mother]

    guardian = await settled(hub, ATA, origin="Füzuli")
    terms = {**MANDATE, "valid_from": "2026-02-10", "valid_until": "2026-12-31", "programmes": ("allowance",)}
    await things_told(hub, Mandate.model_validate({"fin": USAQ, "representative_fin": ATA, **terms}))
    second = await issued(hub, "2026-03")
    assert [each.payee for each in await all_lines(hub, second)] == [guardian]
    (changed,) = await changes(hub, second)
    assert (changed.change, changed.reason) == ("changed", "mandate")
    assert changed.basis is not None
    assert changed.basis.document == "Bərdə RİH, № 12"


async def test_a_parent_who_was_deprived_of_parental_rights_is_paid_for_no_child(hub: Hub) -> None:
    mother, father = await settled(hub, ANA, origin="Füzuli"), await settled(hub, ATA, origin="Füzuli")
    await settled(hub, USAQ, origin="Füzuli", birth_date="2020-05-05", mother_fin=ANA, father_fin=ATA)
    await granted(hub, USAQ)
    first = await issued(hub, "2026-02")
    assert [each.payee for each in await all_lines(hub, first)] == [mother]

    court = {**MANDATE, "capacity": "deprived", "act_authority": "Bərdə rayon məhkəməsi"}
    await things_told(hub, Mandate.model_validate({"fin": USAQ, "representative_fin": ANA, **court}))
    second = await compared(hub, "2026-03")

    assert [each.payee for each in await all_lines(hub, second)] == [father]
    (changed,) = await changes(hub, second)
    assert changed.basis is not None
    assert (changed.reason, changed.basis.document) == ("deprived", "Bərdə rayon məhkəməsi, № 12")


async def test_a_mandate_for_something_else_changes_nothing(hub: Hub) -> None:
    own = await settled(hub, ANA)
    await granted(hub, ANA)
    await things_told(
        hub, Mandate.model_validate({"fin": ANA, "representative_fin": ATA, **MANDATE, "programmes": ("card",)})
    )

    assert [each.payee for each in await all_lines(hub, await compared(hub, "2026-03"))] == [own]


async def test_two_runs_of_one_period_cannot_both_issue(hub: Hub) -> None:
    await settled(hub, ANA)
    await granted(hub, ANA)
    names = [await compared(hub, "2026-03") for _ in range(2)]
    for name in names:
        await month.approved(hub, name)
    await month.asked(hub, names[0], IssueAll(by=month.OFFICER))

    with pytest.raises(HubError) as refused:
        await hub.aggregates.act(month.RUNS, names[1], IssueAll(by=month.OFFICER), new_id())

    assert refused.value.code == "aggregates.held"
    assert (await month.run(hub, names[0])).phase == "issued"


async def test_arrears_list_each_period_that_a_right_was_not_paid_for_once_and_at_its_own_rate(hub: Hub) -> None:
    """A kept complaint: two rights, one ended with the year, are given back when three months are issued already."""
    await settled(hub, ATA)
    await granted(hub, ATA, valid_from="2025-11-01")
    for period in ("2025-12", "2026-01", "2026-02"):
        await issued(hub, period)
    await settled(hub, ANA)
    await granted(hub, ANA, 3300, right_id="VM-T-1", valid_from="2025-12-01", valid_to="2025-12-31")
    await granted(hub, ANA, 6000, right_id="VM-T-2", valid_from="2026-01-01")
    march = await issued(hub, "2026-03")
    assert len(await all_lines(hub, march)) == 2

    first = await compared(hub, "2026-03", "arrears")
    assert sorted((each.of_period, each.amount_qepik) for each in await all_lines(hub, first)) == [
        ("2025-12", 3300), ("2026-01", 6000), ("2026-02", 6000)
    ]  # fmt: skip
    with pytest.raises(HubError) as refused:
        await month.opened(hub, "2026-03", "arrears")
    assert refused.value.code == "aggregates.held"
    await month.approved(hub, first)
    await month.asked(hub, first, IssueAll(by=month.OFFICER))

    again = await compared(hub, "2026-03", "arrears")
    assert await all_lines(hub, again) == []
    assert len(await all_lines(hub, await compared(hub, "2026-04"))) == 2


async def test_a_correction_is_no_run(hub: Hub) -> None:
    with pytest.raises(HubError) as refused:
        await month.opened(hub, "2026-03", "correction")

    assert refused.value.code == "runs.correction"


async def test_what_was_issued_too_little_is_owed_as_arrears_for_each_period_once_an_act_has_raised_it(
    hub: Hub,
) -> None:
    """A right of 33 manat was raised to 60 from its third month on; one that nobody raised has none."""
    for fin in (ATA, ANA):
        await settled(hub, fin)
        await granted(hub, fin, 3300, valid_from="2025-12-01")
    for period in ("2025-12", "2026-01", "2026-02"):
        await issued(hub, period)
    await granted(hub, ATA, 6000, valid_from="2025-12-01", amount_since="2026-01-01", decision_no="VM-T-2")
    assert sorted(each.amount_qepik for each in await all_lines(hub, await issued(hub, "2026-03"))) == [3300, 6000]

    first = await compared(hub, "2026-03", "arrears")
    assert sorted((each.of_period, each.amount_qepik, dict(each.terms)) for each in await all_lines(hub, first)) == [
        ("2026-01", 2700, {"over_qepik": "3300"}), ("2026-02", 2700, {"over_qepik": "3300"})
    ]  # fmt: skip
    await month.approved(hub, first)
    await month.asked(hub, first, IssueAll(by=month.OFFICER))

    assert await all_lines(hub, await compared(hub, "2026-03", "arrears")) == []
