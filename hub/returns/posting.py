"""Letters about draws that a clerk has to send by post now: what is left where no message has reached the family.

Who is proven to have the letter, has a home by now, or is out is not among them; nor is who waits for a message. A
letter to a protected address is posted by who may see it, and is not among those of anybody else.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from document_flow.draws.reaching import to_post
from document_flow.words import Words
from hub.aggregates.aggregate_store import AggregateStore, WantedAggregates
from hub.aggregates.kind import Needs
from hub.returns.draws import DRAWS
from hub.returns.households import returning_all
from hub.returns.protected_families import hidden_from
from hub.store.tx import Tx


@dataclass(frozen=True, slots=True)
class ToPost:
    """One letter: the application and its case, the letter's number, day and file, and its draw at which version."""

    number: str
    case: str
    letter_no: str
    on: date
    sha256: str
    draw: str
    draw_name: Words
    version: int


async def letters_to_post(needs: Needs, tx: Tx, login: str) -> list[ToPost]:
    """Of all draws that have one those that this official may post, of the newest first."""
    tables, today, found = AggregateStore(needs.sealer, needs.hash), (await needs.context(tx)).today, []
    wanted = WantedAggregates(letter_on=today.isoformat(), most=50)
    while page := await tables.find(tx, DRAWS, wanted):
        for stored in page:
            draw, name = stored.state, DRAWS.name(stored.state)
            all_waiting = to_post(draw, today)
            kept = await hidden_from(needs, tx, login, all_waiting)
            waiting = [each for each in all_waiting if each not in kept]
            cases = {each.number: each.case for each in await returning_all(needs, tx, waiting)}
            for number in (each for each in waiting if each in cases):
                letter = draw.letters[number]
                told = (letter.no, letter.on, letter.sha256, stored.id, name, draw.length)
                found.append(ToPost(number, cases[number], *told))
        wanted = replace(wanted, below=page[-1].id)
    return found
