"""Draws as a kind of aggregates: what is shown, what one holds alone, what the hub does when a term has passed.

Held alone: a wave of a place, a home that a draw gives, a family on a draw. A draw that ended without a result holds
nothing; one that was held keeps what families have, and the families that may still get a home by it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from time import monotonic
from typing import Final

from document_flow.context import BAKU, Context, day_over
from document_flow.draws.acts.announce import AnnounceDraw
from document_flow.draws.acts.draft_list import DraftList, ListDrafted
from document_flow.draws.acts.freeze import FreezeDraw
from document_flow.draws.acts.leave import ForfeitHome, WithdrawEntry
from document_flow.draws.acts.offer import AnswerOffer, LapseOffer, OfferHome
from document_flow.draws.acts.place_family import PlaceFamily
from document_flow.draws.acts.pull_slip import WITNESSES, PullSlip
from document_flow.draws.acts.reach import PostLetter
from document_flow.draws.acts.tell import NumberLetters
from document_flow.draws.families import Family
from document_flow.draws.kernel import ROOM
from document_flow.draws.letters import unnumbered, unwritten
from document_flow.draws.order import slips_of
from document_flow.draws.reaching import looks_at, next_way, post_from, to_post
from document_flow.draws.refusals import refusal
from document_flow.draws.standing import Standing
from document_flow.draws.state import Draw
from document_flow.form import Option
from document_flow.hands import OFFICERS, Command
from document_flow.outcome import Refusal
from document_flow.people import HUB, Directory
from document_flow.words import Words
from hub.access.rights import Right, rights_of
from hub.aggregates.aggregate_store import AggregateStore, look_again
from hub.aggregates.aggregates import Aggregates
from hub.aggregates.kind import Block, Kind, Needs, Step, Stored
from hub.clock import SECOND
from hub.returns.draw_letters import letter_for, next_telling, numbered, tell_of_letters
from hub.returns.draw_proofs import note_published
from hub.returns.draw_tables import candidates_of, letters_of, published_at, tables_of, to_be_placed
from hub.returns.drawn_families import DRAWS_ROOM, MOVES_ROOM, families_for, held_family, held_home, held_person
from hub.returns.foreseen import surveyed
from hub.returns.homes import unfit_homes
from hub.returns.households import decided, is_near, returning, returning_all
from hub.returns.list_papers import draft_of, last_approved, list_paper
from hub.returns.papers import is_registered, is_word_of, registered_on
from hub.returns.protected_families import hidden_from, protected_families
from hub.returns.vacancies import vacancies_at
from hub.store.ids import new_id
from hub.store.tx import Tx
from mappings.lineage import present
from mappings.places import PLACES

_LIVE: Final = ("announced", "frozen", "drawn")
_TURN_S: Final = 1.0


def held(draw: Draw) -> Iterator[str]:
    """What no other draw may have at the same time."""
    if draw.phase not in _LIVE:
        return
    plan, is_drawn = draw.plan, draw.phase == "drawn"
    yield f"{plan.place}, dalğa {plan.wave}"
    homes = (*draw.homes.values(), *(each.number for each in plan.placed)) if is_drawn else plan.numbers
    yield from map(held_home, homes)
    families = still_in(draw) if is_drawn else (entry.number for entry in draw.entries)
    for each in (*families, *draw.placings):
        yield held_family(each)
        yield from map(held_person, draw.people.get(each, ()))


def still_in(draw: Draw) -> Iterator[str]:
    """Of a draw that was held: who has a home, and who may get one that is not handed over yet."""
    rooms = {each.number: each.rooms for each in draw.order}
    open_classes = {rooms[number] for number in draw.homes if not _moved_in(draw, number)}
    for each in draw.order:
        if each.number in draw.homes or (each.number not in draw.out and each.rooms in open_classes):
            yield each.number


def _moved_in(draw: Draw, number: str) -> bool:
    return number in draw.offers and draw.offers[number].status == "moved_in"


async def _standing(needs: Needs, tx: Tx, stored: Stored[Draw], by: str) -> Standing:
    near = await is_near(needs, tx, by, people_in(stored.state))
    return Standing(stored.state, await needs.context(tx), related=frozenset((by,)) if near else frozenset())


def people_in(draw: Draw) -> Iterator[str]:
    """Keyed hashes of all who return with the families of its list."""
    return (person for people in draw.people.values() for person in people)


async def _completes(needs: Needs, tx: Tx, stored: Stored[Draw], command: Command) -> Command | Refusal:
    if isinstance(command, NumberLetters):
        return await numbered(needs, tx, stored.id, stored.state, command)
    if isinstance(command, AnnounceDraw):
        return await _announced(needs, tx, command)
    if isinstance(command, DraftList | FreezeDraw) and stored.state.phase == "announced":
        return await _listed(needs, tx, stored, command)
    return await _said(needs, tx, stored.state, command)


async def _said(needs: Needs, tx: Tx, draw: Draw, command: Command) -> Command | Refusal:
    match command:
        case PlaceFamily():
            return await _placed(needs, tx, draw, command)
        case PullSlip(pull=pull):
            able = {each.value for each in _witnesses((await needs.context(tx)).directory)}
            if not able.issuperset(pull.witnesses) or await _near(needs, tx, pull.witnesses, people_in(draw)):
                return refusal("draws.witnesses", count=WITNESSES)
            return command
        case PostLetter(by=by, number=number) if await hidden_from(needs, tx, by, (number,)):
            return refusal("draws.letter_kept", number=number)
        case OfferHome() | AnswerOffer() | WithdrawEntry():
            return await _about_family(needs, tx, draw, command) or command
        case ForfeitHome(document=document) if document:
            known = await is_registered(tx, document)
            return (await _on_its_way(needs, tx, command.number) or command) if known else _unregistered(document)
        case _:
            return command


async def _about_family(
    needs: Needs, tx: Tx, draw: Draw, command: OfferHome | AnswerOffer | WithdrawEntry
) -> Refusal | None:
    """Why it is not said of a family whose decision is in force, by a registered letter or by the family's own word."""
    found = await returning(needs, tx, command.number)
    gives = isinstance(command, OfferHome) or (isinstance(command, AnswerOffer) and command.accepted)
    if found is None or (gives and not found.holds):
        return refusal("draws.not_decided", numbers=command.number)
    if isinstance(command, OfferHome):
        return await _by_letter(tx, command) if command.document else None
    if isinstance(command, WithdrawEntry):
        moving = await _on_its_way(needs, tx, command.number)
        if moving is not None:
            return moving
    if found.holds and command.document in draw.heard:
        return refusal("draws.word_used", document=command.document)
    if isinstance(command, WithdrawEntry) and command.by_case and command.number not in draw.offers:
        return None  # about a home that was offered a word of before says nothing
    since = spoken_since(draw, command.number)
    said = not command.document or await is_word_of(needs, tx, command.document, found, since)
    return None if said else refusal("draws.no_word", document=command.document, number=command.number, day=since)


