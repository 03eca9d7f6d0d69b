"""An application opens a case: where its programme is in force, takes it that way, and its form is answered."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from document_flow.cases.acts.open_case import wrong_answers
from document_flow.cases.acts.send_letter import letter_on
from document_flow.cases.acts.take_answer import SendingAnswered, TakeAnswer
from document_flow.cases.kernel import decide, replay
from document_flow.cases.registry import COMMANDS, EVENTS, event_name
from document_flow.cases.state import CASES, NOTHING, Sending
from document_flow.people import HUB
from document_flow.programmes import programmes
from document_flow.words import Words
from tests.unit.document_flow.cases.desk import (
    MONDAY,
    OPEN,
    PROGRAMME,
    after,
    code,
    in_effect,
    later,
    on,
    opened,
    stands,
)


def test_an_application_has_number_day_and_answers() -> None:
    case = opened()

    assert case.application is not None
    assert (case.phase, case.kind, case.application.number, case.application.day) == ("opened", "bag", "YA-1", MONDAY)
    assert case.is_open
    assert not NOTHING.is_open


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({}, "cases.answer_missing"),
        ({"kind": ""}, "cases.answer_missing"),
        ({"kind": "car"}, "cases.answer_wrong"),
        ({"kind": "bag", "fin": "94FMDDD"}, "cases.answer_unknown"),
        ({"kind": "bag", "urgent": "bəli"}, "cases.answer_wrong"),
        ({"kind": "bag", "note": 7}, "cases.answer_wrong"),
        ({"kind": "bag", "note": "ا" * 3}, "cases.answer_unprintable"),
        ({"kind": "bag", "note": "a" * 301}, "cases.answer_unprintable"),
        ({"kind": "bag", "note": "a" * 300}, ""),
        ({"kind": "bag", "urgent": True, "note": "qeyd"}, ""),
    ],
)
def test_the_form_is_answered_and_nothing_else_is(answers: dict[str, Any], expected: str) -> None:
    assert code(NOTHING, replace(OPEN, answers=answers)) == expected


def test_what_an_official_appraises_is_not_asked_of_a_citizen() -> None:
    status = programmes()["status"]
    own = {"əsas": "own", "əvvəlki_yer": "Laçın", "məskunlaşıb": True}

    assert [each.code for each in wrong_answers(status, own, "portal")] == ["cases.answer_unknown"]
    assert not list(wrong_answers(status, own))
    assert not list(wrong_answers(status, {**own, "məskunlaşıb": ""}, "desk"))


def test_a_refusal_of_the_form_names_the_question_as_the_form_does() -> None:
    missing = decide(stands(NOTHING), replace(OPEN, answers={}))
    unprintable = decide(stands(NOTHING), replace(OPEN, answers={"kind": "bag", "note": "ا"}))

    assert getattr(missing, "words", None) == Words(
        "Ərizədə “Növ” yoxdur; onu yazın.", "The application lacks “Kind”; fill it in."
    )
    assert "“Note”" in getattr(unprintable, "words", Words("", "")).en


def test_a_case_is_opened_once_in_force_by_a_way_that_it_has() -> None:
    assert code(opened(), OPEN) == "cases.exists"
    assert code(NOTHING, OPEN, on(MONDAY.replace(year=2025))) == "cases.not_in_force"
    assert code(NOTHING, replace(OPEN, by="gone")) == "cases.unknown_person"
    assert code(NOTHING, replace(OPEN, by="nobody")) == "cases.unknown_person"


def test_the_registration_is_told_with_the_last_day_and_nothing_waits_for_it_to_come() -> None:
    sent = Sending(no="r-1", way="sms", sent_at=on().now, by=HUB)
    case = after(NOTHING, replace(OPEN, number="YA-1", sendings=(sent,)))

    assert case.application is not None
    assert (case.application.sendings, case.application.due) == ((sent,), MONDAY + timedelta(days=2))
    assert (case.unproven, case.addressed("application")) == ((), None)
    said = TakeAnswer(by=HUB, no="r-1", answer="failed", said_at=on().now)
    heard = after(case, said)
    assert heard.application is not None
    assert heard.application.sendings[0].answer == "failed"
    assert letter_on(heard, PROGRAMME) is None, "the slip was handed over: no letter is owed"
    answered = SendingAnswered(by=HUB, at=on().now, no="r-1", answer="read", answered_at=on().now)
    assert answered.apply(NOTHING) == NOTHING


def test_who_has_no_fin_has_a_case_by_the_registers_number_alone() -> None:
    assert after(NOTHING, replace(OPEN, subject="Q123456782", number="YA-1")).subject == "Q123456782"
    assert code(NOTHING, replace(OPEN, subject="I0O")) == "cases.no_fin"


def test_another_channel_is_refused() -> None:
    standing = replace(stands(NOTHING), programme=replace(stands(NOTHING).programme, channels=("portal",)))
    refused = decide(standing, OPEN)

    assert getattr(refused, "code", "") == "cases.channel"


def test_what_is_written_is_read_again() -> None:
    case = in_effect()
    assert CASES.validate_json(CASES.dump_json(case)) == case
    assert COMMANDS.validate_json(COMMANDS.dump_json(OPEN)) == OPEN


def test_replayed_events_are_the_state() -> None:
    events = decide(stands(NOTHING), OPEN)
    assert isinstance(events, tuple)
    again = [EVENTS.validate_json(EVENTS.dump_json(each)) for each in events]
    assert replay(again) == after(NOTHING, OPEN)
    assert getattr(again[0], "day", None) == MONDAY


def test_what_happened_has_a_name_in_both_languages() -> None:
    assert event_name("case_ruled").az == "qərar verildi"
    assert event_name("of_a_newer_hub") == Words("of_a_newer_hub", "of_a_newer_hub")
    assert later(1).today > MONDAY


@pytest.mark.parametrize(
    ("answers", "allowed"),
    [
        ({"qayıdanlar": " ".join(["94FMDDD"] * 21)}, "A9RJ7DM (≤ 20)"),
        ({"bəyanat_nömrələri": ", ".join(f"V-{each}" for each in range(41))}, "(≤ 40)"),
        ({"qayıdanlar": "Əli və ailəsi"}, "A9RJ7DM (≤ 20)"),
    ],
)
def test_whom_an_application_names_beside_the_applicant_is_bounded(answers: dict[str, str], allowed: str) -> None:
    programme = programmes()["return"]

    (wrong,) = (each for each in wrong_answers(programme, answers) if each.code == "cases.answer_wrong")

    assert allowed in wrong.words.en
    assert programme.others({"qayıdanlar": "94fmddd, 94FMDDD; 7ABCD12"}) == ("94FMDDD", "7ABCD12")
    assert PROGRAMME.others({"qayıdanlar": "94FMDDD"}) == ()
