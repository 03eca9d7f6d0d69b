"""The journal of citizens' appeals at the console: terms, states, and nobody sees a complaint about himself."""

from __future__ import annotations

from document_flow.calendar import WorkingCalendar
from tests.integration.console.desks import Desks, text
from tests.integration.documents.test_appeals import lodge
from tests.moments import today

PLACE = "/documents/appeals"


async def test_an_appeal_stands_with_its_number_its_kind_and_the_day_it_is_due(desks: Desks) -> None:
    made = await lodge(desks.office)

    answer = await desks.get("elcin", PLACE)
    said = text(answer)
    due, forward = WorkingCalendar().add(today(), 15), WorkingCalendar().add(today(), 3)
    assert f"{made['reg_no']} {today():%d.%m.%Y} Torpaq sahəsi barədə complaint in writing" in said
    assert f"{due:%d.%m.%Y} ○ 15 working days left" in said
    assert f"{forward:%d.%m.%Y}" in said
    assert "Aynur" not in answer.text


async def test_an_official_never_sees_a_complaint_about_himself(desks: Desks) -> None:
    await lodge(desks.office, complained_about=["elcin"])

    assert "No appeals yet" in text(await desks.get("elcin", PLACE))
    assert "Torpaq sahəsi barədə" in text(await desks.get("sevinc", PLACE))


async def test_a_filter_that_finds_nothing_says_so(desks: Desks) -> None:
    await lodge(desks.office)

    assert "No appeal is like that" in text(await desks.get("sevinc", f"{PLACE}?status=filed"))
    assert "Torpaq sahəsi" in text(await desks.get("sevinc", f"{PLACE}?status=registered"))


async def test_the_registry_writes_appeals_down_and_others_read_why_they_do_not(desks: Desks) -> None:
    assert 'href="/console/documents/new/appeal"' in (await desks.get("sevinc", PLACE)).text
    assert "Only a clerk can do this." in text(await desks.get("rauf", PLACE))
    assert (await desks.get("sevinc", "/documents/new/appeal")).status_code == 200
