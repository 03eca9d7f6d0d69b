"""Those who pay what is owed, each by its manifest: what it claims, what its codes mean, its pace; our own codes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

import connectors.agencies
from connectors.manifest import Pays
from document_flow.money.rules import SILENCE, Payer
from document_flow.programmes.programme import LegalAct, Term
from document_flow.words import Words

_OWN: Final[Mapping[str, Words]] = {
    SILENCE: Words("cavab gəlməyib", "no answer"),
    "letter_paid": Words("məktub: ödənilib", "paid, by letter"),
    "letter_refused": Words("məktub: ödənilməyib", "not paid, by letter"),
}
_ACT: Final = LegalAct(
    id="bank_replies",
    title=Words("Ödəyənlə bağlanmış müqavilə: cavab müddəti", "Contract with the payer: term of its replies"),
    assumed=True,
)


@dataclass(frozen=True, slots=True)
class Paying:
    """One of them: its name, and what its manifest says of it."""

    title: Words
    pays: Pays

    @property
    def rules(self) -> Payer:
        """What the kernel is told of it."""
        return Payer(
            claims=frozenset(self.pays.claims), codes={code: each.means for code, each in self.pays.codes.items()}
        )

    @property
    def silence(self) -> Term:
        """For how long its answer is waited for."""
        return Term(days=self.pays.silence, working=True, act=_ACT)

    def code_of(self, result: str) -> str:
        """The code that the format read as this; the word itself where the table has none."""
        return next((code for code, each in self.pays.codes.items() if each.result == result), result)


@cache
def payers() -> Mapping[str, Paying]:
    """All of them, by name."""
    return {agency.name: Paying(Words(*agency.title), pays) for agency, _, pays in connectors.agencies.payers()}


def title_of(payer: str) -> Words:
    """Its name; the code itself of one that is no payer any more."""
    return payers()[payer].title if payer in payers() else Words(payer, payer)


def words_of(payer: str, code: str) -> Words | None:
    """How people read a code that was said of a payment of this payer's."""
    said = payers()[payer].pays.codes.get(code) if payer in payers() else None
    return Words(*said.words) if said is not None else _OWN.get(code)
