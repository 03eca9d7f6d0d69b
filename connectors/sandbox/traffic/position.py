"""How far a story was told, kept over restarts in a file of the data folder."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, TypeVar

Kept = TypeVar("Kept")


@dataclass(slots=True)
class Position:
    """The next step, and what came of those before; `instance` is made once for a data folder."""

    instance: str
    step: int = 0
    accepted: int = 0
    refused: int = 0


def read_kept(path: Path, kind: Callable[..., Kept]) -> Kept:
    """Where to go on; a new folder begins a new story under an instance of its own."""
    return kind(**(json.loads(path.read_text()) if path.exists() else {"instance": uuid.uuid4().hex}))


def keep(path: Path, position: Any) -> None:
    """Replace the file as a whole, so that a killed process leaves the old or the new one."""
    fresh = path.with_suffix(".new")
    fresh.write_text(json.dumps(asdict(position)))
    fresh.replace(path)
