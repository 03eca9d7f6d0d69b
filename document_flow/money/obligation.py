"""An obligation (öhdəlik): what is owed to a person by one right for one period, and each attempt to pay it.

obligation → instruction → reply, append-only; sums are whole qəpik. What an instruction came to follows from the set
of its replies alone, so that neither their order nor their repetition changes a sum; once closed, none opens it again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal

from pydantic import TypeAdapter

from document_flow.money.rules import Meaning
from document_flow.money.shares import CameTo, Share, divide
from document_flow.second_person import Proposal


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What the payer says of an instruction; without an amount it says it of the whole.

    `bank_reference` is the payer's own number: the same meaning under the same number is the same reply. `meaning` is
    what the payer's table makes of `code`.
    """

    code: str
    amount_qepik: int | None = None
    bank_reference: str = ""
    value_day: date | None = None
    meaning: Meaning = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Instruction:
    """One attempt (ödəniş tapşırığı). Its `reference` and its `payer` are the same whenever it is sent, so that it is
    paid once. Without an `account` it is paid into the payee's own hands.
    """

    reference: str
    payer: str
    account: str
    amount_qepik: int
    replies: tuple[Reply, ...] = ()

    @property
    def credited_qepik(self) -> int:
        """What reached the account, whether it came back or not."""
        return self._said("paid")

    @property
    def returned_qepik(self) -> int:
        """What came back, or never reached it and never will."""
        return self._said("returned") + (self._rest if self.is_refused else 0)

    @property
    def paid_qepik(self) -> int:
        """What stayed there."""
        return self.credited_qepik - self._said("returned")

    @property
    def open_qepik(self) -> int:
        """Of what it is not known yet whether it is paid."""
        return 0 if self.is_refused else self._rest

    @property
    def is_refused(self) -> bool:
        """Whether the bank has said that it does not pay it, or not the rest of it."""
        return any(each.meaning == "refused" for each in self.replies)

    @property
    def status(self) -> Literal["open", "unknown", "closed"]:
        """`unknown`: sent and never answered. Only a closed one lets another be made."""
        if not self.open_qepik:
            return "closed"
        return "unknown" if {each.meaning for each in self.replies} == {"unknown"} else "open"

    @property
    def _rest(self) -> int:
        return max(self.amount_qepik - self.credited_qepik, 0)

    def _said(self, meaning: Meaning) -> int:
        said = [each.amount_qepik for each in self.replies if each.meaning == meaning]
        return max(sum(each for each in said if each is not None), self.amount_qepik if None in said else 0)


Way = Literal["treasury_cheque", "post", "cash_desk"]
"""How money comes to a payee without the bank's file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outside:
    """What was paid outside payers' files: by the paper of that number, on that day."""

    way: Way
    paper: str
    paid_on: date
    amount_qepik: int


