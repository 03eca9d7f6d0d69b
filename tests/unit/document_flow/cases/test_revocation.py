"""A revocation is an administrative act of its own: a paper, a notice, a term, a complaint that may undo it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from document_flow.cases.acts.complain import Complain, DecideComplaint
from document_flow.cases.acts.doubt import Recheck
from document_flow.cases.acts.issue_paper import IssuePaper
from document_flow.cases.acts.lapse import Lapse
from document_flow.cases.acts.lose_paper import LosePaper
from document_flow.cases.acts.prove_notice import ProveNotice
from document_flow.cases.acts.revocation import ProposeRevocation, Revoke
from document_flow.cases.acts.supersede import Supersede
from document_flow.cases.acts.take_answer import TakeAnswer
from document_flow.cases.acts.take_facts import TakeFacts
from document_flow.cases.kernel import decide, replay
from document_flow.cases.standing import Standing
from document_flow.cases.state import Case, Known
from document_flow.cases.waiting import waiting
from document_flow.outcome import Refusal
from document_flow.people import HUB
from document_flow.programmes.programme import EffectRule
from tests.unit.document_flow.cases.desk import (
    AT,
    FACTS,
    MONDAY,
    REVOKING,
    Desk,
    in_effect,
    later,
    noticed,
    paper,
    provisional,
    told,
)

ENDED = Known(name="bitib", value=True, source="register", at=AT)
PROPOSED = ProposeRevocation(by="sevinc", reason="sənəd saxtadır")
AGREED = Revoke(by="elcin", paper_no="YL-1")
PROVEN = ProveNotice(by="sevinc", manner="by_hand")
UPHELD = DecideComplaint(by="rena", verdict="upheld", reason="sənəd həqiqidir")


DESK = Desk(REVOKING)
given, after, need = DESK.given, DESK.after, DESK.need


def issued(case: Case) -> Case:
    return after(case, IssuePaper(by=HUB, paper=paper(no="YL-1", sha256="l", valid_until=None)))


REVOKED = after(in_effect(), PROPOSED, AGREED)
TOLD = after(issued(REVOKED), PROVEN)


def test_a_revocation_states_facts_reason_article_and_who_decided_it() -> None:
    ruling = REVOKED.ruling

    assert ruling is not None
    assert (REVOKED.phase, REVOKED.outcome, REVOKED.ended, REVOKED.proposal) == ("decided", "void", "revoked", None)
    assert (ruling.outcome, ruling.row, ruling.basis) == (
        "void",
        {"səbəb": "sənəd saxtadır"},
        ("Qanun, maddə 65–69",),
    )
    assert (ruling.paper_no, ruling.by, ruling.as_of, ruling.facts["status"]) == ("YL-1", "elcin", MONDAY, "var")
    assert need(REVOKED) == "It waits for its paper to be made"
    assert waiting(Standing(REVOKED, REVOKING, later(90))).overdue is False, "the term was that of the application"


def test_what_is_known_otherwise_by_now_stands_in_its_facts() -> None:
    doubted = after(in_effect(), Recheck(by=HUB, facts=(ENDED,)))
    doubted = replace(doubted, doubts={**doubted.doubts, "ad": None})
    ruling = after(doubted, PROPOSED, AGREED).ruling

    assert ruling is not None
    assert (ruling.facts["bitib"], "ad" in ruling.facts) == (True, False)


def test_what_the_paper_itself_has_changed_is_no_fact_of_its_revocation() -> None:
    giving = replace(REVOKING, effect=EffectRule(record="idp_status", fields={}, ends={}))
    made = decide(Standing(after(in_effect(), PROPOSED), giving, later(0)), AGREED)

    assert not isinstance(made, Refusal)
    ruling = replay(made, in_effect()).ruling
    assert ruling is not None
    assert {*in_effect().values} - {*ruling.facts} == {"status", "bitib"}


def test_what_was_granted_holds_no_more_from_that_moment_and_nothing_goes_on_with_it() -> None:
    for case in (REVOKED, issued(REVOKED), TOLD):
        assert (case.is_open, case.holds, case.is_pending) == (True, False, False)
        assert case.decided is not None
        assert case.given is not None
        assert (case.decided.paper_no, case.given.no) == ("YK-1", "YK-1")
        assert given(case, LosePaper(by="sevinc", document="d", reason="itib")) == "cases.not_in_effect"
        assert given(case, Supersede(by=HUB, paper_no="YK-2")) == "cases.not_in_effect"
        assert given(case, Recheck(by=HUB, facts=(ENDED,))) == "cases.not_in_effect"
        assert given(case, TakeFacts(by=HUB, facts=FACTS)) == "cases.decided"
    assert given(REVOKED, PROPOSED) == "cases.not_in_effect"
    assert given(TOLD, PROPOSED) == "cases.nothing_granted"


def test_its_paper_rests_on_what_two_officials_saw_not_on_what_the_register_says_today() -> None:
    sheet = paper(no="YL-1", valid_until=None)

    assert given(REVOKED, IssuePaper(by=HUB, paper=replace(sheet, no="YK-1"))) == "cases.other_paper"
    made = after(REVOKED, IssuePaper(by=HUB, paper=sheet, facts=(ENDED,)))
    assert (made.phase, made.outcome) == ("in_effect", "void")
    assert made.paper is not None
    assert made.paper.no == "YL-1"
    assert need(made).startswith("The applicant cannot be told by message: hand the paper over")


def test_of_a_provisional_paper_nothing_more_is_asked_once_it_is_revoked() -> None:
    case = issued(after(provisional(), PROPOSED, AGREED))

    assert (case.is_provisional, given(case, TakeFacts(by=HUB, facts=FACTS))) == (False, "cases.decided")


def test_no_term_for_a_complaint_runs_before_its_own_notice_is_proven() -> None:
    told_of_the_grant = issued(after(noticed("granted"), PROPOSED, AGREED))

    assert told_of_the_grant.notice is None, "the notice of what was granted is none of its revocation"
    assert given(told_of_the_grant, Lapse(by=HUB), 400) == "cases.not_over"
    assert TOLD.notice is not None
    assert TOLD.notice.complain_until == MONDAY + timedelta(days=22), "its own term, not that of a refusal"
    assert (need(TOLD), waiting(Standing(TOLD, REVOKING, later(0))).due) == (
        "It waits for the term for a complaint to end",
        MONDAY + timedelta(days=22),
    )
    assert given(TOLD, Lapse(by=HUB), 22) == "cases.not_over"
    gone = after(TOLD, Lapse(by=HUB), day=23)
    assert (gone.phase, gone.outcome, gone.ended) == ("closed", "void", "revoked")


def test_a_complaint_that_is_upheld_brings_back_what_was_granted_with_its_own_paper_and_notice() -> None:
    granted = noticed("granted")
    told = after(issued(after(granted, PROPOSED, AGREED)), PROVEN)
    complained = after(told, Complain(by="clerk", document="d"))

    assert complained.barred == frozenset(("sevinc", "elcin")), "who proposed it has decided it too"
    assert given(complained, replace(UPHELD, by="sevinc")) == "cases.barred"
    assert given(complained, Lapse(by=HUB), 400) == "cases.not_over"
    back = after(complained, UPHELD)
    assert (back.phase, back.outcome, back.ended, back.set_aside) == ("in_effect", "granted", "", None)
    assert (back.ruling, back.paper, back.notice) == (granted.ruling, granted.paper, granted.notice)
    assert back.complaints == {"d": "upheld"}
    assert (back.holds, need(back)) == (True, "It waits for nothing, the paper holds")
    again = after(back, replace(PROPOSED, by="rena"))
    assert given(again, replace(AGREED, by="elcin")) == "cases.barred"


def test_a_complaint_that_is_rejected_leaves_the_revocation_and_its_term() -> None:
    complained = after(TOLD, Complain(by="clerk", document="d"))
    rejected = after(complained, replace(UPHELD, verdict="rejected"))

    assert (rejected.outcome, rejected.complaints) == ("void", {"d": "rejected"})
    assert after(rejected, Lapse(by=HUB), day=23).ended == "revoked"
    assert given(TOLD, Complain(by="clerk", document="d"), 23) == "cases.too_late"


def test_a_complaint_against_what_was_granted_has_its_way_by_the_revocation() -> None:
    complained = after(in_effect(), Complain(by="clerk", document="d"))
    revoked = after(complained, PROPOSED, AGREED)

    assert revoked.complaints == {"d": "upheld"}
    assert given(issued(revoked), UPHELD) == "cases.no_open_complaint"
    kept = replace(complained, complaints={"c": "rejected", "d": "open"})
    assert after(kept, PROPOSED, AGREED).complaints == {"c": "rejected", "d": "upheld"}


def test_a_refusal_is_not_revoked() -> None:
    assert given(in_effect("refused"), PROPOSED) == "cases.nothing_granted"


def test_its_holder_is_told_of_it_anew_and_what_is_said_of_the_paper_before_it_proves_nothing_of_it() -> None:
    granted = told(outcome="granted")
    revoked = after(granted, PROPOSED, AGREED)
    sent = (replace(granted.sendings[0], no="m"),)
    of_before, of_it = (TakeAnswer(by=HUB, no=no, answer="read", said_at=AT) for no in ("n-portal", "m"))

    made = after(revoked, IssuePaper(by=HUB, paper=paper(no="YL-1", valid_until=None), sendings=sent))
    assert (revoked.sendings, made.sendings) == ((), sent)
    assert given(made, of_before) == "cases.answered"
    proven = after(made, of_it)
    assert proven.notice is not None
    assert proven.notice.proof == "m"

    restored = after(proven, Complain(by="clerk", document="d"), UPHELD)
    assert (restored.sendings, restored.notice) == (granted.sendings, None)
    assert after(restored, of_before).notice is not None, "its own paper holds again, and its own notice"
