"""Codes on paper, and what they lead to: the page /verify answers whoever holds the paper (or its QR code).

A code is derived from the document's id by the keyed hash, so the same document always prints the same one; the table
has only keyed hashes. Where a paper names a person, the last three characters of the FIN printed on it are asked too,
and the page shows initials and birth year to compare. Letters name nobody: their code alone, 80 random bits, opens
what the page tells, and that is no personal data. A wrong pair stops at the same place and after the same work as an
unknown code.
"""

from __future__ import annotations

import hmac
import json
from dataclasses import asdict, dataclass

from document_flow.rendering.models import Verification
from document_flow.verification_code import ENTROPY_BYTES, grouped, new_code, verification_link
from hub.store.sealing import MARK, KeyedHash, Sealer
from hub.store.store import Store
from hub.store.tx import Tx

PAGE = "/verify"
_LAST = 3
_HOLDER = "paper_codes.holder"


@dataclass(frozen=True, slots=True)
class Holder:
    """Whom a paper names: what the reader compares. `fin` is asked, never shown."""

    fin: str
    initials: str
    birth_year: int


@dataclass(frozen=True, slots=True)
class Paper:
    """What a code leads to. `compare` are initials and birth year, where the paper names a person."""

    document: str
    compare: tuple[str, int] | None


@dataclass(frozen=True, slots=True)
class Papers:
    """Issues codes and finds what they lead to. `address` is the hub's for people; without one nothing is printed."""

    store: Store
    sealer: Sealer
    keyed: KeyedHash
    address: str | None

    def code_of(self, document: str, part: str = "") -> str:
        """The code of a document, without dashes; `part` names one of several papers of one case."""
        digest = bytes.fromhex(self.keyed("paper code", f"{document} {part}".rstrip()).removeprefix(MARK))
        return new_code(digest[:ENTROPY_BYTES])

    async def issue(self, document: str, holder: Holder | None = None, part: str = "") -> Verification | None:
        """What is printed on the document's paper, from then on known to the page; issued again, its code is the same
        and the holder is who is printed last.
        """
        printed = self.verification_of(document, part)
        if printed is None:
            return None
        code = self.code_of(document, part)
        found = self.keyed("paper", code)
        async with self.store.write() as tx:
            await tx.execute(
                "INSERT INTO paper_codes (code_hash, document_id, version, issued_at)"
                " VALUES (:code, :document, 0, hub_now()) ON CONFLICT (code_hash) DO NOTHING",
                {"code": found, "document": document},
            )
            if holder is not None:
                await self._name(tx, found, holder, self.keyed("paper holder", _second(code, holder.fin)))
        return printed

    async def _name(self, tx: Tx, found: str, holder: Holder, second: str) -> None:
        rows = await tx.fetch("SELECT p.version FROM paper_codes p WHERE p.code_hash = :code {lock p}", {"code": found})
        version = rows[0]["version"] + 1
        await tx.many(
            "UPDATE paper_codes SET second_hash = coalesce(second_hash, $2), holder_sealed = $3, version = $4"
            " WHERE code_hash = $1",
            [(found, second, self.sealer.seal(_HOLDER, found, _written(holder), version), version)],
        )

    def verification_of(self, document: str, part: str = "") -> Verification | None:
        """The same without letting the page know; None where the hub has no address for people."""
        if self.address is None:
            return None
        code, page = self.code_of(document, part), self.address + PAGE
        return Verification(page, grouped(code), verification_link(page, code))

    async def find(self, code: str, last_of_fin: str) -> Paper | None:
        """What a code leads to, if the second part fits; None for a wrong pair as for an unknown code."""
        found = self.keyed("paper", code)
        async with self.store.read() as tx:
            rows = await tx.fetch(
                "SELECT document_id, second_hash, holder_sealed, version FROM paper_codes WHERE code_hash = :code",
                {"code": found},
            )
        told = self.keyed("paper holder", _second(code, last_of_fin))
        wanted = rows[0]["second_hash"] if rows else ""
        fits = wanted is None or hmac.compare_digest(told, wanted)
        if not rows or not fits:
            return None
        sealed = rows[0]["holder_sealed"]
        if sealed is None:
            return Paper(rows[0]["document_id"], None)
        holder = json.loads(self.sealer.unseal(_HOLDER, found, sealed, rows[0]["version"]))
        return Paper(rows[0]["document_id"], (holder["initials"], holder["birth_year"]))


def _second(code: str, fin: str) -> str:
    return f"{code} {fin.strip().upper()[-_LAST:]}"


def _written(holder: Holder) -> bytes:
    shown = {name: value for name, value in asdict(holder).items() if name != "fin"}
    return json.dumps(shown, ensure_ascii=False).encode()
