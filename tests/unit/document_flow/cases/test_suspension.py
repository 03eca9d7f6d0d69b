"""A suspension is an act of its own, undone by two officials, by a complaint, or ended by a revocation."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from document_flow.cases.acts.complain import Complain, DecideComplaint
from document_flow.cases.acts.doubt import Recheck
from document_flow.cases.acts.end_by_death import EndByDeath
from document_flow.cases.acts.issue_paper import IssuePaper
from document_flow.cases.acts.lapse import Lapse
from document_flow.cases.acts.prove_notice import ProveNotice
from document_flow.cases.acts.revocation import KeepPaper, ProposeRevocation, Revoke
from document_flow.cases.acts.suspension import ProposeResumption, ProposeSuspension, Resume, Suspend
from document_flow.cases.kernel import decide
from document_flow.cases.standing import Standing
from document_flow.cases.why import why_of
from document_flow.outcome import Refusal
from document_flow.people import HUB
from document_flow.programmes.folder import read_programme
from document_flow.sheet import SheetRefused
from document_flow.words import Words
from tests.unit.document_flow.cases.desk import (
    FACTS,
    MONDAY,
    PROGRAMME,
    REVOCATION,
    SHEET,
    SUSPENDING,
    SUSPENSION,
    Desk,
    in_effect,
    later,
    noticed,
    paper,
)

PROPOSED = ProposeSuspension(by="sevinc", reason="ölkədən gedib")
AGREED = Suspend(by="elcin", paper_no="YD-1")
UPHELD = DecideComplaint(by="rena", verdict="upheld", reason="getməyib")
BACK, RESUMED = ProposeResumption(by="sevinc", reason="qayıdıb", owed=False), Resume(by="elcin")


DESK = Desk(SUSPENDING)
given, after, need = DESK.given, DESK.after, DESK.need


GRANTED = noticed("granted")
ISSUE = IssuePaper(by=HUB, paper=paper(no="YD-1", sha256="d", valid_until=None))
SUSPENDED = after(GRANTED, PROPOSED, AGREED, ISSUE)
TOLD = after(SUSPENDED, ProveNotice(by="sevinc", manner="by_hand"))


def test_two_officials_suspend_it_by_an_act_with_a_paper_a_term_and_no_end_by_the_clock() -> None:
    assert (SUSPENDED.phase, SUSPENDED.outcome, SUSPENDED.holds) == ("in_effect", "suspended", False)
    assert (SUSPENDED.notice, [(each.first, each.last, each.act) for each in SUSPENDED.rests]) == (
        None,
        [(MONDAY, None, "YD-1")],
    )
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
    assert (line.state, line.reason.en) == ("suspending", "Still in force, its suspension is proposed: ölkədən gedib.")


def test_of_a_programme_without_it_and_of_what_is_not_granted_nothing_is_suspended() -> None:
    for command in (PROPOSED, AGREED):
        refused = decide(Standing(after(GRANTED, PROPOSED), PROGRAMME, later(0)), command)
        assert isinstance(refused, Refusal)
        assert refused.code == "cases.no_suspension"
    assert given(in_effect("refused"), PROPOSED) == "cases.nothing_granted"
    assert given(TOLD, PROPOSED) == "cases.suspended"
    assert given(GRANTED, BACK) == "cases.not_suspended"
    assert given(GRANTED, ProposeSuspension(by="sevinc", reason=" ")) == "cases.empty"


def test_resumed_it_holds_again_with_its_own_paper_and_what_was_not_given_is_owed_or_not() -> None:
    proposed = after(TOLD, BACK, day=5)
    assert need(proposed) == "It waits for a second official's word on its resumption"
    assert given(proposed, Resume(by="sevinc")) == "cases.own_proposal"

    back = after(proposed, RESUMED, day=6)
    (rest,) = back.rests
    assert (back.holds, back.ruling, back.paper, back.notice) == (True, GRANTED.ruling, GRANTED.paper, GRANTED.notice)
    assert (rest.first, rest.last, rest.owed, back.proposal) == (MONDAY, MONDAY + timedelta(days=5), False, None)
    assert rest.paper == TOLD.paper, "its holder has its paper"
    owed = after(TOLD, ProposeResumption(by="sevinc", reason="səhv", owed=True), RESUMED, day=6)
    assert owed.rests[0].owed
    assert back.given_back() == back, "nothing is taken away any more"
    assert after(TOLD, BACK, RESUMED).rests[0].owed, "on the same day nothing was given less"
    again = after(back, PROPOSED, Suspend(by="elcin", paper_no="YD-2"), day=9)
    assert [each.last for each in again.rests] == [MONDAY + timedelta(days=5), None], "as often as there is a ground"
    assert given(after(GRANTED, PROPOSED, AGREED), BACK) == "cases.not_in_effect", "its paper comes first"
    assert given(TOLD, ProposeResumption(by="sevinc", reason=" ", owed=False)) == "cases.empty"


def test_a_complaint_against_it_is_decided_before_anything_else_and_upheld_brings_it_back() -> None:
    complained = after(TOLD, Complain(by="clerk", document="d"))
    back = after(complained, UPHELD)

    assert complained.barred == frozenset(("sevinc", "elcin"))
    assert given(complained, replace(BACK, by="rena")) == "cases.complained"
    waits = after(TOLD, replace(BACK, by="rena"), Complain(by="clerk", document="d"))
    assert given(replace(waits, barred=frozenset()), RESUMED) == "cases.complained"
    assert (back.holds, back.paper, back.rests[0].owed) == (True, GRANTED.paper, True)
    assert after(waits, UPHELD).proposal is None
    about_the_grant = after(GRANTED, Complain(by="clerk", document="d"))
    assert given(about_the_grant, replace(PROPOSED, by="rena")) == "cases.complained"
    proposed = after(GRANTED, replace(PROPOSED, by="rena"), Complain(by="clerk", document="d"))
    assert given(replace(proposed, barred=frozenset()), AGREED) == "cases.complained"


def test_a_complaint_after_it_was_resumed_is_about_what_was_not_given() -> None:
    back = after(TOLD, BACK, RESUMED, day=6)
    complained = after(back, Complain(by="clerk", document="d"), day=8)
    assert (complained.linked["d"].paper_no, complained.barred) == ("YD-1", frozenset(("sevinc", "elcin")))

    revoking = after(complained, ProposeRevocation(by="rena", reason="köçüb"), day=8)
    assert given(replace(revoking, barred=frozenset()), Revoke(by="elcin"), 8) == "cases.complained"
    upheld = after(complained, UPHELD, day=9)
    assert (upheld.holds, upheld.proposal, upheld.rests[0].owed) == (True, None, True)
    late = after(back, Complain(by="clerk", document="d", registered_on=MONDAY + timedelta(days=23)), day=23)
    assert late.linked["d"].paper_no == "YK-1", "its term is over"


def test_what_is_suspended_is_resumed_before_it_is_revoked_and_ends_by_a_death() -> None:
    assert given(TOLD, ProposeRevocation(by="rena", reason="köçüb")) == "cases.suspended"
    dead = after(TOLD, Recheck(by=HUB, facts=(replace(FACTS[2], value="ölüb"),)))
    assert dead.doubts
    ended = after(dead, EndByDeath(by="elcin", reason="akt № 5"))
    assert (ended.outcome, ended.ended, ended.rests[0].last) == ("void", "died", None)


def test_the_register_has_to_hear_of_a_suspension() -> None:
    with pytest.raises(SheetRefused) as refused:
        read_programme(SHEET + REVOCATION + SUSPENSION)
    assert {each.place for each in refused.value.problems} == {"suspension"}
