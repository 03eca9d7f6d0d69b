"""A suspension is an act of its own, undone by two officials, by a complaint, or ended by a revocation."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from document_flow.cases.acts.complain import Complain, DecideComplaint
from document_flow.cases.acts.issue_paper import IssuePaper
from document_flow.cases.acts.lapse import Lapse
from document_flow.cases.acts.prove_notice import ProveNotice
from document_flow.cases.acts.revocation import KeepPaper, ProposeRevocation, Revoke
from document_flow.cases.acts.suspension import ProposeResumption, ProposeSuspension, Resume, Suspend
from document_flow.cases.event import Command
from document_flow.cases.kernel import decide, replay
from document_flow.cases.standing import Standing
from document_flow.cases.state import Case
from document_flow.cases.waiting import waiting
from document_flow.cases.why import why_of
from document_flow.outcome import Refusal
from document_flow.people import HUB
from document_flow.programmes.folder import read_programme
from document_flow.sheet import SheetRefused
from document_flow.words import Words
from tests.unit.document_flow.cases.desk import (
    MONDAY,
    PROGRAMME,
    REVOCATION,
    SHEET,
    SUSPENDING,
    SUSPENSION,
    in_effect,
    later,
    noticed,
    paper,
)

PROPOSED = ProposeSuspension(by="sevinc", reason="ölkədən gedib")
AGREED = Suspend(by="elcin", paper_no="YD-1")
BACK, RESUMED = ProposeResumption(by="sevinc", reason="qayıdıb", owed=False), Resume(by="elcin")


def given(case: Case, command: Command, day: int = 0) -> Case | str:
    """The case after the command, or the code of its refusal."""
    made = decide(Standing(case, SUSPENDING, later(day)), command)
    return made.code if isinstance(made, Refusal) else replay(made, case)


def after(case: Case, *commands: Command, day: int = 0) -> Case:
    for command in commands:
        found = given(case, command, day)
        assert isinstance(found, Case), found
        case = found
    return case


def need(case: Case) -> str:
    return waiting(Standing(case, SUSPENDING, later(0))).need.en


GRANTED = noticed("granted")
ISSUE = IssuePaper(by=HUB, paper=paper(no="YD-1", sha256="d", valid_until=None))
SUSPENDED = after(GRANTED, PROPOSED, AGREED, ISSUE)
TOLD = after(SUSPENDED, ProveNotice(by="sevinc", manner="by_hand"))


def test_two_officials_suspend_it_by_an_act_with_a_paper_a_term_and_no_end_by_the_clock() -> None:
    assert (SUSPENDED.phase, SUSPENDED.outcome, SUSPENDED.holds) == ("in_effect", "suspended", False)
    assert (SUSPENDED.notice, SUSPENDED.resumed_on) == (None, None)
    assert SUSPENDED.ruling is not None
    assert (SUSPENDED.ruling.row, SUSPENDED.ruling.paper_no) == ({"səbəb": "ölkədən gedib"}, "YD-1")
    assert (need(TOLD), TOLD.notice and TOLD.notice.complain_until) == (
        "Suspended: it waits to be resumed or revoked",
        MONDAY + timedelta(days=22),
    )
    assert given(TOLD, Lapse(by=HUB), 400) == "cases.not_over"
    line = why_of(Standing(TOLD, SUSPENDING, later(2)), "c", Words("–", "–"))
    assert (line.state, line.reason.en, line.number) == ("suspended", "Suspended: ölkədən gedib.", "YK-1")
    assert line.remedy is not None


def test_nobody_agrees_to_their_own_nor_to_another_act_than_was_proposed() -> None:
    proposed = after(GRANTED, PROPOSED)

    assert given(proposed, Suspend(by="sevinc")) == "cases.own_proposal"
    assert given(proposed, Revoke(by="elcin")) == given(proposed, RESUMED) == "cases.not_proposed"
    assert given(after(GRANTED, ProposeRevocation(by="sevinc", reason="x")), AGREED) == "cases.not_proposed"
    assert after(proposed, KeepPaper(by="elcin", reason="qalır")).holds
    hearing = decide(Standing(proposed, replace(SUSPENDING, hearing=True), later(0)), AGREED)
    assert isinstance(hearing, Refusal)
    assert hearing.code == "cases.not_heard"
    line = why_of(Standing(proposed, SUSPENDING, later(0)), "c", Words("–", "–"))
    assert (line.state, line.reason.en) == ("proposed", "Still in force, its suspension is proposed: ölkədən gedib.")


def test_of_a_programme_without_it_and_of_what_is_not_granted_nothing_is_suspended() -> None:
    for command in (PROPOSED, AGREED):
        refused = decide(Standing(after(GRANTED, PROPOSED), PROGRAMME, later(0)), command)
        assert isinstance(refused, Refusal)
        assert refused.code == "cases.no_suspension"
    assert given(in_effect("refused"), PROPOSED) == given(TOLD, PROPOSED) == "cases.nothing_granted"
    assert given(GRANTED, BACK) == "cases.not_suspended"
    assert given(GRANTED, ProposeSuspension(by="sevinc", reason=" ")) == "cases.empty"


def test_resumed_it_holds_again_with_its_own_paper_from_that_day_or_as_if_never_suspended() -> None:
    proposed = after(TOLD, BACK, day=5)
    assert need(proposed) == "It waits for a second official's word on its resumption"
    assert given(proposed, Resume(by="sevinc")) == "cases.own_proposal"

    back = after(proposed, RESUMED, day=6)
    assert (back.holds, back.ruling, back.paper, back.notice) == (True, GRANTED.ruling, GRANTED.paper, GRANTED.notice)
    assert (back.resumed_on, back.proposal) == (MONDAY + timedelta(days=6), None)
    assert after(TOLD, ProposeResumption(by="sevinc", reason="səhv", owed=True), RESUMED).resumed_on is None
    assert after(back, PROPOSED, AGREED).outcome == "suspended", "as often as there is a ground"


def test_a_complaint_that_is_upheld_brings_it_back_as_if_never_suspended() -> None:
    complained = after(TOLD, Complain(by="clerk", document="d"))
    back = after(complained, DecideComplaint(by="rena", verdict="upheld", reason="getməyib"))

    assert complained.barred == frozenset(("sevinc", "elcin"))
    assert (back.holds, back.paper, back.resumed_on) == (True, GRANTED.paper, None)


def test_what_is_suspended_may_be_revoked_and_a_complaint_then_brings_back_what_was_granted() -> None:
    revoked = after(TOLD, ProposeRevocation(by="rena", reason="köçüb"), Revoke(by="elcin", paper_no="YL-1"))

    assert (revoked.outcome, revoked.ended, revoked.given) == ("void", "revoked", GRANTED.paper)
    assert revoked.given_back().paper == GRANTED.paper
    assert GRANTED.given_back() == GRANTED


def test_the_register_has_to_hear_of_a_suspension() -> None:
    with pytest.raises(SheetRefused) as refused:
        read_programme(SHEET + REVOCATION + SUSPENSION)
    assert {each.place for each in refused.value.problems} == {"suspension"}
