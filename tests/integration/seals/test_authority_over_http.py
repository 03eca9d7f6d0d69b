"""The sandbox's test authority in its own process, asked over HTTP by the clients that the hub uses."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import pytest
import rfc3161_client
from asn1crypto import tsp  # type: ignore[import-untyped]
from cryptography import x509

from connectors.connector import Limits
from connectors.outcome import Breach, Rejected, Unavailable, Unknown
from connectors.rest.client import AgencyClient
from connectors.trust.faults import TrustServiceFailed
from connectors.trust.ocsp import CrlClient, OcspClient
from connectors.trust.service import TrustService
from connectors.trust.tsa import TsaClient
from document_flow.seals.pkcs12 import Pkcs12Key
from document_flow.seals.provider import RevocationFacts, Signed, SigningRequest
from document_flow.seals.signing import Signing
from document_flow.seals.trust import TrustStore
from document_flow.seals.verify import verify_pdf
from tests.sandbox import RunningSandbox

LETTER = Path(__file__).parents[2] / "unit" / "document_flow" / "seals" / "samples" / "letter.pdf"


@pytest.fixture(scope="module")
def sandbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSandbox]:
    with RunningSandbox.start(tmp_path_factory.mktemp("sandbox")) as running:
        yield running


@pytest.fixture
async def client() -> AsyncIterator[AgencyClient]:
    client = AgencyClient()
    yield client
    await client.aclose()


def ask(sandbox: RunningSandbox, method: str, path: str, body: Any = None) -> tuple[int, bytes, dict[str, str]]:
    connection = HTTPConnection("127.0.0.1", sandbox.port, timeout=10)
    try:
        connection.request(method, path, None if body is None else json.dumps(body))
        answer = connection.getresponse()
        return answer.status, answer.read(), dict(answer.getheaders())
    finally:
        connection.close()


def key_of(sandbox: RunningSandbox, kind: str = "seal", key: str = "rsa") -> tuple[Pkcs12Key, str]:
    order = {"name": "Dövlət Komitəsi", "identifier": "1234567890", "kind": kind, "key": key, "password": "sınaq"}
    status, raw, headers = ask(sandbox, "POST", "/_sandbox/authority/issue", order)
    assert status == 201, raw
    return Pkcs12Key.load(raw, "sınaq"), headers["x-serial"]


@dataclass
class Revocations:
    """The port of the seals over the clients."""

    ocsp: OcspClient

    async def about(self, certificate: bytes, issuer: bytes) -> RevocationFacts:
        return RevocationFacts(ocsps=(await self.ocsp.ask(certificate, issuer),))


class KeptSignatures:
    """Keeps what is finished."""

    def __init__(self) -> None:
        self.signed: dict[str, Signed] = {}

    async def kept(self, request_id: str) -> Signed | None:
        return self.signed.get(request_id)

    async def keep(self, signed: Signed) -> Signed:
        return self.signed.setdefault(signed.request_id, signed)


def service(sandbox: RunningSandbox, client: AgencyClient, name: str, total_s: float = 8.0) -> TrustService:
    return TrustService(client, f"{sandbox.url}/authority/{name}", Limits(total_s=total_s))


def time_request(data: bytes = b"data") -> bytes:
    imprint = {"hash_algorithm": {"algorithm": "sha256"}, "hashed_message": sha256(data).digest()}
    request = {"version": 1, "message_imprint": imprint, "cert_req": True, "nonce": 2**60 + 7}
    return bytes(tsp.TimeStampReq(request).dump())


async def test_a_letter_is_sealed_stamped_archived_and_found_valid(
    sandbox: RunningSandbox, client: AgencyClient
) -> None:
    key, _ = key_of(sandbox)
    revocations = Revocations(OcspClient(service(sandbox, client, "ocsp")))
    signing = Signing(TsaClient(service(sandbox, client, "tsa")), revocations, KeptSignatures())
    trust = TrustStore.from_pem("sandbox", [ask(sandbox, "GET", "/authority/ca.pem")[1]])
    request = SigningRequest(
        "s-1", "pades", "B-LTA", key.certificate, datetime.now(UTC), LETTER.read_bytes(), chain=key.chain
    )

    prepared = await signing.prepare(request)
    signed = await signing.finish(prepared, key.answer(prepared))
    report = await verify_pdf(signed.document, trust, datetime.now(UTC) + timedelta(seconds=1))

    assert report.status == "valid", report.sentences
    assert report.signatures[0].specimen
    assert signed.stamped_at is not None


async def test_another_library_accepts_the_stamp(sandbox: RunningSandbox, client: AgencyClient) -> None:
    root, issuing = x509.load_pem_x509_certificates(ask(sandbox, "GET", "/authority/ca.pem")[1])

    answer = await TsaClient(service(sandbox, client, "tsa")).stamp(time_request())

    builder = rfc3161_client.VerifierBuilder().add_root_certificate(root).add_intermediate_certificate(issuing)
    assert builder.build().verify_message(rfc3161_client.decode_timestamp_response(answer), b"data")


async def test_a_revoked_seal_is_revoked_for_ocsp_and_crl_and_after_a_restart(
    sandbox: RunningSandbox, client: AgencyClient
) -> None:
    key, serial = key_of(sandbox, "person", "ec")
    issuing = next(each for each in key.chain if b"sertifikat" in each)

    status, _, _ = ask(sandbox, "POST", "/_sandbox/authority/revoke", {"serial": serial})
    sandbox.kill()
    sandbox.restart()
    answer = await OcspClient(service(sandbox, client, "ocsp")).ask(key.certificate, issuing)
    listed = x509.load_der_x509_crl(await CrlClient(service(sandbox, client, "crl")).fetch())
    roots = x509.load_der_x509_crl(await CrlClient(service(sandbox, client, "root.crl")).fetch())

    assert status == 204
    assert x509.ocsp.load_der_ocsp_response(answer).certificate_status is x509.ocsp.OCSPCertStatus.REVOKED
    assert int(serial, 16) in [each.serial_number for each in listed]
    assert list(roots) == []


@pytest.mark.parametrize(
    ("knobs", "outcome", "code"),
    [
        ({"code": 1}, Breach, "trust.nonce"),
        ({"code": 2}, Breach, "trust.imprint"),
        ({"code": 9}, Rejected, "trust.status"),
        ({"wrong_element": True}, Breach, "trust.unreadable"),
        ({"html": True}, Breach, "trust.unreadable"),
        ({"fail": 503}, Unavailable, "trust.http"),
        ({"fail": 404}, Rejected, "trust.http"),
        ({"down": True}, Unknown, "agency.disconnected"),
        ({"latency_ms": 3000}, Unknown, "agency.total_timeout"),
    ],
)
async def test_a_stamping_unit_that_misbehaves_comes_to_an_outcome_in_time(
    sandbox: RunningSandbox, client: AgencyClient, knobs: dict[str, Any], outcome: type, code: str
) -> None:
    sandbox.behave("authority", **knobs)
    try:
        with pytest.raises(TrustServiceFailed) as failed:
            await TsaClient(service(sandbox, client, "tsa", total_s=1.0)).stamp(time_request())
    finally:
        sandbox.behave("authority")

    assert isinstance(failed.value.outcome, outcome)
    assert failed.value.code == code


@pytest.mark.parametrize(
    ("knobs", "code"),
    [({"code": 1}, "trust.nonce"), ({"code": 9}, "trust.status"), ({"html": True}, "trust.unreadable")],
)
async def test_a_responder_that_misbehaves_comes_to_an_outcome(
    sandbox: RunningSandbox, client: AgencyClient, knobs: dict[str, Any], code: str
) -> None:
    key, _ = key_of(sandbox, "person", "ec")
    issuing = next(each for each in key.chain if b"sertifikat" in each)
    sandbox.behave("authority", **knobs)
    try:
        with pytest.raises(TrustServiceFailed) as failed:
            await OcspClient(service(sandbox, client, "ocsp")).ask(key.certificate, issuing)
    finally:
        sandbox.behave("authority")

    assert failed.value.code == code


async def test_a_list_that_is_none_is_a_breach(sandbox: RunningSandbox, client: AgencyClient) -> None:
    with pytest.raises(TrustServiceFailed) as failed:
        await CrlClient(service(sandbox, client, "ca.pem")).fetch()

    assert failed.value.code == "trust.unreadable"


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("POST", "/_sandbox/authority/issue", {"name": "", "identifier": "1", "kind": "king"}, 400),
        ("GET", "/_sandbox/authority/issue", None, 405),
        ("POST", "/_sandbox/authority/erase", {}, 404),
        ("POST", "/_sandbox/authority/revoke", {"serial": "1"}, 404),
        ("POST", "/_sandbox/meis/issue", {}, 404),
        ("GET", "/authority/ocsp", None, 404),
    ],
)
def test_what_the_authority_does_not_do_is_refused(
    sandbox: RunningSandbox, method: str, path: str, body: Any, status: int
) -> None:
    assert ask(sandbox, method, path, body)[0] == status
