"""The end of a version of a decision table: proposed by one person, law once a second one has agreed to it."""

from __future__ import annotations

from document_flow.decisions.versions import Ending, TableVersion
from hub.app import Hub
from hub.documents.law.table_repository import Kept
from hub.documents.law.words import NO_TABLE, NO_VERSION
from hub.errors import NotFound, allowed, found_or
from hub.store.tx import Tx
from hub.web.office.law_bodies import EndingIn, RepealBody
from hub.web.office.proposals import CHANGES_LAW, settle
from hub.web.officials import Actor
from hub.web.words import WordsBody


async def kept_table(tx: Tx, hub: Hub, name: str) -> Kept:
    """The table of an address; NotFound where there is none."""
    return found_or(await hub.law.book.table(tx, name), NotFound("decisions.unknown", NO_TABLE))


def version_of(kept: Kept, number: int) -> TableVersion:
    """Its version of that number; NotFound where there is none."""
    return found_or(kept.versions.version(number), NotFound("decisions.no_version", NO_VERSION))


async def propose_ending(
    hub: Hub, official: Actor, table: str, number: int, wanted: EndingIn, expected: int | None
) -> tuple[Kept, str]:
    """The table as it stands, and the proposal that waits. HubError where the rules would not allow it."""
    official.need(*CHANGES_LAW)
    async with hub.store.read() as tx:
        kept = await kept_table(tx, hub, table)
    version_of(kept, number)
    if expected is not None and expected != kept.revision:
        raise await hub.law.enacting.stale(kept, expected)
    ending: Ending = wanted.ending(number)
    allowed(kept.versions.end(ending))
    title = WordsBody(az=kept.versions.title.az, en=kept.versions.title.en)
    settled = await settle(hub, official, "repeal", table, RepealBody(title=title, number=number, wanted=wanted))
    return kept, settled.id
