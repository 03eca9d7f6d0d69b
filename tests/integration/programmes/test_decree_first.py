"""“Yeni fərmanı əvvəlcə yoxlayın”: a law over the real cases, and the group act by which it ends rights one by one."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from document_flow.cases.acts.open_case import OpenCase
from document_flow.cases.acts.revocation import Revoke
from document_flow.cases.acts.suspension import ProposeSuspension, Suspend
from document_flow.cases.state import Case
from document_flow.law_replays.state import folded, found_in
from document_flow.law_replays.weighing import Weighed
from hub.app import Hub
from hub.documents.signing.signers import save_fin
from hub.programmes.group_acts import GROUP_ACTS, _cases, _opened
from hub.store.ids import new_id
from tests.integration.console.desks import Desks, text
from tests.integration.programmes.decrees import block, post, replayed, sheet
from tests.integration.programmes.rights import ASKED, day_of, decided_case, heard, paper_of

WOMAN, GAS, PLAIN, REFUSED, WAITS, KIN = "7ABCD12", "7ABCD13", "7ABCD14", "7ABCD15", "7ABCD16", "7ABCD17"
CLAUSE: dict[str, Any] = {"nikah": "əvvəl başqa rayonun sakini ilə"}
"""By which a woman is given nothing since 2025-07-01."""


async def effects(desks: Desks, replay: str) -> dict[str, tuple[int, int]]:
    """Persons and money of each effect that somebody has."""
    rows = block(await sheet(desks, "nigar", "law_replays", replay), "effects")
    return {each["effect"]: (each["persons"], each["money"]) for each in rows if each["persons"]}


async def history(hub: Hub) -> dict[str, str]:
    """Cases of every sort; their ids by whose they are."""
    made = {
        WOMAN: await decided_case(hub, WOMAN, **CLAUSE),
        GAS: await decided_case(hub, GAS, sum_=6000, qaz=True, cins="kişi", doğum_tarixi="2015-01-01"),
        PLAIN: await decided_case(hub, PLAIN),
    }
    waits = OpenCase(by="sevinc", subject=WAITS, channel="desk", came_from="committee", answers=ASKED)
    await hub.programmes.cases.open("allowance", waits, new_id())
    return made


async def stands(hub: Hub, case: str) -> Case:
    async with hub.store.read() as tx:
        stored = await hub.programmes.cases.case_store.get(tx, case)
    assert stored is not None
    return stored.case


async def proposed(desks: Desks, replay: str, who: str = "elcin", **says: str) -> dict[str, Any]:
    told = {
        "replay": replay,
        "document": "NK 11",
        "article": "2",
        "reason": "bu bənd üzrə müavinət verilmir",
        "hearing_on": (await day_of(desks.office.served.hub) + timedelta(days=1)).isoformat(),
        "hearing_hour": "10:00",
        "hearing_place": "akt zalı",
    }
    return await post(desks, who, "/v1/group_acts", {"act": "propose_group_act", "says": {**told, **says}})


async def test_a_replay_says_who_loses_and_what_it_costs_and_names_nobody_to_a_lawyer(desks: Desks) -> None:
    hub = desks.office.served.hub
    await history(hub)
    await decided_case(hub, REFUSED, grants=False, yer="Füzuli/Horadiz")

    name = await replayed(desks)

    seen = await sheet(desks, "nigar", "law_replays", name)
    progress = block(seen, "progress")[0]
    assert (progress["read"], progress["of_all"], progress["changed"], progress["waiting"]) == (4, 4, 1, 1)
    assert await effects(desks, name) == {"loses": (1, -3300), "stays the same": (3, 0)}
    women = next(each for each in block(seen, "sex") if each["sex"] == "women")
    assert (women["loses"], women["same"], women["money"]) == (1, 2, -3300)
    assert [each["disability"] for each in block(seen, "disability")] == ["not known"]
    lawyer = await sheet(desks, "orxan", "law_replays", name)
    assert {each["loses"] for each in block(lawyer, "sex")} == {None}
    assert "cases" not in {each["code"] for each in lawyer["blocks"]}
    assert (await sheet(desks, "orxan", "group_acts", name))["code"] == "access.role_missing"
    async with hub.store.read() as tx:
        rows = await tx.fetch("SELECT login, digest, cases, changed FROM decision_replays")
    assert [list(row) for row in rows] == [["nigar", progress["digest"], 4, 1]]


async def test_what_a_replay_found_cannot_be_tried_by_the_ids_of_cases(desks: Desks) -> None:
    """Versions, counts and ids lie open in the database, and effects and sums are few."""
    hub = desks.office.served.hub
    cases = await history(hub)
    await replayed(desks)

    async with hub.store.read() as tx:
        (kept,) = await tx.fetch("SELECT digest, before_hash, after_hash, cases, changed FROM decision_replays")
    open_ = (kept["before_hash"], kept["after_hash"], str(kept["cases"]), str(kept["changed"]))
    found = found_in([(cases[WOMAN], Weighed(effect="loses", money=-3300, groups={}))]).digest

    assert kept["changed"] == 1
    assert kept["digest"] != folded("", (*open_, folded("", (found,))))


async def test_the_law_in_force_ends_nothing_until_two_officials_and_an_act_of_each_case(desks: Desks) -> None:
    hub = desks.office.served.hub
    cases = await history(hub)
    made = await proposed(desks, await replayed(desks))
    assert (await post(desks, "elcin", f"/v1/group_acts/{made['id']}/acts", _agree(made)))["code"] == "group_acts.own"
    assert (await stands(hub, cases[WOMAN])).proposal is None
    agreed = await post(desks, "fuad", f"/v1/group_acts/{made['id']}/acts", _agree(made))
    assert agreed["phase"] == "agreed"

    # A process has opened the first case and died: another goes on.
    async with hub.store.read() as tx:
        stored = await hub.aggregates.tables.get(tx, GROUP_ACTS, made["id"])
    assert stored is not None
    assert await _opened(_cases(hub.aggregates.needs), made["id"], stored.state, cases[WOMAN]) == ""
    while await hub.aggregates.step():
        pass

    seen = await sheet(desks, "elcin", "group_acts", made["id"])
    assert (seen["phase"], block(seen, "progress")[0]["opened"]) == ("opened", 1)
    assert [each["state"] for each in block(seen, "cases")] == ["revocation proposed"]
    woman = await stands(hub, cases[WOMAN])
    assert woman.holds
    assert woman.proposal is not None
    assert woman.proposal.reason == "NK 11, 2: bu bənd üzrə müavinət verilmir"
    assert woman.hearing is not None
    assert (woman.hearing.hour, woman.hearing.place) == ("10:00", "akt zalı")
    assert [each.way for each in woman.hearing.sendings] == ["portal"], "each person is told"
    assert [(await stands(hub, cases[each])).proposal for each in (GAS, PLAIN)] == [None, None]
    again = await proposed(desks, await replayed(desks))
    assert again["code"] == "aggregates.held"
    refused = await post(desks, "fuad", f"/v1/cases/{cases[WOMAN]}/acts", _revoke(woman))
    assert refused["code"] == "cases.not_heard"


async def test_each_case_goes_its_own_way_to_a_revocation_that_may_be_complained_about(desks: Desks) -> None:
    hub = desks.office.served.hub
    cases = await history(hub)
    made = await proposed(desks, await replayed(desks), hearing_on=(await day_of(hub) + timedelta(days=9)).isoformat())
    await post(desks, "fuad", f"/v1/group_acts/{made['id']}/acts", _agree(made))
    while await hub.aggregates.step():
        pass
    await heard(hub, cases[WOMAN])

    done = await hub.programmes.cases.act(cases[WOMAN], Revoke(by="fuad"), new_id())

    assert (done.case.outcome, done.case.phase) == ("void", "decided")
    assert done.case.set_aside is not None
    back = await replayed(desks, after="2", before="3")
    assert await effects(desks, back) == {"gains": (1, 3300), "stays the same": (2, 0)}, "by the law of before again"


async def test_a_suspended_right_neither_gains_nor_loses_and_the_group_act_names_it_with_its_reason(
    desks: Desks,
) -> None:
    hub = desks.office.served.hub
    act, woman = hub.programmes.cases.act, (await history(hub))[WOMAN]
    await act(woman, ProposeSuspension(by="sevinc", reason="ölkədən gedib"), new_id())
    await heard(hub, woman)
    ruling = (await act(woman, Suspend(by="fuad"), new_id())).case.ruling
    assert ruling is not None
    await paper_of(hub, woman, ruling.paper_no, await day_of(hub))

    name = await replayed(desks)

    assert await effects(desks, name) == {"suspended, would differ once resumed": (1, 0), "stays the same": (2, 0)}
    made = await proposed(desks, name, hearing_on=(await day_of(hub) + timedelta(days=9)).isoformat())
    await post(desks, "fuad", f"/v1/group_acts/{made['id']}/acts", _agree(made))
    while await hub.aggregates.step():
        pass
    seen = block(await sheet(desks, "fuad", "group_acts", made["id"]), "progress")[0]
    assert (seen["affected"], seen["opened"], seen["left"]) == (1, 0, "cases.suspended: 1")


async def test_an_officials_relative_is_left_to_another_and_a_law_of_another_day_ends_nothing(desks: Desks) -> None:
    hub = desks.office.served.hub
    cases = await history(hub)
    kin = await decided_case(hub, KIN, **CLAUSE)
    async with hub.store.write() as tx:
        await save_fin(tx, hub.sealer, "elcin", KIN)
    old = await proposed(desks, await replayed(desks, after="2", before="3"))
    made = await proposed(desks, await replayed(desks))
    await post(desks, "fuad", f"/v1/group_acts/{made['id']}/acts", _agree(made))
    while await hub.aggregates.step():
        pass

    seen = block(await sheet(desks, "fuad", "group_acts", made["id"]), "progress")[0]
    assert (seen["affected"], seen["opened"], seen["left"]) == (2, 1, "cases.related: 1")
    assert (await stands(hub, kin)).proposal is None
    assert (await stands(hub, cases[WOMAN])).proposal is not None
    assert old["code"] == "group_acts.not_in_force"


async def test_a_lawyer_begins_it_under_the_rules(desks: Desks) -> None:
    await history(desks.office.served.hub)
    shown = await desks.get("nigar", "/rules/allowance/impact?version=3")
    assert "Check it over all cases" in text(shown)
    fields = {"act": "begin_replay", "key": new_id(), "f-table": "allowance", "f-after": "3", "f-before": "2"}
    went = await desks.went("nigar", "/law_replays", **fields)
    while await desks.office.served.hub.aggregates.step():
        pass
    assert "Who gains, who loses" in text(await desks.get("orxan", went))
    assert "This table decides no programme" in text(await desks.get("nigar", "/rules/agali-order/impact"))
    wrong = {"act": "begin_replay", "says": {"table": "agali-order", "after": "2"}}
    assert (await post(desks, "nigar", "/v1/law_replays", wrong))["code"] == "law_replays.no_programme"
    for says, code in (
        ({"table": "none", "after": "2"}, "decisions.unknown"),
        ({"table": "allowance", "after": "99"}, "decisions.no_version"),
    ):
        told = await post(desks, "nigar", "/v1/law_replays", {"act": "begin_replay", "says": says})
        assert told["code"] == code


LESS: dict[str, Any] = {"document": "NK 11", "article": "1.1", "reason": "məskən yığcam deyil"}


async def too_little(hub: Hub) -> dict[str, str]:
    """33 manat are for compact settlements alone: two who live elsewhere without gas were due 60, one of them close to
    an official; of the third nobody knows where.
    """
    made = {
        PLAIN: await decided_case(hub, PLAIN, məskən="başqa"),
        KIN: await decided_case(hub, KIN, məskən="başqa"),
        WAITS: await decided_case(hub, WAITS, məskən=None),
        GAS: await decided_case(hub, GAS, sum_=6000),
    }
    async with hub.store.write() as tx:
        await save_fin(tx, hub.sealer, "fuad", KIN)
    return made


async def raising(desks: Desks, replay: str) -> dict[str, Any]:
    """What is answered to the proposal of a group act that raises what the replay has found."""
    return await post(
        desks, "elcin", "/v1/group_acts", {"act": "propose_group_raise", "says": {**LESS, "raising": replay}}
    )


async def test_who_got_too_little_by_the_law_of_the_day_is_found_and_of_whom_a_fact_lacks_is_listed(
    desks: Desks,
) -> None:
    cases = await too_little(desks.office.served.hub)

    name, other = await replayed(desks), await replayed(desks, after="2", before="3")

    seen, lawyer, of_other = [
        await sheet(desks, who, "law_replays", each)
        for who, each in (("nigar", name), ("orxan", name), ("nigar", other))
    ]
    assert {each["case"] for each in block(seen, "too_little")} == {f"cases/{cases[each]}" for each in (PLAIN, KIN)}
    assert [(each["case"], each["now"]) for each in block(seen, "lacking")] == [(f"cases/{cases[WAITS]}", "33 manat")]
    assert [block(lawyer, each) for each in ("too_little", "lacking")] == [[], []], "who does not work on cases"
    assert "too_little" not in {each["code"] for each in of_other["blocks"]}, "by no law of another day"
    assert (await raising(desks, other))["code"] == "group_acts.none_too_little"


async def test_a_group_act_raises_each_in_its_own_case_by_the_hands_of_both_and_guesses_of_nobody(desks: Desks) -> None:
    hub = desks.office.served.hub
    cases, name = await too_little(hub), await replayed(desks)
    made = await raising(desks, name)
    assert (await post(desks, "elcin", f"/v1/group_acts/{made['id']}/acts", _agree(made)))["code"] == "group_acts.own"
    assert (await stands(hub, cases[PLAIN])).proposal is None
    await post(desks, "fuad", f"/v1/group_acts/{made['id']}/acts", _agree(made))

    while await hub.aggregates.step():
        pass

    shown = await sheet(desks, "elcin", "group_acts", made["id"])
    progress = block(shown, "progress")[0]
    assert (shown["phase"], progress["opened"], progress["left"]) == ("opened", 1, "cases.related: 1")
    assert {(each["case"], each["state"]) for each in block(shown, "cases")} == {
        (f"cases/{cases[PLAIN]}", "raised"), (f"cases/{cases[KIN]}", "a raise is proposed")
    }  # fmt: skip
    raised = await stands(hub, cases[PLAIN])
    assert raised.ruling is not None
    hands = (raised.ruling.basis, raised.ruling.drafted_by, raised.ruling.by)
    assert (raised.row("məbləğ"), hands) == ("6000", (("NK 11, 1.1",), "elcin", "fuad"))
    assert raised.since is not None, "it holds from the day of the first paper"
    assert [(await stands(hub, cases[each])).row("məbləğ") for each in (WAITS, GAS)] == ["3300", "6000"]
    assert (await raising(desks, name))["code"] == "aggregates.held"


def _agree(made: dict[str, Any]) -> dict[str, Any]:
    return {"act": "agree_group_act", "expected_version": made["version"], "says": {}}


def _revoke(case: Case) -> dict[str, Any]:
    return {"act": "revoke", "expected_version": case.length, "says": {}}
