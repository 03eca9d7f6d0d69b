"""A family without a home is reached with its letter: by the next way where one has failed or is silent, then by post.

What a portal or an operator answers of a message is taken in as of cases: it is kept for people to see, and is a proof
only where the family had applied on that portal and opened it there (law 1036-IIQ, article 62).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final, Literal, get_args

from document_flow.cases.state import Answer, Sending, Way
from document_flow.context import BAKU
from document_flow.draws.acting import (
    MACHINE,
    OFFICERS,
    Act,
    ByHand,
    Decision,
    Draw,
    Field,
    Form,
    Happened,
    Standing,
    Words,
    chosen,
    refusal,
)
from document_flow.draws.acts.tell import LetterProven, ProveLetter, proven
from document_flow.draws.reaching import next_way, number_of
from document_flow.draws.state import Reach

_MORE: Final[tuple[Answer | None, ...]] = (None, *get_args(Answer))


@dataclass(frozen=True, slots=True, kw_only=True)
class TellFamily(ByHand):
    """By the next of the `ways` that there are now; `sendings` is empty where there is none any more."""

    kind: Literal["tell_family"] = "tell_family"
    number: str
    ways: tuple[Way, ...] = ()
    sendings: tuple[Sending, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeLetterAnswer(ByHand):
    """Of the sending of that number, at a moment by the clock of whoever says so. `proves`: they had applied there."""

    kind: Literal["take_letter_answer"] = "take_letter_answer"
    no: str
    answer: Answer
    said_at: datetime
    proves: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PostLetter(ByHand):
    """It went by post; `receipt` is the number of the post's receipt. The proof comes later, with the return slip."""

    kind: Literal["post_letter"] = "post_letter"
    number: str
    receipt: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FamilyTold(Happened):
    """Messages went out in the same commit, or the letter itself went; what came before stays beside it."""

    kind: Literal["family_told"] = "family_told"
    number: str
    ways: tuple[Way, ...]
    sendings: tuple[Sending, ...]

    def apply(self, draw: Draw) -> Draw:
        before = draw.reached.get(self.number, Reach()).sendings
        return _reached(draw, self.number, Reach(ways=self.ways, sendings=(*before, *self.sendings)))


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterAnswered(Happened):
    """More is known of a sending than before."""

    kind: Literal["letter_answered"] = "letter_answered"
    number: str
    no: str
    answer: Answer
    answered_at: datetime

    def apply(self, draw: Draw) -> Draw:
        reach = draw.reached[self.number]
        sendings = tuple(
            replace(each, answer=self.answer, answered_at=self.answered_at) if each.no == self.no else each
            for each in reach.sendings
        )
        return _reached(draw, self.number, replace(reach, sendings=sendings))


def _reached(draw: Draw, number: str, reach: Reach) -> Draw:
    return replace(draw, reached={**draw.reached, number: reach})


def _tell(standing: Standing, command: TellFamily) -> Decision:
    """Nothing while another way is waited for, or where somebody else has told them by it."""
    draw, number = standing.state, command.number
    if refused := standing.unless("drawn"):
        return refused
    due = next_way(draw, number, standing.context.today)
    if due in (None, "letter") or {each.way for each in command.sendings} - {due}:
        return ()
    stamp = standing.stamp(command.by)
    return (FamilyTold(**stamp, number=number, ways=command.ways, sendings=command.sendings),)


def _answer(standing: Standing, command: TakeLetterAnswer) -> Decision:
    """In whatever order answers come, and however often: what says less than is known changes nothing."""
    draw, stamp = standing.state, standing.stamp(command.by)
    number = number_of(draw, command.no)
    sent = _sendings(draw, number).get(command.no)
    if number is None or sent is None or _MORE.index(command.answer) <= _MORE.index(sent.answer):
        return refusal("draws.answered")
    # A clock that cannot be right starts no term before its word was here.
    at = command.said_at.astimezone(BAKU) if sent.sent_at <= command.said_at <= stamp["at"] else stamp["at"]
    answered = LetterAnswered(**stamp, number=number, no=sent.no, answer=command.answer, answered_at=at)
    if draw.letters[number].notified_on is not None or not (command.proves and _is_opened(sent, command.answer)):
        return (answered,)
    notice = ProveLetter(by=command.by, number=number, manner="portal", notified_on=at.astimezone(BAKU).date())
    return (answered, proven(standing, notice))


def _is_opened(sent: Sending, answer: Answer) -> bool:
    return sent.way == "portal" and answer == "read"


def _sendings(draw: Draw, number: str | None) -> Mapping[str, Sending]:
    reach = draw.reached.get(number or "", Reach())
    return {each.no: each for each in reach.sendings}


def _post(standing: Standing, command: PostLetter) -> Decision:
    """Once, of a letter that is not proven to have reached its family."""
    draw, number, stamp = standing.state, command.number, standing.stamp(command.by)
    letter, reach = draw.letters.get(number), draw.reached.get(number, Reach())
    if letter is None:
        return refusal("draws.no_letter", number=number)
    if letter.notified_on is not None:
        return refusal("draws.letter_proven", number=number, day=letter.notified_on)
    if any(each.way == "letter" for each in reach.sendings) or not command.receipt.strip():
        return refusal("draws.posted", number=number)
    sent = Sending(no=command.receipt.strip(), way="letter", sent_at=stamp["at"], by=command.by)
    return (FamilyTold(**stamp, number=number, ways=reach.ways, sendings=(sent,)),)


_TOLD = {FamilyTold: Words("ailəyə məktub barədə bildirildi", "a family was told of its letter")}
ACTS = (
    Act(command=TellFamily, decide=_tell, who=MACHINE, events=_TOLD),
    Act(
        command=TakeLetterAnswer,
        decide=_answer,
        who=MACHINE,
        events={
            LetterAnswered: Words("bildirişə cavab gəldi", "an answer to a notice came"),
            LetterProven: Words("məktubun təhvili sübut olundu", "the notice of a letter is proven"),
        },
    ),
    Act(
        command=PostLetter,
        decide=_post,
        who=("clerk", *OFFICERS),
        events=_TOLD,
        forms=(
            Form(
                title=Words("Məktubun poçtla göndərildiyini yaz", "Note that a letter about the draw was posted"),
                place="now",
                rank=60,
                fields=(
                    chosen("to_post"),
                    Field(
                        "receipt", Words("Poçt qəbzinin nömrəsi", "Number of the post's receipt"), "line", required=True
                    ),
                ),
                reads=lambda said: {"number": said["to_post"], "receipt": said["receipt"]},
            ),
        ),
    ),
)
