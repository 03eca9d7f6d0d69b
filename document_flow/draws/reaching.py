"""By which way a family is told next that it has a letter: the portal first, then SMS, then the post. Pure.

Each way is waited for as long as the programme says; what failed is not. Only a proven notice ends it, or that the
family needs the letter no more: that a message came, or was opened, proves nothing where nobody had applied there.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from document_flow.cases.state import Sending, Way
from document_flow.context import BAKU, day_over
from document_flow.draws.letters import unhoused, wait_days
from document_flow.draws.state import Draw, Reach


def next_way(draw: Draw, number: str, today: date) -> Way | None:
    """The way that is due; `letter` is the post, by a clerk's hand. None while one is waited for, or nothing is due."""
    reach = _awaited(draw, number)
    if reach is None or (reach.sendings and today <= _waited_until(reach.sendings[-1])):
        return None
    return next(_left(reach), None)


def to_post(draw: Draw, today: date) -> list[str]:
    """Whose letter a clerk has to send by post."""
    return [each for each in draw.letters if next_way(draw, each, today) == "letter"]


def post_from(draw: Draw) -> date | None:
    """From which day on a clerk has a letter to send by post; None while none is left to the post."""
    days = [
        _waited_until(reach.sendings[-1]) + timedelta(days=1) if reach.sendings else draw.letters[number].on
        for number, reach in draw.reached.items()
        if next(_left(reach), None) == "letter" and _awaited(draw, number) is not None
    ]
    return min(days, default=None)


def looks_at(draw: Draw) -> Iterator[datetime]:
    """When a way that the hub goes by itself is due, of each letter that waits for one."""
    for number in draw.letters:
        reach = _awaited(draw, number)
        if reach is not None and reach.sendings and next(_left(reach), "letter") != "letter":
            yield day_over(_waited_until(reach.sendings[-1]))


def number_of(draw: Draw, no: str) -> str | None:
    """Whose letter a sending tells of."""
    found = (number for number, reach in draw.reached.items() if any(each.no == no for each in reach.sendings))
    return next(found, None)


def _awaited(draw: Draw, number: str) -> Reach | None:
    """Of a letter that is not proven and still says something to its family."""
    letter = draw.letters.get(number)
    if letter is None or letter.notified_on is not None or unhoused(draw, number) is None:
        return None
    return draw.reached.get(number)


def _left(reach: Reach) -> Iterator[Way]:
    """The ways that were not gone; once one was opened the post alone: what is lacking is a proof."""
    gone = {each.way for each in reach.sendings}
    is_read = any(each.answer == "read" for each in reach.sendings)
    return (each for each in reach.ways if each not in gone and (each == "letter" or not is_read))


def _waited_until(sent: Sending) -> date:
    """The last day on which its answer is waited for; of one that failed it is over."""
    day = sent.sent_at.astimezone(BAKU).date()
    return day - timedelta(days=1) if sent.answer == "failed" else day + timedelta(days=wait_days())
