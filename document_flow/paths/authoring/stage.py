"""Reads one stage of a path: who acts, by which rule, when, until when, in a meeting or not."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar, get_args

from document_flow.azerbaijani import ordinal
from document_flow.decisions.sfeel import CellRefused, FactType, compile_test
from document_flow.paths.authoring.meeting import read_meeting
from document_flow.paths.authoring.who import check_bodies, read_who
from document_flow.paths.path import (
    Act,
    Condition,
    Escalation,
    OnChange,
    OnReturn,
    Order,
    Rule,
    RuleKind,
    Stage,
    Who,
)
from document_flow.sheet import Entry

T = TypeVar("T", bound=str)
_COUNTED = frozenset(("at_least", "per_group"))
_ABSTAINABLE = frozenset(("visa", "approve", "vote"))
_MEETING_RULES = frozenset(("all", "at_least", "majority", "majority_of_present"))


def read_stage(entry: Entry, facts: Mapping[str, FactType]) -> Stage:
    """The stage of an entry; what is wrong with it is noted in the entry's findings."""
    act = _one_of(entry, "act", get_args(Act), None)
    who = tuple(read_who(each) for each in entry.entries("who"))
    due = entry.whole("due", least=1) if entry.has("due") else None
    meeting = entry.entry("meeting", optional=True)
    stage = Stage(
        id=entry.text("id"),
        title=entry.words("title"),
        act=act,
        who=who,
        rule=_rule(entry, who),
        order=_one_of(entry, "order", get_args(Order), "parallel"),
        when=_when(entry, facts),
        due=due,
        reminders=_reminders(entry, due),
        escalation=_escalation(entry, due),
        on_return=_one_of(entry, "on_return", get_args(OnReturn), "restart"),
        on_change=_one_of(entry, "on_change", get_args(OnChange), "void_all"),
        abstain=entry.flag("abstain", default=False),
        bulk=entry.flag("bulk", default=True),
        meeting=None if meeting is None else read_meeting(meeting),
    )
    _check(entry, stage)
    entry.done()
    return stage


def _one_of(entry: Entry, key: str, allowed: tuple[T, ...], default: T | None) -> T:
    found = entry.one_of(key, allowed, default=default)
    return next((each for each in allowed if each == found), allowed[0])


def _rule(entry: Entry, who: tuple[Who, ...]) -> Rule:
    kind = _one_of(entry, "rule", get_args(RuleKind), "all")
    if kind not in _COUNTED:
        if entry.has("count"):
            entry.whole("count")
            entry.problem("count", f"“{kind}” qaydasında say olmur", f"rule {kind!r} takes no count")
        return Rule(kind)
    count = entry.whole("count", least=1)
    if kind == "at_least" and count > len(who) and all(each.kind in ("person", "body") for each in who):
        entry.problem("count", f"{count} nəfər tələb olunur, {len(who)} var", f"{count} wanted, {len(who)} named")
    return Rule(kind, count)


def _when(entry: Entry, facts: Mapping[str, FactType]) -> tuple[Condition, ...]:
    conditions = entry.entry("when", optional=True)
    if conditions is None:
        return ()
    found = []
    for fact in conditions.keys():  # noqa: SIM118  an entry is no mapping
        test = conditions.text(fact)
        if fact not in facts:
            names = ", ".join(facts) or "–"
            conditions.problem(fact, f"belə fakt elan olunmayıb; var: {names}", f"no such fact; declared: {names}")
        elif test:
            _check_test(conditions, fact, test, facts[fact])
        found.append(Condition(fact, test))
    conditions.done()
    return tuple(found)


def _check_test(conditions: Entry, fact: str, test: str, kind: FactType) -> None:
    try:
        compile_test(test, kind)
    except CellRefused as refused:
        at = refused.position
        conditions.problem(fact, f"{refused.words.az} ({ordinal(at)} işarə)", f"{refused.words.en} (character {at})")


def _reminders(entry: Entry, due: int | None) -> tuple[int, ...]:
    found: list[int] = []
    for each in entry.entries("reminders") if entry.has("reminders") else ():
        before = each.whole("before", least=1)
        if before in found:
            each.problem("before", "bu gün üçün xatırlatma var", "there is a reminder for this day already")
        if due is not None and before > due:
            each.problem("before", f"müddətdən ({due} gün) uzundur", f"longer than the term of {due} days")
        found.append(before)
        each.done()
    if found and due is None:
        entry.problem("reminders", "əvvəlcə icra müddətini (due) yazın", "reminders need a term: write `due`")
    return tuple(found)


def _escalation(entry: Entry, due: int | None) -> tuple[Escalation, ...]:
    found: list[Escalation] = []
    for each in entry.entries("escalation") if entry.has("escalation") else ():
        after = each.whole("after", least=1)
        if any(step.after == after for step in found):
            each.problem("after", "bu gün üçün pillə var", "there is a step for this day already")
        found.append(Escalation(after, read_who(each, of_late=True)))
    if found and due is None:
        entry.problem("escalation", "əvvəlcə icra müddətini (due) yazın", "escalation needs a term: write `due`")
    return tuple(found)


def _check(entry: Entry, stage: Stage) -> None:
    if entry.has("who") and not stage.who:
        entry.problem("who", "heç kim göstərilməyib", "nobody is named")
    check_bodies(entry, stage)
    if stage.abstain and stage.act not in _ABSTAINABLE:
        entry.problem("abstain", f"“{stage.act}” mərhələsində bitərəf qalmaq olmaz", f"nobody abstains in {stage.act}")
    if stage.meeting is not None:
        _check_meeting(entry, stage)
    elif stage.rule.kind == "majority_of_present":
        entry.problem("rule", "bu qayda yalnız iclasda olur: meeting yazın", "this rule needs a meeting")


def _check_meeting(entry: Entry, stage: Stage) -> None:
    if stage.act != "vote":
        entry.problem("meeting", "iclas yalnız səsvermədə (vote) olur", "only a stage that votes has a meeting")
    if stage.rule.kind not in _MEETING_RULES:
        names = ", ".join(sorted(_MEETING_RULES))
        entry.problem("rule", f"iclasda qayda ola bilər: {names}", f"in a meeting the rule is one of: {names}")
    if stage.order == "sequential":
        entry.problem("order", "iclasda hamı birlikdə səs verir", "in a meeting all vote at once")
