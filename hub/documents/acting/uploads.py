"""Files that somebody stores for documents, and which stored contents somebody may name in a document.

The hash of a content is no secret: it stands in events, on public pages and in other bodies' files. So it is no right
either. A person may name what that person stored, and what a document holds that the person may see.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import structlog

from document_flow.words import Words
from hub.clock import SECOND
from hub.documents.acting.service import Documents
from hub.errors import Refused
from hub.store.content import Stored
from hub.store.tx import Tx

log = structlog.get_logger("hub.documents")

KEPT_DAYS = 7
"""For so long a stored file waits for a document that names it."""
_DAY = 24 * 3600 * SECOND


@dataclass(frozen=True, slots=True)
class Uploads:
    """`most` is how many bytes one login may store in 24 hours."""

    documents: Documents
    most: int

    async def keep(self, login: str, raw: bytes) -> Stored:
        """Store a file as this person's; Refused with 429 where it is too much for a day, NoRoom on a full disk."""
        digest = self.documents.content.name(hashlib.sha256(raw).hexdigest())
        async with self.documents.store.write() as tx:
            await self._refuse_too_much(tx, login, len(raw))
            await tx.execute(
                "INSERT INTO document_uploads (login, digest, size, stored_at) VALUES (:login, :hash, :size, hub_now())"
                " ON CONFLICT (login, digest) DO UPDATE SET stored_at = hub_now()",
                {"login": login, "hash": digest, "size": len(raw)},
            )
            await tx.execute(
                "DELETE FROM document_files WHERE digest = :hash AND document_id = :none",
                {"hash": digest, "none": _NO_DOCUMENT},
            )
        return await self.documents.content.keep(raw)

    async def _refuse_too_much(self, tx: Tx, login: str, size: int) -> None:
        # The account's row is held, so that two uploads at once do not each see the other's room.
        await tx.fetch("SELECT p.login FROM people p WHERE p.login = :login {lock p}", {"login": login})
        rows = await tx.fetch(
            "SELECT coalesce(sum(size), 0) AS stored FROM document_uploads WHERE login = :login AND stored_at > :since",
            {"login": login, "since": await tx.now() - _DAY},
        )
        if int(rows[0]["stored"]) + size > self.most:
            log.warning("security_event", kind="upload_quota")
            raise Refused("documents.upload_quota", _too_much(self.most), status=429, place="body")

    async def named(self, login: str, sha256: str) -> int | None:
        """The size of a stored content that this person may name; None for others' as for what is not stored."""
        async with self.documents.store.read() as tx:
            stored = await self._own(tx, login, sha256) or await self._seen(tx, login, sha256)
        if not stored:
            return None
        try:
            await self.documents.content.touch(sha256)
            return await self.documents.content.size(sha256)
        except FileNotFoundError:
            return None

    async def _own(self, tx: Tx, login: str, sha256: str) -> bool:
        own = "SELECT 1 AS one FROM document_uploads WHERE login = :login AND digest = :hash"
        return bool(await tx.fetch(own, {"login": login, "hash": self.documents.content.name(sha256)}))

    async def _seen(self, tx: Tx, login: str, sha256: str) -> bool:
        """Whether one of the newest documents that hold it is one that the person may see."""
        rows = await tx.fetch(
            "SELECT document_id FROM document_files WHERE digest = :hash AND gone = 0"
            " ORDER BY document_id DESC LIMIT :most",
            {"hash": self.documents.content.name(sha256), "most": 50},
        )
        context = (await self.documents.staff.now(tx)).context(await tx.now())
        for row in rows:
            document = await self.documents.load(tx, row["document_id"])
            if document is not None and self.documents.sees(document, login, context):
                return True
        return False

    async def forget_old(self) -> int:
        """Forget who stored what days ago; a content that no document came to name is removed. How many were."""
        async with self.documents.store.write() as tx:
            rows = await tx.fetch(
                "SELECT login, digest FROM document_uploads WHERE stored_at < :before ORDER BY stored_at LIMIT :most",
                {"before": await tx.now() - KEPT_DAYS * _DAY, "most": 200},
            )
            await tx.many(
                "DELETE FROM document_uploads WHERE login = $1 AND digest = $2",
                [(row["login"], row["digest"]) for row in rows],
            )
            await tx.many(
                "INSERT INTO document_files (digest, document_id, gone) SELECT $1, $2, 1"
                " WHERE NOT EXISTS (SELECT 1 FROM document_uploads u WHERE u.digest = $1) ON CONFLICT DO NOTHING",
                [(row["digest"], _NO_DOCUMENT) for row in rows],
            )
        return len(rows)


_NO_DOCUMENT = "0" * 32
"""Stands for the document that never came, so that shredding sees to the content as to a destroyed one's."""


def _too_much(most: int) -> Words:
    size = most // 1024**2
    return Words(
        f"Bir gün ərzində bir işçi {size} MB-dan artıq fayl göndərə bilməz; sabah davam edin.",
        f"One person may store {size} MB of files in a day; go on tomorrow.",
    )
