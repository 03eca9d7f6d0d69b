"""Somebody who is owed the allowance of a month, a bank with its code table, and steps through both."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from document_flow.calendar import WorkingCalendar
from document_flow.context import BAKU, Context
from document_flow.hands import Command
from document_flow.kernel import Decided
from document_flow.money.account import NO_ACCOUNT, PayeeAccount
from document_flow.money.acts.correct import Correct
from document_flow.money.acts.instruct import Instruct
from document_flow.money.acts.owe import Owe
from document_flow.money.acts.pay_outside import PayOutside
from document_flow.money.acts.take_reply import TakeReply
from document_flow.money.kernel import ACCOUNTS, OBLIGATIONS
from document_flow.money.obligation import NOTHING, Debt, Instruction, Obligation, Reply
from document_flow.money.rules import MoneyRules, Payer
from document_flow.money.standing import Standing
from document_flow.outcome import Refusal
from document_flow.people import HUB, Directory, Official
from document_flow.second_person import Agree
from document_flow.words import Words

BANK = Payer(
    claims=frozenset(("account",)),
    codes={"00": "paid", "05": "refused", "12": "refused", "31": "paid", "96": "again", "R1": "returned"},
)
RULES = MoneyRules(installation=UUID("00000000-0000-4000-8000-000000000009"), payers={"bank": BANK})
_ROLES = {
    "aysel": "programme_officer",
    "tural": "programme_officer",
    "head": "head",
    "leyla": "head",
    "clerk": "clerk",
    "lawyer": "lawyer",
}
OFFICIALS = tuple(
    Official(login, login.title(), Words("vəzifə", "position"), "top", frozenset((role,)))
    for login, role in _ROLES.items()
)
DIRECTORY = Directory({each.login: each for each in OFFICIALS})
DEBT = Debt(person="p1", right="r1", period="2026-03", amount_qepik=6000, list_id="l1")
MONDAY = date(2026, 4, 6)


@dataclass(frozen=True, slots=True)
class Desk:
    """What the commands meet beside the state."""

    day: date = MONDAY
    related: frozenset[str] = frozenset()
    locked: bool = False
    rules: MoneyRules = RULES

    def stands(self, state: Any) -> Standing[Any]:
        """The state before whoever acts."""
        now = datetime(self.day.year, self.day.month, self.day.day, 10, tzinfo=BAKU)
        return Standing(
            state, Context(now, WorkingCalendar(), DIRECTORY), self.rules, self.locked, related=self.related
        )

    def meets(self, state: Any, command: Command) -> Decided:
        """What the command comes to."""
        kernel = ACCOUNTS if isinstance(state, PayeeAccount) else OBLIGATIONS
        return kernel.decide(self.stands(state), command)

    def code(self, state: Any, command: Command) -> str:
        """The code by which it is refused; empty where it is not."""
        decided = self.meets(state, command)
        return decided.code if isinstance(decided, Refusal) else ""

    def after(self, state: Obligation, *commands: Command) -> Obligation:
        """The obligation after commands that none refuses."""
        for command in commands:
            state = OBLIGATIONS.replay(_taken(self.meets(state, command)), state)
        return state

    def account(self, *commands: Command, state: PayeeAccount = NO_ACCOUNT) -> PayeeAccount:
        """An account after commands that none refuses."""
        for command in commands:
            state = ACCOUNTS.replay(_taken(self.meets(state, command)), state)
        return state


DESK = Desk()


def _taken(decided: Decided) -> Any:
    assert not isinstance(decided, Refusal), decided
    return decided


def after(state: Obligation, *commands: Command) -> Obligation:
    """The obligation after commands that none refuses."""
    return DESK.after(state, *commands)


def code(state: Obligation, command: Command) -> str:
    return DESK.code(state, command)


def instructed(state: Obligation | None = None, account: str = "a1") -> Obligation:
    return after(state or after(NOTHING, Owe(by=HUB, debt=DEBT)), Instruct(by=HUB, account=account))


def last(state: Obligation) -> Instruction:
    return state.instructions[-1]


def says(state: Obligation, bank_code: str, **more: Any) -> TakeReply:
    """The bank's word about the newest instruction."""
    return TakeReply(by=HUB, reference=last(state).reference, reply=Reply(code=bank_code, **more))


def answered(*codes: str, state: Obligation | None = None) -> Obligation:
    state = state or instructed()
    return after(state, *(says(state, each) for each in codes))


def debt(**more: Any) -> Debt:
    return replace(DEBT, **more)


def corrected(state: Obligation, qepik: int, document: str = "Q-1") -> Obligation:
    """By a head, as another one agreed."""
    proposed = Correct(by="head", delta_qepik=qepik, document=document)
    return after(state, proposed, Agree(by="leyla"))


def listed(state: Obligation, qepik: int, name: str = "l2") -> Obligation:
    """By a list that its parties approved."""
    return after(state, Correct(by=HUB, delta_qepik=qepik, document=f"list:{name}", list_id=name))


def outside(by: str = "aysel", **more: Any) -> PayOutside:
    """Said to be paid by post, on the first Monday."""
    return PayOutside(by=by, **{"way": "post", "paper": "P-1", "paid_on": MONDAY, "amount_qepik": 6000, **more})
