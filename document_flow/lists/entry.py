"""One line of a list: its canonical bytes and hash, and how lines come to a chunk's hash and a list's root.

leaf   SHA-256( 0x00 ‖ canonical bytes )      chunk   the Merkle root over its leaves, in the order of their keys
root   the Merkle root over the chunks' hashes as leaves, so that one line is proven without the others (RFC 9162)
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from document_flow.merkle import fold, leaf_of

Key = tuple[str, str, str]
"""Person, right and, in arrears and corrections, the period that it is owed for."""


OVER: Final = "over_qepik"
"""The term of a line of arrears that is owed beside what was issued for its period already: so many qəpik."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListEntry:
    """What one right comes to. `person` and `right` are ids of the register, never a FIN; money is in qəpik.

    `payee` is to whom, `account` the key under which the account is kept, as it was when the list was cut. `of_period`
    is empty where it is the run's own. `terms` is what else the list says: a service, a number of persons.
    """

    person: str
    right: str
    amount_qepik: int = 0
    payee: str = ""
    account: str = ""
    of_period: str = ""
    terms: Mapping[str, str] = field(default_factory=dict)

    @property
    def key(self) -> Key:
        """What a list has once, and what it is sorted by."""
        return self.person, self.right, self.of_period

    @property
    def canonical(self) -> bytes:
        """JSON with sorted keys and no spaces, in UTF-8: the same for equal entries."""
        said = {
            "account": self.account,
            "amount_qepik": self.amount_qepik,
            "of_period": self.of_period,
            "payee": self.payee,
            "person": self.person,
            "right": self.right,
            "terms": dict(self.terms),
        }
        return json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()

    @property
    def sha256(self) -> str:
        """Its leaf's hash, in hex."""
        return leaf_of(self.canonical).hex()


def chunk_hash(entries: Iterable[ListEntry]) -> str:
    """Over the entries of one chunk, sorted by key; of an empty chunk the hash of nothing."""
    return fold([leaf_of(each.canonical) for each in entries]).hex()


def list_root(chunk_hashes: Iterable[str]) -> str:
    """Over all chunks of a list, in their order."""
    return fold([leaf_of(bytes.fromhex(each)) for each in chunk_hashes]).hex()
