"""Fault 32: the process is killed between any two steps of a signature, by the seal or on a phone."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any, cast

import httpx
import pytest

from hub.app import Hub
from tests.hubs import eventually
from tests.integration.api.served import Served
from tests.integration.documents.conftest import Office
from tests.integration.documents.phones import Phones
from tests.processes import HubProcesses
from tests.sandbox import RunningSandbox

BY_PHONE = ("signing.after_answer", "signing.before_record", "signing.after_record")
BY_SEAL = ("signing.after_prepare", "signing.before_record", "signing.after_record")


@pytest.fixture
async def hub(tmp_path: Path) -> AsyncIterator[HubProcesses]:
    """One process that does everything, over SQLite, beside a sandbox with its phones."""
    with (
        RunningSandbox.start(tmp_path / "sandbox") as sandbox,
        HubProcesses(tmp_path / "hub", sandbox.url) as processes,
    ):
        yield processes


async def told(phones: Phones, letter: dict[str, Any]) -> list[str]:
    return [each["manner"] for each in (await phones.letter(letter))["signatures"]]


@pytest.mark.fault(32, seeds=6)
async def test_a_process_killed_while_a_signature_is_made_signs_once_all_the_same(hub: HubProcesses, seed: int) -> None:
    # Given a process that will die while it makes of an answer a signature
    place = BY_PHONE[seed % len(BY_PHONE)]
    dying = hub.run("run", HUB_FAILPOINT=place)
    hub.ready()
    async with httpx.AsyncClient(base_url=hub.url, trust_env=False, timeout=20) as client:
        sandbox = RunningSandbox(hub.data, int(hub.sandbox_url.rpartition(":")[2]))
        phones = Phones(Office(Served(cast("Hub", None), hub.url, client)), sandbox)
        letter = await phones.at_the_head()
        session = await phones.asked("fuad", letter)

        # When the person signs, and the process is started again
        status, _ = await phones.scan("fuad", session["link"])
        await asyncio.to_thread(dying.wait)
        assert status == 502
        hub.run("run")
        await asyncio.to_thread(hub.ready)

        # Then it goes on by itself with the answer that it had kept, and the letter bears one signature
        async def done() -> bool:
            return bool((await phones.session("fuad", session))["state"] == "done")

        await eventually(done, 60, "the signature")
        assert await told(phones, letter) == ["sign"]
        assert (await phones.scan("fuad", session["link"]))[1]["file"]["status"] == 409

        # And when it dies again while the seal is put on top, the same key goes on
        await seal_killed(hub, phones, letter, BY_SEAL[seed % len(BY_SEAL)])
        assert await told(phones, letter) == ["sign", "seal"]


async def seal_killed(hub: HubProcesses, phones: Phones, letter: dict[str, Any], place: str) -> None:
    hub.kill("run")
    dying = hub.run("run", HUB_FAILPOINT=place)
    await asyncio.to_thread(hub.ready)
    version = (await phones.letter(letter))["version"]
    seal = {"document": letter["id"], "expected_version": version}
    with pytest.raises(httpx.HTTPError):
        await phones.office.post("sevinc", "/v1/signatures", seal, key="seal")
    await asyncio.to_thread(dying.wait)
    hub.run("run")
    await asyncio.to_thread(hub.ready)
    again = await phones.office.post("sevinc", "/v1/signatures", seal, key="seal")
    assert (again.status_code, again.json()["state"]) == (201, "done"), again.text
