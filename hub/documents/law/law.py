"""The parts of deciding by law, put together once."""

from __future__ import annotations

from dataclasses import dataclass

from hub.documents.law.enacting import Enacting
from hub.documents.law.impact import Impacts
from hub.documents.law.rulings import Rulings
from hub.documents.law.table_repository import TableRepository
from hub.store.sealing import KeyedHash, Sealer
from hub.store.store import Store


@dataclass(frozen=True, slots=True)
class Law:
    """The tables, how they become law, what is decided by them, and what a new version would change."""

    book: TableRepository
    enacting: Enacting
    rulings: Rulings
    impacts: Impacts

    @classmethod
    def of(cls, store: Store, sealer: Sealer, keyed: KeyedHash, *, assumed: bool) -> Law:
        """`assumed` lets rules that no act stands behind decide: in a sandbox only."""
        book = TableRepository()
        rulings = Rulings(store, book, sealer, keyed, assumed)
        return cls(book, Enacting(store, book, keyed), rulings, Impacts(rulings))
