"""A home by a draw at the citizen's page: seen and answered by its own family alone, once, in writing."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from document_flow.draws.acts.announce import DrawAnnounced
from document_flow.draws.acts.finish import DrawDone
from document_flow.draws.acts.freeze import DrawFrozen
from document_flow.draws.acts.leave import EntryWithdrawn
from document_flow.draws.acts.offer import HomeOffered
from document_flow.draws.acts.place_family import FamilyPlaced
from document_flow.draws.acts.pull_slip import SlipPulled
from document_flow.draws.families import LeftOut
from document_flow.draws.order import Entry, allotted
from document_flow.draws.plan import TERMS, Home, PlacedHome, Plan
from document_flow.draws.state import Draw, Offer, Placing, Pull
from document_flow.moves.acts.add_household import HouseholdAdded
from document_flow.moves.acts.open_move import MoveOpened
from document_flow.moves.state import Household
from hub.documents.signing.signers import save_fin
from hub.returns.draws import DRAWS
from hub.returns.households import people_of
from tests.integration.citizen.conftest import HUSBAND, STRANGER, WIFE, Town
from tests.integration.console.desks import says_word
from tests.integration.hard_cases.office import later, told
from tests.protections import protect
from tests.things import decided_return, happened, letter

OWN, FIRST, LAST, OUT = "QM-2/2026", "QM-1/2026", "QM-3/2026", "QM-9/2026"
SLIPS = {FIRST: 1, OWN: 2, LAST: 3}
"""Slips of three families, for two homes."""
ENTRIES = {number: Entry(number=number, rooms=3) for number in SLIPS}


async def drawn(town: Town, *offered: str, people: Mapping[str, tuple[str, ...]] | None = None) -> str:
    """A draw that was held; to these a home of it is offered, to be answered within ten days. `people` are FINs."""
    async with town.hub.store.read() as tx:
        now = (await town.hub.aggregates.needs.context(tx)).now
    stamp: dict[str, Any] = {"by": "elcin", "at": now - timedelta(days=1)}
    homes = (Home(number="101", rooms=3), Home(number="102", rooms=3))
    plan = Plan(place="Zəngilan/Ağalı", wave=2, protocol="by_hand", draw_at=stamp["at"], homes=homes)
    pulls = [Pull(entry=number, rooms=3, slip=slip, witnesses=()) for number, slip in SLIPS.items()]
    order = tuple(allotted(plan, ENTRIES[number], slip) for number, slip in SLIPS.items())
    left_out = (LeftOut(number=OUT, reason="otaq sayı həll olunmayıb"),)
    hashes = {number: people_of(town.hub.aggregates.needs, fins) for number, fins in (people or {}).items()}
    frozen = DrawFrozen(**stamp, document="S-1", entries=tuple(ENTRIES.values()), root="0" * 64,
                        left_out=left_out, people=hashes)  # fmt: skip
    events = [
        DrawAnnounced(**stamp, plan=plan, terms=TERMS),
        frozen,
        *(SlipPulled(**stamp, pull=each) for each in pulls),
        DrawDone(**stamp, seed="", order=order),
    ]
    for number in offered:
        home = next(each.home for each in order if each.number == number)
        until = (now + timedelta(days=10)).date()
        offer = Offer(home=home, document="T-1", notified_on=now.date(), answer_until=until)
        events.append(HomeOffered(**stamp, number=number, offer=offer))
    return await happened(town.hub, DRAWS, events)


async def stands(town: Town, draw: str) -> Draw:
    async with town.hub.store.read() as tx:
        stored = await town.hub.aggregates.tables.get(tx, DRAWS, draw)
    assert stored is not None
    return stored.state


async def appeals(town: Town) -> list[str]:
    async with town.hub.store.read() as tx:
        rows = await tx.fetch("SELECT d.id FROM documents d WHERE d.kind = 'appeal' ORDER BY d.id")
        made = [await town.hub.office.documents.load(tx, row["id"]) for row in rows]
    return [each.title for each in made if each is not None]


async def test_a_family_sees_its_offer_and_accepts_it_in_three_clicks_and_once(town: Town) -> None:
    case = await decided_return(town.hub, OWN, WIFE.fin)
    draw = await drawn(town, OWN)
    browser = await town.citizen(lang="az")

    start = await browser.get("/")
    page = await browser.said(f"/cases/{case}")
    said = {"draw": draw, "home": "102", "answer": "accept"}
    answers = [await browser.post(f"/cases/{case}/home", **said, key=key) for key in ("k", "k", "another")]
    after = await browser.said(f"/cases/{case}")

    assert start.text.index("Sizə ev təklif olunub") < start.text.index("Müraciətlərim")
    assert f'href="/me/cases/{case}"' in start.text
    assert "Püşkünüzün nömrəsi 2" in page
    assert "2 (bu otaq sayında cəmi 3 ailə)" in page
    assert "Püşkdə düşən ev 102" in page
    assert [each.status_code for each in answers] == [303] * 3
    assert (await stands(town, draw)).offers[OWN].status == "accepted"
    assert "Evi qəbul etmisiniz" in after
    assert "İmtina edirəm" not in after
    assert await appeals(town) == [f"{OWN}: təklif olunan evi qəbul edirəm (102)"]


async def test_of_answers_that_are_sent_at_once_one_counts_and_one_is_registered(town: Town) -> None:
    case = await decided_return(town.hub, OWN, WIFE.fin)
    draw = await drawn(town, OWN)
    browser, said = await town.citizen(), {"draw": draw, "home": "102"}

    answers = await asyncio.gather(
        *(browser.post(f"/cases/{case}/home", **said, answer=each, key=each) for each in ("accept", "refuse", "accept"))
    )

    found = await stands(town, draw)
    is_accepted = OWN in found.offers and found.offers[OWN].status == "accepted"
    assert is_accepted is not bool(found.struck)
    (title,) = await appeals(town)
    assert ("qəbul edirəm" in title) is is_accepted
    assert {each.status_code for each in answers} == {303, 409}


async def test_a_decision_is_given_up_at_the_page_with_no_offer_waited_for_and_its_draw_hears(town: Town) -> None:
    case = await decided_return(town.hub, OWN, WIFE.fin)
    draw = await drawn(town)
    browser = await town.citizen()
    before = await browser.said(f"/cases/{case}")

    taken = await browser.post(f"/cases/{case}/withdraw", text="Uşaqlar burada oxuyur")
    late = await browser.post(f"/cases/{case}/withdraw", text="bir də", key="other")

    assert "Take my application back" in before
    assert (taken.status_code, late.status_code) == (303, 409)
    assert "Take my application back" not in await browser.said(f"/cases/{case}")
    (struck,) = (await stands(town, draw)).struck
    assert (struck.number, struck.home, struck.to) == (OWN, "102", LAST)
    assert await appeals(town) == [f"{OWN}: ərizəmi geri götürürəm"]


async def test_a_refusal_is_registered_with_its_reason_and_the_home_goes_to_the_next(town: Town) -> None:
    case, next_one = await decided_return(town.hub, OWN, WIFE.fin), await decided_return(town.hub, LAST, HUSBAND.fin)
    draw = await drawn(town, OWN)
    browser, other = await town.citizen(), await town.citizen(HUSBAND.fin)
    waits = await other.said(f"/cases/{next_one}")
    said = {"draw": draw, "home": "102", "answer": "refuse", "text": "<b>Uzaqdır</b>"}

    answers = [await browser.post(f"/cases/{case}/home", **said, key=key) for key in ("k", "k", "another")]

    assert [each.status_code for each in answers] == [303] * 3
    assert "You have refused the home" in await browser.said(f"/cases/{case}")
    assert "in the reserve" in waits
    assert "Families that wait before you 0" in waits
    assert "Home that you have now 102" in await other.said(f"/cases/{next_one}")
    assert await appeals(town) == [f"{OWN}: təklif olunan evdən imtina edirəm (102)"]


async def test_who_is_left_out_or_on_no_list_is_told_why_and_who_moves_is_told_when(town: Town) -> None:
    out, none = await decided_return(town.hub, OUT, WIFE.fin), await decided_return(town.hub, "QM-7/2026", HUSBAND.fin)
    await drawn(town)
    async with town.hub.store.read() as tx:
        now = (await town.hub.aggregates.needs.context(tx)).now
    stamp: dict[str, Any] = {"by": "elcin", "at": now}
    family = Household(number=OUT, case=out, home="105", persons=1, truck="90-AA-101")
    move = MoveOpened(
        **stamp, settlement="Zəngilan/Ağalı", gathers_at=now + timedelta(days=3), point="Bərdə avtovağzalı"
    )
    await happened(town.hub, town.hub.aggregates.kinds["moves"], [move, HouseholdAdded(**stamp, household=family)])
    browser = await town.citizen()

    page, other = await browser.said(f"/cases/{out}"), await (await town.citizen(HUSBAND.fin)).said(f"/cases/{none}")

    assert "The published reason: otaq sayı həll olunmayıb" in page
    assert f"{now + timedelta(days=3):%d.%m.%Y}" in page
    assert "Bərdə avtovağzalı" in page
    assert "90-AA-101" in page
    assert "on no list of a draw yet" in other
    assert "Move day" not in other
    assert "Take my application back" not in page
    taken = await browser.post(f"/cases/{out}/withdraw", text="Uşaqlar burada oxuyur")
    assert (taken.status_code, await appeals(town)) == (409, []), "what is refused is not registered"


async def test_who_has_a_home_beforehand_who_moved_in_and_who_was_taken_off_is_told_so(town: Town) -> None:
    placed = await decided_return(town.hub, OWN, WIFE.fin)
    moved = await decided_return(town.hub, OUT, HUSBAND.fin)
    off = await decided_return(town.hub, LAST, STRANGER.fin, outcome="void")
    await letter(town.hub, "Q-7")
    async with town.hub.store.read() as tx:
        now = (await town.hub.aggregates.needs.context(tx)).now
    stamp: dict[str, Any] = {"by": "elcin", "at": now}
    home = PlacedHome(number="7", rooms=3, rule="QMN 65")
    plan = Plan(place="Laçın", wave=1, protocol="by_hand", draw_at=now, homes=(), placed=(home,))
    given = FamilyPlaced(**stamp, number=OWN, placing=Placing(home="7", document="Q-5"), people=())
    frozen = DrawFrozen(**stamp, document="S-1", entries=(ENTRIES[LAST],), root="0" * 64)
    withdrawn = EntryWithdrawn(**stamp, number=LAST, document="Q-7")
    await happened(town.hub, DRAWS, [DrawAnnounced(**stamp, plan=plan, terms=TERMS), given, frozen, withdrawn])
    family = Household(number=OUT, case=moved, home="105", persons=1, handover="TT-1", handed_on=now.date())
    move = MoveOpened(**stamp, settlement="Laçın", gathers_at=now, point="Bərdə")
    await happened(town.hub, town.hub.aggregates.kinds["moves"], [move, HouseholdAdded(**stamp, household=family)])

    own, keys, gone = [
        await (await town.citizen(who.fin)).said(f"/cases/{case}")
        for who, case in ((WIFE, placed), (HUSBAND, moved), (STRANGER, off))
    ]

    assert "placed with you beforehand" in own
    assert "Home placed with you 7" in own
    assert "on no list of a draw" not in own
    assert "the keys are yours" in keys
    assert "Your move day is set" not in keys
    assert "taken off the draw since your decision is not in force" in gone
    assert "You have withdrawn" not in gone


async def test_whose_decision_is_not_in_force_any_more_can_still_refuse_and_registers_no_other_answer(
    town: Town,
) -> None:
    case = await decided_return(town.hub, OWN, WIFE.fin, outcome="void")
    draw = await drawn(town, OWN)
    browser = await town.citizen()
    said = {"draw": draw, "home": "102"}
    page = await browser.said(f"/cases/{case}")

    accepts = await browser.post(f"/cases/{case}/home", **said, answer="accept")
    left_behind = await appeals(town)
    refuses = await browser.post(f"/cases/{case}/home", **said, answer="refuse")

    assert ("Accept the home" in page, "I refuse it" in page) == (False, True)
    assert (accepts.status_code, left_behind, refuses.status_code) == (422, [], 303)
    assert [each.number for each in (await stands(town, draw)).struck] == [OWN]


async def test_another_family_answers_nothing_by_whatever_it_sends(town: Town) -> None:
    case, others = await decided_return(town.hub, OWN, WIFE.fin), await decided_return(town.hub, FIRST, HUSBAND.fin)
    draw, elsewhere = await drawn(town, OWN, FIRST), await drawn_elsewhere(town)
    thief = await town.citizen(HUSBAND.fin)
    said = {"draw": draw, "home": "101", "answer": "accept"}
    tries = [
        (case, {"home": "102"}, 404),
        (case, {}, 404),
        (others, {"draw": elsewhere}, 404),
        (others, {"draw": "x"}, 404),
        (others, {"home": "102"}, 409),
        (others, {"home": "102", "number": OWN, "case": case}, 409),
        (others, {"answer": "yes"}, 422),
        (others, {"text": "x" * 801}, 422),
    ]

    answers = [await thief.post(f"/cases/{name}/home", **{**said, **more}) for name, more, _ in tries]

    assert [each.status_code for each in answers] == [status for *_, status in tries]
    assert all(WIFE.surname not in each.text for each in answers)
    assert {each.status for each in (await stands(town, draw)).offers.values()} == {"offered"}
    assert await appeals(town) == []


async def drawn_elsewhere(town: Town) -> str:
    """A draw on which neither family is."""
    async with town.hub.store.read() as tx:
        now = (await town.hub.aggregates.needs.context(tx)).now
    plan = Plan(place="Laçın", wave=1, protocol="by_hand", draw_at=now, homes=(Home(number="1", rooms=1),))
    return await happened(town.hub, DRAWS, [DrawAnnounced(by="elcin", at=now, plan=plan, terms=TERMS)])


async def test_a_form_without_its_proof_or_login_and_an_official_without_a_case_answer_nothing(town: Town) -> None:
    case = await decided_return(town.hub, OWN, WIFE.fin)
    draw = await drawn(town, OWN)
    said = {"draw": draw, "home": "102", "answer": "accept"}
    async with town.hub.store.write() as tx:
        await save_fin(tx, town.hub.sealer, "elcin", STRANGER.fin)
    own, official, nobody = await town.citizen(), await town.citizen(STRANGER.fin), town.browser()
    console = {"authorization": "Bearer sandbox-elcin"}

    forged = await own.client.post(f"/me/cases/{case}/home", data={**said, "csrf": "x"})
    foreign = await own.client.post(
        f"/me/cases/{case}/home", data={**said, "csrf": "x"}, headers={"origin": "https://elsewhere.example"}
    )
    theirs = await official.post(f"/cases/{case}/home", **said)
    by_token = await nobody.client.post(f"/me/cases/{case}/home", data=said, headers=console)

    assert [each.status_code for each in (forged, foreign, theirs)] == [403, 403, 404]
    assert by_token.status_code in (303, 401)
    assert (await stands(town, draw)).offers[OWN].status == "offered"


async def test_a_representative_answers_within_the_mandate_alone(town: Town) -> None:
    case = await decided_return(town.hub, OWN, HUSBAND.fin)
    draw = await drawn(town, OWN)
    mandate = {
        "kind": "mandate", "fin": HUSBAND.fin, "representative_fin": STRANGER.fin, "capacity": "proxy",
        "act_authority": "Notariat", "act_number": "7", "act_date": "2026-01-01", "valid_from": "2026-01-01",
        "programmes": ["certificate"],
    }  # fmt: skip
    await told(town.hub, mandate)
    browser = await town.citizen(STRANGER.fin)
    chosen = (await browser.get("/")).text.partition('name="person" value="')[2][:32]
    assert (await browser.post("/acting", person=chosen)).status_code == 303
    said = {"draw": draw, "home": "102", "answer": "accept"}

    not_covered = await browser.post(f"/cases/{case}/home", **said)
    start = await browser.said("/")
    await told(town.hub, {**mandate, "programmes": ["return"]})
    covered = await browser.post(f"/cases/{case}/home", **said)

    assert (not_covered.status_code, covered.status_code) == (403, 303)
    assert "A home is offered" not in start
    assert (await stands(town, draw)).offers[OWN].status == "accepted"


async def test_behind_the_last_day_nothing_is_accepted_and_no_appeal_is_left_behind(town: Town) -> None:
    case = await decided_return(town.hub, OWN, WIFE.fin)
    draw = await drawn(town, OWN)
    await later(town.hub, 11)
    browser = await town.citizen()

    late = await browser.post(f"/cases/{case}/home", draw=draw, home="102", answer="accept")

    assert late.status_code in (409, 422)
    assert await appeals(town) == []


async def test_who_returns_by_the_application_of_a_protected_person_learns_no_home(town: Town) -> None:
    case = await decided_return(town.hub, OWN, WIFE.fin, HUSBAND.fin)
    await drawn(town, OWN, people={OWN: (WIFE.fin, HUSBAND.fin)})
    husband, wife = await town.citizen(HUSBAND.fin), await town.citizen()
    assert "102" in await husband.said(f"/homes/{case}")

    await protect(town.hub, WIFE.fin)

    assert (await husband.get(f"/homes/{case}")).status_code == 404
    assert case not in (await husband.get("/")).text
    assert "102" in await wife.said(f"/cases/{case}")
    code = town.hub.office.printing.papers.code_of(case)
    answer = await town.browser().client.post("/me/draw", data={"number": OWN, "code": code})
    assert (answer.status_code, says_word("102", answer.text)) == (404, False)
