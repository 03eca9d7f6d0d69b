"""What is settled about money before any is paid: by the installation, those who pay it, and the committee."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal
from uuid import UUID, uuid5

from document_flow.programmes.programme import LegalAct, Term
from document_flow.words import Words

Meaning = Literal["paid", "refused", "returned", "again", "unknown"]
"""paid; refused: it was not, and will not be (account closed, another name); returned: it was, and came back; again:
the bank wants the same instruction sent once more; unknown: it was sent, and nobody has answered in time.
"""
Claim = Literal["account", "no_account"]
"""What of the money that is owed somebody pays: to who has an account, to who has none."""
SILENCE: Final = "silence"
OWN: Final[Mapping[str, Meaning]] = {SILENCE: "unknown", "letter_paid": "paid", "letter_refused": "refused"}
"""Codes that no payer's table has: the clock says the first, two officers the others, by the payer's registered letter
(`acts/answer_for_bank.py`).
"""
COOLING = Term(
    days=3,
    working=True,
    act=LegalAct(
        id="payee_account",
        title=Words("Ödəniş hesabının dəyişdirilməsi qaydası", "Rule on changing a payee's account"),
        assumed=True,
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Payer:
    """Who pays what it claims, which no other does. `codes` is its own table: what each of them means; a code that is
    not there is asked about, never guessed.
    """

    claims: frozenset[Claim]
    codes: Mapping[str, Meaning]


@dataclass(frozen=True, slots=True, kw_only=True)
class MoneyRules:
    """`installation` makes ids that no other installation repeats.

    `cooling` is how long an agreed account waits, so that the payee can object.
    """

    installation: UUID
    payers: Mapping[str, Payer] = field(default_factory=dict)
    cooling: Term = COOLING

    def payer_of(self, account: str) -> str:
        """The one who pays to this account, or to who has none; empty where nobody does."""
        claim: Claim = "account" if account else "no_account"
        return next((name for name, each in self.payers.items() if claim in each.claims), "")

    def codes_of(self, payer: str) -> Mapping[str, Meaning]:
        """What may be said of a payment of this payer's: by its own codes, and by ours."""
        return {**(self.payers[payer].codes if payer in self.payers else {}), **OWN}

    def obligation_id(self, person: str, right: str, period: str) -> str:
        """The one obligation to this person by this right for this period, whoever asks."""
        return str(uuid5(self.installation, f"{person}\n{right}\n{period}"))


def payment_reference(obligation: str, number: int) -> str:
    """UUIDv5 of obligation and number, 32 letters and digits: an EndToEndId of ISO 20022 has room for 35."""
    return uuid5(UUID(obligation), str(number)).hex
