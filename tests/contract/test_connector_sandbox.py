"""The sandbox's own promises: what testers and checkers rely on."""

from __future__ import annotations

import asyncio
import signal
import socket
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import httpx
import pytest

from connectors.agencies import BY_NAME
from connectors.connecting import connect
from connectors.connector import Operation
from connectors.outcome import Delivered
from connectors.sandbox import hub_credentials
from connectors.soap.wsdl import pinned_wsdl
from tests.sandbox import RunningSandbox, free_port

PERSON = {
    "fin_kod": "94FMDDD",
    "soyad": "Ismayilova",
    "ad": "Gulnare",
    "ata_adi": "Eli",
    "cinsi": 2,
    "dogum_tarixi": 19880307,
    "vefat_tarixi": 0,
    "mecburi_kockun": 1,
}


@pytest.fixture
def sandbox(tmp_path: Path) -> Iterator[RunningSandbox]:
    with RunningSandbox.start(tmp_path) as sandbox:
        yield sandbox


@pytest.fixture
async def meis(sandbox: RunningSandbox) -> AsyncIterator[Operation]:
    connector = connect(BY_NAME["meis"], sandbox.endpoint("meis"))
    yield connector.operations["meis.person.update"]
    await connector.aclose()


async def test_the_ledger_keeps_the_order_of_application_and_pages(sandbox: RunningSandbox, meis: Operation) -> None:
    for version in range(5):
        await meis.call({**PERSON, "dogum_tarixi": 19880301 + version}, f"key-{version}")

    ledger = sandbox.ledger("meis")
    rest = sandbox.ledger("meis", since=ledger.entries[2]["seq"])
    assert ledger.subjects("dogum_tarixi") == [19880301, 19880302, 19880303, 19880304, 19880305]
    assert rest.keys == ["key-3", "key-4"]
    assert [entry["operation"] for entry in rest.entries] == ["meis.person.update"] * 2


async def test_what_was_answered_survives_a_kill(sandbox: RunningSandbox, meis: Operation) -> None:
    async def send(number: int) -> str | None:
        outcome = await meis.call(PERSON, f"key-{number}")
        return f"key-{number}" if isinstance(outcome, Delivered) else None

    sending = [asyncio.create_task(send(number)) for number in range(400)]
    await asyncio.sleep(0.1)
    await asyncio.to_thread(sandbox.kill)
    answered = {key for key in await asyncio.gather(*sending) if key}
    await asyncio.to_thread(sandbox.restart)

    assert answered <= set(sandbox.ledger("meis").keys)


async def test_many_at_once_under_one_key_are_applied_once(sandbox: RunningSandbox, meis: Operation) -> None:
    outcomes = await asyncio.gather(*(meis.call(PERSON, "key-1") for _ in range(50)))

    ledger = sandbox.ledger("meis")
    assert {type(outcome) for outcome in outcomes} == {Delivered}
    assert (len(ledger.entries), ledger.repeats, ledger.calls) == (1, 49, 50)


def test_the_ledger_can_be_cleared_and_goes_on_counting(sandbox: RunningSandbox) -> None:
    with httpx.Client(base_url=sandbox.url, trust_env=False) as client:
        client.post("/webhooks/committee", content=b"{}", headers={"webhook-id": "e-1"})
        first = sandbox.ledger("webhooks").entries[0]["seq"]
        sandbox.clear("webhooks")
        client.post("/webhooks/committee", content=b"{}", headers={"webhook-id": "e-1"})

    ledger = sandbox.ledger("webhooks")
    assert ledger.keys == ["committee:e-1"]
    assert ledger.calls == 1
    assert ledger.entries[0]["seq"] > first


def test_a_webhook_is_kept_with_what_signs_it(sandbox: RunningSandbox) -> None:
    headers = {"webhook-id": "e-1", "webhook-signature": "v1,abc", "authorization": "secret"}
    with httpx.Client(base_url=sandbox.url, trust_env=False) as client:
        answer = client.post("/webhooks/committee", content=b'{"id":"e-1"}', headers=headers)

    (entry,) = sandbox.ledger("webhooks").entries
    assert answer.status_code == 204
    assert entry["subject"] == {
        "body": '{"id":"e-1"}',
        "headers": {"webhook-id": "e-1", "webhook-signature": "v1,abc"},
    }


