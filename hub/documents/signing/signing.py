"""Signing sessions: what is to be signed is fixed and kept, signed by the seal or on a phone, and then recorded.

Every step is kept before the next begins (`session_store` draws the states), so a killed process is taken
up where it stood: the same bytes are signed again to the same signature, an answer from a phone is kept before anything
is made of it, and the document takes one signature a session.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import structlog

from connectors.trust.faults import TrustServiceFailed
from document_flow.documents.acts.sign import Sign
from document_flow.documents.case import Case
from document_flow.documents.facts import FileRef, Signature
from document_flow.seals.certificates import common_name, is_specimen, read_certificate
from document_flow.seals.provider import Prepared, Signed
from document_flow.seals.refusals import SealRefused, StampRefused
from hub.clock import SECOND
from hub.documents.acting.acting import Acted
from hub.documents.acting.service import Documents, Given
from hub.documents.printing.printing import Printing
from hub.documents.signing.checking import problem_of
from hub.documents.signing.drafting import ASICE_MIME, PDF_MIME, Drafting, Signatory
from hub.documents.signing.request import SEAL, SigningRequest, manner_of, refusal_of
from hub.documents.signing.session_store import ENDED, WAITING, KeptDocument, Session, SessionStore
from hub.documents.signing.signers import fin_of
from hub.documents.signing.thread import ThreadedSigning
from hub.documents.signing.trust import SealUnavailable, TrustServices
from hub.errors import Conflict, HubError, NotFound, Refused, Words, allowed, found_or
from hub.failpoints import failpoint

log = structlog.get_logger("hub.documents")

LASTS_S = 15 * 60
_STUCK_S = 10
_MOST_STUCK = 20
_AWAY = Words(
    "Vaxt damğası xidməti cavab vermir; imzalama başlanıb və özü davam edəcək.",
    "The time stamp service does not answer; the signing has begun and will go on by itself.",
)
_NO_FIN = Words(
    "FİN-iniz daxil edilməyib, ona görə SİMA ilə imza istənilə bilmir; kadrlara müraciət edin.",
    "Your FİN is not known here, so SİMA cannot be asked for your signature; turn to personnel.",
)
_TAKEN = Words(
    "Bu Idempotency-Key ilə başqa imza başlanıb. Yeni imzaya yeni açar verin.",
    "Another signature was begun under this Idempotency-Key. Give a new one a new key.",
)


class Sessions:
    """Signs documents. It is also the Finished port of `document_flow.seals`: one request, one signature."""

    def __init__(self, documents: Documents, trust: TrustServices, printing: Printing) -> None:
        self._documents = documents
        self._trust = trust
        self._signing = ThreadedSigning(trust.stamps, trust, self)
        self.drafting = Drafting(documents, printing, self._signing)
        self.rows = SessionStore(documents.store, documents.sealer, documents.hash)

    async def begin(self, asked: SigningRequest, case: Case, given: Given) -> Session:
        """Begin to sign the present content; the same key goes on with the same session.

        The rules are asked before a key is used or a person is bothered: what would be refused is not signed at all.
        """
        session = asked.session(given.key)
        kept = await self.rows.find(session)
        if kept is None:
            await self._documents.require_fresh(asked.document, case, given)
            new = Session(
                session,
                asked.document,
                asked.who,
                asked.principal,
                asked.provider,
                "prepared" if asked.provider == SEAL else WAITING,
                case.document.content_hash,
            )
            allowed(refusal_of(new, case))
            await (self._begin_seal(new, case) if asked.provider == SEAL else self._begin_waiting(new))
        elif (kept.provider, kept.principal) != (asked.provider, asked.principal):
            raise Conflict("documents.key_taken", _TAKEN, place="Idempotency-Key")
        return await self.go_on(session)

    async def go_on(self, session: str) -> Session:
        """Take a session as far as it goes now without anybody."""
        row = await self.rows.get(session)
        prepared = await self.rows.prepared(session)
        if row.state == WAITING or row.state in ENDED or prepared is None:
            return row
        try:
            answer = await self.rows.answer(session) or (await self._trust.seal()).answer(prepared)
            signed = await self._signing.finish(prepared, answer)
            problem = (
                None if row.provider == SEAL else await problem_of(self._documents.store, self._trust, prepared, signed)
            )
        except (TrustServiceFailed, StampRefused) as away:
            raise SealUnavailable("signatures.trust_away", _AWAY, retryable=True) from away
        except SealRefused as refused:
            return await self._close(row, "refused", refused.code)
        if problem is not None:
            return await self._close(row, "refused", problem)
        await failpoint("signing.before_record")
        acted = await self._record(row, prepared, signed)
        await failpoint("signing.after_record")
        return await self._close(row, "done" if isinstance(acted, Acted) else "refused", _code(acted))

    async def still_refused(self, row: Session) -> str | None:
        """The code of what speaks against a session by now: the document or its path may have moved on."""
        try:
            refusal = refusal_of(row, await self.case(row))
        except NotFound as gone:
            return gone.code
        return refusal.code if refusal is not None else None

    async def case(self, row: Session) -> Case:
        """The document as its signer sees it, by the names of now."""
        async with self._documents.store.read() as tx:
            case = await self._documents.case(tx, row.document, row.signer)
        return replace(case, context=replace(case.context, directory=case.context.directory.of_now()))

    async def resume(self) -> int:
        """The duty: end what nobody answered, and take up what a killed process or an absent service left; how many."""
        await self.rows.expire()
        stuck = await self.rows.stuck(_STUCK_S, _MOST_STUCK)
        for session in stuck:
            try:
                await self.go_on(session)
            except HubError as still:
                log.warning("signing_waits", session=session, reason=still.code)
        return len(stuck)

    async def kept(self, request_id: str) -> Signed | None:
        """The signed document of a request that is finished already."""
        kept = await self.rows.kept(request_id)
        if kept is None:
            return None
        document = await self._documents.content.read(kept.sha256)
        return Signed(request_id, kept.form, kept.level, document, kept.signature, kept.stamped_at)

    async def keep(self, signed: Signed) -> Signed:
        """Keep the first signed document of a request; returns the one that is kept."""
        stored = await self._documents.content.keep(signed.document)
        kept = KeptDocument(signed.form, signed.level, stored.sha256, signed.signature_sha256, signed.stamped_at)
        await self.rows.keep(signed.request_id, kept)
        return await self.kept(signed.request_id) or signed

    async def _begin_seal(self, new: Session, case: Case) -> None:
        key = await self._trust.seal()
        signatory = Signatory(key.certificate, key.chain, "Dövlət orqanının möhürü")
        prepared = await self.drafting.prepare(new, case, signatory)
        await self.rows.begin(new, LASTS_S, prepared=prepared)
        await failpoint("signing.after_prepare")

    async def _begin_waiting(self, new: Session) -> None:
        async with self._documents.store.read() as tx:
            fin = found_or(
                await fin_of(tx, self._documents.sealer, new.signer), Refused("signatures.no_fin", _NO_FIN, status=409)
            )
        await self.rows.begin(new, LASTS_S, asked=fin)

    async def _record(self, row: Session, prepared: Prepared, signed: Signed) -> object:
        certificate = read_certificate(prepared.certificate)
        stored = await self._documents.content.keep(signed.document)
        at = signed.stamped_at or datetime.fromtimestamp(row.created_at / SECOND, UTC)
        suffix, media = ("pdf", PDF_MIME) if signed.form == "pades" else ("asice", ASICE_MIME)
        signature = Signature(
            session=row.id,
            manner=manner_of(row),
            by=row.signer,
            signer=common_name(certificate),
            file=FileRef(f"sened.{suffix}", media, stored.size, stored.sha256, main=True),
            content_hash=row.content_hash,
            at=at,
            sample=is_specimen(certificate),
        )
        command = Sign(by=row.signer, on_behalf_of=row.principal, signature=signature)
        given = Given(f"sign {row.id}", request=f"sign {row.id} {signed.signature_sha256}")
        return await self._documents.attempt(row.signer, row.document, command, given)

    async def _close(self, row: Session, state: str, code: str | None) -> Session:
        closed = await self.rows.close(row.id, state, code)
        if closed and state == "refused":
            log.warning("signing_refused", session=row.id, code=code)
        return await self.rows.get(row.id)


def _code(answer: object) -> str | None:
    return None if isinstance(answer, Acted) else str(getattr(answer, "code", type(answer).__name__))
