"""A hub process under hostile bodies: never a 5xx, never much memory, and no word of what it was told to read."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.integration.api.served import ACTS, SUBSCRIBERS, act, as_party
from tests.integration.api.test_bad_input import CASES
from tests.processes import HubProcesses
from tests.sandbox import free_port

ROOT = Path(__file__).parents[3]
_MOST_MIB = 100
_MOST_S = 1.0


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HubProcesses]:
    """`hub serve` on the embedded default."""
    data = tmp_path_factory.mktemp("hostile")
    with HubProcesses(data, f"http://127.0.0.1:{free_port()}") as processes:
        processes.run("serve")
        processes.ready()
        yield processes


@pytest.fixture
def client(hub: HubProcesses) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=hub.url, trust_env=False, timeout=20) as made:
        yield made


@pytest.fixture(scope="session")
def corpora() -> Path:
    """The folder of attack corpora, byte for byte as published."""
    material = Path(os.environ.get("HUB_TEST_MATERIAL", ROOT.parent / "shared" / "material"))
    folder = material / "attack-corpora"
    if not folder.is_dir():
        pytest.skip("the attack corpora are not here; HUB_TEST_MATERIAL names the folder that holds attack-corpora")
    return folder


def peak_mib(pid: int) -> float:
    """The most memory the process has had since `forget_peak`."""
    status = Path(f"/proc/{pid}/status").read_text()
    return int(next(line for line in status.splitlines() if line.startswith("VmHWM")).split()[1]) / 1024


def forget_peak(pid: int) -> None:
    Path(f"/proc/{pid}/clear_refs").write_text("5")


def post(client: httpx.Client, path: str, raw: bytes) -> httpx.Response:
    key = "sandbox-edliyye" if path == ACTS else "sandbox-azeriqaz"
    return client.post(path, content=raw, headers=as_party(key))


@pytest.mark.skipif(not Path("/proc/self/clear_refs").exists(), reason="needs Linux's /proc to measure memory")
@pytest.mark.parametrize("name", [name for name, case in CASES.items() if len(case.body) > 100_000])
def test_a_large_hostile_body_costs_little_memory_and_time(hub: HubProcesses, client: httpx.Client, name: str) -> None:
    case = CASES[name]
    pid = hub.running["serve"].process.pid
    post(client, ACTS, b"{}")
    forget_peak(pid)
    before = peak_mib(pid)

    began = time.perf_counter()
    answer = post(client, case.path, case.body)
    took = time.perf_counter() - began

    assert answer.json()["code"] == case.code
    assert took < _MOST_S
    assert peak_mib(pid) - before < _MOST_MIB


def test_every_file_of_the_json_suite_is_answered_as_a_problem(client: httpx.Client, corpora: Path) -> None:
    files = sorted((corpora / "JSONTestSuite").rglob("*.json"))
    assert len(files) > 150

    for file in files:
        answer = post(client, ACTS, file.read_bytes())

        assert answer.status_code in (400, 422), file.name
        assert answer.json()["code"].startswith("door."), file.name
        assert file.name.startswith(("i_", "y_")) or answer.json()["place"], file.name


def test_every_hostile_xml_is_answered_as_a_problem_and_nothing_is_fetched(client: httpx.Client, corpora: Path) -> None:
    files = [file for file in corpora.rglob("*") if file.suffix in (".xml", ".xsl", ".svg", ".wsdl", ".dtd")]
    files += [file for file in (corpora / "xxe-payloads").rglob("*") if file.is_file()]
    assert len(files) > 40

    for file in files:
        answer = post(client, SUBSCRIBERS, file.read_bytes())

        assert answer.status_code in (400, 413, 422), file.name
        assert answer.headers["content-type"] == "application/problem+json"
        assert "root:" not in answer.text


def test_naughty_strings_are_kept_as_they_are_or_refused_and_never_break_the_hub(
    client: httpx.Client, corpora: Path
) -> None:
    strings: list[str] = json.loads((corpora / "blns" / "blns.json").read_text(encoding="utf-8"))
    kept = 0

    for number, naughty in enumerate(strings):
        subject = {**act()["subjects"][0], "lastName": naughty[:200], "birthPlaceText": naughty[:200]}
        raw = json.dumps(act(f"blns-{number}", actNumber=f"AB-{number:07d}/2026", subjects=[subject])).encode()
        answer = post(client, ACTS, raw)

        assert answer.status_code in (202, 400, 422), naughty
        kept += answer.status_code == 202
        if answer.status_code == 202:
            again = post(client, ACTS, raw)
            assert again.json()["receipt"] == answer.json()["receipt"]

    assert kept > 400


def test_the_process_logged_no_trace_and_no_value(hub: HubProcesses) -> None:
    log = hub.running["serve"].log.read_text()

    assert "Traceback" not in log
    assert "api_failed" not in log
    assert "7ABCD12" not in log
