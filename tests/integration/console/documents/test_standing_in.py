"""Who stands in for another sees the other's tasks marked, and acts in that name where the form says so."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from document_flow.people import StandIn
from hub.documents.office.directory import add_stand_in
from tests.integration.console.documents.conftest import Console


async def stands_in(console: Console, acting: str, principal: str) -> None:
    """From yesterday on, by an order."""
    today = datetime.now(UTC).date()
    first, last = today - timedelta(days=1), today + timedelta(days=9)
    async with console.hub.store.write() as tx:
        await add_stand_in(tx, console.hub.sealer, StandIn(principal, acting, first, last, "əmr 1"))
    console.hub.office.documents.staff.forget()


async def test_a_task_of_another_is_marked_and_done_in_that_name(console: Console) -> None:
    await stands_in(console, "leyla", "orxan")
    document = await console.submitted()

    desk = await console.get("leyla", "/desk")
    form = (await console.get("leyla", f"/documents/{document}")).form("act-approve")
    answer = await console.send("leyla", form, note="Əvəz edirəm")

    assert "Today you stand in for: Orxan Qaralı." in desk.text
    assert "In the place of Orxan Qaralı" in desk.text
    assert form.fields["hand"] == "orxan"
    assert answer.status_code == 303
    history = await console.get("rauf", f"/documents/{document}/history")
    assert "Leyla Şükürlü In the place of Orxan Qaralı" in history.text


async def test_who_may_act_in_both_names_chooses(console: Console) -> None:
    await stands_in(console, "nigar", "orxan")
    document = await console.submitted()

    form = (await console.get("nigar", f"/documents/{document}")).form("act-approve")

    assert form.options["hand"] == ["", "orxan"]
    assert form.fields["hand"] == ""
    assert (await console.send("nigar", form, hand="orxan")).status_code == 303


async def test_nobody_acts_in_a_name_that_is_not_given_to_him(console: Console) -> None:
    document = await console.submitted()
    form = (await console.get("orxan", f"/documents/{document}")).form("act-approve")

    answer = await console.send("orxan", form, hand="nigar")

    assert answer.status_code == 403
    assert "a mark was given" not in (await console.get("rauf", f"/documents/{document}/history")).text


async def test_an_amount_is_taken_with_its_fraction_and_a_word_is_not(console: Console) -> None:
    document = await console.begin("rauf")
    page = await console.get("rauf", f"/documents/{document}")
    form = next(each for each in page.forms if "f-fact-amount" in each.names)

    word = await console.send("rauf", form, **{"fact-amount": "çox"})
    taken = await console.send("rauf", form, **{"fact-amount": "12 500,50"})

    assert (word.status_code, taken.status_code) == (422, 303)
    assert "Write a number" in word.text
    steps = (await console.get("rauf", f"/documents/{document}")).text
    assert "does not apply" not in steps
