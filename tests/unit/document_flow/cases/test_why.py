"""“Niyə kəsilib?”: of every case one line says state, sum, reason, act, decider and remedy."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from document_flow.cases.acts.complain import Complain
from document_flow.cases.acts.issue_paper import IssuePaper
from document_flow.cases.acts.lapse import Lapse
from document_flow.cases.acts.revocation import ProposeRevocation, Revoke
from document_flow.cases.acts.withdraw import Withdraw
from document_flow.cases.kernel import decide, replay
from document_flow.cases.standing import Standing
from document_flow.cases.state import Case
from document_flow.cases.why import WhyLine, why_of
from document_flow.outcome import Refusal
from document_flow.people import HUB
from document_flow.programmes.programme import EffectRule, Programme
from document_flow.words import Words
from tests.unit.document_flow.cases.desk import (
    MONDAY,
    PROGRAMME,
    REVOKING,
    after,
    in_effect,
    known,
    later,
    noticed,
    opened,
    paper,
    stands,
)

WAITS = Words("Faktlar gözlənilir", "Facts are awaited")
MONEY = EffectRule(record="right", fields={"amount_qepik": "row məbləğ"}, ends={})
PAYING = replace(REVOKING, effect=MONEY)


def line(case: Case, days: int = 0, programme: Programme = PROGRAMME) -> WhyLine:
    return why_of(Standing(case, programme, later(days)), "c-1", WAITS)


def paid(case: Case, sum_: str) -> Case:
    """The same with a sum in what its table came to."""
    assert case.ruling is not None
    return replace(case, ruling=replace(case.ruling, row={**case.ruling.row, "məbləğ": sum_, "səbəb": "boşanıb"}))


def revoked() -> Case:
    """Revoked by an act of its own, whose paper is there."""
    case, acts = (
        paid(in_effect(), "3300"),
        (ProposeRevocation(by="sevinc", reason="köçüb."), Revoke(by="elcin", paper_no="YL-1")),
    )
    for command in (*acts, IssuePaper(by=HUB, paper=paper(no="YL-1", valid_until=None))):
        made = decide(Standing(case, PAYING, later(2)), command)
        assert not isinstance(made, Refusal), made
        case = replay(made, case)
    return case


def test_what_waits_says_for_what() -> None:
    found = line(opened())

    assert (found.state, found.reason.en, found.case_number) == ("waiting", "Facts are awaited.", "YA-1")
    assert (found.since, found.basis, found.by, found.remedy) == (None, (), "", None)


def test_what_is_in_force_says_its_sum_paper_and_days() -> None:
    found = line(paid(in_effect(), "3300"), programme=PAYING)

    assert (found.state, found.amount, found.number, found.since) == ("in_force", 3300, "YK-1", MONDAY)
    assert (found.until, found.basis, found.by) == (MONDAY + timedelta(days=10), ("Qanun",), "Qayıdış Hub")


def test_a_sum_that_is_none_is_not_told() -> None:
    assert line(in_effect(), programme=PAYING).amount is None
    assert line(in_effect(), programme=replace(PROGRAMME, effect=None)).amount is None


def test_a_proposed_revocation_has_cut_nothing_yet() -> None:
    found = line(after(in_effect(), ProposeRevocation(by="sevinc", reason="köçüb")))

    assert found.state == "proposed"
    assert found.reason.az == "Hələ qüvvədədir, ləğvi təklif olunub: köçüb."


def test_a_refusal_names_reason_and_remedy_with_the_days_that_are_left() -> None:
    case = paid(noticed(), "")
    found = line(case, 10)

    assert (found.state, found.reason.en, found.amount) == ("refused", "Refused: boşanıb.", None)
    assert found.remedy is not None
    assert (found.remedy.until, found.remedy.days_left) == (MONDAY + timedelta(days=30), 20)
    assert found.remedy.term.en == "Until 06.05.2026, days left: 20."
    assert line(case, 30).remedy.days_left == 0  # type: ignore[union-attr]  # it is there


def test_after_the_last_day_a_court_remains() -> None:
    remedy = line(after(noticed(), Lapse(by=HUB), context=later(31)), 31).remedy

    assert remedy is not None
    assert remedy.days_left is None
    assert remedy.term.az == "Şikayət müddəti bitib: son gün 06.05.2026 idi; məhkəmə yolu qalır."


@pytest.mark.parametrize("is_complained", [False, True])
def test_no_term_runs_before_the_notice_and_a_complaint_is_told(is_complained: bool) -> None:  # a case
    case = in_effect("refused")
    said = "has not begun"
    if is_complained:
        case, said = after(case, Complain(by="sevinc", document="d-1", registered_on=MONDAY)), "A complaint was made"
    remedy = line(case).remedy

    assert remedy is not None
    assert said in remedy.term.en
    assert remedy.days_left is None


def test_a_revocation_says_its_own_reason_act_and_decider_beside_what_it_took() -> None:
    found = line(revoked(), 3, PAYING)

    assert (found.state, found.reason.en, found.amount, found.number) == ("ended", "Ended: köçüb.", 3300, "YK-1")
    assert (found.since, found.until, found.by) == (MONDAY, MONDAY + timedelta(days=2), "Elcin")
    assert found.basis == ("Qanun, maddə 65–69",)
    assert found.remedy is not None
    assert found.remedy.how.en == f"22 days {PAYING.reviewed.en}"


def test_what_ended_by_itself_has_no_remedy() -> None:
    lapsed = line(after(in_effect(), Lapse(by=HUB), context=later(11)), 11)
    withdrawn = line(after(known(), Withdraw(by="sevinc", document="d-1", reason="x")))

    assert (lapsed.state, lapsed.reason.en, lapsed.remedy) == ("ended", "Ended: its term ended.", None)
    assert (withdrawn.state, withdrawn.remedy, withdrawn.amount) == ("ended", None, None)
    assert why_of(stands(after(known(), Withdraw(by="sevinc", document="d-1", reason="x"))), "", WAITS).case == ""
