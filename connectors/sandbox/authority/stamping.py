"""The test authority's time stamps: RFC 3161, 2.4, with ESSCertIDv2 (RFC 5816). The key stays loaded."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Literal

from asn1crypto import algos, cms, core, tsp, x509  # type: ignore[import-untyped]
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding

from connectors.sandbox.authority.issuing import Hierarchy, KeyPair, PrivateKey
from connectors.trust.rfc3161 import TimeStampResponse

Wrong = Literal["nonce", "imprint"]
POLICY = "1.3.6.1.4.1.32473.1.1"
"""The policy of every stamp: an arc that RFC 5612 sets aside for examples."""

_KNOWN = {"sha256", "sha384", "sha512"}


def stamp(hierarchy: Hierarchy, request: bytes, now: datetime, *, serial: int, wrong: Wrong | None = None) -> bytes:
    """The response to one request; a refusal with `badDataFormat` or `badAlg` is a response too.

    `wrong` makes the stamp answer another request than was made, as a replayed or mixed-up one would.
    """
    try:
        asked = tsp.TimeStampReq.load(request, strict=True)
        imprint, nonce = asked["message_imprint"], asked["nonce"].native
        algorithm, digest = imprint["hash_algorithm"]["algorithm"].native, imprint["hashed_message"].native
        with_chain = asked["cert_req"].native
    except (ValueError, TypeError):
        return _refused("bad_data_format")
    if algorithm not in _KNOWN or len(digest) != hashlib.new(algorithm).digest_size:
        return _refused("bad_alg")
    info = tsp.TSTInfo(
        {
            "version": "v1",
            "policy": POLICY,
            "message_imprint": {
                "hash_algorithm": {"algorithm": algorithm},
                "hashed_message": digest[::-1] if wrong == "imprint" else digest,
            },
            "serial_number": serial,
            "gen_time": now,
            "ordering": False,
        }
    )
    if nonce is not None:
        info["nonce"] = nonce + 1 if wrong == "nonce" else nonce
    return bytes(
        TimeStampResponse(
            {"status": {"status": "granted"}, "time_stamp_token": _token(hierarchy, info, with_chain=with_chain)}
        ).dump()
    )


def _token(hierarchy: Hierarchy, info: tsp.TSTInfo, *, with_chain: bool) -> cms.ContentInfo:
    content = info.dump()
    certificate = x509.Certificate.load(hierarchy.tsa.der)
    attributes = cms.CMSAttributes(
        [
            _attribute("content_type", "tst_info"),
            _attribute("message_digest", hashlib.sha256(content).digest()),
            _attribute("signing_certificate_v2", _signing_certificate(hierarchy.tsa)),
        ]
    )
    algorithm, signature = _sign(hierarchy.tsa.key, attributes.dump())
    signer = cms.SignerInfo(
        {
            "version": "v1",
            "sid": cms.SignerIdentifier(
                {
                    "issuer_and_serial_number": cms.IssuerAndSerialNumber(
                        {"issuer": certificate.issuer, "serial_number": certificate.serial_number}
                    )
                }
            ),
            "digest_algorithm": {"algorithm": "sha256"},
            "signature_algorithm": algos.SignedDigestAlgorithm({"algorithm": algorithm}),
            "signed_attrs": attributes,
            "signature": signature,
        }
    )
    signed = {
        "version": "v3",
        "digest_algorithms": [{"algorithm": "sha256"}],
        "encap_content_info": {"content_type": "tst_info", "content": core.ParsableOctetString(content)},
        "signer_infos": [signer],
    }
    if with_chain:
        chain = (hierarchy.tsa.der, hierarchy.issuing.der)
        signed["certificates"] = [cms.CertificateChoices("certificate", x509.Certificate.load(der)) for der in chain]
    return cms.ContentInfo({"content_type": "signed_data", "content": cms.SignedData(signed)})


def _attribute(name: str, value: object) -> cms.CMSAttribute:
    return cms.CMSAttribute({"type": name, "values": [value]})


def _signing_certificate(pair: KeyPair) -> tsp.SigningCertificateV2:
    digest = hashlib.sha256(pair.der).digest()
    return tsp.SigningCertificateV2({"certs": [{"hash_algorithm": {"algorithm": "sha256"}, "cert_hash": digest}]})


def _sign(key: PrivateKey, data: bytes) -> tuple[str, bytes]:
    """The name of the algorithm, and the signature."""
    if isinstance(key, ec.EllipticCurvePrivateKey):
        return "sha256_ecdsa", key.sign(data, ec.ECDSA(hashes.SHA256()))
    return "sha256_rsa", key.sign(data, padding.PKCS1v15(), hashes.SHA256())


def _refused(why: str) -> bytes:
    return bytes(TimeStampResponse({"status": {"status": "rejection", "fail_info": {why}}}).dump())
