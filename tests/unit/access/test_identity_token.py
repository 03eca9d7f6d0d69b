"""What an identity token may not do."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from typing import Any

import pytest
from joserfc import jwt
from joserfc.jwk import ECKey, Key, RSAKey

from hub.access.identity_token import Expected, TokenRefused, claims_of, named
from hub.clock import SECOND

NOW_S = 1_790_000_000
EXPECTED = Expected("https://id.example", "qayidis-hub", "nonce-1")
RSA = RSAKey.generate_key(2048, {"kid": "rsa", "use": "sig"})
EC = ECKey.generate_key("P-256", {"kid": "ec", "use": "sig"})
STRANGER = RSAKey.generate_key(2048, {"kid": "rsa"})


def claims(**changes: Any) -> dict[str, Any]:
    stated = {
        "iss": EXPECTED.issuer,
        "aud": EXPECTED.client_id,
        "nonce": EXPECTED.nonce,
        "sub": "ramil",
        "iat": NOW_S - 5,
        "exp": NOW_S + 300,
        **changes,
    }
    return {name: value for name, value in stated.items() if value is not None}


def token(header: dict[str, Any] | None = None, key: Key = RSA, **changes: Any) -> str:
    return jwt.encode({"alg": "RS256", "kid": "rsa", **(header or {})}, claims(**changes), key)


def judged(text: str, keys: list[Key] | None = None, claim: str = "sub") -> str:
    return named(claims_of(text, keys if keys is not None else [RSA, EC], EXPECTED, NOW_S * SECOND), claim)


def by_hand(header: dict[str, Any], signature: bytes = b"") -> str:
    parts = (json.dumps(header).encode(), json.dumps(claims()).encode(), signature)
    return ".".join(base64.urlsafe_b64encode(part).rstrip(b"=").decode() for part in parts)


def test_a_token_of_the_provider_names_its_person() -> None:
    assert judged(token()) == "ramil"
    assert judged(token({"alg": "ES256", "kid": "ec"}, EC)) == "ramil"


def test_the_claim_of_the_settings_is_the_one_that_counts() -> None:
    assert judged(token(preferred_username="r.agayev"), claim="preferred_username") == "r.agayev"


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"nonce": "nonce-2"}, "nonce"),
        ({"nonce": None}, "nonce"),
        ({"aud": "another-client"}, "aud"),
        ({"aud": ["qayidis-hub", "another-client"]}, "aud"),
        ({"aud": ["qayidis-hub", "another-client"], "azp": "another-client"}, "aud"),
        ({"azp": "another-client"}, "aud"),
        ({"aud": None}, "aud"),
        ({"iss": "https://id.example.evil"}, "iss"),
        ({"iss": None}, "iss"),
        ({"exp": NOW_S - 61}, "time"),
        ({"exp": None}, "time"),
        ({"exp": "4000000000"}, "time"),
        ({"iat": NOW_S + 120}, "time"),
        ({"iat": NOW_S - 601}, "time"),
        ({"iat": None}, "time"),
        ({"nbf": NOW_S + 120}, "time"),
        ({"sub": None}, "claim"),
        ({"sub": ""}, "claim"),
        ({"sub": "x" * 101}, "claim"),
        ({"sub": 7}, "claim"),
    ],
)
def test_a_token_that_says_something_else_proves_nothing(changes: dict[str, Any], reason: str) -> None:
    with pytest.raises(TokenRefused) as refused:
        judged(token(**changes))

    assert refused.value.reason == reason


@pytest.mark.parametrize("alg", ["none", "None", "NONE", ""])
def test_an_unsigned_token_proves_nothing(alg: str) -> None:
    for signature in (b"", b"any"):
        with pytest.raises(TokenRefused):
            judged(by_hand({"alg": alg, "kid": "rsa"}, signature))


def test_the_public_key_is_no_secret_of_an_hmac() -> None:
    signed = by_hand({"alg": "HS256", "kid": "rsa"}).rpartition(".")[0]
    forged = hmac.digest(RSA.as_pem(private=False), signed.encode(), hashlib.sha256)

    with pytest.raises(TokenRefused):
        judged(by_hand({"alg": "HS256", "kid": "rsa"}, forged))


@pytest.mark.parametrize("alg", ["RS384", "RS512", "PS256"])
def test_another_algorithm_of_the_same_key_is_not_taken(alg: str) -> None:
    with pytest.raises(TokenRefused):
        judged(jwt.encode({"alg": alg, "kid": "rsa"}, claims(), RSA, algorithms=[alg]))


def test_a_key_that_the_token_brings_along_is_never_looked_at() -> None:
    brought = {
        "jwk": STRANGER.as_dict(private=False),
        "jku": "https://elsewhere.example/keys",
        "x5u": "https://elsewhere.example/cert",
    }

    with pytest.raises(TokenRefused):
        judged(token(brought, STRANGER))


def test_the_key_of_somebody_else_under_a_known_id_is_refused() -> None:
    with pytest.raises(TokenRefused):
        judged(token(key=STRANGER))


def test_without_an_id_there_must_be_one_key_only() -> None:
    unnamed = jwt.encode({"alg": "RS256"}, claims(), RSA)

    assert judged(unnamed, [RSA]) == "ramil"
    with pytest.raises(TokenRefused, match="key"):
        judged(unnamed, [RSA, EC])


@pytest.mark.parametrize("text", ["", ".", "..", "a.b.c", "é.ü.ə", "x" * 20_000, "[1].e30.", '"'])
def test_what_is_no_token_is_refused(text: str) -> None:
    with pytest.raises(TokenRefused):
        judged(text)


def test_a_critical_header_that_nobody_knows_is_refused() -> None:
    with pytest.raises(TokenRefused):
        judged(by_hand({"alg": "RS256", "kid": "rsa", "crit": ["b64", "mine"], "mine": 1}, b"any"))
