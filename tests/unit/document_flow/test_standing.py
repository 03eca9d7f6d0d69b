"""What every room of a kernel asks alike, it refuses in its own words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from importlib import import_module
from pathlib import Path

import pytest

import document_flow
from document_flow.standing import Before
from tests.unit.document_flow.orders.office import on

_FOLDER = Path(document_flow.__file__).parent


def _rooms() -> Iterator[type[Before[object, str]]]:
    for found in sorted(_FOLDER.glob("*/standing.py")):
        standing = import_module(f"document_flow.{found.parent.name}.standing").Standing
        if issubclass(standing, Before) and standing.phases:
            yield standing


@pytest.mark.parametrize("standing", list(_rooms()), ids=lambda each: each.refusals.room)
def test_a_room_with_phases_says_in_both_languages_that_it_is_not_the_time(
    standing: type[Before[object, str]],
) -> None:
    room = standing.refusals.room

    refused = standing.refusals(f"{room}.phase", phase=next(iter(standing.phases.values())))

    assert refused.why == "state"
    assert refused.words.az != refused.words.en


def test_nothing_happens_before_what_it_follows_though_the_clock_was_set_back() -> None:
    before: Before[object, str] = Before(object(), on())
    now = before.context.now

    assert before.stamp("samir") == {"by": "samir", "at": now}
    assert replace(before, since=now + timedelta(seconds=2)).stamp("samir")["at"] == now + timedelta(seconds=2)
    assert replace(before, since=now - timedelta(seconds=2)).stamp("samir")["at"] == now
