"""How far the story was told, kept over restarts."""

from __future__ import annotations

import json
import uuid
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(slots=True)
class Position:
    """The next step, and what came of those before; `instance` is made once for a data folder."""

    instance: str
    step: int = 0
    accepted: int = 0
    refused: int = 0


class PositionFile:
    """`traffic.json` in the data folder, replaced as a whole so that a killed process leaves the old or the new one."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "traffic.json"

    def read(self) -> Position:
        """Where to go on; a new folder begins a new story."""
        if not self._path.exists():
            return Position(instance=uuid.uuid4().hex)
        return Position(**json.loads(self._path.read_text()))

    def write(self, position: Position) -> None:
        """Keep the position."""
        fresh = self._path.with_suffix(".new")
        fresh.write_text(json.dumps(asdict(position)))
        fresh.replace(self._path)
