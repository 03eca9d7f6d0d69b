"""Marks of members, each bound to the content that was seen: for it, against it, neither, a vote, read and noted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from document_flow.paths.acting import (
    NOTE,
    Act,
    ByStandIn,
    Case,
    Decided,
    Field,
    Form,
    InRound,
    Option,
    StageState,
    State,
    Words,
    follow,
    no_text,
    refusal,
)
from document_flow.paths.marking import APPROVING, marking
from document_flow.paths.path import Act as StageAct
from document_flow.paths.state import Mark
from document_flow.paths.values import Choice

_SIGNING: frozenset[StageAct] = frozenset(("sign", "seal"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked(InRound):
    """One principal's mark in a stage, bound to the content's hash: visa, approval, signature, vote or acquaintance."""

    kind: Literal["marked"] = "marked"
    act: StageAct
    principal: str
    verdict: Choice
    content_hash: str
    note: str = ""
    signature: str = ""
    manifest: str = ""

    def changed(self, stage: StageState) -> StageState:
        """With the mark of one more."""
        return stage.marked(Mark(self.principal, self.by, self.verdict, self.content_hash, self.at, self.note))

    def in_run(self, state: State, stages: tuple[StageState, ...], _index: int) -> State:
        """What this principal has seen is known."""
        return state.one_on(stages, state.current, {**state.seen, self.principal: self.content_hash})


@dataclass(frozen=True, slots=True, kw_only=True)
class Approve(ByStandIn):
    """For it. In a stage that signs or seals, `signature` is the digest or number of the signature, and is required.

    `manifest` is the SHA-256 of the bulk manifest where many were approved by one act.
    """

    kind: Literal["approve"] = "approve"
    content_hash: str
    note: str = ""
    signature: str = ""
    manifest: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Refuse(ByStandIn):
    """Against it (imtina); the note says why and is required."""

    kind: Literal["refuse"] = "refuse"
    content_hash: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Abstain(ByStandIn):
    """Neither for nor against; only where the stage allows it."""

    kind: Literal["abstain"] = "abstain"
    content_hash: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Acquaint(ByStandIn):
    """Read and noted (tanışlıq); the proof for one person."""

    kind: Literal["acquaint"] = "acquaint"
    content_hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CastVote(ByStandIn):
    """A vote in a stage that votes, in a meeting or without one."""

    kind: Literal["cast_vote"] = "cast_vote"
    choice: Choice
    content_hash: str
    note: str = ""


def approve(case: Case, stage: StageState, command: Approve) -> Decided:
    """For it."""
    if stage.act in _SIGNING and not command.signature.strip():
        return refusal("path.signature", stage=case.title(stage.id))
    return follow(
        case,
        _marked(case, stage, "for", command.content_hash, command.note, command.signature, command.manifest),
    )


def refuse(case: Case, stage: StageState, command: Refuse) -> Decided:
    """Against it; the reason is required."""
    return no_text(command.note) or follow(case, _marked(case, stage, "against", command.content_hash, command.note))


def abstain(case: Case, stage: StageState, command: Abstain) -> Decided:
    """Neither; where the stage allows it."""
    if not case.definition.abstain:
        return refusal("path.no_abstaining", stage=case.title(stage.id))
    return follow(case, _marked(case, stage, "abstain", command.content_hash, command.note))


def acquaint(case: Case, stage: StageState, command: Acquaint) -> Decided:
    """Read and noted."""
    return follow(case, _marked(case, stage, "for", command.content_hash))


def cast_vote(case: Case, stage: StageState, command: CastVote) -> Decided:
    """A vote; in a meeting only while voting is open, by those who sit there."""
    if command.choice == "abstain" and not case.definition.abstain:
        return refusal("path.no_abstaining", stage=case.title(stage.id))
    meeting = stage.meeting
    if meeting is not None:
        if meeting.phase != "voting":
            return refusal("path.not_now", az="səsvermə açıq deyil", en="voting is not open")
        if meeting.present.get(case.principal) != case.by:
            return refusal("path.absent", member=case.name(case.principal))
    return follow(case, _marked(case, stage, command.choice, command.content_hash, command.note))


def _marked(case: Case, stage: StageState, verdict: Choice, content_hash: str, note: str = "", *proof: str) -> Marked:
    signature, manifest = proof or ("", "")
    return Marked(
        **case.stamp,
        stage=stage.id,
        round=stage.round,
        act=stage.act,
        principal=case.principal,
        verdict=verdict,
        content_hash=content_hash,
        note=note,
        signature=signature,
        manifest=manifest,
    )


_MARKED = {Marked: Words("rəy bildirildi", "a mark was given")}
ACTS = (
    Act(
        command=Approve,
        decide=marking(approve, *APPROVING),
        events=_MARKED,
        forms=(
            Form(
                title=Words("Təsdiqlə", "Approve"),
                place="now",
                rank=4,
                tone="primary",
                fields=(NOTE,),
                at_stage=(("visa", Words("Viza ver", "Give the visa")),),
            ),
        ),
    ),
    Act(
        command=CastVote,
        decide=marking(cast_vote, "vote"),
        events=_MARKED,
        forms=(
            Form(
                name="vote",
                title=Words("Səs ver", "Vote"),
                place="now",
                rank=5,
                tone="primary",
                fields=(
                    Field(
                        "choice",
                        Words("Səs", "Vote"),
                        "choice",
                        required=True,
                        options=(
                            Option("for", Words("lehinə", "for")),
                            Option("against", Words("əleyhinə", "against")),
                            Option("abstain", Words("bitərəf", "abstain")),
                        ),
                        source="votes",
                    ),
                    NOTE,
                ),
            ),
        ),
    ),
    Act(
        command=Acquaint,
        decide=marking(acquaint, "acquaint"),
        events=_MARKED,
        forms=(
            Form(name="note_read", title=Words("Tanış oldum", "Read and noted"), place="now", rank=6, tone="primary"),
        ),
    ),
    Act(
        command=Refuse,
        decide=marking(refuse, *APPROVING),
        events=_MARKED,
        forms=(
            Form(
                title=Words("İmtina et", "Refuse"),
                place="now",
                rank=8,
                tone="danger",
                fields=(Field("note", Words("Səbəb", "Reason"), required=True),),
            ),
        ),
    ),
    Act(
        command=Abstain,
        decide=marking(abstain, *APPROVING),
        events=_MARKED,
        forms=(Form(title=Words("Bitərəf qal", "Abstain"), place="now", rank=9, fields=(NOTE,)),),
    ),
)
