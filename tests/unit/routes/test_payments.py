"""Whoever else takes payments, each list goes to one payer: the one that it names."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.agencies import payers
from connectors.manifest import Agency, Claim, Pays, Takes
from mappings.dates import PartialDate
from mappings.records import AllowancePayment, PaymentList
from routes.payments import to_payers
from routes.route import REGISTER, Routes, RoutesRefused

((BANK, TOLD, PAYS), *_) = ((agency, told, pays) for agency, told, pays in payers() if "account" in pays.claims)


def another(claim: Claim) -> tuple[Agency, Takes, Pays]:
    """A second one that takes payments."""
    return replace(BANK, name="other"), replace(TOLD, operation="other.put"), replace(PAYS, claims=(claim,))


TWO = to_payers([(BANK, TOLD, PAYS), another("no_account")])


def payment_list(payer: str | None) -> PaymentList:
    return PaymentList(batch_id="Q000000001", file_date=PartialDate(2026, 3, 1), serial=1, payer=payer, payments=())


@given(st.sampled_from((None, BANK.name, "other")))
def test_each_list_is_told_to_exactly_one_payer(payer: str | None) -> None:
    told = [each.name for each in TWO.destinations if each.name != REGISTER and each.when(payment_list(payer))]

    assert told == ["other.put" if payer == "other" else TOLD.operation]


def test_what_is_no_list_or_names_nobody_that_is_known_is_told_to_no_payer() -> None:
    paid = AllowancePayment(batch_id="Q000000001", sequence=1, fin="94FMDDD")

    for record in (paid, payment_list("gone")):
        assert [each.name for each in TWO.destinations if each.when(record)] == [REGISTER]


def test_two_that_claim_the_same_are_refused_at_start() -> None:
    with pytest.raises(RoutesRefused) as refused:
        Routes((to_payers([(BANK, TOLD, PAYS), another("account")]),))

    assert refused.value.problems == [
        f"route payments: {TOLD.operation}, other.put all claim account; leave it to one of them"
    ]
    assert Routes((TWO,)).named("payments") is TWO
