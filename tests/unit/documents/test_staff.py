"""Who works where is remembered for a second, and not at all once it has changed."""

from __future__ import annotations

import asyncio
from typing import Any, cast

import pytest

from document_flow.people import Directory
from hub.clock import SystemClock
from hub.documents.office import directory
from hub.documents.office.body import SAMPLES, load_body_rules
from hub.documents.office.directory import Staff
from hub.store.sealing import Sealer
from hub.store.tx import Tx


async def test_what_was_read_while_somebody_changed_it_is_not_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    goes_on = asyncio.Event()

    async def slowly(*_: Any) -> Directory:
        read.append("directory")
        await goes_on.wait()
        return Directory({})

    async def at_once(*_: Any) -> Any:
        return 0

    monkeypatch.setattr(directory, "load_directory", slowly)
    monkeypatch.setattr(directory, "load_calendar", at_once)
    monkeypatch.setattr(directory, "time_ahead", at_once)
    staff = Staff(SystemClock(), cast("Sealer", None), load_body_rules(SAMPLES))
    tx = cast("Tx", None)

    reading = asyncio.create_task(staff.now(tx))
    await asyncio.sleep(0)
    staff.forget()
    goes_on.set()
    await reading
    await staff.now(tx)
    await staff.now(tx)

    assert read == ["directory", "directory"]
