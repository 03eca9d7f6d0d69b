"""The table and the version that an address names."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from fastapi import Path, Query

from document_flow.decisions.versions import TableVersion
from hub.app import Hub
from hub.documents.law.rulings import today
from hub.documents.law.table_repository import Kept
from hub.store.legal_time import legal_now
from hub.web.office.law_changes import kept_table, version_of

TableName = Annotated[str, Path(pattern="^[a-z][a-z0-9-]{1,62}$")]
Number = Annotated[int, Path(ge=1, le=1_000_000)]
AskedNumber = Annotated[int | None, Query(ge=1, le=1_000_000)]


@dataclass(frozen=True, slots=True)
class FoundTable:
    """A table as it stands, the version to show, and what day it is in Baku."""

    kept: Kept
    version: TableVersion
    day: date

    @property
    def is_law(self) -> bool:
        """Whether the version decides about today."""
        return self.version.decides_on(self.day)


async def find(hub: Hub, name: str, number: int | None = None) -> FoundTable:
    """The version of that number; without one the law of today, else the newest. NotFound where there is none."""
    async with hub.store.read() as tx:
        kept, day = await kept_table(tx, hub, name), today(await legal_now(tx))
    version = version_of(kept, number) if number else kept.versions.on(day) or kept.versions.versions[-1]
    return FoundTable(kept, version, day)
