"""Account numbers: each sealed in a row of its own, whose id is the key by which lists and instructions know it.

The id follows from the payee and the number, so that the same account of the same payee has one key for ever.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID, uuid5

from hub.access.masking import FIELDS, mask
from hub.aggregates.kind import Needs
from hub.store.tx import Rows, Tx, ids

_PLACE = "account_numbers.number"


@dataclass(frozen=True, slots=True)
class Number:
    """An account's number, 28 characters, as its payee told it. `others`: how many other payees told the same."""

    payee: str
    iban: str
    others: int = 0

    @property
    def masked(self) -> str:
        """As people are shown it."""
        return mask(FIELDS["iban"], self.iban)


def account_key(needs: Needs, payee: str, iban: str) -> str:
    """The key of this number of this payee."""
    return uuid5(UUID(payee), needs.hash("account-number", iban)).hex


async def keep_number(needs: Needs, tx: Tx, payee: str, iban: str) -> str:
    """Keep the number, sealed; its key. Kept before, it is the same row."""
    key = account_key(needs, payee, iban)
    known = await tx.fetch("SELECT id FROM account_numbers WHERE id = :id", {"id": key})
    if not known:
        sealed = needs.sealer.seal(_PLACE, key, iban.encode())
        row = (key, payee, needs.hash("account-number", iban), sealed, await tx.now())
        await tx.insert("account_numbers", "id, payee, number_hash, number_sealed, kept_at", [row])
    return key


async def numbers_of(needs: Needs, tx: Tx, keys: Sequence[str]) -> dict[str, Number]:
    """Numbers by their keys, as many as are kept, each with how many other payees have it."""
    wanted = sorted(set(filter(None, keys)))
    if not wanted:
        return {}
    rows = await tx.fetch(
        "SELECT n.id, n.payee, n.number_hash, n.number_sealed FROM {rows} JOIN account_numbers n ON n.id = r.id",
        rows=ids(wanted),
    )
    hashes = sorted({row["number_hash"] for row in rows})
    counts = await tx.fetch(
        "SELECT n.number_hash, count(DISTINCT n.payee) AS payees FROM {rows} JOIN account_numbers n"
        " ON n.number_hash = r.number_hash GROUP BY n.number_hash",
        rows=Rows("number_hash text", [(each,) for each in hashes]),
    )
    payees = {row["number_hash"]: row["payees"] for row in counts}
    opened = {row["id"]: needs.sealer.unseal(_PLACE, row["id"], row["number_sealed"]).decode() for row in rows}
    return {row["id"]: Number(row["payee"], opened[row["id"]], payees[row["number_hash"]] - 1) for row in rows}