Verdict = Literal["upheld", "rejected"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Complaint:
    """About the decision of that document on an overpayment. Without a verdict it waits."""

    against: str
    decided_by: str
    linked_by: str
    verdict: Verdict | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Debt:
    """What an issued list says is owed: an entry of it that was not withheld. `payee`: where another is paid for
    them.
    """

    person: str
    right: str
    period: str
    amount_qepik: int
    list_id: str
    payee: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Obligation:
    """`corrections` are signed differences, `overpayments` what was decided about what was paid too much: each in
    qəpik by its document. `corrected_by` made the former. `outside` was paid outside payers' files. `shares` are
    what lists and decisions say, in their order; `tried_qepik` is how much of what is owed was ever asked of a bank.
    `complaints` are those about decisions on overpayments, by their documents. `waiting` waits for a second person.
    `length` counts the events.
    """

    id: str = ""
    debt: Debt | None = None
    corrections: Mapping[str, int] = field(default_factory=dict)
    corrected_by: frozenset[str] = frozenset()
    instructions: tuple[Instruction, ...] = ()
    overpayments: Mapping[str, int] = field(default_factory=dict)
    outside: tuple[Outside, ...] = ()
    shares: tuple[Share, ...] = ()
    tried_qepik: int = 0
    complaints: Mapping[str, Complaint] = field(default_factory=dict)
    waiting: Proposal | None = None
    length: int = 0

    @property
    def owed_qepik(self) -> int:
        """With its corrections."""
        return sum(self.corrections.values(), self.debt.amount_qepik if self.debt else 0)

    @property
    def paid_qepik(self) -> int:
        """What stayed with the payee, whichever way. More came back than went: that makes nothing due."""
        return sum(max(each.paid_qepik, 0) for each in self.instructions) + self.outside_qepik

    @property
    def outside_qepik(self) -> int:
        """What was paid outside payers' files."""
        return sum(each.amount_qepik for each in self.outside)

    @property
    def due_qepik(self) -> int:
        """What is still to be paid; negative where too much was."""
        return self.owed_qepik - self.paid_qepik

    @property
    def untried_qepik(self) -> int:
        """Of what is due, that which no instruction has asked for yet."""
        asked = max(self.tried_qepik, self.paid_qepik + self._flying)
        return max(self.owed_qepik - asked, 0)

    @property
    def apart_qepik(self) -> int:
        """What may be paid outside payers' files now: what is due, beside an instruction what no bank was asked."""
        return self.due_qepik if self.in_flight is None else self.untried_qepik

    @property
    def rest_qepik(self) -> int:
        """What is due though all that a bank was asked for is paid: more came to be owed while it was on its way."""
        is_all = self.in_flight is None and not self.waits_outside and self.untried_qepik == self.due_qepik
        return self.due_qepik if is_all else 0

    @property
    def open_qepik(self) -> int:
        """Of what is due, that of which nothing is known yet: not instructed, or not answered."""
        return self._flying + self.untried_qepik

    @property
    def came_to_by(self) -> Mapping[str, CameTo]:
        """What the share of each list came to, by list; what decisions corrected is under the empty one.

        What was paid beyond all of them is a matter of its own (`overpaid_qepik`).
        """
        return divide(self.shares, self.paid_qepik, self._flying, self.untried_qepik)

    @property
    def sums(self) -> tuple[int, int, int]:
        """What all that is owed came to, whoever said it: paid, returned, open. Together they are what is owed."""
        paid = min(self.paid_qepik, self.owed_qepik)
        open_ = min(self.open_qepik, self.owed_qepik - paid)
        return paid, self.owed_qepik - paid - open_, open_

    @property
    def came_to(self) -> tuple[int, int, int]:
        """What the sum of its first list came to: paid, returned (not paid by it, and not on its way), open.

        Together they are what that list said.
        """
        found = self.came_to_by.get(self.debt.list_id if self.debt else "", CameTo())
        return found.paid, found.returned, found.open

    @property
    def _flying(self) -> int:
        return sum(each.open_qepik for each in self.instructions)

    @property
    def overpaid_qepik(self) -> int:
        """What was paid too much and nobody has decided about."""
        return max(-self.due_qepik - sum(self.overpayments.values()), 0)

    @property
    def complaint(self) -> str | None:
        """The complaint, by its document, that waits to be decided."""
        return next((name for name, each in self.complaints.items() if each.verdict is None), None)

    @property
    def upheld(self) -> Mapping[str, Complaint]:
        """Complaints by which a decision on an overpayment fell."""
        return {name: each for name, each in self.complaints.items() if each.verdict == "upheld"}

    @property
    def waits_outside(self) -> bool:
        """Whether it is said to have been paid outside payers' files, and nobody has agreed yet."""
        return self.waiting is not None and self.waiting.act == "pay_outside"

    @property
    def in_flight(self) -> Instruction | None:
        """The instruction, at most one, of which it is not known yet what it came to."""
        return next((each for each in self.instructions if each.status != "closed"), None)

    def instruction(self, reference: str) -> Instruction | None:
        """The one of that reference."""
        return next((each for each in self.instructions if each.reference == reference), None)

    def answered(self, reference: str, reply: Reply) -> Obligation:
        """The same with a reply to that instruction."""
        instructions = (
            replace(each, replies=(*each.replies, reply)) if each.reference == reference else each
            for each in self.instructions
        )
        return replace(self, instructions=tuple(instructions))


OBLIGATIONS: TypeAdapter[Obligation] = TypeAdapter(Obligation)
"""Reads and writes a snapshot as JSON; it is only a cache of the events."""
NOTHING = Obligation()
"""Before anything is owed."""
