"""A household that returns, by the number of its application: its case, its people, its settlement and rooms.

FINs are read to ask who is related and to tell the register; none is kept in a move or a reintegration.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from document_flow.cases.speaking import is_minor
from document_flow.cases.state import Case
from document_flow.outcome import Refusal
from document_flow.people import HUB
from hub.aggregates.kind import Needs
from hub.programmes.case_store import CaseStore
from hub.programmes.cases import programme_of
from hub.programmes.relatives import family_of, is_related
from hub.programmes.speaking import ties_of
from hub.store.tx import Rows, Tx
from mappings.lineage import relation
from mappings.places import PLACES, Place

PROGRAMME: Final = "return"


@dataclass(frozen=True, slots=True)
class Returning:
    """`fins` are of the applicant, first, and of those who return together; `holds`: the decision is in force."""

    case: str
    number: str
    fins: tuple[str, ...]
    settlement: str
    persons: int
    rooms: int
    holds: bool


async def returning(needs: Needs, tx: Tx, number: str) -> Returning | None:
    """The household of that application; None where there is no such application to return."""
    rows = await tx.fetch(
        "SELECT c.id FROM cases c WHERE c.programme = :programme AND c.number = :number",
        {"programme": PROGRAMME, "number": number},
    )
    found = await CaseStore(needs.sealer, needs.hash).get(tx, rows[0]["id"]) if rows else None
    return _read(found.id, found.case) if found is not None else None


async def returning_all(needs: Needs, tx: Tx, numbers: Iterable[str]) -> list[Returning]:
    """The households of these applications, as many as there are, in one statement."""
    cases = CaseStore(needs.sealer, needs.hash)
    rows = await tx.fetch(
        "SELECT c.id, c.version, c.chain_hash, c.work_at, c.state_sealed FROM {rows}"
        " JOIN cases c ON c.number = r.number WHERE c.programme = :programme",
        {"programme": PROGRAMME},
        Rows("number text", [(each,) for each in dict.fromkeys(numbers)]),
    )
    return [_read(each["id"], cases.opened(each).case) for each in rows]


async def decided(needs: Needs, tx: Tx, settlement: str) -> list[Returning]:
    """All households whose decision to return to that settlement is in force, by number."""
    here, cases = PLACES.at(settlement), CaseStore(needs.sealer, needs.hash)
    rows = await tx.fetch(
        "SELECT c.id, c.version, c.chain_hash, c.work_at, c.state_sealed FROM cases c"
        " WHERE c.programme = :programme AND c.phase = 'in_effect' AND c.outcome = 'granted' ORDER BY c.number",
        {"programme": PROGRAMME},
    )
    found = (_read(each["id"], cases.opened(each).case) for each in rows)
    return [each for each in found if here is not None and is_same(here, each.settlement)]


def is_same(here: Place, settlement: str) -> bool:
    """Whether an application to that settlement is one to this place, whatever district either is of by name."""
    there = PLACES.at(settlement)
    return there is not None and relation(PLACES, here, there) == "same"


def people_of(needs: Needs, fins: Iterable[str]) -> tuple[str, ...]:
    """Keyed hashes of people who return: by these nobody is on two draws, nor moved twice."""
    return tuple(needs.hash("moves-person", each) for each in fins)


def _read(name: str, case: Case) -> Returning:
    application = case.application
    answers = application.answers if application is not None else {}
    others = programme_of(case).others(answers)
    return Returning(
        case=name,
        number=application.number if application is not None else "",
        fins=tuple(dict.fromkeys((case.subject, *others))),
        settlement=str(answers.get("məntəqə") or ""),
        persons=int(case.ruling.facts.get("nəfər") or 0) if case.ruling is not None else 0,
        rooms=int(case.row("otaq") or 0),
        holds=case.holds,
    )


async def related_to(needs: Needs, tx: Tx, login: str, cases: Iterable[str]) -> frozenset[str]:
    """The official, where one of the households is the official's own or a close relative's; else nobody."""
    if login == HUB:
        return frozenset()
    store = CaseStore(needs.sealer, needs.hash)
    for each in cases:
        found = await store.get(tx, each)
        if found is not None and await any_related(needs, tx, login, _read(each, found.case).fins):
            return frozenset((login,))
    return frozenset()


async def has_guardians(needs: Needs, tx: Tx, fins: Iterable[str], day: date) -> bool:
    """Whether beside each of them who is known to be a minor is a parent, or whose mandate to return is in force."""
    together = tuple(fins)
    for each in together:
        ties = await ties_of(tx, needs.reader, each)
        may = (ties.asking(who, PROGRAMME, day) for who in together if who not in ties.own)
        if ties.born is not None and is_minor(ties.born, day) and all(isinstance(found, Refusal) for found in may):
            return False
    return True


async def any_related(needs: Needs, tx: Tx, login: str, fins: Iterable[str]) -> bool:
    """Whether one of these people is the official, or close to the official."""
    store = CaseStore(needs.sealer, needs.hash)
    return any([await is_related(tx, store, login, each) for each in fins])


async def is_near(needs: Needs, tx: Tx, login: str, people: Iterable[str]) -> bool:
    """Whether one of these people is the official or close to the official; the hub itself is near to nobody."""
    wanted = frozenset(people) if login != HUB else frozenset[str]()
    family = await family_of(tx, CaseStore(needs.sealer, needs.hash), login) if wanted else ()
    return not wanted.isdisjoint(people_of(needs, family))
