"""Worlds run in a process of their own: they take the place of its clocks and of its collector."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import pytest

from tests.simulation.__main__ import silent


@pytest.fixture(scope="session")
def apart() -> Iterator[ProcessPoolExecutor]:
    """A process that runs what it is handed."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn"), initializer=silent) as pool:
        yield pool
