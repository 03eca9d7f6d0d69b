"""Whoever has no FIN is found by a number of ours: the case opens, asks that need a FIN are a question to a person, and
a FIN that comes later joins without loss.
"""

from __future__ import annotations

import pytest

from document_flow.cases.acts.decide_by_hand import DecideByHand
from document_flow.cases.acts.draft_ruling import ConfirmRuling
from hub.app import Hub
from hub.errors import Refused
from hub.programmes.case_store import StoredCase
from hub.programmes.same_person import same_person
from hub.programmes.slips import slip_of
from hub.register.likeness import find_pairs, possible_doubles
from hub.register.persons import code_of
from hub.web.cases import ApplicationBody, opening
from mappings.identity import is_person_number
from tests.integration.hard_cases.office import (
    FIN,
    FOR_A_BANK,
    STATUS,
    act,
    attributes,
    did,
    held,
    opened,
    reached,
    register,
    stands,
    stored,
    told,
    waits_for,
)

BORN = "AB-1/2026"
CHILD = {"surname": "Əliyeva", "given_name": "Aysel", "sex": "female", "birth_date": "2026-03-10"}
ALIVE = {**CHILD, "vital_status": "alive"}


async def number_of(hub: Hub, **child: str) -> str:
    """The child of an act that told no FIN, by the number that the register gave."""
    await told(hub, act(BORN, "birth", "2026-03-14", child=child or CHILD))
    found = await held(hub, "subject", f"{BORN}:child")
    assert found is not None
    return code_of(found.attributes)


async def with_status(hub: Hub, number: str) -> None:
    await told(hub, {**STATUS, "fin": number})


async def test_who_comes_without_a_fin_gets_a_number_that_rests_on_no_act(hub: Hub) -> None:
    number = await number_of(hub)

    assert is_person_number(number)
    await told(hub, act(BORN, "cancel", "2026-04-01"))
    assert (await attributes(hub, "fin", number))["person_numbers"] == [number]


async def test_what_the_register_knows_suffices_for_a_certificate(hub: Hub) -> None:
    number = await number_of(hub, **ALIVE)
    await with_status(hub, number)
    case = await opened(hub, "certificate", number, FOR_A_BANK)

    decided = await reached(hub, case, "in_effect")

    assert decided.outcome == "granted"
    assert decided.facts["həyatda"].source == "register"
    assert not decided.is_provisional


async def test_what_no_agency_can_be_asked_is_a_question_to_a_person_and_is_never_assumed(hub: Hub) -> None:
    number = await number_of(hub)
    await with_status(hub, number)
    case = await opened(hub, "certificate", number, FOR_A_BANK)

    left = await reached(hub, case, "undecided")

    assert "həyatda" in left.unasked
    waits = await waits_for(hub, case)
    assert waits.startswith("Without a FIN it cannot be asked: Vital status. Get the FIN")
    paper = DecideByHand(by="elcin", outcome="granted", reason="Doğum şəhadətnaməsi göstərilib.", article="668-IQ, 3")
    await did(hub, case, paper)
    await did(hub, case, ConfirmRuling(by="fuad"))
    assert (await reached(hub, case, "in_effect")).outcome == "granted"


async def test_a_fin_that_comes_later_has_the_agencies_asked_and_loses_nothing(hub: Hub) -> None:
    number = await number_of(hub)
    await with_status(hub, number)
    case = await opened(hub, "certificate", number, FOR_A_BANK)
    await reached(hub, case, "undecided")

    await told(hub, act(BORN, "birth", "2026-03-14", child={**CHILD, "fin": FIN}))

    assert (await reached(hub, case, "in_effect")).outcome == "granted"
    async with hub.store.read() as tx:
        under = await same_person(tx, hub.programmes.cases.case_store, FIN)
        assert (hub.hash("fin", number),) in under.values
        assert (await register(hub).belongings(tx, FIN)).status is not None
    assert (await attributes(hub, "fin", number))["fin"] == FIN


async def test_a_record_of_the_fin_that_was_there_takes_the_number_over(hub: Hub) -> None:
    number = await number_of(hub)
    await with_status(hub, number)
    await told(hub, {"kind": "person", "fin": FIN, **CHILD})
    await find_pairs(hub.store)
    async with hub.store.read() as tx:
        assert (await possible_doubles(tx, 10))[0] == 1, "it is a question to an official until the act says the FIN"

    await told(hub, act(BORN, "birth", "2026-03-14", child={**CHILD, "fin": FIN}))

    one, other = await held(hub, "fin", FIN), await held(hub, "fin", number)
    assert one is not None
    assert one == other
    assert one.attributes["person_numbers"] == [number]


async def test_a_case_is_opened_by_the_number_as_it_is_typed_and_by_no_mistyped_one(hub: Hub) -> None:
    number = await number_of(hub)
    typed, wrong = f" {number[:4].lower()} {number[4:]}", f"{number[:-1]}{(int(number[-1]) + 1) % 10}"

    command = opening("sevinc", ApplicationBody(programme="certificate", fin=typed, answers=FOR_A_BANK))

    assert command.subject == number
    with pytest.raises(Refused, match="fin_shape"):
        opening("sevinc", ApplicationBody(programme="certificate", fin=wrong, answers=FOR_A_BANK))


async def test_the_slip_calls_the_number_what_it_is(hub: Hub) -> None:
    number = await number_of(hub)
    case = await opened(hub, "certificate", number, FOR_A_BANK)

    slip = await _slip(hub, await stored(hub, case))

    assert ("For whom (Register number (no FIN))", number) in slip


async def _slip(hub: Hub, case: StoredCase) -> list[tuple[str, str]]:
    async with hub.store.read() as tx:
        standing = await hub.programmes.cases.standing(tx, case)
    return [(what.en, said.en) for what, said in slip_of(standing, None).lines]


async def test_nobody_without_a_fin_is_told_on_a_portal(hub: Hub) -> None:
    number = await number_of(hub, **ALIVE)
    await with_status(hub, number)
    case = await opened(hub, "certificate", number, {**FOR_A_BANK, "telefon": "+994501234567"})

    await reached(hub, case, "in_effect")

    assert [each.way for each in (await stands(hub, case)).sendings] == ["sms"]
