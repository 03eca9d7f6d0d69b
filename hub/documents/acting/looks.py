"""That somebody has had a document's very content before his eyes: what approving many at once requires of each.

The content stands in the table as its keyed hash: who sees the table alone cannot try which text was read.
"""

from __future__ import annotations

from collections.abc import Sequence

from hub.store.sealing import KeyedHash
from hub.store.store import Store
from hub.store.tx import Rows, Tx

_KIND = "look"


async def look_at(store: Store, keyed: KeyedHash, login: str, document: str, content: str) -> None:
    """Note that the person has opened this content; once is enough."""
    async with store.read() as tx:
        if (document, content) in await looked_at(tx, keyed, login, [(document, content)]):
            return
    async with store.write() as tx:
        await tx.execute(
            "INSERT INTO document_looks (login, document_id, content_hash, at) VALUES (:login, :id, :hash, hub_now())"
            " ON CONFLICT (login, document_id, content_hash) DO NOTHING",
            {"login": login, "id": document, "hash": keyed(_KIND, content)},
        )


async def looked_at(
    tx: Tx, keyed: KeyedHash, login: str, wanted: Sequence[tuple[str, str]]
) -> frozenset[tuple[str, str]]:
    """Those of these documents, each with its content's hash, that the person has opened."""
    if not wanted:
        return frozenset()
    sealed = {(document, keyed(_KIND, content)): (document, content) for document, content in wanted}
    rows = await tx.fetch(
        "SELECT l.document_id, l.content_hash FROM {rows} JOIN document_looks l"
        " ON l.login = :login AND l.document_id = r.document_id AND l.content_hash = r.content_hash",
        {"login": login},
        Rows("document_id uuid, content_hash text", list(sealed)),
    )
    return frozenset(sealed[row["document_id"], row["content_hash"]] for row in rows)
