"""A need is referred to a body, which must answer by a day; a referral can be revoked."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from document_flow.act import Act
from document_flow.form import REASON, TEXT, Field, Form
from document_flow.hands import OFFICERS, ByHand, Happened
from document_flow.outcome import Refusal
from document_flow.reintegrations.standing import Decision, Standing, refusal
from document_flow.reintegrations.state import Referral, Reintegration
from document_flow.words import Words

DESK = ("clerk", *OFFICERS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Refer(ByHand):
    """To that body, which answers until that day."""

    kind: Literal["refer"] = "refer"
    body: str
    text: str
    due: date


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerReferral(ByHand):
    """What the body did, by its document. `referral` is the number from 1."""

    kind: Literal["answer_referral"] = "answer_referral"
    referral: str
    text: str
    document: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RevokeReferral(ByHand):
    """The household does not want it, or it went to the wrong body."""

    kind: Literal["revoke_referral"] = "revoke_referral"
    referral: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Referred(Happened):
    """It waits for the body."""

    kind: Literal["referred"] = "referred"
    referral: Referral

    def apply(self, state: Reintegration) -> Reintegration:
        return replace(state, referrals=(*state.referrals, self.referral))


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferralEnded(Happened):
    """It was answered, or revoked: nobody waits any more."""

    kind: Literal["referral_ended"] = "referral_ended"
    number: int
    referral: Referral

    def apply(self, state: Reintegration) -> Reintegration:
        kept = list(state.referrals)
        kept[self.number - 1] = self.referral
        return replace(state, referrals=tuple(kept))


def _refer(standing: Standing, command: Refer) -> Decision:
    if refused := standing.closed():
        return refused
    if command.due <= standing.context.today:
        return refusal("reintegrations.past", day=command.due)
    referral = Referral(body=command.body, text=command.text, due=command.due)
    return (Referred(**standing.stamp(command.by), referral=referral),)


def _waiting(standing: Standing, number: str) -> Referral | Refusal:
    if refused := standing.closed():
        return refused
    waiting = {str(each): found for each, found in enumerate(standing.state.referrals, 1) if found.is_open}
    return waiting.get(number) or refusal("reintegrations.no_referral", number=number)


def _answer(standing: Standing, command: AnswerReferral) -> Decision:
    found = _waiting(standing, command.referral)
    if isinstance(found, Refusal):
        return found
    ended = replace(found, answer=command.text, document=command.document)
    return (ReferralEnded(**standing.stamp(command.by), number=int(command.referral), referral=ended),)


def _revoke(standing: Standing, command: RevokeReferral) -> Decision:
    found = _waiting(standing, command.referral)
    if isinstance(found, Refusal):
        return found
    ended = replace(found, revoked=command.reason)
    return (ReferralEnded(**standing.stamp(command.by), number=int(command.referral), referral=ended),)


_ENDED = {ReferralEnded: Words("yönləndirmə bitdi", "a referral ended")}
_WHICH = Field("referral", Words("Hansı yönləndirmə", "Which referral"), "choice", required=True)
ACTS = (
    Act(
        command=Refer,
        decide=_refer,
        who=DESK,
        events={Referred: Words("quruma yönləndirildi", "referred to a body")},
        forms=(
            Form(
                title=Words("Quruma yönləndir", "Refer to a body"),
                place="now",
                rank=10,
                fields=(
                    Field("body", Words("Qurum", "Body"), "line", required=True),
                    TEXT,
                    Field("due", Words("Cavab günü", "To be answered by"), "date", required=True),
                ),
            ),
        ),
    ),
    Act(
        command=AnswerReferral,
        decide=_answer,
        who=DESK,
        events=_ENDED,
        forms=(
            Form(
                title=Words("Qurumun cavabını yaz", "Note the body's answer"),
                place="now",
                rank=15,
                fields=(
                    _WHICH,
                    TEXT,
                    Field("document", Words("Cavab sənədinin nömrəsi", "Number of the answer"), "line", required=True),
                ),
            ),
        ),
    ),
    Act(
        command=RevokeReferral,
        decide=_revoke,
        who=DESK,
        events=_ENDED,
        forms=(
            Form(title=Words("Yönləndirməni geri götür", "Revoke a referral"), place="more", fields=(_WHICH, REASON)),
        ),
    ),
)
