"""Signing sessions: what is to be signed is fixed and kept, signed elsewhere or by the body's seal, and then recorded.

    prepared → signed → done        refused: the document had moved on, or the signature was not one over it

Every step is kept before the next begins, so a killed process is taken up where it stood: the same bytes are signed
again to the same signature, and the document takes one signature a session.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

import structlog

from connectors.trust.faults import TrustServiceFailed
from document_flow.documents.commands import Sign
from document_flow.documents.facts import FileRef, Signature
from document_flow.documents.kernel import Case, decide
from document_flow.outcome import Refusal
from document_flow.rendering.models.parts import Reference
from document_flow.seals.certificates import common_name, is_specimen, read_certificate
from document_flow.seals.provider import DataFile, Prepared, RawSignature, Signed, SigningRequest
from document_flow.seals.refusals import SealRefused
from document_flow.seals.signing import Signing
from hub.clock import SECOND
from hub.documents.acting import Acted
from hub.documents.printing import Printing
from hub.documents.service import Documents, Given
from hub.documents.trust import SealUnavailable, TrustServices
from hub.errors import Conflict, HubError, Refused, Words
from hub.failpoints import failpoint
from hub.store.tx import Row

log = structlog.get_logger("hub.documents")

SEAL = "seal"
LASTS_S = 15 * 60
_STUCK_S = 10
_COLUMNS = "id, document_id, signer, provider, state, content_hash, prepared_sealed, signed_sealed, code"
_AWAY = Words(
    "Vaxt damğası xidməti cavab vermir; möhürlənmə başlanıb və özü davam edəcək.",
    "The time stamp service does not answer; the sealing has begun and will go on by itself.",
)
_GONE = Words("Belə imzalama sessiyası yoxdur.", "There is no such signing session.")


@dataclass(frozen=True, slots=True)
class Session:
    """A signing session as it stands."""

    id: str
    document: str
    signer: str
    provider: str
    state: str
    content_hash: str
    code: str | None = None


class Sessions:
    """Signs documents. It is also the Finished port of `document_flow.seals`: one request, one signature."""

    def __init__(self, documents: Documents, trust: TrustServices, printing: Printing) -> None:
        self._documents = documents
        self._trust = trust
        self._printing = printing
        self._signing = Signing(trust.stamps, trust, self)

    async def seal(self, who: str, document: str, case: Case, given: Given) -> Session:
        """Put the body's seal on the present content; the same key goes on with the same session."""
        session = hashlib.sha256(f"{document}\x00{who}\x00{given.key}".encode()).hexdigest()[:32]
        if await self._row(session) is None:
            self._may_seal(session, who, case)
            prepared = await self._prepare(session, case)
            await self._begin(session, document, who, case.document.content_hash, prepared)
        return await self.go_on(session)

    async def session(self, session: str) -> Session:
        """How far it is."""
        row = await self._row(session)
        if row is None:
            raise Refused("signatures.unknown", _GONE, status=404)
        return _session(row)

    async def go_on(self, session: str) -> Session:
        """Take a session of the seal as far as it goes now."""
        row = await self._row(session)
        if row is None:
            raise Refused("signatures.unknown", _GONE, status=404)
        if row["state"] in ("done", "refused"):
            return _session(row)
        prepared = Prepared.from_json(self._unseal("prepared", session, row["prepared_sealed"]))
        key = await self._trust.seal()
        return await self.answered(session, prepared, key.answer(prepared))

    async def answered(self, session: str, prepared: Prepared, answer: RawSignature) -> Session:
        """A signature has come: finish the document, and tell the rules."""
        row = await self._row(session)
        if row is None:
            raise Refused("signatures.unknown", _GONE, status=404)
        try:
            signed = await self._signing.finish(prepared, answer)
        except TrustServiceFailed as away:
            raise SealUnavailable("signatures.trust_away", _AWAY, retryable=True) from away
        except SealRefused as refused:
            return await self._close(session, "refused", refused.code)
        await failpoint("signing.before_record")
        acted = await self._record(row, prepared, signed)
        return await self._close(session, "done" if isinstance(acted, Acted) else "refused", _code(acted))

    async def resume(self) -> int:
        """The duty: take up the seal's sessions that a killed process or an absent service left; how many."""
        store = self._documents.store
        async with store.read() as tx:
            rows = await tx.fetch(
                "SELECT id FROM signing_sessions WHERE state IN ('prepared', 'signed') AND provider = :seal"
                " AND created_at < hub_now() - :stuck ORDER BY created_at LIMIT 20",
                {"seal": SEAL, "stuck": _STUCK_S * SECOND},
            )
        for row in rows:
            try:
                await self.go_on(row["id"])
            except HubError as still:
                log.warning("signing_waits", session=row["id"], reason=still.code)
        return len(rows)

    async def kept(self, request_id: str) -> Signed | None:
        """The signed document of a request that is finished already."""
        row = await self._row(request_id)
        if row is None or row["signed_sealed"] is None:
            return None
        return await self._read_signed(request_id, row["signed_sealed"])

    async def keep(self, signed: Signed) -> Signed:
        """Keep the first signed document of a request; returns the one that is kept."""
        stored = await self._documents.content.keep(signed.document)
        body = json.dumps(
            {"form": signed.form, "level": signed.level, "sha256": stored.sha256,
             "signature": signed.signature_sha256,
             "stamped_at": signed.stamped_at.isoformat() if signed.stamped_at else None}
        ).encode()  # fmt: skip
        sealed = self._documents.sealer.seal("signing_sessions.signed", signed.request_id, body)
        async with self._documents.store.write() as tx:
            await tx.many(
                "UPDATE signing_sessions SET signed_sealed = $1, state = 'signed'"
                " WHERE id = $2 AND signed_sealed IS NULL",
                [(sealed, signed.request_id)],
            )
        return await self.kept(signed.request_id) or signed

    def _may_seal(self, session: str, who: str, case: Case) -> None:
        """Ask the rules before the key is used: what would be refused is not signed at all."""
        tried = Signature(
            session=session, manner="seal", by=who, signer="", file=FileRef("", "", 0, ""),
            content_hash=case.document.content_hash, at=case.context.now, sample=True,
        )  # fmt: skip
        decided = decide(case, Sign(by=who, signature=tried))
        if isinstance(decided, Refusal):
            raise self._documents.refused(decided)

    async def _prepare(self, session: str, case: Case) -> Prepared:
        key = await self._trust.seal()
        request = SigningRequest(
            session, "pades", "B-LTA", key.certificate, case.context.now.astimezone(UTC), chain=key.chain,
            reason="Dövlət orqanının möhürü",
        )  # fmt: skip
        signed = [each for each in case.document.signatures if each.content_hash == case.document.content_hash]
        if signed:
            request = replace(request, document=await self._documents.content.read(signed[-1].file.sha256))
            return await self._signing.prepare(request)
        answers = await self._answers(case)
        pdf = await self._printing.pdf(case, answers, sample=key.specimen)
        try:
            if pdf is not None:
                return await self._signing.prepare(replace(request, document=pdf))
            return await self._signing.prepare(replace(request, form="asice", level="B-T", files=await self._files(case)))
        except SealRefused as refused:
            raise Refused(refused.code, Words(refused.words.az, refused.words.en), status=422) from refused

    async def _files(self, case: Case) -> tuple[DataFile, ...]:
        files = case.document.versions[-1].files
        return tuple(
            [DataFile(each.name, each.mime, await self._documents.content.read(each.sha256)) for each in files]
        )

    async def _answers(self, case: Case) -> Reference | None:
        """What the document answers, for its head."""
        for link in case.document.links:
            if link.relation == "answers":
                async with self._documents.store.read() as tx:
                    answered = await self._documents.load(tx, link.other)
                if answered is not None and answered.origin is not None and answered.origin.on is not None:
                    return Reference(answered.origin.reg_no, answered.origin.on)
        return None

    async def _begin(self, session: str, document: str, who: str, content_hash: str, prepared: Prepared) -> None:
        sealed = self._documents.sealer.seal("signing_sessions.prepared", session, prepared.to_json())
        async with self._documents.store.write() as tx:
            now = await tx.now()
            await tx.many(
                "INSERT INTO signing_sessions (id, document_id, signer, provider, state, content_hash,"
                " prepared_sealed, created_at, expires_at) VALUES ($1, $2, $3, $4, 'prepared', $5, $6, $7, $8)"
                " ON CONFLICT (id) DO NOTHING",
                [(session, document, who, SEAL, content_hash, sealed, now, now + LASTS_S * SECOND)],
            )
        await failpoint("signing.after_prepare")

    async def _record(self, row: Row, prepared: Prepared, signed: Signed) -> object:
        certificate = read_certificate(prepared.certificate)
        suffix = "pdf" if signed.form == "pades" else "asice"
        media = "application/pdf" if signed.form == "pades" else "application/vnd.etsi.asic-e+zip"
        stored = await self._documents.content.keep(signed.document)
        at = signed.stamped_at or datetime.fromtimestamp(row["created_at"] / SECOND, UTC)
        signature = Signature(
            session=row["id"], manner="seal", by=row["signer"], signer=common_name(certificate),
            file=FileRef(f"sened.{suffix}", media, stored.size, stored.sha256, main=True),
            content_hash=row["content_hash"], at=at, sample=is_specimen(certificate),
        )  # fmt: skip
        command = Sign(by=row["signer"], signature=signature)
        given = Given(f"sign {row['id']}", request=f"sign {row['id']} {signed.signature_sha256}")
        return await self._documents.attempt(row["signer"], row["document_id"], command, given)

    async def _close(self, session: str, state: str, code: str | None) -> Session:
        async with self._documents.store.write() as tx:
            await tx.execute(
                "UPDATE signing_sessions SET state = :state, code = :code, finished_at = hub_now()"
                " WHERE id = :id AND state IN ('prepared', 'signed')",
                {"state": state, "code": code, "id": session},
            )
        if state == "refused":
            log.warning("signing_refused", session=session, code=code)
        return await self.session(session)

    async def _row(self, session: str) -> Row | None:
        async with self._documents.store.read() as tx:
            rows = await tx.fetch(
                f"SELECT {_COLUMNS}, created_at FROM signing_sessions WHERE id = :id", {"id": session}
            )
        return rows[0] if rows else None

    async def _read_signed(self, session: str, sealed: bytes) -> Signed:
        read: dict[str, Any] = json.loads(self._unseal("signed", session, sealed))
        stamped = read["stamped_at"]
        return Signed(
            session, read["form"], read["level"], await self._documents.content.read(read["sha256"]),
            read["signature"], datetime.fromisoformat(stamped) if stamped else None,
        )  # fmt: skip

    def _unseal(self, what: str, session: str, sealed: bytes) -> bytes:
        return self._documents.sealer.unseal(f"signing_sessions.{what}", session, sealed)


def _session(row: Row) -> Session:
    return Session(
        row["id"], row["document_id"], row["signer"], row["provider"], row["state"], row["content_hash"], row["code"]
    )


def _code(answer: object) -> str | None:
    return None if isinstance(answer, Acted) else str(getattr(answer, "code", type(answer).__name__))


def refused_session(session: Session) -> HubError:
    """What to tell whoever began a session that came to nothing."""
    return Conflict(session.code or "signatures.refused", Words(
        "İmza sənədə yazılmadı: sənəd bu arada dəyişib və ya bunu etmək olmaz.",
        "The signature was not recorded: the document has changed meanwhile, or it may not be done now.",
    ))  # fmt: skip
