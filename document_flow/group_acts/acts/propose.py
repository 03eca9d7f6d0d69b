"""An officer proposes, out of a replay of the law in force; a second one agrees or declines."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Literal

from document_flow.act import Act
from document_flow.cases.acts.hearing import HOUR, PLACE, is_hour, is_place
from document_flow.form import REASON, Field, Form
from document_flow.group_acts.standing import Decision, Standing, refusal
from document_flow.group_acts.state import GroupAct, What
from document_flow.hands import OFFICERS, ByHand, Happened
from document_flow.law_replays.state import Laws
from document_flow.outcome import Refusal
from document_flow.words import Words

DOCUMENT = Field("document", Words("Aktın nömrəsi", "Number of the act"), input="line", required=True)
ARTICLE = Field("article", Words("Maddə", "Article"), input="line", required=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposeFromReplay(ByHand):
    """By which document and article, and out of which replay. The hub adds what that has found."""

    replay: str
    document: str
    article: str
    reason: str
    laws: Laws = field(default_factory=Laws)
    affected: int = 0
    pin: str = ""
    is_read: bool = False

    def unsaid(self) -> Refusal | None:
        """Which of what each case's own act names is blank."""
        said = {DOCUMENT.label: self.document, ARTICLE.label: self.article, REASON.label: self.reason}
        empty = next((label for label, text in said.items() if not text.strip()), None)
        return refusal("group_acts.empty", field=empty) if empty is not None else None

    def said(self) -> dict[str, Any]:
        """What is proposed by it."""
        return {name: getattr(self, name) for name in _SAID}


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposedFromReplay(Happened):
    """It waits for a second official; whom it is about is held fast."""

    replay: str
    document: str
    article: str
    reason: str
    laws: Laws
    affected: int
    pin: str

    def begun(self, group: GroupAct, what: What) -> GroupAct:
        """Proposed, to do that."""
        said = {name: getattr(self, name) for name in _SAID}
        return replace(group, what=what, phase="proposed", by=self.by, **said)


_SAID = ("replay", "document", "article", "reason", "laws", "affected", "pin")


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposeGroupAct(ProposeFromReplay):
    """Also for which day, hour (`HH:MM`) and place all are invited. The hub adds whether it is the law of today."""

    kind: Literal["propose_group_act"] = "propose_group_act"
    hearing_on: date
    hearing_hour: str = ""
    hearing_place: str = ""
    is_in_force: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupActProposed(ProposedFromReplay):
    """To end rights."""

    kind: Literal["group_act_proposed"] = "group_act_proposed"
    hearing_on: date
    hearing_hour: str = ""
    hearing_place: str = ""

    def apply(self, group: GroupAct) -> GroupAct:
        """Proposed, with the hearing."""
        return replace(
            self.begun(group, "end"),
            hearing_on=self.hearing_on,
            hearing_hour=self.hearing_hour,
            hearing_place=self.hearing_place,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreeGroupAct(ByHand):
    """The second official agrees."""

    kind: Literal["agree_group_act"] = "agree_group_act"


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupActAgreed(Happened):
    """From now on the hub opens it for each case."""

    kind: Literal["group_act_agreed"] = "group_act_agreed"

    def apply(self, group: GroupAct) -> GroupAct:
        """Agreed."""
        return replace(group, phase="agreed", agreed_by=self.by)


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclineGroupAct(ByHand):
    """It is not to be."""

    kind: Literal["decline_group_act"] = "decline_group_act"
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupActDeclined(Happened):
    """Nothing comes of it."""

    kind: Literal["group_act_declined"] = "group_act_declined"
    reason: str

    def apply(self, group: GroupAct) -> GroupAct:
        """Its end."""
        return replace(group, phase="declined", declined=self.reason)


def _propose(standing: Standing, command: ProposeGroupAct) -> Decision:
    if refused := standing.unless("") or command.unsaid():
        return refused
    if not command.is_read:
        return refusal("group_acts.not_read")
    if not command.is_in_force:
        return refusal("group_acts.not_in_force", version=command.laws.after)
    if not command.affected:
        return refusal("group_acts.nobody")
    if command.hearing_on <= standing.context.today:
        return refusal("group_acts.hearing_past", day=command.hearing_on)
    if not is_hour(command.hearing_hour.strip()):
        return refusal("group_acts.hearing_hour")
    if not is_place(command.hearing_place.strip()):
        return refusal("group_acts.hearing_place")
    return (
        GroupActProposed(
            **standing.stamp(command.by),
            **command.said(),
            hearing_on=command.hearing_on,
            hearing_hour=command.hearing_hour.strip(),
            hearing_place=command.hearing_place.strip(),
        ),
    )


def _agree(standing: Standing, command: AgreeGroupAct) -> Decision:
    if refused := standing.unless("proposed"):
        return refused
    return (
        refusal("group_acts.own")
        if command.by == standing.state.by
        else (GroupActAgreed(**standing.stamp(command.by)),)
    )


def _decline(standing: Standing, command: DeclineGroupAct) -> Decision:
    if refused := standing.unless("proposed"):
        return refused
    if not command.reason.strip():
        return refusal("group_acts.empty", field=REASON.label)
    return (GroupActDeclined(**standing.stamp(command.by), reason=command.reason),)


ACTS = (
    Act(
        command=ProposeGroupAct,
        decide=_propose,
        who=OFFICERS,
        events={GroupActProposed: Words("qrup aktı təklif olundu", "the group act was proposed")},
        forms=(
            Form(
                title=Words("Qrup aktını təklif et", "Propose a group act"),
                place="now",
                rank=1,
                tone="danger",
                hint=Words(
                    "Hər kəs üçün öz ləğv icraatı açılır: əvvəl dinlənilmə, sonra qərar, bildiriş və şikayət hüququ.",
                    "For everybody a revocation of their own is opened: a hearing first, then decision, notice and "
                    "complaint.",
                ),
                fields=(
                    Field("replay", Words("Yoxlama", "Replay"), input="choice", required=True),
                    DOCUMENT,
                    ARTICLE,
                    REASON,
                    Field("hearing_on", Words("Dinlənilmə günü", "Day of the hearing"), input="date", required=True),
                    Field("hearing_hour", HOUR.label, input="line", hint=HOUR.hint),
                    Field("hearing_place", PLACE.label, input="line", hint=PLACE.hint),
                ),
            ),
        ),
    ),
    Act(
        command=AgreeGroupAct,
        decide=_agree,
        who=OFFICERS,
        events={GroupActAgreed: Words("ikinci şəxs razılaşdı", "a second official agreed")},
        forms=(Form(title=Words("Razıyam", "Agree"), place="now", rank=2, tone="danger"),),
        seen=True,
    ),
    Act(
        command=DeclineGroupAct,
        decide=_decline,
        who=OFFICERS,
        events={GroupActDeclined: Words("qəbul edilmədi", "it was declined")},
        forms=(Form(title=Words("Razı deyiləm", "Decline"), place="now", rank=3, fields=(REASON,)),),
    ),
)
