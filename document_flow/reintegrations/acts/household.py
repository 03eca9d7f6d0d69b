"""A household has moved in: its reintegration is opened, its needs noted, it is visited again, and at last closed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from document_flow.act import Act
from document_flow.form import TEXT, Field, Form, Option
from document_flow.hands import MACHINE, OFFICERS, ByHand, Happened
from document_flow.reintegrations.standing import Decision, Standing, refusal
from document_flow.reintegrations.state import AFTER_MONTHS, FollowUp, Reintegration, months_after
from document_flow.words import Words

DESK = ("clerk", *OFFICERS)


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenReintegration(ByHand):
    """The keys of a home were handed over."""

    kind: Literal["open_reintegration"] = "open_reintegration"
    number: str
    case: str
    move: str
    settlement: str
    home: str
    persons: int
    moved_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteNeed(ByHand):
    """Something that the household needs; of health with its consent alone."""

    kind: Literal["note_need"] = "note_need"
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CallFollowUp(ByHand):
    """So many months have gone by."""

    kind: Literal["call_follow_up"] = "call_follow_up"
    months: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteFollowUp(ByHand):
    """What the visit found."""

    kind: Literal["note_follow_up"] = "note_follow_up"
    months: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseReintegration(ByHand):
    """Everybody has answered, and it was visited for the last time."""

    kind: Literal["close_reintegration"] = "close_reintegration"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReintegrationOpened(Happened):
    """It is followed up after 1, 6 and 12 months."""

    kind: Literal["reintegration_opened"] = "reintegration_opened"
    opened: Reintegration

    def apply(self, _state: Reintegration) -> Reintegration:
        return self.opened


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedNoted(Happened):
    """It stands among the needs."""

    kind: Literal["need_noted"] = "need_noted"
    text: str

    def apply(self, state: Reintegration) -> Reintegration:
        return replace(state, needs=(*state.needs, self.text))


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowedUp(Happened):
    """A follow-up is due (`found` is empty), or was made."""

    kind: Literal["followed_up"] = "followed_up"
    months: int
    found: str = ""

    def apply(self, state: Reintegration) -> Reintegration:
        visited = tuple(
            replace(each, called=True, found=self.found) if each.months == self.months else each
            for each in state.follow_ups
        )
        return replace(state, follow_ups=visited)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReintegrationClosed(Happened):
    """Nothing follows."""

    kind: Literal["reintegration_closed"] = "reintegration_closed"

    def apply(self, state: Reintegration) -> Reintegration:
        return replace(state, phase="closed")


def _open(standing: Standing, command: OpenReintegration) -> Decision:
    if standing.state.phase:
        return refusal("reintegrations.opened")
    day = command.moved_on
    opened = Reintegration(
        phase="open",
        number=command.number,
        case=command.case,
        move=command.move,
        settlement=command.settlement,
        home=command.home,
        persons=command.persons,
        moved_on=day,
        follow_ups=tuple(FollowUp(months=each, due=months_after(day, each)) for each in AFTER_MONTHS),
    )
    return (ReintegrationOpened(**standing.stamp(command.by), opened=opened),)


def _need(standing: Standing, command: NoteNeed) -> Decision:
    return standing.closed() or (NeedNoted(**standing.stamp(command.by), text=command.text),)


def _call(standing: Standing, command: CallFollowUp) -> Decision:
    next_one = standing.state.next_call
    if next_one is None or next_one.months != command.months or standing.context.today < next_one.due:
        return refusal("reintegrations.no_follow_up", months=command.months)
    return (FollowedUp(**standing.stamp(command.by), months=command.months),)


def _visit(standing: Standing, command: NoteFollowUp) -> Decision:
    waiting = {str(each.months) for each in standing.state.follow_ups if each.called and not each.found}
    if command.months not in waiting:
        return standing.closed() or refusal("reintegrations.no_follow_up", months=command.months)
    visited = FollowedUp(**standing.stamp(command.by), months=int(command.months), found=command.text)
    return standing.closed() or (visited,)


def _close(standing: Standing, command: CloseReintegration) -> Decision:
    state = standing.state
    referrals = sum(each.is_open for each in state.referrals)
    follow_ups = sum(not each.found for each in state.follow_ups)
    refused = standing.closed()
    if refused is None and (referrals or follow_ups):
        refused = refusal("reintegrations.unfinished", referrals=referrals, follow_ups=follow_ups)
    return refused or (ReintegrationClosed(**standing.stamp(command.by)),)


_FOLLOWED = {FollowedUp: Words("təkrar baxış", "follow-up")}
ACTS = (
    Act(
        command=OpenReintegration,
        decide=_open,
        who=MACHINE,
        events={ReintegrationOpened: Words("reinteqrasiya açıldı", "the reintegration was opened")},
    ),
    Act(
        command=NoteNeed,
        decide=_need,
        who=DESK,
        events={NeedNoted: Words("ehtiyac yazıldı", "a need was noted")},
        forms=(
            Form(
                title=Words("Ehtiyacı yaz", "Note a need"),
                place="now",
                fields=(TEXT,),
                hint=Words(
                    "Sağlamlıq barədə yalnız ailənin razılığı ilə.", "Of health with the household's consent alone."
                ),
            ),
        ),
    ),
    Act(command=CallFollowUp, decide=_call, who=MACHINE, events=_FOLLOWED),
    Act(
        command=NoteFollowUp,
        decide=_visit,
        who=DESK,
        events=_FOLLOWED,
        forms=(
            Form(
                title=Words("Baxışın nəticəsini yaz", "Write the follow-up down"),
                place="now",
                rank=5,
                tone="primary",
                fields=(
                    Field(
                        "months",
                        Words("Hansı baxış", "Which follow-up"),
                        "choice",
                        required=True,
                        options=tuple(
                            Option(str(each), Words(f"{each} aydan sonra", f"the {each}-month one"))
                            for each in AFTER_MONTHS
                        ),
                    ),
                    TEXT,
                ),
            ),
        ),
    ),
    Act(
        command=CloseReintegration,
        decide=_close,
        who=OFFICERS,
        events={ReintegrationClosed: Words("reinteqrasiya bağlandı", "the reintegration was closed")},
        forms=(Form(title=Words("Reinteqrasiyanı bağla", "Close the reintegration"), place="more", rank=90),),
    ),
)
