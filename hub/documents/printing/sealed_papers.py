"""Papers that nobody signs: rendered, sealed by the body, kept. Those of cases and of draws are made here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from document_flow.rendering import models
from document_flow.rendering.forms import Printable, PrintKind
from document_flow.words import Words
from hub.documents.printing.printing import Printing
from hub.documents.signing.sealing import Seal, SealMark


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A letter's number and day, to whom it goes, what it is about and says."""

    no: str
    day: date
    to: str
    subject: str
    text: str


@dataclass(frozen=True, slots=True)
class SealedPapers:
    """Makes papers. HubError while the seal or the time stamps are away."""

    printing: Printing
    seal: Seal

    def letter(self, said: Written, mark: models.Mark, verification: models.Verification | None) -> models.Letter:
        """A letter of the body itself."""
        body = self.printing.letterhead.body
        return models.Letter(
            body=body,
            reg_no=said.no,
            day=said.day,
            addressee=models.Addressee(body=Words(said.to, said.to)),
            subject=said.subject,
            text=said.text,
            signatory=None,
            seal=mark,
            executor=models.Executor(body.name.az),
            verification=verification,
        )

    async def rendered(self, data: Printable, record: bytes, *, sample: bool) -> bytes:
        """The PDF, with what a machine reads of it inside. Refused where it has no place on its form."""
        kind = PrintKind.CERTIFICATE if isinstance(data, models.Certificate) else PrintKind.LETTER
        return await self.printing.rendered(kind, data, record, sample=sample)

    async def kept(self, request: str, pdf: bytes, mark: SealMark) -> str:
        """The SHA-256 by which the sealed file is kept."""
        return (await self.printing.content.keep(await self.seal.put(request, pdf, mark))).sha256
