"""POST /v1/token: one assertion, one token; and everything that somebody who means harm tries with either."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import hmac
import json
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from hub.access.credentials import end_credential, read_key
from hub.access.keys import issue_key
from hub.access.tokens import MOST_USED, forget_old_tokens
from hub.app import build
from hub.errors import HubError
from hub.settings import Settings
from tests.hubs import made_key, settings_for
from tests.integration.api.clients import AUDIENCE, ISSUER, Client, ask_token, token_of
from tests.integration.api.served import NOTE, NOTES, Served, served
from tests.moments import still_buckets
from tests.parties import make_party, may_send
from tests.schemas import create_all

RIGHT = may_send("test.note.v1")


@pytest.fixture
def outside(settings: Settings, tmp_path: Path) -> Settings:
    """The same outside the sandbox."""
    update = {"sandbox": False, "public_url": ISSUER, "data_key_file": made_key(tmp_path)}
    return settings.model_copy(update=update)


@pytest.fixture
async def door(outside: Settings) -> AsyncIterator[Served]:
    async with served(outside) as made:
        yield made


@pytest.fixture
async def fund(door: Served) -> Client:
    client = Client("fund")
    await client.register(door.hub, to=[RIGHT])
    return client


async def test_a_token_opens_what_the_party_may(door: Served, fund: Client) -> None:
    answer = await ask_token(door.client, fund.assertion())
    token = answer.json()["access_token"]

    sent = await door.post(NOTES, NOTE, token, Idempotency_Key="n-1")
    other = await door.get("/v1/repairs", token)

    assert (answer.json()["token_type"], answer.json()["expires_in"]) == ("Bearer", 600)
    assert answer.headers["cache-control"] == "no-store"
    assert (sent.status_code, other.status_code) == (202, 403)
    async with door.hub.store.read() as tx:
        (row,) = await tx.fetch("SELECT token_sha256 FROM access_tokens")
    assert token not in row["token_sha256"]


async def test_a_client_finds_the_way_by_the_metadata(door: Served) -> None:
    told = (await door.client.get("/.well-known/oauth-authorization-server")).json()

    assert (told["issuer"], told["token_endpoint"]) == (ISSUER, AUDIENCE)
    assert told["token_endpoint_auth_methods_supported"] == ["private_key_jwt"]
    assert told["tls_client_certificate_bound_access_tokens"] is True
    assert not [each for each in told["token_endpoint_auth_signing_alg_values_supported"] if each.startswith("HS")]


@dataclass(frozen=True, slots=True)
class In:
    """So many seconds after the assertion is made."""

    seconds: int


WRONG: dict[str, dict[str, Any]] = {
    "for another": {"aud": "https://other.test/v1/token"},
    "for several": {"aud": [AUDIENCE, "https://other.test"]},
    "for nobody": {"aud": None},
    "without an end": {"exp": None},
    "without a beginning": {"iat": None},
    "over": {"iat": In(-200), "exp": In(-100)},
    "good for long": {"exp": In(7200)},
    "made long ago": {"iat": In(-7200)},
    "of tomorrow": {"iat": In(86_400), "exp": In(86_460)},
    "not yet": {"nbf": In(3600)},
    "without jti": {"jti": None},
    "with a long jti": {"jti": "j" * 300},
    "a jti that is a number": {"jti": 7},
    "of another subject": {"sub": "committee"},
    "an end that is a word": {"exp": "tomorrow"},
    "an end beyond numbers": {"exp": 1e300},
}


@pytest.mark.parametrize("claims", WRONG.values(), ids=WRONG)
async def test_an_assertion_that_says_too_little_or_too_much_is_refused(
    door: Served, fund: Client, claims: dict[str, Any]
) -> None:
    now = int(time.time())
    said: dict[str, Any] = {
        name: now + claim.seconds if isinstance(claim, In) else claim for name, claim in claims.items()
    }

    answer = await ask_token(door.client, fund.assertion(**said))

    assert (answer.status_code, answer.json()["error"]) == (401, "invalid_client")


async def test_an_assertion_is_good_once(door: Served, fund: Client) -> None:
    assertion = fund.assertion()

    first, again = [await ask_token(door.client, assertion) for _ in range(2)]
    same_jti = [await ask_token(door.client, fund.assertion(jti="one")) for _ in range(2)]

    assert [each.status_code for each in (first, again, *same_jti)] == [200, 401, 200, 401]


async def test_no_algorithm_but_the_keys_own_is_taken(door: Served, fund: Client) -> None:
    head, claims, signature = fund.assertion().split(".")
    said = json.loads(base64.urlsafe_b64decode(claims + "=="))
    forged = [
        f"{_encoded({'alg': 'none'})}.{claims}.",
        f"{_encoded({'alg': 'none', 'kid': fund.key.thumbprint()})}.{claims}.{signature}",
        _by_secret({"alg": "HS256"}, claims, fund.public),
        _by_secret({"alg": "HS256", "kid": fund.key.thumbprint()}, claims, fund.public),
        f"{_encoded({'alg': 'ES256', 'jwk': fund.key.as_dict(private=False), 'kid': 'mine'})}.{claims}.{signature}",
        f"{head}.{_encoded({**said, 'iss': 'fund', 'sub': 'fund', 'jti': 'x'})}.{signature}",
        f"{_encoded({'alg': 'ES256', 'crit': ['b64'], 'b64': False})}.{claims}.{signature}",
        f"{head}.{claims}", "", "x", "...", "a.b.c", f"{head}.{claims}.{signature}.{signature}",
    ]  # fmt: skip

    answers = [await ask_token(door.client, each) for each in forged]

    assert {(each.status_code, each.json()["error"]) for each in answers} == {(401, "invalid_client")}


async def test_a_key_that_another_holds_proves_nothing_for_this_party(door: Served, fund: Client) -> None:
    thief = Client("thief")
    await thief.register(door.hub)
    thief.party = "fund"

    by_kid, without = thief.assertion(), thief.assertion({"kid": fund.key.thumbprint()})
    unknown = Client("nobody").assertion()
    as_another = await ask_token(door.client, fund.assertion(), client_id="thief")

    answers = [await ask_token(door.client, each) for each in (by_kid, without, unknown)]
    assert [each.status_code for each in (*answers, as_another)] == [401] * 4
    assert len({each.text for each in answers}) == 1, "who is not known learns nothing"


async def test_an_rsa_key_is_for_the_one_algorithm_that_was_registered() -> None:
    public = rsa.generate_private_key(65537, 2048).public_key()
    pem = public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()

    assert [read_key(pem, each, 0, 1).algorithm for each in ("", "PS256", "RS256")] == ["PS256", "PS256", "RS256"]
    with pytest.raises(HubError):
        read_key(pem, "HS256", 0, 1)


async def test_a_huge_or_misshapen_request_is_refused_unread(door: Served, fund: Client) -> None:
    huge = await ask_token(door.client, fund.assertion(jti="x") + "A" * 100_000)
    padded = await ask_token(door.client, fund.assertion(), padding="p" * 5_000_000)
    as_json = await door.client.post("/v1/token", json={"grant_type": "client_credentials"})
    twice = await door.client.post(
        "/v1/token", content="grant_type=a&grant_type=b", headers={"content-type": "application/x-www-form-urlencoded"}
    )
    other = await ask_token(door.client, fund.assertion(), grant_type="password")
    scoped = await ask_token(door.client, fund.assertion(), scope="everything")

    errors = [each.json()["error"] for each in (huge, padded, as_json, twice, other, scoped)]
    assert errors == [*["invalid_request"] * 4, "unsupported_grant_type", "invalid_scope"]
    assert {each.status_code for each in (huge, padded, as_json, twice, other, scoped)} == {400}


async def test_a_huge_token_is_refused_before_anybody_looks_for_it(door: Served) -> None:
    huge = [await door.get("/v1/messages", f"hubt_{'A' * size}") for size in (300, 20_000)]

    assert {(each.status_code, each.json()["code"]) for each in huge} == {(401, "access.key_unknown")}


async def test_a_flood_of_assertions_is_bounded_and_heals(door: Served, fund: Client) -> None:
    async with door.hub.store.write() as tx:
        until = await tx.now() + 60_000_000
        rows = [("fund", f"h-{number}", until) for number in range(MOST_USED)]
        await tx.insert("used_assertions", "party, jti_sha256, expires_at", rows)

    full = await ask_token(door.client, fund.assertion())
    async with door.hub.store.write() as tx:
        await tx.execute("UPDATE used_assertions SET expires_at = hub_now() - 1")
    after = await ask_token(door.client, fund.assertion())

    assert (full.status_code, full.json()["error"], after.status_code) == (429, "temporarily_unavailable", 200)
    assert int(full.headers["retry-after"]) > 0
    async with door.hub.store.read() as tx:
        (left,) = await tx.fetch("SELECT count(*) AS n FROM used_assertions")
    assert left["n"] == 1


async def test_wrong_assertions_of_one_address_are_told_to_wait(
    door: Served, fund: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    still_buckets(monkeypatch)

    answers = [await ask_token(door.client, f"a.{number}.c") for number in range(32)]

    assert [each.status_code for each in answers] == [*[401] * 30, 429, 429]


async def test_a_token_ends_by_time_and_with_its_key(door: Served, fund: Client) -> None:
    old, stolen = await token_of(door, fund), await token_of(door, fund)
    async with door.hub.store.write() as tx:
        await tx.execute(
            "UPDATE access_tokens SET expires_at = hub_now() WHERE token_sha256 ="
            " (SELECT min(token_sha256) FROM access_tokens)"
        )
    by_time = [(await door.get("/v1/messages", each)).status_code for each in (old, stolen)]
    forgotten = await forget_old_tokens(door.hub.store)
    late = Client("late")
    await late.register(door.hub, to=[RIGHT])
    token = await token_of(door, late)
    async with door.hub.store.write() as tx:
        await end_credential(tx, late.key.thumbprint())

    assert sorted(by_time) == [200, 401]
    assert forgotten == 1
    assert (await door.get("/v1/messages", token)).status_code == 401
    assert (await ask_token(door.client, late.assertion())).status_code == 401


async def test_two_keys_are_good_at_once_and_each_is_named(door: Served, fund: Client) -> None:
    new = Client("fund")
    await new.register(door.hub, is_new=False)

    old_one, new_one = [await ask_token(door.client, each.assertion()) for each in (fund, new)]
    unnamed = await ask_token(door.client, new.assertion({"kid": None}))

    assert [each.status_code for each in (old_one, new_one, unnamed)] == [200, 200, 401]


async def test_api_keys_open_nothing_outside_the_sandbox(door: Served, fund: Client) -> None:
    async with door.hub.store.write() as tx:
        key = (await issue_key(tx, "fund")).text

    refused = await door.get("/v1/messages", key)

    assert (refused.status_code, refused.json()["code"]) == (401, "access.keys_in_sandbox")


async def test_a_start_outside_the_sandbox_refuses_a_database_with_api_keys(tmp_path: Path) -> None:
    settings = settings_for(tmp_path / "data", sandbox=False)
    await create_all(settings)
    async with build(settings) as hub, hub.store.write() as tx:
        await make_party(tx, "fund")
        made = await issue_key(tx, "fund")

    with pytest.raises(HubError) as refused:
        async with build(settings):
            pass

    assert refused.value.code == "access.keys_in_sandbox"
    assert made.prefix in refused.value.words.en


async def test_one_assertion_at_two_processes_at_once_gives_one_token(postgres_url: str, tmp_path: Path) -> None:
    settings = settings_for(
        tmp_path / "data", port=0, sandbox=False, public_url=ISSUER, database_url=postgres_url,
    )  # fmt: skip
    fund = Client("fund")
    async with served(settings) as one, served(settings) as other:
        await fund.register(one.hub)
        for _ in range(5):
            assertion = fund.assertion()

            answers = await asyncio.gather(
                *(ask_token(each.client, assertion) for _ in range(6) for each in (one, other))
            )

            assert sorted(each.status_code for each in answers) == [200, *[401] * 11]


def _by_secret(head: dict[str, Any], claims: str, secret: str) -> str:
    """Signed with the public key as if it were a shared secret (algorithm confusion)."""
    text = f"{_encoded(head)}.{claims}"
    made = hmac.new(secret.encode(), text.encode(), hashlib.sha256).digest()
    return f"{text}.{base64.urlsafe_b64encode(made).rstrip(b'=').decode()}"


def _encoded(part: dict[str, Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode()


async def test_a_party_reads_nothing_of_anothers(door: Served, fund: Client) -> None:
    other = Client("other")
    await other.register(door.hub, to=[RIGHT])
    mine, theirs = await token_of(door, fund), await token_of(door, other)
    sent = await door.post(NOTES, NOTE, mine, Idempotency_Key="n-1")
    paths = [f"/v1/messages/{sent.json()['message_id']}", f"/v1/messages/{sent.json()['message_id']}/receipt"]

    seen: list[httpx.Response] = [await door.get(path, theirs) for path in paths]

    assert [each.status_code for each in seen] == [404, 404]
    assert (await door.get(paths[0], mine)).status_code == 200
