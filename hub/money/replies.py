"""What payers say of payments, many rows at once, and what their silence says; late, repeated, in whatever order.

As an internal destination the ledger also hears of deaths, and has people look at what was paid after one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from document_flow.money.acts.take_reply import TakeReply
from document_flow.money.obligation import Reply
from document_flow.money.refusals import refusal
from document_flow.money.rules import SILENCE
from document_flow.people import HUB
from hub.access.parties import HOUSE
from hub.aggregates.kind import Needs
from hub.exchange.apply import Applied
from hub.exchange.model import Job
from hub.exchange.states import DeliveryState
from hub.exchange.translate import Translator
from hub.lists.owing import look_soon
from hub.money.ledger import Ledger, Move, lists_of
from hub.money.owing import Desk
from hub.money.payers import payers
from hub.money.rest import instruct_rest
from hub.money.sending import PaidTo, holders
from hub.store.ids import parse_id
from hub.store.legal_time import LEGAL_NOW
from hub.store.tx import Row, Rows, Tx
from mappings.records import AllowancePayment, PersonChange, Record
from routes.payments import is_our_reply
from routes.person_changes import is_death

DEATH: Final = "death"
"""The kind of the task: a death was registered for a month before one that was paid."""


@dataclass(frozen=True, slots=True)
class Said:
    """What is said of one instruction, of its obligation. `fin` is whom the payer paid, `sender` the party that says
    so; both are empty where it is silent.
    """

    place: int
    command: TakeReply
    obligation: str
    fin: str = ""
    sender: str = ""


async def take_replies(needs: Needs, tx: Tx, replies: Sequence[AllowancePayment], sender: str) -> list[str | None]:
    """Take these of a party's in, in their order; of each the code by which it is refused, None where it is not."""
    asked = sorted({(each.batch_id, each.sequence) for each in replies})
    rows = await tx.fetch(
        "SELECT i.batch, i.seq, i.reference, i.obligation_id, i.payer FROM {rows}"
        " JOIN instructions i ON i.batch = r.batch AND i.seq = r.seq",
        rows=Rows("batch text, seq int", asked),
    )
    known = {(row["batch"], row["seq"]): row for row in rows}
    codes: list[str | None] = [refusal("money.no_instruction", reference="").code] * len(replies)
    said = []
    for place, each in enumerate(replies):
        if row := known.get((each.batch_id, each.sequence)):
            said.append(Said(place, _command(row, each), row["obligation_id"], each.fin, sender))
    for one, code in zip(said, await _take(needs, tx, said), strict=True):
        codes[one.place] = code
    return codes


async def _take(needs: Needs, tx: Tx, said: Sequence[Said]) -> list[str | None]:
    ledger, desk = Ledger(needs.sealer), await Desk.of(needs, tx)
    names = {each.obligation for each in said}
    await look_soon(tx, await lists_of(tx, names))
    moves = await ledger.by_ids(tx, names)
    fins = await _fins(needs, tx, [(moves[each.obligation], each.command.reference) for each in said])
    codes = [_one(desk, moves[each.obligation], each, fins) for each in said]
    rest = await instruct_rest(needs, tx, desk, [each for each in moves.values() if each.events])
    await ledger.save(tx, moves.values())
    await rest.hand_in(needs, tx, desk)
    return codes


async def _fins(needs: Needs, tx: Tx, made: Iterable[tuple[Move, str]]) -> Mapping[PaidTo, str]:
    """Who is paid by each."""
    sent = [(move.payee, move.state.instruction(reference)) for move, reference in made]
    found = await holders(needs, tx, {(payee, each.account) for payee, each in sent if each is not None})
    return {paid_to: each.fin for paid_to, each in found.items()}


def _one(desk: Desk, move: Move, said: Said, fins: Mapping[PaidTo, str]) -> str | None:
    command, sent = said.command, move.state.instruction(said.command.reference)
    if said.sender and sent is not None:
        # Whoever was not told to pay knows nothing of it: a "refused" of another would have it paid twice.
        if said.sender not in (sent.payer, *HOUSE):
            return refusal("money.other_payer").code
        if fins.get((move.payee, sent.account), said.fin) != said.fin:
            return refusal("money.other_person").code
    refused = move.take(desk.before(move), command)
    return refused.code if refused is not None else None


