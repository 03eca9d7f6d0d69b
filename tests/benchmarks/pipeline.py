"""What is compared: a pipeline from a sender's POST to an agency's answer, whatever it is made of."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

NOBODY = "http://127.0.0.1:9"
"""Where nothing listens: the address of an agency that a bench never calls."""


@dataclass(frozen=True, slots=True)
class Place:
    """What belongs to one run alone: a fresh database, a name for its queues, free ports and a folder for its logs."""

    database_url: str
    broker_url: str
    name: str
    door_port: int
    folder: Path
    agency_url: str = NOBODY

    def towards(self, agency_url: str) -> Place:
        """The same place with its agency at this address."""
        return replace(self, agency_url=agency_url)


class Pipeline(Protocol):
    """A running pipeline; `stop` leaves no process and no queue behind."""

    @property
    def url(self) -> str:
        """Where senders POST."""
        ...

    @property
    def headers(self) -> Mapping[str, str]:
        """What senders add to each request."""
        ...

    @property
    def pids(self) -> Mapping[str, int]:
        """Its processes by what they do."""
        ...

    async def start(self) -> None:
        """Start every process and return once the door is ready."""
        ...

    async def settled(self) -> int:
        """Count the messages that the pipeline's own database holds as settled."""
        ...

    async def stop(self) -> None: ...


MakePipeline = Callable[[Place], Pipeline]