async def _on_its_way(needs: Needs, tx: Tx, number: str) -> Refusal | None:
    """Whether it is on a move day, where its leaving is said."""
    moving = await AggregateStore(needs.sealer, needs.hash).keepers(tx, MOVES_ROOM, (number,))
    return refusal("draws.on_its_way", number=number) if moving else None


def _unregistered(document: str) -> Refusal:
    return refusal("draws.unregistered", document=document)


async def _by_letter(tx: Tx, command: OfferHome) -> Refusal | None:
    """Why no registered letter can have been with the family on that day."""
    day = await registered_on(tx, command.document)
    if day is None:
        return _unregistered(command.document)
    return refusal("draws.notice_day", day=command.notified_on) if command.notified_on < day else None


def spoken_since(draw: Draw, number: str) -> date:
    """From which day on what that family says may be about this draw: the proven notice for an answer, and for a
    withdrawal the day of its acceptance, of the freeze or, with a home placed beforehand, of the announcement.
    """
    offer = draw.offers.get(number)
    if offer is not None:
        return offer.accepted_on or offer.notified_on
    return (draw.announced_at if number in draw.placings else draw.frozen_at).astimezone(BAKU).date()


async def _announced(needs: Needs, tx: Tx, command: AnnounceDraw) -> Command | Refusal:
    """The place by its key, however it was typed, so that a wave of it is one; of homes that are there and free."""
    found = PLACES.named(command.plan.place)
    now = present(PLACES, found) if found is not None else ()
    if len(now) != 1:
        return refusal("draws.place_unknown", place=command.plan.place)
    plan = replace(command.plan, place=now[0].key)
    if plan.unsound((await needs.context(tx)).directory):  # which says more plainly what was typed
        return replace(command, plan=plan)
    return await unfit_homes(needs, tx, (*plan.homes, *plan.placed), plan.place) or replace(command, plan=plan)


async def _listed(needs: Needs, tx: Tx, stored: Stored[Draw], command: DraftList | FreezeDraw) -> Command | Refusal:
    """Families by their decided cases, for homes that are still there and free."""
    draw = stored.state
    if isinstance(command, FreezeDraw) and command.document and not await is_registered(tx, command.document):
        return _unregistered(command.document)
    if unfit := await unfit_homes(needs, tx, (*draw.plan.homes, *draw.plan.placed), draw.plan.place, stored.id):
        return unfit
    families = tuple(await families_for(needs, tx, draw.plan.place, posted=True))
    if near := await _near(needs, tx, (command.by, draw.announced_by), _people(families)):
        return near
    if isinstance(command, DraftList):
        return replace(command, families=families, document=new_id())
    paper, approved = await list_paper(needs, tx, command.document), await last_approved(needs, tx, draw.drafts)
    return replace(command, families=families, paper=paper, approved=approved)


