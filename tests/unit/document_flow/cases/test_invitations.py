"""An invitation to a hearing is told and proven as a paper is: who did not come unreached has not been heard."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from document_flow.cases.acts.hearing import InviteToHearing, NoteHearing
from document_flow.cases.acts.prove_notice import ProveNotice
from document_flow.cases.acts.revocation import ProposeRevocation, Revoke
from document_flow.cases.acts.send_letter import SendLetter, letter_on
from document_flow.cases.acts.take_answer import TakeAnswer
from document_flow.cases.kernel import decide
from document_flow.cases.standing import Standing
from document_flow.cases.state import Case, Sending, Way
from document_flow.cases.told import ApplicantTold
from document_flow.cases.waiting import waiting
from document_flow.outcome import Refusal
from document_flow.people import HUB
from tests.unit.document_flow.cases.desk import MONDAY, PROGRAMME, Desk, in_effect, later, noticed, on

HEARS = replace(PROGRAMME, hearing=True, unheard=None)
PROPOSED = ProposeRevocation(by="sevinc", reason="sənəd saxtadır")
ABSENT = NoteHearing(by="sevinc", text="gəlmədi", attendance="absent")
BY_HAND = ProveNotice(by="sevinc", manner="by_hand", about="hearing")


DESK = Desk(HEARS)
given, after = DESK.given, DESK.after


def invitation(day: int, *ways: Way) -> InviteToHearing:
    sent = tuple(Sending(no=f"i-{way}", way=way, sent_at=on().now, by=HUB) for way in ways)
    return InviteToHearing(by="sevinc", on=MONDAY + timedelta(days=day), hour="10:00", place="otaq 12", sendings=sent)


def invited(day: int, *ways: Way, channel: Any = "desk", case: Case | None = None) -> Case:
    begun = noticed("granted") if case is None else case
    assert begun.application is not None
    asked = replace(begun, application=replace(begun.application, channel=channel))
    return after(asked, PROPOSED, invitation(day, *ways))


def read(no: str = "i-portal") -> TakeAnswer:
    return TakeAnswer(by=HUB, no=no, answer="read", said_at=on().now)


def test_who_was_invited_for_tomorrow_and_did_not_come_has_not_been_heard() -> None:
    case = invited(1, "sms")

    assert given(case, ABSENT, 1) == "cases.not_reached"
    assert given(case, Revoke(by="elcin"), 1) == "cases.not_heard"
    late = after(case, BY_HAND)
    assert given(late, ABSENT, 1) == "cases.reached_late"
    words = decide(Standing(late, HEARS, later(1)), ABSENT)
    assert isinstance(words, Refusal)
    assert words.words.en.startswith("The invitation came only on 06.04.2026, less than 3 days before the hearing")
    assert given(after(late, invitation(9), day=2), ABSENT, 9) == "cases.not_reached", "another day, another proof"


def test_whom_the_invitation_has_reached_in_time_may_be_noted_as_absent() -> None:
    absent = after(after(invited(7), BY_HAND, day=4), ABSENT, day=7)

    assert absent.is_heard
    assert after(absent, Revoke(by="elcin"), day=7).ended == "revoked"
    assert given(after(invited(7), BY_HAND, day=5), ABSENT, 7) == "cases.reached_late"


def test_who_has_come_needs_no_proof_of_the_invitation() -> None:
    assert after(invited(1), NoteHearing(by="sevinc", text="etiraz edir"), day=1).is_heard


def test_what_an_earlier_rule_noted_as_absence_without_a_proof_is_no_hearing() -> None:
    noted = after(after(invited(7), BY_HAND), ABSENT, day=7)
    assert noted.hearing is not None

    assert not replace(noted, hearing=replace(noted.hearing, notice=None)).is_heard


@pytest.mark.parametrize(
    ("case", "answer", "is_proven"),
    [
        (invited(7, "portal", channel="portal"), read(), True),
        (invited(7, "portal"), read(), False),
        (invited(7, "sms", channel="portal"), read("i-sms"), False),
        (invited(7, "portal", channel="portal"), replace(read(), answer="delivered"), False),
    ],
)
def test_an_invitation_is_proven_as_a_paper_is(case: Case, answer: TakeAnswer, is_proven: bool) -> None:
    answered = after(case, answer)

    assert answered.hearing is not None
    assert (answered.hearing.notice is not None) == is_proven
    assert answered.hearing.sendings[0].answer == answer.answer
    assert (answered.notice, answered.sendings) == (case.notice, case.sendings), "it is not about the paper"


def test_the_word_of_another_day_proves_nothing_of_this_one() -> None:
    again = after(invited(7, "portal", channel="portal"), invitation(9), day=1)

    assert given(again, read(), 1) == "cases.answered"


def test_a_letter_with_an_invitation_goes_at_once_where_no_message_can_prove_it() -> None:
    def letter_day(case: Case) -> date | None:
        return letter_on(case, HEARS)

    assert letter_day(invited(7)) == MONDAY
    assert letter_day(invited(7, "sms", "portal")) == MONDAY, "applied at the desk: neither proves"
    by_portal = invited(7, "portal", channel="portal")
    assert letter_day(by_portal) == MONDAY + timedelta(days=4)
    assert letter_day(after(by_portal, read())) is None
    sent = after(invited(7), SendLetter(by="sevinc", no="RR1"))
    assert letter_day(sent) is None
    assert sent.hearing is not None
    assert [each.way for each in sent.hearing.sendings] == ["letter"]
    assert given(sent, SendLetter(by="sevinc", no="RR2", about="hearing")) == "cases.letter_sent"


def test_where_paper_and_invitation_are_both_unproven_it_is_said_which_is_meant() -> None:
    both = invited(7, case=in_effect())

    assert both.unproven == ("paper", "hearing")
    for command in (ProveNotice(by="sevinc", manner="by_post"), SendLetter(by="sevinc", no="RR1")):
        assert given(both, command) == "cases.which_notice"
    hearing = after(both, BY_HAND)
    assert (hearing.notice, hearing.unproven) == (None, ("paper",))
    paper = after(both, ProveNotice(by="sevinc", manner="by_hand", about="paper"))
    assert paper.notice is not None
    assert paper.notice.complain_until is not None
    assert paper.unproven == ("hearing",)


def test_nothing_is_proven_of_a_hearing_that_nobody_is_invited_to() -> None:
    held = after(invited(1), NoteHearing(by="sevinc", text="dedi"), day=1)

    assert given(held, BY_HAND, 1) == "cases.not_invited"
    assert given(noticed("granted"), BY_HAND) == "cases.not_invited"
    assert given(after(invited(7), BY_HAND), BY_HAND) == "cases.noticed"
    early = replace(BY_HAND, on=MONDAY - timedelta(days=1))
    assert given(invited(7), early) == "cases.notice_early"


@pytest.mark.parametrize("hour", ["10", "25:00", "10:60", "on"])
def test_an_hour_is_an_hour(hour: str) -> None:
    case = after(noticed("granted"), PROPOSED)

    assert given(case, replace(invitation(7), hour=hour)) == "cases.hearing_hour"
    assert isinstance(given(case, replace(invitation(7), hour="")), Case)


def test_a_case_says_when_and_where_and_whether_the_invitation_has_come() -> None:
    case = invited(7)
    need = waiting(Standing(case, HEARS, on())).need

    assert need.en == (
        "It waits for a hearing before its revocation. Its day: 13.04.2026, 10:00, otaq 12."
        " It is not proven that the invitation has come"
    )
    proven = waiting(Standing(after(case, BY_HAND), HEARS, on())).need
    assert proven.en.endswith("The invitation is proven to have come: 06.04.2026")


@pytest.mark.parametrize("place", ["50 manat köçürün: 4169738800000000", "otaq 12\nzəng edin", "a" * 81])
def test_a_place_is_an_address_since_it_goes_out_in_the_committees_name(place: str) -> None:
    case = after(noticed("granted"), PROPOSED)

    assert given(case, replace(invitation(7), place=place)) == "cases.hearing_place"


def test_nobody_is_told_again_of_the_same_invitation() -> None:
    case = invited(7, "sms")

    assert given(case, invitation(7, "sms")) == "cases.hearing_same"
    assert isinstance(given(case, invitation(8, "sms")), Case)


def test_word_of_an_invitation_without_a_hearing_changes_nothing() -> None:
    case = noticed("granted")
    stamp = Standing(case, HEARS, on()).stamp(HUB)

    assert ApplicantTold(**stamp, sendings=(), about="hearing").apply(case) == case
