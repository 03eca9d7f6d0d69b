"""Ids sort by when they were made, also within a millisecond, and are UUIDs of version 7."""

from __future__ import annotations

import time
from uuid import RFC_4122, UUID

from hub.store.ids import instant_of, new_id


def test_what_is_made_in_turn_within_a_millisecond_stays_in_turn() -> None:
    made = [new_id() for _ in range(20_000)]

    assert made == sorted(made)
    assert len({each[:12] for each in made}) < len(made) / 2, "many were made in one millisecond"


def test_an_id_is_a_uuid_of_version_7_that_tells_its_time() -> None:
    before = time.time_ns() // 1_000_000
    made = new_id()

    assert (UUID(made).version, UUID(made).variant) == (7, RFC_4122)
    assert before <= instant_of(made) // 1000 <= time.time_ns() // 1_000_000
