"""What may be destroyed: only after its term, by an expert commission's act, never what is held."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from document_flow.nomenclature import Nomenclature, Permanent, PlannedFile, Retention, UntilNeeded, Years
from document_flow.outcome import Refusal
from document_flow.retention import (
    ActLine,
    CommissionAct,
    Destruction,
    DestructionProposal,
    KeptFile,
    decide_destruction,
    destruction_proposal,
    kept_until,
)
from document_flow.words import Words

TITLE = Words("Yazışma", "Correspondence")
ON = date(2031, 6, 1)
MEMBERS = ("sədr", "üzv1", "üzv2")


def _plans(retention: Retention, basis: str = "nümunə bənd") -> dict[int, Nomenclature]:
    return {2024: Nomenclature("b", 2024, {"01": PlannedFile("01", TITLE, "u", retention, basis, "open")})}


FIVE = _plans(Years(5))
KEPT = KeptFile("01", "1", 2024, date(2025, 3, 1), 40)


def _codes(proposal: DestructionProposal) -> list[str]:
    return [stays.code for stays in proposal.stays]


def test_a_term_runs_to_the_end_of_its_last_year() -> None:
    assert kept_until(FIVE[2024].files["01"], date(2025, 3, 1)) == date(2030, 12, 31)
    assert kept_until(_plans(Permanent())[2024].files["01"], date(2025, 3, 1)) is None
    assert kept_until(_plans(UntilNeeded())[2024].files["01"], date(2025, 3, 1)) is None


@pytest.mark.parametrize(("on", "proposed"), [(date(2030, 12, 31), False), (date(2031, 1, 1), True)])
def test_a_file_is_proposed_from_the_day_after_its_term(on: date, proposed: bool) -> None:
    proposal = destruction_proposal(FIVE, [KEPT], on)

    assert bool(proposal.lines) is proposed
    assert _codes(proposal) == ([] if proposed else ["term_runs"])


def test_an_act_line_names_the_file_its_basis_and_whether_experts_must_look() -> None:
    proposal = destruction_proposal(_plans(Years(5, expert_review=True)), [KEPT], ON)

    assert proposal.lines == (ActLine("2024/01/1", TITLE, 40, date(2030, 12, 31), "nümunə bənd", expert_review=True),)


@pytest.mark.parametrize(
    ("retention", "basis", "kept", "code"),
    [
        (Permanent(), "bənd", KEPT, "permanent"),
        (Years(5), "assumed", KEPT, "assumed_basis"),
        (UntilNeeded(), "bənd", KEPT, "still_needed"),
        (Years(5), "bənd", replace(KEPT, closed=None), "not_closed"),
        (UntilNeeded(), "bənd", replace(KEPT, closed=date(2031, 6, 2), no_longer_needed=True), "not_closed"),
        (Years(5), "bənd", replace(KEPT, legal_hold="məhkəmə"), "legal_hold"),
        (Years(5), "bənd", replace(KEPT, open_controls=("99-1/26",)), "open_control"),
        (Years(5), "bənd", replace(KEPT, index="07"), "not_planned"),
        (Years(5), "bənd", replace(KEPT, plan_year=2023), "not_planned"),
    ],
)
def test_what_may_not_go_stays_and_says_why(retention: Retention, basis: str, kept: KeptFile, code: str) -> None:
    proposal = destruction_proposal(_plans(retention, basis), [kept], ON)

    assert proposal.lines == ()
    assert _codes(proposal) == [code]


def test_what_is_kept_until_needed_goes_when_its_unit_says_so() -> None:
    proposal = destruction_proposal(_plans(UntilNeeded()), [replace(KEPT, no_longer_needed=True)], ON)

    assert [(line.kept_until, line.expert_review) for line in proposal.lines] == [(date(2025, 3, 1), True)]


def test_a_file_keeps_the_retention_of_the_plan_it_was_opened_by() -> None:
    later = PlannedFile("01", TITLE, "u", Years(1), "bənd", "open")
    plans = {**_plans(Permanent()), 2025: Nomenclature("b", 2025, {"01": later})}

    proposal = destruction_proposal(plans, [KEPT, replace(KEPT, plan_year=2025)], ON)

    assert [line.file for line in proposal.lines] == ["2025/01/1"]
    assert [stays.file for stays in proposal.stays] == ["2024/01/1"]


def test_the_commission_may_agree_to_some_of_the_files() -> None:
    proposal = destruction_proposal(FIVE, [KEPT, replace(KEPT, volume="2")], ON)
    act = CommissionAct("3", ON, MEMBERS, ("2024/01/2",))

    decided = decide_destruction(proposal, act)

    assert isinstance(decided, Destruction)
    assert [line.file for line in decided.lines] == ["2024/01/2"]
    assert (decided.act, decided.on) == (act, ON)


@pytest.mark.parametrize(
    ("act", "code"),
    [
        (CommissionAct("", ON, MEMBERS, ("2024/01/1",)), "retention.act_incomplete"),
        (CommissionAct("3", ON, MEMBERS, ()), "retention.act_incomplete"),
        (CommissionAct("3", ON, ("a", "b", "b"), ("2024/01/1",)), "retention.act_incomplete"),
        (CommissionAct("3", ON, MEMBERS, ("2024/01/1", "2024/01/1")), "retention.act_incomplete"),
        (CommissionAct("3", date(2031, 6, 2), MEMBERS, ("2024/01/1",)), "retention.act_ahead"),
        (CommissionAct("3", ON, MEMBERS, ("2024/01/1", "2024/01/9")), "retention.not_proposed"),
    ],
)
def test_an_act_that_is_not_in_order_destroys_nothing(act: CommissionAct, code: str) -> None:
    refused = decide_destruction(destruction_proposal(FIVE, [KEPT], ON), act)

    assert isinstance(refused, Refusal)
    assert refused.code == code


def test_a_file_that_came_under_a_hold_after_the_act_is_not_destroyed() -> None:
    act = CommissionAct("3", date(2031, 5, 1), MEMBERS, ("2024/01/1",))

    refused = decide_destruction(destruction_proposal(FIVE, [replace(KEPT, legal_hold="məhkəmə")], ON), act)

    assert isinstance(refused, Refusal)
    assert refused.words.en == "file 2024/01/1 may not be destroyed: under a legal hold: məhkəmə"


RETENTIONS = st.one_of(
    st.builds(Years, st.integers(1, 75), st.booleans()), st.just(Permanent()), st.just(UntilNeeded())
)
FILES = st.builds(
    KeptFile,
    st.sampled_from(["01", "02"]),
    st.sampled_from(["1", "2"]),
    st.sampled_from([2023, 2024]),
    st.one_of(st.none(), st.dates(date(2024, 1, 1), date(2026, 12, 31))),
    st.integers(0, 9),
    st.sampled_from(["", "məhkəmə"]),
    st.sampled_from([(), ("99-1/26",)]),
    st.booleans(),
)


@given(RETENTIONS, st.sampled_from(["assumed", "bənd"]), FILES, st.dates(date(2024, 1, 1)))
def test_nothing_that_is_held_open_permanent_or_without_a_basis_is_proposed(
    retention: Retention, basis: str, kept: KeptFile, on: date
) -> None:
    proposal = destruction_proposal(_plans(retention, basis), [kept], on)

    assert len(proposal.lines) + len(proposal.stays) == 1
    if kept.legal_hold or kept.open_controls or kept.closed is None or retention == Permanent() or basis == "assumed":
        assert proposal.lines == ()


@given(RETENTIONS, FILES, st.dates(date(2024, 1, 1), date(2120, 1, 1)), st.integers(0, 4000))
def test_what_may_go_one_day_may_go_on_any_later_day(retention: Retention, kept: KeptFile, on: date, more: int) -> None:
    plans = _plans(retention)
    later = date.fromordinal(on.toordinal() + more)

    if destruction_proposal(plans, [kept], on).lines:
        assert destruction_proposal(plans, [kept], later).lines
