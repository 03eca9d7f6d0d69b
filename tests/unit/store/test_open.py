"""What a store is opened with."""

from __future__ import annotations

from pathlib import Path

import pytest

from hub.clock import SystemClock
from hub.store.open import open_store
from tests.hubs import settings_for


@pytest.mark.parametrize("seconds", [0, -1.0])
async def test_no_time_for_a_statement_is_neither_the_default_nor_no_limit(tmp_path: Path, seconds: float) -> None:
    with pytest.raises(ValueError, match="more than nothing"):
        await open_store(settings_for(tmp_path), SystemClock(), statement_s=seconds)
