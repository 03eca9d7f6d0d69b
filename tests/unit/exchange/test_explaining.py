"""What a failure group is explained by: the code alone, then what is known of its history and of what changed."""

from __future__ import annotations

import re

import pytest

from hub.exchange.causes import DIAGNOSES, diagnosis
from hub.exchange.changes import Change, Kind
from hub.exchange.explain.classes import Advice, CauseClass
from hub.exchange.explain.evidence import Evidence, Tried
from hub.exchange.explain.explaining import explain
from hub.exchange.repair.states import Action
from mappings.issues import CODES

SENDER, AGENCY, HUB, MAPPING = CauseClass.SENDER, CauseClass.AGENCY, CauseClass.HUB, CauseClass.MAPPING


def tried(action: Action, ended: int, succeeded: int, last_at: int = 1) -> Tried:
    return Tried(action, ended, succeeded, last_at)


@pytest.mark.parametrize(
    ("code", "sides", "advice"),
    [
        ("agency.refused", (AGENCY,), Advice.RETRY),
        ("agency.http_503", (AGENCY,), Advice.RETRY),
        ("agency.http_400", (SENDER, MAPPING), Advice.INFORM),
        ("agency.fault_client", (SENDER, MAPPING), Advice.INFORM),
        ("agency.contract_json", (AGENCY,), Advice.INFORM),
        ("agency.read_timeout", (AGENCY,), Advice.INFORM),
        ("azeriqaz.busy", (AGENCY,), Advice.RETRY),
        ("meis.deceased", (SENDER, AGENCY), Advice.ASK_SENDER),
        ("meis.unknown_status", (AGENCY, HUB), Advice.INFORM),
        ("map.unknown_code", (SENDER, MAPPING), Advice.MAP_CODE),
        ("map.impossible_date", (SENDER,), Advice.EDIT),
        ("register.no_fin", (SENDER,), Advice.ASK_SENDER),
        ("route.gone", (HUB,), Advice.REDIRECT),
        ("hub.effect_failed", (HUB,), Advice.RETRY),
        ("held", (HUB,), Advice.DISCARD),
        ("some.agency_s_own", (MAPPING, AGENCY), Advice.INFORM),
        (None, (MAPPING, AGENCY), Advice.INFORM),
    ],
)
def test_a_code_alone_says_whose_it_is_and_what_to_do(
    code: str | None, sides: tuple[CauseClass, ...], advice: Advice
) -> None:
    found = explain(code, Evidence())

    assert (found.sides, found.advice) == (sides, advice)


_VERBS = {
    Advice.RETRY: "retry",
    Advice.REPROCESS: "reprocess",
    Advice.REDIRECT: "redirect",
    Advice.EDIT: "edit",
    Advice.DISCARD: "discard",
    Advice.MAP_CODE: "map",
}


@pytest.mark.parametrize("code", sorted({*DIAGNOSES, *CODES}))
def test_every_cause_names_one_side_or_two_and_one_advice_that_nothing_contradicts(code: str) -> None:
    row = diagnosis(code)

    assert len(set(row.sides)) == len(row.sides) <= 2
    said = set(re.findall(r"[a-z]+", row.then.en.lower()))
    denied = {"retry"} if "a retry does not help" in row.then.en else set()
    others = {verb for advice, verb in _VERBS.items() if advice is not row.advice} - denied
    assert not said & others, row.then.en
    asked = {Advice.INFORM: "sender", Advice.ASK_SENDER: "agency"}
    assert asked.get(row.advice) not in said, row.then.en
    assert not set(re.findall(r"[a-z]+", row.what.en.lower())) & {"retry", "reprocess", "discard", "ask", "mend"}
    for words in (row.what, row.then):
        assert words.az.endswith(".")
        assert words.en.endswith(".")
        assert not re.search(r"[a-z][A-Z]\w*(Error|Exception)", words.az + words.en)


def test_what_must_fail_again_is_never_advised_by_a_retry() -> None:
    for code in {*DIAGNOSES, *CODES}:
        row = diagnosis(code)
        if row.lasting and CauseClass.HUB not in row.sides:
            assert row.advice is not Advice.RETRY, code


def test_an_agency_that_is_still_away_is_waited_for() -> None:
    found = explain("agency.refused", Evidence(standing="open"))
    assert found.advice is Advice.WAIT
    assert "would fail again" in found.because.en

    assert explain("agency.refused", Evidence(standing="paused")).advice is Advice.WAIT
    assert explain("agency.cut", Evidence(standing="open", asks_first=True)).advice is Advice.WAIT
    assert explain("map.pattern", Evidence(standing="open")).advice is Advice.REPROCESS


def test_a_mapping_that_has_changed_since_is_advised_by_name() -> None:
    change = Change("1", Kind.MAPPING, "justice.civil-act.v1", "a", "b", 5)

    found = explain("map.pattern", Evidence(changed_since=(change,)))
    assert found.advice is Advice.REPROCESS
    assert "justice.civil-act.v1" in found.because.az
    assert "justice.civil-act.v1" in found.because.en


def test_what_has_helped_before_is_advised_with_how_often() -> None:
    found = explain("meis.not_found", Evidence(tried=(tried(Action.RETRY, 10, 0), tried(Action.REPROCESS, 12, 11))))

    assert found.advice is Advice.REPROCESS
    assert "11 of 12" in found.because.en


def test_a_retry_that_never_helped_is_advised_against() -> None:
    found = explain("agency.http_400", Evidence(tried=(tried(Action.RETRY, 7, 0),)))

    assert found.advice is Advice.INFORM
    assert "none of 7 tries" in found.because.en


def test_a_few_failed_retries_do_not_condemn_a_passing_cause() -> None:
    assert explain("agency.refused", Evidence(tried=(tried(Action.RETRY, 2, 0),))).advice is Advice.RETRY
    assert explain("agency.refused", Evidence(tried=(tried(Action.RETRY, 3, 0),))).advice is Advice.INFORM


def test_an_unknown_outcome_may_be_retried_where_nothing_is_applied_twice() -> None:
    asked = explain("agency.read_timeout", Evidence(asks_first=True))
    assert asked.advice is Advice.RETRY
    assert "asks the agency first" in asked.because.en

    assert explain("agency.read_timeout", Evidence(idempotent=True)).advice is Advice.RETRY
    assert explain("agency.html", Evidence(asks_first=True)).advice is Advice.INFORM


def test_the_same_evidence_gives_the_same_explanation_in_both_languages() -> None:
    known = Evidence(tried=(tried(Action.RETRY, 7, 0), tried(Action.EDIT, 2, 2)))

    assert explain("map.pattern", known) == explain("map.pattern", known)
    for code in {*DIAGNOSES, *CODES}:
        words = explain(code, Evidence()).because
        assert words.az
        assert words.en
        assert words.az != words.en


@pytest.mark.parametrize("code", sorted(DIAGNOSES))
def test_nobody_is_sent_to_ask_themselves(code: str) -> None:
    ours = explain(code, Evidence(ours=True))

    assert ours.advice is not Advice.ASK_SENDER
    assert not ours.asks_sender
    assert CauseClass.SENDER not in ours.sides or not re.search("öndərən(dən|lə|ə)", ours.because.az)
