"""What is played in a world: what stands in its database, who asks what of its doors, and what must come of it."""

from __future__ import annotations

from collections.abc import Coroutine, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from connectors.connector import Connector
from tests.schemas import empty_database

if TYPE_CHECKING:
    from hub.store.store import Store
    from tests.simulation.world import World

Broken = str
"""A sentence on what must not be."""


class Play:
    """A play of a world. What another does not say goes as here.

    `always` are statements that find nothing after any commit, by what it would mean if they did; `working` counts
    what is still on its way. `duties` are those of a hub's further duties, by the names of their classes or
    functions, that are done in it; `stand_ins` selects the ids of what its furniture put beside the log. In the
    virtual seconds of `trouble_s` things go wrong, within `rest_s` after the last of them all must be done.
    """

    always: Mapping[str, str] = {}
    working: str = "SELECT 0"
    stand_ins: str = """SELECT d.id FROM documents d
        WHERE NOT EXISTS (SELECT 1 FROM document_events e WHERE e.document_id = d.id)"""
    trouble_s: float = 30.0
    rest_s: float = 900.0
    duties: frozenset[str] = frozenset(("EventsOut",))

    def __init__(self, world: World) -> None:
        self.world = world

    @staticmethod
    def database() -> Path:
        """The file of SQLite that the world begins with, to be copied."""
        return empty_database()

    def settings(self) -> dict[str, Any]:
        """What differs from a world's other settings."""
        return {}

    def connectors(self) -> Mapping[str, Connector]:
        """The agencies that processes reach."""
        return {}

    def people(self) -> Sequence[Coroutine[Any, Any, None]]:
        """What each of them does, until it is done."""
        return ()

    async def at_rest(self, store: Store) -> list[Broken]:
        """What is not as it must be when all is done."""
        return []
