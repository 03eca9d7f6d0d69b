"""Outgoing documents as messages of the hub: made in the transaction that sends them, and followed to their end."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from typing import Any

import structlog

from document_flow.act import Need
from document_flow.context import Context
from document_flow.documents.acts.refuse_arrival import RefuseArrival
from document_flow.documents.acts.send import Send
from document_flow.documents.acts.take_notice import TakeNotice
from document_flow.documents.acts.take_receipt import TakeReceipt
from document_flow.documents.appeal import Applicant
from document_flow.documents.case import Case
from document_flow.documents.event import Command
from document_flow.documents.facts import Dispatch, FileRef, Signature
from document_flow.documents.kernel import decide
from document_flow.documents.refusals import REGISTER_FIRST
from document_flow.documents.state import Document
from document_flow.outcome import Refusal
from document_flow.people import HUB
from hub.documents.acting.service import Documents, Given
from hub.documents.exchange.addressing import carried, known_body
from hub.documents.exchange.notices import Notices
from hub.documents.office.appeals import keys_of
from hub.errors import Refused, Words, found_or
from hub.exchange.model import NewMessage, Origin
from hub.exchange.planning import Planner
from hub.register.store import RegisterStore
from hub.store.tx import Row, Rows, Tx
from mappings.official_documents import (
    MOST_BYTES,
    BodyAddress,
    DocumentFile,
    DocumentSignature,
    OfficialDocument,
    RelatedDocument,
    document_keys,
)
from routes.outgoing_documents import SOURCE

log = structlog.get_logger("hub.documents")

DELIVERY_LIMIT_HOURS = 72
_LETTER, _ANSWER = "Məktub", "Cavab məktubu"
_MOST_NAME = 190
# A message whose deliveries were all taken off the route, or that has none, reached nobody.
_SETTLED = (
    "SELECT x.consignment, x.document_id, max(CASE WHEN d.state = 'delivered' THEN 1 ELSE 0 END) AS arrived,"
    " max(CASE WHEN d.state = 'delivered' THEN d.reference END) AS reference, max(d.error_code) AS error_code"
    " FROM document_dispatches x LEFT JOIN deliveries d ON d.message_id = x.message_id WHERE x.open = 1"
    " GROUP BY x.consignment, x.document_id, x.message_id"
    " HAVING max(CASE WHEN d.state IN ('delivered', 'discarded', 'superseded') OR d.id IS NULL THEN 0 ELSE 1 END) = 0"
    " ORDER BY x.message_id LIMIT 100"
)
# A link is kept once, at the document that said it: that may be the letter or the appeal. Both directions are asked,
# each along its index.
_ABOUT = (
    "SELECT x.message_id FROM {rows} JOIN document_keys k ON k.key_hash = r.key_hash"
    " JOIN document_links l ON l.other_id = k.document_id JOIN document_dispatches x ON x.document_id = l.document_id"
    " UNION SELECT x.message_id FROM {rows} JOIN document_keys k ON k.key_hash = r.key_hash"
    " JOIN document_links l ON l.document_id = k.document_id JOIN document_dispatches x ON x.document_id = l.other_id"
)
_TOO_BIG = Words(
    f"Sənədin faylları birlikdə {MOST_BYTES // 1024**2} MB-dan böyükdür; belə göndəriş qarşı tərəfdə qəbul edilmir.",
    f"The files of the document are over {MOST_BYTES // 1024**2} MB together; no receiver takes such a consignment.",
)


@dataclass(frozen=True, slots=True)
class Sending:
    """Sends documents. `institution` is our own code; `hours` is the delivery limit in hours of working days."""

    documents: Documents
    planner: Planner
    institution: str
    hours: int = DELIVERY_LIMIT_HOURS

    @property
    def prepares(self) -> Mapping[Need, Callable[[str, Case, Any, Given], Awaitable[tuple[Command, Given]]]]:
        """What an act may need before its transaction: the messages that are stored in it."""
        return {"consignments": self.consigned, "notice": self.noticed}

    async def consigned(self, document: str, case: Case, command: Send, given: Given) -> tuple[Send, Given]:
        """A message for each body, for all its recipients where none is named. The key makes a repetition the same.

        Raises Refused where a body is not in the address book, nothing leads there, or the files are too big.
        """
        names = tuple(dict.fromkeys(command.bodies or case.document.recipients))
        made = [await self._message(case.document, body, document, given.key) for body in names]
        until = deadline(case.context, self.hours)
        dispatches = tuple(
            Dispatch(consignment, body, message.id, case.context.now, until)
            for body, (consignment, message) in zip(names, made, strict=True)
        )
        messages = tuple(message for _, message in made)
        asked = replace(given, messages=messages, request=f"send {' '.join(names)}")
        return replace(command, dispatches=dispatches), asked

    async def noticed(
        self, _document: str, case: Case, command: RefuseArrival, given: Given
    ) -> tuple[RefuseArrival, Given]:
        """The notice to the sender of what is refused."""
        origin = case.document.origin
        if origin is not None and origin.consignment and not isinstance(decide(case, command), Refusal):
            notice = self.notices.refused(origin, command.reason.strip(), case.document.unit, Origin(HUB))
            given = replace(given, messages=(notice,))
        return command, given

    @property
    def notices(self) -> Notices:
        """What we tell other bodies."""
        return Notices(self.planner, self.institution)

    async def _message(self, document: Document, body: str, name: str, key: str) -> tuple[str, NewMessage]:
        known_body(body)
        consignment = hashlib.sha256(f"{name}\x00{body}\x00{key}".encode()).hexdigest()[:32]
        record = await self._record(document, body, consignment)
        keys, origin = document_keys(record), Origin(HUB)
        message = self.planner.follow_up(SOURCE, record, keys, origin, f"send {consignment}")
        return consignment, carried(message, body)

    async def _record(self, document: Document, body: str, consignment: str) -> OfficialDocument:
        registered = found_or(document.registration, Refused(REGISTER_FIRST.code, REGISTER_FIRST.words, status=409))
        signatures = [each for each in document.signatures if each.content_hash == document.content_hash]
        main, others = consigned(document, signatures)
        if main.size + sum(file.size for file in others) > MOST_BYTES:
            raise Refused("documents.consignment_too_big", _TOO_BIG, status=413)
        async with self.documents.store.read() as tx:
            related = await _related(tx, self.documents, document, body)
        return OfficialDocument(
            consignment_id=consignment,
            sender=BodyAddress(code=self.institution, unit=document.unit),
            recipient=BodyAddress(code=body),
            reg_no=registered.reg_no,
            reg_date=registered.on,
            doc_type=_ANSWER if related else _LETTER,
            subject=document.title,
            related=related,
            files=(await self._file(main, main=True), *[await self._file(file, main=False) for file in others]),
            signatures=tuple(
                DocumentSignature(
                    signer=each.signer,
                    form="PAdES" if each.file.mime == "application/pdf" else "XAdES",
                    signed_at=each.at,
                    files=(each.file.name,),
                )
                for each in signatures
            ),
        )

    async def _file(self, file: FileRef, *, main: bool) -> DocumentFile:
        raw = await self.documents.content.read(file.sha256)
        content = base64.b64encode(raw).decode()
        return DocumentFile(
            name=file.name, mime=file.mime, size=file.size, sha256=file.sha256, main=main, content=content
        )

    async def follow(self) -> int:
        """The duty: tell the documents what became of their messages; how many were told."""
        async with self.documents.store.read() as tx:
            rows = await tx.fetch(_SETTLED)
        for row in rows:
            given = Given(f"settled {row['consignment']}")
            await self.documents.attempt(HUB, row["document_id"], _became(row), given)
            async with self.documents.store.write() as tx:
                await tx.execute(
                    "UPDATE document_dispatches SET open = 0 WHERE consignment = :name", {"name": row["consignment"]}
                )
        return len(rows)


async def letters_about(tx: Tx, register: RegisterStore, fins: Sequence[str]) -> dict[str, int | None]:
    """The messages of letters to other bodies that go with an appeal of these people, or answer it there."""
    keys = [(keys_of(register.hash, Applicant("", fin=fin), "")[0],) for fin in fins]
    rows = await tx.fetch(_ABOUT, rows=Rows("key_hash text", keys))
    return {row["message_id"]: None for row in rows}


def consigned(document: Document, signatures: Sequence[Signature]) -> tuple[FileRef, tuple[FileRef, ...]]:
    """The main file of a consignment and the others.

    The main file is what the newest signature made, since it has the earlier ones in it; of other signed files the
    newest under each name goes along, and so does what is attached, under another name where that is taken. The
    unsigned text does not go. Refused where nothing is signed.
    """
    if not signatures:
        raise Refused(
            "documents.seal_first", Words("Əvvəlcə sənədi möhürləyin.", "Seal the document first."), status=409
        )
    main = signatures[-1].file
    files = {each.file.name: each.file for each in signatures if each.file.name != main.name}
    for file in document.versions[-1].files:
        if not file.main:
            name = file.name
            while name == main.name or name in files:
                name = f"əlavə-{name[-_MOST_NAME:]}"
            files[name] = replace(file, name=name)
    return main, tuple(files.values())


def deadline(context: Context, hours: int) -> datetime:
    """When silence is told to the clerk: so many hours later, of which only those of working days count."""
    moment, left = context.now, timedelta(hours=hours)
    while True:
        midnight = datetime.combine(moment.date() + timedelta(days=1), time(), moment.tzinfo)
        if context.calendar.is_working(moment.date()):
            if moment + left < midnight:
                return moment + left
            left -= midnight - moment
        moment = midnight


def _became(row: Row) -> Command:
    """What is to be told of a message that is over: it was taken there, or it never got there."""
    if row["arrived"]:
        return TakeReceipt(consignment=row["consignment"], receipt=row["reference"] or "-")
    reason = f"göndərilmədi: {row['error_code'] or 'discarded'}"
    return TakeNotice(consignment=row["consignment"], refused=True, reason=reason)


async def _related(tx: Tx, documents: Documents, document: Document, body: str) -> RelatedDocument | None:
    """What it answers, if that came from this body under a number of its own."""
    for link in document.links:
        if link.relation != "answers":
            continue
        answered = await documents.load(tx, link.other)
        origin = answered.origin if answered else None
        if origin is not None and origin.body == body and origin.reg_no and origin.on is not None:
            return RelatedDocument(
                body=body, reg_no=origin.reg_no, reg_date=origin.on, consignment_id=origin.consignment or None
            )
    return None
