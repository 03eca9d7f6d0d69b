"""One process for all stories, which has read the code and is forked; and the points at which they are killed."""

from __future__ import annotations

import shutil
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from hub.settings import Settings
from tests.hubs import settings_for

Seeds = Callable[..., Awaitable[Settings]]


def _points(store: str, sample: int, numbers: range) -> list[Any]:
    campaign = pytest.mark.campaign(sample=sample, of=store)
    return [pytest.param(store, number, marks=campaign) for number in numbers]


POINTS = (*_points("embedded", 2, range(50)), *_points("postgresql", 1, range(50, 60)))
"""The store and the number that a point's places are drawn by."""


async def before(seeds: Seeds, seeded: Path, store: str, request: pytest.FixtureRequest) -> Settings:
    """A hub before the story, in files of its own: a copy of the embedded one, or made anew."""
    data: Path = request.getfixturevalue("tmp_path") / "data"
    if store == "postgresql":
        return await seeds(data, database_url=request.getfixturevalue("postgres_url"))
    return settings_for(Path(shutil.copytree(seeded, data)))
