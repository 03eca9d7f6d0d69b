"""What utilities and the payer of allowances are told by SOAP: no more than theirs, and `not_held` where that is so."""

from __future__ import annotations

import pytest
from lxml import etree

from hub.access.keys import issue_key
from mappings.registered import Right
from tests.integration.api.served import Served
from tests.integration.soap.asking import Told, ask, history
from tests.integration.soap.people import DISPLACED, NO_STATUS, RETURNED, about, envelope
from tests.parties import make_party, may_ask
from tests.protections import protect
from tests.things import things_told


async def entitlement(soap: Served, fin: str, provider: str, key: str = "sandbox-committee") -> Told:
    question = about(fin, "getEntitlement", "utility-entitlement", f"<t:provider>{provider}</t:provider>")
    return await ask(soap, envelope(question), "/soap/utility-entitlement", key=key)


async def test_the_accounts_of_the_named_utility_are_told_and_no_others(soap: Served) -> None:
    told = await entitlement(soap, DISPLACED, "azerishiq")

    (account,) = told.element.iterfind("{*}account")
    assert [each.text for each in account] == ["0712345678901", "true", "4", "600"]


@pytest.mark.parametrize(("fin", "answer"), [(RETURNED, "no"), (NO_STATUS, "not_held")])
async def test_whoever_has_no_status_is_told_apart_from_whom_nobody_knows(soap: Served, fin: str, answer: str) -> None:
    told = await entitlement(soap, fin, "azersu")

    assert (told.text("answer"), told.element.find("{*}account")) == (answer, None)


async def test_a_utility_asks_about_its_own_subscribers_alone(soap: Served) -> None:
    async with soap.hub.store.write() as tx:
        await make_party(tx, "azersu", to=[may_ask("ask.utility-entitlement", "benefit")])
        key = (await issue_key(tx, "azersu")).text

    own = await entitlement(soap, DISPLACED, "azersu", key)
    other = await entitlement(soap, DISPLACED, "azerishiq", key)

    assert (own.text("account/{*}subscriberCode"), other.code) == ("1234567", "ask.other_provider")
    assert [line[-1] for line in await history(soap)] == ["answered", "ask.other_provider"]


async def test_a_utility_learns_yes_or_no_persons_and_service_and_nothing_more(soap: Served) -> None:
    place = {"provider": "azerishiq", "subscriber_code": "0712345678901", "service": "electricity"}
    given = {"programme": "utilities", "benefit": "utility", "persons": 4, "limit_kwh": 300, **place}
    ended = {"right_id": "KG-T-2", "fin": RETURNED, "state": "ended", "ended_on": "2026-01-10"}
    for more in ({"right_id": "KG-T-1", "fin": DISPLACED}, ended):
        await things_told(soap.hub, Right.model_validate({**given, **more}))
    async with soap.hub.store.write() as tx:
        await make_party(tx, "azerishiq", to=[may_ask("ask.utility-entitlement", "benefit")])
        key = (await issue_key(tx, "azerishiq")).text

    told = await entitlement(soap, DISPLACED, "azerishiq", key)

    names = [etree.QName(each).localname for each in told.element.iter()]
    assert names == [
        "getEntitlementResponse", "answer", "account", "subscriberCode", "idpGroup", "personsRegistered", "limitKwh",
        "service", "entitledPersons",
    ]  # fmt: skip
    assert (told.text("service"), told.text("entitledPersons"), told.text("answer")) == ("electricity", "4", "yes")


async def test_a_protected_account_is_told_to_its_utility_alone(soap: Served) -> None:
    await protect(soap.hub, DISPLACED)
    async with soap.hub.store.write() as tx:
        await make_party(tx, "azersu", to=[may_ask("ask.utility-entitlement", "benefit")])
        key = (await issue_key(tx, "azersu")).text

    own = await entitlement(soap, DISPLACED, "azersu", key)
    committee = await entitlement(soap, DISPLACED, "azersu")

    assert (own.text("account/{*}subscriberCode"), own.text("answer")) == ("1234567", "yes")
    assert (committee.element.find("{*}account"), committee.text("answer")) == (None, "yes")


async def test_a_utility_that_is_none_is_refused_with_its_place(soap: Served) -> None:
    told = await entitlement(soap, DISPLACED, "somebody")

    assert (told.code, told.text("place")) == ("ask.provider_unknown", "/getEntitlement/provider")
    assert "azerishiq" in etree.tostring(told.element, encoding="unicode"), "the known are told"


@pytest.mark.parametrize(("fin", "status"), [(DISPLACED, "yes"), (RETURNED, "no"), (NO_STATUS, "not_held")])
async def test_of_whom_no_decision_is_known_the_status_is_told_and_that_no_allowance_is_held(
    soap: Served, fin: str, status: str
) -> None:
    told = await ask(soap, envelope(about(fin, "getAllowance", "allowance")), "/soap/allowance")

    assert (told.text("answer"), told.text("statusInForce")) == ("not_held", status)


async def test_an_allowance_is_told_as_its_decision_gives_it_and_to_others_by_one_word(soap: Served) -> None:
    given = {"programme": "allowance", "benefit": "money", "amount_qepik": 6000, "valid_from": "2025-02-01"}
    ended = {"state": "ended", "ended_on": "2026-01-10"}
    for more in (
        {"right_id": "MV-1", "fin": DISPLACED, **ended},
        {"right_id": "MV-2", "fin": DISPLACED},
        {"right_id": "MV-3", "fin": RETURNED, **ended},
        {"right_id": "MV-4", "fin": NO_STATUS, "valid_from": "2999-01-01"},
        {"right_id": "MB-1", "fin": DISPLACED, "programme": "school_bag", "benefit": "bag", "amount_qepik": 6001},
    ):
        await things_told(soap.hub, Right.model_validate({**given, **more}))
    async with soap.hub.store.write() as tx:
        await make_party(tx, "fund", to=[may_ask("ask.allowance", "benefit")])
        key = (await issue_key(tx, "fund")).text

    async def told(fin: str, **by: str) -> list[str | None]:
        answer = await ask(soap, envelope(about(fin, "getAllowance", "allowance")), "/soap/allowance", **by)
        return [answer.text(name) for name in ("answer", "since", "endedOn", "amountQepik")]

    assert await told(DISPLACED) == ["yes", "2025-02-01", None, "6000"]
    assert await told(RETURNED) == ["no", "2025-02-01", "2026-01-10", "6000"]
    assert await told(NO_STATUS) == ["no", "2999-01-01", None, "6000"], "one that is to begin is not given yet"
    assert await told(DISPLACED, key=key) == ["yes", None, None, None]
