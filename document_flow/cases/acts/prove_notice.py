"""The paper has reached its addressee, proven; only now a term starts (law 1036-IIQ, article 62)."""

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
    Standing,
    Words,
    refusal,
)
from document_flow.cases.state import Manner, Notice
from document_flow.context import BAKU

NOON = time(12)
"""Of a day whose hour nobody noted."""
MANNERS = {
    "by_hand": Words("əldən, imza ilə", "by hand, against a signature"),
    "by_post": Words("poçtla, bildirişlə", "by registered post"),
    "portal": Words("portalda açılıb", "opened on the portal"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ProveNotice(ByHand):
    """When and how it was handed over: now, at a moment, or on an earlier day; an SMS alone proves nothing."""

    kind: Literal["prove_notice"] = "prove_notice"
    manner: Manner
    proven_at: datetime | None = None
    on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeProven(Happened):
    """The term for a complaint runs."""

    kind: Literal["notice_proven"] = "notice_proven"
    notice: Notice

    def apply(self, case: Case) -> Case:
        """Once."""
        return replace(case, notice=self.notice)


def decide(standing: Standing, command: ProveNotice) -> Decision:
    """Of a paper that was issued, or of its recall, not before it and not tomorrow."""
    case, now = standing.case, standing.context.now
    if refused := standing.told():
        return refused
    if case.paper is None:
        return refusal("cases.not_in_effect")
    if case.notice is not None:
        return refusal("cases.noticed", day=case.notice.at.astimezone(BAKU).date())
    day = command.on or (command.proven_at or now).astimezone(BAKU).date()
    is_now = day == standing.context.today
    at = command.proven_at or (now if is_now else datetime.combine(day, NOON, BAKU))
    if at > now or day < (case.recalled_on or case.paper.issued_on):
        return refusal("cases.notice_early")
    return (proven(standing, Notice(manner=command.manner, at=at, by=command.by)),)


def proven(standing: Standing, notice: Notice) -> NoticeProven:
    """The event of a proof, with the last day for a complaint that follows from its day; a recall starts no term."""
    day = notice.at.astimezone(BAKU).date()
    ruling = standing.case.ruling
    if standing.case.recalled_on is not None:
        return NoticeProven(**standing.stamp(notice.by), notice=notice)
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
