"""The `hub` command as a user meets it: it starts, says where things are, stops cleanly, and says what is wrong."""

from __future__ import annotations

import re
import signal
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.integration.api.clients import ISSUER, JWT_BEARER, Client
from tests.integration.api.served import ACTS, act, as_party
from tests.processes import HubProcesses
from tests.sandbox import free_port


@pytest.fixture
def sandbox_hub(tmp_path: Path) -> Iterator[HubProcesses]:
    """`hub run --sandbox`, not yet started, with its agencies' port in `more`."""
    port = free_port()
    more = {"HUB_SANDBOX_PORT": str(port), "COLUMNS": "200"}
    with HubProcesses(tmp_path / "data", f"http://127.0.0.1:{port}", more=more) as processes:
        yield processes


def listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def wait_for(port: int, *, listening: bool, seconds: float = 20.0) -> None:
    deadline = time.monotonic() + seconds
    while listens(port) is not listening:
        assert time.monotonic() < deadline, f"port {port} {'does not listen' if listening else 'still listens'}"
        time.sleep(0.1)


def test_run_says_where_things_are_and_stops_cleanly_and_goes_on(sandbox_hub: HubProcesses) -> None:
    agencies = int(sandbox_hub.more["HUB_SANDBOX_PORT"])
    first = sandbox_hub.run("run --sandbox", "run")
    sandbox_hub.ready()
    wait_for(agencies, listening=True)
    accepted = httpx.post(sandbox_hub.url + ACTS, json=act(), headers=as_party("sandbox-edliyye"))
    first.signal(signal.SIGINT)

    assert first.wait(25) == 0
    said = first.log.read_text()
    for word in (f"{sandbox_hub.url}/docs", "sandbox-edliyye", "sandbox-committee-2", "curl -X POST", "Traceback"):
        assert (word in said) is (word != "Traceback"), said
    wait_for(agencies, listening=False)
    assert sandbox_hub.run("verify state", "verify").wait(60) == 0, sandbox_hub.running["verify"].log.read_text()

    sandbox_hub.run("run --sandbox", "again")
    sandbox_hub.ready()
    again = httpx.post(sandbox_hub.url + ACTS, json=act(), headers=as_party("sandbox-edliyye"))
    assert again.json()["receipt"] == accepted.json()["receipt"]


def test_killed_run_takes_its_agencies_along(sandbox_hub: HubProcesses) -> None:
    agencies = int(sandbox_hub.more["HUB_SANDBOX_PORT"])
    sandbox_hub.run("run --sandbox", "run")
    sandbox_hub.ready()
    wait_for(agencies, listening=True)

    sandbox_hub.kill("run")

    wait_for(agencies, listening=False)


@pytest.mark.parametrize("command", ["serve", "work", "relay"])
def test_each_process_says_when_it_is_ready_and_drains_on_sigterm(tmp_path: Path, command: str) -> None:
    with HubProcesses(tmp_path / "data", f"http://127.0.0.1:{free_port()}") as processes:
        running = processes.run(command)
        deadline = time.monotonic() + 30
        while "ready" not in running.log.read_text():
            assert running.alive, running.log.read_text()
            assert time.monotonic() < deadline
            time.sleep(0.1)
        running.signal(signal.SIGTERM)

        assert running.wait(25) == 0
        assert f"hub {command}: ready: " in running.log.read_text()


def failing(tmp_path: Path, command: str, **environment: str) -> tuple[int, str]:
    with HubProcesses(tmp_path / "data", "http://127.0.0.1:1", more={"COLUMNS": "300"}) as processes:
        running = processes.run(command, command, open_files=None, **environment)
        return running.wait(40), running.log.read_text()


def test_all_wrong_settings_are_listed_at_once(tmp_path: Path) -> None:
    status, said = failing(tmp_path, "serve", HUB_PROT="1", HUB_LANG="fr", HUB_LEASE_SECONDS="0", HUB_AGENCIES="{")

    assert status == 2
    assert "HUB_PROT habın parametri deyil; bəlkə HUB_PORT?" in said  # there is no language "fr"
    assert "HUB_LANG" in said
    assert "HUB_LEASE_SECONDS" in said
    assert "HUB_AGENCIES" in said
    assert "Traceback" not in said


def test_a_taken_port_is_named(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        status, said = failing(tmp_path, "serve", HUB_PORT=str(other.getsockname()[1]))

    assert status == 1
    assert "hub.port_taken" in said
    assert "Traceback" not in said


def test_a_server_without_the_schema_asks_for_migration(tmp_path: Path, empty_postgres_url: str) -> None:
    status, said = failing(tmp_path, "serve", HUB_DATABASE_URL=empty_postgres_url)

    assert status == 1
    assert "hub.not_migrated" in said
    assert "hub migrate" in said


def test_a_database_that_does_not_answer_is_said_in_words(tmp_path: Path) -> None:
    status, said = failing(tmp_path, "verify log", HUB_DATABASE_URL=f"postgresql://nobody@127.0.0.1:{free_port()}/none")

    assert status == 1
    assert "hub.store_unavailable" in said
    assert "Traceback" not in said


def test_a_party_made_on_the_command_line_can_post(tmp_path: Path) -> None:
    fund = Client("registry")
    (tmp_path / "fund.pem").write_text(fund.public)
    more = {"HUB_SANDBOX": "false", "HUB_PUBLIC_URL": ISSUER}
    with HubProcesses(tmp_path / "data", "http://127.0.0.1:1", more=more) as processes:
        for command in (
            "parties add registry --role agency", "parties grant registry justice.civil-act.v1",
            f"parties public-key registry {tmp_path / 'fund.pem'}",
        ):  # fmt: skip
            proposed = processes.run(f"{command} --as samir", "parties", HUB_SANDBOX="true")
            assert proposed.wait(30) == 0, proposed.log.read_text()
            found = re.search(r"hub parties agree (\S+)", proposed.log.read_text())
            assert found is not None
            agreed = processes.run(f"parties agree {found[1]} --as nermin", "agree", HUB_SANDBOX="true")
            assert agreed.wait(30) == 0, agreed.log.read_text()
        processes.run("serve")
        processes.ready()

        form = {"grant_type": "client_credentials", "client_assertion_type": JWT_BEARER}
        token = httpx.post(f"{processes.url}/v1/token", data={**form, "client_assertion": fund.assertion()}).json()
        accepted = httpx.post(processes.url + ACTS, json=act(), headers=as_party(token["access_token"]))
        sandbox = httpx.post(processes.url + ACTS, json=act(), headers=as_party("sandbox-edliyye"))
        shown = processes.run(f"messages show {accepted.json()['message_id']} --key {token['access_token']}", "show")

        assert accepted.status_code == 202
        assert sandbox.status_code == 401
        assert shown.wait(30) == 0
        assert "register" in shown.log.read_text()


def test_routes_are_printed_as_a_tree(tmp_path: Path) -> None:
    status, said = failing(tmp_path, "routes")

    assert status == 0
    assert "civil-acts" in said
    assert "meis.person.update" in said
