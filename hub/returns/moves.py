"""The room of moves: one day of one settlement on one screen, what is missing first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from document_flow.context import Context
from document_flow.draws.acts.leave import ForfeitHome, HandOverHome, WithdrawEntry
from document_flow.form import Option
from document_flow.hands import Command, EventOf
from document_flow.moves.acts.add_household import (
    AddHousehold,
    HomePassedOn,
    HouseholdWithdrew,
    PassHomeOn,
    WithdrawHousehold,
)
from document_flow.moves.acts.gather import MarkPresence
from document_flow.moves.acts.hand_over import HandOverKeys, KeysHandedOver, SignHandover
from document_flow.moves.acts.open_move import OpenMove
from document_flow.moves.acts.propose_work import PassOverWork, ProposeWork, WorkProposed
from document_flow.moves.acts.tell_services import NoteAnswer, ServicesTold
from document_flow.moves.kernel import ROOM
from document_flow.moves.refusals import refusal
from document_flow.moves.rules import METERED, SERVICES
from document_flow.moves.standing import Standing
from document_flow.moves.state import Household, Move, Told
from document_flow.outcome import Refusal
from document_flow.words import Words, az_sort_key
from hub.access.rights import Right
from hub.aggregates.aggregate_store import look_again
from hub.aggregates.aggregates import Aggregates
from hub.aggregates.kind import Block, Cell, ColumnOf, Kind, Needs, Step, Stored
from hub.clock import SECOND
from hub.register.reading import Reader
from hub.returns.acknowledged import ACKNOWLEDGING, acknowledged
from hub.returns.clock_acts import start_with_keys
from hub.returns.drawn_homes import Said, home_of, since_of, tell_draw
from hub.returns.foreseen import matched, surveyed
from hub.returns.handover import registered_handover, tablet_pages
from hub.returns.households import (
    Returning,
    any_related,
    has_guardians,
    is_same,
    people_of,
    related_to,
    returning,
    returning_all,
)
from hub.returns.papers import is_registered, is_word_of
from hub.returns.protected_families import hidden_from, protected_families
from hub.returns.reintegrations import open_reintegration
from hub.returns.stated import school_places
from hub.returns.telling import ROUTED, tell_of_moves
from hub.returns.vacancies import fitting, found_fitting, options_of, tell_of_work, vacancies_at, work_of
from hub.store.tx import Tx
from mappings.places import PLACES

_LOOKS, _FRESH = 5 * SECOND, 600 * SECOND
"""How soon it is looked at again while it has changed within so long: agencies mostly answer soon."""
_READY: Final = frozenset(("ready", "reserved", "allocated"))


async def _standing(needs: Needs, tx: Tx, stored: Stored[Move], by: str) -> Standing:
    cases = (each.case for each in stored.state.staying)
    related = await related_to(needs, tx, by, cases)
    return Standing(stored.state, await needs.context(tx), related=related)


async def _completes(needs: Needs, tx: Tx, stored: Stored[Move], command: Command) -> Command | Refusal:
    if isinstance(command, OpenMove):
        known = PLACES.at(command.settlement)
        return command if known is not None else refusal("moves.no_place", name=command.settlement)
    if isinstance(command, AddHousehold):
        return await _added(needs, tx, stored.state, command)
    if isinstance(command, ProposeWork | PassOverWork):
        return await found_fitting(needs, tx, stored.state, command)
    if isinstance(command, PassHomeOn | HandOverKeys | NoteAnswer) and not await is_registered(tx, command.document):
        return refusal("moves.unregistered", document=command.document)
    if isinstance(command, WithdrawHousehold):
        found = await returning(needs, tx, command.number)
        since = await since_of(needs, tx, command.number)
        said = found is None or await is_word_of(needs, tx, command.document, found, since)
        if said:
            return command
        return refusal("moves.no_word", document=command.document, number=command.number, day=since)
    lasting = await still_theirs(needs, tx, stored.state, command)
    return await registered_handover(needs, tx, stored.state, lasting) if isinstance(lasting, SignHandover) else lasting


async def still_theirs(needs: Needs, tx: Tx, move: Move, command: Command) -> Command | Refusal:
    """Nobody comes, or gets keys, whose decision or home is not theirs any more."""
    numbers: Sequence[str] = ()
    if isinstance(command, HandOverKeys | SignHandover):
        numbers = (command.number,)
    elif isinstance(command, MarkPresence):
        numbers = command.numbers if command.presence == "came" else ()
    for each in numbers:
        found = await returning(needs, tx, each)
        if found is None or not found.holds:
            return refusal("moves.withdrawn", number=each)
    if isinstance(command, HandOverKeys | SignHandover) and command.number in {each.number for each in move.staying}:
        given = await home_of(needs, tx, command.number)
        return command if given else refusal("moves.not_given", number=command.number)
    return command


async def _added(needs: Needs, tx: Tx, move: Move, command: AddHousehold) -> AddHousehold | Refusal:
    found = await returning(needs, tx, command.number)
    if found is None or not found.holds:
        return refusal("moves.withdrawn", number=command.number)
    context = await needs.context(tx)
    if await any_related(needs, tx, command.by, found.fins):
        return refusal("moves.related", name=context.directory.name(command.by))
    here = PLACES.at(move.settlement)
    if here is None or not is_same(here, found.settlement):
        return refusal("moves.other_settlement", number=command.number, place=found.settlement)
    if found.persons != len(found.fins):
        return refusal("moves.people", number=command.number, persons=found.persons, fins=len(found.fins))
    if not await has_guardians(needs, tx, found.fins, context.today):
        return refusal("moves.no_guardian", number=command.number)
    home = await home_of(needs, tx, command.number)
    if wrong := await _home(needs.reader, tx, home, found) if home else refusal("moves.not_given", number=found.number):
        return wrong
    return replace(command, home=home, case=found.case, persons=found.persons, people=people_of(needs, found.fins))


async def _home(reader: Reader, tx: Tx, home: str, found: Returning) -> Refusal | None:
    """Why the household cannot have that home."""
    unit = await reader.by_key(tx, "housing_unit", home)
    if unit is None or unit.attributes.get("state") not in _READY:
        return refusal("moves.no_home", home=home)
    rooms = int(unit.attributes.get("rooms") or 0)
    return None if rooms == found.rooms else refusal("moves.other_class", home=home, rooms=rooms, due=found.rooms)


async def _hidden(needs: Needs, tx: Tx, stored: Stored[Move], login: str) -> frozenset[str]:
    return await hidden_from(needs, tx, login, stored.state.households)


async def _fills(needs: Needs, tx: Tx, stored: Stored[Move]) -> Mapping[str, tuple[Option, ...]]:
    staying = stored.state.staying
    kept = await protected_families(needs, tx, await returning_all(needs, tx, (each.number for each in staying)))
    said = {each.number: each.number if each.number in kept else f"{each.number}, {each.home}" for each in staying}
    numbers = tuple(Option(number, Words(shown, shown)) for number, shown in said.items())
    keys = sorted((each.key for each in PLACES if each.until is None), key=az_sort_key)
    places = tuple(Option(key, Words(key, key)) for key in keys)
    works = options_of(await fitting(needs, tx, stored.state))
    return {"number": numbers, "numbers": numbers, "settlement": places, "work": works}


async def _follows(needs: Needs, tx: Tx, step: Step[Move]) -> None:
    """A family with its keys is followed up and told of; the draw that gave the home hears in the same commit."""
    told = bool(step.before.services)
    for event in step.events:
        if isinstance(event, KeysHandedOver):
            opened = await open_reintegration(needs, tx, step.id, step.after, event.household)
            await start_with_keys(needs, tx, opened, step.after.settlement)
        if isinstance(event, KeysHandedOver) and told:
            await tell_of_moves(needs, tx, step.after, [event.household])
        if isinstance(event, ServicesTold):
            await tell_of_moves(needs, tx, step.after, [each for each in step.after.staying if each.moved])
        if isinstance(event, WorkProposed):
            await tell_of_work(needs, tx, event)
        if said := _for_draw(event):
            await tell_draw(needs, tx, said)


def _for_draw(event: EventOf[Move]) -> Said | None:
    match event:
        case KeysHandedOver(by=by, household=household):
            return HandOverHome(by=by, number=household.number, document=household.handover)
        case HomePassedOn(by=by, household=household):
            return ForfeitHome(by=by, number=household.number, document=household.left_by, by_move=True)
        case HouseholdWithdrew(by=by, household=household):
            return WithdrawEntry(by=by, number=household.number, document=household.left_by)
        case _:
            return None


def _due(move: Move) -> bool:
    """Whether messages of services may still come."""
    acknowledging = {service for _, service in ACKNOWLEDGING.values()}
    open_ones = {name for name, told in move.services.items() if not told.is_answered}
    return move.phase == "planned" and not acknowledging.isdisjoint(open_ones)


async def _works(aggregates: Aggregates, stored: Stored[Move]) -> None:
    """What services have said of their notices by now. Where nothing is new nothing is written: the hub's turn comes
    again when this one is over, in a minute; a move that has just changed is looked at sooner.
    """
    async with aggregates.store.read() as tx:
        found = await acknowledged(aggregates.needs, tx, stored.state)
        sql = "SELECT a.id FROM aggregates a WHERE a.id = :id AND a.changed_at > :since"
        is_fresh = bool(await tx.fetch(sql, {"id": stored.id, "since": await tx.now() - _FRESH}))
    news = [each for each in found if each.is_news(stored.state.services[each.service])]
    for each in news:
        await aggregates.by_hub(MOVES, stored.id, each)
    if is_fresh and not news:
        async with aggregates.store.write() as tx:
            await look_again(tx, stored.id, _LOOKS)


def _shown(move: Move, context: Context) -> Sequence[Block]:
    standing = Standing(move, context)
    missing = list(_missing(standing)) if move.phase == "planned" else []
    return (
        Block(
            "missing",
            Words("Çatışmayanlar", "What is missing"),
            _MISSING_COLUMNS,
            missing,
            None if missing else _NOTHING_MISSING,
        ),
        Block(
            "plan",
            Words("Köç", "The move"),
            _PLAN_COLUMNS,
            [(move.settlement, move.gathers_at, move.point, standing.last_day)],
        ),
        Block(
            "households",
            Words("Ailələr", "Families"),
            _HOUSEHOLD_COLUMNS,
            [_row(each) for each in move.households.values()],
        ),
        Block("meters", Words("Sayğaclar", "Meters"), _METER_COLUMNS, list(_meters(move))),
        Block("convoy", Words("Karvan", "Convoy"), _CONVOY_COLUMNS, _convoy(move)),
        Block("services", Words("Xidmətlər", "Services"), _SERVICE_COLUMNS, list(_services(move, context))),
        *work_of(move),
    )


async def _more(needs: Needs, tx: Tx, stored: Stored[Move]) -> Sequence[Block]:
    """Before the day is over: who of those who move has work there, and what the settlement's people said."""
    move = stored.state
    if move.phase != "planned":
        return ()
    numbers = [each.number for each in move.staying]
    return [
        *await matched(needs, tx, numbers),
        *await vacancies_at(needs, tx, move.settlement),
        *await school_places(needs, tx, move.settlement, move.staying),
        *await surveyed(needs, tx, move.settlement),
    ]


