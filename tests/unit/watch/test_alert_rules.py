"""What each kind of rule finds, and when it keeps quiet."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from hub.clock import SECOND
from hub.errors import Refused, Words
from hub.evidence.aside import AsideLeaf
from hub.watch.alert_facts import night_of
from hub.watch.alert_rules import DAY, KINDS, MINUTE, AlertKind, Expiry, Facts, Looker, Rule, findings, is_quiet
from hub.watch.causes import Cause
from hub.watch.rule_book import check

NOW = 1_000 * DAY
CALM = Facts(NOW, {}, {}, (), (), (), None, None)
OPERATION = "azeriqaz.subscriber.update"


def rule(kind: AlertKind, threshold: int = 0, subject: str = "", **more: object) -> Rule:
    return replace(Rule("r", kind, subject, threshold, "webhook", "https://chat.example/hook"), **more)  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", list(AlertKind))
def test_a_calm_hub_gives_no_rule_anything_to_tell(kind: AlertKind) -> None:
    assert findings(rule(kind), CALM) == []
    assert KINDS[kind].name.az


def test_failures_are_told_beyond_the_limit_and_not_at_it() -> None:
    facts = replace(CALM, failures={OPERATION: 20, "meis.person.update": 21})

    assert [each.mark for each in findings(rule(AlertKind.FAILURE_RATE, 20), facts)] == ["meis.person.update"]


def test_a_rule_of_one_agency_is_silent_about_the_others() -> None:
    facts = replace(CALM, down=(OPERATION, "meis.person.update"))

    assert [each.mark for each in findings(rule(AlertKind.AGENCY_DOWN, subject="azeriqaz"), facts)] == [OPERATION]
    assert findings(rule(AlertKind.AGENCY_DOWN, subject="azeri"), facts) == []


@pytest.mark.parametrize(
    ("at", "began"),
    [
        ("2026-03-14T20:00:00+04:00", "2026-03-14T20:00:00+04:00"),
        ("2026-03-15T02:59:59+04:00", "2026-03-14T20:00:00+04:00"),
        ("2026-03-15T06:59:59+04:00", "2026-03-14T20:00:00+04:00"),
        ("2026-03-15T07:00:00+04:00", None),
        ("2026-03-14T19:59:59+04:00", None),
    ],
)
def test_a_night_goes_over_midnight_and_ends_in_the_morning(at: str, began: str | None) -> None:
    def instant(text: str) -> int:
        return int(datetime.fromisoformat(text).timestamp()) * SECOND

    assert night_of(instant(at), 20, 7) == (None if began is None else instant(began))


def test_who_asks_about_more_than_the_limit_is_told_and_not_at_it() -> None:
    facts = replace(CALM, lookers=(Looker("meis", "a", 100, 1), Looker("meis", "b", 101, 1), Looker("din", "", 900, 1)))

    assert [each.mark for each in findings(rule(AlertKind.MASS_QUERY, 100), facts)] == ["meis b 1", "din  1"]
    assert [each.mark for each in findings(rule(AlertKind.MASS_QUERY, 100, subject="meis"), facts)] == ["meis b 1"]


def test_what_is_due_too_long_is_told_with_its_age() -> None:
    facts = replace(CALM, due={OPERATION: NOW - 11 * MINUTE})

    (found,) = findings(rule(AlertKind.OLDEST_DUE, 10), facts)

    assert "11 min" in found.words.en
    assert findings(rule(AlertKind.OLDEST_DUE, 11), facts) == []


def test_only_a_cause_that_began_after_the_rule_is_new() -> None:
    cause = Cause("f" * 16, OPERATION, "agency.html", 3, NOW - MINUTE, NOW)
    facts = replace(CALM, causes=(cause,))

    assert len(findings(rule(AlertKind.NEW_GROUP, 1, since=NOW - 2 * MINUTE), facts)) == 1
    assert findings(rule(AlertKind.NEW_GROUP, 1, since=NOW), facts) == []
    assert findings(rule(AlertKind.NEW_GROUP, 4), facts) == []


def test_an_end_is_told_in_time_and_after_it() -> None:
    ends = [Expiry("seal", Words("Möhür", "Seal"), NOW + days * DAY) for days in (-1, 10, 40)]

    found = findings(rule(AlertKind.CERTIFICATE, 30), replace(CALM, expiries=ends))

    assert [each.words.en for each in found] == ["Seal: has expired.", "Seal: expires in 10 days."]


def test_an_end_is_told_again_as_it_comes_nearer() -> None:
    def mark(days: float, threshold: int = 30) -> str:
        ends = [Expiry("fund", Words("Açar", "Key"), NOW + 40 * DAY)]
        facts = replace(CALM, now=NOW + int((40 - days) * DAY), expiries=ends)
        return findings(rule(AlertKind.CERTIFICATE, threshold), facts)[0].mark

    marks = [mark(days) for days in (29, 8, 6.5, 2, 0.5, -3)]

    assert [marks.index(each) for each in marks] == [0, 0, 2, 2, 4, 4]
    assert mark(50 - 20, 60) != mark(29, 60), "a rule that begins earlier tells at thirty days too"
    assert mark(6, 7) == mark(2, 7)


def test_heads_without_a_time_stamp_are_told_before_the_hub_takes_no_more() -> None:
    late = replace(CALM, unanchored_since=NOW - 121 * MINUTE)

    assert "121 min" in findings(rule(AlertKind.ANCHORING, 120), late)[0].words.en
    assert findings(rule(AlertKind.ANCHORING, 121), late) == []


def test_evidence_that_lags_is_told() -> None:
    late = replace(CALM, oldest_unmerged=NOW - 3 * MINUTE)

    assert len(findings(rule(AlertKind.EVIDENCE, 2), late)) == 1
    assert findings(rule(AlertKind.EVIDENCE, 3), late) == []


def test_a_leaf_that_the_hub_did_not_write_is_told_whatever_the_threshold() -> None:
    facts = replace(CALM, aside=(AsideLeaf("0" * 32, "right.account", "1" * 32, NOW),))

    (found,) = findings(rule(AlertKind.EVIDENCE, 10_000), facts)

    assert found.mark == f"aside {'0' * 32}"
    assert "(right.account, 00000" in found.words.en


@pytest.mark.parametrize(
    ("minute", "quiet"), [(22 * 60, True), (23 * 60, True), (0, True), (359, True), (360, False), (12 * 60, False)]
)
def test_quiet_hours_go_over_midnight(minute: int, quiet: bool) -> None:  # a case
    assert is_quiet(rule(AlertKind.EVIDENCE, quiet=(22 * 60, 6 * 60)), minute) is quiet
    assert not is_quiet(rule(AlertKind.EVIDENCE), minute)


@pytest.mark.parametrize(
    ("channel", "target"),
    [
        ("email", "nobody"),
        ("email", "a@b, c@d"),
        ("email", "a b@c"),
        ("webhook", "ftp://x"),
        ("webhook", "http://x.az"),
        ("webhook", "https://user:pw@x.az"),
    ],
)
def test_a_target_that_cannot_be_told_is_refused(channel: str, target: str) -> None:
    with pytest.raises(Refused) as refused:
        check(rule(AlertKind.EVIDENCE, channel=channel, target=target), inside=False)
    assert refused.value.place == "target"


def test_units_of_time_are_what_they_say() -> None:
    assert (MINUTE, DAY) == (60 * SECOND, 86_400 * SECOND)


def test_an_alert_names_operations_in_words_of_both_languages_and_no_codes() -> None:
    names = (OPERATION, "register-chunk")
    facts = replace(CALM, down=names, failures=dict.fromkeys(names, 2), due=dict.fromkeys(names, 0))
    kinds = (AlertKind.AGENCY_DOWN, AlertKind.FAILURE_RATE, AlertKind.OLDEST_DUE)

    for kind in kinds:
        found = sorted((each.words for each in findings(rule(kind), facts)), key=lambda words: words.az)
        assert [each.az.partition(":")[0] for each in found] == ["Azəriqaz", "Fayl hissələri"]
        assert [each.en.partition(": ")[0] for each in found] == ["Azəriqaz", "Parts of files"]
        assert [name for name in names for each in found if name in each.az + each.en] == []
