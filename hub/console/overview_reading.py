"""What the overview tells, read once for all who look."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from hub.app import Hub
from hub.console.standing import Seen, Standing, standing
from hub.exchange.changes import Change, changes_between
from hub.exchange.refusals import refused_lately
from hub.exchange.steering import operations_by_name, paused_routes
from hub.store.tx import Row, Tx
from hub.watch.causes import Cause, read_causes
from hub.watch.depths import Held, read_depths
from hub.watch.paces import HOUR, last_grown, paces
from hub.web.agency_book import Book, read_book

TOP = 5


@dataclass(frozen=True, slots=True)
class Overview:
    """The whole hub at one moment."""

    book: Book
    seen: Seen
    standings: Sequence[Standing]
    causes: Sequence[Cause]
    held: Sequence[Held]
    refused: Sequence[Row]
    changes: Sequence[Change]
    paused_routes: Mapping[str, Row]

    @property
    def now(self) -> int:
        """When it was read."""
        return self.seen.now

    def of(self, name: str) -> Standing | None:
        """How one agency stands."""
        return next((each for each in self.standings if each.agency.name == name), None)


async def read_overview(tx: Tx, hub: Hub) -> Overview:
    """All of it, in one reading transaction."""
    book, now = await read_book(tx, hub), await tx.now()
    causes = await read_causes(tx)
    depths, held = await read_depths(tx, hub.destinations, causes)
    seen = Seen(
        now=now,
        operations=await operations_by_name(tx),
        depths=depths,
        last=await last_grown(tx),
        minutes=await paces(tx, "minute", now - HOUR),
        hours=await paces(tx, "hour", now - 24 * HOUR),
    )
    return Overview(
        book=book,
        seen=seen,
        standings=[standing(agency, seen) for agency in book.all if agency.is_known],
        causes=causes,
        held=held,
        refused=await refused_lately(tx, now - 24 * HOUR),
        changes=await changes_between(tx, now - 30 * 24 * HOUR, now, 10),
        paused_routes=await paused_routes(tx),
    )
