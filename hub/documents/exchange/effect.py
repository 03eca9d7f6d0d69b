"""The internal destination `documents`: what other bodies send becomes documents, notices and answers.

All of it happens in the transaction that settles the delivery. An electronic arrival is registered at once (Təlimat:
incoming documents are given for review the same day they are registered), under the hub's own hand, and the notice of
that goes back to its sender in the same commit. What its party may not say for its sender is refused with a code.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import date

from document_flow.documents.acts.create import Create
from document_flow.documents.acts.register import Register
from document_flow.documents.acts.take_answer import TakeAnswer
from document_flow.documents.acts.take_notice import TakeNotice
from document_flow.documents.event import Command
from document_flow.documents.facts import FileRef, Link, file_name, media_type
from document_flow.documents.facts import Origin as Sender
from document_flow.documents.refusals import same_paper
from document_flow.nomenclature import refuse_secret
from document_flow.outcome import Refusal
from document_flow.people import HUB
from hub.documents.acting.acting import ActBatch, Acted, Answer, GivenCommand
from hub.documents.acting.telling import tell
from hub.documents.exchange.answered import asked_by, document_of
from hub.documents.exchange.incoming import Desk
from hub.documents.exchange.notices import Notices
from hub.documents.law.table_repository import TableRepository
from hub.documents.office.body import ROUTING
from hub.documents.office.directory import Staff
from hub.errors import found_or
from hub.exchange.apply import Applied
from hub.exchange.model import Job, NewMessage, Origin
from hub.exchange.states import DeliveryState
from hub.exchange.translate import Translator
from hub.store.content import ContentStore
from hub.store.ids import new_id
from hub.store.sealing import KeyedHash
from hub.store.tx import Tx
from mappings.official_documents import DocumentFile, DocumentNotice, OfficialDocument
from mappings.records import record_to_json
from routes.address_book import objection


class _Stopped(Exception):  # never leaves this module
    """A rule says no: the savepoint takes back all that the message has made so far. Never leaves this module."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(slots=True)
