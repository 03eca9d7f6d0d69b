"""Facts, ruling, paper: nothing is decided twice, on other facts, or issued on yesterday's."""

from __future__ import annotations

from dataclasses import replace

import pytest

from document_flow.cases.acts.issue_paper import IssuePaper
from document_flow.cases.acts.leave_to_people import LeaveToPeople, TryAgain
from document_flow.cases.acts.rule_case import RuleCase
from document_flow.cases.acts.take_facts import TakeFacts
from document_flow.cases.state import NO_FIN, Representative, Sending
from document_flow.cases.waiting import waiting
from document_flow.people import HUB
from tests.unit.document_flow.cases.desk import (
    FACTS,
    SILENT,
    after,
    code,
    decided,
    in_effect,
    kinds,
    known,
    on,
    opened,
    paper,
    provisional,
    ruling,
    stands,
)

DEAD = replace(FACTS[2], value="ölüb")
ENDED = replace(FACTS[3], value=True)


def test_a_case_is_decidable_when_nothing_that_is_needed_is_missing() -> None:
    collecting = after(opened(), TakeFacts(by=HUB, facts=FACTS[:2], lacking=(SILENT,)))

    assert (collecting.phase, collecting.asked) == ("collecting", 1)
    assert after(collecting, TakeFacts(by=HUB, facts=FACTS)).phase == "decidable"
    missing = replace(SILENT, name="doğum")
    assert after(opened(), TakeFacts(by=HUB, facts=FACTS, lacking=(missing,))).phase == "decidable"


def test_what_nobody_can_be_asked_for_is_not_awaited_but_left_to_people() -> None:
    unasked = replace(SILENT, code=NO_FIN)
    case = after(opened(), TakeFacts(by=HUB, facts=FACTS[:2], lacking=(unasked,)))

    assert case.phase == "decidable"
    left = after(case, LeaveToPeople(by=HUB))
    assert left.unasked == {unasked.name}
    assert waiting(stands(left)).need.en.startswith("Without a FIN it cannot be asked: ")
    other = replace(left, lacking=(replace(unasked, name="doğum"),))
    assert waiting(stands(other)).need.en.startswith("No rule decides"), "what is not needed hinders nobody"


def test_a_ruling_rests_on_the_facts_as_the_case_has_them() -> None:
    case = known()

    assert after(case, RuleCase(by=HUB, ruling=ruling(case))).phase == "decided"
    other = ruling(case, facts={**case.values, "status": "yoxdur"})
    assert code(case, RuleCase(by=HUB, ruling=other)) == "cases.other_facts"
    assert code(case, RuleCase(by=HUB, ruling=ruling(case, facts={"yaş": 7}))) == "cases.other_facts"
    assert code(case, RuleCase(by=HUB, ruling=ruling(case, assumed={"sağ": "sağdır"}))) == "cases.other_facts"
    assert code(decided(), RuleCase(by=HUB, ruling=ruling(case))) == "cases.decided"


def test_a_fact_that_changes_before_the_paper_undoes_the_ruling() -> None:
    case = decided()

    assert kinds(case, TakeFacts(by=HUB, facts=(FACTS[0],))) == ["facts_taken"]
    assert kinds(case, TakeFacts(by=HUB, facts=(ENDED,))) == ["ruling_undone", "facts_taken"]
    assert kinds(case, IssuePaper(by=HUB, paper=paper(), facts=(ENDED,))) == ["ruling_undone", "facts_taken"]
    undone = after(case, IssuePaper(by=HUB, paper=paper(), facts=(ENDED,)))
    assert (undone.phase, undone.outcome, undone.ruling, undone.values["bitib"]) == ("decidable", "", None, True)
    assert (undone.row("qərar"), undone.reserved) == ("", {"granted": "YK-1"})
    anew = after(undone, RuleCase(by=HUB, ruling=ruling(undone)))
    assert (anew.phase, anew.reserved) == ("decided", {}), "no second paper will have that number"


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (paper(no="YK-2"), "cases.other_paper"),
        (paper(is_provisional=True), "cases.not_confirmed"),
        (paper(), ""),
    ],
)
def test_the_paper_is_the_rulings(given: object, expected: str) -> None:
    assert code(decided(), IssuePaper(by=HUB, paper=given)) == expected  # type: ignore[arg-type]


def test_a_paper_is_issued_once() -> None:
    assert code(known(), IssuePaper(by=HUB, paper=paper())) == "cases.not_decided"
    assert code(in_effect(), IssuePaper(by=HUB, paper=paper())) == "cases.not_decided"
    assert code(in_effect(), TakeFacts(by=HUB, facts=FACTS)) == "cases.decided"


def test_a_provisional_paper_is_confirmed_or_recalled_by_its_source() -> None:
    case = provisional()
    assert case.is_provisional

    assert code(case, IssuePaper(by=HUB, paper=paper())) == "cases.not_confirmed"
    confirmed = after(case, TakeFacts(by=HUB, facts=(FACTS[2],)), IssuePaper(by=HUB, paper=paper()))
    assert not confirmed.is_provisional
    spelt = replace(FACTS[0], value="GÜLNARƏ")
    assert kinds(case, TakeFacts(by=HUB, facts=(spelt, FACTS[2]))) == ["facts_taken"], (
        "another spelling recalls nothing"
    )
    alive = after(case, TakeFacts(by=HUB, facts=(FACTS[2],)))
    assert kinds(alive, IssuePaper(by=HUB, paper=paper(), facts=(ENDED,))) == ["facts_taken", "paper_recalled"]
    sent = (Sending(no="n", way="portal", sent_at=on().now, by=HUB),)
    told = IssuePaper(by=HUB, paper=paper(), facts=(ENDED,), sendings=sent)
    assert kinds(alive, told) == ["facts_taken", "paper_recalled", "applicant_told"]
    dead = TakeFacts(by=HUB, facts=(DEAD,), sendings=sent)
    assert kinds(case, dead) == ["facts_taken", "paper_recalled"], "nobody writes to the dead"
    assert case.application is not None
    mother = Representative(who="5MTHRAA", capacity="parent")
    child = replace(case, application=replace(case.application, representative=mother))
    assert kinds(child, dead)[-1] == "applicant_told"
    recalled = after(case, TakeFacts(by=HUB, facts=(DEAD,)))
    assert (recalled.phase, recalled.outcome, recalled.ended) == ("closed", "void", "recalled")
    assert code(recalled, TakeFacts(by=HUB, facts=FACTS)) == "cases.closed"
    assert code(recalled, RuleCase(by=HUB, ruling=ruling(known()))) == "cases.closed"
    assert code(recalled, IssuePaper(by=HUB, paper=paper())) == "cases.closed"


def test_what_no_rule_decides_waits_for_people() -> None:
    case = after(known(), LeaveToPeople(by=HUB))

    assert case.phase == "undecided"
    assert code(case, LeaveToPeople(by=HUB)) == "cases.decided"
    again = after(case, TryAgain(by="sevinc"))
    assert (again.phase, again.facts) == ("opened", {})
    assert code(decided(), TryAgain(by="sevinc")) == "cases.decided"