def _command(row: Row, each: AllowancePayment) -> TakeReply:
    payer, result = payers().get(row["payer"]), each.result or ""
    code = payer.code_of(result) if payer is not None else result
    day = date.fromisoformat(str(each.paid_on)) if each.paid_on is not None and each.paid_on.day else None
    reply = Reply(code=code, bank_reference=each.bank_reference or "", value_day=day)
    return TakeReply(by=HUB, reference=row["reference"], reply=reply)


async def silence_step(needs: Needs) -> int:
    """Of what was instructed and not answered in time it is not known any more what it came to; how many."""
    async with needs.store.write() as tx:
        rows = await tx.fetch(
            "SELECT i.reference, i.obligation_id FROM instructions i"
            f" WHERE i.silent_at <= {LEGAL_NOW} ORDER BY i.silent_at LIMIT :most",
            {"most": 500},
        )
        silent = Reply(code=SILENCE)
        said = [
            Said(0, TakeReply(by=HUB, reference=row["reference"], reply=silent), row["obligation_id"]) for row in rows
        ]
        if said:
            await _take(needs, tx, said)
            await tx.execute(
                "UPDATE instructions SET silent_at = NULL WHERE reference IN (SELECT r.reference FROM {rows})",
                rows=Rows("reference text", [(row["reference"],) for row in rows]),
            )
    return len(rows)


@dataclass(frozen=True, slots=True)
class MoneyHeard:
    """The internal destination `money`: payers' answers, and deaths."""

    needs: Needs
    translator: Translator

    async def apply(self, tx: Tx, job: Job, now: int) -> Applied:
        """FAILED with the rule's code where the answer is of no payment, or contradicts an earlier one."""
        records = self.translator.records(job)
        codes = await self.take(tx, records, job.origin.party)
        for record in records:
            if isinstance(record, PersonChange) and is_death(record):
                await _note_death(tx, record, now)
        code = next(filter(None, codes), None)
        return Applied(DeliveryState.FAILED if code else DeliveryState.DELIVERED, code)

    async def take(self, tx: Tx, records: Sequence[Record], party: str) -> list[str | None]:
        """The answers of a payer's among these rows; of each the code by which it is refused."""
        ours = [(place, each) for place, each in enumerate(records) if is_our_reply(each)]
        codes: list[str | None] = [None] * len(records)
        replies = [each for _, each in ours if isinstance(each, AllowancePayment)]
        refused = await take_replies(self.needs, tx, replies, party) if replies else ()
        for (place, _), code in zip(ours, refused, strict=True):
            codes[place] = code
        return codes


async def _note_death(tx: Tx, change: PersonChange, now: int) -> None:
    """A task for people for each payment of a month after the one of the death; said again, it is the same task."""
    died, person = change.person.death_date, parse_id(change.person.person_id or "")
    if died is None or person is None:
        return
    month = f"{died.year:04d}-{died.month or 12:02d}"
    await tx.execute(
        "INSERT INTO payment_tasks (obligation_id, kind, opened_at)"
        " SELECT o.id, :kind, :now FROM obligations o WHERE o.person = :person AND o.period > :month"
        " AND o.status IN ('sent', 'unknown', 'outside', 'paid', 'overpaid') ON CONFLICT DO NOTHING",
        {"kind": DEATH, "now": now, "person": person, "month": month},
    )


async def close_tasks(tx: Tx, obligations: Iterable[str]) -> None:
    """A death that was looked at is no task any more; what a recipient says of the money is closed with its check."""
    for each in obligations:
        await tx.execute(
            "UPDATE payment_tasks SET closed_at = hub_now() WHERE obligation_id = :id AND kind = :kind"
            " AND closed_at IS NULL",
            {"id": each, "kind": DEATH},
        )
