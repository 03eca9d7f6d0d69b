"""Promises to call back: whom, which number, why and until when; one operator at a time takes one, and ends it.

Lists say nothing of a person. Who is to be called is shown to whoever has taken it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Final

from hub.clock import SECOND
from hub.errors import Conflict, NotFound, Words
from hub.store.ids import new_id, parse_id
from hub.store.sealing import KeyedHash, Sealer
from hub.store.store import Collision, Store
from hub.store.tx import Row, Tx, first_or

OUTCOMES: Final[Mapping[str, Words]] = {
    "answered": Words("cavab verildi", "answered"),
    "unreached": Words("zəngə cavab verilmədi", "not reached"),
    "passed_on": Words("aidiyyətinə verildi", "passed on"),
    "not_needed": Words("ehtiyac qalmadı", "no longer needed"),
}
HELD_S: Final = 30 * 60
"""For so long it is the one's who has taken it; after that another may."""
_PLACE: Final = "callbacks.callback"
_MOST: Final = 200
_EARLIER: Final = 10
_KEPT_DAYS: Final = 90
_FORGET_AT_ONCE: Final = 1_000
_FREE = "(c.taken_by IS NULL OR c.taken_by = :who OR c.taken_at < hub_now() - :held)"


@dataclass(frozen=True, slots=True)
class Callback:
    """What was promised; all of it personal."""

    name: str
    phone: str
    reason: str


@dataclass(frozen=True, slots=True)
class Ended:
    """How one ended, and what was said; the instant in microseconds."""

    outcome: str
    said: str
    at: int


