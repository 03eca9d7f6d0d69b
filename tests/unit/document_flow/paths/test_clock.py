"""Working days, reminders, lateness, escalation, and a clock that can stand still."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from document_flow.context import BAKU
from document_flow.paths.acts.marks import Approve
from document_flow.paths.acts.move_path import MovePath
from document_flow.paths.acts.recall import Recall
from document_flow.paths.acts.resubmit import ReplaceContent, Resubmit
from document_flow.paths.acts.return_for_revision import ReturnForRevision
from document_flow.paths.acts.suspension import Resume, Resumed, Suspend
from document_flow.paths.acts.tick import DuePassed, Escalated, Reminded
from document_flow.paths.path import Escalation, Path, Who
from tests.unit.document_flow.paths.building import (
    AUTHOR,
    CHIEF,
    CLERK,
    FRIDAY,
    H1,
    H2,
    HEAD,
    LAWYER,
    PEOPLE,
    Run,
    directory,
    drafted,
    path,
    person,
    stage,
    submitted,
)

LADDER = (Escalation(1, Who("head_of")), Escalation(2, Who("head_of", "top")), Escalation(4, Who("role", "none")))


def termed(due: int = 3, **more: Any) -> Path:
    who = person("lawyer2", "deputy")
    return path(stage("a", "visa", who, due=due, reminders=(2, 1), escalation=LADDER, **more))


def at(day: int, hour: int = 9, month: int = 3) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=BAKU)


def test_fifteen_working_days_from_13_march_2026_end_on_14_april() -> None:
    run = submitted(termed(due=15))

    assert run.state.stages[0].due == date(2026, 4, 14)


def test_the_ladder_has_a_rung_for_each_step_with_its_own_name() -> None:
    run = submitted(termed())

    assert run.timers() == {
        "1/a/remind-2": at(16),
        "1/a/remind-1": at(17),
        "1/a/due": at(19, 0),
        "1/a/escalate-1": at(19),
        "1/a/escalate-2": at(31),
        "1/a/escalate-4": at(2, 9, 4),
    }


def test_no_term_no_rungs() -> None:
    assert submitted(path(stage())).timers() == {}
    assert drafted(termed()).timers() == {}


def test_a_rung_fires_once_and_not_before_its_time() -> None:
    run = submitted(termed())
    run.at(at(16, 8))
    assert run.tick("1/a/remind-2") == ()
    run.at(at(16, 9))

    (reminded,) = run.tick("1/a/remind-2")

    assert isinstance(reminded, Reminded)
    assert reminded.to == ("lawyer2", "deputy")
    assert run.tick("1/a/remind-2") == ()
    assert run.tick("9/a/remind-2") == ()
    assert "1/a/remind-2" not in run.timers()


def test_lateness_is_told_once_the_last_day_is_over_of_those_who_are_late() -> None:
    run = submitted(termed())
    run.approve("deputy")
    run.at(at(18, 23))
    assert run.tick("1/a/due") == ()
    run.at(at(19, 0))

    (passed,) = run.tick("1/a/due")

    assert isinstance(passed, DuePassed)
    assert passed.late == ("lawyer2",)


def test_escalation_goes_to_the_head_of_each_who_is_late() -> None:
    run = submitted(termed())
    run.at(at(2, 9, 4))

    (first,), (second,), (third,) = (run.tick(f"1/a/escalate-{days}") for days in (1, 2, 4))

    assert isinstance(first, Escalated)
    assert first.to == (LAWYER, CHIEF)
    assert isinstance(second, Escalated)
    assert second.to == (HEAD,)
    assert isinstance(third, Escalated)
    assert third.to == (AUTHOR,)
    assert run.state.stages[0].escalated_to == (LAWYER, CHIEF, HEAD, AUTHOR)


def test_nobody_is_his_own_head_and_who_has_left_has_none() -> None:
    run = submitted(path(stage("a", who=person(LAWYER, "m2"), due=1, escalation=LADDER[:1])))
    run.people(directory(people=[each for each in PEOPLE if each.login not in ("m2", "m1")]))
    run.at(at(31))

    (told,) = run.tick("1/a/escalate-1")

    assert isinstance(told, Escalated)
    assert told.to == (AUTHOR,)


def test_a_new_round_has_rungs_of_its_own() -> None:
    run = submitted(termed(on_return="restart"))
    run.do(ReturnForRevision(by="deputy", content_hash=H1, note="bax"))
    assert run.timers() == {}
    run.do(Resubmit(by=AUTHOR, content_hash=H2))

    assert set(run.timers()) == {
        "2/a/remind-2",
        "2/a/remind-1",
        "2/a/due",
        "2/a/escalate-1",
        "2/a/escalate-2",
        "2/a/escalate-4",
    }


class TestSuspension:
    def suspended(self, until: date | None = None) -> Run:
        run = submitted(termed())
        run.at(at(16, 12))
        run.do(Suspend(by="lawyer2", reason="ekspertiza", until=until))
        return run

    def test_the_days_that_stand_still_move_the_last_day(self) -> None:
        run = self.suspended()
        assert run.state.stages[0].due == date(2026, 3, 18)
        run.at(at(18, 12))

        (resumed,) = run.do(Resume(by=AUTHOR, reason="rəy gəldi"))

        assert isinstance(resumed, Resumed)
        assert (resumed.first, resumed.last) == (date(2026, 3, 16), date(2026, 3, 17))
        assert run.state.stages[0].due == date(2026, 3, 31)
        assert run.state.suspension is None

    def test_what_has_fired_does_not_fire_again_and_the_rest_has_new_names(self) -> None:
        run = submitted(termed())
        run.at(at(16, 12))
        run.tick("1/a/remind-2")
        run.do(Suspend(by=AUTHOR, reason="x"))
        run.at(at(18, 12))
        run.do(Resume(by=AUTHOR, reason="y"))

        assert "1/a/remind-2~1" not in run.timers()
        assert run.timers()["1/a/due~1"] == at(1, 0, 4)

    def test_resuming_the_same_day_moves_nothing(self) -> None:
        run = self.suspended()

        run.do(Resume(by=AUTHOR, reason="səhv"))

        assert run.state.stages[0].due == date(2026, 3, 18)
        assert "1/a/due~1" in run.timers()

    def test_nothing_is_done_and_no_rung_fires_meanwhile(self) -> None:
        run = self.suspended()

        assert run.timers() == {}
        for command in (
            Approve(by="lawyer2", content_hash=H1),
            Suspend(by=AUTHOR, reason="yenə"),
            ReplaceContent(by=AUTHOR, previous_hash=H1, content_hash=H2),
            MovePath(by=CLERK, to=path(stage("x"), version=2), reason="x"),
        ):
            assert run.refusal(command).code == "path.suspended"

    def test_it_goes_on_by_itself_on_the_day_that_was_named(self) -> None:
        run = self.suspended(date(2026, 3, 18))
        assert run.timers() == {"1/a/resume": at(18, 0)}
        run.at(at(18, 0))

        (resumed,) = run.tick("1/a/resume")

        assert isinstance(resumed, Resumed)
        assert resumed.by == ""
        assert run.state.stages[0].due == date(2026, 3, 31)

    def test_a_stage_without_a_term_may_stand_still_too(self) -> None:
        run = submitted(path(stage(who=person(LAWYER))))
        run.do(Suspend(by=LAWYER, reason="x"))

        run.do(Resume(by=LAWYER, reason="y"))

        assert run.state.stages[0].due is None

    def test_only_those_concerned_stop_the_clock_and_say_why(self) -> None:
        run = submitted(termed())

        assert run.refusal(Suspend(by="m1", reason="x")).code == "path.not_manager"
        assert run.refusal(Suspend(by=AUTHOR, reason=" ")).code == "path.note"
        assert run.refusal(Suspend(by=AUTHOR, reason="x", until=FRIDAY.date())).code == "path.until"
        assert run.refusal(Resume(by=AUTHOR, reason="x")).code == "path.not_suspended"
        run.do(Suspend(by=CLERK, reason="x"))
        assert run.refusal(Resume(by="m1", reason="x")).code == "path.not_manager"
        assert run.refusal(Resume(by=HEAD, reason="")).code == "path.note"
        assert drafted(termed()).refusal(Suspend(by=AUTHOR, reason="x")).code == "path.not_now"
        assert drafted(termed()).refusal(Resume(by=AUTHOR, reason="x")).code == "path.not_suspended"

    def test_a_recall_ends_it(self) -> None:
        run = self.suspended()

        run.do(Recall(by=AUTHOR, reason="x"))

        assert run.state.suspension is None


def test_a_rung_of_a_state_that_somebody_else_has_changed_does_nothing() -> None:
    run = submitted(termed())
    run.approve("lawyer2", "deputy")
    run.at(at(31))

    assert run.tick("1/a/due") == ()
    assert replace(run.state, length=0).status == "approved"
