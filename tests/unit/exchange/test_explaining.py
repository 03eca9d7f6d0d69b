"""What a failure group is explained by: the code alone, then what is known of its history and of what changed."""

from __future__ import annotations

import pytest

from hub.exchange.causes import CAUSES
from hub.exchange.changes import Change, Kind
from hub.exchange.explain.classes import Advice, CauseClass, rule_for
from hub.exchange.explain.evidence import Evidence, Tried
from hub.exchange.explain.explaining import explain
from hub.exchange.repair.states import Action
from mappings.issues import CODES


def tried(action: Action, ended: int, succeeded: int, last_at: int = 1) -> Tried:
    return Tried(action, ended, succeeded, last_at)


@pytest.mark.parametrize(
    ("code", "cause", "advice"),
    [
        ("agency.refused", CauseClass.AGENCY, Advice.RETRY),
        ("agency.http_503", CauseClass.AGENCY, Advice.RETRY),
        ("agency.http_400", CauseClass.AGENCY, Advice.INFORM),
        ("agency.contract_json", CauseClass.CONTRACT, Advice.INFORM),
        ("agency.read_timeout", CauseClass.AGENCY, Advice.INFORM),
        ("map.unknown_code", CauseClass.MAPPING, Advice.REPROCESS),
        ("map.impossible_date", CauseClass.SENDER, Advice.EDIT),
        ("register.no_fin", CauseClass.SENDER, Advice.INFORM),
        ("route.gone", CauseClass.HUB, Advice.REDIRECT),
        ("hub.effect_failed", CauseClass.HUB, Advice.RETRY),
        ("held", CauseClass.HUB, Advice.DISCARD),
        ("some.agency_s_own", CauseClass.AGENCY, Advice.INFORM),
        (None, CauseClass.AGENCY, Advice.INFORM),
    ],
)
def test_a_code_alone_says_who_is_the_cause_and_what_to_do(code: str | None, cause: CauseClass, advice: Advice) -> None:
    found = explain(code, Evidence())

    assert (found.cause, found.advice) == (cause, advice)


def test_what_must_fail_again_is_never_advised_by_a_retry() -> None:
    for code in {*CAUSES, *CODES}:
        rule = rule_for(code)
        if rule.lasting and rule.cause is not CauseClass.HUB:
            assert rule.advice is not Advice.RETRY, code


def test_an_agency_that_is_still_away_is_waited_for() -> None:
    found = explain("agency.refused", Evidence(standing="open"))
    assert found.advice is Advice.WAIT
    assert "would fail again" in found.because.en

    assert explain("agency.refused", Evidence(standing="paused")).advice is Advice.WAIT
    assert explain("map.unknown_code", Evidence(standing="open")).advice is Advice.REPROCESS


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
    for code in {*CAUSES, *CODES}:
        words = explain(code, Evidence()).because
        assert words.az
        assert words.en
        assert words.az != words.en
