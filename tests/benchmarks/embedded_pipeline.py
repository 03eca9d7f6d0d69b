"""The embedded default as a Pipeline: `hub run`, one process on SQLite, with a party of its own and no sandbox."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric import ec

from hub.access.credentials import add_credential, read_key
from hub.access.tokens import issue_token
from hub.clock import SECOND, SystemClock
from hub.settings import Settings
from hub.store.data_keys import open_sealer
from hub.store.ids import new_id
from hub.store.key_file import new_key, write_key_file
from hub.store.open import database_path, open_store
from hub.store.schema import migrate
from tests.authority import public_pem
from tests.benchmarks.flows import PERSONS
from tests.benchmarks.pipeline import Place
from tests.benchmarks.processes import Child, start_module, wait_until_ready
from tests.parties import make_party, may_send

PARTY = "sender"
"""Not the agency: what comes from an agency is not told to it again."""
SERVERS = ("HUB_DATABASE_URL", "HUB_BROKER_URL", "HUB_BROKER_PREFIX")


class Embedded:
    """One process does everything."""

    def __init__(self, place: Place) -> None:
        self._place = place
        self._data = Path(place.folder) / "embedded"
        self._key = ""
        self._child: Child | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._place.door_port}/v1/messages/{PERSONS.format}"

    @property
    def headers(self) -> Mapping[str, str]:
        return {"Authorization": f"Bearer {self._key}"}

    @property
    def pids(self) -> Mapping[str, int]:
        return {self._child.name: self._child.pid} if self._child else {}

    async def start(self) -> None:
        settings = Settings(data=self._data)
        self._data.mkdir()
        write_key_file(self._data / "data.key", (new_key(),))
        await migrate(settings)
        self._key = await _make_party(settings)
        environment = PERSONS.environment(self._place) | {
            "HUB_DATA": str(self._data),
            "HUB_DATA_KEY_FILE": str(self._data / "data.key"),
            "HUB_SANDBOX": "false",
        }
        for name in SERVERS:
            del environment[name]
        self._child = await start_module("run", "hub.cli", ["run"], self._place.folder, environment)
        await wait_until_ready(self._child, f"http://127.0.0.1:{self._place.door_port}/health/ready")

    async def settled(self) -> int:
        if self._child:
            self._child.check()
        connection = sqlite3.connect(f"file:{database_path(Settings(data=self._data))}?mode=ro", uri=True)
        try:
            found: int = connection.execute(PERSONS.settled).fetchone()[0]
            return found
        finally:
            connection.close()

    async def stop(self) -> None:
        if self._child:
            await self._child.end()


async def _make_party(settings: Settings) -> str:
    """Make a party that may send what the bench sends, and give its token, which outlasts any bench."""
    store = await open_store(settings, SystemClock())
    try:
        await open_sealer(settings, store, SystemClock())
        async with store.write() as tx:
            await make_party(tx, PARTY, to=[may_send(PERSONS.format)])
            made, now = new_id(), await tx.now()
            key = read_key(public_pem(ec.generate_private_key(ec.SECP256R1())), "", now - SECOND, now + 86_400 * SECOND)
            await add_credential(tx, made, PARTY, key, "samir", "nermin")
            return await issue_token(tx, PARTY, made, None, 86_400)
    finally:
        await store.aclose()
