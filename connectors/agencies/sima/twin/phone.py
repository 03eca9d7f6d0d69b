"""A person's phone with SİMA's app: reads a link, checks whose it is, fetches, signs, calls back.

It reads contracts in its own way, by parsing and writing them again, so that it is a witness of ours and no echo. The
PIN of every invented person is 1234. As with the real app nobody hears of a refusal: no public client shows a callback
for one.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any, Self

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, pkcs12
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pyhanko.sign.fields import SigSeedSubFilter

PIN = "1234"
SCHEME = "sima://web-to-app?data="
ALGORITHM = "SHA256withECDSA"
_QUERY = "/?tsquery="


class LinkRefused(Exception):
    """The app shows an error instead of what is to be signed; the text is its code."""


@dataclass(frozen=True, slots=True)
class ScannedContract:
    """What a link asks for. `address` is where the file is; `is_ours` whether the master key signed it."""

    address: str
    is_ours: bool
    operation: Mapping[str, Any]
    data: Mapping[str, Any]
    client: Mapping[str, Any]

    @classmethod
    def read(cls, link: str, master_key: str) -> Self:
        """Raises LinkRefused for what is no web2app 1.3 link at all."""
        address = link.removeprefix(SCHEME)
        try:
            contract = json.loads(base64.b64decode(address.partition(_QUERY)[2], validate=True))
            container, header = contract["SignableContainer"], contract["Header"]
            known = container["ProtoInfo"] == {"Name": "web2app", "Version": "1.3"}
            if not known or header["AlgName"] != "HMACSHA256":
                raise LinkRefused("phone.version")
            written = json.dumps(container, ensure_ascii=False, separators=(",", ":")).encode()
            mac = hmac.new(master_key.encode(), hashlib.sha256(written).digest(), hashlib.sha256).digest()
            is_ours = hmac.compare_digest(base64.b64encode(mac).decode(), str(header["Signature"]))
            return cls(
                address, is_ours, container["OperationInfo"], container.get("DataInfo") or {}, container["ClientInfo"]
            )
        except (ValueError, KeyError, TypeError) as error:
            raise LinkRefused("phone.link") from error

    def check(self, fin: str, now: float) -> None:
        """What the app looks at before it asks for the PIN; raises LinkRefused."""
        assignees = self.operation["Assignee"]
        if not self.is_ours:
            raise LinkRefused("phone.contract")
        if now < self.operation["NbfUTC"]:
            raise LinkRefused("phone.early")
        if now >= self.operation["ExpUTC"]:
            raise LinkRefused("phone.expired")
        if assignees and fin not in assignees:
            raise LinkRefused("phone.assignee")

    def check_file(self, content: bytes) -> None:
        """Whether the fetched file is the one that the contract names; raises LinkRefused."""
        digest = base64.b64encode(hashlib.sha256(content).digest()).decode()
        if self.data.get("FingerPrint", digest) != digest:
            raise LinkRefused("phone.file")


@dataclass(frozen=True, slots=True)
class Card:
    """A person's key with the certificate for it, as the app keeps them."""

    key: ec.EllipticCurvePrivateKey
    certificate: x509.Certificate

    def sign(self, content: bytes) -> str:
        """Base64 of the signature over the content."""
        return base64.b64encode(self.key.sign(content, ec.ECDSA(hashes.SHA256()))).decode()

    def headers(self, signed: bytes) -> dict[str, str]:
        """The three headers that say who sends these bytes."""
        certificate = base64.b64encode(self.certificate.public_bytes(Encoding.DER)).decode()
        return {"ts-cert": certificate, "ts-sign": self.sign(signed), "ts-sign-alg": ALGORITHM}

    async def answer(self, contract: ScannedContract, content: bytes) -> bytes:
        """The callback's body: of a PDF to sign the signed file, of anything else the signature."""
        kind = contract.operation["Type"]
        if kind == "Sign" and content.startswith(b"%PDF-"):
            made = base64.b64encode(await self._sign_pdf(content)).decode()
        else:
            made = self.sign(content)
        body = {
            "Type": kind,
            "OperationId": contract.operation["OperationId"],
            "DataSignature": made,
            "SignedDataHash": base64.b64encode(hashlib.sha256(content).digest()).decode(),
            "AlgName": ALGORITHM,
        }
        return json.dumps(body).encode()

    async def _sign_pdf(self, content: bytes) -> bytes:
        packed = pkcs12.serialize_key_and_certificates(b"person", self.key, self.certificate, None, NoEncryption())
        signer = signers.SimpleSigner.load_pkcs12_data(packed, [])
        meta = signers.PdfSignatureMetadata(field_name="SIMA", md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES)
        out = BytesIO()
        await signers.async_sign_pdf(IncrementalPdfFileWriter(BytesIO(content)), meta, signer, output=out)
        return out.getvalue()
