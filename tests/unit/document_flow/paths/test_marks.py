"""Who may speak in a stage, when, and with which command."""

from __future__ import annotations

from document_flow.paths.acts.marks import Abstain, Acquaint, Approve, CastVote, Refuse
from document_flow.paths.acts.meeting_vote import OpenVoting
from document_flow.paths.acts.record_agreement import RecordAgreement
from document_flow.paths.acts.return_for_revision import ReturnForRevision
from document_flow.paths.path import Rule, Who
from document_flow.words import Words
from tests.unit.document_flow.paths.building import (
    CLERK,
    H1,
    HEAD,
    LAWYER,
    NINE,
    PEOPLE,
    directory,
    official,
    path,
    person,
    stage,
    submitted,
    three,
)

ANY, ALL = Rule("any"), Rule("all")
BODIES = (
    Who("body", "ministry", title=Words("Nazirlik", "Ministry")),
    Who("body", "bank", title=Words("Bank", "Bank")),
)


def test_strangers_and_those_who_left_do_nothing() -> None:
    known = directory(people=(*PEOPLE, official("gone", active=False)))
    run = submitted(three(), known)

    for login in ("gone", "nobody"):
        assert run.refusal(Approve(by=login, content_hash=H1)).code == "path.unknown_person"
    refused = run.refusal(Approve(by="m1", content_hash=H1))
    assert refused.code == "path.not_asked"
    assert refused.words == Words(
        "“Mərhələ visa” mərhələsində rəyi soruşulanlar arasında “M1” yoxdur.", "Stage “Stage visa” does not ask “M1”."
    )


def test_nobody_speaks_twice() -> None:
    run = submitted(three())
    run.approve(LAWYER)

    assert run.refusal(Approve(by=LAWYER, content_hash=H1)).code == "path.already"


def test_in_turn_means_in_turn() -> None:
    run = submitted(path(stage(who=person("m3", "m1"), order="sequential")))

    refused = run.refusal(Approve(by="m1", content_hash=H1))
    run.approve("m3", "m1")

    assert (refused.code, "m3" in refused.words.en) == ("path.turn", True)
    assert run.state.status == "approved"


def test_a_refusal_and_a_return_say_why() -> None:
    run = submitted(three())

    assert run.refusal(Refuse(by=LAWYER, content_hash=H1, note=" ")).code == "path.note"
    assert run.refusal(ReturnForRevision(by=LAWYER, content_hash=H1, note="")).code == "path.note"


def test_abstaining_is_for_stages_that_allow_it() -> None:
    run = submitted(three())
    voting = submitted(path(stage("v", "vote", rule=Rule("majority"))))

    assert run.refusal(Abstain(by=LAWYER, content_hash=H1)).code == "path.no_abstaining"
    assert voting.refusal(CastVote(by="m1", choice="abstain", content_hash=H1)).code == "path.no_abstaining"


def test_a_signature_is_required_where_the_stage_signs() -> None:
    run = submitted(path(stage("s", "sign", person(HEAD))))

    assert run.refusal(Approve(by=HEAD, content_hash=H1)).code == "path.signature"


def test_each_act_has_its_own_command() -> None:
    run = submitted(path(stage("v", "vote", rule=Rule("majority"))))
    visa = submitted(three())

    for command in (
        Approve(by="m1", content_hash=H1),
        Refuse(by="m1", content_hash=H1, note="x"),
        Abstain(by="m1", content_hash=H1),
        ReturnForRevision(by="m1", content_hash=H1, note="x"),
        Acquaint(by="m1", content_hash=H1),
        RecordAgreement(by=CLERK, body="ministry", result="agreed", reg_no="1", content_hash=H1),
    ):
        assert run.refusal(command).code == "path.other_act"
    assert visa.refusal(CastVote(by=LAWYER, choice="for", content_hash=H1)).code == "path.other_act"
    assert visa.refusal(OpenVoting(by=LAWYER)).code == "path.no_meeting"


def test_a_vote_without_a_meeting_ends_early_too() -> None:
    run = submitted(path(stage("v", "vote", rule=Rule("majority"), abstain=True)))
    run.do(CastVote(by="m9", choice="abstain", content_hash=H1))

    for login in NINE[:5]:
        run.do(CastVote(by=login, choice="for", content_hash=H1))

    assert run.state.status == "approved"


def test_acquaintance_is_proved_person_by_person() -> None:
    run = submitted(path(stage("r", "acquaint", (Who("group", "left"),))))

    for login in NINE[:4]:
        run.do(Acquaint(by=login, content_hash=H1))

    assert set(run.state.stages[0].marks) == set(NINE[:4])
    assert run.state.status == "approved"
