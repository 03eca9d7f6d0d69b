"""Time stamps (RFC 3161) over signed heads, hourly: what the log said at an hour is in hands that are not the hub's.

Where no authority has stamped for longer than the limit, the hub takes no more traffic: what it would promise could be
rewritten unseen by whoever holds its keys (X-Road's rule for its message log).
"""

from __future__ import annotations

from collections.abc import Awaitable, Mapping
from typing import Protocol

import structlog

from connectors.trust.faults import TrustServiceFailed
from hub.clock import SECOND
from hub.evidence.note import note_hash
from hub.store.store import Store
from hub.store.tx import Tx

log = structlog.get_logger("hub.evidence")


class StampAuthority(Protocol):
    """Stamps a SHA-256; the token is in DER. Raises TrustServiceFailed."""

    def token_over(self, digest: bytes) -> Awaitable[bytes]: ...


class Anchoring:
    """Has each authority, by its address, stamp the newest head once an hour."""

    def __init__(self, store: Store, authorities: Mapping[str, StampAuthority]) -> None:
        self._store = store
        self._authorities = authorities

    @property
    def is_on(self) -> bool:
        """False where no authority is set."""
        return bool(self._authorities)

    async def step(self) -> int:
        """Ask those whose last stamp is an hour old; how many stamped. One that fails does not keep the others."""
        stamped = 0
        for name, authority in self._authorities.items():
            try:
                stamped += await self._stamp(name, authority)
            except TrustServiceFailed as failed:
                log.warning("head_not_stamped", place=name, reason=str(failed))
        return stamped

    async def _stamp(self, name: str, authority: StampAuthority) -> int:
        async with self._store.read() as tx:
            due = await tx.fetch(
                "SELECT h.size, h.checkpoint FROM tree_heads h WHERE NOT EXISTS (SELECT 1 FROM head_stamps s WHERE"
                " s.authority = :name AND (s.stamped_at > hub_now() - :every OR s.size >= h.size))"
                " ORDER BY h.size DESC LIMIT 1",
                {"name": name, "every": 3600 * SECOND},
            )
        if not due:
            return 0
        token = await authority.token_over(bytes.fromhex(note_hash(due[0]["checkpoint"])))
        async with self._store.write() as tx:
            await tx.insert(
                "head_stamps", "size, authority, token, stamped_at", [(due[0]["size"], name, token, await tx.now())]
            )
        return 1


async def unanchored_since(tx: Tx) -> int | None:
    """When the oldest head was made that no stamp covers, in microseconds; None where the newest is covered."""
    rows = await tx.fetch(
        "SELECT created_at FROM tree_heads WHERE size > (SELECT coalesce(max(size), 0) FROM head_stamps)"
        " ORDER BY size LIMIT 1"
    )
    return int(rows[0]["created_at"]) if rows else None
