"""Where an official decides: the table drafts, nobody decides what he registered, nobody is refused unheard."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from document_flow.cases.acts.attach_scan import AttachScan
from document_flow.cases.acts.draft_ruling import ConfirmRuling, DeclineDraft, DraftRuling
from document_flow.cases.acts.hearing import InviteToHearing, NoteHearing
from document_flow.cases.acts.issue_paper import IssuePaper
from document_flow.cases.acts.leave_to_people import TryAgain
from document_flow.cases.acts.lose_paper import LosePaper
from document_flow.cases.acts.prove_notice import ProveNotice
from document_flow.cases.acts.revocation import KeepPaper, ProposeRevocation, Revoke
from document_flow.cases.acts.rule_case import RuleCase
from document_flow.cases.acts.take_facts import TakeFacts
from document_flow.cases.acts.withdraw import Withdraw
from document_flow.cases.event import Command
from document_flow.cases.kernel import decide, replay
from document_flow.cases.standing import Standing
from document_flow.cases.state import Case
from document_flow.cases.waiting import waiting
from document_flow.context import Context
from document_flow.outcome import Refusal
from document_flow.people import HUB
from tests.unit.document_flow.cases.desk import FACTS, MONDAY, PROGRAMME, known, later, on, opened, paper, ruling

OFFICIAL = replace(PROGRAMME, decided_by="official", hearing=True)


def given(case: Case, command: Command, context: Context | None = None) -> Case | str:
    """The case after the command, or the code of its refusal."""
    decided = decide(Standing(case, OFFICIAL, context or on()), command)
    return decided.code if isinstance(decided, Refusal) else replay(decided, case)


def after(case: Case, *commands: Command, context: Context | None = None) -> Case:
    for command in commands:
        found = given(case, command, context)
        assert isinstance(found, Case), found
        case = found
    return case


def drafted(outcome: str = "granted") -> Case:
    return after(known(), DraftRuling(by=HUB, ruling=ruling(known(), outcome)))


def said(case: Case) -> str:
    return waiting(Standing(case, OFFICIAL, on())).need.en


INVITED = InviteToHearing(by="sevinc", on=MONDAY + timedelta(days=7), hour="10:00", place="otaq 12")
ABSENT = NoteHearing(by="sevinc", text="gəlmədi", attendance="absent")
CLOSED = after(drafted(), ConfirmRuling(by="elcin", paper_no="YK-1"), IssuePaper(by=HUB, paper=paper()))


def test_nothing_is_revoked_before_its_holder_was_heard_about_it() -> None:
    case = after(CLOSED, ProposeRevocation(by="sevinc", reason="sənəd saxtadır"))
    assert said(case) == "It waits for a hearing before its revocation"
    assert given(case, Revoke(by="elcin")) == "cases.not_heard"

    invited = after(case, InviteToHearing(by="sevinc", on=MONDAY + timedelta(days=2)))
    heard = after(invited, NoteHearing(by="sevinc", text="etiraz edir"), context=later(2))
    assert said(heard) == "It waits for a second official's word on its revocation"
    assert given(heard, Revoke(by="sevinc"), later(2)) == "cases.own_proposal"
    assert after(heard, Revoke(by="elcin"), context=later(2)).ended == "revoked"

    kept = after(heard, KeepPaper(by="elcin", reason="sübut yoxdur"), context=later(2))
    again = after(kept, ProposeRevocation(by="sevinc", reason="başqa səbəb"), context=later(3))
    assert given(again, Revoke(by="elcin"), later(3)) == "cases.not_heard"


def test_a_scan_makes_a_new_draft_and_its_original_is_seen_before_the_decision() -> None:
    scan = AttachScan(by="sevinc", name="kağız", sha256="f", media_type="image/png")
    with_scan = after(drafted(), scan)
    assert (with_scan.phase, with_scan.draft, with_scan.scans["kağız"].original) == ("opened", None, False)

    again = after(with_scan, TakeFacts(by=HUB, facts=FACTS))
    again = after(again, DraftRuling(by=HUB, ruling=ruling(again)))
    assert given(again, ConfirmRuling(by="elcin")) == "cases.originals"
    seen = after(again, replace(scan, original=True), TakeFacts(by=HUB, facts=FACTS))
    seen = after(seen, DraftRuling(by=HUB, ruling=ruling(seen)))
    assert after(seen, ConfirmRuling(by="elcin", paper_no="YK-1")).phase == "decided"

    assert given(drafted(), replace(scan, name="pasport")) == "cases.no_scan"
    assert given(CLOSED, scan) == "cases.decided"
    closed = after(drafted(), Withdraw(by="sevinc", document="d", reason="vaz keçdi"))
    assert given(closed, scan) == "cases.closed"


def test_a_decision_is_not_lost_with_its_letter() -> None:
    letter = replace(PROGRAMME, paper=replace(PROGRAMME.paper, form="letter"))
    decided = decide(Standing(CLOSED, letter, on()), LosePaper(by="sevinc", document="d", reason="itib"))
    assert isinstance(decided, Refusal)
    assert decided.code == "cases.letter_lost"


def test_the_table_drafts_and_an_official_decides() -> None:
    case = drafted()
    assert (case.phase, said(case)) == ("decidable", "The draft of the decision waits for an official")

    done = after(case, ConfirmRuling(by="elcin", paper_no="YK-1"))
    assert done.ruling is not None
    assert (done.phase, done.ruling.by, done.ruling.paper_no, done.draft) == ("decided", "elcin", "YK-1", None)


def test_nobody_decides_what_he_has_registered_or_taken_in_himself() -> None:
    assert given(drafted(), ConfirmRuling(by="sevinc")) == "cases.own_application"
    scan = AttachScan(by="elcin", name="kağız", sha256="f", media_type="image/png", original=True)
    by_his_evidence = after(drafted(), scan, TakeFacts(by=HUB, facts=FACTS))
    by_his_evidence = after(by_his_evidence, DraftRuling(by=HUB, ruling=ruling(by_his_evidence)))
    assert given(by_his_evidence, ConfirmRuling(by="elcin")) == "cases.own_evidence"
    assert given(known(), ConfirmRuling(by="elcin")) == "cases.no_draft"
    assert given(CLOSED, ConfirmRuling(by="elcin")) == "cases.no_draft"


def test_where_an_official_decides_the_hub_does_not_and_the_other_way_round() -> None:
    assert given(known(), RuleCase(by=HUB, ruling=ruling(known()))) == "cases.decided"
    assert given(CLOSED, DraftRuling(by=HUB, ruling=ruling(known()))) == "cases.decided"
    other = decide(Standing(known(), PROGRAMME, on()), DraftRuling(by=HUB, ruling=ruling(known())))
    assert getattr(other, "code", "") == "cases.decided"


def test_nobody_is_refused_unheard() -> None:
    case = drafted("refused")
    assert said(case) == "It waits for a hearing before a refusal"
    assert given(case, ConfirmRuling(by="elcin")) == "cases.not_heard"

    invited = after(case, InviteToHearing(by="sevinc", on=MONDAY + timedelta(days=2)))
    assert given(invited, ConfirmRuling(by="elcin")) == "cases.not_heard"
    assert given(invited, NoteHearing(by="sevinc", text="gəldi")) == "cases.hearing_early"
    assert given(invited, NoteHearing(by="sevinc", text=" "), later(2)) == "cases.empty"
    heard = after(invited, NoteHearing(by="sevinc", text="gəlmədi"), context=later(2))
    assert heard.hearing is not None
    assert (heard.hearing.held_by, heard.hearing.text) == ("sevinc", "gəlmədi")
    assert given(heard, NoteHearing(by="sevinc", text="yenə"), later(2)) == "cases.no_hearing"
    assert given(heard, ConfirmRuling(by="elcin"), later(2)) == "cases.old_draft"
    anew = after(heard, TryAgain(by="elcin"), TakeFacts(by=HUB, facts=FACTS))
    day = MONDAY + timedelta(days=2)
    same = after(anew, DraftRuling(by=HUB, ruling=ruling(anew, "refused", as_of=day)))
    assert after(same, ConfirmRuling(by="elcin"), context=later(2)).outcome == "refused"
    other = replace(ruling(anew, "refused", as_of=day), row={"qərar": "yox", "səbəb": "başqa"})
    grounds = after(anew, DraftRuling(by=HUB, ruling=other))
    assert given(grounds, ConfirmRuling(by="elcin"), later(2)) == "cases.not_heard", "not about this ground"


def test_an_official_may_decline_a_draft() -> None:
    declined = after(drafted(), DeclineDraft(by="elcin", reason="cədvəl səhvdir"))
    assert (declined.phase, declined.draft, said(declined)) == (
        "undecided", None, "No rule decides, an official has to look"
    )  # fmt: skip
    assert given(drafted(), DeclineDraft(by="elcin", reason=" ")) == "cases.empty"
    assert given(known(), DeclineDraft(by="elcin", reason="x")) == "cases.no_draft"


@pytest.mark.parametrize(
    ("case", "command", "code"),
    [
        (known(), NoteHearing(by="sevinc", text="x"), "cases.no_hearing"),
        (CLOSED, InviteToHearing(by="sevinc", on=MONDAY), "cases.no_hearing"),
        (known(), InviteToHearing(by="sevinc", on=MONDAY + timedelta(days=1)), "cases.no_hearing"),
        (drafted(), InviteToHearing(by="sevinc", on=MONDAY + timedelta(days=1)), "cases.no_hearing"),
        (drafted("refused"), InviteToHearing(by="sevinc", on=MONDAY), "cases.hearing_past"),
    ],
)
def test_a_hearing_is_set_for_a_day_to_come_while_nothing_is_decided(case: Case, command: Command, code: str) -> None:
    assert given(case, command) == code


def test_a_hearing_needs_a_programme_that_has_one() -> None:
    refused = decide(Standing(known(), PROGRAMME, on()), InviteToHearing(by="sevinc", on=MONDAY))
    assert getattr(refused, "code", "") == "cases.no_hearing"


def test_a_fact_that_changes_drops_the_draft() -> None:
    changed = after(drafted(), TakeFacts(by=HUB, facts=(replace(FACTS[3], value=True),)))
    assert (changed.draft, changed.phase, changed.reserved) == (None, "decidable", {})
    stale = replace(drafted(), facts={})
    assert given(stale, ConfirmRuling(by="elcin")) == "cases.other_facts"
    assert after(drafted(), TryAgain(by="sevinc")).draft is None
    assert given(opened(), TryAgain(by="sevinc")) == "cases.decided"


def test_nothing_becomes_of_what_is_closed() -> None:
    ended = replace(CLOSED, phase="closed", ended="lapsed")
    for command in (
        DraftRuling(by=HUB, ruling=ruling(known())),
        ConfirmRuling(by="elcin"),
        DeclineDraft(by="elcin", reason="x"),
        InviteToHearing(by="sevinc", on=MONDAY),
        NoteHearing(by="sevinc", text="x"),
    ):
        assert given(ended, command) == "cases.closed"


def test_whether_anybody_came_to_the_hearing_is_said() -> None:
    invited = after(drafted("refused"), InviteToHearing(by="sevinc", on=MONDAY + timedelta(days=1)))
    came = after(invited, NoteHearing(by="sevinc", text="razı deyil"), context=later(1))
    told = after(after(drafted("refused"), INVITED), ProveNotice(by="sevinc", manner="by_hand"))
    absent = after(told, ABSENT, context=later(7))
    assert came.hearing is not None
    assert absent.hearing is not None
    assert (came.hearing.attended, absent.hearing.attended) == (True, False)
    assert (came.is_heard, absent.is_heard) == (True, True), "the chance was given"


def test_a_later_proposal_in_the_same_words_needs_a_hearing_of_its_own() -> None:
    proposal = ProposeRevocation(by="sevinc", reason="sənəd saxtadır")
    invited = after(CLOSED, proposal, InviteToHearing(by="sevinc", on=MONDAY + timedelta(days=1)))
    heard = after(invited, NoteHearing(by="sevinc", text="etiraz edir"), context=later(1))
    assert heard.is_heard
    kept = after(heard, KeepPaper(by="elcin", reason="sübut yoxdur"), context=later(1))
    again = after(kept, proposal, context=later(2))
    assert given(again, Revoke(by="elcin"), later(2)) == "cases.not_heard"


def test_a_draft_that_was_declined_is_heard_about_anew_when_it_comes_again() -> None:
    invited = after(drafted("refused"), InviteToHearing(by="sevinc", on=MONDAY + timedelta(days=1)))
    heard = after(invited, NoteHearing(by="sevinc", text="x"), context=later(1))
    declined = after(heard, DeclineDraft(by="elcin", reason="səhvdir"), TryAgain(by="elcin"))
    known_again = after(declined, TakeFacts(by=HUB, facts=FACTS))
    same = after(known_again, DraftRuling(by=HUB, ruling=ruling(known_again, "refused")))
    assert given(same, ConfirmRuling(by="elcin")) == "cases.not_heard"
