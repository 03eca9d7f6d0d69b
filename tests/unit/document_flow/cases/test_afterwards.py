"""After the paper: notice, complaint, revocation by two, supersession, the last day; and taking it back before."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from document_flow.cases.acts.complain import Complain, DecideComplaint
from document_flow.cases.acts.draft_ruling import ConfirmRuling
from document_flow.cases.acts.end_by_death import EndByDeath
from document_flow.cases.acts.issue_paper import IssuePaper
from document_flow.cases.acts.lapse import Lapse
from document_flow.cases.acts.leave_to_people import LeaveToPeople
from document_flow.cases.acts.lose_paper import LosePaper
from document_flow.cases.acts.prove_notice import ProveNotice
from document_flow.cases.acts.revocation import KeepPaper, ProposeRevocation, Revoke
from document_flow.cases.acts.rule_case import RuleCase
from document_flow.cases.acts.send_letter import SendLetter
from document_flow.cases.acts.supersede import Supersede
from document_flow.cases.acts.take_answer import TakeAnswer
from document_flow.cases.acts.take_facts import TakeFacts
from document_flow.cases.acts.warn_of_end import WarnOfEnd, warn_on
from document_flow.cases.acts.withdraw import Withdraw
from document_flow.cases.kernel import decide, replay
from document_flow.cases.standing import Standing
from document_flow.cases.state import NOTHING, Case, Ending, Lacking, Sending
from document_flow.cases.waiting import waiting
from document_flow.context import BAKU
from document_flow.outcome import Refusal
from document_flow.people import HUB
from document_flow.words import Words
from tests.unit.document_flow.cases.desk import (
    FACTS,
    MONDAY,
    PROGRAMME,
    SILENT,
    after,
    code,
    decided,
    in_effect,
    known,
    later,
    noticed,
    on,
    opened,
    paper,
    provisional,
    ruling,
    stands,
    told,
)

_BY_HAND = "The applicant cannot be told by message: hand the paper over or send it by letter, and prove it"
_BY_LETTER = "The notice has not reached the applicant: send the paper by letter, and prove that it was handed over"
_LETTER_PROOF = "It waits for proof that the letter was handed over"
_FAILED = TakeAnswer(by=HUB, no="n-portal", answer="failed", said_at=on().now)
ENDED = after(in_effect(), ProposeRevocation(by="sevinc", reason="səhv"), Revoke(by="elcin"))


def test_no_term_runs_before_the_notice_is_proven() -> None:
    refused = in_effect("refused")
    assert code(refused, Lapse(by=HUB), later(400)) == "cases.not_over"

    case = noticed()
    assert case.notice is not None
    assert case.notice.complain_until == MONDAY + timedelta(days=30)
    assert code(case, Lapse(by=HUB), later(30)) == "cases.not_over"
    assert after(case, Lapse(by=HUB), context=later(31)).outcome == "refused"


@pytest.mark.parametrize(("shift", "expected"), [(-24, "cases.notice_early"), (24, "cases.notice_early"), (0, "")])
def test_a_notice_is_neither_before_its_paper_nor_in_the_future(shift: int, expected: str) -> None:
    at = datetime(2026, 4, 6, 10, tzinfo=BAKU) + timedelta(hours=shift)
    assert code(in_effect(), ProveNotice(by="sevinc", manner="by_post", proven_at=at)) == expected


def test_a_notice_may_be_of_an_earlier_day() -> None:
    case = after(in_effect(), ProveNotice(by="sevinc", manner="by_post", on=MONDAY), context=later(3))
    assert case.notice is not None
    assert case.notice.complain_until == MONDAY + timedelta(days=30)


def test_a_last_day_of_rest_moves_on() -> None:
    case = after(in_effect(), ProveNotice(by="sevinc", manner="by_hand"), context=later(3))
    assert case.notice is not None
    assert case.notice.complain_until == date(2026, 5, 12), "9 May is a holiday on a Saturday, and Monday is off for it"


def test_a_notice_is_proven_once_of_a_paper() -> None:
    proof = ProveNotice(by="sevinc", manner="portal")
    assert code(known(), proof) == "cases.not_in_effect"
    assert code(noticed(), proof) == "cases.noticed"
    assert code(ENDED, proof) == "cases.closed"


def test_a_complaint_bars_who_decided_and_comes_in_time() -> None:
    case = known()
    by_hand = after(case, RuleCase(by="elcin", ruling=ruling(case, "refused")), IssuePaper(by=HUB, paper=paper()))
    complained = after(by_hand, Complain(by="clerk", document="d" * 32))

    assert (complained.complaints, complained.barred) == ({"d" * 32: "open"}, frozenset(("elcin",)))
    assert code(complained, DecideComplaint(by="elcin", verdict="upheld", reason="x")) == "cases.barred"
    assert code(complained, Lapse(by=HUB), later(400)) == "cases.not_over", "a complaint stops the clock"
    assert waiting(stands(complained)).need.en == "It waits for the complaint to be decided"
    rejected = after(complained, DecideComplaint(by="rena", verdict="rejected", reason="düzdür"))
    assert (rejected.complaints, rejected.phase) == ({"d" * 32: "rejected"}, "in_effect")
    upheld = after(complained, DecideComplaint(by="rena", verdict="upheld", reason="səhvdir"))
    assert (upheld.phase, upheld.outcome, upheld.ruling, upheld.barred) == ("opened", "", None, frozenset(("elcin",)))
    assert code(complained, DecideComplaint(by="rena", verdict="upheld", reason=" ")) == "cases.empty"
    assert code(in_effect(), DecideComplaint(by="elcin", verdict="upheld", reason="x")) == "cases.no_open_complaint"
    assert code(ENDED, DecideComplaint(by="elcin", verdict="upheld", reason="x")) == "cases.closed"
    assert code(complained, ProposeRevocation(by="elcin", reason="x")) == "cases.barred"
    assert after(noticed(), Complain(by="clerk", document="d")).barred == frozenset()
    assert code(noticed(), Complain(by="clerk", document="d"), later(31)) == "cases.too_late"
    assert code(noticed(), Complain(by="clerk", document=" ")) == "cases.empty"
    assert code(known(), Complain(by="clerk", document="d")) == "cases.not_decided"
    assert code(ENDED, Complain(by="clerk", document="d")) == "cases.closed"


def test_a_complaint_is_linked_once_and_not_before_the_paper_that_it_is_about() -> None:
    complained = after(noticed(), Complain(by="clerk", document="d"))
    assert (complained.linked["d"].paper_no, complained.linked["d"].on) == ("YK-1", MONDAY)
    assert code(complained, Complain(by="clerk", document="d")) == "cases.complaint_known"
    rejected = after(complained, DecideComplaint(by="rena", verdict="rejected", reason="düzdür"))
    assert code(rejected, Complain(by="clerk", document="d")) == "cases.complaint_known"
    early = Complain(by="clerk", document="e", registered_on=MONDAY - timedelta(days=1))
    assert code(noticed(), early) == "cases.complaint_early"
    posted = Complain(by="clerk", document="e", registered_on=MONDAY + timedelta(days=30))
    assert code(noticed(), posted, later(40)) == "", "it came in time and was linked later"


def test_who_registered_the_application_or_linked_the_complaint_does_not_decide_it() -> None:
    verdict = DecideComplaint(by="rena", verdict="rejected", reason="x")
    assert code(after(in_effect(), Complain(by="rena", document="d")), verdict) == "cases.own_link"
    linked = after(in_effect(), Complain(by="clerk", document="d"))
    assert code(linked, replace(verdict, by="sevinc")) == "cases.own_application"
    assert code(linked, verdict) == ""


def test_of_two_complaints_each_is_decided_by_its_own_document() -> None:
    case = after(in_effect("refused"), *(Complain(by="clerk", document=each) for each in ("d", "e")))
    verdict = DecideComplaint(by="rena", verdict="rejected", reason="x")
    assert code(case, verdict) == "cases.which_complaint"
    assert code(case, replace(verdict, document="f")) == "cases.no_open_complaint"
    one = after(case, replace(verdict, document="e"))
    assert (one.complaints, one.open_complaints) == ({"d": "open", "e": "rejected"}, ("d",))
    assert code(one, replace(verdict, document="e")) == "cases.no_open_complaint"


def test_of_what_was_granted_wrongly_an_upheld_complaint_proposes_the_revocation() -> None:
    complained = after(in_effect(), Complain(by="clerk", document="d"))
    upheld = after(complained, DecideComplaint(by="rena", verdict="upheld", reason="kateqoriya səhvdir"))
    assert (upheld.phase, upheld.complaints) == ("in_effect", {"d": "upheld"})
    assert upheld.proposal is not None
    assert (upheld.proposal.by, upheld.proposal.reason) == ("rena", "kateqoriya səhvdir")
    assert code(upheld, Revoke(by="rena")) == "cases.own_proposal"
    assert after(upheld, Revoke(by="elcin")).ended == "revoked"


def test_a_complaint_has_a_last_day_of_its_own_from_its_registration() -> None:
    late = Complain(by="clerk", document="d", registered_on=MONDAY + timedelta(days=1))
    case = after(noticed(), late, context=later(3))
    found = waiting(stands(case, later(11)))
    assert (found.due, found.overdue) == (MONDAY + timedelta(days=10), True), "the term of a review, not of a decision"


def test_who_upheld_a_complaint_does_not_confirm_the_new_decision() -> None:
    case = after(in_effect("refused"), Complain(by="clerk", document="d"))
    case = after(case, DecideComplaint(by="rena", verdict="upheld", reason="x"), TakeFacts(by=HUB, facts=FACTS))
    case = replace(case, draft=ruling(case))
    assert code(case, ConfirmRuling(by="rena")) == "cases.own_review"
    assert code(case, ConfirmRuling(by="elcin")) == ""


def test_a_paper_is_revoked_by_two() -> None:
    proposed = after(in_effect(), ProposeRevocation(by="sevinc", reason="səhv"))

    assert code(proposed, Revoke(by="sevinc")) == "cases.own_proposal"
    assert code(proposed, KeepPaper(by="sevinc", reason="x")) == "cases.own_proposal"
    assert code(proposed, ProposeRevocation(by="elcin", reason="x")) == "cases.proposed"
    assert code(proposed, KeepPaper(by="elcin", reason=" ")) == "cases.empty"
    assert after(proposed, KeepPaper(by="elcin", reason="düzdür")).proposal is None
    assert (ENDED.phase, ENDED.outcome, ENDED.ended) == ("closed", "void", "revoked")
    assert code(in_effect(), ProposeRevocation(by="sevinc", reason=" ")) == "cases.empty"
    assert code(known(), ProposeRevocation(by="sevinc", reason="x")) == "cases.not_in_effect"
    assert code(in_effect(), Revoke(by="elcin")) == "cases.not_proposed"
    assert code(ENDED, Revoke(by="elcin")) == "cases.closed"
    assert code(ENDED, ProposeRevocation(by="elcin", reason="x")) == "cases.closed"


def test_a_newer_paper_takes_its_place() -> None:
    assert after(in_effect(), Supersede(by=HUB, paper_no="YK-2")).ended == "superseded"
    assert code(in_effect(), Supersede(by=HUB, paper_no="YK-1")) == "cases.not_in_effect"
    assert code(known(), Supersede(by=HUB, paper_no="YK-2")) == "cases.not_in_effect"
    assert code(ENDED, Supersede(by=HUB, paper_no="YK-2")) == "cases.closed"


def test_a_paper_that_was_lost_holds_no_more() -> None:
    gone = after(in_effect(), LosePaper(by="sevinc", document="d", reason="oğurlanıb"))
    assert (gone.outcome, gone.ended) == ("void", "lost")
    assert code(in_effect(), LosePaper(by="sevinc", document="d", reason=" ")) == "cases.empty"
    assert code(in_effect("refused"), LosePaper(by="sevinc", document="d", reason="itib")) == "cases.not_in_effect"
    assert code(gone, LosePaper(by="sevinc", document="d", reason="itib")) == "cases.closed"


def test_a_paper_holds_through_its_last_day() -> None:
    assert code(in_effect(), Lapse(by=HUB), later(10)) == "cases.not_over"
    gone = after(in_effect(), Lapse(by=HUB), context=later(11))
    assert (gone.outcome, gone.ended) == ("granted", "lapsed")
    assert code(gone, Lapse(by=HUB), later(12)) == "cases.closed"
    assert code(known(), Lapse(by=HUB), later(12)) == "cases.not_over"


def test_an_application_is_taken_back_before_its_decision_alone() -> None:
    assert after(known(), Withdraw(by="sevinc", document="d", reason="fikrini dəyişdi")).outcome == "withdrawn"
    assert code(known(), Withdraw(by="sevinc", document="d", reason="")) == "cases.empty"
    assert code(decided(), Withdraw(by="sevinc", document="d", reason="x")) == "cases.decided"
    assert code(ENDED, Withdraw(by="sevinc", document="d", reason="x")) == "cases.closed"


@pytest.mark.parametrize(
    ("case", "said", "has_due"),
    [
        (opened(), "It waits to be decided", True),
        (after(opened(), TakeFacts(by=HUB, facts=FACTS[:2], lacking=(SILENT,))), "It waits for facts: Alive", True),
        (after(known(), LeaveToPeople(by=HUB)), "No rule decides, an official has to look", True),
        (decided(), "It waits for its paper to be made", True),
        (provisional(), "It waits for its source to confirm: Alive", False),
        (in_effect(), _BY_HAND, False),
        (told(), "The applicant was told, an answer is awaited", True),
        (after(told(), _FAILED), _BY_LETTER, False),
        (after(in_effect(), SendLetter(by="sevinc", no="RR1")), _LETTER_PROOF, False),
        (noticed("granted"), "It waits for nothing, the paper holds", True),
        (
            after(in_effect(), ProposeRevocation(by="sevinc", reason="səhv")),
            "It waits for a second official's word on its revocation",
            False,
        ),
        (ENDED, "The case is closed", False),
    ],
)
def test_a_case_says_what_it_waits_for_and_until_when(case: Case, said: str, *, has_due: bool) -> None:
    found = waiting(stands(case))

    assert (found.need.en, found.due is not None) == (said, has_due)


def test_what_is_late_is_said() -> None:
    assert not waiting(stands(opened(), later(2))).overdue
    assert waiting(stands(opened(), later(3))).overdue
    assert waiting(stands(opened(), later(3))).due == MONDAY + timedelta(days=2)
    assert NOTHING.values == {}


def test_a_case_that_waits_for_facts_says_who_was_asked_since_when_and_what_the_last_try_came_to() -> None:
    base = (Words("Baza", "The base"), Words("yoxdur", "not there"))
    late = replace(SILENT, reason="late")
    register = Lacking(name="doğum", source="register", code="register.not_known")
    first = after(opened(), TakeFacts(by=HUB, facts=FACTS[:2], lacking=(late, register)))

    def told(lacking: Lacking) -> tuple[Words, Words]:
        return (Words("DİN", "DİN"), Words("gecikir", lacking.reason)) if lacking.source == "din" else base

    def said(case: Case, days: int = 0, minutes: int = 0) -> Words:
        context = later(days)
        return waiting(stands(case, replace(context, now=context.now + timedelta(minutes=minutes))), told).need

    assert said(first).en == (
        "It waits for facts: Born, Alive. DİN has not told it since 10:00: late."
        " The base has not told it since 10:00: not there"
    )
    again = replace(later(0), now=later(0).now + timedelta(minutes=5))
    second = after(first, TakeFacts(by=HUB, lacking=(replace(SILENT, reason="down"),)), context=again)
    assert said(second).en == "It waits for facts: Alive. DİN has not told it since 10:00: down; asked again at 10:05"
    assert said(second).az.endswith("DİN bunu deməyib, ilk dəfə 10:00 soruşulub: gecikir; sonuncu dəfə 10:05")
    assert said(second, days=1).en.endswith("since 06.04.2026 10:00: down; asked again at 06.04.2026 10:05")
    assert waiting(stands(second)).need.en == "It waits for facts: Alive", "citizens are told no agency's trouble"
    untimed = replace(second, lacking=(SILENT,), asked_at=None)
    assert said(untimed).en == "It waits for facts: Alive"
    assert "DİN has not told it since" in said(after(provisional(), TakeFacts(by=HUB, lacking=(SILENT,)))).en


def test_what_is_in_effect_ends_with_its_holder_once_the_register_says_so() -> None:
    end = EndByDeath(by="elcin", reason="ÖL-7")
    assert code(in_effect(), end) == "cases.not_dead"
    assert code(replace(in_effect(), doubts={"ad": "Gülnar"}), end) == "cases.not_dead"
    for now in (None, "ölüb"):
        dead = replace(in_effect(), doubts={"sağ": now})
        ended = after(dead, end)
        assert (ended.phase, ended.outcome, ended.ended) == ("closed", "void", "died")
    assert code(replace(in_effect(), doubts={"sağ": "sağdır"}), end) == "cases.not_dead"
    assert code(in_effect("refused"), end) == "cases.decided"


def test_what_one_hand_ends_names_the_document_of_the_applicant() -> None:
    assert code(in_effect(), LosePaper(by="sevinc", document=" ", reason="itib")) == "cases.empty"
    assert code(in_effect(), LosePaper(by="sevinc", document="d", reason="itib")) == ""
    assert code(known(), Withdraw(by="sevinc", document="", reason="x")) == "cases.empty"


def test_of_a_paper_that_cannot_be_printed_it_says_why() -> None:
    why = Words("ad çox uzundur", "the name is too long")
    case = after(known(), LeaveToPeople(by=HUB, trouble=why))
    said = waiting(stands(case)).need

    assert ("ad çox uzundur" in said.az, "the name is too long" in said.en) == (True, True)


def test_a_holder_is_told_once_before_the_last_day_and_again_of_another_one() -> None:
    programme = replace(PROGRAMME, notice=replace(PROGRAMME.notice, ending=10))
    begun = in_effect()
    assert begun.paper is not None
    assert begun.paper.valid_until is not None
    case = replace(begun, paper=replace(begun.paper, valid_until=MONDAY + timedelta(days=30)))
    warn = WarnOfEnd(by=HUB, sendings=(Sending(no="e-1", way="sms", sent_at=on().now, by=HUB),))

    def given(case: Case, day: int) -> Case | str:
        found = decide(Standing(case, programme, later(day)), warn)
        return found.code if isinstance(found, Refusal) else replay(found, case)

    assert [given(case, day) for day in (19, 31)] == ["cases.not_over"] * 2
    told_once = given(case, 20)
    assert isinstance(told_once, Case)
    assert (told_once.ending, told_once.sendings) == (
        Ending(on=MONDAY + timedelta(days=30), sendings=warn.sendings),
        (),
    )
    assert given(told_once, 21) == "cases.not_over"
    closed = decide(Standing(replace(told_once, phase="closed"), programme, later(20)), warn)
    assert isinstance(closed, Refusal)
    failed = decide(Standing(told_once, programme, later(20)), replace(_FAILED, no="e-1"))
    assert not isinstance(failed, Refusal)
    ending = replay(failed, told_once).ending
    assert ending is not None
    assert [each.answer for each in ending.sendings] == ["failed"]
    assert (warn_on(told_once, programme), warn_on(case, PROGRAMME)) == (None, None)
    longer = replace(told_once, paper=replace(begun.paper, valid_until=MONDAY + timedelta(days=60)))
    assert warn_on(longer, programme) == MONDAY + timedelta(days=50)
