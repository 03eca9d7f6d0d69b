"""Files of a form that is not taken yet: kept for a day under the login, so that nobody has to choose them twice."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from hub.clock import SECOND
from hub.store.ids import new_id
from hub.store.sealing import Sealer, seal_text, with_texts
from hub.store.store import Store
from hub.store.tx import Tx

KEPT = 24 * 3600 * SECOND
MOST_BYTES = 64 * 1024 * 1024
"""What one login may have here; the oldest go for what is newer."""
PLACE = "uploads.body"


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it was chosen: its own name and kind, and how large it is."""

    id: str
    name: str
    mime: str
    size: int


async def keep_upload(
    tx: Tx, sealer: Sealer, login: str, file: Upload, raw: bytes, beside: Collection[str] = ()
) -> bool:
    """Keep a file for a day, the oldest of the login going for it; False where it has no room with those `beside` it,
    which the same form brings.
    """
    # The account's row is held, so that two uploads at once do not each see the other's room.
    await tx.fetch("SELECT p.login FROM people p WHERE p.login = :login {lock p}", {"login": login})
    rows = await tx.fetch(
        "SELECT id, size FROM uploads WHERE login = :login ORDER BY kept_until DESC, id DESC", {"login": login}
    )
    room = MOST_BYTES - file.size - sum(row["size"] for row in rows if row["id"] in beside)
    if room < 0:
        return False
    for row in rows:
        if row["id"] in beside:
            continue
        room -= row["size"]
        if room < 0:
            await tx.execute("DELETE FROM uploads WHERE id = :id", {"id": row["id"]})
    name, body = seal_text(sealer, "uploads.name", file.id, file.name), sealer.seal(PLACE, file.id, raw)
    now = await tx.now()
    await tx.many(
        "INSERT INTO uploads (id, login, name_sealed, mime, size, body_sealed, kept_until)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7)",
        [(file.id, login, name, file.mime, file.size, body, now + KEPT)],
    )
    return True


async def kept_upload(tx: Tx, sealer: Sealer, login: str, upload: str) -> tuple[Upload, bytes] | None:
    """A file of one's own that is still kept."""
    rows = await tx.fetch(
        "SELECT id, name_sealed, mime, size, body_sealed FROM uploads WHERE id = :id AND login = :login"
        " AND kept_until > hub_now()",
        {"id": upload, "login": login},
    )
    if not rows:
        return None
    (row,) = with_texts(sealer, "uploads", rows, "name")
    file = Upload(row["id"], row["name"], row["mime"], row["size"])
    return file, sealer.unseal(PLACE, file.id, bytes(row["body_sealed"]))


async def forget_old_uploads(store: Store) -> int:
    """Delete what was kept for its day, some at a time."""
    async with store.write() as tx:
        return await tx.execute(
            "DELETE FROM uploads WHERE id IN (SELECT id FROM uploads WHERE kept_until < hub_now()"
            " ORDER BY kept_until LIMIT :most)",
            {"most": 200},
        )


def new_upload(name: str, mime: str, size: int) -> Upload:
    """A file that was just chosen."""
    return Upload(new_id(), name[:255], mime[:100], size)
