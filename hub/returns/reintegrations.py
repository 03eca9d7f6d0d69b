"""The room of reintegrations: one a household that has its keys; follow-ups come due by themselves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, time
from typing import Final

from document_flow.context import BAKU, Context
from document_flow.form import Option
from document_flow.hands import Command
from document_flow.moves.state import Household, Move
from document_flow.outcome import Refusal
from document_flow.people import HUB
from document_flow.reintegrations.acts.household import CallFollowUp, OpenReintegration
from document_flow.reintegrations.acts.refer import AnswerReferral
from document_flow.reintegrations.acts.start_clock import StartClock
from document_flow.reintegrations.kernel import ROOM
from document_flow.reintegrations.standing import Standing, refusal
from document_flow.reintegrations.state import AFTER_MONTHS, NOTHING, Reintegration
from document_flow.words import Words
from hub.access.rights import Right
from hub.aggregates.aggregate_store import AggregateStore, WantedAggregates, look_again
from hub.aggregates.aggregates import Aggregates
from hub.aggregates.kind import Block, Cell, ColumnOf, Kind, Needs, Stored
from hub.register.counting.hiding import hidden, with_totals
from hub.returns.households import related_to
from hub.returns.papers import is_registered
from hub.returns.protected_families import hidden_from
from hub.returns.stated import stated
from hub.store.ids import new_id
from hub.store.tx import Tx

LEAST: Final = 5
"""Figures of fewer households are not shown, nor what would tell them; as those of the register's counts."""
_PAGE: Final = 500
_AGAIN: Final = 1_000_000


async def open_reintegration(needs: Needs, tx: Tx, move: str, state: Move, household: Household) -> str:
    """Its id, in the transaction that hands over the keys. HubError where the household has one already."""
    command = OpenReintegration(
        by=HUB,
        number=household.number,
        case=household.case,
        move=move,
        settlement=state.settlement,
        home=household.home,
        persons=household.persons,
        moved_on=household.handed_on or state.day,
    )
    stored = Stored(new_id(), REINTEGRATIONS.room, NOTHING)
    return (await Aggregates.of(needs, {}).carried(tx, REINTEGRATIONS, stored, command)).id


async def _standing(needs: Needs, tx: Tx, stored: Stored[Reintegration], by: str) -> Standing:
    cases = [stored.state.case] if stored.state.case else []
    return Standing(stored.state, await needs.context(tx), related=await related_to(needs, tx, by, cases))


async def _completes(_needs: Needs, tx: Tx, _stored: Stored[Reintegration], command: Command) -> Command | Refusal:
    """An act and an answer are registered documents."""
    if isinstance(command, StartClock | AnswerReferral) and not await is_registered(tx, command.document):
        code = "reintegrations.no_act" if isinstance(command, StartClock) else "reintegrations.no_document"
        return refusal(code, document=command.document)
    return command


async def _fills(_needs: Needs, _tx: Tx, stored: Stored[Reintegration]) -> Mapping[str, tuple[Option, ...]]:
    state = stored.state
    waiting = tuple(
        Option(str(number), Words(f"{number}: {each.body}", f"{number}: {each.body}"))
        for number, each in enumerate(state.referrals, 1)
        if each.is_open
    )
    return {"referral": waiting, "settlement": (Option(state.settlement, Words(state.settlement, state.settlement)),)}


def _due(state: Reintegration) -> bool | datetime:
    found = state.next_call
    return datetime.combine(found.due, time(), BAKU) if found is not None else False


async def _works(aggregates: Aggregates, stored: Stored[Reintegration]) -> None:
    """The next follow-up is due: from now on it stands first."""
    found = stored.state.next_call
    if found is None:
        return
    async with aggregates.store.write() as tx:
        if (await aggregates.needs.context(tx)).today < found.due:  # what is known of legal time may lag a second
            await look_again(tx, stored.id, _AGAIN)
            return
    await aggregates.by_hub(REINTEGRATIONS, stored.id, CallFollowUp(by=HUB, months=found.months))


def _shown(state: Reintegration, context: Context) -> Sequence[Block]:
    clock = state.clock
    term = [(clock.document, clock.settlement, clock.started_on, clock.ends_on)] if clock is not None else []
    plan = (f"moves/{state.move}", _of_case(state.case), state.settlement, state.home, state.persons, state.moved_on)
    referrals = [
        (number, each.body, each.text, each.due, each.revoked or each.answer, each.document)
        for number, each in enumerate(state.referrals, 1)
    ]
    visits = [(each.months, each.due, each.found) for each in state.follow_ups]
    return (
        Block(
            "tasks",
            Words("İndi nə edilməlidir", "What has to be done now"),
            _TASK_COLUMNS,
            list(_tasks(state, context)),
        ),
        Block("household", Words("Ailə", "Household"), _HOUSEHOLD_COLUMNS, [plan]),
        Block("needs", Words("Ehtiyaclar", "Needs"), (_NEED,), [(each,) for each in state.needs]),
        Block("referrals", Words("Yönləndirmələr", "Referrals"), _REFERRAL_COLUMNS, referrals),
        Block("follow_ups", Words("Təkrar baxışlar", "Follow-ups"), _VISIT_COLUMNS, visits),
        Block("clock", Words("Üçillik müddət", "The three years"), _CLOCK_COLUMNS, term, None if term else _NO_CLOCK),
    )