def _missing(standing: Standing) -> Iterator[tuple[Cell, ...]]:
    """The most urgent first: families, then their papers, then services."""
    move, last = standing.state, standing.last_day
    for each in move.staying:
        if not each.moved:
            words = _WAITS[each.presence]
            yield (each.number, words, last if move.day <= standing.context.today else move.day)
    for each in move.staying:
        if each.moved:
            lacks = [words for lacking, words in _lacks(each) if lacking]
            for words in lacks:
                yield (each.number, words, None)
    for name, told in move.services.items():
        if not told.is_answered:
            yield (SERVICES[name], _waits(told, standing.context), told.due)


def _lacks(each: Household) -> Iterable[tuple[bool, Words]]:
    yield from ((name not in each.meters, _no_meter(name)) for name in METERED)
    yield (each.pupils > 0 and not each.school, Words("məktəb yeri yoxdur", "no places in a school"))
    yield (not each.clinic, Words("poliklinika yazılmayıb", "no clinic"))
    yield (not each.address, Words("müavinətin ünvanı yazılmayıb", "no address of the allowance"))


def _no_meter(name: Any) -> Words:
    title = SERVICES[name]
    return Words(f"sayğac yazılmayıb: {title.az}", f"no meter: {title.en}")


def _row(each: Household) -> tuple[Cell, ...]:
    state = _LEFT[each.left] if each.left else _MOVED if each.moved else _WAITS[each.presence]
    return (
        f"cases/{each.case}",
        each.number,
        each.home,
        each.persons,
        each.truck,
        state,
        each.handover,
        each.handed_on,
        each.pupils,
        each.school,
        each.clinic,
        each.address,
    )


