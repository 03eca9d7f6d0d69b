"""The hotline: proven callers are answered, nobody else learns anything; a call-back is one operator's at a time."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from types import SimpleNamespace
from typing import Any, cast

import pytest

from document_flow.documents.state import Document
from hub.access.people import Person
from hub.desks.affairs import AffairsReading
from hub.desks.callbacks import forget_old_callbacks
from hub.desks.hotline import MOST_ABOUT_ONE, Call, Operator, forget_old_calls
from hub.register.looking import MOST_NAMES_AN_HOUR
from mappings.dates import PartialDate
from mappings.registered import AllowanceEntitlement, Right
from tests.integration.console.desks import text
from tests.integration.desks.conftest import FIN, SAID, STRANGER, House
from tests.protections import protect

WRONG = {**SAID, "family": "9"}
SUSPENDED = Right(
    right_id="Q-7",
    fin=FIN,
    programme="unified_allowance",
    benefit="monthly",
    amount_qepik=6000,
    valid_from=PartialDate.from_text("2024-01-01"),
    decision_no="Q-7",
    state="suspended",
    state_since=PartialDate.from_text("2026-11-02"),
    state_reason="rayonun arayışı təzələnməyib",
    state_basis="Nümunə Qərar 1, maddə 4.2",
    state_decision_no="K-19/2026",
)
CALLBACK = {"caller": "Aysel Əliyeva", "phone": "050 111 22 33", "why": "Müavinət", "due": "2030-01-02T10:00"}


async def begun(house: House, fin: str = FIN, who: str = "sebine") -> str:
    return await house.desks.went(who, "/hotline/find", fin=fin)


async def test_why_it_was_cut_is_answered_on_one_screen_with_article_decision_date_and_remedy(house: House) -> None:
    await house.held(SUSPENDED)
    await house.held(AllowanceEntitlement(entitlement_no="77", fin=FIN, rate=60))
    call = await begun(house)
    assert FIN not in call

    went = await house.desks.went("sebine", f"{call}/prove", **SAID)
    shown = text(await house.desks.get("sebine", went, lang="az"))

    for said in ("rayonun arayışı təzələnməyib", "maddə 4.2", "K-19/2026", "02.11.2026", "şikayət", "Heç nə:"):
        assert said in shown
    assert shown.index("Dayandırılıb") < shown.index("Statusu")
    assert "Gizli küçə" not in shown
    assert await house.looks() == [("sebine", "hotline.prove", "found"), ("sebine", "hotline.look", "shown")]


async def test_whoever_passes_for_a_protected_caller_hears_no_address(house: House) -> None:
    await house.held(Right(right_id="Q-8", fin=FIN, programme="utilities", benefit="gas", service="gas",
                           provider="azeriqaz", subscriber_code="0300123456", settlement="Zəngilan/Ağalı"))  # fmt: skip
    await protect(house.hub, FIN)
    call = await begun(house)
    await house.desks.went("sebine", f"{call}/prove", **SAID)

    shown = (await house.desks.get("sebine", call)).text

    assert not [each for each in ("Gizli", "0300123456", "Ağalı", "protect", "zorakılıq") if each in shown]


async def test_what_the_hub_does_not_know_it_says_and_who_does(house: House) -> None:
    await house.told(
        {"kind": "idp_status", "fin": FIN, "category": "idp", "ended_on": "2026-10-01", "end_reason": "law"}
    )
    call = await begun(house)
    await house.desks.went("sebine", f"{call}/prove", **SAID)

    shown = text(await house.desks.get("sebine", call))

    assert "Ended. Reason: by law. The hub does not know article and decision; who does: the State Committee" in shown
    assert "the hub does not know that day" in shown


async def test_a_stranger_and_a_failed_proof_look_alike_and_are_refused_after_as_many_tries(house: House) -> None:
    answers = {}
    for fin in (FIN, STRANGER):
        call = await begun(house, fin)
        pages = [(await house.desks.get("sebine", call)).text]
        for _ in range(MOST_ABOUT_ONE + 1):
            answer = await house.desks.post("sebine", f"{call}/prove", **WRONG)
            pages.append(f"{answer.status_code} {answer.text}")
        answers[fin] = [each.replace(call, "CALL") for each in pages]
        assert (await house.desks.post("tofiq", f"{await begun(house, fin, 'tofiq')}/prove", **SAID)).status_code == 403

    assert answers[FIN] == answers[STRANGER]
    assert "call-back" in answers[FIN][-1]
    assert [outcome for _, _, outcome in await house.looks(STRANGER)] == [
        *["hotline.wrong"] * MOST_ABOUT_ONE, *["hotline.too_many"] * 2,
    ]  # fmt: skip


async def test_guesses_at_once_are_no_more_than_guesses_in_turn(house: House) -> None:
    calls = [await begun(house, who=who) for who in ("sebine", "tofiq") for _ in range(4)]
    tries = (
        house.desks.post(who, f"{call}/prove", **WRONG)
        for who, call in zip(["sebine"] * 4 + ["tofiq"] * 4, calls, strict=True)
    )

    await asyncio.gather(*tries)

    assert [outcome for *_, outcome in await house.looks()].count("hotline.wrong") == MOST_ABOUT_ONE


async def test_a_proof_is_of_one_operator_and_opens_nothing_to_others(house: House) -> None:
    call = await begun(house)
    await house.desks.went("sebine", f"{call}/prove", **SAID)

    assert (await house.desks.get("tofiq", call)).status_code == 404
    for who in ("ramil", "sevinc", "gulnar", "fuad", "samir"):
        for path in ("/hotline", call, "/hotline/callbacks"):
            assert (await house.desks.get(who, path)).status_code == 403
        assert (await house.desks.post(who, "/hotline/find", fin=FIN)).status_code == 403
    for path in ("/register", "/messages", "/cases", "/desk", "/reception"):
        assert (await house.desks.get("sebine", path)).status_code in (403, 404), path


async def test_a_call_that_is_not_proven_shows_nothing_and_an_old_one_is_over(house: House) -> None:
    call = await begun(house)
    assert "Əliyeva" not in text(await house.desks.get("sebine", call))
    await house.desks.went("sebine", f"{call}/prove", **SAID)

    async with house.hub.store.write() as tx:
        await tx.execute("UPDATE hotline_calls SET proven_at = proven_at - 901000000")

    assert (await house.desks.get("sebine", call)).status_code == 404


@pytest.mark.parametrize(("name", "works"), [("əliyeva AYSƏL", True), ("Aliyeva Aysel", True), ("Məmmədov Əli", False)])
async def test_by_name_and_birth_date_three_other_facts_are_needed(house: House, name: str, works: bool) -> None:
    call = await house.desks.went("sebine", "/hotline/find", name=name, born="1990-05-05")

    two = await house.desks.post("sebine", f"{call}/prove", birth="5 may", family="3", paper="0123")
    three = await house.desks.post("sebine", f"{call}/prove", family="3", origin="Ağalı", paper="0123")

    assert (two.status_code, three.status_code) == (403, 303 if works else 403)


async def test_a_district_proves_nobody_whose_village_is_known(house: House) -> None:
    await house.told({"kind": "person", "fin": FIN, "origin_residence": {"place": "Zəngilan"}})
    call = await begun(house)

    guessed = await house.desks.post("sebine", f"{call}/prove", **{**SAID, "origin": "Zəngilan"})
    known = await house.desks.post("sebine", f"{call}/prove", **{**SAID, "origin": "Zəngilan, Ağalı"})

    assert (guessed.status_code, known.status_code) == (403, 303)


async def test_as_many_names_within_the_hour_as_in_the_register_and_no_more(house: House) -> None:
    for _ in range(MOST_NAMES_AN_HOUR):
        await house.desks.went("sebine", "/hotline/find", name="Əliyeva Aysel", born="1990-05-05")

    again = await house.desks.post("sebine", "/hotline/find", name="Kimsə Kiməsə", born="1990-05-05")

    assert "Begin by the FIN" in text(again, 429)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"fin": "94F"}, "7 characters"),
        ({}, "7 characters"),
        ({"name": "Əli", "born": "1990-05-05"}, "surname and name"),
        ({"name": "Əliyeva Aysel", "born": "1990"}, "whole birth date"),
    ],
)
async def test_what_cannot_be_looked_for_is_said_beside_its_field(
    house: House, typed: dict[str, str], said: str
) -> None:
    assert said in text(await house.desks.post("sebine", "/hotline/find", **typed), 422)


async def test_a_call_back_is_one_operators_and_ended_in_words(house: House) -> None:
    for _ in range(2):
        await house.desks.went("sebine", "/hotline/callbacks", **CALLBACK)
    queue = (await house.desks.get("tofiq", "/hotline/callbacks")).text
    assert queue.count("data-row") == 1
    assert "open promise" not in queue
    assert "Əliyeva" not in queue
    one = queue.split('action="/console/hotline/callbacks/')[1].split("/take")[0]

    taken = await asyncio.gather(
        *(house.desks.post(who, f"/hotline/callbacks/{one}/take") for who in ("sebine", "tofiq"))
    )
    assert sorted(each.status_code for each in taken) == [303, 409]
    winner, other = ("sebine", "tofiq") if taken[0].status_code == 303 else ("tofiq", "sebine")
    assert "050 111 22 33" in text(await house.desks.get(winner, f"/hotline/callbacks/{one}"))
    assert (await house.desks.get(other, f"/hotline/callbacks/{one}")).status_code == 404
    said = {"outcome": "answered", "said": "Deyildi"}
    assert (await house.desks.post(other, f"/hotline/callbacks/{one}/end", **said)).status_code == 404
    assert (await house.desks.post(winner, f"/hotline/callbacks/{one}/end", said="")).status_code == 422

    await house.desks.went(winner, f"/hotline/callbacks/{one}/end", **said)

    assert "Nobody waits" in text(await house.desks.get(winner, "/hotline/callbacks"))
    assert (await house.desks.post(other, f"/hotline/callbacks/{one}/take")).status_code == 409


async def test_a_second_promise_to_a_number_is_told_and_added_to_the_first(house: House) -> None:
    await house.desks.went("sebine", "/hotline/callbacks", **CALLBACK)
    sooner = {"caller": "Orxan Əliyev", "phone": "+994 50 111 22 33", "why": "Mənzil", "due": "2029-01-02T10:00"}

    went = await house.desks.went("sebine", "/hotline/callbacks", **sooner)

    queue = (await house.desks.get("sebine", went)).text
    assert "This number had an open promise" in queue
    assert "2029" in queue
    one = queue.split('action="/console/hotline/callbacks/')[1].split("/take")[0]
    await house.desks.went("sebine", f"/hotline/callbacks/{one}/take")
    shown = text(await house.desks.get("sebine", f"/hotline/callbacks/{one}"))
    for said in ("Aysel Əliyeva; Orxan Əliyev", "Müavinət", "Orxan Əliyev: Mənzil"):
        assert said in shown
    await house.desks.went("sebine", f"/hotline/callbacks/{one}/end", outcome="answered", said="İkisinə də deyildi")

    await house.desks.went("sebine", "/hotline/callbacks", **CALLBACK)
    queue = (await house.desks.get("sebine", "/hotline/callbacks")).text
    again = queue.split('action="/console/hotline/callbacks/')[1].split("/take")[0]
    await house.desks.went("sebine", f"/hotline/callbacks/{again}/take")
    assert "İkisinə də deyildi" in text(await house.desks.get("sebine", f"/hotline/callbacks/{again}"))


async def test_calls_tries_and_ended_call_backs_are_forgotten_and_open_ones_stay(house: House) -> None:
    await house.desks.post("sebine", f"{await begun(house)}/prove", **WRONG)
    for phone in ("050 111 22 33", "050 111 22 44"):
        await house.desks.went("sebine", "/hotline/callbacks", **{**CALLBACK, "phone": phone})
    store = house.hub.store
    assert [await forget_old_calls(store), await forget_old_callbacks(store)] == [0, 0]

    async with store.write() as tx:
        long = 91 * 24 * 3600 * 1_000_000
        await tx.execute("UPDATE hotline_calls SET opened_at = opened_at - :long", {"long": long})
        await tx.execute("UPDATE hotline_tries SET since = since - :long", {"long": long})
        await tx.execute(
            "UPDATE callbacks SET ended_at = made_at - :long, outcome = 'answered'"
            " WHERE id = (SELECT c.id FROM callbacks c ORDER BY c.id LIMIT 1)",
            {"long": long},
        )

    assert [await forget_old_calls(store), await forget_old_callbacks(store)] == [3, 1]
    assert (await house.desks.get("sebine", "/hotline/callbacks")).text.count("data-row") == 1


async def test_an_operator_answers_of_no_complaint_about_themselves(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Any] = []

    async def of(_self: AffairsReading, _fin: str, sees: Any) -> None:
        asked.append(sees)

    monkeypatch.setattr(AffairsReading, "of", of)
    operator = Operator(cast("Person", SimpleNamespace(login="sebine")), "session")
    await house.hub.desks.hotline.answered(operator, Call("1", "fin", "subject", FIN, is_proven=True, until=0))

    (sees,) = asked
    complaint = Document(access="open", barred=frozenset(("sebine",)))
    assert not sees(complaint, None)
    assert sees(replace(complaint, barred=frozenset(("rauf",))), None)


async def test_where_appeals_may_be_kept_back_it_is_not_said_that_there_are_none(house: House) -> None:
    other = "8ABCD12"
    await house.told(
        {"kind": "person", "fin": other, "surname": "Quliyev", "given_name": "Əli", "birth_date": "1980-03-07",
         "origin_residence": {"place": "Zəngilan/Ağalı"}},
        {"kind": "household", "household_id": "AT-9", "head_fin": other,
         "members": [{"fin": other, "relation": "head"}]},
    )  # fmt: skip
    call = await begun(house, other)
    await house.desks.went("sebine", f"{call}/prove", birth="7 March", family="1", origin="Ağalı")

    assert "no appeal that may be told here" in text(await house.desks.get("sebine", call))


async def test_a_promise_says_whom_where_why_and_until_when(house: House) -> None:
    answer = await house.desks.post("sebine", "/hotline/callbacks", caller="", phone="12", why="", due="dünən")

    shown = text(answer, 422)
    assert "Type the telephone number" in shown
    assert "Type a time to come" in shown
