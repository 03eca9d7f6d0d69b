"""What a picture of a path says about a stage, line by line."""

from __future__ import annotations

from collections.abc import Iterator

from document_flow.dates_az import short_date
from document_flow.decisions.sfeel import CellRefused, compile_test
from document_flow.decisions.texts import tell_test
from document_flow.paths.path import (
    AUTHOR,
    BODY,
    Act,
    Condition,
    MeetingRules,
    OnReturn,
    Path,
    QuorumShare,
    Rule,
    RuleKind,
    Stage,
    Who,
    WhoKind,
)
from document_flow.paths.state import StageState, StageStatus
from document_flow.people import Directory
from document_flow.words import Lang, Words


def stage_lines(path: Path, stage: Stage, lang: Lang, directory: Directory) -> Iterator[str]:
    """Act, conditions, who, rule, term, meeting: what the definition says, most important first."""
    yield ACTS[stage.act].say(lang)
    for condition in stage.when:
        yield f"{_IF.say(lang)} {condition_words(path, condition, lang)}"
    for who in stage.who:
        yield f"• {who_words(who, lang, directory)}"
    yield rule_words(stage.rule, lang)
    if stage.order == "sequential":
        yield _IN_TURN.say(lang)
    if stage.meeting is not None:
        yield from _meeting_lines(stage.meeting, lang, directory)
    yield from _term_lines(stage, lang, directory)


def run_lines(stage: StageState, lang: Lang, directory: Directory) -> Iterator[str]:
    """Where the stage stands in a run: its status, its last day, and each member's mark."""
    yield STATUSES[stage.status].say(lang)
    if stage.status not in ("open", "passed", "refused"):
        return
    if stage.due is not None:
        yield f"{_LAST_DAY.say(lang)} {short_date(stage.due)}"
    for member in (each for each in stage.members if each in stage.marks or stage.status == "open"):
        mark = stage.marks.get(member)
        name = member.removeprefix(BODY) if member.startswith(BODY) else directory.name(member)
        if mark is None:
            yield f"○ {name}"
            continue
        hand = "" if mark.by == member or member.startswith(BODY) else f" ({directory.name(mark.by)})"
        yield f"{_SIGNS[mark.verdict]} {name}{hand}"


def who_words(who: Who, lang: Lang, directory: Directory) -> str:
    """An entry of `who` as a reader says it."""
    if who.title is not None:
        return who.title.say(lang)
    if who.kind == "author_head":
        return _AUTHOR_HEAD.say(lang)
    if who.kind == "person":
        return directory.name(who.name)
    if who.kind == "group" and who.name in directory.titles:
        return directory.title(who.name).say(lang)
    name = ROLES.get(who.name, Words(who.name, who.name)).say(lang) if who.kind == "role" else who.name
    if not who.name:
        return _LATE_HEAD.say(lang)
    unit = _AUTHORS_UNIT.say(lang) if who.unit == AUTHOR else who.unit
    return f"{_WHO[who.kind].say(lang)} {name}" + (f" ({unit})" if unit else "")


def condition_words(path: Path, condition: Condition, lang: Lang) -> str:
    """A condition as a reader says it; in a draft, where it cannot be read or its fact is unknown, as it was typed."""
    fact = next((fact for fact in path.facts if fact.name == condition.fact), None)
    if fact is None:
        return f"{condition.fact}: {condition.test}"
    try:
        told = tell_test(compile_test(condition.test, fact.type)).say(lang)
    except CellRefused:
        told = condition.test
    return f"{fact.title.say(lang)}: {told}"


def rule_words(rule: Rule, lang: Lang) -> str:
    """The rule, with its number."""
    return _RULES[rule.kind].say(lang).format(count=rule.count)


def return_words(stage: Stage, lang: Lang) -> str | None:
    """What happens after a return; None where the stage returns nothing."""
    return _RETURNS[stage.on_return].say(lang) if stage.act in _RETURNING else None


def _meeting_lines(meeting: MeetingRules, lang: Lang, directory: Directory) -> Iterator[str]:
    quorum = meeting.quorum
    yield f"{_QUORUM.say(lang)} {_SHARES[quorum.share].say(lang)}, {_LEAST.say(lang).format(count=quorum.least)}"
    yield f"{_CHAIR.say(lang)} {who_words(meeting.chair, lang, directory)}"
    yield f"{_SECRETARY.say(lang)} {who_words(meeting.secretary, lang, directory)}"
    if meeting.casting_vote is not None:
        yield f"{_CASTING.say(lang)} {meeting.casting_vote}"


