"""The register is told where a household lives now, and services that have a route that somebody comes to them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from connectors.agencies import AGENCIES
from document_flow.moves.state import Household, Move
from hub.aggregates.kind import Needs
from hub.exchange.accept import store_messages
from hub.exchange.model import Origin
from hub.exchange.person_news import PersonNews
from hub.programmes.speaking import is_dead
from hub.returns.households import returning
from hub.returns.papers import pdf_of
from hub.store.tx import Tx
from mappings.dates import PartialDate
from mappings.identity import is_person_number
from mappings.records import Person, PlacedResidence
from mappings.registered import HousingUnit
from mappings.rights_of_use import RightOfUse
from routes.programme_effects import SOURCE
from routes.recipients import PERSON_CHANGE, SERVICE_NOTICE, told_when
from routes.rights_of_use import SOURCE as RIGHT

_MOVED: Final = "registered_residence"
"""By what services are told a move (`routes/recipients.yaml`); a residence that a visit found tells them nothing."""
ROUTED: Final = frozenset(
    each.at_moves
    for each in AGENCIES
    if any(_MOVED in told_when(each.name, service) for service in (PERSON_CHANGE, SERVICE_NOTICE))
)
"""The services of a move whose agencies are told by a route that somebody lives elsewhere now."""


def mark_of(household: Household) -> str:
    """By what the messages about a household that moved are found again."""
    return f"move:{household.number}:{household.home}"


async def tell_of_moves(needs: Needs, tx: Tx, move: Move, households: Iterable[Household]) -> None:
    """Once of each person of the households where they live since when, and of each home that it was handed over; of
    the right to use it where the handover act is a PDF. Whoever has died moved nowhere, and has no right to use it.
    """
    made, origin, now = [], Origin("committee", None, 1), await tx.now()
    news = PersonNews(needs.reader.store, needs.planner)
    for each in households:
        found, mark = await returning(needs, tx, each.number), mark_of(each)
        if found is None:
            continue
        known = await needs.reader.whole.by_fins(tx, found.fins)
        dead = {fin for fin, person in known.items() if is_dead(person)}
        since = PartialDate.from_text(str(each.handed_on))
        lives = PlacedResidence(place=move.settlement, address=each.address or None, since=since)
        made += [
            needs.planner.follow_up(
                SOURCE, Person(fin=fin, actual_residence=lives), [("fin", fin)], origin, f"{mark}:lives:{number}"
            )
            for number, fin in enumerate(found.fins)
            if fin not in dead
        ]
        right = await _right(needs, tx, move, each, found.fins[0]) if found.fins[0] not in dead else None
        if right is not None:
            made.append(needs.planner.follow_up(RIGHT, right, [("fin", right.fin)], origin, f"{mark}:right"))
        unit = HousingUnit(unit_id=each.home, rooms=found.rooms, state="handed_over")
        made.append(needs.planner.follow_up(SOURCE, unit, [], origin, mark))
        people = {person.id: (person, {_MOVED}) for fin, person in known.items() if fin not in dead}
        made += await news.of(tx, people, origin, f"{mark}:services", now)
    await store_messages(tx, made, now)


async def _right(needs: Needs, tx: Tx, move: Move, household: Household, head: str) -> RightOfUse | None:
    """What the head of the household may use; None without an act to show, or of somebody without a FIN."""
    act = await pdf_of(needs, tx, household.handover)
    if act is None or household.handed_on is None or is_person_number(head):
        return None
    return RightOfUse(
        fin=head,
        home=household.home,
        settlement=move.settlement,
        address=household.address or None,
        since=household.handed_on,
        act_no=household.handover,
        act_sha256=act.sha256,
    )
