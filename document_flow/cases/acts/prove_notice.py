"""A paper, or an invitation to a hearing, has reached its addressee, proven; only now a term starts (law 1036-IIQ,
article 62), and only so it counts who did not come.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Literal

from document_flow.cases.acting import (
    Act,
    ByHand,
    Case,
    Decision,
    Field,
    Form,
    Happened,
    Option,
    Refusal,
    Standing,
    Words,
    refusal,
)
from document_flow.cases.state import About, Manner, Notice
from document_flow.cases.told import to_prove
from document_flow.context import BAKU

NOTICES = (
    Option("paper", Words("kağız", "the paper")),
    Option("hearing", Words("dinlənilməyə dəvət", "the invitation to the hearing")),
)
ABOUT = Field("about", Words("Nə haqqında", "About what"), input="choice", required=True, source="notices")
"""Asked only where both are still to be proven."""
NOON = time(12)
"""Of a day whose hour nobody noted."""
MANNERS = {
    "by_hand": Words("əldən, imza ilə", "by hand, against a signature"),
    "by_post": Words("poçtla, bildirişlə", "by registered post"),
    "portal": Words("portalda açılıb", "opened on the portal"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ProveNotice(ByHand):
    """When and how it was handed over: now, at a moment, or on an earlier day; an SMS alone proves nothing. `about` may
    be empty where only one thing is not proven.
    """

    kind: Literal["prove_notice"] = "prove_notice"
    manner: Manner
    proven_at: datetime | None = None
    on: date | None = None
    about: About | Literal[""] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeProven(Happened):
    """The term for a complaint runs; of an invitation, the days until its hearing do."""

    kind: Literal["notice_proven"] = "notice_proven"
    notice: Notice
    about: About = "paper"

    def apply(self, case: Case) -> Case:
        """Once."""
        if self.about == "paper":
            return replace(case, notice=self.notice)
        return case if case.hearing is None else replace(case, hearing=replace(case.hearing, notice=self.notice))


def decide(standing: Standing, command: ProveNotice) -> Decision:
    """Of a paper that was issued, of its recall, or of an invitation; not before it and not tomorrow."""
    case, now = standing.case, standing.context.now
    if refused := standing.told():
        return refused
    found = to_prove(case, command.about)
    if isinstance(found, Refusal):
        return found
    about, told = found
    day = command.on or (command.proven_at or now).astimezone(BAKU).date()
    is_now = day == standing.context.today
    at = command.proven_at or (now if is_now else datetime.combine(day, NOON, BAKU))
    if at > now or day < told.since:
        return refusal("cases.notice_early")
    return (proven(standing, Notice(manner=command.manner, at=at, by=command.by), about),)


def proven(standing: Standing, notice: Notice, about: About) -> NoticeProven:
    """The event of a proof, with the last day for a complaint that follows from its day; neither a recall nor an
    invitation starts that term.
    """
    day = notice.at.astimezone(BAKU).date()
    ruling = standing.case.ruling
    if about == "hearing" or standing.case.recalled_on is not None:
        return NoticeProven(**standing.stamp(notice.by), notice=notice, about=about)
    complaint = standing.programme.adverse(ruling.outcome if ruling is not None else "").complaint
    until = standing.context.last_day(complaint.end(day, standing.context.calendar))
    return NoticeProven(**standing.stamp(notice.by), notice=replace(notice, complain_until=until))


ACTS = (
    Act(
        command=ProveNotice,
        decide=decide,
        events={NoticeProven: Words("təhvil sübut olundu", "the notice is proven")},
        forms=(
            Form(
                title=Words("Təhvil verildiyini yaz", "Note that it was handed over"),
                place="now",
                rank=10,
                tone="primary",
                fields=(
                    ABOUT,
                    Field(
                        "manner",
                        Words("Necə", "How"),
                        input="choice",
                        required=True,
                        options=tuple(Option(value, name) for value, name in MANNERS.items()),
                        chosen="by_hand",
                    ),
                    Field("on", Words("Hansı gün (boşdursa, bu gün)", "On which day (today if empty)"), input="date"),
                ),
            ),
        ),
    ),
)
