"""What is put before a signer: the printed letter, the document's own PDF, or a container of its files.

A further signature goes on top of the last one over the same content, so one file bears them all.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC

from document_flow.documents.case import Case
from document_flow.rendering.models.parts import Mark
from document_flow.seals.certificates import common_name, is_specimen, read_certificate, serial_of
from document_flow.seals.provider import DataFile, Prepared, SigningRequest
from document_flow.seals.refusals import SealRefused
from hub.documents.acting.service import Documents
from hub.documents.printing.answered import answered_by
from hub.documents.printing.printing import Printing, Signing, signatory_of
from hub.documents.signing.request import manner_of
from hub.documents.signing.session_store import Session
from hub.documents.signing.thread import ThreadedSigning
from hub.errors import Refused, Words

PDF_MIME, ASICE_MIME = "application/pdf", "application/vnd.etsi.asic-e+zip"


@dataclass(frozen=True, slots=True)
class Signatory:
    """Under which certificate is signed, by what chain it is issued (from its own issuer upwards, DER), and why."""

    certificate: bytes
    chain: tuple[bytes, ...]
    reason: str


class Drafting:
    """Prepares documents for signatures."""

    def __init__(self, documents: Documents, printing: Printing, signing: ThreadedSigning) -> None:
        self._documents = documents
        self._printing = printing
        self._signing = signing

    async def prepare(self, session: Session, case: Case, signatory: Signatory) -> Prepared:
        """Fix what is to be signed. Refused for a document that cannot be."""
        request = SigningRequest(
            session.id,
            "pades",
            "B-LTA",
            signatory.certificate,
            case.context.now.astimezone(UTC),
            chain=signatory.chain,
            reason=signatory.reason,
        )
        try:
            return await self._signing.prepare(await self._filled(request, session, case))
        except SealRefused as refused:
            raise Refused(refused.code, Words(refused.words.az, refused.words.en), status=422) from refused

    async def _filled(self, request: SigningRequest, session: Session, case: Case) -> SigningRequest:
        content = self._documents.content
        signed = [each for each in case.document.signatures if each.content_hash == case.document.content_hash]
        if signed:
            document = await content.read(signed[-1].file.sha256)
            if signed[-1].file.mime == ASICE_MIME:
                return replace(request, form="asice", document=document)
            return replace(request, document=document)
        specimen = is_specimen(read_certificate(request.certificate))
        pdf = await self._printing.pdf(
            session.document,
            case,
            await answered_by(self._documents, case),
            _signing(request, session, case),
            sample=specimen,
        )
        if pdf is not None:
            return replace(request, document=pdf)
        files = [
            DataFile(each.name, each.mime, await content.read(each.sha256)) for each in case.document.versions[-1].files
        ]
        return replace(request, form="asice", files=tuple(files))


def _signing(request: SigningRequest, session: Session, case: Case) -> Signing:
    """What the stamp on the paper says, and whose place it takes."""
    certificate = read_certificate(request.certificate)
    mark = Mark(common_name(certificate), serial_of(certificate), request.at)
    if manner_of(session) == "seal":
        return Signing(seal=mark)
    return Signing(signatory_of(case.context.directory, session.signer, session.principal, mark))
