"""From an issued list to money owed and on its way: obligations a chunk at a time, and what a list came to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from document_flow.context import Context, day_over
from document_flow.hands import Command
from document_flow.lists.entry import OVER, ListEntry
from document_flow.lists.state import ListHead
from document_flow.money.acts.correct import Correct
from document_flow.money.acts.instruct import Instruct
from document_flow.money.acts.list_again import ListAgain
from document_flow.money.acts.owe import Owe
from document_flow.money.obligation import Debt, Obligation
from document_flow.money.refusals import refusal
from document_flow.money.rules import MoneyRules
from document_flow.money.standing import Standing
from document_flow.outcome import Refusal
from document_flow.people import HUB
from hub.aggregates.kind import Needs
from hub.clock import SECOND
from hub.money.ledger import OF_ROW, Bank, Ledger, Move
from hub.money.payers import payers
from hub.money.sending import Holder, Payment, batch_of, hand_in, holders, without_fin
from hub.money.standing import rules_of
from hub.store.ids import parse_id
from hub.store.tx import Tx


@dataclass(frozen=True, slots=True)
class Desk:
    """The moment and the rules, once for many obligations. `silent_at`: by payer, after which an instruction is
    unanswered.
    """

    context: Context
    rules: MoneyRules
    silent_at: Mapping[str, int]

    @classmethod
    async def of(cls, needs: Needs, tx: Tx) -> Desk:
        """Of this moment."""
        context = await needs.context(tx)
        ends = {name: each.silence.end(context.today, context.calendar) for name, each in payers().items()}
        silent_at = {name: int(day_over(last).timestamp() * SECOND) for name, last in ends.items()}
        return cls(context, rules_of(needs), silent_at)

    def before(self, move: Move, related: frozenset[str] = frozenset()) -> Standing[Obligation]:
        """An obligation before the next command."""
        return Standing(move.state, self.context, self.rules, related=related)


async def owe_chunk(needs: Needs, tx: Tx, head: ListHead, chunk: int, entries: Sequence[ListEntry]) -> None:
    """Owe what a chunk's lines say and instruct each to the one who pays it, in the caller's transaction; repeated,
    nothing.

    `entries` are the lines that go out. One that nobody claims, whose account nobody can be told, or whose payee has no
    FIN, is owed and not instructed.
    A line of a correction changes what is owed already, by its signed difference, and so does one of arrears that is
    owed beside it; a line of another list that is owed already is owed once, and said again.
    """
    list_id = UUID(head.cut.list_id).hex
    desk, ledger = await Desk.of(needs, tx), Ledger(needs.sealer)
    lines = sorted(entries, key=lambda each: each.key)
    debts = [_debt(head, each, list_id) for each in lines]
    names = [UUID(desk.rules.obligation_id(each.person, each.right, each.period)).hex for each in debts]
    known = await ledger.by_ids(tx, names)
    moves = [known.setdefault(name, Move(name)) for name in names]
    for entry, debt, move in zip(lines, debts, moves, strict=True):
        _owe(desk, head, move, debt, entry.terms.get(OVER))
    asked = {(move.payee, entry.account) for entry, move in zip(lines, moves, strict=True) if move.events}
    able = await holders(needs, tx, asked)
    sending = Sending()
    for place, (entry, move) in enumerate(zip(lines, moves, strict=True)):
        payer = desk.rules.payer_of(entry.account)
        if not payer or not move.events or move.sent:
            continue
        if holder := able.get((move.payee, entry.account)):
            most = payers()[payer].pays.most
            bank = Bank(batch_of(payer, list_id, chunk, place // most), place % most + 1, list_id)
            sending.instruct(desk, move, entry.account, holder, bank)
    await ledger.save(tx, known.values())
    await sending.hand_in(needs, tx, desk)


def _owe(desk: Desk, head: ListHead, move: Move, debt: Debt, over: str | None) -> None:
    """What cannot be owed stays away, and the list's reconciliation has its difference at the top: so does what is
    owed beside another sum than the one that is owed.
    """
    known, name, qepik = move.state.debt, debt.list_id, debt.amount_qepik
    if over is not None and f"list:{name}" not in move.state.corrections and str(move.state.owed_qepik) != over:
        return
    command: Command = Owe(by=HUB, debt=debt)
    if known is not None and known.list_id != name:
        command = ListAgain(by=HUB, list_id=name, amount_qepik=qepik)
        if head.run.kind == "correction" or over is not None:
            command = Correct(by=HUB, delta_qepik=qepik, document=f"list:{name}", list_id=name)
    move.take(desk.before(move), command)


def _debt(head: ListHead, entry: ListEntry, list_id: str) -> Debt:
    person = parse_id(entry.person) or entry.person
    payee = parse_id(entry.payee) or entry.payee
    return Debt(
        person=person,
        payee="" if payee == person else payee,
        right=entry.right,
        period=entry.of_period or head.run.period,
        amount_qepik=entry.amount_qepik,
        list_id=list_id,
    )


class Sending:
    """Instructions of one hand that were decided, by the batch that takes them to their payer."""

    def __init__(self, by: str = HUB, related: frozenset[str] = frozenset()) -> None:
        self._by, self._related = by, related
        self._batches: dict[str, list[Payment]] = {}

    def instruct(self, desk: Desk, move: Move, account: str, holder: Holder, bank: Bank) -> Refusal | None:
        """Instruct what is due; why not."""
        refused = move.take(desk.before(move, self._related), Instruct(by=self._by, account=account))
        debt = move.state.debt
        if refused is not None or debt is None:
            return refused
        made = move.state.instructions[-1]
        move.sent[made.reference], move.silent_at = bank, desk.silent_at[made.payer]
        self._batches.setdefault(bank.batch, []).append(Payment(bank, made, debt.period, holder))
        return None

    async def hand_in(self, needs: Needs, tx: Tx, desk: Desk) -> None:
        """Each batch as a message of its own."""
        for batch, payments in self._batches.items():
            await hand_in(needs, tx, batch, payments, desk.context.today)


async def settled(needs: Needs, tx: Tx, list_id: str) -> tuple[int, int, int]:
    """What a list's obligations came to, in qəpik: paid, returned, open; with its shares of what others owed first."""
    del needs
    rows = await tx.fetch(
        "SELECT coalesce(sum(paid), 0) AS paid, coalesce(sum(returned), 0) AS returned, coalesce(sum(open), 0) AS open"
        " FROM (SELECT paid, returned, open FROM obligations WHERE list_id = :list"
        " UNION ALL SELECT paid, returned, open FROM obligation_shares WHERE list_id = :list) AS parts",
        {"list": parse_id(list_id) or list_id},
    )
    return int(rows[0]["paid"]), int(rows[0]["returned"]), int(rows[0]["open"])


