"""A sample or a check before a command: its state, the moment, and who is too near to have a part in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Final, TypeVar

from document_flow.hands import EventOf
from document_flow.outcome import Refusal
from document_flow.refusing import Refusals, Table
from document_flow.sampling.state import CHECK_PHASES, SAMPLE_PHASES, PaymentCheck, PaymentSample
from document_flow.standing import Before
from document_flow.words import Words

_TABLE: Table = {
    "sampling.phase": ("state", "İndi vaxtı deyil, vəziyyəti: {phase}.", "It is not the time, it is {phase}."),
    "sampling.related": (
        "forbidden",
        "“{name}” soruşa bilməz: pul özünün və ya yaxın qohumunundur.",
        "“{name}” may not ask: the money is the official's own or a close relative's.",
    ),
    "sampling.own": (
        "forbidden",
        "“{name}” bu siyahını buraxıb və ya ödəyib: alınmasını başqası yoxlayır.",
        "“{name}” has issued or paid this list: somebody else checks whether it came.",
    ),
    "sampling.district": (
        "forbidden",
        "Alan sizin rayonda deyil: onun rayonunun nümayəndəsi və ya kargüzar soruşur.",
        "The payee is not of your district: its own representative asks, or a clerk.",
    ),
    "sampling.no_run": (
        "invalid",
        "Siyahıları buraxılmış və pulu ödənilən belə gedişat yoxdur: {run}.",
        "There is no such run whose lists were issued and pay money: {run}.",
    ),
    "sampling.part": (
        "invalid",
        "Qismən gələn məbləğ 0-dan çox, ödəniləndən ({paid} qəpik) az olur: {said}.",
        "What came in part is more than nothing and less than was paid ({paid} qəpik): {said}.",
    ),
    "sampling.no_reason": ("invalid", "Nəticəni yazın.", "Write what came of it."),
}
refusal: Final = Refusals("sampling", _TABLE)
"""The refusal of that code, its words filled in."""


S = TypeVar("S", PaymentSample, PaymentCheck)
Decision = tuple[EventOf[Any], ...] | Refusal
_PHASES: Mapping[str, Words] = {str(code): words for code, words in (*SAMPLE_PHASES.items(), *CHECK_PHASES.items())}


@dataclass(frozen=True, slots=True)
class Standing(Before[S, str]):
    """`hands` are those who issued the list or paid."""

    hands: frozenset[str] = frozenset()
    refusals: ClassVar = refusal
    phases: ClassVar = _PHASES

    def barred(self, by: str) -> Refusal | None:
        """Nobody checks a payment that is a relative's, or one's own work."""
        own = refusal("sampling.own", name=self.context.directory.name(by)) if by in self.hands else None
        return Before.barred(self, by) or own
