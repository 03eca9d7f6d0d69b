"""Signing sessions as rows: every step is one statement whose condition decides which of two racing ones took it.

    prepared ─────────────→ signed → done        of the body's seal, whose key is at hand
    waiting → answered ───→ signed → done        of a person, whose key is on a phone
        └→ expired      any but done → refused   the document moved on, or what came is no signature to record

What is to be signed, the answer and the signed document are sealed, and so is the digest of the content; the person's
code and the bytes leave through here alone.
"""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from document_flow.seals.provider import Form, Level, Prepared, RawSignature
from hub.clock import SECOND
from hub.errors import Refused, Words, found_or
from hub.store.sealing import KeyedHash, Sealer
from hub.store.store import Store
from hub.store.tx import Row, first

WAITING: Final = "waiting"
EXPIRED: Final = "signatures.expired"
ENDED: Final = frozenset(("done", "refused", "expired"))
_COLUMNS = "id, document_id, signer, principal, provider, state, content_hash, created_at, expires_at, code"


@dataclass(frozen=True, slots=True)
class Session:
    """A signing session as it stands; times in microseconds. `principal` is for whom a stand-in signs."""

    id: str
    document: str
    signer: str
    principal: str | None
    provider: str
    state: str
    content_hash: str
    created_at: int = 0
    expires_at: int = 0
    code: str | None = None


@dataclass(frozen=True, slots=True)
class KeptDocument:
    """Which content is the signed document of a session, and what is known of its signature."""

    form: Form
    level: Level
    sha256: str
    signature: str
    stamped_at: datetime | None