def _tasks(state: Reintegration, context: Context) -> Iterator[tuple[Cell, ...]]:
    for visit in state.follow_ups:
        if visit.called and not visit.found and state.phase == "open":
            late = visit.due < context.today
            yield (_LATE if late else _VISIT)[visit.months], visit.due
    for each in state.referrals:
        if each.is_open:
            late = each.due < context.today
            yield (
                Words(f"{each.body}: cavab gecikir", f"{each.body}: the answer is late")
                if late
                else Words(f"{each.body}: cavab gözlənilir", f"{each.body}: has to answer"),
                each.due,
            )


async def _more(needs: Needs, tx: Tx, stored: Stored[Reintegration]) -> Sequence[Block]:
    state = stored.state
    said = await stated(needs, tx, state.settlement, state.number)
    return [*said, await settlement_report(needs, tx, state.settlement)]


async def _hidden(needs: Needs, tx: Tx, stored: Stored[Reintegration], login: str) -> frozenset[str]:
    """The one family's, by its case."""
    state = stored.state
    return frozenset((_of_case(state.case),)) if await hidden_from(needs, tx, login, (state.number,)) else frozenset()


def _of_case(case: str) -> str:
    return f"cases/{case}"


async def settlement_report(needs: Needs, tx: Tx, settlement: str) -> Block:
    """How many households of a settlement stand where; what would tell of fewer than LEAST is hidden."""
    tables, counts, wanted = AggregateStore(needs.sealer, needs.hash), [0] * len(_STANDS), WantedAggregates(most=_PAGE)
    while page := await tables.find(tx, REINTEGRATIONS, wanted):
        for each in page:
            if each.state.settlement == settlement:
                counts[_stands(each.state)] += 1
        wanted = WantedAggregates(most=_PAGE, below=page[-1].id)
    table = with_totals([[each] for each in counts])
    away = hidden(table, LEAST)
    rows = [(words, "…" if (number, 0) in away else table[number][0]) for number, words in enumerate((*_STANDS, _ALL))]
    return Block("report", Words(f"Hesabat: {settlement}", f"Report: {settlement}"), _REPORT_COLUMNS, rows, _HIDDEN)


def _stands(state: Reintegration) -> int:
    if state.phase == "closed":
        return 0
    if any(each.is_open for each in state.referrals):
        return 1
    return 2 if state.needs and not state.referrals else 3


_STANDS = (
    Words("bağlanıb", "closed"),
    Words("qurumun cavabı gözlənilir", "a body has to answer"),
    Words("ehtiyacı var, yönləndirilməyib", "needs something, not referred"),
    Words("izlənilir", "followed up"),
)
_ALL = Words("Cəmi ailə", "Households in all")
_HIDDEN = Words(
    f"“…” – {LEAST} ailədən az və ya onu bildirən rəqəm", f"“…” is fewer than {LEAST}, or what would tell it"
)
_VISIT = {each: Words(f"{each} aydan sonrakı baxış", f"{each}-month follow-up") for each in AFTER_MONTHS}
_LATE = {each: Words(f"{words.az}: gecikir", f"{words.en}: late") for each, words in _VISIT.items()}
_NO_CLOCK = Words(
    "Məntəqəni və günü göstərən akt qeydə alınmayıb: müddət hesablanmır və proqnoz verilmir.",
    "No act that names settlement and day is registered: no term runs, and nothing is forecast.",
)
_NEED = ColumnOf("need", Words("Ehtiyac", "Need"))
_DUE_ON = ColumnOf("due", Words("Nə vaxtadək", "Until"))
_DOCUMENT = ColumnOf("document", Words("Sənəd", "Document"))
_PLACE = ColumnOf("settlement", Words("Məntəqə", "Settlement"))
_TASK_COLUMNS = (ColumnOf("what", Words("Nə", "What")), _DUE_ON)
_HOUSEHOLD_COLUMNS = (
    ColumnOf("move", Words("Köç", "Move"), "id"),
    ColumnOf("case", Words("İcraat", "Case"), "id"),
    _PLACE,
    ColumnOf("home", Words("Ev", "Home"), hides=True),
    ColumnOf("persons", Words("Nəfər", "Persons")),
    ColumnOf("moved_on", Words("Köçdüyü gün", "Moved on")),
)
_REFERRAL_COLUMNS = (
    ColumnOf("number", Words("№", "No.")),
    ColumnOf("body", Words("Qurum", "Body")),
    ColumnOf("text", Words("Nə istənilib", "What was asked")),
    _DUE_ON,
    ColumnOf("answer", Words("Cavab və ya geri alma səbəbi", "Answer, or why it was revoked")),
    _DOCUMENT,
)
_VISIT_COLUMNS = (
    ColumnOf("months", Words("Ay", "Months")),
    ColumnOf("due", Words("Vaxtı", "Due")),
    ColumnOf("found", Words("Nəticə", "What it found")),
)
_CLOCK_COLUMNS = (
    _DOCUMENT,
    _PLACE,
    ColumnOf("started_on", Words("Başlanğıc", "From")),
    ColumnOf("ends_on", Words("Son gün", "Last day")),
)
_REPORT_COLUMNS = (ColumnOf("stands", Words("Vəziyyət", "Stands")), ColumnOf("households", Words("Ailə", "Households")))
REINTEGRATIONS: Final[Kind[Reintegration]] = Kind(
    of=ROOM,
    part="return",
    rights=(Right.CASES,),
    phase=lambda state: state.phase or "none",
    closed=frozenset(("closed",)),
    name=lambda state: Words(f"{state.settlement}, {state.number}", f"{state.settlement}, {state.number}"),
    standing=_standing,
    shown=_shown,
    more=_more,
    hidden=_hidden,
    holds=lambda state: (state.number, f"⌂ {state.home}") if state.number else (),
    within=lambda state: state.move or None,
    completes=_completes,
    fills=_fills,
    due=_due,
    works=_works,
)
