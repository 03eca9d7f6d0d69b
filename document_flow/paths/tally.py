"""Counting: whether a stage is decided, cannot be decided any more, or whom it still needs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from document_flow.paths.path import Quorum, QuorumShare, Rule, Stage
from document_flow.paths.state import StageState
from document_flow.paths.values import Bloc

Outcome = Literal["open", "passed", "impossible", "short"]
"""short: there are too few persons for the rule, whatever they say; somebody must be assigned."""

_SHARES: dict[QuorumShare, tuple[int, int]] = {"half": (1, 2), "two_thirds": (2, 3), "all": (1, 1)}


@dataclass(frozen=True, slots=True)
class Tally:
    """The count. `missing` is how many must still be for it, `silent` are those who may still speak."""

    votes_for: int
    votes_against: int
    abstained: int
    missing: int
    silent: tuple[str, ...]
    outcome: Outcome


def quorum_of(quorum: Quorum, seats: int) -> int:
    """How many must be present: the share of all seats, rounded up, and not fewer than the least number."""
    above, below = _SHARES[quorum.share]
    return max(-(-seats * above // below), quorum.least)


def presence(definition: Stage, stage: StageState) -> int:
    """How many must sit in the meeting for a valid vote: the quorum, and as many as the rule needs to be for it."""
    if definition.meeting is None:
        return 0
    rule, members = definition.rule, _base(stage)
    counted = _wanted(rule, 0, 0, members) if rule.kind in ("at_least", "majority") else 0
    return max(quorum_of(definition.meeting.quorum, stage.seats), counted)


def capacity_short(rule: Rule, voters: tuple[str, ...], blocs: tuple[Bloc, ...], base: int = 0) -> int:
    """How many persons lack for the rule to be satisfiable at all; `base` is the size of a commission that votes."""
    if rule.kind == "per_group":
        return sum(max(rule.count - len(bloc.members), 0) for bloc in blocs)
    return max(_wanted(rule, len(voters), 0, max(len(voters), base)) - len(voters), 0)


def tally(rule: Rule, stage: StageState) -> Tally:
    """Count the marks of those who vote: the members, in a meeting those present."""
    voters = stage.members if stage.meeting is None else tuple(stage.meeting.present)
    counts = {"for": 0, "against": 0, "abstain": 0}
    silent = []
    for voter in voters:
        mark = stage.marks.get(voter)
        if mark is None:
            silent.append(voter)
        else:
            counts[mark.verdict] += 1
    if rule.kind == "per_group":
        missing, possible = _blocs(rule.count, stage)
    else:
        missing = _wanted(rule, len(voters), counts["abstain"], _base(stage)) - counts["for"]
        possible = missing <= len(silent) and not (rule.kind == "all" and counts["against"])
    short = capacity_short(rule, voters, stage.blocs, _base(stage)) > 0
    outcome = _outcome(missing, is_short=short, is_possible=possible)
    return Tally(counts["for"], counts["against"], counts["abstain"], max(missing, 0), tuple(silent), outcome)


def needed(rule: Rule, stage: StageState) -> int:
    """How many for it carry it, as things stand: of those who vote, those who abstained not counted under `all`."""
    voters = len(stage.members if stage.meeting is None else stage.meeting.present)
    abstained = sum(mark.verdict == "abstain" for mark in stage.marks.values())
    return _wanted(rule, voters, abstained, _base(stage))


def _base(stage: StageState) -> int:
    """Of how many a majority is: of those asked; of a commission that votes, of all its seats."""
    return max(len(stage.members), stage.seats) if stage.act == "vote" else len(stage.members)


def _outcome(missing: int, *, is_short: bool, is_possible: bool) -> Outcome:
    if is_short:
        return "short"
    if not is_possible:
        return "impossible"
    return "passed" if missing <= 0 else "open"


def _wanted(rule: Rule, voters: int, abstained: int, members: int) -> int:
    """How many must be for it. Under `all`, who abstains is not counted, but somebody must be for it."""
    match rule.kind:
        case "all":
            return max(voters - abstained, 1)
        case "any":
            return 1
        case "at_least" | "per_group":
            return rule.count
        case "majority":
            return members // 2 + 1
        case _:
            return voters // 2 + 1


def _blocs(count: int, stage: StageState) -> tuple[int, bool]:
    missing, possible = 0, True
    for bloc in stage.blocs:
        lacks = max(count - _for(bloc.members, stage), 0)
        missing += lacks
        possible = possible and lacks <= sum(1 for member in bloc.members if member not in stage.marks)
    return missing, possible


def _for(members: Iterable[str], stage: StageState) -> int:
    marks = stage.marks
    return sum(1 for member in members if member in marks and marks[member].verdict == "for")
