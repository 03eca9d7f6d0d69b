"""An agency that nobody here wrote: node-soap serves an agency's description, and our connector calls it."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Callable
from contextlib import suppress

import pytest

import connectors.agencies.azersu
from connectors.agencies import BY_NAME
from connectors.connecting import connect
from connectors.connector import Operation
from connectors.endpoint import AgencyEndpoint
from connectors.outcome import Delivered, Rejected
from tests.integration.soap.test_peers import PEERS, PeerMissing, node
from tests.servers.wanting import skip_or_fail

pytestmark = pytest.mark.slow

AGENCY, PORT = "azersu", ("AbonentXidmeti", "AbonentPort")
SUBSCRIBER = {"Abonent": "3000000000", "FIN": "94FMDDD", "Soyad": "İsmayılova", "Ad": "Gülnarə", "Kockun": True}


@pytest.fixture
async def operation(say: Callable[[str], None]) -> AsyncIterator[Operation]:
    """The agency's update, called at a server of node-soap."""
    try:
        runtime = [part for part in node(say) if not part.endswith("call.js")]
    except PeerMissing as missing:
        skip_or_fail(missing)
    (folder,) = connectors.agencies.azersu.__path__
    process = await asyncio.create_subprocess_exec(
        *runtime,
        str(PEERS / "serve.js"),
        f"{folder}/{AGENCY}.wsdl",
        *PORT,
        stdout=asyncio.subprocess.PIPE,
        env={name: value for name, value in os.environ.items() if not name.upper().endswith("_PROXY")},
    )
    assert process.stdout is not None
    port = int(await asyncio.wait_for(process.stdout.readline(), 30))
    connector = connect(BY_NAME[AGENCY], AgencyEndpoint(f"http://127.0.0.1:{port}", "secret"))
    yield connector.operations[f"{AGENCY}.subscriber.update"]
    await connector.aclose()
    with suppress(ProcessLookupError):
        process.terminate()
    await process.wait()


async def test_a_foreign_agency_applies_what_our_connector_tells_it_and_says_so(operation: Operation) -> None:
    told = [await operation.call(SUBSCRIBER, key) for key in ("key-1", "key-1", "key-2")]

    assert [(type(each), getattr(each, "reference", None)) for each in told] == [
        (Delivered, "N-1"),
        (Delivered, "N-1"),
        (Delivered, "N-2"),
    ]
    assert isinstance(await operation.status("key-1"), Delivered)
    assert (await operation.status("key-9")).code == "status.not_applied"


async def test_a_fault_of_a_foreign_agency_is_no_success(operation: Operation) -> None:
    outcome = await operation.call({**SUBSCRIBER, "Abonent": "0"}, "key-1")

    assert not isinstance(outcome, Delivered)
    assert isinstance(await operation.status("key-1"), Rejected)