def _term_lines(stage: Stage, lang: Lang, directory: Directory) -> Iterator[str]:
    if stage.due is not None:
        yield _TERM.say(lang).format(days=stage.due)
    for days in stage.reminders:
        yield _REMINDER.say(lang).format(days=days)
    for step in stage.escalation:
        yield f"{_ESCALATION.say(lang).format(days=step.after)} {who_words(step.to, lang, directory)}"


ACTS: dict[Act, Words] = {
    "visa": Words("viza", "visa"),
    "agreement": Words("razılaşdırma", "agreement"),
    "approve": Words("təsdiq", "approval"),
    "sign": Words("imza", "signature"),
    "seal": Words("möhür", "seal"),
    "acquaint": Words("tanışlıq", "acquaintance"),
    "vote": Words("səsvermə", "vote"),
}
STATUSES: dict[StageStatus, Words] = {
    "waiting": Words("növbəsini gözləyir", "not reached"),
    "open": Words("İNDİ BURADADIR", "NOW HERE"),
    "passed": Words("keçib", "passed"),
    "refused": Words("imtina edilib", "refused"),
    "skipped": Words("bu sənədə aid deyil", "does not apply"),
}
START, END = Words("Müəllif", "Author"), Words("Son", "End")
_SIGNS = {"for": "✓", "against": "✗", "abstain": "–"}
_RETURNING: frozenset[Act] = frozenset(("visa", "approve", "sign", "seal", "agreement"))
_RETURNS: dict[OnReturn, Words] = {
    "restart": Words("qaytarma: əvvəldən başlayır", "return: begins anew"),
    "resume": Words("qaytarma: buradan davam edir", "return: goes on here"),
    "author_chooses": Words("qaytarma: müəllif seçir", "return: the author chooses"),
}
_RULES: dict[RuleKind, Words] = {
    "all": Words("hamısı lazımdır", "all of them"),
    "any": Words("birinin razılığı kifayətdir", "any one of them"),
    "at_least": Words("ən azı {count} nəfər", "at least {count}"),
    "majority": Words("üzvlərin yarıdan çoxu", "more than half of the members"),
    "majority_of_present": Words("iştirak edənlərin yarıdan çoxu", "more than half of those present"),
    "per_group": Words("hər qrupdan ən azı {count} nəfər", "at least {count} of each group"),
}
_WHO: dict[WhoKind, Words] = {
    "role": Words("vəzifə:", "role:"),
    "group": Words("komissiya:", "commission:"),
    "head_of": Words("bölmə rəhbəri:", "head of unit:"),
    "body": Words("qurum:", "body:"),
}
ROLES: dict[str, Words] = {
    "clerk": Words("kargüzar", "clerk"),
    "deputy": Words("rəhbərin müavini", "deputy head"),
    "executor": Words("icraçı", "executor"),
    "head": Words("rəhbər", "head"),
    "lawyer": Words("hüquqşünas", "lawyer"),
    "commission_member": Words("komissiya üzvü", "commission member"),
    "commission_secretary": Words("komissiyanın katibi", "secretary of the commission"),
    "district_representative": Words("rayon nümayəndəsi", "district representative"),
    "programme_officer": Words("proqram üzrə məsul", "programme officer"),
}
_SHARES: dict[QuorumShare, Words] = {
    "half": Words("üzvlərin yarısı", "half of the members"),
    "two_thirds": Words("üzvlərin üçdə ikisi", "two thirds of the members"),
    "all": Words("bütün üzvlər", "all members"),
}
_IF = Words("şərt:", "if:")
_IN_TURN = Words("növbə ilə", "one after the other")
_LAST_DAY = Words("son tarix", "due")
_AUTHOR_HEAD = Words("müəllifin rəhbəri", "the author's head")
_LATE_HEAD = Words("gecikənin rəhbəri", "head of the one who is late")
_AUTHORS_UNIT = Words("müəllifin bölməsi", "the author's unit")
_QUORUM = Words("kvorum:", "quorum:")
_LEAST = Words("{count} nəfərdən az olmamaqla", "not fewer than {count}")
_CHAIR = Words("sədr:", "chair:")
_SECRETARY = Words("katib:", "secretary:")
_CASTING = Words("həlledici səs:", "casting vote:")
_TERM = Words("müddət: {days} iş günü", "term: {days} working days")
_REMINDER = Words("xatırlatma: {days} iş günü qalmış", "reminder: {days} working days before")
_ESCALATION = Words("gecikmə {days} iş günü olanda:", "{days} working days late:")
