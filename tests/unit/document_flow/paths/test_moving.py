"""A run keeps its version of the path until somebody moves it, knowing what that does."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from document_flow.outcome import Refusal
from document_flow.paths.acts.marks import CastVote
from document_flow.paths.acts.meeting import InviteMembers, MarkAttendance, OpenMeeting
from document_flow.paths.acts.meeting_vote import CloseMeeting, OpenVoting, SignMinutes
from document_flow.paths.acts.move_path import MovePath, MovePreview, preview_move
from document_flow.paths.acts.resubmit import Resubmit
from document_flow.paths.acts.return_for_revision import ReturnForRevision
from document_flow.paths.acts.submit import Submit
from document_flow.paths.canonical import version_id
from document_flow.paths.path import Condition, FactDeclaration, MeetingRules, Path, Rule, Who
from document_flow.words import Words
from tests.unit.document_flow.paths.building import (
    AUTHOR,
    CHIEF,
    CLERK,
    FRIDAY,
    H1,
    HEAD,
    LAWYER,
    Run,
    at_least,
    drafted,
    path,
    person,
    stage,
    submitted,
    three,
)

OLD = path(
    stage("visa", who=person(LAWYER, "lawyer2")),
    stage("board", who=(Who("group", "left"),)),
    stage("sign", "sign", person(HEAD)),
)


def halfway() -> Run:
    """The lawyers agreed, two of the board's four too."""
    run = submitted(OLD)
    run.approve(LAWYER, "lawyer2", "m1", "m2")
    return run


def moved(run: Run, to: Path) -> MovePreview:
    """Move it, and give the preview that was shown before."""
    shown = preview_move(run.path, run.state, to, run.context)
    assert isinstance(shown, MovePreview)
    run.do(MovePath(by=CLERK, to=to, reason="yeni qayda"))
    run.path = to
    return shown


def version(*stages: Any, **more: Any) -> Path:
    return path(*stages, version=2, **more)


def test_unchanged_stages_keep_their_visas() -> None:
    run = halfway()
    visa, board, sign = OLD.stages

    shown = moved(run, version(visa, board, replace(sign, who=person(CHIEF))))

    assert shown == MovePreview(
        stays=(("visa", LAWYER), ("visa", "lawyer2"), ("board", "m1"), ("board", "m2")),
        void=(),
        newcomers=(CHIEF,),
        leaving=(HEAD,),
        stage="board",
    )
    assert (run.open, run.state.round, run.state.path_version) == ("board", 2, 2)
    assert set(run.state.stages[1].marks) == {"m1", "m2"}
    assert run.state.path_sha256 == version_id(run.path)


def test_visas_that_satisfy_the_new_rule_may_end_the_stage_at_once() -> None:
    run = halfway()
    visa, board, sign = OLD.stages

    moved(run, version(visa, replace(board, rule=at_least(2)), sign))

    assert run.open == "sign"


def test_a_passed_stage_that_wants_more_opens_again() -> None:
    run = halfway()
    visa, board, sign = OLD.stages

    shown = moved(run, version(replace(visa, who=person(LAWYER, "lawyer2", "deputy")), board, sign))

    assert run.open == "visa"
    assert shown.void == (("visa", LAWYER), ("visa", "lawyer2"), ("board", "m1"), ("board", "m2"))
    assert shown.newcomers == ("deputy",)
    assert run.state.stages[0].marks == {}


def test_a_passed_stage_that_wants_less_stays_passed() -> None:
    run = halfway()
    visa, board, sign = OLD.stages

    moved(run, version(replace(visa, who=person(LAWYER), rule=Rule("any")), board, sign))

    assert run.open == "board"
    assert run.state.stages[0].status == "passed"


def test_a_new_stage_before_what_was_passed_comes_first_and_voids_the_rest() -> None:
    run = halfway()

    shown = moved(run, version(stage("new", who=person(CHIEF)), *OLD.stages))

    assert (run.open, shown.stays, shown.stage) == ("new", (), "new")


def test_another_act_is_another_stage() -> None:
    run = halfway()
    visa, board, sign = OLD.stages

    moved(run, version(replace(visa, act="approve"), replace(board, act="approve"), sign))

    assert run.open == "visa"


def test_where_nothing_is_left_to_do_it_is_approved() -> None:
    run = halfway()

    shown = moved(run, version(OLD.stages[0]))

    assert shown.stage is None
    assert run.state.status == "approved"


def test_stages_that_do_not_apply_are_passed_over() -> None:
    facts = (FactDeclaration("amount", "number", Words("Məbləğ", "Amount")),)
    visa, board, sign = OLD.stages
    run = submitted(replace(OLD, facts=facts), amount=1)
    run.approve(LAWYER, "lawyer2")

    moved(run, version(stage("if", when=(Condition("amount", "> 5"),)), visa, board, sign, facts=facts))

    assert run.open == "board"
    assert run.state.stages[0].status == "skipped"