@dataclass(frozen=True, slots=True)
class Callbacks:
    """The promises of an installation."""

    store: Store
    sealer: Sealer
    hash: KeyedHash

    async def promise(self, wanted: Callback, due: int, by: str) -> bool:
        """Promise it until an instant (microseconds). A number has one open promise: where there is one, its earlier
        time holds, the name and the reason are added to it, and this is False.
        """
        try:
            return await self._promised(wanted, due, by)
        except Collision:  # two at once: the second finds the first one's
            return await self._promised(wanted, due, by)

    async def _promised(self, wanted: Callback, due: int, by: str) -> bool:
        phone = self.hash("phone", "".join(filter(str.isdigit, wanted.phone))[-9:])
        async with self.store.write() as tx:
            rows = await tx.fetch(
                "SELECT c.id, c.due, c.callback_sealed, c.version FROM callbacks c"
                " WHERE c.phone_hash = :phone AND c.ended_at IS NULL {lock c}",
                {"phone": phone},
            )
            if not rows:
                name = new_id()
                row = (name, phone, self._sealed(name, wanted, 0), 0, due, by, await tx.now())
                await tx.insert("callbacks", "id, phone_hash, callback_sealed, version, due, made_by, made_at", [row])
                return True
            name, joined, version = rows[0]["id"], _joined(self._told(rows[0]), wanted), rows[0]["version"] + 1
            await tx.many(
                "UPDATE callbacks SET callback_sealed = $2, version = $3, due = $4 WHERE id = $1",
                [(name, self._sealed(name, joined, version), version, min(due, rows[0]["due"]))],
            )
            return False

    async def waiting(self, tx: Tx) -> Sequence[Row]:
        """The open ones, what is longest overdue first; nothing of a person in them."""
        return await tx.fetch(
            "SELECT c.id, c.due, c.made_by, c.made_at, c.taken_by, c.taken_at FROM callbacks c"
            f" WHERE c.ended_at IS NULL ORDER BY c.due, c.id LIMIT {_MOST}"
        )

    async def take(self, name: str, who: str) -> None:
        """Take it for half an hour; Conflict where somebody else has it, or it is ended."""
        async with self.store.write() as tx:
            taken = await tx.execute(
                "UPDATE callbacks AS c SET taken_by = :who, taken_at = hub_now()"
                f" WHERE c.id = :id AND c.ended_at IS NULL AND {_FREE}",
                {"id": parse_id(name) or "0" * 32, "who": who, "held": HELD_S * SECOND},
            )
        if not taken:
            raise Conflict("callbacks.taken", _TAKEN)

    async def taken(self, name: str, who: str) -> tuple[Row, Callback]:
        """The one that this operator has taken, with whom to call; NotFound for everything else."""
        async with self.store.read() as tx:
            row = await first_or(
                NotFound("callbacks.not_yours", _NOT_YOURS),
                tx,
                "SELECT c.id, c.due, c.made_by, c.made_at, c.callback_sealed, c.version, c.phone_hash FROM callbacks c"
                " WHERE c.id = :id AND c.taken_by = :who AND c.ended_at IS NULL",
                {"id": parse_id(name) or "0" * 32, "who": who},
            )
        return row, self._told(row)

    async def earlier(self, phone: str) -> list[Ended]:
        """What was said when this number (a keyed hash) was called back before, the newest first."""
        async with self.store.read() as tx:
            rows = await tx.fetch(
                "SELECT c.id, c.outcome, c.ended_sealed, c.ended_at FROM callbacks c"
                f" WHERE c.phone_hash = :phone AND c.ended_at IS NOT NULL ORDER BY c.ended_at DESC LIMIT {_EARLIER}",
                {"phone": phone},
            )
        opened = [self.sealer.unseal("callbacks.ended", row["id"], row["ended_sealed"]).decode() for row in rows]
        return [Ended(row["outcome"], text, row["ended_at"]) for row, text in zip(rows, opened, strict=True)]

    async def end(self, name: str, who: str, outcome: str, text: str) -> None:
        """End it with an outcome of OUTCOMES and what was said; Conflict where it is not this operator's any more."""
        row = parse_id(name) or "0" * 32
        sealed = self.sealer.seal("callbacks.ended", row, text.encode())
        async with self.store.write() as tx:
            await first_or(
                Conflict("callbacks.taken", _TAKEN),
                tx,
                "SELECT c.id FROM callbacks c WHERE c.id = :id AND c.taken_by = :who AND c.ended_at IS NULL {lock c}",
                {"id": row, "who": who},
            )
            await tx.many(
                "UPDATE callbacks SET outcome = $2, ended_sealed = $3, ended_at = $4 WHERE id = $1",
                [(row, outcome, sealed, await tx.now())],
            )

    def _sealed(self, name: str, callback: Callback, version: int) -> bytes:
        return self.sealer.seal(_PLACE, name, json.dumps(asdict(callback)).encode(), version)

    def _told(self, row: Row) -> Callback:
        return Callback(**json.loads(self.sealer.unseal(_PLACE, row["id"], row["callback_sealed"], row["version"])))


async def forget_old_callbacks(store: Store) -> int:
    """Delete what was ended more than 90 days ago (assumed), some at a time."""
    async with store.write() as tx:
        return await tx.execute(
            "DELETE FROM callbacks WHERE id IN (SELECT c.id FROM callbacks c"
            " WHERE c.ended_at < hub_now() - :kept ORDER BY c.id LIMIT :most)",
            {"kept": _KEPT_DAYS * 24 * 3600 * SECOND, "most": _FORGET_AT_ONCE},
        )


def _joined(open_one: Callback, wanted: Callback) -> Callback:
    """The open promise with what the later one adds; what it says already is not said twice."""
    name = open_one.name if wanted.name in open_one.name else f"{open_one.name}; {wanted.name}"
    reason = (
        open_one.reason if wanted.reason in open_one.reason else f"{open_one.reason}\n{wanted.name}: {wanted.reason}"
    )
    return Callback(name, open_one.phone, reason)


_TAKEN = Words(
    "Bu geri zəngi başqa operator götürüb və ya o bitib.", "Another operator has taken this call-back, or it is ended."
)
_NOT_YOURS = Words(
    "Belə geri zəng yoxdur və ya onu siz götürməmisiniz.", "There is no such call-back that you have taken."
)
