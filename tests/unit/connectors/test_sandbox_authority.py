"""The sandbox's test authority without its HTTP: what it issues, answers and keeps."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest
import rfc3161_client
from asn1crypto import tsp  # type: ignore[import-untyped]
from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import ocsp

from connectors.sandbox.authority.issuing import Hierarchy, KeyKind, Subscriber, new_hierarchy
from connectors.sandbox.authority.revocation import crl, ocsp_answer
from connectors.sandbox.authority.stamping import stamp
from connectors.sandbox.authority.store import AuthorityStore
from connectors.trust.rfc3161 import TimeStampResponse

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


def query(certificate: x509.Certificate, issuer: x509.Certificate, nonce: bytes | None = None) -> bytes:
    builder = ocsp.OCSPRequestBuilder().add_certificate(certificate, issuer, SHA1())  # noqa: S303
    if nonce is not None:
        builder = builder.add_extension(x509.OCSPNonce(nonce), critical=False)
    return builder.build().public_bytes(Encoding.DER)


def time_request(digest: bytes, algorithm: str = "sha256", **more: int) -> bytes:
    imprint = {"hash_algorithm": {"algorithm": algorithm}, "hashed_message": digest}
    return bytes(tsp.TimeStampReq({"version": 1, "message_imprint": imprint, "cert_req": True, **more}).dump())


@pytest.fixture
def store(tmp_path: Path) -> Iterator[AuthorityStore]:
    with closing(AuthorityStore(tmp_path / "authority.sqlite", NOW)) as opened:
        yield opened


def test_a_restarted_authority_is_the_same_and_remembers_what_it_revoked(store: AuthorityStore, tmp_path: Path) -> None:
    pair = store.issue(Subscriber("Nümunə", "1234567890", "seal", "ec"), NOW)
    serial = pair.certificate.serial_number
    assert store.revoke(serial, NOW)
    assert store.revoke(serial, NOW + timedelta(days=1))
    first = store.next_stamp(NOW)
    store.close()

    with closing(AuthorityStore(tmp_path / "authority.sqlite", NOW + timedelta(days=1))) as again:
        assert again.hierarchy.pem == store.hierarchy.pem
        assert again.register().revoked == {serial: NOW}
        assert again.next_stamp(NOW) == first + 1
        assert not again.revoke(1, NOW)
    again.close()


def test_an_answer_is_good_revoked_or_none_and_repeats_the_nonce(store: AuthorityStore) -> None:
    ours = store.hierarchy
    pair = store.issue(Subscriber("Nümunə", "1234567890", "seal", "ec"), NOW)
    asked = query(pair.certificate, ours.issuing.certificate, b"n" * 15 + b"m")

    good = ocsp.load_der_ocsp_response(ocsp_answer(ours, store.register(), asked, NOW, wrong_nonce=False))
    wrong = ocsp.load_der_ocsp_response(ocsp_answer(ours, store.register(), asked, NOW, wrong_nonce=True))
    store.revoke(pair.certificate.serial_number, NOW)
    revoked = ocsp.load_der_ocsp_response(ocsp_answer(ours, store.register(), asked, NOW, wrong_nonce=False))

    assert good.certificate_status is ocsp.OCSPCertStatus.GOOD
    assert good.extensions.get_extension_for_class(x509.OCSPNonce).value.nonce == b"n" * 15 + b"m"
    assert wrong.extensions.get_extension_for_class(x509.OCSPNonce).value.nonce == b"m" + b"n" * 15
    assert (revoked.certificate_status, revoked.revocation_time_utc) == (ocsp.OCSPCertStatus.REVOKED, NOW)


def test_an_issuer_who_only_has_the_name_is_not_answered_for(store: AuthorityStore) -> None:
    pair = store.issue(Subscriber("Nümunə", "1234567890", "seal", "ec"), NOW)
    asked = query(pair.certificate, new_hierarchy(NOW).issuing.certificate)

    answer = ocsp.load_der_ocsp_response(ocsp_answer(store.hierarchy, store.register(), asked, NOW, wrong_nonce=False))

    assert answer.response_status is ocsp.OCSPResponseStatus.UNAUTHORIZED


@pytest.mark.parametrize("key", ["rsa", "ec"])
def test_a_stamping_unit_of_either_kind_of_key_stamps_with_or_without_nonce_and_chain(
    store: AuthorityStore, key: KeyKind
) -> None:
    ours = replace(store.hierarchy, tsa=store.issue(Subscriber("Vaxt", "1234567890", "tsa", key), NOW))

    assert verified(ours, stamp(ours, time_request(sha256(b"data").digest(), nonce=7), NOW, serial=1), b"data")
    bare = TimeStampResponse.load(stamp(ours, time_request(sha256(b"x").digest(), cert_req=False), NOW, serial=2))
    content = bare["time_stamp_token"]["content"]
    assert content["certificates"].native is None
    assert content["encap_content_info"]["content"].parsed["nonce"].native is None


def test_a_question_about_a_stranger_is_unauthorized_and_rubbish_malformed(store: AuthorityStore) -> None:
    other = new_hierarchy(NOW)
    strange = query(other.issuing.certificate, other.root.certificate)

    answers = [
        ocsp.load_der_ocsp_response(ocsp_answer(store.hierarchy, store.register(), each, NOW, wrong_nonce=False))
        for each in (strange, b"rubbish")
    ]

    assert [each.response_status.name for each in answers] == ["UNAUTHORIZED", "MALFORMED_REQUEST"]


def test_a_list_names_what_its_issuer_revoked_and_nothing_else(store: AuthorityStore) -> None:
    pair = store.issue(Subscriber("Nümunə", "1234567890", "person", "ec"), NOW)
    store.revoke(pair.certificate.serial_number, NOW)

    ours = x509.load_der_x509_crl(crl(store.hierarchy.issuing, store.register(), NOW))
    roots = x509.load_der_x509_crl(crl(store.hierarchy.root, store.register(), NOW))

    assert [each.serial_number for each in ours] == [pair.certificate.serial_number]
    assert list(roots) == []


def verified(hierarchy: Hierarchy, response: bytes, data: bytes) -> bool:
    builder = rfc3161_client.VerifierBuilder().add_root_certificate(hierarchy.root.certificate)
    verifier = builder.add_intermediate_certificate(hierarchy.issuing.certificate).build()
    return bool(verifier.verify_message(rfc3161_client.decode_timestamp_response(response), data))


def test_another_library_accepts_our_stamp_and_refuses_it_for_other_data() -> None:
    ours = new_hierarchy(NOW)
    response = stamp(ours, time_request(sha256(b"data").digest(), nonce=7), NOW, serial=1)

    assert verified(ours, response, b"data")
    with pytest.raises(rfc3161_client.VerificationError):
        verified(ours, response, b"other")


@pytest.mark.parametrize(
    ("request_der", "why"),
    [
        (b"rubbish", "bad_data_format"),
        (time_request(bytes(20), "sha1"), "bad_alg"),
        (time_request(bytes(31)), "bad_alg"),
    ],
)
def test_a_request_that_cannot_be_stamped_is_refused_by_a_response(request_der: bytes, why: str) -> None:
    response = TimeStampResponse.load(stamp(new_hierarchy(NOW), request_der, NOW, serial=1))

    assert response["status"]["status"].native == "rejection"
    assert response["status"]["fail_info"].native == {why}
