"""A scenario waits for what happens, not for seconds; stuck, it says what it waited for and what it saw."""

from __future__ import annotations

import dataclasses
from collections.abc import AsyncIterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from rich.console import Console

from document_flow.context import BAKU
from hub.clock import SystemClock
from hub.commands.programmes.story import Story, Stuck, told_person
from hub.demo.registers import people
from hub.errors import HubError, Words
from tests.hubs import running_hub, settings_for

NEVER = Words("yeddi hesab qüvvədədir", "seven accounts in force")
A_MINUTE_IN_MS = SystemClock(scale=60_000)
"""The patience of a story is over within a moment."""


@pytest.fixture
async def story(tmp_path: Path) -> AsyncIterator[Story]:
    async with running_hub(settings_for(tmp_path), works=False) as hub:
        yield Story(hub, 6, Console())


@pytest.fixture
def impatient(story: Story) -> Story:
    story.hub = dataclasses.replace(story.hub, clock=A_MINUTE_IN_MS)
    return story


async def test_where_nothing_moves_it_says_what_it_waited_for_and_what_it_saw(impatient: Story) -> None:
    async def missing() -> str:
        return "7 cooling down"

    with pytest.raises(Stuck) as stuck:
        await impatient.until(missing, NEVER)

    assert stuck.value.code == "scenario.stuck"
    assert stuck.value.words.en.startswith("waited for: seven accounts in force; saw: 7 cooling down. Legal day: ")
    assert stuck.value.words.az.startswith("gözlənilən: yeddi hesab qüvvədədir; görünən: 7 cooling down. Hüquqi gün: ")


async def test_it_waits_as_long_as_anything_moves(impatient: Story) -> None:
    told, looks = [], iter(people(40, seed=1))

    async def missing() -> str:
        """Something happens at each look, and between two of them the whole patience is over."""
        await impatient.hub.clock.sleep(400)
        who = next(looks, None)
        if who is None:
            return ""
        await impatient.records(
            "committee", "hub.records.v1", {"id": who.fin, "records": list(told_person(who, "Laçın"))}
        )
        told.append(who)
        return f"{len(told)} of 40"

    await impatient.until(missing, NEVER)

    assert len(told) == 40


@pytest.mark.parametrize("ahead", [1, 400])
async def test_it_begins_in_the_morning_of_the_day_that_was_said(story: Story, ahead: int) -> None:
    today = await story.today()

    await story.begins_on(today + timedelta(days=ahead))

    now = (await story.context()).now.astimezone(BAKU)
    assert (now.date(), now.hour) == (today + timedelta(days=ahead), 9)


async def test_a_day_that_is_over_is_refused(story: Story) -> None:
    with pytest.raises(HubError) as refused:
        await story.begins_on(date(2020, 2, 29))

    assert refused.value.code == "scenario.past"
