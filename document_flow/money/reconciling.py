"""Reconciliation (üzləşmə): money in = paid + returned + open; what does not add up is named first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from document_flow.money.obligation import Instruction


@dataclass(frozen=True, slots=True)
class Odd:
    """What does not add up, by how many qəpik; `reference` is the instruction's, empty for the whole.

    difference: the whole does not add up; overpaid: the bank credited more than it was told; overreturned: more came
    back than was ever credited.
    """

    code: Literal["difference", "overpaid", "overreturned"]
    qepik: int
    reference: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reconciliation:
    """Sums in qəpik. `returned` never reached an account, or came back from it; of `open` nothing is known yet."""

    odd: tuple[Odd, ...]
    money_in: int
    paid: int
    returned: int
    open: int


def reconcile(money_in: int, instructions: Iterable[Instruction]) -> Reconciliation:
    """What the bank was given beside what its replies say of each instruction; read once, odd ones alone are kept.

    The difference of the whole comes first, then single ones, the largest first.
    """
    paid = returned = still_open = 0
    odd: list[Odd] = []
    for each in instructions:
        paid += each.paid_qepik
        returned += each.returned_qepik
        still_open += each.open_qepik
        if each.credited_qepik > each.amount_qepik:
            odd.append(Odd("overpaid", each.credited_qepik - each.amount_qepik, each.reference))
        if each.paid_qepik < 0:
            odd.append(Odd("overreturned", -each.paid_qepik, each.reference))
    odd.sort(key=lambda each: (-each.qepik, each.reference))
    difference = money_in - paid - returned - still_open
    whole = (Odd("difference", difference),) if difference else ()
    return Reconciliation(odd=(*whole, *odd), money_in=money_in, paid=paid, returned=returned, open=still_open)
