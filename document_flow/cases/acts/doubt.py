"""A paper in effect whose ground has changed: nothing ends by itself, an official looks and says what becomes of it.

The register is read again whenever it has heard of the person: also of another one under the same FIN. What has changed
back is no doubt any more. Law 1036-IIQ, articles 65–69: a paper that no longer holds is revoked by two, or is left as
it is with a reason.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from document_flow.cases.acting import (
    DECIDERS,
    REASON,
    Act,
    ByHand,
    Case,
    Decision,
    Form,
    Happened,
    Standing,
    Words,
    refusal,
)
from document_flow.cases.acts.take_facts import differing
from document_flow.cases.state import Known, Lacking


@dataclass(frozen=True, slots=True, kw_only=True)
class Recheck(ByHand):
    """What the register says now of the facts that it gave, and which of them it has no more."""

    kind: Literal["recheck"] = "recheck"
    facts: tuple[Known, ...] = ()
    gone: tuple[Lacking, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperDoubted(Happened):
    """Facts under the paper are others: `now` are their values, None where there is none any more."""

    kind: Literal["paper_doubted"] = "paper_doubted"
    now: Mapping[str, Any]

    def apply(self, case: Case) -> Case:
        """The paper holds, and waits for an official."""
        return replace(case, doubts=self.now, settled={})


@dataclass(frozen=True, slots=True, kw_only=True)
class DoubtLifted(Happened):
    """The facts are again what they were."""

    kind: Literal["doubt_lifted"] = "doubt_lifted"

    def apply(self, case: Case) -> Case:
        """As before."""
        return replace(case, doubts={}, settled={})


@dataclass(frozen=True, slots=True, kw_only=True)
class SettleDoubt(ByHand):
    """An official has looked, and leaves the paper as it is."""

    kind: Literal["settle_doubt"] = "settle_doubt"
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DoubtSettled(Happened):
    """The paper holds with these facts too."""

    kind: Literal["doubt_settled"] = "doubt_settled"
    reason: str

    def apply(self, case: Case) -> Case:
        """Without the doubt, until something else changes."""
        return replace(case, doubts={}, settled=case.doubts)


def _recheck(standing: Standing, command: Recheck) -> Decision:
    case = standing.case
    if refused := standing.open():
        return refused
    granted = case.decided
    if not (case.holds or case.is_suspended) or granted is None:
        return refusal("cases.not_in_effect")
    values = {each.name: each.value for each in command.facts}
    pinned = {**granted.facts, **granted.assumed}
    programme = standing.programme
    watched = {name: pinned[name] for name in pinned if name in programme.watched}
    names = {*differing(watched, command.facts, command.gone), *programme.another(pinned, values)}
    now = {name: values.get(name) for name in sorted(names)}
    if now in (case.doubts or None, case.settled or None):
        return ()
    if now:
        return (PaperDoubted(**standing.stamp(command.by), now=now),)
    return (DoubtLifted(**standing.stamp(command.by)),) if case.doubts or case.settled else ()


def _settle(standing: Standing, command: SettleDoubt) -> Decision:
    if refused := standing.open():
        return refused
    if not standing.case.doubts:
        return refusal("cases.no_doubt")
    decided = standing.case.decided
    if decided is not None and decided.by == command.by:
        return refusal("cases.own_decision")
    if not command.reason.strip():
        return refusal("cases.empty", field="reason")
    return (DoubtSettled(**standing.stamp(command.by), reason=command.reason),)


ACTS = (
    Act(
        command=Recheck,
        decide=_recheck,
        events={
            PaperDoubted: Words("kağızın əsasları dəyişib", "the ground of the paper has changed"),
            DoubtLifted: Words("əsaslar əvvəlki kimidir", "its ground is again what it was"),
        },
    ),
    Act(
        command=SettleDoubt,
        decide=_settle,
        who=DECIDERS,
        events={DoubtSettled: Words("kağız olduğu kimi qaldı", "the paper was left as it is")},
        forms=(
            Form(title=Words("Kağız olduğu kimi qalsın", "Leave it as it is"), place="now", rank=6, fields=(REASON,)),
        ),
    ),
)
