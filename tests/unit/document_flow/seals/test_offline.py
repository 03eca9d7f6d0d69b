"""Facts signed for readers without a network: genuine, forged, expired, revoked, and what only a fresh list can say."""

from __future__ import annotations

import zlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import base45
import cbor2
import cwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from document_flow.seals.offline import (
    MARK,
    MOST_BYTES,
    MOST_CHARACTERS,
    OfflineKey,
    RevokedList,
    SignedFacts,
    judge,
    key_id,
    revoked_mark,
)

NOW = datetime(2026, 4, 6, 10, tzinfo=UTC)
DAY = timedelta(days=1)
KEY, OTHER = OfflineKey(b"\x01" * 32), OfflineKey(b"\x02" * 32)
FACTS = SignedFacts("AZ", "MK-2026/000001", NOW, NOW + 30 * DAY, {"ad": "Gülnarə", "status": "məcburi köçkün"})
PAYLOAD = KEY.sign(FACTS)
KEYS = {KEY.id: KEY.public, OTHER.id: OTHER.public}
FRESH = RevokedList(frozenset(), NOW)


def folded(token: bytes) -> str:
    return MARK + str(base45.b45encode(zlib.compress(token)).decode())


def verdict(payload: str = PAYLOAD, at: datetime = NOW, revoked: RevokedList | None = FRESH) -> str:
    return judge(payload, KEYS, at, revoked, DAY).verdict


def test_what_was_signed_is_read_with_the_public_key_alone() -> None:
    judged = judge(f" {PAYLOAD}\n", {KEY.id: KEY.public}, NOW, FRESH, DAY)

    assert (judged.verdict, judged.facts) == ("valid", FACTS)
    assert len(PAYLOAD) <= MOST_CHARACTERS
    assert OfflineKey(b"\x01" * 32).id == KEY.id == key_id(KEY.public)


def test_verdicts_are_told_apart() -> None:
    gone = RevokedList(frozenset((revoked_mark(FACTS.number),)), NOW)

    assert verdict(at=NOW + 30 * DAY) == "expired"
    assert verdict(revoked=gone) == "revoked"
    assert verdict(at=NOW + 40 * DAY, revoked=gone) == "revoked"
    assert verdict(revoked=None) == "old_list"
    assert verdict(at=NOW + 2 * DAY) == "old_list"
    assert verdict(revoked=RevokedList(frozenset(), NOW + DAY)) == "old_list", "nobody knows what is to be revoked"
    specimen = KEY.sign(replace(FACTS, facts={"nümunə": True}))
    assert (verdict(specimen), verdict(specimen, revoked=gone)) == ("specimen", "revoked")
    assert judge(PAYLOAD, {OTHER.id: OTHER.public}, NOW, FRESH, DAY).verdict == "unknown_key"


def test_another_key_under_the_same_name_is_a_forgery() -> None:
    assert judge(PAYLOAD, {KEY.id: OTHER.public}, NOW, FRESH, DAY).verdict == "forged"


def test_a_header_that_is_none_is_a_forgery() -> None:
    strange = cbor2.dumps(cbor2.CBORTag(18, [cbor2.dumps([]), {4: bytes.fromhex(KEY.id)}, b"", b""]))
    assert verdict(folded(strange)) == "forged"


def test_changed_facts_are_a_forgery() -> None:
    token = zlib.decompress(base45.b45decode(PAYLOAD.removeprefix(MARK)))
    changed = token.replace("Gülnarə".encode(), "Gülnara".encode() + b"!")

    assert token != changed
    assert verdict(folded(changed)) == "forged"


@pytest.mark.parametrize(
    "claims",
    [
        {1: "AZ"},
        {1: "AZ", 4: 10**30, 6: 1, 7: b"n", -65537: {}},
        {1: "AZ", 4: 2, 6: 1, 7: "n", -65537: {}},
        {1: "AZ", 4: 2, 6: 1, 7: b"\xff", -65537: {}},
        {1: "AZ", 4: 2, 6: 1, 7: b"n", -65537: 7},
    ],
)
def test_other_claims_under_our_key_are_none_of_ours(claims: dict[int, object]) -> None:
    assert verdict(folded(KEY.signing(cbor2.dumps(claims)))) == "unreadable", "the signature holds"


