"""Return is a programme by its folder: to the settlement of registration, by table; who stays loses nothing."""

from __future__ import annotations

from typing import Any

import pytest

from connectors.sandbox.people import person
from document_flow.cases.acts.decide_by_hand import DecideByHand
from document_flow.cases.acts.draft_ruling import ConfirmRuling
from document_flow.cases.acts.withdraw import Withdraw
from document_flow.cases.state import Case, Ruling
from hub.app import Hub
from hub.store.ids import new_id
from mappings.dates import PartialDate
from mappings.registered import Right
from tests.hubs import eventually
from tests.integration.programmes.test_certificate import hub, text_of, told
from tests.integration.programmes.test_status import attached, drafted, issued, opened, registered, stands
from tests.things import statement, things_told

__all__ = ["hub"]
HEAD, WIFE = person(1).fin, person(2).fin
ASKED: dict[str, Any] = {
    "məntəqə": "Zəngilan/Ağalı",
    "könüllü": True,
    "tərkib": "whole",
    "nəfər": "4",
    "uşaq": False,
    "yaşayış": "yataqxana",
    "başçısız": False,
    "norma": True,
    "sağlamlıq_razılığı": False,
    "öz_mənzili": False,
}


def from_place(place: str, fin: str = HEAD) -> tuple[dict[str, Any], ...]:
    status = {"kind": "idp_status", "fin": fin, "category": "idp", "valid_from": "1993-11-01"}
    return status, {"kind": "person", "fin": fin, "origin_residence": {"place": place}}


async def applied(hub: Hub, fin: str = HEAD, **more: Any) -> str:
    case = await opened(hub, "return", fin, {**ASKED, **more})
    await attached(hub, case, "bəyanat")
    return case


async def draft_of(hub: Hub, case: str, outcome: str) -> Ruling:
    async def there() -> bool:
        draft = (await stands(hub, case)).draft
        return draft is not None and draft.outcome == outcome

    await eventually(there, what=f"a draft: {outcome}")
    draft = (await stands(hub, case)).draft
    assert draft is not None
    return draft


async def granted(hub: Hub, case: str) -> Case:
    await draft_of(hub, case, "granted")
    await hub.programmes.cases.act(case, ConfirmRuling(by="elcin"), new_id())
    return await issued(hub, case)


async def test_a_household_is_granted_its_home_and_who_stays_keeps_everything(hub: Hub) -> None:
    await told(hub, *from_place("Zəngilan/Ağalı"), *from_place("Zəngilan/Ağalı", WIFE))
    kept = Right(right_id="VM-T-1", fin=WIFE, programme="allowance", benefit="money", amount_qepik=3300,
                 valid_from=PartialDate.from_text("2024-01-01"))  # fmt: skip
    await things_told(hub, kept)

    case = await applied(hub, tərkib="part", nəfər="3")
    draft = await draft_of(hub, case, "granted")
    assert (draft.row["otaq"], draft.row["növbə"]) == ("2", "2")
    assert any(each.endswith("†") for each in draft.basis), "what no act names is marked"
    assert any("65" in each for each in draft.basis)
    done = await granted(hub, case)

    assert done.ruling is not None
    right = await registered(hub, "right", done.ruling.paper_no)
    told_of = {name: right[name] for name in ("programme", "benefit", "settlement", "rooms", "persons", "state")}
    assert told_of == {
        "programme": "return", "benefit": "home", "settlement": "Zəngilan/Ağalı", "rooms": 2, "persons": 3,
        "state": "in_force",
    }  # fmt: skip
    assert "qalan ailə üzvləri heç nə itirmir" in await text_of(hub, done)
    assert "†" in await text_of(hub, done)
    assert (await registered(hub, "right", "VM-T-1"))["state"] == "in_force"
    assert "ended_on" not in await registered(hub, "idp", WIFE)


