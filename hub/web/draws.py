"""A draw's letters for officials' eyes: both doors hand out the same file, and the look stands in the history."""

from __future__ import annotations

from hub.access.people import Person
from hub.aggregates.aggregates import unknown
from hub.app import Hub
from hub.errors import NotFound, Words, found_or
from hub.programmes.case_reading import shown_case
from hub.returns.draws import DRAWS
from hub.returns.households import returning


async def letter_file(hub: Hub, person: Person, draw: str, sha256: str) -> bytes:
    """The PDF of a letter to a family without a home; NotFound."""
    async with hub.store.read() as tx:
        stored = found_or(await hub.aggregates.tables.get(tx, DRAWS, draw), unknown(DRAWS))
        number = next((each for each, letter in stored.state.letters.items() if letter.sha256 == sha256), "")
        household = found_or(
            await returning(hub.aggregates.needs, tx, number),
            NotFound("draws.no_letter", Words("Belə məktub yoxdur.", "There is no such letter.")),
        )
    await shown_case(hub.programmes.cases, person, household.case)
    return await hub.office.printing.content.read(sha256)
