"""Who refers to which stored content: a document, a case, a draw, a visit; what nobody refers to may be removed.

Equal bytes are one content, whoever stored them, so a paper that somebody has also uploaded is one with the upload. It
stays while anything holds it.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable

from hub.evidence.holding import found_by
from hub.store.content import ContentStore
from hub.store.sealing import KeyedHash
from hub.store.store import Store
from hub.store.tx import Tx


async def hold(tx: Tx, keyed: KeyedHash, held: Iterable[tuple[str, str]]) -> None:
    """Contents, by their SHA-256, are referred to from now on by what has the id before it; twice is once."""
    rows = [(keyed.digest_sealed(sha256), holder) for holder, sha256 in sorted({*held})]
    await tx.many("INSERT INTO document_files (digest, document_id) VALUES ($1, $2) ON CONFLICT DO NOTHING", rows)


def lost_contents(store: Store, content: ContentStore) -> AsyncIterator[str]:
    """Ids of what refers to a content that is gone, or is not what was stored."""

    async def is_so(tx: Tx, holder: str) -> bool:
        sql = "SELECT digest FROM document_files WHERE document_id = :id AND gone = 0 ORDER BY digest"
        rows = await tx.fetch(sql, {"id": holder})
        return all([await content.is_whole(row["digest"]) for row in rows])

    holders = (
        "SELECT DISTINCT f.document_id AS id FROM document_files f WHERE f.document_id > :above AND f.gone = 0"
        " ORDER BY f.document_id LIMIT :most"
    )
    return found_by(store, holders, is_so)
