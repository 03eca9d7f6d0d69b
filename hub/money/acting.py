"""What officers do to one obligation: instruct again, say that it was paid outside payers' files or came back, what
the bank wrote of it, correct what is owed, decide about what was paid too much.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from document_flow.act import Act
from document_flow.form import Form
from document_flow.hands import Command, EventOf
from document_flow.money.acts.answer_for_bank import AnswerForBank
from document_flow.money.acts.complain_overpayment import ComplainOverpayment
from document_flow.money.acts.correct import Correct
from document_flow.money.acts.decide_overpayment import DecideOverpayment, OverpaymentDecided
from document_flow.money.acts.return_outside import ReturnOutside
from document_flow.money.kernel import OBLIGATIONS
from document_flow.money.obligation import Obligation
from document_flow.money.refusals import refusal
from document_flow.money.standing import Standing
from document_flow.outcome import Refusal
from hub.aggregates.kind import Block, Needs
from hub.aggregates.reading import Said, read_field, samples_of
from hub.aggregates.showing import proposal_blocks
from hub.errors import Conflict, NotFound, Refused, Words, allowed, found_or
from hub.evidence.histories import HistoryLine
from hub.lists.owing import look_soon
from hub.money.accounts import accounts_of
from hub.money.ledger import Ledger, Move, lists_of
from hub.money.owing import Desk, send_again
from hub.money.replies import close_tasks
from hub.money.rest import instruct_rest
from hub.money.showing import obligation_blocks
from hub.money.standing import application, fin_of_person, related_to
from hub.store.ids import parse_id
from hub.store.store import snapshot
from hub.store.tx import Tx

_NO_ACT = Words("Belə əməl yoxdur; ola bilər: {}.", "There is no such act; there are: {}.")
_BY_DOCUMENT = (Correct, DecideOverpayment, AnswerForBank, ReturnOutside)
_FREES = {"corrected", "reply_taken"}
"""After these what has come to be owed beside it goes to the bank by itself."""
_LOOKED_AT = {"corrected", "overpayment_decided"}
"""What people do about what was paid after a death."""


@dataclass(frozen=True, slots=True)
class Opened:
    """An obligation as an officer sees it: `offers` are the acts open now, each with its form."""

    move: Move
    blocks: Sequence[Block]
    offers: Sequence[tuple[Act, Form]]
    history: Sequence[HistoryLine[EventOf[Obligation]]]
    standing: Standing[Obligation]


async def opened(needs: Needs, name: str, login: str) -> Opened:
    """One obligation; NotFound."""
    async with snapshot(needs.store) as tx:
        move = await _move(needs, tx, name, lock=False)
        lines = await Ledger(needs.sealer).lines(tx, name)
        standing = await _standing(needs, tx, move, login)
        standing = replace(standing, context=standing.context.told_of((each.actor, each.at) for each in lines))
        blocks = (
            *proposal_blocks(OBLIGATIONS, move.state.waiting, standing.context.directory),
            *await obligation_blocks(needs, tx, move.state),
        )
        extra = {**_guessed(move.state), **await _told(needs, tx, move)}
    offers = [
        (act, form)
        for act in OBLIGATIONS.acts
        for form in act.forms
        for days in [{each.name: standing.context.today for each in form.fields if each.input == "date"}]
        if any(_may(standing, act.asked(form, {**said, **days, **extra})) for said in samples_of(form, login))
    ]
    return Opened(move, blocks, offers, lines, standing)


async def proposals(needs: Needs, tx: Tx, login: str, most: int) -> list[tuple[Move, int, bool]]:
    """Obligations of which something waits for a second person, the longest first: since when, in microseconds, and
    whether this person may answer it.
    """
    found = [(move, since) for move, since in await Ledger(needs.sealer).proposals(tx, most)]
    return [
        (move, since, OBLIGATIONS.may_agree(await _standing(needs, tx, move, login), login)) for move, since in found
    ]


def _guessed(state: Obligation) -> dict[str, Any]:
    """What an officer would say, to ask the rules which acts are open: the sum in question, the last paper."""
    guessed: dict[str, Any] = {"amount_qepik": state.apart_qepik if state.apart_qepik > 0 else state.overpaid_qepik}
    return guessed | ({"paper": state.outside[-1].paper} if state.outside else {})


def _may(standing: Standing[Obligation], command: Command) -> bool:
    return not isinstance(OBLIGATIONS.decide(standing, command), Refusal)


async def act_on(needs: Needs, name: str, kind: str, login: str, says: Mapping[str, Said], seen: int) -> Move:
    """One act, on the version that was seen; HubError with the rule's code where it is refused."""
    act = OBLIGATIONS.by_kind.get(kind)
    if act is None or not act.forms:
        known = ", ".join(each.kind for each in OBLIGATIONS.acts if each.forms)
        raise Refused("aggregates.no_act", Words(_NO_ACT.az.format(known), _NO_ACT.en.format(known)), status=422)
    form = act.forms[0]
    typed = {each.name: read_field(each, says.get(each.name, each.chosen)) for each in form.fields}
    async with needs.store.write() as tx:
        await look_soon(tx, await lists_of(tx, [name]), after=0)
        move = await _move(needs, tx, name, lock=True)
        if move.state.length != seen:
            raise Conflict(
                "aggregates.stale",
                Words("Bu arada dəyişib. Baxıb təkrar edin.", "It has changed in the meantime. Look and try again."),
            )
        said = {"by": login, "on_behalf_of": None, "subject": "", **typed, **await _told(needs, tx, move)}
        allowed(await _done(needs, tx, move, act.asked(form, said)))
    return move


