"""An audit is planned before anybody knows its seed, sampled by the hub, and found case by case by uninvolved hands."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from document_flow.audits.acts.find import ReadAnew, StateFinding
from document_flow.audits.acts.plan import DrawSample, PlanAudit
from document_flow.audits.kernel import KERNEL
from document_flow.audits.rate import in_words, interval
from document_flow.audits.standing import Standing
from document_flow.audits.state import NOTHING, Audit, Plan
from document_flow.calendar import WorkingCalendar
from document_flow.context import Context
from document_flow.hands import Command
from document_flow.outcome import Refusal
from document_flow.people import HUB, Directory, Official
from document_flow.words import Words

AT = datetime(2026, 3, 2, 6, tzinfo=UTC)
DRAWS_AT = AT + timedelta(days=2)
PEOPLE = Directory(
    {
        login: Official(login, login, Words("v", "p"), "top", frozenset((role,)))
        for login, role in (("elcin", "programme_officer"), ("fuad", "head"), ("sevinc", "clerk"))
    }
)
ENTRIES = tuple(f"{number:032x}" for number in range(20))
ROOT = hashlib.sha256(b"head").hexdigest()
DAYS = Plan(programme="return", since=date(2026, 1, 1), until=date(2026, 2, 28), size=2, draws_at=DRAWS_AT)
PLAN = PlanAudit(by="elcin", plan=DAYS, entries=ENTRIES[::-1], log_size=7)
DRAW = DrawSample(by=HUB, root=ROOT, log_size=8)


def decided(audit: Audit, command: Command, at: datetime = AT) -> Any:
    return KERNEL.decide(Standing(audit, Context(at, WorkingCalendar(), PEOPLE)), command)


def after(audit: Audit, *commands: Command, at: datetime = DRAWS_AT) -> Audit:
    for command in commands:
        made = decided(audit, command, at)
        assert not isinstance(made, Refusal), made
        audit = KERNEL.replay(made, audit)
    return audit


def code(audit: Audit, command: Command, at: datetime = DRAWS_AT) -> str:
    made = decided(audit, command, at)
    return made.code if isinstance(made, Refusal) else ""


PLANNED = after(NOTHING, PLAN, at=AT)
DRAWN = after(PLANNED, DRAW)
FIRST, SECOND = DRAWN.sample
READ = after(DRAWN, ReadAnew(by=HUB, case=FIRST, fresh="granted"))
FIND = StateFinding(by="fuad", case=FIRST, verdict="differs", reason="statusu var")


def test_the_sample_follows_from_the_head_of_the_log_alone() -> None:
    by_hand = sorted(ENTRIES, key=lambda each: hashlib.sha256(bytes.fromhex(ROOT) + each.encode()).digest())

    assert list(DRAWN.sample) == by_hand[:2]
    assert after(after(NOTHING, replace(PLAN, entries=ENTRIES), at=AT), DRAW).sample == DRAWN.sample
    assert KERNEL.states.validate_json(KERNEL.states.dump_json(DRAWN)) == DRAWN


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({}, ""),
        ({"since": date(2026, 3, 1)}, "audits.days"),
        ({"until": date(2026, 3, 2)}, "audits.days"),
        ({"size": 0}, "audits.size"),
        ({"size": 21}, "audits.size"),
        ({"draws_at": AT}, "audits.moment"),
        ({"draws_at": AT + timedelta(days=32)}, "audits.moment"),
    ],
)
def test_period_size_and_moment_are_fixed_before(changes: dict[str, Any], why: str) -> None:
    assert code(NOTHING, replace(PLAN, plan=replace(DAYS, **changes)), AT) == why


def test_nothing_is_planned_over_nobody_nor_by_a_clerk() -> None:
    assert code(NOTHING, replace(PLAN, entries=()), AT) == "audits.size"
    assert code(NOTHING, replace(PLAN, by="sevinc"), AT) == "access.role_missing"


@pytest.mark.parametrize(
    ("audit", "command", "at", "why"),
    [
        (PLANNED, DRAW, AT, "audits.too_early"),
        (PLANNED, replace(DRAW, log_size=7), DRAWS_AT, "audits.too_early"),
        (PLANNED, replace(DRAW, by="elcin"), DRAWS_AT, "access.role_missing"),
        (DRAWN, DRAW, DRAWS_AT, "audits.phase"),
        (NOTHING, DRAW, DRAWS_AT, "audits.phase"),
        (PLANNED, ReadAnew(by=HUB, case=FIRST, fresh="granted"), DRAWS_AT, "audits.phase"),
        (PLANNED, FIND, DRAWS_AT, "audits.phase"),
        (READ, FIND, DRAWS_AT, ""),
        (READ, replace(FIND, by="sevinc"), DRAWS_AT, "access.role_missing"),
        (READ, replace(FIND, case=SECOND), DRAWS_AT, "audits.not_waiting"),
        (READ, replace(FIND, case="f" * 32), DRAWS_AT, "audits.not_waiting"),
        (READ, replace(FIND, hands=frozenset(("fuad",))), DRAWS_AT, "audits.hands"),
        (READ, replace(FIND, reason=" "), DRAWS_AT, "audits.reason"),
        (after(READ, FIND), FIND, DRAWS_AT, "audits.not_waiting"),
    ],
)
def test_each_step_has_its_time_and_its_hand(audit: Audit, command: Command, at: datetime, why: str) -> None:
    assert code(audit, command, at) == why


def test_the_last_finding_closes_it_and_what_was_read_is_not_read_again() -> None:
    again = decided(READ, ReadAnew(by=HUB, case=FIRST, fresh="refused"), DRAWS_AT)
    second = replace(FIND, by="elcin", case=SECOND, verdict="undecidable")
    audit = after(READ, ReadAnew(by=HUB, case=SECOND, fresh="undecided"), FIND, second)

    assert (again, READ.unread, audit.unread) == ((), (SECOND,), ())
    assert audit.phase == "closed"
    assert audit.counts == {"agrees": 0, "differs": 1, "undecidable": 1}


def test_the_rate_is_told_with_its_interval() -> None:
    least, most = interval(5, 100)

    assert (round(least, 3), round(most, 3)) == (0.022, 0.112), "Wilson's"
    assert interval(0, 10)[0] == 0.0
    assert in_words(5, 100).en.startswith("about 5 of 100 refusals were wrong; of all refusals, with 95 %")
    assert in_words(1, 8).az.startswith("hər 100 imtinadan təxminən 12.5 səhvdir")
    assert in_words(0, 0).en == "none could be decided"


def test_forms_make_whole_commands() -> None:
    for act in KERNEL.acts:
        for form in act.forms:
            said = {each.name: each.options[0].value if each.options else "x" for each in form.fields}
            assert act.asked(form, {"by": "elcin", "subject": "", **said}).by == "elcin"