class _Arrival:
    """One record under way: who hands it over, on which day, and what follows from it."""

    tx: Tx
    cause: Origin
    on: date
    content: str
    follow_ups: list[NewMessage] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class DocumentsEffect:
    """Applies official documents and notices. `desk` says which unit an incoming document goes to, by the table that
    the law book has for it; before anybody has put one in force there, by the sheets of the body.
    """

    batch: ActBatch
    translator: Translator
    content: ContentStore
    hash: KeyedHash
    staff: Staff
    desk: Desk
    notices: Notices
    repository: TableRepository

    async def apply(self, tx: Tx, job: Job, now: int) -> Applied:
        """Everything that the message says, or nothing: then the code says why."""
        today = (await self.staff.now(tx)).context(now).today
        cause = Origin(job.origin.party, job.message_id, job.origin.hops + 1)
        reference = None
        follow_ups: list[NewMessage] = []
        try:
            async with tx.savepoint():
                for record in self.translator.records(job):
                    if not isinstance(record, OfficialDocument | DocumentNotice):
                        raise TypeError("only official documents and notices about them come to the documents")
                    digest = self.hash("command", hashlib.sha256(record_to_json(record)).hexdigest())
                    arrival = _Arrival(tx, cause, today, digest)
                    reference = await self._record(arrival, record)
                    follow_ups += arrival.follow_ups
        except _Stopped as stopped:
            return Applied(DeliveryState.FAILED, stopped.code)
        return Applied(DeliveryState.DELIVERED, reference=reference, follow_ups=tuple(follow_ups))

    async def _record(self, arrival: _Arrival, record: OfficialDocument | DocumentNotice) -> str:
        code = objection(record, arrival.cause.party, self.desk.institution)
        if code is not None:
            raise _Stopped(code)
        if isinstance(record, DocumentNotice):
            return await self._notice(arrival, record)
        return await self._document(arrival, record)

    async def _document(self, arrival: _Arrival, record: OfficialDocument) -> str:
        """Create and register it and say so; where it answers one of ours, tell that one and link them."""
        asked = await asked_by(arrival.tx, self.batch, record, self.desk.institution)
        document, mark = new_id(), f"incoming {record.sender.code}\x00{record.consignment_id}"
        directory = (await self.staff.now(arrival.tx)).directory
        law = await self.repository.table(arrival.tx, ROUTING)
        unit, routing = self.desk.by(law.versions if law else None).unit_for(record, arrival.on, directory)
        sender = Sender(
            record.sender.code, record.sender.unit or "", record.reg_no, record.reg_date, record.consignment_id
        )
        secret = next(filter(None, map(_secret, record.files)), None)
        if secret is not None:
            raise _Stopped(secret.code)
        create = Create(
            by=HUB,
            document="incoming",
            title=record.subject,
            markings=(record.doc_type,),
            unit=unit,
            files=await self._files(record),
            origin=sender,
            links=(Link(asked.document, "answers" if asked.consignment else "concerns"),) if asked else (),
            routing=routing,
        )
        made = await self._act(arrival, document, create, mark)
        if made.repeated:
            return made.document
        register = Register(by=HUB, unit=unit, file=self.desk.rules.file_for(unit, arrival.on.year))
        registered = await self._registered(arrival, document, register, f"register {mark}")
        if registered is None:
            return document
        if asked is not None and asked.consignment:
            answer = TakeAnswer(consignment=asked.consignment, body=record.sender.code, answer=document)
            await self._act(arrival, asked.document, answer, f"answer {mark}")
        registration = registered.state.registration
        if registration is not None:
            arrival.follow_ups.append(self.notices.registered(sender, registration, unit, arrival.cause))
        return document

    async def _notice(self, arrival: _Arrival, record: DocumentNotice) -> str:
        document = found_or(
            await document_of(arrival.tx, record.consignment_id), _Stopped("documents.unknown_consignment")
        )
        notice = TakeNotice(
            consignment=record.consignment_id,
            body=record.sender.code,
            refused=record.outcome == "refused",
            reg_no=record.reg_no or "",
            reg_date=record.reg_date,
            reason=record.reason or "",
        )
        mark = f"notice {record.sender.code}\x00{record.consignment_id}\x00{record.outcome}"
        return (await self._act(arrival, document, notice, mark)).document

    async def _registered(self, arrival: _Arrival, document: str, register: Register, mark: str) -> Acted | None:
        """None for a paper that may be here under another consignment already: the registry is asked, by its task."""
        answer = await self._answer(arrival, document, register, mark)
        if isinstance(answer, Refusal) and answer.code == same_paper("").code:
            return None
        return _acted(answer)

    async def _act(self, arrival: _Arrival, document: str, command: Command, mark: str) -> Acted:
        return _acted(await self._answer(arrival, document, command, mark))

    async def _answer(self, arrival: _Arrival, document: str, command: Command, mark: str) -> Answer:
        """Give a command under the hub's hand; the same record again is the same command, whatever has changed here."""
        key = self.hash("document-command", f"{HUB}\x00{mark}")
        (answer,) = await self.batch.run(arrival.tx, [GivenCommand(document, command, key, arrival.content, HUB)])
        return answer

    async def _files(self, record: OfficialDocument) -> tuple[FileRef, ...]:
        stored = [(file, await self.content.keep(file.raw())) for file in record.files]
        return tuple(
            FileRef(file_name(file.name), media_type(file.mime), kept.size, kept.sha256, file.main)
            for file, kept in stored
        )


def _acted(answer: Answer) -> Acted:
    if isinstance(answer, Acted):
        tell(answer)
        return answer
    raise _Stopped(answer.code if isinstance(answer, Refusal) else "documents.crossed")


def _secret(file: DocumentFile) -> Refusal | None:
    """The refusal of a text with a secret's stamp on it; what is no plain text is not read."""
    text = file.raw().decode(errors="ignore") if file.mime.startswith("text/") else ""
    return refuse_secret(file.name, (), text)
