"""Who may send: every header, certificate and signature that is refused, and why."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.web2app import Refused, read_pins
from connectors.web2app.sender import Sender, read_sender
from tests.campaigns import examples
from tests.unit.connectors.sima.desk import CARD, FIN, ISSUER, NOTHING, NOW, Card, Issuer, code, text

BODY = '{"ad":"Gülnarə"}'.encode()
PINS = (ISSUER.certificate,)


def asked(card: Card = CARD, signed: bytes = BODY, headers: Mapping[str, str] = NOTHING) -> Sender | Refused:
    return read_sender(card.headers(signed, headers), BODY, PINS, NOW)


def key_usage(**on: bool) -> x509.KeyUsage:
    names = (
        "digital_signature",
        "content_commitment",
        "key_encipherment",
        "data_encipherment",
        "key_agreement",
        "key_cert_sign",
        "crl_sign",
        "encipher_only",
        "decipher_only",
    )
    return x509.KeyUsage(**{name: on.get(name, False) for name in names})


@pytest.mark.parametrize("algorithm", ["SHA256withECDSA", "SHA-256withECDSA", "ECDSA_SHA256"])
def test_a_person_under_a_pinned_issuer_is_known_by_fin(algorithm: str) -> None:
    sender = asked(headers={"ts-sign-alg": algorithm})

    assert isinstance(sender, Sender)
    assert (sender.fin, sender.certificate_der) == (FIN, CARD.der)


def test_a_fin_may_bear_the_mark_of_its_kind() -> None:
    sender = asked(ISSUER.card(f"PNOAZ-{FIN}"))

    assert isinstance(sender, Sender)
    assert sender.fin == FIN


@pytest.mark.parametrize("usage", ["digital_signature", "content_commitment"])
def test_a_certificate_that_says_it_signs_is_accepted(usage: str) -> None:
    assert isinstance(asked(ISSUER.card(FIN, extensions=[key_usage(**{usage: True})])), Sender)


@pytest.mark.parametrize("name", ["ts-cert", "ts-sign", "ts-sign-alg"])
@pytest.mark.parametrize("left", ["nothing", "an empty one"])
def test_a_missing_header_is_refused_by_name(name: str, left: str) -> None:
    headers = CARD.headers(BODY)
    del headers[name]
    if left != "nothing":
        headers[name] = ""

    refusal = read_sender(headers, BODY, PINS, NOW)

    assert isinstance(refusal, Refused)
    assert (refusal.code, refusal.status) == ("sima.header_missing", 400)
    assert name in refusal.az
    assert name in refusal.en


@pytest.mark.parametrize("algorithm", ["HMACSHA256", "NONEwithECDSA", "SHA1withECDSA", "none", "sha256withecdsa"])
def test_an_algorithm_that_is_not_on_the_list_is_refused(algorithm: str) -> None:
    assert code(asked(headers={"ts-sign-alg": algorithm})) == "sima.algorithm"


def test_a_refusal_shows_a_foreign_value_short_and_printable() -> None:
    refusal = asked(headers={"ts-sign-alg": "\x1b[31m" + "A" * 100})

    assert isinstance(refusal, Refused)
    assert "?[31m" + "A" * 35 in refusal.en
    assert "A" * 36 not in refusal.en


@pytest.mark.parametrize("name", ["ts-cert", "ts-sign"])
@pytest.mark.parametrize("value", ["%%%", "AAA", "AAAA AAAA", "ə", "A" * 16_388], ids=repr)
def test_a_header_that_is_no_base64_or_too_long_is_refused(name: str, value: str) -> None:
    assert code(asked(headers={name: value})) == "sima.header_encoding"


@pytest.mark.parametrize("raw", [b"\x30\x00", b"no certificate", CARD.der[:-1], CARD.der + b"\x00"], ids=range(4))
def test_bytes_that_are_no_certificate_are_refused(raw: bytes) -> None:
    assert code(asked(headers={"ts-cert": text(raw)})) == "sima.certificate_unreadable"


def test_a_certificate_of_another_issuer_is_refused() -> None:
    assert code(asked(Issuer.named("yad mərkəz").card(FIN))) == "sima.certificate_unknown"


def test_an_issuer_with_the_name_of_a_pinned_one_is_refused() -> None:
    assert code(asked(Issuer.named("SİMA sınaq mərkəzi").card(FIN))) == "sima.certificate_unknown"


def test_a_certificate_that_a_person_issued_is_refused() -> None:
    assert isinstance(CARD.key, ec.EllipticCurvePrivateKey)
    forged = Issuer(CARD.key, CARD.certificate).card("1111111")

    assert code(asked(forged)) == "sima.certificate_unknown"


def test_a_certificate_is_refused_where_nothing_is_pinned() -> None:
    assert code(read_sender(CARD.headers(BODY), BODY, (), NOW)) == "sima.certificate_unknown"


def test_the_pinned_issuer_itself_is_no_person() -> None:
    assert code(asked(Card(ISSUER.key, ISSUER.certificate))) == "sima.certificate_use"


@pytest.mark.parametrize("days", [-31, 901])
def test_a_certificate_outside_its_time_is_refused(days: int) -> None:
    assert code(read_sender(CARD.headers(BODY), BODY, PINS, NOW + timedelta(days=days))) == "sima.certificate_expired"


def test_a_certificate_of_an_issuer_outside_its_time_is_refused() -> None:
    card = ISSUER.card(FIN, until=NOW + timedelta(days=4000))

    late = read_sender(card.headers(BODY), BODY, PINS, NOW + timedelta(days=3500))

    assert code(late) == "sima.certificate_expired"


@pytest.mark.parametrize(
    "card",
    [
        ISSUER.card(FIN, extensions=[key_usage(key_agreement=True)]),
        ISSUER.card(FIN, extensions=[x509.BasicConstraints(ca=True, path_length=None)]),
        ISSUER.card(FIN, key=ec.generate_private_key(ec.SECP224R1())),
    ],
    ids=["other use", "issuer", "weak curve"],
)
def test_a_certificate_that_is_not_to_sign_with_is_refused(card: Card) -> None:
    assert code(asked(card)) == "sima.certificate_use"


def test_a_certificate_with_an_rsa_key_is_refused() -> None:
    card = ISSUER.card(FIN, key=rsa.generate_private_key(public_exponent=65537, key_size=2048))

    assert code(asked(CARD, headers={"ts-cert": text(card.der)})) == "sima.certificate_use"


def test_a_certificate_with_a_key_that_nobody_can_read_is_refused() -> None:
    known, unknown = bytes.fromhex("06082a8648ce3d030107"), bytes.fromhex("06082a8648ce3d03017f")
    signed = CARD.certificate.tbs_certificate_bytes.replace(known, unknown)
    algorithm = bytes.fromhex("300a06082a8648ce3d040302")
    signature = b"\x00" + ISSUER.key.sign(signed, ec.ECDSA(hashes.SHA256()))
    content = signed + algorithm + bytes([3, len(signature)]) + signature

    forged = b"\x30\x82" + len(content).to_bytes(2) + content

    assert code(asked(headers={"ts-cert": text(forged)})) == "sima.certificate_use"


@pytest.mark.parametrize("serials", [(), (FIN, "1111111")], ids=["none", "two"])
def test_a_certificate_without_one_fin_is_refused(serials: tuple[str, ...]) -> None:
    assert code(asked(ISSUER.card(*serials))) == "sima.certificate_person"


@given(position=st.integers(0, len(BODY) * 8 - 1))
def test_a_body_with_any_bit_changed_after_signing_is_refused(position: int) -> None:
    changed = bytearray(BODY)
    changed[position // 8] ^= 1 << position % 8

    assert code(asked(signed=bytes(changed))) == "sima.signature"


def test_a_signature_of_another_key_is_refused() -> None:
    assert code(asked(headers={"ts-sign": text(ISSUER.card(FIN).sign(BODY))})) == "sima.signature"


@given(raw=st.binary(min_size=1, max_size=80))
def test_bytes_that_are_no_signature_are_refused(raw: bytes) -> None:
    assert code(asked(headers={"ts-sign": text(raw)})) == "sima.signature"


@pytest.mark.filterwarnings("ignore:Parsed a serial number")  # which RFC 5280 wants positive
@settings(max_examples=examples(300))
@given(position=st.integers(0, len(CARD.der) - 1), value=st.integers(0, 255))
def test_no_change_of_a_certificate_is_accepted_or_raises(position: int, value: int) -> None:
    changed = bytearray(CARD.der)
    changed[position] = value

    outcome = asked(headers={"ts-cert": text(bytes(changed))})

    assert isinstance(outcome, Sender) == (bytes(changed) == CARD.der)


def test_pins_are_read_out_of_one_file() -> None:
    other = Issuer.named("ikinci").certificate

    pins = read_pins(ISSUER.certificate.public_bytes(Encoding.PEM) + other.public_bytes(Encoding.PEM))

    assert pins == (ISSUER.certificate, other)


@pytest.mark.parametrize("pem", [b"", b"-----BEGIN CERTIFICATE-----\nAA==\n-----END CERTIFICATE-----\n"])
def test_a_file_without_pins_is_an_error(pem: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        read_pins(pem)


def test_a_sender_does_not_show_who_it_is() -> None:
    shown: Any = repr(asked())

    assert FIN not in shown
