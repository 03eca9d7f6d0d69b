"""What is settled about money before any is paid: by the installation, the bank, and the committee."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal
from uuid import UUID, uuid5

from document_flow.programmes.programme import LegalAct, Term
from document_flow.words import Words

Meaning = Literal["paid", "refused", "returned", "again", "unknown"]
"""paid; refused: it was not, and will not be (account closed, another name); returned: it was, and came back; again:
the bank wants the same instruction sent once more; unknown: it was sent, and nobody has answered in time.
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
class MoneyRules:
    """`installation` makes ids that no other installation repeats.

    `codes` is the bank's table: what each of its codes means, with one for its silence; a code that is not there is
    asked about, never guessed. `cooling` is how long an agreed account waits, so that the payee can object.
    """

    installation: UUID
    codes: Mapping[str, Meaning] = field(default_factory=dict)
    cooling: Term = COOLING

    def obligation_id(self, person: str, right: str, period: str) -> str:
        """The one obligation to this person by this right for this period, whoever asks."""
        return str(uuid5(self.installation, f"{person}\n{right}\n{period}"))


def payment_reference(obligation: str, number: int) -> str:
    """UUIDv5 of obligation and number, 32 letters and digits: an EndToEndId of ISO 20022 has room for 35."""
    return uuid5(UUID(obligation), str(number)).hex
