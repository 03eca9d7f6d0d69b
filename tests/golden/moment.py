"""One morning for all that is kept: a Thursday of 2026 that passes by a millisecond with every look at the clock."""

from __future__ import annotations

import itertools
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

MORNING = datetime(2026, 11, 26, 6, 0, tzinfo=UTC)
"""10:00 in Bakı."""
_LOOK_NS = 10**6


@contextmanager
def that_morning() -> Iterator[None]:
    """`time.time` and `time.time_ns` begin at MORNING and never give the same millisecond twice, so that whatever has
    been made later has the later id; however slow the machine is, it stays about ten. `time.monotonic` is as it was.
    """
    kept = time.time, time.time_ns
    looks = itertools.count(int(MORNING.timestamp()) * 10**9, _LOOK_NS)
    time.time_ns = lambda: next(looks)
    time.time = lambda: next(looks) / 10**9
    try:
        yield
    finally:
        time.time, time.time_ns = kept