def test_unknown_knobs_agencies_and_methods_are_refused(sandbox: RunningSandbox) -> None:
    with httpx.Client(base_url=sandbox.url, trust_env=False) as client:
        assert client.put("/_sandbox/meis/behaviour", json={"fial": 503}).status_code == 400
        assert client.put("/_sandbox/nobody/behaviour", json={}).status_code == 404
        assert client.post("/_sandbox/meis/behaviour", json={}).status_code == 405
        assert client.post("/_sandbox/meis/ledger").status_code == 405
        assert client.get("/_sandbox/meis/ledger?since=x").status_code == 400
        assert client.get("/nobody").status_code == 404
        assert client.get("/").status_code == 404
    assert sandbox.behaviour("meis") == {}


def test_the_pinned_wsdl_is_served(sandbox: RunningSandbox) -> None:
    with httpx.Client(base_url=sandbox.url, trust_env=False) as client:
        answers = [client.get("/azeriqaz/abonent?wsdl"), client.get("/din/sexs?wsdl")]

    assert [b"wsdl:definitions" in answer.content for answer in answers] == [True, True]


async def test_a_soap_action_of_another_operation_is_a_client_fault(sandbox: RunningSandbox) -> None:
    envelope = pinned_wsdl("azeriqaz").envelope("SorguVeziyyeti", {"SorguId": "k"})
    headers = {
        "SOAPAction": '"urn:azeriqaz:abonent:v1:AbonentYenile"',
        "Authorization": f"Bearer {hub_credentials('azeriqaz')}",
    }
    async with httpx.AsyncClient(base_url=sandbox.url, trust_env=False) as client:
        answer = await client.post("/azeriqaz/abonent", content=envelope, headers=headers)

    assert answer.status_code == 500
    assert b"soap:Client" in answer.content


async def test_din_bears_three_requests_a_second(sandbox: RunningSandbox) -> None:
    connector = connect(BY_NAME["din"], sandbox.endpoint("din"))
    operation = connector.operations["din.identity.query"]
    question = {"FIN": "94FMDDD", "_header": {"legal_basis": "DQ-12", "purpose": "yoxlama"}}

    outcomes = await asyncio.gather(*(operation.call(question, f"key-{number}") for number in range(5)))

    await connector.aclose()
    assert sorted(outcome.code for outcome in outcomes) == ["delivered"] * 3 + ["din.busy"] * 2


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_the_process_cleanly(sandbox: RunningSandbox, number: signal.Signals) -> None:
    assert sandbox.stop(number) == 0


def test_sample_traffic_waits_for_the_hub_and_does_not_hold_up_the_end(tmp_path: Path) -> None:
    hub = f"http://127.0.0.1:{free_port()}"
    with RunningSandbox.start(tmp_path, "--traffic", "--hub-url", hub) as sandbox:
        with httpx.Client(base_url=sandbox.url, trust_env=False) as client:
            shown = client.get("/_sandbox/traffic").json()

        assert (shown["step"], shown["accepted"], shown["refused"]) == (0, 0, 0)
        assert sandbox.stop() == 0


def test_the_sandbox_ends_with_the_process_that_started_it(tmp_path: Path) -> None:
    port = free_port()
    command = [
        sys.executable,
        "-m",
        "connectors.sandbox",
        "--port",
        str(port),
        "--data",
        str(tmp_path),
        "--with-parent",
    ]
    script = f"import subprocess, time; subprocess.Popen({command!r}); time.sleep(60)"
    with subprocess.Popen([sys.executable, "-c", script], cwd=Path(__file__).parents[2]) as parent:
        answers = until(lambda: listens(port))
        parent.kill()

    assert answers
    assert until(lambda: not listens(port))


def listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def until(reached: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + 15
    while not reached() and time.monotonic() < deadline:
        time.sleep(0.05)
    return reached()


async def test_a_call_that_is_held_up_does_not_hold_up_the_end(sandbox: RunningSandbox, meis: Operation) -> None:
    sandbox.behave("meis", latency_ms=60_000)
    call = asyncio.create_task(meis.call(PERSON, "key-1"))
    await asyncio.sleep(0.2)

    status = await asyncio.to_thread(sandbox.stop)

    assert status == 0
    await call