async def instruct_again(needs: Needs, tx: Tx, payee: str, account: str) -> int:
    """What nobody has been paid yet, to the account that the payee has now; how many obligations."""
    payer = rules_of(needs).payer_of(account)
    rows = await tx.fetch(
        f"SELECT {OF_ROW} FROM obligations o WHERE o.payee = :payee AND o.status IN ('owed', 'refused')"
        " ORDER BY o.id LIMIT :most {lock o}",
        {"payee": payee, "most": payers()[payer].pays.most if payer else 0},
    )
    moves = [move for move in map(Ledger(needs.sealer).opened, rows) if move.payee == payee]
    return len(moves) if moves and await send_again(needs, tx, moves, account) is None else 0


async def send_again(
    needs: Needs, tx: Tx, moves: Sequence[Move], account: str, by: str = HUB, related: frozenset[str] = frozenset()
) -> Refusal | None:
    """Instruct these obligations of one payee in a batch of their own; why the first that is not is refused."""
    desk, sending = await Desk.of(needs, tx), Sending(by, related)
    payer, able = desk.rules.payer_of(account), await holders(needs, tx, {(each.payee, account) for each in moves})
    if not all((each.payee, account) in able for each in moves):
        lack = await without_fin(needs, tx, {each.payee for each in moves})
        return refusal("money.no_fin" if lack else "money.no_account")
    batch = batch_of(payer, *(f"{each.id}:{len(each.state.instructions)}" for each in moves))
    refused = [
        sending.instruct(desk, move, account, able[move.payee, account], Bank(batch, seq))
        for seq, move in enumerate(moves, 1)
    ]
    await Ledger(needs.sealer).save(tx, moves)
    await sending.hand_in(needs, tx, desk)
    return next((each for each in refused if each is not None), None)


async def resend(needs: Needs, tx: Tx, batch: str) -> int:
    """Hand in once more what is unanswered of a batch, to the payer that it was made for, under the same batch, numbers
    and references; how many.
    """
    rows = await tx.fetch(
        "SELECT i.reference, i.obligation_id, i.seq FROM instructions i WHERE i.batch = :batch AND i.status <> 'closed'"
        " ORDER BY i.seq {lock i}",
        {"batch": batch},
    )
    moves = await Ledger(needs.sealer).by_ids(tx, [row["obligation_id"] for row in rows])
    found = [(row["seq"], moves[row["obligation_id"]], row["reference"]) for row in rows]
    made = [(seq, move, move.state.instruction(reference)) for seq, move, reference in found]
    able = await holders(needs, tx, {(move.payee, each.account) for _, move, each in made if each is not None})
    payments = [
        Payment(Bank(batch, seq), each, move.state.debt.period, able[move.payee, each.account])
        for seq, move, each in made
        if move.state.debt is not None and each is not None and (move.payee, each.account) in able
        if each.payer in payers()
    ]
    if payments:
        desk = await Desk.of(needs, tx)
        await hand_in(needs, tx, batch, payments, desk.context.today)
        await tx.execute(
            "UPDATE instructions SET silent_at = :at WHERE batch = :batch AND status <> 'closed'",
            {"at": desk.silent_at[payments[0].instruction.payer], "batch": batch},
        )
    return len(payments)
