"""The internal destination `documents`: what other bodies send becomes documents, notices and answers.

All of it happens in the transaction that settles the delivery. An electronic arrival is registered at once (Təlimat:
incoming documents are given for review the same day they are registered), under the hub's own hand.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from document_flow.documents.commands import COMMANDS, HUB, Command, Create, Register, TakeAnswer, TakeNotice
from document_flow.documents.facts import FileRef, Link, Origin
from document_flow.outcome import Refusal
from document_flow.registration import Indexes
from document_flow.words import Words
from hub.access.sealing import KeyedHash
from hub.documents.acting import Act, ActBatch, Acted, Answer
from hub.documents.incoming import Desk
from hub.exchange.apply import Applied
from hub.exchange.model import Job
from hub.exchange.states import DeliveryState
from hub.exchange.translate import Translator
from hub.store.content import ContentStore
from hub.store.ids import new_id
from hub.store.tx import Tx
from mappings.official_documents import DocumentNotice, OfficialDocument
from mappings.records import Record

_UNKNOWN = Words("Bildiriş bizim heç bir göndərişimizə aid deyil.", "The notice is about no consignment of ours.")


@dataclass(frozen=True, slots=True)
class DocumentsEffect:
    """Applies official documents and notices. `desk` says which unit an incoming document goes to."""

    batch: ActBatch
    translator: Translator
    content: ContentStore
    hash: KeyedHash
    desk: Desk

    async def apply(self, tx: Tx, job: Job, now: int) -> Applied:
        """Everything that the message says, or nothing."""
        del now
        reference = None
        for record in self.translator.records(job):
            answers = await self._record(tx, record)
            for answer in answers:
                if not isinstance(answer, Acted):
                    code = answer.code if isinstance(answer, Refusal) else "documents.crossed"
                    return Applied(DeliveryState.FAILED, code)
                reference = answer.document
        return Applied(DeliveryState.DELIVERED, reference=reference)

    async def _record(self, tx: Tx, record: Record) -> Sequence[Answer]:
        if isinstance(record, OfficialDocument):
            return await self._document(tx, record)
        if isinstance(record, DocumentNotice):
            return await self._notice(tx, record)
        raise ValueError("only official documents and notices about them come to the documents")

    async def _document(self, tx: Tx, record: OfficialDocument) -> Sequence[Answer]:
        """Create and register it; where it answers one of ours, tell that one and link them."""
        asked = await self._asked_by(tx, record)
        document, mark = new_id(), f"incoming {record.sender.code}\x00{record.consignment_id}"
        files = [await self._file(file.name, file.mime, file.raw(), main=file.main) for file in record.files]
        if not any(file.main for file in files):
            files[0] = FileRef(files[0].name, files[0].mime, files[0].size, files[0].sha256, main=True)
        unit = await self.desk.unit_for(tx, record)
        create = Create(
            by=HUB, document="incoming", title=record.subject, unit=unit, files=tuple(files),
            origin=Origin(
                record.sender.code, record.sender.unit or "", record.reg_no, record.reg_date, record.consignment_id
            ),
            links=(Link(asked[0], "answers"),) if asked else (),
        )  # fmt: skip
        made = await self._act(tx, document, create, mark)
        if not isinstance(made, Acted) or made.repeated:
            return (made,)
        register = Register(by=HUB, reg_no="", series="", number=0, on=record.reg_date)
        registered = await self._act(
            tx, document, register, f"register {mark}", self.desk.indexes(unit, record.reg_date.year)
        )
        if asked is None:
            return made, registered
        answer = TakeAnswer(consignment=asked[1], answer=document)
        return registered, await self._act(tx, asked[0], answer, f"answer {mark}"), made

    async def _notice(self, tx: Tx, record: DocumentNotice) -> Sequence[Answer]:
        document = await _document_of(tx, record.consignment_id)
        if document is None:
            return (Refusal("documents.unknown_consignment", _UNKNOWN, "state"),)
        notice = TakeNotice(
            consignment=record.consignment_id, refused=record.outcome == "refused", reg_no=record.reg_no or "",
            reg_date=record.reg_date, reason=record.reason or "",
        )  # fmt: skip
        mark = f"notice {record.sender.code} {record.consignment_id} {record.outcome}"
        return (await self._act(tx, document, notice, mark),)

    async def _asked_by(self, tx: Tx, record: OfficialDocument) -> tuple[str, str] | None:
        """Our document that this one answers, with the consignment under which it went."""
        related = record.related
        if related is None or related.body != self.desk.institution or related.consignment_id is None:
            return None
        document = await _document_of(tx, related.consignment_id)
        return (document, related.consignment_id) if document else None

    async def _act(self, tx: Tx, document: str, command: Command, mark: str, indexes: Indexes | None = None) -> Answer:
        content = hashlib.sha256(COMMANDS.dump_json(command)).hexdigest()
        key = self.hash("document-command", f"{HUB}\x00{mark}")
        (answer,) = await self.batch.run(tx, [Act(document, command, key, content, indexes=indexes)])
        return answer

    async def _file(self, name: str, mime: str, raw: bytes, *, main: bool) -> FileRef:
        stored = await self.content.keep(raw)
        return FileRef(name, mime, stored.size, stored.sha256, main)


async def _document_of(tx: Tx, consignment: str) -> str | None:
    rows = await tx.fetch(
        "SELECT document_id FROM document_dispatches WHERE consignment = :name", {"name": consignment}
    )
    return rows[0]["document_id"] if rows else None
