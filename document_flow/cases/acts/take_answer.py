"""What a portal or an operator says of a message to the applicant: that it came, was read, or could not be handed over.

Only a proven notice starts a term (law 1036-IIQ, article 62). The portal's word that the applicant, who logged in there
to apply, has opened it is such a proof. That an SMS came to a telephone proves nothing, whoever holds it: it is kept
for people to see, and starts nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final, Literal, get_args

from document_flow.cases.acting import Act, ByHand, Case, Decision, Happened, Standing, Words, refusal
from document_flow.cases.acts.prove_notice import proven
from document_flow.cases.state import About, Answer, Notice, Sending
from document_flow.cases.told import can_prove
from document_flow.context import BAKU

_MORE: Final[tuple[Answer | None, ...]] = (None, *get_args(Answer))


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeAnswer(ByHand):
    """About the sending of that number; `said_at` is when it came to that, by the clock of whoever says so."""

    kind: Literal["take_answer"] = "take_answer"
    no: str
    answer: Answer
    said_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SendingAnswered(Happened):
    """More is known of it than before."""

    kind: Literal["sending_answered"] = "sending_answered"
    no: str
    answer: Answer
    answered_at: datetime

    def apply(self, case: Case) -> Case:
        """That sending, with its answer."""
        parents = {who: self._answered(sent) for who, sent in case.parents.items()}
        hearing = case.hearing
        if hearing is not None:
            hearing = replace(hearing, sendings=self._answered(hearing.sendings))
        application = case.application
        if application is not None:
            application = replace(application, sendings=self._answered(application.sendings))
        ending = case.ending
        if ending is not None:
            ending = replace(ending, sendings=self._answered(ending.sendings))
        kindly = replace(case, application=application, ending=ending)
        return replace(kindly, sendings=self._answered(case.sendings), parents=parents, hearing=hearing)

    def _answered(self, sent: tuple[Sending, ...]) -> tuple[Sending, ...]:
        return tuple(
            replace(each, answer=self.answer, answered_at=self.answered_at) if each.no == self.no else each
            for each in sent
        )


def decide(standing: Standing, command: TakeAnswer) -> Decision:
    """In whatever order answers come, and however often: what says less than is known changes nothing."""
    case, stamp = standing.case, standing.stamp(command.by)
    if refused := standing.told():
        return refused
    sent = case.sending(command.no)
    if sent is None or _MORE.index(command.answer) <= _MORE.index(sent.answer):
        return refusal("cases.answered")
    # A clock that cannot be right starts no term before its word was here.
    at = command.said_at.astimezone(BAKU) if sent.sent_at <= command.said_at <= stamp["at"] else stamp["at"]
    answered = SendingAnswered(**stamp, no=sent.no, answer=command.answer, answered_at=at)
    about = _proves(case, sent) if command.answer == "read" else None
    if about is None:
        return (answered,)
    return (answered, proven(standing, Notice(manner="portal", at=at, by=command.by, proof=sent.no), about))


def _proves(case: Case, sent: Sending) -> About | None:
    """What was not proven before and is now that its applicant has opened this notice on the portal where this person
    applied; never an SMS, nor what told another parent.
    """
    if not can_prove(case, sent):
        return None
    told = ((about, case.addressed(about)) for about in case.unproven)
    return next((about for about, each in told if each is not None and sent in each.sendings), None)


ACTS = (
    Act(
        command=TakeAnswer,
        decide=decide,
        events={SendingAnswered: Words("bildiriş haqqında cavab gəldi", "an answer to the notice came")},
    ),
)
