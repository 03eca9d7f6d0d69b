"""Sessions of citizens: a token of 256 random bits, kept as its SHA-256, good for half an hour; who it is is sealed.

A login by e-signature tells no FIN, so what a subject of the provider last told is remembered.
"""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass
from typing import Final

from hub.access.keys import digest
from hub.clock import SECOND
from hub.store.sealing import KeyedHash, Sealer
from hub.store.store import Store

LASTS_S: Final = 30 * 60
_BYTES: Final = 32
_LONGEST: Final = 100
_PLACE, _FIN_PLACE = "citizen_sessions.citizen", "citizen_subjects.fin"


@dataclass(frozen=True, slots=True)
class LoggedIn:
    """Whose session it is and, where that is somebody else, for whom they act."""

    fin: str
    acting_for: str = ""


@dataclass(frozen=True, slots=True)
class CitizenSessions:
    """The sessions of an installation."""

    store: Store
    sealer: Sealer
    hash: KeyedHash

    async def begin(self, who: LoggedIn) -> str:
        """The token of a new session, for the only time; those that are over are forgotten."""
        token = secrets.token_urlsafe(_BYTES)
        key = digest(token)
        async with self.store.write() as tx:
            await tx.execute("DELETE FROM citizen_sessions WHERE expires_at <= hub_now()")
            row = (key, self._sealed(key, who, 0), 0, await tx.now() + LASTS_S * SECOND)
            await tx.insert("citizen_sessions", "token_sha256, citizen_sealed, version, expires_at", [row])
        return token

    async def find(self, token: str) -> LoggedIn | None:
        """Whose a token is; None where it is nobody's or over."""
        if not 0 < len(token) <= _LONGEST:
            return None
        key = digest(token)
        async with self.store.read() as tx:
            rows = await tx.fetch(
                "SELECT citizen_sealed, version FROM citizen_sessions WHERE token_sha256 = :key"
                " AND expires_at > hub_now()",
                {"key": key},
            )
        if not rows:
            return None
        return LoggedIn(**json.loads(self.sealer.unseal(_PLACE, key, rows[0]["citizen_sealed"], rows[0]["version"])))

    async def change(self, token: str, who: LoggedIn) -> None:
        """Act for somebody else from now on, or for oneself again."""
        key = digest(token)
        async with self.store.write() as tx:
            found = "SELECT s.version FROM citizen_sessions s WHERE s.token_sha256 = :key {lock s}"
            for row in await tx.fetch(found, {"key": key}):
                after = row["version"] + 1
                await tx.many(
                    "UPDATE citizen_sessions SET citizen_sealed = $2, version = $3 WHERE token_sha256 = $1",
                    [(key, self._sealed(key, who, after), after)],
                )

    async def end(self, token: str) -> None:
        """Log out; harmless for a session that is over."""
        async with self.store.write() as tx:
            await tx.execute("DELETE FROM citizen_sessions WHERE token_sha256 = :key", {"key": digest(token)})

    async def remember(self, subject: str, fin: str) -> None:
        """What the provider's subject is called by FIN, as it told now."""
        key = self.hash("citizen-subject", subject)
        async with self.store.write() as tx:
            rows = await tx.fetch(
                "SELECT s.version FROM citizen_subjects s WHERE s.subject_hash = :key {lock s}", {"key": key}
            )
            version = rows[0]["version"] + 1 if rows else 0
            await tx.many(
                "INSERT INTO citizen_subjects (subject_hash, fin_sealed, version) VALUES ($1, $2, $3)"
                " ON CONFLICT (subject_hash) DO UPDATE SET fin_sealed = excluded.fin_sealed, version = excluded.version"
                " WHERE citizen_subjects.version < excluded.version",  # of two first logins at once, one is enough
                [(key, self.sealer.seal(_FIN_PLACE, key, fin.encode(), version), version)],
            )

    async def remembered(self, subject: str) -> str | None:
        """The FIN that was told of a subject before; None where none was."""
        key = self.hash("citizen-subject", subject)
        async with self.store.read() as tx:
            rows = await tx.fetch(
                "SELECT fin_sealed, version FROM citizen_subjects WHERE subject_hash = :key", {"key": key}
            )
        if not rows:
            return None
        return self.sealer.unseal(_FIN_PLACE, key, rows[0]["fin_sealed"], rows[0]["version"]).decode()

    def _sealed(self, key: str, who: LoggedIn, version: int) -> bytes:
        return self.sealer.seal(
            _PLACE, key, json.dumps({"fin": who.fin, "acting_for": who.acting_for}).encode(), version
        )