async def _placed(needs: Needs, tx: Tx, draw: Draw, command: PlaceFamily) -> Command | Refusal:
    if command.document and not await is_registered(tx, command.document):
        return _unregistered(command.document)
    found = [each for each in await families_for(needs, tx, draw.plan.place) if each.number == command.number]
    near = await _near(needs, tx, (command.by, draw.announced_by), _people(found))
    return near or replace(command, family=next(iter(found), None))


def _people(families: Iterable[Family]) -> Iterator[str]:
    return (person for each in families for person in each.people)


async def _near(needs: Needs, tx: Tx, logins: Iterable[str], people: Iterable[str]) -> Refusal | None:
    """Who is near to one of these people neither announces a draw of theirs, nor freezes it, nor places them."""
    wanted = tuple(people)
    for login in logins:
        if await is_near(needs, tx, login, wanted):
            return refusal("draws.related", name=(await needs.context(tx)).directory.name(login))
    return None


async def _more(needs: Needs, tx: Tx, stored: Stored[Draw]) -> Sequence[Block]:
    """Where everybody fetches what it published, and whose home it gives away; before the freeze, who would be on the
    list, which vacancies the settlement has and what its people said; of one held, letters.
    """
    draw, found = stored.state, [published_at(f"/v1/{DRAWS_ROOM}/{stored.id}/published.json")]
    found.append(to_be_placed(draw, await _protected(needs, tx, draw)))
    if draw.phase == "announced":
        families = candidates_of(await families_for(needs, tx, draw.plan.place, posted=True))
        place = draw.plan.place
        return [families, *found, *await vacancies_at(needs, tx, place), *await surveyed(needs, tx, place)]
    today = (await needs.context(tx)).today
    return [*([letters_of(stored.id, draw, today)] if draw.letters or draw.letter_nos else []), *found]


async def _protected(needs: Needs, tx: Tx, draw: Draw) -> Sequence[str]:
    """The applications of families with a protected address that are on its list, or would be if they were not."""
    if draw.phase not in _LIVE:
        return ()
    if draw.phase == "announced":
        listed = await decided(needs, tx, draw.plan.place)
        busy = {each.number for each in await families_for(needs, tx, draw.plan.place) if each.busy}
    else:
        listed = await returning_all(needs, tx, (each.number for each in draw.entries))
        busy = {*draw.out, *(each.number for each in draw.entries if _moved_in(draw, each.number))}
    return [each for each in await protected_families(needs, tx, listed) if each not in busy]


async def _hidden(needs: Needs, tx: Tx, stored: Stored[Draw], login: str) -> frozenset[str]:
    draw = stored.state
    numbers = [*(each.number for each in draw.entries), *draw.placings]
    if draw.phase == "announced":
        numbers += [each.number for each in await decided(needs, tx, draw.plan.place)]
    return await hidden_from(needs, tx, login, numbers)


async def _fills(needs: Needs, tx: Tx, stored: Stored[Draw]) -> Mapping[str, tuple[Option, ...]]:
    context, draw = await needs.context(tx), stored.state
    directory, pulled = context.directory, {each.entry for each in draw.pulls}
    offered = [number for number, each in draw.offers.items() if each.status == "offered"]
    given = {each.home for each in draw.placings.values()}
    late = [
        number
        for number, each in draw.offers.items()
        if each.status == "accepted" and each.move_in_until is not None and each.move_in_until < context.today
    ]
    moving = await AggregateStore(needs.sealer, needs.hash).keepers(tx, MOVES_ROOM, late)
    witnesses = _witnesses(directory)
    asked = draw.plan.parties if draw.phase == "announced" else tuple(draw.commitments)
    done = draw.commitments if draw.phase == "announced" else draw.values
    return {
        "parties": tuple(Option(each, directory.title(each)) for each in sorted(directory.groups)),
        "party": tuple(Option(each, directory.title(each)) for each in asked if each not in done),
        "pulls": tuple(_option(each.number) for each in draw.entries if each.number not in pulled),
        "slip": tuple(_option(each) for each in _slips_left(draw)),
        "first_witness": witnesses,
        "second_witness": witnesses[1:] + witnesses[:1],
        "to_offer": tuple(_option(each, home) for each, home in draw.homes.items() if each not in draw.offers),
        "to_answer": tuple(_option(each, draw.homes[each]) for each in offered),
        "to_forfeit": tuple(_option(each, draw.homes[each]) for each in late if each not in moving),
        "to_withdraw": tuple(
            _option(each) for each in (*(e.number for e in draw.entries), *draw.placings) if each not in draw.out
        ),
        "to_post": tuple(_option(each) for each in to_post(draw, context.today)),
        "to_prove": tuple(_option(each) for each, letter in draw.letters.items() if letter.notified_on is None),
        "home": tuple(_option(each.number) for each in draw.plan.placed if each.number not in given),
        "notified_on": (_option(context.today.isoformat()),),
    }


