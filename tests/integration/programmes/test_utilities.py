"""Utilities in kind are a programme by its folder alone: the account, the debt before, and who else is there."""

from __future__ import annotations

from typing import Any

from connectors.sandbox.people import person
from document_flow.cases.acts.draft_ruling import ConfirmRuling, DeclineDraft
from document_flow.cases.acts.leave_to_people import TryAgain
from document_flow.cases.state import Case
from hub.app import Hub
from tests.hubs import eventually
from tests.integration.programmes.test_certificate import hub, told
from tests.integration.programmes.test_status import drafted, issued, opened, registered, stands

__all__ = ["hub"]
MAN, WOMAN = person(1).fin, person(0).fin
NEW, OLD = "0712345678901", "0798765432101"
ASKED: dict[str, Any] = {"abonent": NEW, "nəfər": "4", "məskən": "compact", "qaz": False, "köçür": False}
MOVED = {**ASKED, "köçür": True, "köhnə_abonent": OLD}


def status(fin: str) -> dict[str, Any]:
    return {"kind": "idp_status", "fin": fin, "category": "idp", "valid_from": "1993-11-01"}


def account(code: str, debt: int) -> dict[str, Any]:
    return {"kind": "utility_account", "provider": "azerishiq", "subscriber_code": code, "debt_qepik": debt}


async def granted(hub: Hub, fin: str, answers: dict[str, Any], key: str) -> Case:
    case = await opened(hub, "utilities", fin, answers)
    draft = (await drafted(hub, case)).draft
    assert draft is not None
    assert draft.outcome == "granted"
    await hub.programmes.cases.act(case, ConfirmRuling(by="elcin"), key)
    return await issued(hub, case)


async def right_of(hub: Hub, case: Case) -> dict[str, Any]:
    assert case.ruling is not None
    return await registered(hub, "right", case.ruling.paper_no)


async def test_a_household_that_moves_carries_its_credit_and_its_right_ends_where_it_lived(hub: Hub) -> None:
    await told(hub, status(MAN), account(OLD, 0), account(NEW, 0))
    before = await granted(hub, MAN, {**ASKED, "abonent": OLD}, "k1")
    right = await right_of(hub, before)
    assert (right["subscriber_code"], right["persons"], right["limit_kwh"], right["service"]) == (
        OLD, 4, 300, "electricity"
    )  # fmt: skip

    await told(hub, account(OLD, 1240))
    case = await opened(hub, "utilities", MAN, MOVED)
    draft = (await drafted(hub, case)).draft
    assert draft is not None
    assert draft.outcome == "refused", "the debt first"

    await told(hub, account(OLD, -310))

    async def paid() -> bool:
        found = (await stands(hub, case)).draft
        return found is not None and found.outcome == "granted"

    await hub.programmes.cases.act(case, DeclineDraft(by="elcin", reason="borc ödənilib"), "k2")
    await hub.programmes.cases.act(case, TryAgain(by="elcin"), "k3")
    await eventually(paid, what="a draft that grants")
    await hub.programmes.cases.act(case, ConfirmRuling(by="elcin"), "k4")
    after = await right_of(hub, await issued(hub, case))

    assert (after["subscriber_code"], after["carried_from"], after["carried_qepik"]) == (NEW, OLD, -310)
    assert (await right_of(hub, before))["state"] == "ended"
    assert after["state"] == "in_force"


async def test_an_account_under_two_households_is_decided_by_an_official_and_by_no_rule(hub: Hub) -> None:
    await told(hub, status(MAN), status(WOMAN), account(NEW, 0))
    await granted(hub, MAN, ASKED, "k1")

    case = await opened(hub, "utilities", WOMAN, ASKED)

    async def waits() -> bool:
        return (await stands(hub, case)).phase == "undecided"

    await eventually(waits, what="a case that waits for an official")
    assert (await stands(hub, case)).draft is None


async def test_an_account_that_no_meter_file_has_named_is_waited_for(hub: Hub) -> None:
    await told(hub, status(MAN))

    case = await opened(hub, "utilities", MAN, ASKED)

    async def waits() -> bool:
        return any(each.name == "abonent" for each in (await stands(hub, case)).lacking)

    await eventually(waits, what="a case that waits for the account")
