"""What goes to those who pay: instructions in batches, each a message that the route takes to its one payer; and in
which of these lists somebody was.

A batch's number follows from its payer and what it is of, and the number in it from the place there, so that what is
sent again, after a restore from backup too, is known to the payer as the same.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal

from document_flow.money.obligation import Instruction
from hub.aggregates.kind import Needs
from hub.exchange.accept import store_messages
from hub.exchange.model import Origin
from hub.money.ledger import Bank
from hub.money.numbers import numbers_of
from hub.money.payers import payers
from hub.register.entity import Entity
from hub.register.merges import merged_among
from hub.register.reading import Reader
from hub.register.store import ENTITY, RegisterStore
from hub.store.tx import Rows, Tx, ids
from mappings.dates import PartialDate
from mappings.records import AllowancePayment, PaymentList
from routes.payments import OURS, SOURCE

_SIGNS: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_SMALL: Final = 3300


@dataclass(frozen=True, slots=True)
class Holder:
    """Who is paid, as the payer compares it: entity id, FIN, name, IBAN; that is empty where there is no account."""

    id: str
    fin: str
    name: str
    iban: str


@dataclass(frozen=True, slots=True)
class Payment:
    """An instruction on its way to its payer."""

    bank: Bank
    instruction: Instruction
    period: str
    holder: Holder


def batch_of(*of: object) -> str:
    """The number of a batch: the ledger's sign and nine digits to the base 36 that follow from what it is of."""
    number = int.from_bytes(hashlib.sha256("\n".join(map(str, of)).encode()).digest()[:8], "big")
    digits = []
    for _ in range(9):
        number, digit = divmod(number, len(_SIGNS))
        digits.append(_SIGNS[digit])
    return OURS + "".join(digits)


PaidTo = tuple[str, str]
"""A payee, and the key of the account that is paid to; empty where the payee has none."""


async def holders(needs: Needs, tx: Tx, wanted: Iterable[PaidTo]) -> dict[PaidTo, Holder]:
    """Who is paid; without those whom no payer could be told: no number, no FIN, no name."""
    asked = set(wanted)
    numbers = await numbers_of(needs, tx, [account for _, account in asked])
    whose = {
        each: (numbers[each[1]].payee, numbers[each[1]].iban) if each[1] else (each[0], "")
        for each in asked
        if not each[1] or each[1] in numbers
    }
    people = await people_of(needs, tx, {payee for payee, _ in whose.values()})
    found = {each: _holder(people.get(payee), payee, iban) for each, (payee, iban) in whose.items()}
    return {each: holder for each, holder in found.items() if holder is not None}


def _holder(person: Entity | None, payee: str, iban: str) -> Holder | None:
    said = person.attributes if person is not None else {}
    fin, name = said.get("fin"), " ".join(filter(None, (said.get("surname"), said.get("given_name"))))
    return Holder(payee, fin, name, iban) if fin and name else None


async def without_fin(needs: Needs, tx: Tx, payees: Iterable[str]) -> set[str]:
    """Those of them who have no FIN: payers know people by nothing else, and no file ever holds them."""
    people = await people_of(needs, tx, payees)
    return {name for name, each in people.items() if each.kind == "person" and "fin" not in each.attributes}


async def people_of(needs: Needs, tx: Tx, wanted: Iterable[str]) -> dict[str, Entity]:
    """Those who stand for these ids, read without a lock."""
    asked = sorted(set(wanted))
    rows = await tx.fetch(f"SELECT {ENTITY} FROM {{rows}} JOIN entities e ON e.id = r.id", rows=ids(asked))
    found = {row["id"]: needs.reader.store.entity(row) for row in rows}
    for each in await merged_among(tx, asked):
        stands = await needs.reader.by_id(tx, each)
        if stands is not None:
            found[each] = stands
    return found


async def hand_in(needs: Needs, tx: Tx, batch: str, payments: Sequence[Payment], today: date) -> None:
    """Hand a batch in, in the caller's transaction; handed in before, it goes again under the next number of a day."""
    payer = payments[0].instruction.payer
    day, serial = await _next_file(tx, payer, today)
    record = PaymentList(
        batch_id=batch,
        file_date=PartialDate(day.year, day.month, day.day),
        serial=serial,
        payer=payer,
        payments=tuple(map(_payment, payments)),
    )
    mark = f"payments:{batch}:{day}:{serial}"
    message = needs.planner.follow_up(SOURCE, record, [("batch", batch)], Origin("committee", None, 1), mark)
    await store_messages(tx, [message], await tx.now())


async def payment_lists_naming(tx: Tx, register: RegisterStore, fins: Sequence[str]) -> dict[str, int | None]:
    """The messages of lists in which somebody of these FINs was to be paid: the register knows of each payment by which
    messages. By message how many payments; None of a list that is another system's.
    """
    payments = await Reader(register).things_of_all(tx, "allowance_payment", fins)
    facts, batch = await register.all_facts(tx, payments), {each.id: each.attributes["batch_id"] for each in payments}
    counted = await tx.fetch(
        "SELECT i.batch, count(*) AS n FROM {rows} JOIN instructions i ON i.batch = r.batch GROUP BY i.batch",
        rows=Rows("batch text", [(each,) for each in sorted(set(batch.values()))]),
    )
    sizes = {row["batch"]: int(row["n"]) for row in counted}
    return {fact.source.message: sizes.get(batch[name]) for name, told in facts.items() for fact in told}


async def _next_file(tx: Tx, payer: str, today: date) -> tuple[date, int]:
    """The day and the number of the next file to this payer: today's, or of the first day that has room."""
    day = today
    while True:
        rows = await tx.fetch(
            "INSERT INTO payment_days (payer, day, files) VALUES (:payer, :day, 1)"
            " ON CONFLICT (payer, day) DO UPDATE SET files = payment_days.files + 1 WHERE payment_days.files < :most"
            " RETURNING files",
            {"payer": payer, "day": day.isoformat(), "most": payers()[payer].pays.files},
        )
        if rows:
            return day, int(rows[0]["files"])
        day += timedelta(days=1)


def _payment(each: Payment) -> AllowancePayment:
    amount = each.instruction.amount_qepik
    return AllowancePayment(
        batch_id=each.bank.batch,
        sequence=each.bank.seq,
        fin=each.holder.fin,
        iban=each.holder.iban or None,
        payee=each.holder.name,
        amount_qepik=amount,
        period=each.period,
        rate=_rate(amount),
    )


def _rate(amount: int) -> Literal[33, 60]:
    """The purpose that payers are told: the smaller rate for whole months of it alone."""
    return 33 if amount % _SMALL == 0 else 60
