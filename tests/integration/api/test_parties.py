"""Parties over HTTP: for the house's administrators alone, by two of them; the same reading as the page's."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from hub.access.keys import issue_key
from tests.authority import public_pem
from tests.integration.api.served import Served
from tests.parties import make_party, may_ask

NEW = {"name": "fund", "title_az": "Fond", "over": ["agency"]}


async def send(api: Served, who: str, path: str, body: dict[str, Any] | None = None) -> httpx.Response:
    return await api.post(path, body or {}, f"sandbox-{who}", Content_Type="application/json", Accept_Language="en")


async def agreed(api: Served, path: str, body: dict[str, Any]) -> None:
    made = await send(api, "samir", path, body)
    assert made.status_code == 201, made.text
    assert (await send(api, "nermin", made.json()["agree"])).status_code == 204


async def test_a_party_comes_in_and_is_told_as_it_stands(api: Served) -> None:
    await agreed(api, "/v1/parties", NEW)
    await agreed(api, "/v1/parties/fund/rights", {"service": "ask.idp-status", "purpose": "benefit"})
    public = public_pem(ec.generate_private_key(ec.SECP256R1()))
    await agreed(api, "/v1/parties/fund/keys", {"key": public, "until": "2099-12-31"})
    await agreed(api, "/v1/parties/fund/limits", {"name": "asks_a_day", "most": 7})

    told = (await api.get("/v1/parties/fund", "sandbox-samir")).json()
    named = [each["name"] for each in (await api.get("/v1/parties", "sandbox-samir")).json()["items"]]

    assert [(each["service"], each["purpose"], each["made_by"], each["second_by"]) for each in told["rights"]] == [
        ("ask.idp-status", "benefit", "samir", "nermin"), ("exchange", None, "samir", "nermin"),
    ]  # fmt: skip
    assert [(each["kind"], each["algorithm"]) for each in told["credentials"]] == [("key", "ES256")]
    assert {"name": "asks_a_day", "most": 7, "used": 0} in told["limits"]
    assert {"fund", "edliyye"} <= set(named), "with those that a sandbox has by itself"

    mark = told["credentials"][0]["mark"]
    assert (await send(api, "samir", f"/v1/parties/edliyye/credentials/{mark}/end")).status_code == 404
    assert (await send(api, "samir", f"/v1/parties/fund/credentials/{mark}/end")).status_code == 204
    right = {"service": "ask.idp-status", "purpose": "benefit"}
    silent = await send(api, "samir", "/v1/parties/fund/rights/end", right)
    ended = await send(api, "samir", "/v1/parties/fund/rights/end", {**right, "reason": "the agreement is over"})
    assert (silent.status_code, silent.json()["place"]) == (422, "/reason")
    told = (await api.get("/v1/parties/fund", "sandbox-samir")).json()
    assert (ended.status_code, told["credentials"], len(told["rights"])) == (204, [], 1)


async def test_a_proposal_waits_for_a_second_person_and_its_maker_is_none(api: Served) -> None:
    made = (await send(api, "samir", "/v1/parties", NEW)).json()
    waiting = (
        await api.get(
            "/v1/party-proposals",
            "sandbox-nermin",
        )
    ).json()["items"]

    own = await send(api, "samir", made["agree"])
    back = await send(api, "samir", made["agree"].replace("/agree", "/refuse"))
    late = await send(api, "nermin", made["agree"])

    assert [(each["id"], each["party"], each["made_by"]) for each in waiting] == [(made["proposal"], "fund", "samir")]
    assert (own.status_code, back.status_code, late.status_code) == (403, 204, 409)
    assert (await api.get("/v1/parties/fund", "sandbox-samir")).status_code == 404


@pytest.mark.parametrize("path", ["/v1/parties", "/v1/parties/edliyye", "/v1/party-proposals"])
async def test_a_party_and_people_without_the_right_read_nothing(api: Served, path: str) -> None:
    async with api.hub.store.write() as tx:
        await make_party(tx, "fund", to=[may_ask("ask.identity", "benefit")])
        key = (await issue_key(tx, "fund")).text

    told = [(await api.get(path, each)).status_code for each in (key, "sandbox-edliyye", "sandbox-committee", "x")]
    people = [(await api.get(path, f"sandbox-{each}")).status_code for each in ("ramil", "aydan", "gunel", "sevinc")]

    assert (told, people) == ([401] * 4, [403] * 4)


async def test_what_cannot_be_is_refused_with_its_place(api: Served) -> None:
    async with api.hub.store.write() as tx:
        await make_party(tx, "fund")

    told = [
        await send(api, "samir", path, body)
        for path, body in (
            ("/v1/parties", {**NEW, "name": "Fund"}),
            ("/v1/parties", {**NEW, "over": ["king"]}),
            ("/v1/parties/fund/rights", {"service": "ask.identity"}),
            ("/v1/parties/fund/rights", {"service": "exchange"}),
            ("/v1/parties/fund/keys", {"key": "x"}),
            ("/v1/parties/nobody/limits", {"name": "asks_a_day", "most": 1}),
            ("/v1/parties", {**NEW, "title_az": "a\u202eb"}),
        )
    ]

    assert [(each.status_code, each.json()["code"]) for each in told] == [
        (422, "access.party_name"), (422, "api.invalid"), (422, "access.purpose_unknown"),
        (422, "access.action_unknown"), (422, "access.key_form"), (404, "access.party_unknown"),
        (422, "door.control_sign"),
    ]  # fmt: skip
