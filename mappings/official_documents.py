"""Official documents as bodies exchange them: the envelope of one document to one addressee, and what came of it.

The shape follows Estonia's document capsule and DHX 1.0: `consignment_id` is the sender's and stays the same over all
attempts; together with sender and addressee it is the identity of a consignment. A registration number is unique only
within one body and year. Dates here are whole days: a document has no partial date.
"""

from __future__ import annotations

import base64
import hashlib
from datetime import date
from typing import Annotated, Literal, Self

from pydantic import AwareDatetime, Field, model_validator

from mappings.value import Value

MOST_BYTES = 7 * 1024 * 1024
"""Of all files of one document: with Base64 and the envelope it stays below the 10 MiB that a message may have."""
BodyCode = Annotated[str, Field(pattern=r"^[0-9A-Za-z][0-9A-Za-z./-]{0,31}$")]
ConsignmentId = Annotated[str, Field(pattern=r"^[0-9A-Za-z][0-9A-Za-z._-]{0,63}$")]
RegNo = Annotated[str, Field(min_length=1, max_length=60)]
Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
FileName = Annotated[str, Field(min_length=1, max_length=200)]


class BodyAddress(Value):
    """A body by its index in the list of state bodies, and a unit of it where the sender names one."""

    code: BodyCode
    unit: str | None = None


class RelatedDocument(Value):
    """The document that this one answers, as its body registered it; the consignment where it came by this exchange."""

    body: BodyCode
    reg_no: RegNo
    reg_date: date
    consignment_id: ConsignmentId | None = None


class DocumentFile(Value):
    """One file; `size` and `sha256` (hex) are over the bytes, `content` is those bytes in Base64."""

    name: FileName
    mime: str
    size: Annotated[int, Field(ge=0)]
    sha256: Sha256
    main: bool = False
    content: Annotated[str, Field(repr=False)]

    @classmethod
    def of(cls, name: str, mime: str, raw: bytes, *, main: bool = False) -> Self:
        """Make one of its bytes, so that size and hash are right."""
        digest = hashlib.sha256(raw).hexdigest()
        return cls(
            name=name, mime=mime, size=len(raw), sha256=digest, main=main, content=base64.b64encode(raw).decode()
        )

    def raw(self) -> bytes:
        """The file's bytes; ValueError where `content` is no Base64."""
        return base64.b64decode(self.content, validate=True)


class DocumentSignature(Value):
    """What the sender says of a signature: a claim until the files it covers were verified.

    `form` is the signature's standard, such as `PAdES` or `XAdES`; `files` are the names of the files that it covers.
    """

    signer: Annotated[str, Field(min_length=1, max_length=200)]
    form: Annotated[str, Field(min_length=1, max_length=40)]
    signed_at: AwareDatetime | None = None
    files: tuple[FileName, ...] = ()


class OfficialDocument(Value):
    """One registered document on its way from one body to one addressee. `doc_type` is the sender's own word."""

    kind: Literal["official_document"] = "official_document"
    consignment_id: ConsignmentId
    sender: BodyAddress
    recipient: BodyAddress
    reg_no: RegNo
    reg_date: date
    doc_type: Annotated[str, Field(min_length=1, max_length=100)]
    subject: Annotated[str, Field(min_length=1, max_length=1000)]
    reply_due: date | None = None
    related: RelatedDocument | None = None
    files: Annotated[tuple[DocumentFile, ...], Field(min_length=1)]
    signatures: tuple[DocumentSignature, ...] = ()

    @model_validator(mode="after")
    def _one_main_file(self) -> Self:
        if sum(file.main for file in self.files) != 1:
            raise ValueError("exactly one file is the document itself, the others are annexes")
        return self


class DocumentNotice(Value):
    """What became of a consignment at its addressee: registered under a number there, or refused for a reason.

    `sender` is the body that registered or refused, `recipient` the body whose consignment it was.
    """

    kind: Literal["document_notice"] = "document_notice"
    consignment_id: ConsignmentId
    sender: BodyAddress
    recipient: BodyAddress
    outcome: Literal["registered", "refused"]
    reg_no: RegNo | None = None
    reg_date: date | None = None
    reason: Annotated[str, Field(min_length=1, max_length=1000)] | None = None

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        registration = self.reg_no is not None and self.reg_date is not None
        if self.outcome == "registered" and (not registration or self.reason is not None):
            raise ValueError("a registration has number and date, and no reason")
        if self.outcome == "refused" and (self.reason is None or self.reg_no is not None or self.reg_date is not None):
            raise ValueError("a refusal has a reason alone")
        return self


def document_keys(record: OfficialDocument | DocumentNotice) -> tuple[tuple[str, str], ...]:
    """The keys that order a letter, the notices about it and its answer: by consignment and by registration.

    They are those that the formats `bodies.document.v1` and `bodies.notice.v1` read.
    """
    if isinstance(record, DocumentNotice):
        return (("consignment", f"{record.recipient.code}:{record.consignment_id}"),)
    own, related = record.sender.code, record.related
    keys = [
        ("consignment", f"{own}:{record.consignment_id}"),
        ("document", f"{own}:{record.reg_no}:{record.reg_date}"),
    ]
    if related is not None:
        keys.append(("document", f"{related.body}:{related.reg_no}:{related.reg_date}"))
        if related.consignment_id is not None:
            keys.append(("consignment", f"{related.body}:{related.consignment_id}"))
    return tuple(keys)