class SessionStore:
    """The rows of `signing_sessions`."""

    def __init__(self, store: Store, sealer: Sealer, keyed: KeyedHash) -> None:
        self._store = store
        self._sealer = sealer
        self._keyed = keyed

    async def find(self, session: str) -> Session | None:
        """A session; one that nobody answered in time is expired from that moment on."""
        async with self._store.read() as tx:
            row = await first(
                tx, f"SELECT {_COLUMNS}, hub_now() AS now FROM signing_sessions WHERE id = :id", {"id": session}
            )
        if row is None:
            return None
        late = row["state"] == WAITING and row["expires_at"] <= row["now"]
        state, code = ("expired", EXPIRED) if late else (row["state"], row["code"])
        return Session(
            row["id"],
            row["document_id"],
            row["signer"],
            row["principal"],
            row["provider"],
            state,
            self._keyed.digest_opened(row["content_hash"]),
            row["created_at"],
            row["expires_at"],
            code,
        )

    async def get(self, session: str) -> Session:
        """The same; Refused (404) where there is none."""
        return found_or(
            await self.find(session),
            Refused(
                "signatures.unknown",
                Words("Belə imzalama sessiyası yoxdur.", "There is no such signing session."),
                status=404,
            ),
        )

    async def begin(self, new: Session, lasts_s: int, *, prepared: Prepared | None = None, asked: str = "") -> None:
        """Begin a session, unless it is there already; `asked` is the code of the person who is to sign."""
        place = new.id
        draft = self._sealed("prepared", place, prepared.to_json() if prepared else None)
        fin = self._sealed("asked", place, asked.encode() or None)
        async with self._store.write() as tx:
            now = await tx.now()
            await tx.many(
                "INSERT INTO signing_sessions (id, document_id, signer, principal, provider, state, content_hash,"
                " prepared_sealed, asked_sealed, created_at, expires_at)"
                " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT (id) DO NOTHING",
                [
                    (
                        place,
                        new.document,
                        new.signer,
                        new.principal,
                        new.provider,
                        new.state,
                        self._keyed.digest_sealed(new.content_hash),
                        draft,
                        fin,
                        now,
                        now + lasts_s * SECOND,
                    )
                ],
            )

    async def asked(self, session: str) -> str:
        """The code of the person who is to sign."""
        found = await self._column("asked", session)
        return found.decode() if found else ""

    async def prepared(self, session: str) -> Prepared | None:
        """What is to be signed, once it is fixed."""
        found = await self._column("prepared", session)
        return Prepared.from_json(found) if found else None

    async def fix(self, session: str, prepared: Prepared) -> Prepared | None:
        """Fix what is to be signed; the first one stays. Returns the one that does."""
        sealed = self._sealed("prepared", session, prepared.to_json())
        async with self._store.write() as tx:
            await tx.many(
                "UPDATE signing_sessions SET prepared_sealed = $1"
                f" WHERE id = $2 AND prepared_sealed IS NULL AND state = '{WAITING}'",
                [(sealed, session)],
            )
        return await self.prepared(session)

    async def take(self, session: str, answer: RawSignature) -> bool:
        """Keep the answer if the session still waits; whether this very answer is the one that is kept."""
        body = json.dumps({"value": _text(answer.value), "certificate": _text(answer.certificate)}).encode()
        sealed = self._sealed("answer", session, body)
        async with self._store.write() as tx:
            await tx.many(
                "UPDATE signing_sessions SET answer_sealed = $1, state = 'answered', answered_at = hub_now()"
                f" WHERE id = $2 AND state = '{WAITING}' AND expires_at > hub_now()",
                [(sealed, session)],
            )
        return await self.answer(session) == answer

    async def answer(self, session: str) -> RawSignature | None:
        """The answer that is kept."""
        found = await self._column("answer", session)
        if found is None:
            return None
        read = json.loads(found)
        return RawSignature(b64decode(read["value"]), b64decode(read["certificate"]))

    async def keep(self, session: str, kept: KeptDocument) -> None:
        """Keep the signed document; the first one stays."""
        stamped = kept.stamped_at.isoformat() if kept.stamped_at else None
        body = json.dumps(
            {
                "form": kept.form,
                "level": kept.level,
                "sha256": kept.sha256,
                "signature": kept.signature,
                "stamped_at": stamped,
            }
        ).encode()
        async with self._store.write() as tx:
            await tx.many(
                "UPDATE signing_sessions SET signed_sealed = $1, state = 'signed'"
                " WHERE id = $2 AND signed_sealed IS NULL AND state IN ('prepared', 'answered')",
                [(self._sealed("signed", session, body), session)],
            )

    async def kept(self, session: str) -> KeptDocument | None:
        """The signed document that is kept."""
        found = await self._column("signed", session)
        if found is None:
            return None
        read: dict[str, Any] = json.loads(found)
        stamped = datetime.fromisoformat(read["stamped_at"]) if read["stamped_at"] else None
        return KeptDocument(read["form"], read["level"], read["sha256"], read["signature"], stamped)

    async def close(self, session: str, state: str, code: str | None = None) -> bool:
        """End a session that has not ended; whether this was its end."""
        async with self._store.write() as tx:
            closed = await tx.execute(
                "UPDATE signing_sessions SET state = :state, code = :code, finished_at = hub_now()"
                " WHERE id = :id AND finished_at IS NULL",
                {"state": state, "code": code, "id": session},
            )
        return closed == 1

    async def withdraw(self, session: str, code: str) -> bool:
        """End a session that still waits; one that was answered goes on."""
        async with self._store.write() as tx:
            closed = await tx.execute(
                "UPDATE signing_sessions SET state = 'refused', code = :code, finished_at = hub_now()"
                f" WHERE id = :id AND state = '{WAITING}'",
                {"code": code, "id": session},
            )
        return closed == 1

    async def expire(self) -> int:
        """End the sessions that nobody answered in time; how many."""
        async with self._store.write() as tx:
            return await tx.execute(
                "UPDATE signing_sessions SET state = 'expired', code = :code, finished_at = hub_now()"
                f" WHERE state = '{WAITING}' AND expires_at <= hub_now()",
                {"code": EXPIRED},
            )

    async def stuck(self, for_s: int, most: int) -> Sequence[str]:
        """Sessions that could go on by themselves and have not for so many seconds, the oldest first."""
        async with self._store.read() as tx:
            rows: Sequence[Row] = await tx.fetch(
                "SELECT id FROM signing_sessions WHERE state IN ('prepared', 'answered', 'signed')"
                " AND coalesce(answered_at, created_at) < hub_now() - :stuck ORDER BY created_at LIMIT :most",
                {"stuck": for_s * SECOND, "most": most},
            )
        return [row["id"] for row in rows]

    async def _column(self, name: str, session: str) -> bytes | None:
        async with self._store.read() as tx:
            rows = await tx.fetch(
                f"SELECT {name}_sealed AS sealed FROM signing_sessions WHERE id = :id", {"id": session}
            )
        if not rows or rows[0]["sealed"] is None:
            return None
        return self._sealer.unseal(f"signing_sessions.{name}", session, rows[0]["sealed"])

    def _sealed(self, name: str, session: str, plain: bytes | None) -> bytes | None:
        return None if plain is None else self._sealer.seal(f"signing_sessions.{name}", session, plain)


def _text(raw: bytes) -> str:
    return b64encode(raw).decode()
