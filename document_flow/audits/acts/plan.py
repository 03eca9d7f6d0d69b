"""An audit is planned: whose refusals, how many of them, and a moment to come whose seed nobody knows yet."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import timedelta
from typing import Literal

from document_flow.act import Act
from document_flow.audits.standing import Decision, Standing, refusal
from document_flow.audits.state import Audit, Plan
from document_flow.draws.order import by_seed
from document_flow.form import Field, Form
from document_flow.hands import MACHINE, OFFICERS, ByHand, Happened
from document_flow.words import Words

_MOST_DAYS = 31


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanAudit(ByHand):
    """The hub adds which refusals those are (case ids), and how long the log of evidence is."""

    kind: Literal["plan_audit"] = "plan_audit"
    plan: Plan
    entries: tuple[str, ...] = ()
    log_size: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditPlanned(Happened):
    """Nothing of it changes any more."""

    kind: Literal["audit_planned"] = "audit_planned"
    plan: Plan
    entries: tuple[str, ...]
    log_size: int

    def apply(self, audit: Audit) -> Audit:
        return replace(audit, phase="planned", plan=self.plan, by=self.by, entries=self.entries, log_size=self.log_size)


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawSample(ByHand):
    """The moment has come: the head of the log of evidence, and how long the log is."""

    kind: Literal["draw_sample"] = "draw_sample"
    root: str
    log_size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleDrawn(Happened):
    """By SHA-256( root ‖ case ), as a draw of homes orders its list."""

    kind: Literal["sample_drawn"] = "sample_drawn"
    root: str
    log_size: int
    sample: tuple[str, ...]

    def apply(self, audit: Audit) -> Audit:
        return replace(audit, phase="drawn", root=self.root, log_size=self.log_size, sample=self.sample)


def _plan(standing: Standing, command: PlanAudit) -> Decision:
    context, plan, count = standing.context, command.plan, len(command.entries)
    if not plan.since <= plan.until < context.today:
        return refusal("audits.days", since=plan.since, until=plan.until)
    if not 1 <= plan.size <= count:
        return refusal("audits.size", size=plan.size, count=count)
    if not context.now < plan.draws_at <= context.now + timedelta(days=_MOST_DAYS):
        return refusal("audits.moment", moment=plan.draws_at, most=_MOST_DAYS)
    entries, stamp = tuple(sorted(command.entries)), standing.stamp(command.by)
    return (AuditPlanned(**stamp, plan=plan, entries=entries, log_size=command.log_size),)


def _draw(standing: Standing, command: DrawSample) -> Decision:
    audit = standing.state
    if refused := standing.unless("planned"):
        return refused
    if standing.context.now < audit.plan.draws_at or command.log_size <= audit.log_size:
        return refusal("audits.too_early")
    sample = tuple(by_seed(command.root, audit.entries)[: audit.plan.size])
    stamp = standing.stamp(command.by)
    return (SampleDrawn(**stamp, root=command.root, log_size=command.log_size, sample=sample),)


_PLAN = Form(
    title=Words("İmtinaların yoxlanmasını planlaşdır", "Plan an audit of refusals"),
    place="now",
    rank=1,
    tone="primary",
    fields=(
        Field("programme", Words("Proqram", "Programme"), "choice", required=True),
        Field("since", Words("İmtinalar hansı gündən", "Refusals since"), "date", required=True),
        Field("until", Words("Hansı günədək", "Until"), "date", required=True),
        Field("size", Words("Neçəsi yenidən həll olunur", "How many are decided again"), "number", required=True),
        Field(
            "draws_at",
            Words("Seçim anı", "Moment of the sample"),
            "moment",
            required=True,
            hint=Words(
                "Seçim o anda sübut jurnalının başlığından alınır; heç kim onu əvvəlcədən bilmir.",
                "The sample follows from the head of the log of evidence at that moment, which nobody knows before.",
            ),
        ),
    ),
    reads=lambda said: {"plan": Plan(**{each.name: said[each.name] for each in fields(Plan)})},
)
ACTS = (
    Act(
        command=PlanAudit,
        decide=_plan,
        who=OFFICERS,
        events={AuditPlanned: Words("yoxlama planlaşdırıldı", "the audit was planned")},
        forms=(_PLAN,),
    ),
    Act(
        command=DrawSample,
        decide=_draw,
        who=MACHINE,
        events={SampleDrawn: Words("seçim edildi", "the sample was drawn")},
    ),
)
