"""How votes are counted: decided as soon as they decide, impossible as soon as nobody can save it."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from document_flow.paths.acts.marks import Abstain, Approve, Refuse
from document_flow.paths.path import Quorum, QuorumShare, Rule
from document_flow.paths.state import Mark, Meeting, StageState
from document_flow.paths.tally import Outcome, needed, presence, quorum_of, tally
from document_flow.paths.values import Bloc, Choice
from tests.unit.document_flow.paths.building import FRIDAY, H1, NINE, at_least, path, stage, submitted

VERDICTS: dict[str, Choice] = {"+": "for", "-": "against", "0": "abstain"}


def counted(rule: Rule, votes: str, members: int = 5, **more: Any) -> StageState:
    marks = {
        f"m{number}": Mark(f"m{number}", f"m{number}", VERDICTS[vote], H1, FRIDAY)
        for number, vote in enumerate(votes)
        if vote in VERDICTS
    }
    names = tuple(f"m{number}" for number in range(members))
    return StageState(id="s", act="vote", status="open", members=names, marks=marks, **more)


@pytest.mark.parametrize(
    ("rule", "votes", "outcome", "missing"),
    [
        (Rule("all"), "++++", "open", 1),
        (Rule("all"), "+++++", "passed", 0),
        (Rule("all"), "+++0+", "passed", 0),
        (Rule("all"), "-", "impossible", 5),
        (Rule("all"), "00000", "impossible", 1),
        (Rule("any"), "-0--", "open", 1),
        (Rule("any"), "-0--+", "passed", 0),
        (Rule("any"), "-----", "impossible", 1),
        (Rule("at_least", 3), "++-", "open", 1),
        (Rule("at_least", 3), "++-+", "passed", 0),
        (Rule("at_least", 3), "--0", "impossible", 3),
        (Rule("at_least", 6), "+++++", "short", 1),
        (Rule("majority"), "++--", "open", 1),
        (Rule("majority"), "++--+", "passed", 0),
        (Rule("majority"), "--0", "impossible", 3),
    ],
)
def test_each_rule_counts_its_own_way(rule: Rule, votes: str, outcome: Outcome, missing: int) -> None:
    found = tally(rule, counted(rule, votes))

    assert (found.outcome, found.missing) == (outcome, missing)


@pytest.mark.parametrize(
    ("votes", "outcome", "missing"),
    [("+_ __", "open", 1), ("+_ _+", "passed", 0), ("++ __", "open", 1), ("-- __", "impossible", 2)],
)
def test_per_group_counts_in_each_group(votes: str, outcome: Outcome, missing: int) -> None:
    marks = votes.replace(" ", "")
    blocs = (Bloc("left", ("m0", "m1")), Bloc("right", ("m2", "m3")))
    if votes.startswith("--"):
        assert tally(Rule("per_group", 1), counted(Rule(), marks, 4, blocs=blocs)).outcome == "impossible"
        return

    found = tally(Rule("per_group", 1), counted(Rule(), marks, 4, blocs=blocs))

    assert (found.outcome, found.missing) == (outcome, missing)


def test_a_group_with_too_few_people_is_short_whatever_the_others_say() -> None:
    blocs = (Bloc("left", ("m0", "m1")), Bloc("right", ()))

    assert tally(Rule("per_group", 1), counted(Rule(), "++", 2, blocs=blocs)).outcome == "short"


def test_in_a_meeting_only_those_present_count() -> None:
    present = {"m0": "m0", "m1": "m1", "m2": "m2"}
    meeting = Meeting(phase="voting", present=present)

    assert tally(Rule("majority_of_present"), counted(Rule(), "++", meeting=meeting)).outcome == "passed"
    assert tally(Rule("majority_of_present"), counted(Rule(), "+-0", meeting=meeting)).outcome == "impossible"
    assert tally(Rule("majority"), counted(Rule(), "+++", meeting=meeting)).outcome == "passed"
    assert tally(Rule("all"), counted(Rule(), "++", meeting=meeting)).silent == ("m2",)


def test_a_print_says_how_many_votes_carry_it_as_things_stand() -> None:
    meeting = Meeting(phase="voting", present={"m0": "m0", "m1": "m1", "m2": "m2"})

    assert needed(Rule("all"), counted(Rule(), "++0")) == 4
    assert needed(Rule("majority_of_present"), counted(Rule(), "+", meeting=meeting)) == 2


@pytest.mark.parametrize(
    ("share", "seats", "least", "wanted"),
    [
        ("half", 9, 3, 5),
        ("half", 8, 3, 4),
        ("half", 4, 3, 3),
        ("two_thirds", 9, 3, 6),
        ("two_thirds", 10, 3, 7),
        ("all", 9, 3, 9),
        ("half", 2, 1, 1),
    ],
)
def test_a_quorum_is_a_share_rounded_up_and_not_fewer_than_its_least(
    share: QuorumShare, seats: int, least: int, wanted: int
) -> None:
    assert quorum_of(Quorum(share, least), seats) == wanted


def test_without_a_meeting_nobody_need_be_present() -> None:
    assert presence(stage(), counted(Rule(), "")) == 0


@given(st.sampled_from((Rule("all"), Rule("any"), Rule("at_least", 2), Rule("majority"))), st.integers(1, 5))
def test_an_early_end_is_what_every_continuation_would_come_to(rule: Rule, spoken: int) -> None:
    for votes in product("+-0", repeat=spoken):
        early = tally(rule, counted(rule, "".join(votes))).outcome
        ends = {
            tally(rule, counted(rule, "".join((*votes, *rest)))).outcome for rest in product("+-0", repeat=5 - spoken)
        }
        if early in ("passed", "impossible"):
            assert ends == {early}
        else:
            assert len(ends) > 1


def test_a_stage_passes_before_all_have_spoken() -> None:
    run = submitted(path(stage(rule=at_least(5))))

    run.approve("m9", "m1", "m5", "m3")
    assert run.open == "a"
    run.approve("m2")

    assert run.state.status == "approved"
    assert [event.kind for event in run.events[-3:]] == ["marked", "stage_passed", "run_approved"]


def test_a_stage_refuses_as_soon_as_it_cannot_pass() -> None:
    run = submitted(path(stage(rule=at_least(5), abstain=True), stage("b")))

    for login in NINE[:3]:
        run.do(Refuse(by=login, content_hash=H1, note="yox"))
    run.do(Abstain(by="m4", content_hash=H1))
    assert run.open == "a"
    run.do(Refuse(by="m5", content_hash=H1, note="yox"))

    assert run.state.status == "refused"
    assert run.state.stages[0].status == "refused"
    assert run.refusal(Approve(by="m6", content_hash=H1)).code == "path.not_now"
