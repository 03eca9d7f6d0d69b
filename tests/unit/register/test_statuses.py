"""A status given anew is in force, whatever was said of an earlier period."""

from __future__ import annotations

import pytest

from hub.register.entity import Entity
from hub.register.statuses import foremost, holds, in_period, on_day


@pytest.mark.parametrize(
    ("begun", "ended", "has_ended"),
    [
        ("1993-11-01", "2020-02-01", True),
        ("2024-03-01", "2020-02-01", False),
        ("2020-02-01", "2020-02-01", True),
        (None, "2020-02-01", True),
        ("2024-03-01", None, False),
    ],
)
def test_an_end_counts_for_the_period_in_which_it_lies(
    begun: str | None, ended: str | None, *, has_ended: bool
) -> None:
    said = {name: value for name, value in (("valid_from", begun), ("ended_on", ended), ("category", "idp")) if value}

    found = in_period(Entity("s", "idp_status", said))
    assert ("ended_on" in found, found["category"]) == (has_ended, "idp")


def test_an_end_that_was_undone_never_was() -> None:
    said = {"valid_from": "1993-11-01", "ended_on": "2020-02-01", "end_reason": "undone", "category": "idp"}

    assert in_period(Entity("s", "idp_status", said)) == {"valid_from": "1993-11-01", "category": "idp"}


DAY = "2026-11-27"


@pytest.mark.parametrize(
    ("begun", "ended", "is_held"),
    [
        ("1993-11", None, True),
        ("2026-11-28", None, False),
        ("1993-11", "2026-11-27", False),
        ("1993-11", "2026-11-28", True),
        ("1993-11", "2026", False),
        ("2024-03-01", "2020-02-01", True),
    ],
)
def test_a_status_holds_from_its_first_day_until_the_legal_day_reaches_its_end(
    begun: str, ended: str | None, *, is_held: bool
) -> None:
    said = {"category": "idp", "valid_from": begun, **({"ended_on": ended} if ended else {})}
    status = Entity("s", "idp_status", said)

    assert holds(status, DAY) is is_held
    assert ("ended_on" in on_day(status, DAY)) == (ended is not None and ended <= DAY and begun < ended)


@pytest.mark.parametrize(
    ("state", "last", "stands", "is_shown"),
    [
        ("active", None, "active", True),
        ("active", "2026-11-27", "active", True),
        ("active", "2026-11-26", "over", False),
        ("active", "2026", "active", True),
        ("active", "2025", "over", False),
        ("lost", "2030-01-01", "lost", False),
    ],
)
def test_a_card_is_over_after_its_last_day_and_only_one_that_holds_shows_its_number(
    state: str, last: str | None, stands: str, *, is_shown: bool
) -> None:
    said = {"card_no": "AA 7", "state": state, **({"valid_until": last} if last else {})}

    found = on_day(Entity("c", "idp_card", said), DAY)
    assert (found["state"], "card_no" in found) == (stands, is_shown)


def test_of_several_cards_the_one_that_holds_counts_and_else_the_newest() -> None:
    newest, older, oldest = (
        Entity(state, "idp_card", {"card_no": state, "state": state, "valid_until": last})
        for state, last in (("replaced", "2030-01-01"), ("active", "2030-01-01"), ("lost", "2020-01-01"))
    )
    forgotten = Entity("withdrawn", "idp_card", {})

    assert foremost((forgotten, newest, older, oldest), DAY) == older
    assert foremost((forgotten, newest, oldest), DAY) == newest
    assert foremost((forgotten,), DAY) is None
    assert on_day(Entity("p", "person", {"fin": "1"}), DAY) == {"fin": "1"}
