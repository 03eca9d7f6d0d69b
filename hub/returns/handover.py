"""The handover act of a home that both sides sign on a screen: its text by what the hub knows now, and its document.

Who may sign for the family follows from its case and the register; nobody types it. The act is registered in the commit
that hands over the keys, by the hub's own hand: it rests on two signatures and goes along no path.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any, Final

from document_flow.cases.speaking import Ties, is_minor
from document_flow.documents.acts.create import Create
from document_flow.documents.acts.register import Register
from document_flow.documents.facts import FileRef
from document_flow.moves.acts.hand_over import SignHandover
from document_flow.moves.handover import ADULT, HandoverText, HomeReceiver
from document_flow.moves.refusals import refusal
from document_flow.moves.state import Household, Move
from document_flow.outcome import Refusal
from document_flow.people import HUB
from document_flow.words import Words
from hub.aggregates.kind import Lead, Needs
from hub.programmes.case_words import CAPACITIES
from hub.programmes.speaking import is_dead, ties_of
from hub.register.entity import Entity
from hub.returns.households import PROGRAMME, returning
from hub.returns.protected_families import hidden_from, protected_families
from hub.store.ids import new_id
from hub.store.tx import Tx

_NAMES: Final = ("surname", "given_name", "patronymic")
_FOR_ANOTHER: Final = ("proxy", "guardian", "curator")
"""Mandates of a person for an adult; an institution signs on paper, whose hand it is stands nowhere."""


def tablet_pages(move: Move) -> Sequence[Lead]:
    """Of each family that has come and has no keys, where its act is signed."""
    waiting = [each for each in move.staying if each.presence == "came" and not each.moved]
    return [
        Lead(f"handover/{each.case}", Words(f"Aktı ekranda imzala: {each.number}", f"Sign the act here: {each.number}"))
        for each in (waiting if move.phase == "planned" else ())
    ]


async def handover_text(
    needs: Needs, tx: Tx, move: Move, household: Household, login: str, day: date
) -> HandoverText | None:
    """The act of that day by which this official hands over; None of a family that there is not, whose home this
    official is not shown, or of which the register does not know somebody.
    """
    found = await returning(needs, tx, household.number)
    official = (await needs.context(tx)).directory.officials.get(login)
    if found is None or official is None or await hidden_from(needs, tx, login, (household.number,)):
        return None
    known = await needs.reader.by_fins(tx, found.fins)
    if known.keys() != {*found.fins}:
        return None
    return HandoverText(
        number=household.number,
        settlement=move.settlement,
        home=household.home,
        rooms=found.rooms,
        day=day,
        people=await _people(needs, tx, known, found.fins, day),
        official=official.name,
        position=official.position.az,
    )


async def _people(
    needs: Needs, tx: Tx, known: dict[str, Entity], fins: Sequence[str], day: date
) -> tuple[HomeReceiver, ...]:
    """The living of the family, the applicant first, then whoever has a mandate in force for an adult of it."""
    ties = {fin: await ties_of(tx, needs.reader, fin) for fin in fins if not is_dead(known[fin])}
    adults = {fin: each for fin, each in ties.items() if each.born is not None and not is_minor(each.born, day)}
    nobody = frozenset[str]().union(*(each.against for each in ties.values()))
    acting = {
        who.who: who
        for each in adults.values()
        for who in each.representatives(PROGRAMME, day)
        if who.capacity in _FOR_ANOTHER and who.who not in nobody.union(fins)
    }
    outside = await needs.reader.by_fins(tx, acting)
    family = (_receiver(needs, fin, known[fin], ADULT if _signs(fin, adults, nobody, day) else None) for fin in ties)
    others = (
        replace(_receiver(needs, fin, outside[fin], CAPACITIES[who.capacity]), born="", receives=False)
        for fin, who in sorted(acting.items())
        if fin in outside and not is_dead(outside[fin])
    )
    return (*family, *others)


def _signs(fin: str, adults: dict[str, Ties], nobody: frozenset[str], day: date) -> bool:
    """Whether one of the family signs: of age, under no guardian, and nobody of the family is kept from them."""
    if fin not in adults or fin in nobody:
        return False
    return all(each.capacity == "proxy" for each in adults[fin].representatives(PROGRAMME, day))


def _receiver(needs: Needs, fin: str, person: Entity, quality: Words | None) -> HomeReceiver:
    said: dict[str, Any] = dict(person.attributes)
    name = " ".join(str(said[each]) for each in _NAMES if said.get(each))
    born = ".".join(reversed(str(said.get("birth_date") or "").split("-")))
    return HomeReceiver(name=name, subject=needs.hash("fin", fin), born=born, quality=quality)


def shown_mark(needs: Needs, login: str, text: HandoverText) -> str:
    """By what the hub knows that it has shown this text to this official: nobody else can make it."""
    return needs.hash("handover-text", f"{login}\x00{text.written().decode()}")


async def registered_handover(needs: Needs, tx: Tx, move: Move, command: SignHandover) -> SignHandover | Refusal:
    """The command with the number of its act, registered in this transaction; what the rules refuse then undoes it."""
    household = move.households.get(command.number)
    if household is None or household.moved:
        return command
    text = await handover_text(needs, tx, move, household, command.by, command.day)
    if text is None or shown_mark(needs, command.by, text) != command.shown:
        return refusal("moves.act_changed")
    context, rules = await needs.context(tx), needs.staff.rules
    unit, found = context.directory.officials[command.by].unit, await returning(needs, tx, command.number)
    is_protected = bool(await protected_families(needs, tx, [found] if found is not None else ()))
    create = Create(
        by=command.by,
        document="internal",
        title=f"Təhvil-təslim aktı: {command.number}",
        unit=unit,
        access="restricted" if is_protected else "open",
        files=(FileRef("akt.pdf", "application/pdf", command.size, command.sha256, main=True),),
    )
    register = Register(by=HUB, file=rules.file_for(unit, context.today.year))
    return replace(command, document=await needs.drafts.signed_in_person(tx, new_id(), create, register))
