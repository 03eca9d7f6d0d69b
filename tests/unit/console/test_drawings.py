"""Where the bars of certificates and keys stand on their axis."""

from __future__ import annotations

from hub.console.drawings import Span, spans

DAY = 24 * 3600 * 1_000_000
NOW = 1_000 * DAY


def test_spans_stand_on_one_axis_a_quarter_of_a_year_back_and_until_the_last_has_ended() -> None:
    old = Span("old", NOW - 400 * DAY, NOW + 10 * DAY, "heal")
    new = Span("new", NOW, NOW + 90 * DAY, "ok")

    made = spans([old, new], NOW)

    assert (made.since, made.until) == (NOW - 90 * DAY, NOW + 90 * DAY)
    assert made.now == (made.left + made.right) // 2
    first, second = made.bars
    assert (first.x, first.x + first.width) == (made.left, made.left + round(100 / 180 * (made.right - made.left)))
    assert (second.x, second.x + second.width) == (made.now, made.right)
    assert second.y > first.y
    assert made.height > second.y


def test_the_axis_reaches_a_quarter_of_a_year_on_and_the_shortest_can_be_seen() -> None:
    made = spans([Span("short", NOW, NOW + 1, "ok")], NOW)

    assert made.until == NOW + 90 * DAY
    assert made.bars[0].width == 2
