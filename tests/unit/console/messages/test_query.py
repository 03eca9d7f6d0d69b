"""The search box's language: what is understood, and what is said of what is not."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from hub.console.messages.query import LONGEST, Known, looks_like_fin, parse, since_of

KNOWN = Known(
    {
        "agency": ["azeriqaz", "meis"],
        "route": ["civil-acts"],
        "format": ["meis.person.v3"],
        "state": ["failed", "due"],
    }
)
NOW = datetime(2026, 11, 25, 14, 30, tzinfo=UTC)


def test_qualifiers_and_words_are_told_apart() -> None:
    asked = parse("fin:94FMDDD agency:Azeriqaz state:failed since:2d", KNOWN)

    assert asked.personal == [("fin", "94FMDDD")]
    assert asked.plain == {"agency": "azeriqaz", "state": "failed", "since": "2d"}
    assert (asked.pasted, asked.wrong) == ("", [])


def test_quotes_hold_words_together() -> None:
    asked = parse('act:"AB 0099887/2026" "AZI MK.csv"', KNOWN)

    assert asked.personal == [("act", "AB 0099887/2026")]
    assert asked.pasted == "AZI MK.csv"


def test_what_has_no_qualifier_is_pasted_as_it_is() -> None:
    assert parse("  AB-0099887/2026 ", KNOWN).pasted == "AB-0099887/2026"
    assert parse("azerishiq:0712345678901", Known({})).pasted == "azerishiq:0712345678901"
    assert parse("", KNOWN).pasted == ""


def test_a_qualifier_is_read_whatever_its_case() -> None:
    assert parse("STATE:failed", KNOWN).plain == {"state": "failed"}


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("agancy:azeriqaz", "Did you mean agency:?"),
        ("agency:azerigaz", "Did you mean agency:azeriqaz?"),
        ("state:fialed", "Did you mean state:failed?"),
        ("route:xyz", "There are: civil-acts."),
        ('act:"AB', "A quote is not closed"),
        ('act:""', "Write a value after act:."),
        ("state:due state:failed", "state: can stand once."),
        ("since:yesterday", "For since: write"),
        ("error:Busy", "For error: write a code"),
        ("fin:94FMDDD act:AB-1", "Only one of fin:"),
        ("x" * (LONGEST + 1), "at most 500 characters"),
    ],
)
def test_what_is_wrong_is_said_with_the_nearest_that_is_known(typed: str, said: str) -> None:
    (wrong,) = parse(typed, KNOWN).wrong

    assert said in wrong.en
    assert wrong.az


def test_everything_that_is_wrong_is_said_at_once() -> None:
    assert len(parse("agency:azerigaz state:fialed", KNOWN).wrong) == 2


@pytest.mark.parametrize("code", ["agency.busy", "map.unknown_code", "0123456789abcdef"])
def test_an_error_is_a_code_or_a_group(code: str) -> None:
    assert parse(f"error:{code}", KNOWN).plain == {"error": code}


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("30m", datetime(2026, 11, 25, 14, 0, tzinfo=UTC)),
        ("2h", datetime(2026, 11, 25, 12, 30, tzinfo=UTC)),
        ("1w", datetime(2026, 11, 18, 14, 30, tzinfo=UTC)),
        ("today", datetime(2026, 11, 25, tzinfo=UTC)),
        ("24.11.2026", datetime(2026, 11, 24, tzinfo=UTC)),
        ("2026-11-24", datetime(2026, 11, 24, tzinfo=UTC)),
        ("soon", None),
        ("31.02.2026", None),
    ],
)
def test_since_is_an_age_or_a_day(text: str, meant: datetime | None) -> None:
    assert since_of(text, NOW) == meant


def test_a_fin_is_known_by_its_shape() -> None:
    assert looks_like_fin("94fmddd")
    assert not looks_like_fin("94FMDDI")