@pytest.mark.parametrize(
    "headers", [({1: -7, 4: b"abcdefgh"}, {}), ({1: -7}, {4: b"abcdefgh"}), ({1: -7, 4: b"x"}, {})]
)
def test_a_foreign_health_certificate_is_unknown_and_not_forged(headers: tuple[dict[int, Any], dict[int, Any]]) -> None:
    """The EU's name the key in the protected header, and stand under a mark of their own."""
    public, claims = foreign(ec.generate_private_key(ec.SECP256R1()), "ES256", *headers)
    key = (headers[0] | headers[1])[4].hex()

    assert (verdict(claims), verdict(MARK + claims[4:])) == ("unknown_key", "unknown_key")
    known = judge(claims, {key: public}, NOW, FRESH, DAY)
    ours = judge(MARK + claims[4:], {key: public}, NOW, FRESH, DAY)
    assert (known.verdict, ours.verdict) == ("unreadable", "unreadable"), (
        "its key is known, and it says nothing of ours"
    )


def test_one_that_is_signed_by_rsa_is_unknown_too() -> None:
    _, claims = foreign(rsa.generate_private_key(65537, 2048), "PS256", {1: -37, 4: b"abcdefgh"}, {})

    assert verdict(claims) == "unknown_key"


def foreign(
    key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey, alg: str, protected: dict[int, Any], other: dict[int, Any]
) -> tuple[str, str]:
    """The public key and a health certificate of an invented person, as the EU's specification builds it."""
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    claims = {1: "DE", 4: 1_800_000_000, 6: 1_700_000_000, -260: {1: {"ver": "1.3.0", "nam": {"fnt": "MUSTERMANN"}}}}
    token = cwt.COSE.new().encode(cbor2.dumps(claims), cwt.COSEKey.from_pem(pem, alg=alg), protected, other)
    public = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
    return public, "HC1:" + folded(token).removeprefix(MARK)


@pytest.mark.parametrize(
    "payload",
    [
        "",
        "HC1:" + PAYLOAD.removeprefix(MARK),
        MARK + "not base45!",
        MARK + base45.b45encode(b"no zlib").decode(),
        folded(b"no cbor"),
        folded(cbor2.dumps({"no": "tag"})),
        folded(cbor2.dumps(cbor2.CBORTag(18, [b"", {}, b"", b""]))),
        folded(cbor2.dumps(cbor2.CBORTag(18, [b"", [], b"", b""]))),
        folded(cbor2.dumps(cbor2.CBORTag(18, [b"", {4: 10**10}, b"", b""]))),
        folded(cbor2.dumps(cbor2.CBORTag(98, [b"", {4: b"12345678"}, b"", b""]))),
        folded(b"\x81" * 5_000),
        folded(b"0" * (MOST_BYTES + 1)),
        PAYLOAD[:-40],
        MARK + "A" * 5_000,
    ],
)
def test_what_is_none_of_ours_is_unreadable_in_little_time(payload: str) -> None:
    assert verdict(payload) == "unreadable"


def test_more_than_a_code_holds_is_refused() -> None:
    with pytest.raises(ValueError, match="a QR code that prints well holds"):
        KEY.sign(replace(FACTS, facts={str(number): f"{number:x}" * 9 for number in range(4_000, 4_100)}))


def test_the_stack_reads_the_published_example() -> None:
    """RFC 8392, appendix A.3: a signed CWT, with the key of A.2.3."""
    token = bytes.fromhex(
        "d28443a10126a104524173796d6d657472696345434453413235365850a70175636f61703a2f2f61732e6578616d706c652e636f6d02656572"
        "696b77037818636f61703a2f2f6c696768742e6578616d706c652e636f6d041a5612aeb0051a5610d9f0061a5610d9f007420b7158405427c1"
        "ff28d23fbad1f29c4c7c6a555e601d6fa29f9179bc3d7438bacaca5acd08c8d4d4f96131680c429a01f85951ecee743a52b9b63632c5720912"
        "0e1c9e30"
    )
    key = cwt.COSEKey.new(
        {
            1: 2,
            2: b"AsymmetricECDSA256",
            3: -7,
            -1: 1,
            -2: bytes.fromhex("143329cce7868e416927599cf65a34f3ce2ffda55a7eca69ed8919a394d42f0f"),
            -3: bytes.fromhex("60f7f1a780d8a783bfb7a2dd6b2796e8128dbbcef9d3d168db9529971a36e7b9"),
        }
    )

    said = cbor2.loads(cwt.COSE.new().decode(token, key))

    assert (said[1], said[2], said[7]) == ("coap://as.example.com", "erikw", b"\x0bq")


@pytest.mark.parametrize(
    ("text", "code"),
    [("AB", "BB8"), ("Hello!!", "%69 VD92EX0"), ("base-45", "UJCLQE7W581"), ("ietf!", "QED8WEX0")],
)
def test_base45_is_that_of_the_standard(text: str, code: str) -> None:
    """RFC 9285, sections 4.3 and 4.4."""
    assert base45.b45encode(text.encode()).decode() == code
    assert base45.b45decode(code).decode() == text