async def _done(needs: Needs, tx: Tx, move: Move, command: Any) -> Refusal | None:
    standing = await _standing(needs, tx, move, command.by)
    if command.kind == "instruct":
        return await send_again(needs, tx, [move], command.account, command.by, standing.related)
    if isinstance(command, ComplainOverpayment):
        person = move.state.debt.person if move.state.debt else ""
        complaint = await application(needs, tx, command.document, await fin_of_person(needs, tx, person))
        if complaint is None:
            return refusal("money.no_application")
        command = replace(command, document=complaint)
    if isinstance(command, _BY_DOCUMENT):
        document = await _document(tx, command.document)
        if document is None:
            return refusal("money.no_document")
        command = replace(command, document=document)
    refused = move.take(standing, command)
    if refused is None:
        kinds, desk = {event.kind for event in move.events}, await Desk.of(needs, tx)
        rest = await instruct_rest(needs, tx, desk, [move] if _FREES & kinds else [])
        await Ledger(needs.sealer).save(tx, [move])
        await rest.hand_in(needs, tx, desk)
        if _LOOKED_AT & kinds:
            await close_tasks(tx, [move.id])
    return refused


async def _move(needs: Needs, tx: Tx, name: str, *, lock: bool) -> Move:
    return found_or(
        (await Ledger(needs.sealer).by_ids(tx, [name], lock=lock)).get(name),
        NotFound("money.unknown_obligation", Words("Belə öhdəlik yoxdur.", "There is no such obligation.")),
    )


async def _standing(needs: Needs, tx: Tx, move: Move, login: str) -> Standing[Obligation]:
    person = move.state.debt.person if move.state.debt else ""
    fins = {await fin_of_person(needs, tx, each) for each in {person, move.payee}}
    related = [await related_to(needs, tx, login, fin) for fin in fins]
    return (await Desk.of(needs, tx)).before(move, frozenset[str]().union(*related))


async def _told(needs: Needs, tx: Tx, move: Move) -> dict[str, Any]:
    """What the hub alone knows of it: to which account, of whom too much is asked back, what is at the bank."""
    account = (await accounts_of(needs, tx, [move.payee])).get(move.payee, "")
    flying, against = move.state.in_flight, next(reversed(tuple(move.state.overpayments)), "")
    made = await Ledger(needs.sealer).lines(tx, move.id) if against else []
    decided = [
        each.event for each in made if isinstance(each.event, OverpaymentDecided) and each.event.document == against
    ]
    return {
        "against": against,
        "decided_by": decided[-1].by if decided else "",
        "account": account,
        "debtor": move.state.debt.person if move.state.debt else "",
        "reference": flying.reference if flying is not None else "",
    }


async def _document(tx: Tx, text: str) -> str | None:
    """The id of the registered document that is meant, by its id or the address of its page."""
    found = parse_id(text.rstrip("/").rpartition("/")[2])
    rows = await tx.fetch(
        "SELECT d.id FROM documents d WHERE d.id = :id AND d.reg_date IS NOT NULL", {"id": found or "0" * 32}
    )
    return found if rows else None
