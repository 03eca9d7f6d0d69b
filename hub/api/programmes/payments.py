"""Payments over HTTP: what each list's money came to, one person's payments, one obligation and acts on it."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from hub.money.acting import act_on, opened
from hub.money.owing import resend
from hub.web.context import HubDep, Id, StrictRoute
from hub.web.officials import OfficialDep
from hub.web.payments import (
    ObligationActBody,
    ObligationView,
    PaymentsView,
    PeriodQuery,
    WhoseBody,
    all_lists,
    blocks_view,
    certificate,
    need_payments,
    obligation_view,
    one_list,
)

router = APIRouter(prefix="/v1/payments", tags=["payments"], route_class=StrictRoute)


@router.get("")
async def lists(hub: HubDep, official: OfficialDep, wanted: Annotated[PeriodQuery, Query()]) -> PaymentsView:
    """Lists that were issued, of a period or the newest: money in, paid, returned, open; what is odd first."""
    need_payments(official.person)
    return blocks_view(await all_lists(hub, wanted.period), official.lang)


@router.get("/lists/{list_id}")
async def reconciliation(hub: HubDep, official: OfficialDep, list_id: Id) -> PaymentsView:
    """One list to the qəpik: what does not add up first, the bank's codes with counts, what waits for people."""
    need_payments(official.person)
    return blocks_view(await one_list(hub, list_id), official.lang)


@router.post("/certificate")
async def one_person(hub: HubDep, official: OfficialDep, body: WhoseBody) -> PaymentsView:
    """The payments of one person. The look is written to the access history."""
    need_payments(official.person)
    return blocks_view(await certificate(hub, official.person, body), official.lang)


@router.get("/obligations/{obligation_id}")
async def show(hub: HubDep, official: OfficialDep, obligation_id: Id) -> ObligationView:
    """One obligation: its sums, every attempt to pay it, its history, and what may be done now."""
    need_payments(official.person)
    return obligation_view(await opened(hub.aggregates.needs, obligation_id, official.login), official.lang)


@router.post("/obligations/{obligation_id}/acts")
async def act(hub: HubDep, official: OfficialDep, obligation_id: Id, body: ObligationActBody) -> ObligationView:
    """One act: instruct, pay_outside, return_outside, answer_for_bank, correct, decide_overpayment,
    complain_overpayment, decide_overpayment_complaint; agree to what waits for a second person, or refute it.

    What is repeated by the same document changes nothing.
    """
    need_payments(official.person)
    needs = hub.aggregates.needs
    await act_on(needs, obligation_id, body.act, official.login, body.says, body.expected_version)
    return obligation_view(await opened(needs, obligation_id, official.login), official.lang)


@router.post("/batches/{batch}/resend")
async def send_again(hub: HubDep, official: OfficialDep, batch: str) -> dict[str, int]:
    """Send what is unanswered of a batch to the bank once more, under the same batch and numbers."""
    need_payments(official.person)
    official.need("head", "programme_officer")
    async with hub.store.write() as tx:
        return {"payments": await resend(hub.aggregates.needs, tx, batch)}
