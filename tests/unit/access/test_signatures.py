"""A detached signature holds of these bytes, by this party's key and its algorithm alone; all else is told why."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from joserfc import jws
from joserfc.jwk import ECKey, OctKey, RSAKey
from joserfc.util import urlsafe_b64encode

from connectors.signing import detached
from hub.access.assertions import RegisteredKey
from hub.access.credentials import read_key
from hub.access.signatures import Signature, SignatureRefused, verified

KEY, OTHER = ECKey.generate_key("P-256"), ECKey.generate_key("P-256")
RSA = RSAKey.generate_key(2048)
BODY = '{"eventId": "e-1", "ad": "Gülnarə"}'.encode()


def registered(key: ECKey | RSAKey, algorithm: str = "") -> RegisteredKey:
    made = read_key(json.dumps(key.as_dict(private=False)), algorithm, 0, 1)
    return RegisteredKey(made.mark, made.public, made.algorithm, "row")


KEYS = [registered(KEY), registered(RSA, "PS256")]


def why(shown: str, raw: bytes = BODY) -> str:
    with pytest.raises(SignatureRefused) as caught:
        verified(raw, shown, KEYS)
    return caught.value.code


def made(header: dict[str, object], key: ECKey | RSAKey = KEY) -> str:
    """With this protected header, whatever it says, joined without the payload."""
    whole = jws.serialize_compact(header, BODY, key, algorithms=[str(header["alg"])])
    first, _, last = whole.split(".")
    return f"{first}..{last}"


@pytest.mark.parametrize("encoded", [True, False])
@pytest.mark.parametrize("raw", [BODY, b"{}", b"a.b.c", b"x" * 1_000_000])
def test_a_signature_over_the_bytes_holds_whether_they_are_encoded_or_not(raw: bytes, *, encoded: bool) -> None:
    assert verified(raw, detached(raw, KEY, encoded=encoded), KEYS) == Signature(KEY.thumbprint(), "ES256")


def test_one_by_another_kind_of_key_holds_in_the_algorithm_that_it_is_registered_for() -> None:
    header = {"kid": RSA.thumbprint()}

    assert verified(BODY, made({**header, "alg": "PS256"}, RSA), KEYS).alg == "PS256"
    assert why(made({**header, "alg": "RS256"}, RSA)) == "signature.algorithm"


@pytest.mark.parametrize("change", [lambda raw: raw + b" ", lambda raw: raw.replace(b"1", b"2"), lambda _: b""])
@pytest.mark.parametrize("encoded", [True, False])
def test_other_bytes_do_not_fit_it(change: Callable[[bytes], bytes], *, encoded: bool) -> None:
    assert why(detached(BODY, KEY, encoded=encoded), change(BODY)) == "signature.wrong"


def test_a_key_that_the_party_has_not_is_no_key_of_its() -> None:
    assert why(detached(BODY, OTHER)) == "signature.key_unknown"
    assert why(made({"alg": "ES256"})) == "signature.key_unknown"
    assert why(made({"alg": "ES256", "kid": KEY.thumbprint()}, OTHER)) == "signature.wrong"


def test_the_key_decides_the_algorithm() -> None:
    first = detached(BODY, KEY).split(".", 1)[1]
    none: dict[str, object] = {"alg": "none", "kid": KEY.thumbprint()}
    head = jws.serialize_compact({"alg": "HS256", "kid": KEY.thumbprint()}, BODY, _secret(), algorithms=["HS256"])

    assert why(_encoded(none) + "." + first) == "signature.algorithm"
    assert why(f"{head.split('.')[0]}..{head.split('.')[2]}") == "signature.algorithm"


def _secret() -> OctKey:
    """The public key as if it were a shared secret."""
    return OctKey.import_key(json.dumps(KEY.as_dict(private=False)))


def _encoded(header: dict[str, object]) -> str:
    return urlsafe_b64encode(json.dumps(header).encode()).decode()


@pytest.mark.parametrize(
    "shown",
    ["", "x", "a.b", "..", "a..b", "W10..AA", "e30.e30.AA", "x" * 3000 + "..x", "bnVsbA..AA", "\udcff..x"],
)
def test_what_is_no_detached_signature_is_refused_as_that(shown: str) -> None:
    assert why(shown) == "signature.form"


def test_a_signature_that_carries_its_payload_or_asks_for_more_is_refused() -> None:
    whole = jws.serialize_compact({"alg": "ES256", "kid": KEY.thumbprint()}, BODY, KEY)
    signature = detached(BODY, KEY).rsplit(".", 1)[1]
    exp = {"alg": "ES256", "kid": KEY.thumbprint(), "crit": ["exp"], "exp": 1}

    assert why(whole) == "signature.form"
    assert why(f"{_encoded(exp)}..{signature}") == "signature.form"
    assert why(f"{_encoded({'alg': 'ES256', 'kid': KEY.thumbprint(), 'b64': False})}..{signature}") == "signature.form"
