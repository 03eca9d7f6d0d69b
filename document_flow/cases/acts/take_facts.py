"""Facts come in: from the register, from agencies, late or early; what is still missing is said with its reason.

A fact that differs from what a ruling rests on makes it undone before its paper, and void after a provisional one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from document_flow.cases.acting import Act, ByHand, Case, Decision, Happened, Standing, Words, refusal
from document_flow.cases.state import NO_FIN, Known, Lacking, Sending
from document_flow.cases.told import ApplicantTold, is_anybody_left


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeFacts(ByHand):
    """What is known by now, and what is not. `sendings` are by which ways the applicant can be told of a recall."""

    kind: Literal["take_facts"] = "take_facts"
    facts: tuple[Known, ...] = ()
    lacking: tuple[Lacking, ...] = ()
    sendings: tuple[Sending, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FactsTaken(Happened):
    """They stand in the case; `decidable`: nothing that is needed is awaited from anybody."""

    kind: Literal["facts_taken"] = "facts_taken"
    facts: tuple[Known, ...]
    lacking: tuple[Lacking, ...]
    decidable: bool

    def apply(self, case: Case) -> Case:
        """The newer word of each fact counts; what was known and is lacking now is known no more."""
        known = {**case.facts, **{each.name: each for each in self.facts}}
        known = {name: known[name] for name in known if name not in {each.name for each in self.lacking}}
        vain = {(each.name, each.source): each.since for each in case.lacking}
        lacking = tuple(replace(each, since=vain.get((each.name, each.source)) or self.at) for each in self.lacking)
        phase = case.phase
        if case.is_undecided:
            phase = "decidable" if self.decidable else "collecting"
        gathered = replace(case, facts=known, lacking=lacking, asked=case.asked + 1, asked_at=self.at)
        return replace(gathered, phase=phase)


@dataclass(frozen=True, slots=True, kw_only=True)
class RulingUndone(Happened):
    """A fact under the ruling has changed before its paper was issued: it is decided anew."""

    kind: Literal["ruling_undone"] = "ruling_undone"
    changed: tuple[str, ...]

    def apply(self, case: Case) -> Case:
        """Decidable again, by the facts of now."""
        if case.ruling is None:
            return replace(case, draft=None, phase="decidable")
        undone: dict[str, str] = {case.ruling.outcome: case.ruling.paper_no}
        return replace(case, ruling=None, outcome="", phase="decidable", reserved={**case.reserved, **undone})


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperRecalled(Happened):
    """The source has said otherwise than the provisional paper: it is void."""

    kind: Literal["paper_recalled"] = "paper_recalled"
    changed: tuple[str, ...]

    def apply(self, case: Case) -> Case:
        """Its end. How its holder was told of the paper says nothing of how this person is told of the recall."""
        return replace(case.closed("void", "recalled"), recalled_on=self.day, sendings=(), notice=None)


def differing(pinned: Mapping[str, Any], facts: Iterable[Known], gone: Iterable[Lacking] = ()) -> tuple[str, ...]:
    """Names of facts whose value is another than what was pinned, or that are known no more."""
    changed = {each.name for each in facts if each.name in pinned and pinned[each.name] != each.value}
    return tuple(sorted(changed | {each.name for each in gone if each.name in pinned}))


def decide(standing: Standing, command: TakeFacts) -> Decision:
    """At any time while it is open; what a paper without reservation rests on is no longer asked."""
    case, stamp = standing.case, standing.stamp(command.by)
    if refused := standing.open():
        return refused
    if case.set_aside is not None or (case.phase == "in_effect" and not case.is_provisional):
        return refusal("cases.decided")
    taken = taking(standing, command.by, command.facts, command.lacking)
    ruling = case.ruling or case.draft
    if ruling is None:
        return (taken,)
    # What is confirmed is what was assumed: another spelling of a name that was known is no reason to recall a paper.
    pinned = ruling.assumed if case.paper else {**ruling.facts, **ruling.assumed}
    changed = differing(pinned, command.facts, () if case.paper else _gone(case, command.lacking))
    if not changed:
        return (taken,)
    # Undone first: whether it can be decided again is what the facts say then.
    return (
        (taken, *recalling(standing, command.by, command.facts, command.sendings, changed))
        if case.paper
        else (RulingUndone(**stamp, changed=changed), taken)
    )


def recalling(
    standing: Standing, by: str, facts: Iterable[Known], sendings: tuple[Sending, ...], changed: tuple[str, ...]
) -> tuple[PaperRecalled | ApplicantTold, ...]:
    """The end of a provisional paper; whoever holds it is told in the same commit, as they were told of the paper. To
    the telephone of who has died nobody writes; to a representative they do.
    """
    stamp = standing.stamp(by)
    known = {each.name: each.value for each in facts}
    reaches = bool(sendings) and is_anybody_left(standing.programme, standing.case, known)
    told = (ApplicantTold(**stamp, sendings=sendings),) if reaches else ()
    return (PaperRecalled(**stamp, changed=changed), *told)


def taking(standing: Standing, by: str, facts: tuple[Known, ...], lacking: tuple[Lacking, ...]) -> FactsTaken:
    """The event that takes facts in, which says whether anything needed is missing that may come by itself."""
    is_decidable = standing.needed.isdisjoint(each.name for each in lacking if each.code != NO_FIN)
    return FactsTaken(**standing.stamp(by), facts=facts, lacking=lacking, decidable=is_decidable)


def _gone(case: Case, lacking: Iterable[Lacking]) -> tuple[Lacking, ...]:
    """What was known and is known no more."""
    return tuple(each for each in lacking if each.name in case.facts)


ACTS = (
    Act(
        command=TakeFacts,
        decide=decide,
        events={
            FactsTaken: Words("məlumat alındı", "facts came in"),
            RulingUndone: Words("fakt dəyişdi, qərar yenidən verilir", "a fact changed, it is decided anew"),
            PaperRecalled: Words("mənbə təsdiqləmədi, kağız geri çağırıldı", "not confirmed, the paper was recalled"),
        },
    ),
)
