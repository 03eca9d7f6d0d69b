"""The status of a displaced person: an official decides, nobody is refused unheard, and the register hears of it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from connectors.sandbox.people import person
from document_flow.cases.acts.attach_scan import AttachScan
from document_flow.cases.acts.draft_ruling import ConfirmRuling
from document_flow.cases.acts.hearing import InviteToHearing, NoteHearing
from document_flow.cases.acts.leave_to_people import TryAgain
from document_flow.cases.acts.lose_paper import LosePaper
from document_flow.cases.acts.open_case import OpenCase
from document_flow.cases.acts.revocation import ProposeRevocation, Revoke
from document_flow.cases.acts.withdraw import Withdraw
from document_flow.cases.state import Case
from hub.app import Hub
from hub.documents.office.seed_people import sandbox_people
from hub.errors import Forbidden, Refused
from hub.programmes.case_reading import shown_case
from hub.programmes.scans import attach
from hub.register.reading import Reader
from hub.register.store import RegisterStore
from hub.store.ids import new_id
from hub.store.legal_time import move_ahead, time_ahead
from mappings.dates import PartialDate
from mappings.records import AllowancePayment
from mappings.registered import IdpCard
from tests.hubs import all_settled, eventually
from tests.integration.hard_cases.office import act, reached
from tests.integration.hard_cases.office import told as known
from tests.integration.programmes.test_certificate import hub, text_of, told
from tests.things import statement, things_told

__all__ = ["hub"]
WOMAN, MAN = person(0).fin, person(1).fin
PAPERS: dict[str, Any] = {
    "əsas": "own",
    "əvvəlki_yer": "Zəngilan rayonu, Ağalı kəndi",
    "yetkin": True,
}
DAY_US = 86_400 * 1_000_000


async def opened(hub: Hub, programme: str, fin: str, answers: dict[str, Any]) -> str:
    command = OpenCase(by="sevinc", subject=fin, channel="desk", came_from="committee", answers=answers)
    return (await hub.programmes.cases.open(programme, command, new_id())).id


async def attached(hub: Hub, case: str, name: str, *, original: bool = True, raw: bytes = b"%PDF-1.7 scan") -> None:
    command = AttachScan(by="sevinc", name=name, sha256="", media_type="", original=original)
    await attach(hub.programmes.cases, hub.office.uploads, case, command, raw, new_id())


async def stands(hub: Hub, case: str) -> Case:
    async with hub.store.read() as tx:
        stored = await hub.programmes.cases.case_store.get(tx, case)
    assert stored is not None
    return stored.case


async def drafted(hub: Hub, case: str) -> Case:
    async def there() -> bool:
        return (await stands(hub, case)).draft is not None

    await eventually(there, what="a draft")
    return await stands(hub, case)


async def issued(hub: Hub, case: str) -> Case:
    async def there() -> bool:
        return (await stands(hub, case)).phase == "in_effect"

    await eventually(there, what="a paper")
    hub.calling.nudge()
    await eventually(lambda: all_settled(hub), what="the register knows")
    return await stands(hub, case)


async def heard(hub: Hub, case: str, key: str) -> None:
    """Invited for five days later, not for today, and heard on that day, not before."""
    cases = hub.programmes.cases
    async with hub.store.read() as tx:
        today = (await cases.context(tx)).today
    with pytest.raises(Refused, match="hearing_past"):
        await cases.act(case, InviteToHearing(by="sevinc", on=today), f"{key} today")
    await cases.act(case, InviteToHearing(by="sevinc", on=today + timedelta(days=5)), f"{key} invited")
    with pytest.raises(Refused, match="hearing_early"):
        await cases.act(case, NoteHearing(by="sevinc", text="gəldi"), f"{key} early")
    async with hub.store.write() as tx:
        await move_ahead(tx, "samir", await time_ahead(tx) + 5 * DAY_US)

    async def five_days_on() -> bool:
        async with hub.store.read() as tx:
            return (await cases.context(tx)).today == today + timedelta(days=5)

    await eventually(five_days_on, what="five days have gone by")
    await cases.act(case, NoteHearing(by="sevinc", text="hərbi bileti itirdiyini dedi"), f"{key} heard")


async def registered(hub: Hub, kind: str, value: str) -> dict[str, Any]:
    async with hub.store.read() as tx:
        found = await Reader(RegisterStore(hub.sealer, hub.hash)).by_key(tx, kind, value)
    return dict(found.attributes) if found is not None else {}


async def test_a_status_is_given_by_an_official_who_did_not_register_it_and_stands_in_the_register(hub: Hub) -> None:
    case = await opened(hub, "status", WOMAN, PAPERS)
    assert (await drafted(hub, case)).draft is not None
    await attached(hub, case, "rayon_arayışı", original=False)
    draft = await drafted(hub, case)
    assert draft.draft is not None
    assert (draft.draft.outcome, draft.outcome, draft.ruling) == ("granted", "", None)
    with pytest.raises(Refused, match="originals"):
        await hub.programmes.cases.act(case, ConfirmRuling(by="elcin"), "k0")
    await attached(hub, case, "rayon_arayışı")
    await drafted(hub, case)

    with pytest.raises(Forbidden, match="role"):
        await hub.programmes.cases.act(case, ConfirmRuling(by="sevinc"), "k1")
    await hub.programmes.cases.act(case, ConfirmRuling(by="elcin"), "k2")
    done = await issued(hub, case)

    assert done.ruling is not None
    assert (done.outcome, done.ruling.by) == ("granted", "elcin")
    status = await registered(hub, "idp", WOMAN)
    assert (status["category"], status["decision_no"]) == ("idp", done.ruling.paper_no)
    assert status["origin_place"] == PAPERS["əvvəlki_yer"]

    with pytest.raises(Refused, match="granted_already"):
        await opened(hub, "status", WOMAN, {**PAPERS, "yetkin": False})

    await hub.programmes.cases.act(case, ProposeRevocation(by="sevinc", reason="səhv"), "k3")
    with pytest.raises(Refused, match="not_heard"):
        await hub.programmes.cases.act(case, Revoke(by="elcin"), "k4")
    await heard(hub, case, "k5")
    await hub.programmes.cases.act(case, Revoke(by="elcin"), "k6")
    hub.calling.nudge()
    await eventually(lambda: all_settled(hub), what="the register knows")
    assert (await registered(hub, "idp", WOMAN))["end_reason"] == "revoked"


async def test_nobody_is_refused_unheard(hub: Hub) -> None:
    cases = hub.programmes.cases
    case = await opened(hub, "status", MAN, PAPERS)
    await attached(hub, case, "rayon_arayışı")
    draft = await drafted(hub, case)
    assert draft.draft is not None
    assert (draft.draft.outcome, draft.draft.row["səbəb"]) == ("refused", "hərbi sənəd təqdim edilməyib")

    with pytest.raises(Refused, match="not_heard"):
        await cases.act(case, ConfirmRuling(by="elcin"), "k1")
    await heard(hub, case, "k2")
    with pytest.raises(Refused, match="old_draft"):
        await cases.act(case, ConfirmRuling(by="elcin"), "k5")
    await cases.act(case, TryAgain(by="elcin"), "k6")
    await drafted(hub, case)
    await cases.act(case, ConfirmRuling(by="elcin"), "k7")

    done = await issued(hub, case)
    assert done.outcome == "refused"
    assert "siz dinlənildiniz və" in await text_of(hub, done)
    assert await registered(hub, "idp", MAN) == {}


async def test_a_refugee_who_applies_is_told_that_they_are_one_and_left_to_people(hub: Hub) -> None:
    await told(hub, {"kind": "idp_status", "fin": MAN, "category": "refugee", "valid_from": "1990-01-01"})
    case = await opened(hub, "status", MAN, PAPERS)

    async def left_to_people() -> bool:
        return (await stands(hub, case)).phase == "undecided"

    await eventually(left_to_people, what="people who decide")
    left = await stands(hub, case)
    assert (left.values["status"], left.draft) == ("qaçqın", None), "nobody is refused for a status that they have not"
    assert left.unruled is not None, "the table says why it leaves it to them"


async def test_a_fact_that_changes_before_the_decision_makes_a_new_draft(hub: Hub) -> None:
    case = await opened(hub, "status", WOMAN, PAPERS)
    await attached(hub, case, "rayon_arayışı")
    await drafted(hub, case)
    await told(hub, {"kind": "idp_status", "fin": WOMAN, "category": "idp"})

    await hub.programmes.cases.act(case, ConfirmRuling(by="elcin"), "k1")

    async def anew() -> bool:
        found = await stands(hub, case)
        return found.draft is not None and found.draft.outcome == "refused"

    await eventually(anew, what="a draft by the facts of now")
    assert (await stands(hub, case)).reserved, "the number that was taken is kept for the next ruling"


async def test_a_child_has_the_category_of_the_parent_whom_the_register_knows_and_else_of_the_one_an_official_saw(
    hub: Hub,
) -> None:
    mother, father = "3MTHR01", "3FATH01"
    await told(
        hub,
        act("AB-1", "birth", "2010-03-01", child={"fin": MAN}, mother={"fin": mother}, father={"fin": father}),
        {"kind": "idp_status", "fin": father, "category": "equated"},
        {"kind": "idp_status", "fin": mother, "category": "idp", "ended_on": "2020-01-01", "end_reason": "revoked"},
    )
    ground = {"əsas": "parent", "əvvəlki_yer": "Ermənistan"}

    case = await opened(hub, "status", MAN, {**ground, "valideyn_statusu": "idp"})
    unknown = await opened(hub, "status", WOMAN, ground)
    seen = await opened(hub, "status", person(2).fin, {**ground, "valideyn_statusu": "none"})

    draft = await drafted(hub, case)
    assert draft.draft is not None
    assert (draft.draft.row["kateqoriya"], draft.facts["valideyn_statusu"].source) == ("equated", "register")
    refused = (await drafted(hub, seen)).draft
    assert refused is not None
    assert (refused.outcome, refused.row["səbəb"]) == ("refused", "valideyninin statusu yoxdur")

    async def asks() -> bool:
        return [each.name for each in (await stands(hub, unknown)).lacking] == ["valideyn_statusu"]

    await eventually(asks, what="it is asked for the parent's status")
    assert (await stands(hub, unknown)).draft is None


async def test_a_childs_status_is_looked_at_again_when_that_of_the_parent_ends(hub: Hub) -> None:
    father = "3FATH01"
    status = {"kind": "idp_status", "fin": father, "category": "equated"}
    await told(hub, act("AB-1", "birth", "2010-03-01", child={"fin": MAN}, father={"fin": father}), status)
    ground = {"əsas": "parent", "əvvəlki_yer": "Ermənistan"}
    case, other = [await opened(hub, "status", fin, {**ground, **more}) for fin, more in (
        (MAN, {}), (person(2).fin, {"valideyn_statusu": "idp"})
    )]  # fmt: skip
    for name in (case, other):
        await drafted(hub, name)
        await hub.programmes.cases.act(name, ConfirmRuling(by="elcin"), name)
        assert (await reached(hub, name, "in_effect")).outcome == "granted"

    await known(hub, {**status, "ended_on": "2026-01-01", "end_reason": "revoked"})

    async def doubted() -> bool:
        return (await stands(hub, case)).doubts == {"valideyn_statusu": None}

    await eventually(doubted, what="the child's status, which nobody ends by computation")
    assert (await stands(hub, case)).holds
    async with hub.store.read() as tx:
        assert [row["case_id"] for row in await tx.fetch("SELECT case_id FROM case_relatives")] == [case]


async def test_whoever_sees_what_a_parent_has_stands_in_the_parents_access_history_too(hub: Hub) -> None:
    father = "3FATH01"
    await told(
        hub,
        act("AB-1", "birth", "2010-03-01", child={"fin": MAN}, father={"fin": father}),
        {"kind": "idp_status", "fin": father, "category": "idp"},
    )
    case = await opened(hub, "status", MAN, {"əsas": "parent", "əvvəlki_yer": "Zəngilan, Ağalı"})
    await drafted(hub, case)

    official = next(each for each in sandbox_people().values() if each.login == "sebine")
    for _ in range(2):
        await shown_case(hub.programmes.cases, official, case)

    async with hub.store.read() as tx:
        rows = await tx.fetch("SELECT subject_hash FROM access_events WHERE actor_person = 'sebine'")
    assert sorted(row["subject_hash"] for row in rows) == sorted(hub.hash("fin", fin) for fin in (MAN, father))


async def test_who_owns_a_dwelling_is_equated_only_after_an_official_has_looked_whether_it_is_settlement(
    hub: Hub,
) -> None:
    ground = {"əsas": "armenia", "əvvəlki_yer": "Ermənistan"}
    owner, other = person(0).fin, person(1).fin

    async def came(fin: str, **more: bool) -> str:
        case = await opened(hub, "status", fin, {**ground, **more})
        await attached(hub, case, "gəliş_sənədi")
        return case

    homeless, housed = await drafted(hub, await came(other)), await came(owner)

    async def left_to_people() -> bool:
        return (await stands(hub, housed)).phase == "undecided"

    await eventually(left_to_people, what="no rule decides about a dwelling")
    assert homeless.draft is not None
    assert (homeless.values["mənzil"], homeless.draft.row["kateqoriya"]) == (False, "equated")
    assert (await stands(hub, housed)).values["mənzil"] is True
    settled = (await drafted(hub, await came(person(2).fin, məskunlaşıb=True))).draft
    assert settled is not None
    assert (settled.outcome, settled.row["səbəb"]) == ("refused", "daimi məskunlaşıb")


async def test_a_card_is_given_once_reported_lost_and_replaced(hub: Hub) -> None:
    cases = hub.programmes.cases
    without = await opened(hub, "card", MAN, {"səbəb": "first"})
    assert (await issued(hub, without)).outcome == "refused"
    await told(hub, {"kind": "idp_status", "fin": WOMAN, "category": "idp", "decision_no": "MK-S-1"})

    first = await opened(hub, "card", WOMAN, {"səbəb": "first"})
    card = (await issued(hub, first)).paper
    assert card is not None
    assert card.no.startswith("MKV-")
    known = await registered(hub, "idp_card", card.no)
    assert (known["state"], known["fin"]) == ("active", WOMAN)
    again = await opened(hub, "card", WOMAN, {"səbəb": "first"})
    assert (await issued(hub, again)).row("səbəb") == "qüvvədə olan vəsiqəniz var"

    await cases.act(first, LosePaper(by="sevinc", document=await statement(hub, WOMAN), reason="bazarda itib"), "k1")
    hub.calling.nudge()
    await eventually(lambda: all_settled(hub), what="the register knows")
    assert (await registered(hub, "idp_card", card.no))["state"] == "lost"
    second = await issued(hub, await opened(hub, "card", WOMAN, {"səbəb": "lost"}))
    assert (second.outcome, second.row("səbəb")) == ("granted", "itən vəsiqənin əvəzinə")

    third = await issued(hub, await opened(hub, "card", WOMAN, {"səbəb": "damaged"}))
    assert third.paper is not None
    assert second.paper is not None
    states = [(await registered(hub, "idp_card", each.no))["state"] for each in (second.paper, third.paper)]
    assert states == ["replaced", "active"]


async def test_the_card_of_an_old_base_counts_as_a_card_and_gives_way_to_the_new_one(hub: Hub) -> None:
    await told(hub, {"kind": "idp_status", "fin": WOMAN, "category": "idp", "card_no": "AA 7"})
    payments = [
        AllowancePayment(batch_id=f"{2021 + each // 12}-{each % 12 + 1:02}", sequence=1, fin=WOMAN, amount_qepik=6000)
        for each in range(61)
    ]
    await things_told(hub, *payments)
    first = await issued(hub, await opened(hub, "card", WOMAN, {"səbəb": "first"}))
    assert first.row("səbəb") == "qüvvədə olan vəsiqəniz var"

    new = await issued(hub, await opened(hub, "card", WOMAN, {"səbəb": "damaged"}))

    assert new.paper is not None
    states = [(await registered(hub, "idp_card", each))["state"] for each in ("AA 7", new.paper.no)]
    assert states == ["replaced", "active"]


async def test_a_holder_is_told_before_the_cards_last_day_and_once(hub: Hub) -> None:
    await told(hub, {"kind": "idp_status", "fin": WOMAN, "category": "idp"})
    case = await opened(hub, "card", WOMAN, {"səbəb": "first", "telefon": "050 123 45 67"})
    paper = (await issued(hub, case)).paper
    assert paper is not None
    assert paper.valid_until is not None
    await eventually(lambda: all_settled(hub), what="all is told")

    async with hub.store.write() as tx:
        await move_ahead(tx, "samir", 1800 * DAY_US)
    await eventually(lambda: _warned(hub, case), what="the holder is told")
    ending = (await stands(hub, case)).ending
    assert ending is not None
    assert ending.on == paper.valid_until
    assert {each.way for each in ending.sendings} == {"portal", "sms"}
    length = (await stands(hub, case)).length
    await hub.programmes.advancing.step()
    assert (await stands(hub, case)).length == length


async def _warned(hub: Hub, case: str) -> bool:
    return (await stands(hub, case)).ending is not None


async def test_a_card_past_its_last_day_is_no_card_in_force(hub: Hub) -> None:
    await told(hub, {"kind": "idp_status", "fin": WOMAN, "category": "idp"})
    await things_told(hub, IdpCard(fin=WOMAN, card_no="AA 7", valid_until=PartialDate(2020, 5, 1)))

    done = await issued(hub, await opened(hub, "card", WOMAN, {"səbəb": "first"}))

    assert (done.outcome, done.facts["vəsiqənin_son_günü"].value) == ("granted", "2020-05-01")


async def test_the_sample_programme_gives_a_right_by_its_folder_alone(hub: Hub) -> None:
    child = person(2)
    await told(hub, {"kind": "idp_status", "fin": child.fin, "category": "idp"})
    case = await opened(hub, "school_bag", child.fin, {})

    done = await issued(hub, case)

    assert done.ruling is not None
    number = done.ruling.paper_no
    right = await registered(hub, "right", number)
    if done.outcome == "granted":
        assert (right["amount_qepik"], right["state"], right["fin"]) == (6000, "in_force", child.fin)
    else:
        assert right == {}
    assert done.outcome == (
        "granted" if "2008-09-01" <= str(done.values["doğum_tarixi"]) <= "2021-08-31" else "refused"
    )


async def test_one_hand_ends_nothing_without_the_registered_word_of_its_holder(hub: Hub) -> None:
    case = await opened(hub, "status", WOMAN, PAPERS)
    others = await statement(hub, MAN)
    for document, code in (
        (" ", "empty"),
        (new_id(), "no_statement"),
        ("V-1", "no_statement"),
        (others, "statement_other"),
    ):
        with pytest.raises(Refused, match=code):
            await hub.programmes.cases.act(case, Withdraw(by="sevinc", document=document, reason="x"), new_id())

    done = await hub.programmes.cases.act(
        case, Withdraw(by="sevinc", document=await statement(hub, WOMAN), reason="fikrini dəyişib"), new_id()
    )
    assert done.case.ended == "withdrawn"
