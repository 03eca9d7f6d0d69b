"""A sample or a check before a command: its state, the moment, and who is too near to have a part in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from document_flow.context import Context
from document_flow.hands import EventOf, Stamp
from document_flow.outcome import Refusal
from document_flow.people import HUB
from document_flow.refusing import Table, refusal_of
from document_flow.sampling.state import CHECK_PHASES, SAMPLE_PHASES, PaymentCheck, PaymentSample
from document_flow.words import Words

S = TypeVar("S", PaymentSample, PaymentCheck)
Decision = tuple[EventOf[Any], ...] | Refusal
_PHASES: Mapping[str, Words] = {str(code): words for code, words in (*SAMPLE_PHASES.items(), *CHECK_PHASES.items())}


@dataclass(frozen=True, slots=True)
class Standing(Generic[S]):
    """`related` are officials whose own money it is, or a relative's; `hands` those who issued the list or paid."""

    state: S
    context: Context
    related: frozenset[str] = frozenset()
    hands: frozenset[str] = frozenset()

    def barred(self, by: str) -> Refusal | None:
        """Nobody checks a payment that is a relative's, or one's own work."""
        if by == HUB or by not in self.related | self.hands:
            return None
        return refusal(
            "sampling.related" if by in self.related else "sampling.own", name=self.context.directory.name(by)
        )

    def stamp(self, by: str) -> Stamp:
        """For an event by this hand, now."""
        return {"by": by, "at": self.context.now}

    def unless(self, *phases: str) -> Refusal | None:
        """Why it is not the time for it."""
        phase = self.state.phase
        return None if phase in phases else refusal("sampling.phase", phase=_PHASES[phase])


def refusal(code: str, **values: object) -> Refusal:
    """The refusal of that code, its words filled in."""
    return refusal_of(_TABLE, code, values)


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
