"""The slip of an application: whoever applied takes home its number, its last day and the way to complain."""

from __future__ import annotations

from typing import Any

import pytest

from connectors.sandbox.people import person
from document_flow.cases.acts.open_case import OpenCase
from document_flow.dates_az import short_date
from document_flow.people import HUB
from document_flow.programmes import programmes
from hub.app import Hub
from hub.programmes.slips import print_slip, slip_of
from hub.store.ids import new_id
from tests.integration.programmes.test_certificate import hub
from tests.unit.document_flow.rendering.printed import Printed

__all__ = ["hub"]
FIN = person(0).fin
OWN = {"əsas": "own", "əvvəlki_yer": "Zəngilan rayonu, Ağalı kəndi", "yetkin": True}
ANSWERS: dict[str, dict[str, Any]] = {
    "status": OWN,
    "certificate": {"certificate_purpose": "BANK", "with_family": False},
    "card": {"səbəb": "first"},
}


async def opened(hub: Hub, programme: str, **more: Any) -> str:
    desk = {"by": "sevinc", "channel": "desk", "came_from": "committee"}
    command = OpenCase(subject=FIN, answers=ANSWERS[programme], **{**desk, **more})
    return (await hub.programmes.cases.open(programme, command, new_id())).id


@pytest.mark.parametrize("programme", sorted(ANSWERS))
async def test_a_slip_says_number_day_last_day_with_its_act_and_who_may_complain(hub: Hub, programme: str) -> None:
    case, cases = await opened(hub, programme), hub.programmes.cases
    async with hub.store.read() as tx:
        stored = await cases.case_store.get(tx, case)
        assert stored is not None
        standing = await cases.standing(tx, stored)
    printed = Printed(await print_slip(hub.office.papers, case, standing))

    said, rule = " ".join(printed.text.split()), programmes()[programme]
    assert stored.case.application is not None
    day, today = rule.decide.end(standing.context.today, standing.context.calendar), standing.context.today
    for words in (
        f"{stored.case.application.number}, {short_date(today)}",
        f"Nə istənilir: {rule.title.az}",
        "Kim qəbul edib: Sevinc",
        f"Cavabın son günü: {short_date(day)}",
        "/me səhifəsində",
        "ərizəçi və ya nümayəndəsi.",
        FIN,
    ):
        assert words in said, words
    lines = {what.en: words.en for what, words in slip_of(standing, None).lines}
    assert lines["How to follow it"] == "at the registry or by telephone: name this number"
    assert rule.decide.act.title.en in lines["Last day for an answer"]


async def test_what_came_by_a_portal_was_taken_by_nobody(hub: Hub) -> None:
    case, cases = await opened(hub, "certificate", by=HUB, channel="portal", came_from="mygov"), hub.programmes.cases
    async with hub.store.read() as tx:
        stored = await cases.case_store.get(tx, case)
        assert stored is not None
        standing = await cases.standing(tx, stored)

    lines = {what.en: words.az for what, words in slip_of(standing, "https://hub.example.az").lines}
    assert "MyGov" in lines["Who took it"]
    assert lines["How to follow it"].startswith("https://hub.example.az/me")
    assert (await print_slip(hub.office.papers, case, standing)).startswith(b"%PDF")
