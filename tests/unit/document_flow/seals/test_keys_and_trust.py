"""Key files, certificates, and the set of authorities that we trust."""

from __future__ import annotations

from datetime import timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, pkcs12

from connectors.sandbox.authority.issuing import Subscriber, new_hierarchy, to_pkcs12
from document_flow.seals.appearance import seal_lines
from document_flow.seals.certificates import (
    bears_name,
    common_name,
    is_signed_by,
    is_specimen,
    masked_holder,
    public_key_of,
    read_certificate,
    serial_of,
)
from document_flow.seals.pkcs12 import Pkcs12Key
from document_flow.seals.refusals import KeyRefused
from document_flow.seals.trust import TrustRefused, TrustStore
from tests.unit.document_flow.seals.conftest import Desk
from tests.unit.document_flow.seals.parties import NOW, PASSWORD, hierarchy

Key = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey | ed25519.Ed25519PrivateKey


def certificate_of(key: Key, subject: x509.Name, *, ca: bool | None = None, serial: int = 7) -> x509.Certificate:
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(serial)
        .not_valid_before(NOW)
        .not_valid_after(NOW + timedelta(days=1))
    )
    if ca is not None:
        builder = builder.add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
    return builder.sign(key, None if isinstance(key, ed25519.Ed25519PrivateKey) else SHA256())


NOBODY = x509.Name([])


def refused_code(raw: bytes, password: str = PASSWORD) -> str:
    with pytest.raises(KeyRefused) as refused:
        Pkcs12Key.load(raw, password)
    return refused.value.code


def file_of(key: Key, certificate: x509.Certificate | None) -> bytes:
    return pkcs12.serialize_key_and_certificates(
        b"x", key, certificate, None, BestAvailableEncryption(PASSWORD.encode())
    )


@pytest.mark.parametrize("kind", ["rsa", "ec"])
def test_a_seal_of_the_test_authority_is_loaded_with_its_chain_and_known_as_a_sample(desk: Desk, kind: str) -> None:
    pair = desk.authority.pair(Subscriber("Möhür", "1234567890", "seal", kind))  # type: ignore[arg-type]

    key = Pkcs12Key.load(to_pkcs12(pair, desk.authority.hierarchy, PASSWORD), PASSWORD)

    assert key.certificate == pair.der
    assert set(key.chain) == {desk.authority.hierarchy.issuing.der, desk.authority.hierarchy.root.der}
    assert key.specimen


def test_a_wrong_password_and_a_broken_file_are_refused_alike(desk: Desk) -> None:
    pair = desk.authority.pair(Subscriber("Möhür", "1234567890", "seal", "ec"))
    raw = to_pkcs12(pair, desk.authority.hierarchy, PASSWORD)

    assert refused_code(raw, "başqa") == refused_code(b"\x30\x00") == "seals.key.unreadable"


def test_a_file_without_certificate_or_with_a_kind_of_key_that_is_not_used_is_refused() -> None:
    curve, edwards = ec.generate_private_key(ec.SECP256R1()), ed25519.Ed25519PrivateKey.generate()
    odd_curve = ec.generate_private_key(ec.SECP256K1())

    assert refused_code(file_of(curve, None)) == "seals.key.absent"
    assert refused_code(file_of(edwards, certificate_of(edwards, NOBODY))) == "seals.key.absent"
    assert refused_code(file_of(odd_curve, certificate_of(odd_curve, NOBODY))) == "seals.key.kind"


def test_a_short_rsa_key_is_refused() -> None:
    short = rsa.generate_private_key(public_exponent=65537, key_size=1024)  # noqa: S505 - the point of the test

    with pytest.raises(KeyRefused):
        public_key_of(certificate_of(short, NOBODY))


def test_a_signature_by_another_key_is_told_from_one_by_this() -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    value = key.sign(b"data", ec.ECDSA(SHA256()))

    assert is_signed_by(key.public_key(), value, b"data", SHA256())
    assert not is_signed_by(key.public_key(), value, b"other", SHA256())


def test_a_certificate_without_names_shows_none_and_is_no_sample() -> None:
    certificate = certificate_of(ec.generate_private_key(ec.SECP256R1()), NOBODY)

    assert (common_name(certificate), masked_holder(certificate), is_specimen(certificate)) == ("", "", False)
    assert seal_lines(certificate, NOW, "")["specimen"] == ""


@pytest.mark.parametrize(("serial", "shown"), [(0x4A7F1902, "4A 7F 19 02"), (7, "07"), (0xABC, "0A BC")])
def test_a_serial_number_is_shown_in_pairs_of_hexadecimal_digits(serial: int, shown: str) -> None:
    certificate = certificate_of(ec.generate_private_key(ec.SECP256R1()), NOBODY, serial=serial)

    assert serial_of(certificate) == shown


def test_the_visible_seal_names_the_holder_masked_the_time_of_baku_and_the_sample(desk: Desk) -> None:
    lines = seal_lines(read_certificate(desk.person.certificate), NOW, "Təsdiq edirəm")

    assert lines["name"] == "Gülnarə İsmayılova"
    assert lines["lines"].split("\n")[:2] == ["PNOAZ-•••••23", "02.03.2026 13:30"]
    assert lines["lines"].endswith("Təsdiq edirəm")
    assert "5ABC123" not in "".join(lines.values())
    assert lines["specimen"] == "NÜMUNƏ"


def test_a_set_of_authorities_has_a_digest_that_changes_with_version_and_members() -> None:
    pem = hierarchy().pem
    store = TrustStore.from_pem("1", [pem])
    turned = TrustStore("1", store.anchors[::-1], store.others[::-1])

    assert (len(store.anchors), len(store.others)) == (1, 1)
    assert store.sha256 == turned.sha256 == TrustStore.from_pem("1", [pem, pem]).sha256
    assert store.sha256 != TrustStore.from_pem("2", [pem]).sha256
    assert store.sha256 != TrustStore.from_pem("1", [new_hierarchy(NOW).pem]).sha256
    assert store.sha256 != TrustStore("1", store.anchors + store.others).sha256


def pem_of(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(Encoding.PEM)


def test_what_is_no_authority_cannot_be_pinned() -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    found = []

    for pems in (
        [b"no pem"],
        [],
        [pem_of(hierarchy().issuing.certificate)],
        [pem_of(certificate_of(key, NOBODY))],
        [pem_of(certificate_of(key, NOBODY, ca=False))],
    ):
        with pytest.raises(TrustRefused) as refused:
            TrustStore.from_pem("1", pems)
        found.append(refused.value.code.removeprefix("seals.trust."))

    assert found == ["unreadable", "empty", "empty", "no_authority", "no_authority"]


@pytest.mark.parametrize(
    ("shown", "name", "is_borne"),
    [
        ("İBRAHİMLİ RAUF ƏLİ OĞLU", "Rauf İbrahimli", True),
        ("IBRAHIMLI RAUF", "Rauf İbrahimli", True),
        ("Rauf Məmmədli", "Rauf İbrahimli", False),
        ("Rauf", "Rauf İbrahimli", False),
        ("", "", False),
    ],
)
def test_a_certificate_bears_a_name_in_any_order_case_and_lettering(shown: str, name: str, *, is_borne: bool) -> None:
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, shown)] if shown else [])

    assert bears_name(certificate_of(ec.generate_private_key(ec.SECP256R1()), subject), name) is is_borne
