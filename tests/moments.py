"""What the clock does to a test: the day that it is in Baku while it runs, and buckets that no slow machine refills.

A day that was taken when a module was read may be over when its tests run.
"""

from __future__ import annotations

import time
from datetime import date, datetime

import pytest

from document_flow.context import BAKU
from hub.access.buckets import Buckets


def today() -> date:
    """Today in Baku."""
    return datetime.now(BAKU).date()


def still_buckets(patch: pytest.MonkeyPatch) -> None:
    """What a test takes out of a bucket does not come back meanwhile, however long the machine needs for it."""
    take, now = Buckets.take, time.monotonic()
    patch.setattr(Buckets, "take", lambda bucket, key, _later: take(bucket, key, now))
