"""Four eyes: what one person proposes a second one agrees to. One rule, one sentence for all.

An act that says `second` waits for another person: the kernel keeps what was proposed in the state (`waiting`), one at
a time, and decides it anew when somebody agrees, by the hand that does. So a rule that changed meanwhile holds.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from document_flow.form import REASON, Form
from document_flow.hands import ByHand, Happened
from document_flow.outcome import Refusal
from document_flow.words import Words

SECOND_PERSON = Refusal(
    "access.second_person",
    Words(
        "Təklif edən onu təsdiqləyə bilməz: bunu ikinci şəxs edir.",
        "Whoever proposed it cannot agree to it: a second person does.",
    ),
    "forbidden",
)
NOT_PROPOSED = Refusal(
    "access.not_proposed",
    Words("İkinci şəxsi gözləyən təklif yoxdur.", "Nothing that was proposed waits for a second person."),
    "state",
)
UNREADABLE = Refusal(
    "access.proposed_before",
    Words(
        "Bu təklif əvvəlki qaydada yazılıb: təkzib edib yenidən təklif edin.",
        "This was proposed in a form of before: refute it, and propose it anew.",
    ),
    "state",
)
NO_REASON = Refusal("access.no_reason", Words("Səbəbi göstərin.", "Give the reason."), "invalid")


def refuse_same_person(who: str, makers: Collection[str]) -> Refusal | None:
    """The refusal unless somebody is named who is none of the makers."""
    return None if who and who not in makers else SECOND_PERSON


def proposed_already(title: Words) -> Refusal:
    """Another act, of that title, waits for a second person."""
    az = f"Bu təklif ikinci şəxsi gözləyir: {title.az}. Əvvəlcə ona cavab verilməlidir."
    en = f"This proposal waits for a second person: {title.en}. It has to be answered first."
    return Refusal("access.proposed", Words(az, en), "state")


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """An act of the room that `by` proposes, with what its command says, as JSON has it."""

    act: str
    says: Mapping[str, Any]
    by: str


def waits_in(phase: str, act: str, maker: str) -> Callable[[Any], Proposal | None]:
    """Of a room that has acts of its own for it: while a state is in the phase, that act waits for another than the
    maker, whom the state names by that attribute.
    """

    def proposed(state: Any) -> Proposal | None:
        return Proposal(act=act, says={}, by=getattr(state, maker)) if state.phase == phase else None

    return proposed


@dataclass(frozen=True, slots=True, kw_only=True)
class Agree(ByHand):
    """A second person has seen what it rests on: it is done."""

    kind: Literal["agree"] = "agree"


@dataclass(frozen=True, slots=True, kw_only=True)
class Refute(ByHand):
    """It is not so; whoever proposed it may say that too."""

    kind: Literal["refute"] = "refute"
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposed(Happened):
    """It waits for a second person."""

    kind: Literal["proposed"] = "proposed"
    act: str
    says: Mapping[str, Any]

    def apply(self, state: Any) -> Any:
        return replace(state, waiting=Proposal(act=self.act, says=self.says, by=self.by))


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreed(Happened):
    """What was proposed has just been done."""

    kind: Literal["agreed"] = "agreed"

    def apply(self, state: Any) -> Any:
        return replace(state, waiting=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Refuted(Happened):
    """All is as before."""

    kind: Literal["refuted"] = "refuted"
    reason: str

    def apply(self, state: Any) -> Any:
        return replace(state, waiting=None)


PROPOSED = {Proposed: Words("ikinci şəxsə təklif olundu", "proposed to a second person")}
AGREED = {Agreed: Words("ikinci şəxs təkliflə razılaşdı", "a second person agreed to it")}
REFUTED = {Refuted: Words("təklif təkzib olundu", "what was proposed was refuted")}
AGREE = Form(
    title=Words("Təkliflə razılaş", "Agree to what is proposed"),
    place="now",
    tone="primary",
    hint=Words("Təklifin əsasını özünüz görün.", "See what it rests on yourself."),
)
REFUTE = Form(
    title=Words("Təklifi təkzib et", "Refute what is proposed"), place="more", tone="danger", fields=(REASON,)
)