def _meters(move: Move) -> Iterator[tuple[Cell, ...]]:
    for each in move.staying:
        for name, meter in each.meters.items():
            yield (each.number, SERVICES[name], meter.number, meter.reading)


def _convoy(move: Move) -> list[tuple[Cell, ...]]:
    found = sorted(move.trucks.items(), key=lambda each: each[1])
    return [
        (position, plate, ", ".join(each.number for each in move.staying if each.truck == plate))
        for plate, position in found
    ]


def _services(move: Move, context: Context) -> Iterator[tuple[Cell, ...]]:
    for name, told in move.services.items():
        how = _BY_HUB if name in ROUTED else _BY_OFFICER
        answer: Cell = told.answer or (_counted(told) if told.notices else "")
        state = _waits(told, context) if not told.is_answered else _ANSWERED_LATE if told.is_late else _ANSWERED
        yield (SERVICES[name], how, told.due, state, answer, told.answered_on, told.document)


def _waits(told: Told, context: Context) -> Words:
    if told.refused:
        return Words(f"İMTİNA: {told.refused} bildirişdən", f"REFUSED: {told.refused} of the notices")
    if told.untold:
        return Words(f"ÇATMAYIB: {told.untold} bildiriş", f"NOT REACHED by {told.untold} notices")
    return _LATE if told.due < context.today else _NO_ANSWER


