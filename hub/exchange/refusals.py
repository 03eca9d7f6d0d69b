"""What was refused at the door: found by sender, code and time, and kept for 90 days."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import structlog

from connectors.parsing.refusal import TEXTS
from hub.access.signatures import WORDS as OF_SIGNATURES
from hub.clock import SECOND
from hub.errors import HubError, Words
from hub.store.ids import first_id_at, new_id
from hub.store.sealing import KeyedHash
from hub.store.store import Collision, CommitUnknown, Store, TryAgain
from hub.store.tx import Row, Tx, first
from hub.store.where import Where
from hub.telemetry.logs import place_of

log = structlog.get_logger("hub.exchange")

KEPT_DAYS = 90
_SAID: Final[Mapping[str, Words]] = {
    **{code: Words(*text) for code, text in TEXTS.items()},
    **OF_SIGNATURES,
    "access.no_right": Words("Göndərənin bu xidmətə hüququ yoxdur.", "The sender has no right to this service."),
    "door.charset": Words(
        "Başlıqda UTF-8-dən başqa kodlaşdırma göstərilib.", "The header names another charset than UTF-8."
    ),
    "door.content_encoding": Words("Məzmun sıxılmış şəkildə göndərilib.", "The body was sent compressed."),
    "door.control_sign": Words("Mətndə idarəedici simvol var.", "A text has a control character."),
    "door.header_twice": Words("Başlıq iki dəfə göndərilib.", "A header was sent twice."),
    "door.is_file": Words("Fayl formatıdır, mesaj kimi göndərilib.", "A format of files was sent as a message."),
    "door.key_missing": Words("Mesajın nömrəsi göndərilməyib.", "The message came without an id."),
    "door.key_shape": Words("Mesajın nömrəsi yararsızdır.", "The id of the message cannot be used."),
    "door.key_taken": Words(
        "Bu nömrə ilə başqa məzmun artıq qəbul edilib.", "Other content was already accepted under this id."
    ),
    "door.no_host": Words("Host başlığı göndərilməyib.", "The Host header is missing."),
    "door.schema": Words("Məzmun formatın sxeminə uyğun deyil.", "The content breaks the schema of its format."),
    "door.too_slow": Words("Məzmun vaxtında gəlməyib.", "The body did not come in time."),
    "door.unknown_format": Words("Belə format yoxdur.", "There is no such format."),
    "file.digest_differs": Words(
        "Gələn baytlar göstərilən heşə uyğun deyil.", "The bytes are not those of the digest."
    ),
    "file.digest_missing": Words("Faylın heşi göndərilməyib.", "The file came without its digest."),
    "file.future_date": Words(
        "Faylın adındakı tarix sabahdan sonradır.", "The date in the file's name is beyond tomorrow."
    ),
    "file.name": Words("Faylın adı qaydaya uyğun deyil.", "The file's name is not as agreed."),
    "file.name_taken": Words(
        "Bu adla başqa məzmunlu fayl artıq qəbul edilib.",
        "A file of this name with other content was already accepted.",
    ),
    "file.unknown_format": Words("Belə fayl formatı yoxdur.", "There is no such format of files."),
    "signature.missing": Words("Mesaj imzalanmayıb.", "The message was not signed."),
}


def refusal_words(code: str) -> Words:
    """Why the door did not take it, in a sentence: what the sender was told, without what was wrong in that one."""
    return _SAID.get(code) or Words("Qapıda qəbul edilməyib.", "It was not accepted at the door.")


async def note_refusal(
    store: Store, keyed: KeyedHash, party: str, format_name: str, refused: HubError, raw: bytes | None
) -> None:
    """Write the refusal down, under the reference that the sender is told.

    If the database is away, the log alone has it: the sender gets its answer anyway.
    """
    refused.reference = new_id()
    log.info("message_refused", party=party, format=format_name, code=refused.code, place=place_of(refused))
    values = {
        "id": refused.reference,
        "party": party,
        "format": format_name,
        "code": refused.code,
        "place": place_of(refused),
        "sha": keyed.digest_sealed(hashlib.sha256(raw).hexdigest()) if raw is not None else None,
        "size": len(raw) if raw is not None else None,
        "status": refused.status,
    }
    try:
        async with store.write() as tx:
            await tx.execute(
                "INSERT INTO refusals (id, party, format, code, place, body_digest, body_size, status, created_at)"
                " VALUES (:id, :party, :format, :code, :place, :sha, :size, :status, hub_now())",
                values,
            )
    except (HubError, Collision, CommitUnknown, TryAgain) as away:
        log.warning("refusal_not_kept", reason=type(away).__name__)


async def forget_old_refusals(store: Store) -> int:
    """Delete refusals older than 90 days, some at a time."""
    async with store.write() as tx:
        now = await tx.now()
        before = first_id_at(now - KEPT_DAYS * 24 * 3600 * SECOND)
        return await tx.execute(
            "DELETE FROM refusals WHERE id IN (SELECT id FROM refusals WHERE id < :before ORDER BY id LIMIT :most)",
            {"before": before, "most": 10_000},
        )


@dataclass(frozen=True, slots=True)
class WantedRefusals:
    """Which refusals: of a sender, of a code, of ids from `since` on; None asks for nothing."""

    party: str | None = None
    code: str | None = None
    since: str | None = None


async def find_refusals(
    tx: Tx, wanted: WantedRefusals, below: str, limit: int, window: int | None = None
) -> Sequence[Row]:
    """Newest first, below an id. No index leads to a code: with a window only so many of the newest are looked at."""
    where = Where("id < :below").given("party = :party", party=wanted.party).given("id >= :since", since=wanted.since)
    source = "refusals"
    if wanted.code is not None and window is not None:
        source = f"(SELECT * FROM refusals WHERE {where} ORDER BY id DESC LIMIT {window:d}) AS newest"
    where.given("code = :code", code=wanted.code)
    values = {"below": below, "most": limit, **where.values}
    return await tx.fetch(f"SELECT * FROM {source} WHERE {where} ORDER BY id DESC LIMIT :most", values)


async def refusal_of(tx: Tx, refusal: str) -> Row | None:
    """One refusal."""
    return await first(tx, "SELECT * FROM refusals WHERE id = :id", {"id": refusal})


async def refused_lately(tx: Tx, since: int) -> Sequence[Row]:
    """Who was refused what since an instant, the most first: at most six, out of the newest 5,000."""
    return await tx.fetch(
        "SELECT w.party, w.format, w.code, count(*) AS n, max(w.created_at) AS last_at FROM"
        " (SELECT party, format, code, created_at FROM refusals WHERE id >= :since ORDER BY id DESC LIMIT 5000) AS w"
        " GROUP BY w.party, w.format, w.code ORDER BY n DESC, last_at DESC LIMIT 6",
        {"since": first_id_at(since)},
    )
