"""Decides about money: what a command comes to, of one obligation or of one payee's account. Pure.

A store runs it over rows: an obligation is unique by person, right and period (`MoneyRules.obligation_id`), and one of
its instructions at most is open or unknown.
"""

from __future__ import annotations

from document_flow.act import acts_in
from document_flow.kernel import Kernel, Room
from document_flow.money import acts
from document_flow.money.account import ACCOUNTS as ACCOUNT_STATES
from document_flow.money.account import NO_ACCOUNT
from document_flow.money.acts import change_account
from document_flow.money.obligation import NOTHING
from document_flow.money.obligation import OBLIGATIONS as OBLIGATION_STATES
from document_flow.words import Words

ACCOUNTS = Kernel(change_account.ACTS, NO_ACCOUNT, ACCOUNT_STATES, change_account.proposed)
_PHASES = {
    "none": Words("hesab yoxdur", "no account"),
    "proposed": Words("ikinci şəxsi gözləyir", "waits for a second person"),
    "cooling": Words("gözləmə müddətindədir", "cooling down"),
    "in_force": Words("qüvvədədir", "in force"),
}
ACCOUNTS_ROOM = Room(
    name="accounts",
    kernel=ACCOUNTS,
    title=Words("Ödəniş hesabları", "Accounts of payees"),
    one=Words("ödəniş hesabı", "account of a payee"),
    phases=_PHASES,
    begins=("propose_account",),
)
OBLIGATIONS = Kernel(
    [act for act in acts_in(acts) if act not in change_account.ACTS],
    NOTHING,
    OBLIGATION_STATES,
)
