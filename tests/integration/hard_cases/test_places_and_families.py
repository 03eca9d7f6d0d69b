"""A village that changed its district, a marriage that was cancelled, a person in two households."""

from __future__ import annotations

import pytest

from document_flow.cases.acts.draft_ruling import ConfirmRuling
from hub.access.people import Person
from hub.app import Hub
from hub.web.register_scope import sees
from tests.integration.hard_cases.office import (
    EVIDENCE,
    FIN,
    FOR_A_BANK,
    STATUS,
    WOMAN,
    act,
    attributes,
    did,
    drafted,
    held,
    history,
    opened,
    reached,
    register,
    stands,
    told,
)
from tests.integration.hard_cases.test_death_in_dispute import says

HUSBAND = {**WOMAN, "fin": "7ABCD55", "given_name": "Elçin", "sex": "male"}
AS_A_WIFE = {**EVIDENCE, "əsas": "husband"}
MARRIED = act("NK-1", "marriage", "1990-01-01", spouse1={"fin": "7ABCD55"}, spouse2={"fin": FIN})
ANNULLED = act("NK-1", "cancel", "2026-06-01")


@pytest.mark.parametrize(("district", "theirs"), [("Ağdərə", True), ("Tərtər", False)])
async def test_who_came_from_a_village_by_its_old_name_is_of_the_district_where_it_is_now(
    hub: Hub, district: str, *, theirs: bool
) -> None:
    await told(hub, {**WOMAN, "origin_residence": {"place": "Tərtər/Talış"}})
    representative = Person("vaqif", "Vaqif", "committee", frozenset(("district_representative",)), district)

    person = await held(hub, "fin", FIN)
    assert person is not None
    async with hub.store.read() as tx:
        assert await sees(tx, hub, representative, person) is theirs
    assert person.attributes["origin_residence"] == {"place": "Tərtər/Talış"}, "kept as the place that it was"


async def test_a_certificate_names_the_place_as_the_decision_on_the_status_did(hub: Hub) -> None:
    await told(hub, WOMAN, STATUS)
    case = await opened(hub, "certificate", FIN, FOR_A_BANK)
    found = await reached(hub, case, "in_effect")

    assert found.facts["əvvəlki_yer"].value == "Tərtər rayonu, Talış kəndi"


async def test_a_cancelled_marriage_was_never_and_what_was_before_it_is_again(hub: Hub) -> None:
    await told(hub, {**WOMAN, "marital_status": "widowed"}, HUSBAND, by="din")
    await told(hub, MARRIED, by="edliyye")
    await told(hub, ANNULLED, by="edliyye")

    found = await attributes(hub, "fin", FIN)
    assert (found["marital_status"], found.get("spouse_fin")) == ("widowed", None)


async def test_a_status_draft_that_rests_on_a_marriage_is_made_anew_when_the_marriage_is_cancelled(hub: Hub) -> None:
    await told(hub, WOMAN, HUSBAND, by="committee")
    await told(hub, MARRIED, by="edliyye")
    case = await opened(hub, "status", FIN, AS_A_WIFE, "", "hərbi_sənəd", "nikah_sənədi")
    await reached(hub, case, "collecting")
    await did(hub, case, says("sağdır"))
    draft = (await drafted(hub, case)).draft
    assert draft is not None
    assert (draft.outcome, draft.facts["nikah"]) == ("granted", "nikahdadır")

    await told(hub, ANNULLED, by="edliyye")
    await did(hub, case, ConfirmRuling(by="elcin"))

    found = await reached(hub, case, "collecting", "decidable", "undecided")
    assert (found.ruling, found.paper) == (None, None)
    assert "ruling_undone" in [line.kind for line in await history(hub, case)]
    assert await attributes(hub, "idp", FIN) == {}


async def test_a_person_in_two_households_is_in_both_and_both_are_shown(hub: Hub) -> None:
    member = {"fin": FIN, "relation": "daughter"}
    for number in ("AZ-1", "AZ-2"):
        await told(hub, {"kind": "household", "household_id": number, "members": [member]})

    async with hub.store.read() as tx:
        found = await register(hub).belongings(tx, FIN)
    assert [each.attributes["household_id"] for each in found.households] == ["AZ-1", "AZ-2"]


async def test_one_person_named_in_two_families_applications_has_one_case_and_one_answer(hub: Hub) -> None:
    """The child is in the mother's and in the father's application: whoever asks second is led to the first."""
    await told(hub, {**WOMAN, "birth_date": "2015-05-01"}, STATUS)
    first = await opened(hub, "school_bag", FIN, {}, "the mother's")
    second = await opened(hub, "school_bag", FIN, {}, "the father's")

    assert first == second
    assert (await stands(hub, first)).application is not None
