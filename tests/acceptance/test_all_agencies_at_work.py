"""`make run` shows all of the hub: within one family's story each simulated agency gives, takes and answers."""

from __future__ import annotations

import json
import signal
import socket
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import httpx
import pytest

from connectors.agencies import AGENCIES, payers
from connectors.manifest import Agency
from connectors.sandbox.traffic.story import STEPS_A_FAMILY
from tests.processes import HubProcesses
from tests.sandbox import free_port

SILENT = {agency.name for agency in AGENCIES if agency.signs_by_phone}
SILENT |= {agency.name for agency, _, pays in payers() if "account" not in pays.claims}
"""Act only where a person signs by phone, and where officials issue a list with somebody who has no account
(`tests/integration/money/test_two_payers.py`): no agency's traffic does either.
"""
BY_OFFICIALS = {"right-of-use"}
"""Told where officials hand keys over (`tests/integration/programmes/test_moves.py`): no agency's traffic does."""
OF_BERDE = 4
"""The first family of the sandbox's seed that was settled in Bərdə, and is young."""


@pytest.fixture
def running(tmp_path: Path) -> Iterator[HubProcesses]:
    """`make run`, whose story begins with that family."""
    port = free_port()
    begun = tmp_path / "data" / "sandbox" / "traffic.json"
    begun.parent.mkdir(parents=True)
    begun.write_text(json.dumps({"instance": "ab" * 16, "step": OF_BERDE * STEPS_A_FAMILY}))
    more = {"HUB_SANDBOX_PORT": str(port), "HUB_SFTP_PORT": str(free_port())}
    with HubProcesses(tmp_path / "data", f"http://127.0.0.1:{port}", more=more) as processes:
        processes.run("run --sandbox", "run")
        processes.ready()
        yield processes


def wait_for(port: int) -> None:
    """The agencies are started beside the hub, which is ready without them."""
    for _ in range(200):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise AssertionError("the sandbox did not come up")


def rows(hub: HubProcesses, statement: str) -> set[Any]:
    with closing(sqlite3.connect(f"file:{hub.data}/hub.sqlite3?mode=ro", uri=True, timeout=20)) as database:
        return {row[0] for row in database.execute(statement)}


def idle(hub: HubProcesses, agency: Agency) -> list[str]:
    """What the agency has not done yet of what its manifest names: give, take, answer."""
    gave = rows(hub, "SELECT party FROM messages WHERE state = 'completed'")
    told = rows(hub, "SELECT destination FROM deliveries WHERE state = 'delivered'")
    ledger = httpx.get(f"{hub.sandbox_url}/_sandbox/{agency.name}/ledger?since=0").json()["entries"]
    asked = {entry["operation"] for entry in ledger}
    takes = {each.operation for each in agency.takes if each.flow not in BY_OFFICIALS}
    answers = {each.operation for each in agency.answers}
    lacks = {
        "give": bool(agency.gives) and agency.name not in gave,
        "take": bool(takes) and takes.isdisjoint(told),
        "answer": bool(answers) and answers.isdisjoint(asked),
    }
    return [f"{agency.name} did not {what}" for what, holds in lacks.items() if holds]


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_each_agency_settles_something_within_a_family(running: HubProcesses) -> None:
    at_work = [agency for agency in AGENCIES if agency.name not in SILENT]
    wait_for(int(running.more["HUB_SANDBOX_PORT"]))
    deadline, left = time.monotonic() + 150, ["all"]
    while left and time.monotonic() < deadline:
        time.sleep(2)
        left = [each for agency in at_work for each in idle(running, agency)]

    assert left == []
    assert len(SILENT) == 2
    accepted = rows(running, "SELECT content FROM evidence_leaves WHERE kind = 'message.accepted'")
    assert any(b'"kid"' in leaf for leaf in accepted), "what is signed is known as signed"
    running.running["run"].signal(signal.SIGINT)
    assert running.running["run"].wait(60) == 0
    for what in ("state", "log"):
        assert running.run(f"verify {what}", what).wait(120) == 0, running.running[what].log.read_text()
