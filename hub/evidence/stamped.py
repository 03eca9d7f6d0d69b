"""Whether an outside stamp over a head holds: looked at when somebody asks, for a row in a table proves nothing.

Its libraries are heavy, so they are loaded by the first who asks, in the thread that checks.
"""

from __future__ import annotations

import asyncio
import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from hub.clock import SECOND
from hub.errors import Words
from hub.evidence.checking import Finding
from hub.evidence.note import Keys, read_checkpoint, signer_of
from hub.evidence.tree import hashes_of
from hub.store.tx import Tx, first

if TYPE_CHECKING:
    from document_flow.seals.trust import TrustStore


@dataclass(frozen=True, slots=True)
class Cover:
    """The first stamp of an outside authority over a head that holds a leaf, as it is kept.

    `at` is when it was written down (microseconds); what the token says stands in the token. `root` (hex) is that of
    the head's leaves as the log has them now, "" where the log lacks some.
    """

    authority: str
    at: int
    size: int
    token: bytes
    checkpoint: str
    root: str


@dataclass(frozen=True, slots=True)
class StampFindings:
    """What was looked at, and the time that the stamp states, in microseconds.

    None unless the stamp is whole and over this very head, and the head is the log's.
    """

    findings: tuple[Finding, ...]
    at: int | None


async def first_cover(tx: Tx, leaf_index: int) -> Cover | None:
    """The earliest stamp that covers the leaf; None where no authority has stamped so far."""
    row = await first(
        tx,
        "SELECT s.authority, s.stamped_at, s.size, s.token, h.checkpoint FROM head_stamps s"
        " JOIN tree_heads h ON h.size = s.size WHERE s.size > :index ORDER BY s.stamped_at LIMIT 1",
        {"index": leaf_index},
    )
    if row is None:
        return None
    try:
        root = (await hashes_of(tx, [(0, row["size"])]))[0].hex()
    except LookupError:
        root = ""
    return Cover(row["authority"], int(row["stamped_at"]), row["size"], bytes(row["token"]), row["checkpoint"], root)


def check_cover(cover: Cover, keys: Keys, trust: TrustStore | None, now: int) -> StampFindings:
    """Look at the head and at the stamp over it, at `now` (microseconds); takes a thread some 20 ms. Never raises.

    Whether the stamp's certificate was revoked is not asked: `trust` alone says whom to believe, None nobody.
    """
    from document_flow.seals.chains import check_stamp, unrevoked, validation_spec  # noqa: PLC0415  # see the module
    from document_flow.seals.provider import NO_FACTS  # noqa: PLC0415
    from document_flow.seals.stamps import certificates_of, time_of  # noqa: PLC0415
    from document_flow.seals.trust import TrustStore  # noqa: PLC0415

    stated = read_checkpoint(cover.checkpoint)
    is_ours = signer_of(cover.checkpoint, keys) is not None
    is_head = stated is not None and (stated.size, stated.root) == (cover.size, cover.root) and is_ours
    try:
        spec = validation_spec(trust or TrustStore("", ()), NO_FACTS, certificates_of(cover.token))
    except (ValueError, IndexError, TypeError):
        return StampFindings((Finding(is_head, _HEAD), Finding(holds=False, words=_OVER)), None)
    note, at = cover.checkpoint.encode(), datetime.fromtimestamp(now / SECOND, UTC)
    stamp = asyncio.run(check_stamp(cover.token, lambda name: hashlib.new(name, note).digest(), unrevoked(spec), at))
    is_whole = stamp.problem != "stamp"
    believed = None if trust is None or not is_whole else stamp.problem is None
    findings = (Finding(is_head, _HEAD), Finding(is_whole, _OVER), Finding(believed, _BELIEVED))
    return StampFindings(findings, int(time_of(cover.token).timestamp()) * SECOND if is_head and is_whole else None)


_HEAD = Words(
    "Möhürlənən başlığı habın jurnal açarı imzalayıb və kökü jurnalın indiki yarpaqlarından alınır",
    "The stamped head is signed by this hub's log key, and its root is that of the log's leaves as they are now",
)
_OVER = Words(
    "Vaxt möhürü bu başlığın üzərindədir və imzası bütövdür",
    "The time stamp is over this very head, and its signature is whole",
)
_BELIEVED = Words(
    "Möhürün sertifikatı təsbit edilmiş mərkəzə aparır (ləğv edilib-edilmədiyi soruşulmayıb)",
    "The stamp's certificate leads to an authority pinned here (whether it was revoked was not asked)",
)
