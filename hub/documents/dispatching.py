"""Outgoing documents as messages of the hub: made in the transaction that sends them, and followed to their end."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import structlog

from document_flow.context import Context
from document_flow.documents.commands import HUB, Command, Send, TakeNotice, TakeReceipt
from document_flow.documents.facts import Dispatch, FileRef
from document_flow.documents.kernel import Case
from document_flow.documents.refusals import REGISTER_FIRST
from document_flow.documents.state import Document
from hub.documents.acting import Acted
from hub.documents.service import Documents, Given
from hub.errors import Refused, Words
from hub.exchange.model import NewMessage, Origin
from hub.exchange.planning import Planner
from hub.store.tx import Tx
from mappings.official_documents import (
    BodyAddress,
    DocumentFile,
    DocumentSignature,
    OfficialDocument,
    RelatedDocument,
    document_keys,
)

log = structlog.get_logger("hub.documents")

OUTGOING_FORMAT = "documents.outgoing.v1"
DELIVERY_LIMIT_HOURS = 72
MOST_BYTES = 8 * 1024 * 1024
"""Of all files of one consignment: what a message may carry beside its envelope."""
_DAY_HOURS = 24
_SETTLED = (
    "SELECT x.consignment, x.document_id, d.state, d.reference, d.error_code FROM document_dispatches x"
    " JOIN deliveries d ON d.message_id = x.message_id WHERE x.open = 1 AND d.state IN ('delivered', 'discarded')"
    " ORDER BY x.message_id LIMIT 100"
)
_TOO_BIG = Words(
    "Sənədin faylları birlikdə 8 MB-dan böyükdür; belə göndəriş qarşı tərəfdə qəbul edilmir.",
    "The files of the document are over 8 MB together; no receiver takes such a consignment.",
)


@dataclass(frozen=True, slots=True)
class Sending:
    """Sends documents. `institution` is our own code; `hours` is the delivery limit in hours of working days."""

    documents: Documents
    planner: Planner
    institution: str
    hours: int = DELIVERY_LIMIT_HOURS

    async def send(self, who: str, document: str, case: Case, given: Given, bodies: Sequence[str] = ()) -> Acted:
        """Send it to these bodies, to all its recipients where none is named. The key makes a repetition the same."""
        names = tuple(bodies) or case.document.recipients
        made = [await self._message(case.document, body, document, given.key) for body in names]
        until = deadline(case.context, self.hours)
        dispatches = tuple(
            Dispatch(consignment, body, message.id, case.context.now, until)
            for body, (consignment, message) in zip(names, made, strict=True)
        )
        messages = tuple(message for _, message in made)
        asked = replace(given, messages=messages, request=f"send {' '.join(names)}")
        return await self.documents.act(who, document, Send(by=who, dispatches=dispatches), asked)

    async def _message(self, document: Document, body: str, name: str, key: str) -> tuple[str, NewMessage]:
        consignment = hashlib.sha256(f"{name}\x00{body}\x00{key}".encode()).hexdigest()[:32]
        record = await self._record(document, body, consignment)
        origin = Origin(HUB)
        message = self.planner.follow_up(OUTGOING_FORMAT, record, document_keys(record), origin, f"send {consignment}")
        return consignment, message

    async def _record(self, document: Document, body: str, consignment: str) -> OfficialDocument:
        registered = document.registration
        if registered is None:
            raise Refused(REGISTER_FIRST.code, REGISTER_FIRST.words, status=409)
        signatures = [each for each in document.signatures if each.content_hash == document.content_hash]
        signed = {each.file.name: each.file for each in signatures}
        async with self.documents.store.read() as tx:
            related = await _related(tx, self.documents, document, body)
        attached = {
            file.name: file for file in (document.versions[-1].files if document.versions else ()) if not file.main
        }
        files = [*signed.values(), *(file for name, file in attached.items() if name not in signed)]
        if sum(file.size for file in files) > MOST_BYTES:
            raise Refused("documents.consignment_too_big", _TOO_BIG, status=413)
        return OfficialDocument(
            consignment_id=consignment,
            sender=BodyAddress(code=self.institution, unit=document.unit),
            recipient=BodyAddress(code=body),
            reg_no=registered.reg_no,
            reg_date=registered.on,
            doc_type=document.kind,
            subject=document.title,
            related=related,
            files=tuple([await self._file(file, main=file.name in signed) for file in files]),
            signatures=tuple(
                DocumentSignature(signer=each.signer, form="PAdES", signed_at=each.at, files=(each.file.name,))
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
            command: Command
            if row["state"] == "delivered":
                command = TakeReceipt(consignment=row["consignment"], receipt=row["reference"] or "-")
            else:
                reason = row["error_code"] or "discarded"
                command = TakeNotice(consignment=row["consignment"], refused=True, reason=f"göndərilmədi: {reason}")
            await self.documents.attempt(HUB, row["document_id"], command, Given(f"settled {row['consignment']}"))
            async with self.documents.store.write() as tx:
                await tx.execute(
                    "UPDATE document_dispatches SET open = 0 WHERE consignment = :name", {"name": row["consignment"]}
                )
        return len(rows)


def deadline(context: Context, hours: int) -> datetime:
    """When silence is told to the clerk: so many hours later, of working days only, as the receiver has them too."""
    days, rest = divmod(hours, _DAY_HOURS)
    day = context.calendar.add(context.today, days) if days else context.today
    moment = context.now + (day - context.today) + timedelta(hours=rest)
    while not context.calendar.is_working(moment.date()):
        moment += timedelta(days=1)
    return moment


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
