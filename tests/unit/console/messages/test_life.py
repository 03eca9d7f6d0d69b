"""The drawing of a message's life: seconds and days on one axis, gaps with their reasons."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from hub.clock import SECOND
from hub.console.messages.life import LEFT, MOST_TRACKS, WIDE, draw

BEGIN = 1_700_000_000 * SECOND


def delivery(name: str = "d1", **changes: Any) -> dict[str, Any]:
    return {
        "id": name,
        "destination": "meis.person.update",
        "state": "delivered",
        "error_code": None,
        "tries": 1,
        "replaces": None,
        "created_at": BEGIN,
        "settled_at": BEGIN + 3 * SECOND,
        **changes,
    }


def attempt(number: int, begin: float, end: float | None, outcome: str | None) -> dict[str, Any]:
    ended = BEGIN + int(end * SECOND) if end is not None else None
    return {"number": number, "started_at": BEGIN + int(begin * SECOND), "ended_at": ended, "outcome": outcome}


def test_bars_stand_in_the_order_of_time_and_within_the_drawing() -> None:
    tries = [attempt(1, 0.01, 0.05, "busy"), attempt(2, 3600, 3600.2, "delivered")]

    life = draw(BEGIN, [delivery(settled_at=BEGIN + 3601 * SECOND)], {"d1": tries}, frozenset(), BEGIN)
    first, second = life.tracks[0].bars
    assert LEFT <= first.x < second.x <= LEFT + WIDE
    assert (first.tone, second.tone) == ("heal", "ok")
    assert first.at == "d1.1"
    assert first.width > 20  # a twentieth of a second is seen beside an hour


def test_a_gap_says_what_was_waited_for() -> None:
    tries = [attempt(1, 0.01, 0.05, "busy"), attempt(2, 60, 60.2, "delivered")]

    life = draw(BEGIN, [delivery(settled_at=BEGIN + 61 * SECOND)], {"d1": tries}, frozenset(), BEGIN)
    said = [gap.words.en for gap in life.tracks[0].gaps if gap.words]
    assert said == ["agency busy"]


def test_what_is_open_reaches_to_now_and_says_why() -> None:
    blocked = delivery(state="blocked", settled_at=None)
    retrying = delivery("d2", state="retrying", settled_at=None)

    life = draw(BEGIN, [blocked, retrying], {}, frozenset({"meis.person.update"}), BEGIN + 600 * SECOND)
    assert [gap.words.en for track in life.tracks for gap in track.gaps if gap.words] == [
        "waits for an earlier one",
        "nothing is sent there now",
    ]
    assert life.tracks[0].gaps[0].to == LEFT + WIDE


def test_a_call_that_runs_has_a_bar_without_a_length() -> None:
    running = delivery(state="delivering", settled_at=None)

    life = draw(BEGIN, [running], {"d1": [attempt(1, 1, None, None)]}, frozenset(), BEGIN + 5 * SECOND)
    (bar,) = life.tracks[0].bars
    assert bar.took is None
    assert bar.tone == "wait"


def test_marks_of_the_axis_do_not_run_into_each_other() -> None:
    life = draw(BEGIN, [delivery(settled_at=BEGIN + 86_400 * SECOND)], {}, frozenset(), BEGIN)

    places = [tick.x for tick in life.ticks]
    assert len(places) >= 3
    assert all(later - earlier >= 60 for earlier, later in pairwise(places))


def test_many_deliveries_are_drawn_in_part() -> None:
    many = [delivery(f"d{index}") for index in range(MOST_TRACKS + 3)]

    life = draw(BEGIN, many, {}, frozenset(), BEGIN)
    assert (len(life.tracks), life.left_out) == (MOST_TRACKS, 3)
