"""A commission decides in a meeting: invited, present, voting by law, with minutes that two people sign."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from document_flow.outcome import Refusal
from document_flow.paths.acts.assign import Assign
from document_flow.paths.acts.marks import CastVote
from document_flow.paths.acts.meeting import InviteMembers, MarkAttendance, OpenMeeting, Recuse
from document_flow.paths.acts.meeting_vote import (
    CastingVote,
    CloseMeeting,
    Dissent,
    MeetingClosed,
    OpenVoting,
    SignMinutes,
)
from document_flow.paths.acts.move_path import MovePath
from document_flow.paths.acts.recall import Recall
from document_flow.paths.acts.resubmit import ReplaceContent
from document_flow.paths.acts.submit import Submit
from document_flow.paths.handover import Taking, taken_over
from document_flow.paths.path import MeetingRules, Path, Quorum, Rule, Who
from document_flow.paths.state import Meeting
from document_flow.paths.values import Choice
from tests.unit.document_flow.paths.building import (
    AUTHOR,
    CHIEF,
    CLERK,
    FRIDAY,
    H1,
    H2,
    HEAD,
    LAWYER,
    NINE,
    PEOPLE,
    Run,
    at_least,
    directory,
    drafted,
    in_the_commission,
    official,
    path,
    person,
    stage,
    stand_in,
    submitted,
)

CHAIR, SECRETARY = "m1", "secretary"
RULES = MeetingRules(Who("person", CHAIR), Who("role", "commission_secretary"))
CASTING = MeetingRules(RULES.chair, RULES.secretary, casting_vote="Əsasnamə, bənd 4.5")


def commission(rules: MeetingRules = RULES, rule: Rule | None = None, **more: Any) -> Path:
    return path(stage("v", "vote", rule=rule or Rule("majority_of_present"), abstain=True, meeting=rules, **more))


def called(chosen: Path | None = None, *stand_ins: Any) -> Run:
    run = submitted(chosen or commission(), directory(*stand_ins))
    run.do(OpenMeeting(by=CHAIR, agenda=("Evlərin bölünməsi",), held_at=FRIDAY, place="101"))
    return run


def gathered(*present: str, chosen: Path | None = None) -> Run:
    run = called(chosen)
    run.do(InviteMembers(by=CHAIR))
    for member in present:
        run.do(MarkAttendance(by=CHAIR, member=member))
    return run


def voting(*present: str, chosen: Path | None = None) -> Run:
    run = gathered(*present, chosen=chosen)
    run.do(OpenVoting(by=CHAIR))
    return run


def vote(run: Run, votes: str) -> None:
    """`+-0` by those present, in their order."""
    choices: dict[str, Choice] = {"+": "for", "-": "against", "0": "abstain"}
    for member, mark in zip(meeting(run).present, votes, strict=True):
        run.do(CastVote(by=member, choice=choices[mark], content_hash=H1))


def minutes(run: Run) -> None:
    run.do(SignMinutes(by=CHAIR, minutes_hash=H2))
    run.do(SignMinutes(by=SECRETARY, minutes_hash=H2, signature="s-1"))


def meeting(run: Run) -> Meeting:
    assert run.state.stages[0].meeting is not None
    return run.state.stages[0].meeting


def test_a_decision_counts_when_both_have_signed_the_minutes() -> None:
    run = voting(*NINE[:6])
    vote(run, "++++-0")
    run.do(CloseMeeting(by=CHAIR))
    run.do(SignMinutes(by=SECRETARY, minutes_hash=H2))
    assert run.open == "v"

    assert run.refusal(Dissent(by="m1", text="gec")).code == "path.not_now"
    run.do(SignMinutes(by=CHAIR, minutes_hash=H2))

    closed = next(event for event in run.events if isinstance(event, MeetingClosed))
    assert (closed.outcome, closed.votes_for, closed.votes_against, closed.abstained) == ("for", 4, 1, 1)
    assert run.state.status == "approved"


def test_half_for_it_is_not_more_than_half_of_those_present() -> None:
    run = voting(*NINE[:6])
    vote(run, "+++00-")
    run.do(CloseMeeting(by=CHAIR))

    minutes(run)

    assert run.state.status == "refused"


def test_the_law_wants_half_of_the_members_and_three() -> None:
    run = gathered(*NINE[:4])

    refused = run.refusal(OpenVoting(by=CHAIR))

    assert refused.code == "path.no_quorum"
    assert "5" in refused.words.az
    run.do(MarkAttendance(by=CHAIR, member="m5"))
    run.do(OpenVoting(by=CHAIR))
    assert meeting(run).quorum == 5


def test_members_who_may_not_vote_still_count_for_the_quorum() -> None:
    known = directory(people=(*PEOPLE, *(official(f"x{n}", "board") for n in range(1))))
    chosen = path(
        stage(
            "v", "vote", (Who("group", "nine"), Who("person", AUTHOR)), meeting=RULES, rule=Rule("majority_of_present")
        )
    )
    run = submitted(chosen, known)

    assert run.state.stages[0].seats == 10
    assert AUTHOR not in run.state.stages[0].members


def test_without_a_quorum_another_meeting_must_be_called() -> None:
    run = gathered(*NINE[:4])

    run.do(CloseMeeting(by=CHAIR))

    assert (meeting(run).phase, meeting(run).outcome) == ("to_call", "no_quorum")
    run.do(OpenMeeting(by=CHAIR, agenda=("Yenə",), held_at=FRIDAY))
    assert (meeting(run).number, meeting(run).present) == (2, {})


def test_where_the_chair_is_away_or_has_withdrawn_another_presides() -> None:
    absent = gathered(*NINE[1:7])
    recused = gathered(*NINE[:6])
    recused.do(Recuse(by=CHAIR, reason="qohumum"))
    by_statute = replace(CASTING, deputy=Who("person", "m4"))
    headed = gathered(*NINE[1:7], chosen=commission(by_statute))

    for run, head in ((absent, "m2"), (recused, "m2"), (headed, "m4")):
        refused = [run.refusal(OpenVoting(by=each)).code for each in (CHAIR, "m3")]
        run.do(OpenVoting(by=head))
        vote(run, "+++---"[: len(meeting(run).present)] if run is headed else "+" * len(meeting(run).present))
        if run is headed:
            assert run.refusal(CastingVote(by=CHAIR, choice="for")).code == "path.not_chair"
            run.do(CastingVote(by=head, choice="for"))
        assert run.refusal(CloseMeeting(by=CHAIR)).code == "path.not_chair"
        run.do(CloseMeeting(by=head))
        assert run.refusal(SignMinutes(by=CHAIR, minutes_hash=H2)).code == "path.not_bureau"
        run.do(SignMinutes(by=head, minutes_hash=H2))
        run.do(SignMinutes(by=SECRETARY, minutes_hash=H2))
        assert (refused, run.state.status) == (["path.not_chair"] * 2, "approved")


def test_the_seat_of_who_presides_speaks_and_not_an_empty_chair() -> None:
    run = called(None, stand_in(CHAIR, "deputy"))
    run.do(InviteMembers(by=SECRETARY))
    for member in NINE[:5]:
        run.do(MarkAttendance(by=SECRETARY, member=member, stand_in="deputy" if member == CHAIR else None))

    assert run.refusal(OpenVoting(by=CHAIR)).code == "path.absent"
    run.do(OpenVoting(by="deputy", on_behalf_of=CHAIR))


def test_who_leaves_before_voting_is_not_waited_for_and_the_quorum_still_holds() -> None:
    run = voting(*NINE[:6])
    run.do(CastVote(by="m1", choice="for", content_hash=H1))

    assert run.refusal(MarkAttendance(by=SECRETARY, member="m1", present=False)).code == "path.not_now"
    assert run.refusal(MarkAttendance(by=SECRETARY, member="m7")).code == "path.not_now"
    run.do(MarkAttendance(by=SECRETARY, member="m6", present=False))
    for member in ("m2", "m3"):
        run.do(CastVote(by=member, choice="for", content_hash=H1))
    run.do(CloseMeeting(by=CHAIR))

    assert meeting(run).outcome == "for"


def test_a_quorum_that_is_lost_while_voting_ends_the_meeting_and_its_votes() -> None:
    run = voting(*NINE[:5])
    run.do(CastVote(by="m2", choice="for", content_hash=H1))
    run.do(MarkAttendance(by=SECRETARY, member="m5", present=False))

    assert run.waits.actors == (CHAIR,)
    run.do(CloseMeeting(by=CHAIR))

    assert (meeting(run).phase, meeting(run).outcome, run.state.stages[0].marks) == ("to_call", "no_quorum", {})
    run.do(OpenMeeting(by=CHAIR, agenda=("Yenə",), held_at=FRIDAY))
    run.do(InviteMembers(by=CHAIR))
    for member in NINE[:5]:
        run.do(MarkAttendance(by=CHAIR, member=member))
    run.do(OpenVoting(by=CHAIR))
    vote(run, "+++++")


def test_a_meeting_is_held_when_it_was_called_for() -> None:
    run = submitted(commission())
    assert run.refusal(OpenMeeting(by=CHAIR, agenda=("x",), held_at=FRIDAY - timedelta(days=1))).code == "path.held_at"
    run.do(OpenMeeting(by=CHAIR, agenda=("x",), held_at=FRIDAY + timedelta(days=1)))
    run.do(InviteMembers(by=CHAIR))
    came = MarkAttendance(by=CHAIR, member=NINE[0])
    assert run.refusal(came).code == "path.early"
    run.at(FRIDAY + timedelta(hours=23))
    for member in NINE[:5]:
        run.do(MarkAttendance(by=CHAIR, member=member))

    assert run.refusal(OpenVoting(by=CHAIR)).code == "path.early"
    run.later(hours=1)
    run.do(OpenVoting(by=CHAIR))


def test_a_meeting_that_is_closed_before_its_time_is_called_off_and_says_so() -> None:
    run = submitted(commission())
    run.do(OpenMeeting(by=CHAIR, agenda=("x",), held_at=FRIDAY + timedelta(days=1)))

    run.do(CloseMeeting(by=SECRETARY))

    assert (meeting(run).phase, meeting(run).outcome) == ("to_call", "called_off")
    assert "was called off" in run.waits.need.en
    run.do(OpenMeeting(by=CHAIR, agenda=("x",), held_at=FRIDAY))
    assert meeting(run).number == 2


def test_a_commission_whose_members_left_is_filled_from_the_commission_and_decides_as_itself() -> None:
    run = drafted(path(stage("a", "visa", person(LAWYER)), stage("v", "vote", rule=Rule("majority"))))
    run.do(Submit(by=AUTHOR, content_hash=H1))
    left = directory(people=[each for each in PEOPLE if each.login not in NINE])
    run.people(left)
    run.approve(LAWYER)
    assert run.waits.actors == (CLERK,)

    assert run.refusal(Assign(by=CLERK, add=("deputy",), reason="x")).code == "path.assignment"
    run.people(in_the_commission(left, "deputy", "lawyer2", CHIEF, HEAD, "secretary"))
    assert run.refusal(Assign(by=CLERK, add=("deputy",), reason="x")).code == "path.assignment"
    run.do(Assign(by=CLERK, add=("deputy", "lawyer2", CHIEF, HEAD, "secretary"), reason="x"))
    for member in ("deputy", "lawyer2", CHIEF, HEAD):
        run.do(CastVote(by=member, choice="for", content_hash=H1))
        assert run.open == "v"
    run.do(CastVote(by="secretary", choice="for", content_hash=H1))
    assert run.state.status == "approved"


def test_a_meeting_that_has_a_quorum_votes() -> None:
    assert gathered(*NINE[:5]).refusal(CloseMeeting(by=CHAIR)).code == "path.not_now"


def test_it_is_not_closed_while_votes_could_turn_it() -> None:
    run = voting(*NINE[:5])
    run.do(CastVote(by="m1", choice="for", content_hash=H1))

    refused = run.refusal(CloseMeeting(by=CHAIR))
    for member in ("m2", "m3"):
        run.do(CastVote(by=member, choice="for", content_hash=H1))
    run.do(CloseMeeting(by=CHAIR))

    assert refused.code == "path.undecided"
    assert meeting(run).outcome == "for"


def test_chair_and_secretary_call_invite_and_note_others_do_not() -> None:
    run = submitted(commission())

    assert run.refusal(OpenMeeting(by="m2", agenda=("x",), held_at=FRIDAY)).code == "path.not_bureau"
    assert run.refusal(OpenMeeting(by=SECRETARY, agenda=(" ",), held_at=FRIDAY)).code == "path.agenda"
    assert run.refusal(OpenMeeting(by=SECRETARY, agenda=(), held_at=FRIDAY)).code == "path.agenda"
    run.do(OpenMeeting(by=CHAIR, agenda=("x",), held_at=FRIDAY))
    assert run.refusal(InviteMembers(by="m2")).code == "path.not_bureau"
    (invited,) = run.do(InviteMembers(by=CHAIR))
    assert getattr(invited, "members", ()) == NINE
    assert run.refusal(MarkAttendance(by="m2", member="m2")).code == "path.not_bureau"


def test_only_the_chair_opens_voting_and_closes() -> None:
    run = gathered(*NINE[:5])

    assert run.refusal(OpenVoting(by=SECRETARY)).code == "path.not_chair"
    run.do(OpenVoting(by=CHAIR))
    vote(run, "+++--")
    assert run.refusal(CloseMeeting(by=SECRETARY)).code == "path.not_chair"


def test_each_step_has_its_phase() -> None:
    run = submitted(commission())

    for command in (
        InviteMembers(by=CHAIR),
        MarkAttendance(by=CHAIR, member="m2"),
        Recuse(by="m2", reason="x"),
        OpenVoting(by=CHAIR),
        CastingVote(by=CHAIR, choice="for"),
        Dissent(by="m2", text="x"),
        CloseMeeting(by=CHAIR),
        SignMinutes(by=CHAIR, minutes_hash=H1),
        CastVote(by="m2", choice="for", content_hash=H1),
    ):
        assert run.refusal(command).code == "path.not_now"
    assert called().refusal(OpenMeeting(by=CHAIR, agenda=("x",), held_at=FRIDAY)).code == "path.not_now"


def test_no_step_of_a_meeting_is_taken_elsewhere() -> None:
    run = submitted(path(stage("a")))
    commands: tuple[Any, ...] = (
        OpenMeeting(by="m1", agenda=("x",), held_at=FRIDAY),
        InviteMembers(by="m1"),
        MarkAttendance(by="m1", member="m1"),
        Recuse(by="m1", reason="x"),
        OpenVoting(by="m1"),
        CastingVote(by="m1", choice="for"),
        Dissent(by="m1", text="x"),
        CloseMeeting(by="m1"),
        SignMinutes(by="m1", minutes_hash=H1),
    )

    for command in commands:
        assert run.refusal(command).code == "path.no_meeting"
    run.do(Recall(by=AUTHOR, reason="x"))
    assert run.refusal(commands[0]).code == "path.not_now"


def test_who_was_noted_by_mistake_is_taken_off_again() -> None:
    run = gathered("m1", "m2")

    run.do(MarkAttendance(by=SECRETARY, member="m2", present=False))

    assert meeting(run).present == {"m1": "m1"}
    assert run.refusal(MarkAttendance(by=SECRETARY, member="guest")).code == "path.not_asked"


def test_one_person_takes_one_seat() -> None:
    run = called(None, stand_in("m2", "m3"), stand_in("m4", "m3"), stand_in("m5", AUTHOR))
    run.do(InviteMembers(by=SECRETARY))
    run.do(MarkAttendance(by=SECRETARY, member="m2", stand_in="m3"))

    for member, hand in (("m3", None), ("m4", "m3"), ("m5", AUTHOR), ("m6", "m7")):
        assert run.refusal(MarkAttendance(by=SECRETARY, member=member, stand_in=hand)).code == "path.seat"
    assert meeting(run).present == {"m2": "m3"}


def test_the_one_who_sits_there_votes() -> None:
    run = called(None, stand_in("m2", "deputy"))
    run.do(InviteMembers(by=SECRETARY))
    run.do(MarkAttendance(by=SECRETARY, member="m2", stand_in="deputy"))
    for member in ("m1", "m3", "m4", "m5"):
        run.do(MarkAttendance(by=SECRETARY, member=member))
    run.do(OpenVoting(by=CHAIR))

    assert run.refusal(CastVote(by="m2", choice="for", content_hash=H1)).code == "path.absent"
    assert run.refusal(CastVote(by="m9", choice="for", content_hash=H1)).code == "path.absent"
    run.do(CastVote(by="deputy", on_behalf_of="m2", choice="for", content_hash=H1))

    assert run.state.stages[0].marks["m2"].by == "deputy"


def test_who_withdraws_from_the_matter_neither_counts_nor_votes() -> None:
    run = gathered(*NINE[:6])

    assert run.refusal(Recuse(by="m6", reason=" ")).code == "path.note"
    run.do(Recuse(by="m6", reason="qohumdur"))
    assert "m6" not in meeting(run).present
    assert run.refusal(Recuse(by="m6", reason="yenə")).code == "path.not_asked"
    assert run.refusal(MarkAttendance(by=CHAIR, member="m6")).code == "path.not_asked"
    run.do(OpenVoting(by=CHAIR))

    assert run.refusal(CastVote(by="m6", choice="for", content_hash=H1)).code == "path.absent"
    assert run.refusal(Recuse(by="m5", reason="gec")).code == "path.not_now"


def test_a_rule_that_needs_more_than_the_quorum_is_put_to_the_vote_only_when_it_can_pass() -> None:
    six = gathered(*NINE[:5], chosen=commission(rule=at_least(6)))
    most = gathered(*NINE[:5], chosen=commission(rule=Rule("majority")))

    assert six.refusal(OpenVoting(by=CHAIR)).code == "path.no_quorum"
    most.do(OpenVoting(by=CHAIR))
    vote(most, "++++-")
    most.do(CloseMeeting(by=CHAIR))

    assert meeting(most).outcome == "against"


class TestCastingVote:
    def test_the_chair_decides_a_tie_where_an_act_says_so(self) -> None:
        for choice, status in (("for", "approved"), ("against", "refused")):
            run = voting(*NINE[:6], chosen=commission(CASTING))
            vote(run, "+++---")
            (given,) = run.do(CastingVote(by=CHAIR, choice=choice))  # type: ignore[arg-type]
            assert getattr(given, "act", "") == "Əsasnamə, bənd 4.5"
            run.do(CloseMeeting(by=CHAIR))
            minutes(run)
            assert run.state.status == status

    def test_without_an_act_there_is_none(self) -> None:
        run = voting(*NINE[:6])
        vote(run, "+++---")

        assert run.refusal(CastingVote(by=CHAIR, choice="for")).code == "path.no_casting_vote"

    def test_it_decides_nothing_but_a_tie_and_once(self) -> None:
        run = voting(*NINE[:6], chosen=commission(CASTING))
        assert run.refusal(CastingVote(by=CHAIR, choice="for")).code == "path.no_tie"
        vote(run, "+++---")

        assert run.refusal(CastingVote(by=SECRETARY, choice="for")).code == "path.not_chair"
        run.do(CastingVote(by=CHAIR, choice="for"))
        assert run.refusal(CastingVote(by=CHAIR, choice="against")).code == "path.no_tie"

    @pytest.mark.parametrize("hand", [AUTHOR, "deputy"])
    def test_the_author_does_not_decide_his_own_matter(self, hand: str) -> None:
        rules = MeetingRules(Who("person", AUTHOR), RULES.secretary, casting_vote="Əsasnamə")
        run = submitted(commission(rules), directory(stand_in(AUTHOR, "deputy")))
        principal = AUTHOR if hand == "deputy" else None
        run.do(OpenMeeting(by=AUTHOR, agenda=("x",), held_at=FRIDAY))
        run.do(InviteMembers(by=AUTHOR))
        for member in NINE[:6]:
            run.do(MarkAttendance(by=AUTHOR, member=member))
        run.do(OpenVoting(by=AUTHOR))
        vote(run, "+++---")

        refused = run.refusal(CastingVote(by=hand, on_behalf_of=principal, choice="for"))

        assert refused.code == "path.own_document"


def test_an_own_opinion_goes_into_the_minutes_once_and_only_of_those_who_voted() -> None:
    run = voting(*NINE[:5])
    assert run.refusal(Dissent(by="m5", text="razı deyiləm")).code == "path.absent"
    vote(run, "+++--")

    assert run.refusal(Dissent(by="m5", text="")).code == "path.note"
    run.do(Dissent(by="m5", text="razı deyiləm"))
    assert run.refusal(Dissent(by="m5", text="yenə")).code == "path.already"
    assert run.refusal(Dissent(by="m9", text="x")).code == "path.absent"
    run.do(CloseMeeting(by=CHAIR))
    run.do(Dissent(by="m4", text="mən də"))

    assert meeting(run).dissents == {"m5": "razı deyiləm", "m4": "mən də"}


def test_minutes_are_the_same_for_both_and_signed_by_two_people() -> None:
    run = voting(*NINE[:5])
    vote(run, "+++--")
    run.do(CloseMeeting(by=CHAIR))

    assert run.refusal(SignMinutes(by="m2", minutes_hash=H2)).code == "path.not_bureau"
    assert run.refusal(SignMinutes(by=CHAIR, minutes_hash=" ")).code == "path.note"
    run.do(SignMinutes(by=CHAIR, minutes_hash=H2))

    assert run.refusal(SignMinutes(by=CHAIR, minutes_hash=H2)).code == "path.not_bureau"
    assert run.refusal(SignMinutes(by=SECRETARY, minutes_hash=H1)).code == "path.minutes"


def test_one_person_in_both_offices_signs_but_one_of_them() -> None:
    rules = MeetingRules(Who("person", CHAIR), Who("role", "member", "board"))
    run = voting(*NINE[:5], chosen=commission(rules))
    vote(run, "+++--")
    run.do(CloseMeeting(by=CHAIR))
    run.do(SignMinutes(by=CHAIR, minutes_hash=H2))

    assert run.refusal(SignMinutes(by=CHAIR, minutes_hash=H2)).code == "path.minutes"
    run.do(SignMinutes(by="m2", minutes_hash=H2))

    assert run.state.status == "approved"


def test_nothing_else_changes_once_voting_has_begun() -> None:
    run = voting(*NINE[:5])

    content = ReplaceContent(by=AUTHOR, previous_hash=H1, content_hash=H2)
    assert run.refusal(content).code == "path.not_now"
    assert run.refusal(Assign(by=CLERK, add=("deputy",), reason="x")).code == "path.not_now"
    assert run.refusal(MovePath(by=CLERK, to=path(stage("x"), version=2), reason="x")).code == "path.not_now"


def test_a_commission_without_officers_or_quorum_is_not_sent_to() -> None:
    nobody = MeetingRules(Who("person", "gone"), RULES.secretary)
    silent = MeetingRules(RULES.chair, Who("role", "nobody"))
    alone = MeetingRules(RULES.chair, RULES.chair)
    many = MeetingRules(RULES.chair, RULES.secretary, Quorum("half", 12))

    for rules, code in (
        (nobody, "path.unheaded"),
        (silent, "path.unheaded"),
        (alone, "path.unheaded"),
        (many, "path.unstaffed"),
    ):
        from_draft = Run(commission(rules), submitted(commission()).context)
        from_draft.take(submitted(commission()).events[:1])
        assert from_draft.refusal(Submit(by=AUTHOR, content_hash=H1)).code == code


def test_who_is_assigned_after_the_invitation_is_invited_too() -> None:
    run = gathered(*NINE[:5])

    outsider = Assign(by=CLERK, add=("deputy",), remove=("m5",), reason="məzuniyyət")
    assert run.refusal(outsider).code == "path.assignment"
    run.people(in_the_commission(directory(), *(each for each in NINE if each != "m5"), "deputy"))
    run.do(outsider)

    assert meeting(run).phase == "called"
    assert meeting(run).present == {member: member for member in NINE[:4]}
    (invited,) = run.do(InviteMembers(by=SECRETARY))
    assert "deputy" in getattr(invited, "members", ())


def test_no_place_falls_away_once_the_meeting_votes() -> None:
    run = voting(*NINE[:6])
    taking = Taking(by=CLERK, leaver="m2", receivers=("m3",), reason="işdən çıxma")

    refused = taken_over(run.path, run.state, run.context, taking)

    assert isinstance(refused, Refusal)
    assert (refused.code, "vote" in refused.words.en) == ("path.not_now", True)