def test_a_decision_of_a_meeting_stays_only_if_the_rules_of_the_meeting_do() -> None:
    rules = MeetingRules(Who("person", "m1"), Who("role", "commission_secretary"))
    vote = stage("vote", "vote", rule=Rule("majority_of_present"), meeting=rules)
    last = stage("sign", "sign", person(HEAD))
    casting = replace(vote, meeting=replace(rules, casting_vote="Əsasnamə"))
    for definition, opens in (
        (vote, "sign"),
        (casting, "vote"),
        (replace(vote, meeting=None, rule=Rule("any")), "vote"),
    ):
        run = decided(path(vote, last))
        moved(run, version(definition, replace(last, who=person(CHIEF, HEAD))))
        assert run.open == opens


def decided(chosen: Path) -> Run:
    run = submitted(chosen)
    run.do(OpenMeeting(by="m1", agenda=("x",), held_at=FRIDAY))
    run.do(InviteMembers(by="m1"))
    for member in ("m1", "m2", "m3", "m4", "m5"):
        run.do(MarkAttendance(by="m1", member=member))
    run.do(OpenVoting(by="m1"))
    for member in ("m1", "m2", "m3"):
        run.do(CastVote(by=member, choice="for", content_hash=H1))
    run.do(CloseMeeting(by="m1"))
    run.do(SignMinutes(by="m1", minutes_hash=H1))
    run.do(SignMinutes(by="secretary", minutes_hash=H1))
    return run


def test_a_meeting_that_was_only_called_is_called_anew() -> None:
    rules = MeetingRules(Who("person", "m1"), Who("role", "commission_secretary"))
    vote = stage("vote", "vote", rule=Rule("majority_of_present"), meeting=rules)
    run = submitted(path(vote))
    run.do(OpenMeeting(by="m1", agenda=("x",), held_at=FRIDAY))

    moved(run, version(replace(vote, due=3)))

    assert run.state.stages[0].meeting is not None
    assert run.state.stages[0].meeting.phase == "to_call"


def test_a_draft_moves_freely() -> None:
    run = drafted(OLD)

    shown = moved(run, version(*OLD.stages[1:]))
    run.do(Submit(by=AUTHOR, content_hash=H1))

    assert shown.stage is None
    assert run.open == "board"


def test_a_returned_document_moves_and_stays_with_its_author() -> None:
    run = submitted(three(on_return="resume"))
    run.approve(LAWYER, "lawyer2")
    run.do(ReturnForRevision(by=CHIEF, content_hash=H1, note="bax"))
    visa, _, sign = run.path.stages

    shown = moved(run, version(visa, sign))

    assert (run.state.status, shown.stage) == ("returned", None)
    assert "qaytarılıb" in run.waits.need.az
    run.do(Resubmit(by=AUTHOR, content_hash=H1))
    assert (run.open, run.state.status) == ("visa", "running")


@pytest.mark.parametrize("by", [AUTHOR, LAWYER])
def test_only_a_clerk_or_a_head_moves_it_and_says_why(by: str) -> None:
    run = halfway()
    to = version(*OLD.stages)

    assert run.refusal(MovePath(by=by, to=to, reason="x")).code == "path.not_manager"
    assert run.refusal(MovePath(by=CLERK, to=to, reason="")).code == "path.note"
    run.do(MovePath(by=HEAD, to=to, reason="x"))


def test_what_cannot_be_moved_is_refused_by_the_preview_too() -> None:
    fact = (FactDeclaration("amount", "number", Words("Məbləğ", "Amount")),)
    never = stage("if", when=(Condition("amount", "> 5"),))
    ended = submitted(path(stage(who=person(LAWYER))))
    ended.approve(LAWYER)
    stated = submitted(replace(OLD, facts=fact), amount=1)

    for run, to, code in (
        (halfway(), OLD, "path.move"),
        (halfway(), version(*OLD.stages, facts=fact), "path.move"),
        (halfway(), replace(version(*OLD.stages), kinds=("appeal",)), "path.kind"),
        (halfway(), version(stage("x", who=(Who("role", "nobody"),))), "path.unstaffed"),
        (stated, version(never, facts=fact), "path.no_stage"),
        (ended, version(*OLD.stages), "path.not_now"),
    ):
        shown = preview_move(run.path, run.state, to, run.context)
        assert isinstance(shown, Refusal)
        assert shown.code == code
        assert run.refusal(MovePath(by=CLERK, to=to, reason="x")) == shown
