"""What is put before a signer: the printed letter, the document's own PDF, or a container of its files.

A further signature goes on top of the last one over the same content, so one file bears them all.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC

from document_flow.documents.case import Case
from document_flow.rendering.models.parts import Reference
from document_flow.seals.certificates import is_specimen, read_certificate
from document_flow.seals.provider import DataFile, Prepared, SigningRequest
from document_flow.seals.refusals import SealRefused
from hub.documents.acting.service import Documents
from hub.documents.printing.printing import Printing, signatory_of
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
                return replace(request, form="asice", level="B-T", document=document)
            return replace(request, document=document)
        specimen = is_specimen(read_certificate(request.certificate))
        named = signatory_of(case.context.directory, session.signer, session.principal)
        signatory = named if manner_of(session) == "sign" else None
        pdf = await self._printing.pdf(session.document, case, await self._answers(case), signatory, sample=specimen)
        if pdf is not None:
            return replace(request, document=pdf)
        files = [
            DataFile(each.name, each.mime, await content.read(each.sha256)) for each in case.document.versions[-1].files
        ]
        return replace(request, form="asice", level="B-T", files=tuple(files))

    async def _answers(self, case: Case) -> Reference | None:
        """What the document answers, for its head."""
        for link in case.document.links:
            if link.relation == "answers":
                async with self._documents.store.read() as tx:
                    answered = await self._documents.load(tx, link.other)
                if answered is not None and answered.origin is not None and answered.origin.on is not None:
                    return Reference(answered.origin.reg_no, answered.origin.on)
        return None
