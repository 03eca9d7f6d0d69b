"""Every state says in a sentence what it waits for, in both languages."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from document_flow.context import BAKU
from document_flow.paths.acts.marks import CastVote
from document_flow.paths.acts.meeting import InviteMembers, MarkAttendance, OpenMeeting, Recuse
from document_flow.paths.acts.meeting_vote import CastingVote, CloseMeeting, OpenVoting, SignMinutes
from document_flow.paths.acts.recall import Recall
from document_flow.paths.acts.return_for_revision import ReturnForRevision
from document_flow.paths.acts.submit import Submit
from document_flow.paths.acts.suspension import Resume, Suspend
from document_flow.paths.path import MeetingRules, Rule, Who
from document_flow.paths.state import State
from document_flow.paths.waiting.waiting import waiting
from document_flow.paths.waiting.wording import names
from document_flow.people import Directory
from document_flow.words import Words
from tests.unit.document_flow.paths.building import (
    AUTHOR,
    CLERK,
    FRIDAY,
    H1,
    H2,
    LAWYER,
    NINE,
    PEOPLE,
    Run,
    at_least,
    directory,
    drafted,
    path,
    person,
    stage,
    submitted,
    three,
)

BOARD = MeetingRules(Who("person", "m1"), Who("role", "commission_secretary"), casting_vote="Əsasnamə")


def test_two_of_those_who_are_silent_with_names_and_days() -> None:
    run = submitted(path(stage(rule=at_least(5), due=15)))
    run.approve("m1", "m2", "m3")
    run.at(datetime(2026, 4, 9, 12, tzinfo=BAKU))

    waits = run.waits

    assert waits.need.az == (
        "Viza gözlənilir, bunlardan 2 nəfər kifayətdir: M4, M5, M6, M7, M8, M9; son tarix 14.04.2026, 3 iş günü qalıb."
    )
    assert waits.need.en == (
        "Waits for the visa of any 2 of these: M4, M5, M6, M7, M8, M9; due 14.04.2026, 3 working days left."
    )
    assert (waits.actors, waits.due, waits.overdue) == (NINE[3:], date(2026, 4, 14), False)


@pytest.mark.parametrize(
    ("day", "az", "en", "is_late"),
    [
        (13, "son tarix 14.04.2026, 1 iş günü qalıb.", "due 14.04.2026, 1 working day left.", False),
        (14, "son tarix bu gündür (14.04.2026).", "due today (14.04.2026).", False),
        (15, "son tarix 14.04.2026 idi, 1 iş günü gecikir.", "was due 14.04.2026, 1 working day late.", True),
    ],
)
def test_the_last_day_comes_and_goes(day: int, az: str, en: str, is_late: bool) -> None:
    run = submitted(path(stage(due=15)))
    run.at(datetime(2026, 4, day, 12, tzinfo=BAKU))

    assert run.waits.need.az.endswith(az)
    assert run.waits.need.en.endswith(en)
    assert run.waits.overdue is is_late


def test_in_turn_only_the_next_one_is_waited_for() -> None:
    run = submitted(path(stage(who=person("m3", "m1"), order="sequential")))

    assert run.waits.actors == ("m3",)
    assert run.waits.need == Words(
        "Viza gözlənilir: M3, ondan sonra daha 1 nəfər.", "Waits for the visa of M3, then of 1 more."
    )
    run.approve("m3")
    assert run.waits.need == Words("Viza gözlənilir: M1.", "Waits for the visa of M1.")


def test_draft_returned_and_finished_runs_say_so() -> None:
    run = drafted(three())
    assert run.waits.need.az == "Layihədir: müəllif göndərməlidir."
    run.do(Submit(by=AUTHOR, content_hash=H1))
    run.do(ReturnForRevision(by=LAWYER, content_hash=H1, note="2-ci bənd"))
    assert (run.waits.actors, run.waits.need.en) == (
        (AUTHOR,),
        "Returned to its author from “Stage visa”, to be sent again: 2-ci bənd",
    )
    run.do(Recall(by=AUTHOR, reason="x"))

    assert (run.waits.actors, run.waits.need.az) == ((), "Sənəd geri çağırılıb.")
    assert waiting(run.path, State(), run.context).need.az == "İcraat başlanmayıb."
    assert waiting(run.path, replace(run.state, status="refused"), run.context).need.en == "The document was refused."


def test_a_return_whose_stage_is_gone_is_still_told() -> None:
    run = submitted(three())
    run.do(ReturnForRevision(by=LAWYER, content_hash=H1, note="x"))

    assert waiting(path(stage("z")), run.state, run.context).need.en == "Back with its author, to be sent again."
    nowhere = replace(run.state, returned=None)
    assert waiting(run.path, nowhere, run.context).need.az == "Müəllifə qaytarılıb, yenidən göndərilməlidir."


def test_another_body_is_named_and_the_clerk_records_it() -> None:
    bodies = (Who("body", "labour", title=Words("Əmək nazirliyi", "Ministry of Labour")), Who("body", "bank"))
    run = submitted(path(stage("g", "agreement", bodies, due=5)))

    waits = run.waits

    assert waits.actors == (CLERK,)
    assert waits.need.az.startswith("Başqa qurumun razılığı gözlənilir: Əmək nazirliyi; bank; son tarix")
    assert waits.need.en.startswith("Waits for another body to agree: Ministry of Labour; bank; due")


def test_who_has_left_is_to_be_replaced() -> None:
    run = submitted(path(stage(who=person("m1"))))
    run.people(directory(people=[each for each in PEOPLE if each.login != "m1"]))

    assert run.waits.actors == (CLERK,)
    assert run.waits.need.en == "Whom it waits for has left; somebody else must be assigned: Clerk."


def test_it_tells_why_the_clock_stands() -> None:
    run = submitted(path(stage(who=person("m1", AUTHOR), due=3)))
    until = run.context.today + timedelta(days=4)
    run.do(Suspend(by=CLERK, reason="ekspertiza", until=until))

    assert (
        run.waits.need.az == "13.03.2026 tarixindən dayandırılıb, 17.03.2026 bərpa olunur: ekspertiza (Clerk, Author)."
    )
    assert run.waits.actors == (CLERK, AUTHOR)
    run.do(Resume(by=CLERK, reason="x"))
    run.do(Suspend(by=CLERK, reason="sual"))
    run.people(directory(people=[each for each in PEOPLE if each.login not in (CLERK, AUTHOR)]))
    assert run.waits.need.en == "Suspended since 13.03.2026: sual (author)."


class TestMeeting:
    def run_of(self) -> Run:
        return submitted(path(stage("v", "vote", rule=Rule("majority_of_present"), meeting=BOARD)))

    def test_each_phase_says_whose_move_it_is(self) -> None:
        run = self.run_of()
        told = [run.waits]
        run.do(OpenMeeting(by="m1", agenda=("x",), held_at=FRIDAY))
        told.append(run.waits)
        run.do(InviteMembers(by="m1"))
        told.append(run.waits)
        for member in NINE[:6]:
            run.do(MarkAttendance(by="m1", member=member))
        told.append(run.waits)
        run.do(OpenVoting(by="m1"))
        for member in NINE[:3]:
            run.do(CastVote(by=member, choice="for", content_hash=H1))
        told.append(run.waits)
        for member in NINE[3:6]:
            run.do(CastVote(by=member, choice="against", content_hash=H1))
        told.append(run.waits)
        run.do(CastingVote(by="m1", choice="for"))
        told.append(run.waits)
        run.do(CloseMeeting(by="m1"))
        told.append(run.waits)
        run.do(SignMinutes(by="m1", minutes_hash=H2))
        told.append(run.waits)

        assert [(waits.actors, waits.need.az) for waits in told] == [
            (("secretary", "m1"), "İclas çağırılmalıdır: Secretary, M1."),
            (("secretary", "m1"), "Üzvlər iclasa dəvət edilməlidir: Secretary, M1."),
            (
                ("secretary", "m1"),
                "İclas 13.03.2026 10:00: 9-dan 0 nəfər iştirak edir, kvorum 5; qeyd edən: Secretary, M1.",
            ),
            (("m1",), "İclas 13.03.2026 10:00: kvorum var (6, lazım 5), səsvermə açılmalıdır: M1."),
            (NINE[3:6], "Daha 3 səs gözlənilir (6-dan): M4, M5, M6."),
            (("m1",), "Səslər bərabərdir, sədr həll edir: M1."),
            (("m1",), "Hamı səs verib, iclas bağlanmalıdır: M1."),
            (("m1", "secretary"), "Protokol imzalanmalıdır: M1, Secretary."),
            (("secretary",), "Protokol imzalanmalıdır: Secretary."),
        ]
        assert [waits.need.en.split(":")[0] for waits in told] == [
            "A meeting must be called",
            "The members must be invited",
            "Meeting 13.03.2026 10",
            "Meeting 13.03.2026 10",
            "3 more votes of 6",
            "A tie, the chair decides",
            "All have voted; the meeting must be closed",
            "The minutes must be signed",
            "The minutes must be signed",
        ]

    def test_a_meeting_that_failed_says_so(self) -> None:
        run = self.run_of()
        run.do(OpenMeeting(by="m1", agenda=("x",), held_at=FRIDAY))
        run.do(CloseMeeting(by="m1"))

        assert run.waits.need.az == "Kvorum olmadı, iclas yenidən çağırılmalıdır: Secretary, M1."
        assert run.waits.need.en == "There was no quorum: another meeting must be called: Secretary, M1."

    def test_too_many_recusals_lack_people(self) -> None:
        run = self.run_of()
        run.do(OpenMeeting(by="m1", agenda=("x",), held_at=FRIDAY))
        for member in NINE[4:]:
            run.do(Recuse(by=member, reason="qohum"))

        assert run.waits.need.az == "Mərhələdə 1 nəfər çatmır, başqaları təyin edilməlidir: Clerk."
        assert run.waits.actors == (CLERK,)

    def test_voters_who_have_left_are_the_matter_of_whoever_presides_and_at_last_the_clerks(self) -> None:
        run = self.run_of()
        run.do(OpenMeeting(by="m1", agenda=("x",), held_at=FRIDAY))
        run.do(InviteMembers(by="m1"))
        for member in NINE[:5]:
            run.do(MarkAttendance(by="m1", member=member))
        run.do(OpenVoting(by="m1"))
        for member in NINE[:2]:
            run.do(CastVote(by=member, choice="for", content_hash=H1))

        gone = set(NINE[2:])
        run.people(directory(people=[each for each in PEOPLE if each.login not in gone]))
        assert run.waits.actors == ("m1",)
        run.people(directory(people=[each for each in PEOPLE if each.login not in gone | {"m1"}]))
        assert run.waits.actors == ("m2",)
        run.people(directory(people=[each for each in PEOPLE if each.login not in gone | {"m1", "m2"}]))
        assert run.waits.actors == (CLERK,)


def test_long_lists_of_names_are_cut() -> None:
    logins = tuple(f"a{number}" for number in range(15))

    shown = names(logins, Directory())

    assert shown.az.endswith("a11 və daha 3 nəfər")
    assert shown.en.endswith("a11 and 3 more")