async def test_a_village_that_changed_its_district_is_the_same_settlement(hub: Hub) -> None:
    await told(hub, *from_place("Tərtər/Talış"))

    case = await applied(hub, məntəqə="Ağdərə/Talış")

    assert (await draft_of(hub, case, "granted")).row["otaq"] == "3"


async def test_to_another_settlement_it_is_refused_and_of_a_district_alone_nothing_is_guessed(hub: Hub) -> None:
    await told(hub, *from_place("Füzuli/Horadiz"), *from_place("Zəngilan", WIFE))

    elsewhere, unknown = await applied(hub), await applied(hub, WIFE)

    assert (await draft_of(hub, elsewhere, "refused")).row["səbəb"] == "həmin məntəqədə qeydiyyatda olmamısınız"

    async def waits() -> bool:
        return any(each.name == "qeydiyyat" for each in (await stands(hub, unknown)).lacking)

    await eventually(waits, what="a case that waits for the place of registration")
    assert (await stands(hub, unknown)).draft is None


async def test_without_every_adults_declaration_it_is_refused_and_a_registered_one_is_as_good_as_a_scan(
    hub: Hub,
) -> None:
    await told(hub, *from_place("Zəngilan/Ağalı"), *from_place("Zəngilan/Ağalı", WIFE))

    nobody = await opened(hub, "return", HEAD, ASKED)
    registered_ones = await opened(hub, "return", WIFE, {**ASKED, "bəyanat_nömrələri": "V-12, V-13"})

    refused = await draft_of(hub, nobody, "refused")
    assert refused.row["səbəb"] == "hər yetkin üzvün bəyanatı təqdim edilməyib"
    assert (await draft_of(hub, registered_ones, "granted")).row["otaq"] == "3"


async def test_children_return_with_a_parents_or_guardians_consent_alone(hub: Hub) -> None:
    await told(hub, *from_place("Zəngilan/Ağalı"))
    case = await applied(hub, uşaq=True)
    assert "qəyyumun razılığı" in (await draft_of(hub, case, "refused")).row["səbəb"]

    await attached(hub, case, "qəyyum_sənədi")

    await draft_of(hub, case, "granted")


@pytest.mark.parametrize(("number", "consents", "place"), [(5, True, "1"), (5, False, "2"), (1, True, "2")])
async def test_disability_counts_where_there_is_consent_and_is_asked_for_then_alone(
    hub: Hub, number: int, consents: bool, place: str
) -> None:
    fin = person(number).fin
    await told(hub, *from_place("Zəngilan/Ağalı", fin))

    case = await applied(hub, fin, sağlamlıq_razılığı=consents)

    assert (await draft_of(hub, case, "granted")).row["növbə"] == place
    assert ("əlillik" in (await stands(hub, case)).facts) is consents


async def test_six_in_a_village_of_three_and_five_rooms_go_to_people(hub: Hub) -> None:
    await told(hub, *from_place("Zəngilan/Ağalı"))
    case = await applied(hub, nəfər="6", norma=False)

    async def left_to_people() -> bool:
        return (await stands(hub, case)).phase == "undecided"

    await eventually(left_to_people, what="no rule fits")
    by_hand = DecideByHand(by="elcin", outcome="granted", reason="5 otaqlı ev", article="NK 65", grade="5")
    await hub.programmes.cases.act(case, by_hand, new_id())
    await hub.programmes.cases.act(case, ConfirmRuling(by="fuad"), new_id())
    done = await issued(hub, case)
    assert done.ruling is not None
    assert (await registered(hub, "right", done.ruling.paper_no))["rooms"] == 5


async def test_a_household_may_withdraw_and_ask_again(hub: Hub) -> None:
    await told(hub, *from_place("Zəngilan/Ağalı"))
    case = await applied(hub)
    await drafted(hub, case)

    word = await statement(hub, HEAD)
    await hub.programmes.cases.act(case, Withdraw(by="sevinc", document=word, reason="fikrini dəyişib"), new_id())

    assert (await stands(hub, case)).outcome == "withdrawn"
    await granted(hub, await applied(hub))