def _counted(told: Told) -> Words:
    return Words(
        f"{told.notices} bildirişdən yerləşdirilib: {told.arranged}, imtina: {told.refused}",
        f"of {told.notices} notices arranged: {told.arranged}, refused: {told.refused}",
    )


def _columns(*pairs: tuple[str, str, str]) -> tuple[ColumnOf, ...]:
    return tuple(
        ColumnOf(code, Words(az, en), "id" if code == "case" else "", hides=code in _GIVE_AWAY)
        for code, az, en in pairs
    )


_GIVE_AWAY = frozenset(("home", "school", "clinic", "address", "meter"))
_NOTHING_MISSING = Words("Heç nə çatışmır.", "Nothing is missing.")
_NUMBER = ("number", "Müraciət", "Application")
_DUE = ("due", "Nə vaxtadək", "Until")
_MISSING_COLUMNS = _columns(("who", "Kim", "Who"), ("what", "Nə", "What"), _DUE)
_PLAN_COLUMNS = _columns(
    ("settlement", "Məntəqə", "Settlement"),
    ("gathers_at", "Toplanış vaxtı", "Gathers at"),
    ("point", "Toplanış yeri", "Gathering point"),
    ("last_day", "Açar üçün son gün †", "Last day for keys †"),
)
_HOUSEHOLD_COLUMNS = _columns(
    ("case", "İcraat", "Case"),
    _NUMBER,
    ("home", "Ev", "Home"),
    ("persons", "Nəfər", "Persons"),
    ("truck", "Maşın", "Truck"),
    ("state", "Vəziyyət", "State"),
    ("handover", "Akt", "Handover act"),
    ("handed_on", "Açar günü", "Keys on"),
    ("pupils", "Şagird", "Pupils"),
    ("school", "Məktəb", "School"),
    ("clinic", "Poliklinika", "Clinic"),
    ("address", "Müavinətin ünvanı", "Address of the allowance"),
)
_METER_COLUMNS = _columns(
    _NUMBER, ("service", "Xidmət", "Service"), ("meter", "Sayğac", "Meter"), ("reading", "Göstərici", "Reading")
)
_CONVOY_COLUMNS = _columns(
    ("position", "Yeri", "Place"), ("plate", "Maşın", "Truck"), ("numbers", "Ailələr", "Families")
)
_SERVICE_COLUMNS = _columns(
    ("service", "Xidmət", "Service"),
    ("how", "Kim bildirir", "Told by"),
    ("due", "Cavab günü", "Answers until"),
    ("state", "Vəziyyət", "State"),
    ("answer", "Cavab", "Answer"),
    ("on", "Cavabın günü", "Answered on"),
    ("document", "Sənəd", "Document"),
)
_WAITS = {
    "": Words("gözlənilir", "is expected"),
    "came": Words("gəlib, açar verilməyib", "came, has no keys"),
    "missing": Words("YOXDUR", "IS MISSING"),
}
_MOVED = Words("köçüb", "has moved")
_LEFT = {
    "withdrawn": Words("geri götürüb", "withdrew"),
    "not_moved_in": Words("köçməyib, ev növbəti ailəyə keçir", "has not moved; the home goes to the next"),
}
_NO_ANSWER = Words("cavab gözlənilir", "an answer is waited for")
_LATE = Words("cavab gecikir", "the answer is late")
_ANSWERED = Words("cavab verib", "has answered")
_ANSWERED_LATE = Words("GECİKMƏ İLƏ cavab verib", "has answered LATE")
_BY_HUB = Words("hab", "the hub")
_BY_OFFICER = Words("məsul şəxs (tapşırıq)", "the officer (a task)")
MOVES: Final = Kind(
    of=ROOM,
    part="return",
    rights=(Right.CASES,),
    phase=lambda move: move.phase or "none",
    closed=frozenset(("closed", "cancelled")),
    name=lambda move: Words(f"{move.settlement}, {move.day:%d.%m.%Y}", f"{move.settlement}, {move.day:%d.%m.%Y}"),
    standing=_standing,
    shown=_shown,
    more=_more,
    hidden=_hidden,
    holds=lambda move: move.holds,
    completes=_completes,
    follows=_follows,
    leads=tablet_pages,
    fills=_fills,
    due=_due,
    works=_works,
)
