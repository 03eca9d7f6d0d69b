"""About which certificates of a signed file authorities may be asked: what a pinned one has issued, and nothing else.

Nobody is asked here: `askable` only names the pairs.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable
from dataclasses import replace
from typing import Literal

import pytest
from cryptography import x509

from connectors.sandbox.authority.issuing import Subscriber, new_hierarchy
from document_flow.seals.asking import MOST_ASKED, askable
from document_flow.seals.dsig import DS
from document_flow.seals.provider import Form
from document_flow.seals.trust import TrustStore
from tests.unit.document_flow.seals.conftest import Desk
from tests.unit.document_flow.seals.parties import NOW

FileForm = Literal["pdf", "asice", "xml"]
FORMS: tuple[tuple[FileForm, Form], ...] = (("pdf", "pades"), ("asice", "asice"), ("xml", "xades"))
ECDSA_SHA256, UNKNOWN = bytes.fromhex("2a8648ce3d040302"), bytes.fromhex("2a8648ce3d04037f")


def listing(*ders: bytes) -> bytes:
    """An XML file that names these certificates as a signature does."""
    listed = "".join(f"<X509Certificate>{b64encode(der).decode()}</X509Certificate>" for der in ders)
    return f'<X509Data xmlns="{DS}">{listed}</X509Data>'.encode()


def root_alone(desk: Desk) -> TrustStore:
    return TrustStore("2026-1", (desk.authority.hierarchy.root.der,))


@pytest.mark.parametrize(("form", "kind"), FORMS)
async def test_signer_stamping_unit_and_issuing_authority_are_asked_about_each_with_its_issuer(
    desk: Desk, form: FileForm, kind: Form
) -> None:
    ours = desk.authority.hierarchy
    signed = await desk.sign(desk.request(kind, "B-LTA", key=desk.person))

    pairs = askable(signed.document, form, desk.authority.trust)

    # An archive in a PDF holds the certificates of those who answered (OCSP) as well.
    answering = {(ours.issuing_ocsp.der, ours.issuing.der), (ours.root_ocsp.der, ours.root.der)}
    assert len(pairs) == len(set(pairs))
    assert set(pairs) - answering == {
        (desk.person.certificate, ours.issuing.der),
        (ours.tsa.der, ours.issuing.der),
        (ours.issuing.der, ours.root.der),
    }


@pytest.mark.parametrize(("form", "kind"), FORMS)
async def test_nobody_is_asked_about_what_an_authority_of_the_same_name_but_another_key_has_issued(
    desk: Desk, form: FileForm, kind: Form
) -> None:
    """Guard: `_issued` checks the signature; anybody may write the name of a pinned authority."""
    signed = await desk.sign(desk.request(kind, key=desk.person))
    stranger = new_hierarchy(NOW)

    assert stranger.root.certificate.subject == desk.authority.hierarchy.root.certificate.subject
    assert askable(signed.document, form, TrustStore.from_pem("other", [stranger.pem])) == ()


async def test_a_pinned_authority_that_is_not_in_the_file_is_asked_about_too(desk: Desk) -> None:
    ours = desk.authority.hierarchy
    alone = replace(desk.request("xades", "B-B", key=desk.person), chain=())
    signed = await desk.sign(alone)

    assert askable(signed.document, "xml", root_alone(desk)) == ()
    assert askable(signed.document, "xml", desk.authority.trust) == (
        (desk.person.certificate, ours.issuing.der),
        (ours.issuing.der, ours.root.der),
    )


def test_an_issuer_may_stand_behind_what_it_has_issued_and_the_root_itself_is_not_asked_about(desk: Desk) -> None:
    ours = desk.authority.hierarchy
    raw = listing(desk.person.certificate, ours.issuing.der, ours.root.der, desk.person.certificate)

    assert askable(raw, "xml", root_alone(desk)) == (
        (ours.issuing.der, ours.root.der),
        (desk.person.certificate, ours.issuing.der),
    )


def test_what_is_no_certificate_or_signed_by_an_unknown_algorithm_is_passed_over(desk: Desk) -> None:
    odd = desk.person.certificate.replace(ECDSA_SHA256, UNKNOWN)
    raw = listing(b"nothing of the kind", odd, desk.seal.certificate)
    assert x509.load_der_x509_certificate(odd).signature_algorithm_oid.dotted_string.endswith(".127")

    pairs = askable(raw, "xml", desk.authority.trust)

    ours = desk.authority.hierarchy
    assert pairs == ((desk.seal.certificate, ours.issuing.der), (ours.issuing.der, ours.root.der))


def test_a_file_full_of_certificates_makes_nobody_ask_without_end(desk: Desk) -> None:
    many = [
        desk.authority.pair(Subscriber("Şəxs", f"{number:07}", "person", "ec")).der for number in range(MOST_ASKED + 3)
    ]

    pairs = askable(listing(*many), "xml", desk.authority.trust)

    assert [certificate for certificate, _ in pairs] == many[:MOST_ASKED]


def nothing(raw: bytes) -> bytes:
    return raw[:0]


def half(raw: bytes) -> bytes:
    return raw[: len(raw) // 2]


def behind(name: bytes, added: bytes) -> Callable[[bytes], bytes]:
    return lambda raw: raw.replace(name, name + added)


@pytest.mark.parametrize(
    ("form", "spoil"),
    [
        *((form, spoil) for form, _ in FORMS for spoil in (nothing, half)),
        ("pdf", behind(b"/ByteRange", b"s")),
        ("xml", behind(b"<ds:X509Data>", b"<ds:X509Certificate>A</ds:X509Certificate>")),
        ("xml", behind(b"<xades:EncapsulatedTimeStamp>", b"AAAA")),
    ],
)
async def test_a_file_that_cannot_be_read_makes_nobody_ask_and_never_raises(
    desk: Desk, form: FileForm, spoil: Callable[[bytes], bytes]
) -> None:
    signed = await desk.sign(desk.request(dict(FORMS)[form], key=desk.person))
    spoiled = spoil(signed.document)

    assert askable(signed.document, form, desk.authority.trust)
    assert spoiled != signed.document
    assert askable(spoiled, form, desk.authority.trust) == ()
