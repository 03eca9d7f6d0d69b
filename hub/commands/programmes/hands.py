"""An act as an official of a scenario does it: by the form that everybody has, and what is refused by its code."""

from __future__ import annotations

from typing import Any, TypeVar

from document_flow.kernel import Counted
from hub.aggregates.kind import Kind
from hub.aggregates.reading import Said, command_of
from hub.commands.programmes.story import Story
from hub.errors import HubError, Words
from hub.store.ids import new_id

S = TypeVar("S", bound=Counted)


async def begins(story: Story, kind: Kind[Any], act: str, by: str, **says: Said) -> str:
    """The id of what begins by it."""
    return (await story.hub.aggregates.open(kind, command_of(kind, act, by, says), new_id())).id


async def does(story: Story, kind: Kind[Any], name: str, act: str, by: str, **says: Said) -> None:
    """HubError where it is refused."""
    await story.hub.aggregates.act(kind, name, command_of(kind, act, by, says), new_id())


async def refused(story: Story, kind: Kind[Any], name: str, act: str, by: str, **says: Said) -> str:
    """The code by which it is refused; empty where it was done."""
    try:
        await does(story, kind, name, act, by, **says)
    except HubError as refusal:
        return refusal.code
    return ""


def phase_named(kind: Kind[Any], state: Any) -> Words:
    """What its phase is called."""
    return kind.of.phases.get(kind.phase(state), Words("hələ yoxdur", "not there yet"))


async def stands_now(story: Story, kind: Kind[S], name: str) -> S:
    """The state of it."""
    async with story.hub.store.read() as tx:
        found = await story.hub.aggregates.tables.get(tx, kind, name)
    return found.state if found is not None else kind.kernel.nothing
