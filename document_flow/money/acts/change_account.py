"""A payee's account changes: one proposes it, a second agrees, it cools down, and only then it is the account.

Never between the cut and the issue of a list that pays to it: the frozen list and the bank would say different things.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from document_flow.form import Field, Form
from document_flow.hands import OFFICERS
from document_flow.money.account import PayeeAccount
from document_flow.money.acting import MACHINE, Act, ByHand, Decision, Happened, Standing, Words, refusal
from document_flow.second_person import Proposal, refuse_same_person

_DESK = ("clerk", *OFFICERS)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposeAccount(ByHand):
    """The payee, or whoever stands for them, wants to be paid there, by that application (its document)."""

    kind: Literal["propose_account"] = "propose_account"
    payee: str
    account: str
    document: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreeAccount(ByHand):
    """A second person has compared it with the application, and read the number from there once more."""

    kind: Literal["agree_account"] = "agree_account"
    account: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DropAccount(ByHand):
    """It stays as it is: the payee objects, or the application was wrong."""

    kind: Literal["drop_account"] = "drop_account"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeAccount(ByHand):
    """The cooling period is over."""

    kind: Literal["change_account"] = "change_account"


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountProposed(Happened):
    """It waits for a second person."""

    kind: Literal["account_proposed"] = "account_proposed"
    payee: str
    account: str
    document: str

    def apply(self, state: PayeeAccount) -> PayeeAccount:
        return replace(state, payee=self.payee, proposed=self.account, proposed_by=self.by)


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountAgreed(Happened):
    """It cools down up to and including that day."""

    kind: Literal["account_agreed"] = "account_agreed"
    cooling_until: date

    def apply(self, state: PayeeAccount) -> PayeeAccount:
        return replace(state, cooling_until=self.cooling_until)


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountSettled(Happened):
    """The account from now on: the proposed one, or the one it was."""

    kind: Literal["account_settled"] = "account_settled"
    account: str

    def apply(self, state: PayeeAccount) -> PayeeAccount:
        return PayeeAccount(payee=state.payee, account=self.account)


def proposed(state: PayeeAccount) -> Proposal | None:
    """The account that waits for a second person; one that cools down has its word."""
    waits = bool(state.proposed) and state.cooling_until is None
    return Proposal(act="propose_account", says={}, by=state.proposed_by) if waits else None


def _propose(standing: Standing[PayeeAccount], command: ProposeAccount) -> Decision:
    state, account = standing.state, command.account
    if state.proposed:
        return refusal("money.account_proposed")
    if not account or account == state.account or state.payee not in ("", command.payee):
        return refusal("money.no_account")
    if not command.document.strip():
        return refusal("money.no_document")
    stamp = standing.stamp(command.by)
    return (AccountProposed(**stamp, payee=command.payee, account=account, document=command.document),)


def _agree(standing: Standing[PayeeAccount], command: AgreeAccount) -> Decision:
    state, context = standing.state, standing.context
    if not state.proposed or state.cooling_until is not None:
        return refusal("money.no_proposal")
    until = standing.rules.cooling.end(context.today, context.calendar)
    agreed = AccountAgreed(**standing.stamp(command.by), cooling_until=until)
    return refuse_same_person(command.by, {state.proposed_by}) or (agreed,)


def _drop(standing: Standing[PayeeAccount], command: DropAccount) -> Decision:
    state = standing.state
    dropped = AccountSettled(**standing.stamp(command.by), account=state.account)
    return (dropped,) if state.proposed else refusal("money.no_proposal")


def _change(standing: Standing[PayeeAccount], command: ChangeAccount) -> Decision:
    state = standing.state
    if state.cooling_until is None:
        return refusal("money.no_proposal")
    if standing.context.today <= state.cooling_until:
        return refusal("money.cooling", day=state.cooling_until)
    if standing.locked:
        return refusal("money.account_locked")
    return (AccountSettled(**standing.stamp(command.by), account=state.proposed),)


_SETTLED = {AccountSettled: Words("hesab təklifi həll olundu", "the proposed account was settled")}
ACTS = (
    Act(
        command=ProposeAccount,
        decide=_propose,
        who=_DESK,
        events={AccountProposed: Words("yeni hesab təklif olundu", "another account was proposed")},
        forms=(
            Form(
                title=Words("Yeni hesab təklif et", "Propose another account"),
                place="now",
                fields=(
                    Field("payee", Words("Ödəniş alanın FİN-i", "FIN of the payee"), "line", required=True),
                    Field("account", Words("Hesab nömrəsi (IBAN)", "Account number (IBAN)"), "line", required=True),
                    Field(
                        "document",
                        Words("Ərizə (ünvanı və ya kimliyi)", "The application (address or id)"),
                        "line",
                        required=True,
                    ),
                ),
            ),
        ),
    ),
    Act(
        command=AgreeAccount,
        decide=_agree,
        who=_DESK,
        events={AccountAgreed: Words("yeni hesabla ikinci şəxs razılaşdı", "a second person agreed to the account")},
        forms=(
            Form(
                title=Words("Hesabla razılaş", "Agree to the account"),
                place="now",
                tone="primary",
                fields=(Field("account", Words("Ərizədəki IBAN", "IBAN of the application"), "line", required=True),),
                hint=Words(
                    "Nömrəni ərizədən oxuyub yenidən yazın.", "Read the number from the application and type it again."
                ),
            ),
        ),
        seen=True,
    ),
    Act(
        command=DropAccount,
        decide=_drop,
        who=_DESK,
        events=_SETTLED,
        forms=(Form(title=Words("Təklifi geri götür", "Drop the proposal"), place="more", tone="danger"),),
    ),
    Act(command=ChangeAccount, decide=_change, who=MACHINE, events=_SETTLED),
)