def _witnesses(directory: Directory) -> tuple[Option, ...]:
    """Whoever is in office and can see what to confirm; first those who do not draw themselves."""
    found = sorted(
        (each for each in directory.officials.values() if each.active and rights_of(each.roles) & {*DRAWS.rights}),
        key=lambda each: (not each.roles.isdisjoint(OFFICERS), each.name),
    )
    return tuple(Option(each.login, Words(each.name, each.name)) for each in found)


def _slips_left(draw: Draw) -> Sequence[str]:
    """First those of the family that pulls next."""
    pulled = {(each.rooms, each.slip) for each in draw.pulls}
    waiting = {each.entry for each in draw.pulls}
    classes = dict.fromkeys(each.rooms for each in draw.entries if each.number not in waiting)
    return [
        f"{rooms}/{slip}"
        for rooms in classes
        for slip in range(1, slips_of(draw.plan, draw.entries, rooms) + 1)
        if (rooms, slip) not in pulled
    ]


def _option(value: str, home: str = "") -> Option:
    shown = f"{value} → {home}" if home else value
    return Option(value, Words(shown, shown))


def _due(draw: Draw) -> bool | datetime:
    if unwritten(draw):
        return True
    lasts = [day_over(each.answer_until) for each in draw.offers.values() if each.status == "offered"]
    return min((*lasts, *looks_at(draw)), default=False)


async def _works(aggregates: Aggregates, stored: Stored[Draw]) -> None:
    """An offer whose term has passed without an answer lapses, and the home goes to the next family; then whom one way
    has not reached is told by the next; then who was drawn and has no home is written to, for a second at a time.
    """
    async with aggregates.store.write() as tx:
        today = (await aggregates.needs.context(tx)).today
        offers = stored.state.offers.items()
        over = [n for n, each in offers if each.status == "offered" and each.answer_until < today]
        untold = [n for n in stored.state.letters if next_way(stored.state, n, today) not in (None, "letter")]
        if not over and not untold and not unwritten(stored.state):  # what is known of legal time may lag a second
            await look_again(tx, stored.id, SECOND)
            return
    if over:
        await aggregates.by_hub(DRAWS, stored.id, LapseOffer(by=HUB, number=min(over)))
    elif untold:
        telling = await next_telling(aggregates.needs, stored.state, untold[0])
        await aggregates.by_hub(DRAWS, stored.id, telling)
    else:
        await _write(aggregates, stored)


async def _write(aggregates: Aggregates, stored: Stored[Draw]) -> None:
    """Numbers for a chunk, then a letter a transaction; whoever is slower than another finds it done already."""
    draw, until = stored.state, monotonic() + _TURN_S
    if unnumbered(draw):
        draw = (await aggregates.by_hub(DRAWS, stored.id, NumberLetters(by=HUB))).state
    while (waiting := unwritten(draw)) and monotonic() < until:
        command = await letter_for(aggregates.needs, stored.id, draw, waiting[0])
        if command is None:
            return
        draw = (await aggregates.by_hub(DRAWS, stored.id, command)).state


async def _follows(needs: Needs, tx: Tx, step: Step[Draw]) -> None:
    """A list is a document in the same commit; what is published is a leaf; letters are told of."""
    for event in step.events:
        if isinstance(event, ListDrafted):
            await draft_of(needs, tx, step.after.plan, event)
    await note_published(tx, step)
    await tell_of_letters(needs, tx, step)


def _shown(draw: Draw, context: Context) -> Sequence[Block]:
    return tables_of(draw, context)


def _name(draw: Draw) -> Words:
    place, wave = draw.plan.place, draw.plan.wave
    return Words(f"{place}, {wave} nömrəli dalğa", f"{place}, wave {wave}")


DRAWS: Final = Kind(
    of=ROOM,
    part="return",
    rights=(Right.CASES, Right.LISTS, Right.DOCUMENTS),
    name=_name,
    standing=_standing,
    shown=_shown,
    more=_more,
    hidden=_hidden,
    closed=frozenset(("cancelled", "void")),
    holds=held,
    completes=_completes,
    follows=_follows,
    fills=_fills,
    veiled=frozenset(("to_post",)),
    due=_due,
    works=_works,
    letter_on=post_from,
    unguessed=frozenset(
        ("confirm_public_value", "confirm_pulls", "draft_list", "freeze_draw", "place_family", "reveal_value")
    ),
)
