"""Rights of parties at the doors: for a service, an action, a purpose and a time; a denial is written down."""

from __future__ import annotations

import pytest

from hub.access.grants import EXCHANGE, NO_PURPOSE, Action, Grant, PartyRight, end, give
from hub.access.keys import issue_key
from hub.clock import SECOND
from hub.errors import HubError
from hub.store.tx import Row
from tests.integration.api.served import NOTE, NOTES, Served
from tests.parties import make_party, may_ask, may_send

FORMAT = "test.note.v1"
JSON = {"Content_Type": "application/json"}
HOUR = 3600 * SECOND
IDENTITY = {"fin": "7ABCD12", "purpose": "housing", "legal_basis": "668-IQ, 9"}


async def accesses(api: Served) -> list[Row]:
    async with api.hub.store.read() as tx:
        return list(await tx.fetch("SELECT actor_party, service, categories, outcome FROM access_events ORDER BY id"))


@pytest.mark.parametrize(
    ("since", "until", "status"),
    [(-HOUR, None, 202), (-HOUR, HOUR, 202), (HOUR, None, 403), (-2 * HOUR, -HOUR, 403)],
    ids=["without an end", "in force", "not yet", "expired"],
)
async def test_a_right_holds_from_its_beginning_to_its_end(
    api: Served, since: int, until: int | None, status: int
) -> None:
    async with api.hub.store.write() as tx:
        await make_party(tx, "registry")
        now = await tx.now()
        ends = None if until is None else now + until
        await give(tx, "registry", Grant(may_send(FORMAT), now + since, ends), "samir", "nermin")
        key = (await issue_key(tx, "registry")).text

    answer = await api.post(NOTES, NOTE, key, Idempotency_Key="n-1")

    assert answer.status_code == status


async def test_a_right_to_one_service_action_or_purpose_opens_no_other(api: Served) -> None:
    async with api.hub.store.write() as tx:
        await make_party(tx, "fund", to=[may_ask("ask.identity", "benefit")])
        key = (await issue_key(tx, "fund")).text

    sent = await api.post(NOTES, NOTE, key, Idempotency_Key="n-1")
    asked = await api.post("/v1/ask/identity", IDENTITY, key, **JSON)
    repaired = await api.get("/v1/repairs", key)

    assert [(each.status_code, each.json()["code"]) for each in (sent, asked, repaired)] == [
        (403, "access.no_right"), (403, "access.no_right"), (403, "access.role_missing"),
    ]  # fmt: skip


async def test_each_denial_is_one_entry_of_the_access_history(api: Served) -> None:
    async with api.hub.store.write() as tx:
        await make_party(tx, "fund")
        key = (await issue_key(tx, "fund")).text

    await api.post(NOTES, NOTE, key, Idempotency_Key="n-1")
    await api.post("/v1/ask/identity", IDENTITY, key, **JSON)
    await api.get("/v1/repairs", key)

    assert [tuple(row) for row in await accesses(api)] == [
        ("fund", FORMAT, "send", "access.no_right"),
        ("fund", "ask.identity", "identity", "access.no_right"),
        ("fund", EXCHANGE, "approve committee operate", "access.role_missing"),
    ]


async def test_a_right_that_is_taken_away_is_gone(api: Served) -> None:
    async with api.hub.store.write() as tx:
        await make_party(tx, "registry", to=[may_send(FORMAT)])
        await end(tx, "registry", may_send(FORMAT))
        key = (await issue_key(tx, "registry")).text

    assert (await api.post(NOTES, NOTE, key, Idempotency_Key="n-1")).status_code == 403


@pytest.mark.parametrize(
    ("right", "code"),
    [
        (PartyRight("ask.identity", Action.ASK.value), "access.purpose_unknown"),
        (PartyRight("ask.identity", Action.ASK.value, "*"), "access.purpose_unknown"),
        (PartyRight("ask.identity", Action.ASK.value, "curiosity"), "access.purpose_unknown"),
        (PartyRight(FORMAT, Action.SEND.value, "housing"), "access.purpose_unknown"),
        (PartyRight(FORMAT, Action.OPERATE.value), "access.action_unknown"),
        (PartyRight(EXCHANGE, Action.SEND.value), "access.action_unknown"),
    ],
)
async def test_nobody_can_have_a_right_that_says_too_little_or_too_much(
    api: Served, right: PartyRight, code: str
) -> None:
    async with api.hub.store.write() as tx:
        await make_party(tx, "fund")
        with pytest.raises(HubError) as refused:
            await give(tx, "fund", Grant(right, await tx.now()), "samir", "nermin")

    assert refused.value.code == code


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"purpose": "checking IDP status"}, "ask.purpose_unknown"),
        ({"purpose": "failure"}, "ask.purpose_unknown"),
        ({"legal_basis": "law 5-1.2"}, "ask.basis_unknown"),
        ({"legal_basis": ""}, "ask.basis_missing"),
        ({"purpose": "court", "legal_basis": "998-IIIQ, maddə 9"}, "ask.case_missing"),
    ],
)
@pytest.mark.parametrize("question", ["identity", "dossier"])
async def test_purpose_and_basis_are_of_the_catalogue(
    api: Served, question: str, asked: dict[str, str], code: str
) -> None:
    answer = await api.post(f"/v1/ask/{question}", {**IDENTITY, **asked}, "sandbox-committee", **JSON)

    assert (answer.status_code, answer.json()["code"]) == (422, code)
    assert NO_PURPOSE not in [row["outcome"] for row in await accesses(api)]
    assert [row["outcome"] for row in await accesses(api)] == [code]
