"""What every story of signing starts from."""

from __future__ import annotations

from pathlib import Path

import pytest

from document_flow.seals.pkcs12 import Pkcs12Key
from document_flow.seals.provider import DataFile, Form, Level, Signed, SigningRequest, VisibleSeal
from document_flow.seals.signing import Signing
from tests.unit.document_flow.seals.parties import NOW, KeptSignatures, LocalAuthority, authority_with

SAMPLES = Path(__file__).parent / "samples"
FILES = (
    DataFile("arayış № 1.pdf", "application/pdf", (SAMPLES / "letter.pdf").read_bytes()),
    DataFile("müraciət.xml", "text/xml", (SAMPLES / "request.xml").read_bytes()),
)


class Desk:
    """An authority, the body's RSA seal, an official's EC key, and signing over them."""

    def __init__(self) -> None:
        self.authority, (self.seal, self.person) = authority_with("seal", "person")
        self.shelf = KeptSignatures()
        self.signing = Signing(self.authority, self.authority, self.shelf)
        self.letter = (SAMPLES / "letter.pdf").read_bytes()
        self.xml = (SAMPLES / "request.xml").read_bytes()
        self._number = 0

    def request(
        self,
        form: Form = "pades",
        level: Level = "B-T",
        key: Pkcs12Key | None = None,
        document: bytes | None = None,
        visible: VisibleSeal | None = None,
    ) -> SigningRequest:
        self._number += 1
        key = key or self.seal
        given = {"pades": self.letter, "xades": self.xml, "asice": b""}[form] if document is None else document
        return SigningRequest(
            request_id=f"sorgu-{self._number}",
            form=form,
            level=level,
            certificate=key.certificate,
            at=NOW,
            document=given,
            files=FILES if form == "asice" and not given else (),
            chain=key.chain,
            reason="Təsdiq edirəm",
            visible=visible,
        )

    async def sign(self, request: SigningRequest) -> Signed:
        prepared = await self.signing.prepare(request)
        key = self.seal if request.certificate == self.seal.certificate else self.person
        return await self.signing.finish(prepared, key.answer(prepared))


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.fixture
def authority(desk: Desk) -> LocalAuthority:
    return desk.authority
