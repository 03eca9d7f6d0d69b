"""Clients that nobody here wrote read every description and call every service: PHP's SoapClient and node-soap."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import json
import os
import shutil
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from hub.soap.services import SERVICES
from tests.acceptance.checkout import PROJECT
from tests.integration.api.served import Served, act
from tests.integration.soap.examples import EXAMPLES, Example
from tests.servers.sources import install_package
from tests.servers.wanting import skip_or_fail

pytestmark = pytest.mark.slow

PEERS = Path(__file__).parent / "peers"
NODE_SOAP = "soap@1.13.0"
VERSIONS = ("1.1", "1.2")


class PeerMissing(Exception):
    """The client cannot be had here; the text says how to get it."""


def php(say: Callable[[str], None]) -> list[str]:
    """The command that calls by PHP; raises PeerMissing."""
    if not (install_package("php-cli", _php, say) and install_package("php-soap", _php_soap, say)):
        raise PeerMissing("PHP's SoapClient is needed: apt-get install php-cli php-soap")
    return ["php", str(PEERS / "call.php")]


def _php() -> Path | None:
    found = shutil.which("php")
    return Path(found) if found else None


def _php_soap() -> Path | None:
    modules = subprocess.run(["php", "-m"], check=True, capture_output=True, text=True).stdout
    return _php() if "soap" in modules.split() else None


def node(say: Callable[[str], None]) -> list[str]:
    """The command that calls by node-soap, kept beside the other things that tests fetch; raises PeerMissing."""
    folder = PROJECT / ".build" / "node-soap"
    if shutil.which("node") is None or shutil.which("npm") is None:
        raise PeerMissing("node-soap is needed: install node and npm (Debian, Ubuntu: apt-get install nodejs npm)")
    if not (folder / "node_modules" / "soap").is_dir():
        say(f"Installing {NODE_SOAP} ...")
        folder.mkdir(parents=True, exist_ok=True)
        command = ["npm", "install", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix", str(folder), NODE_SOAP]
        done = subprocess.run(command, check=False, capture_output=True, text=True)
        if done.returncode:
            raise PeerMissing(f"npm could not install {NODE_SOAP}: {done.stderr[-300:]}")
    return ["env", f"NODE_PATH={folder / 'node_modules'}", "node", str(PEERS / "call.js")]


CLIENTS: Mapping[str, Callable[[Callable[[str], None]], list[str]]] = {"PHP SoapClient": php, "node-soap": node}


@pytest.fixture(scope="module", params=CLIENTS)
def client(request: pytest.FixtureRequest, say: Callable[[str], None]) -> list[str]:
    try:
        return CLIENTS[request.param](say)
    except PeerMissing as missing:
        skip_or_fail(missing)


async def calls(soap: Served, client: list[str], service: str, version: str, examples: list[Example]) -> Any:
    """What the client says of the operations that it read, and of each call."""
    made = [
        {"operation": each.operation, "request": each.request, "asking": each.asking and dict(each.asking)}
        for each in examples
    ]
    return await told_by(soap, client, service, {"version": version, "key": examples[0].key, "calls": made})


async def told_by(soap: Served, client: list[str], service: str, asked: Mapping[str, Any]) -> Any:
    process = await asyncio.create_subprocess_exec(
        *client,
        f"{soap.url}/soap/{service}?wsdl",
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        env={name: value for name, value in os.environ.items() if not name.upper().endswith("_PROXY")},
    )
    out, wrong = await asyncio.wait_for(process.communicate(json.dumps(asked).encode()), 60)
    assert process.returncode == 0, (out, wrong)
    return json.loads(out)


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("service", SERVICES)
async def test_a_foreign_client_reads_the_description_and_calls_every_operation(
    soap: Served, client: list[str], service: str, version: str
) -> None:
    examples = [each for each in EXAMPLES if each.service == service]
    keys = {each.key for each in examples}

    told = [await calls(soap, client, service, version, [e for e in examples if e.key == key]) for key in keys]

    wanted = {each.name for each in SERVICES[service].operations}
    assert {each.operation for each in examples} == wanted
    assert all(any(name in read for read in told[0]["operations"]) for name in wanted)
    by_key = dict(zip(keys, told, strict=True))
    for key in keys:
        for example, said in zip([e for e in examples if e.key == key], by_key[key]["answers"], strict=True):
            assert dict(example.answer).items() <= said["answer"].items(), said


@pytest.mark.parametrize("version", VERSIONS)
async def test_a_foreign_client_is_told_the_code_in_the_detail(soap: Served, client: list[str], version: str) -> None:
    example = EXAMPLES[0]
    without = Example(example.service, example.operation, example.request, {}, asking=None)

    told = await calls(soap, client, example.service, version, [without])

    assert told["answers"][0]["detail"]["problem"]["code"] == "ask.basis_missing"


async def test_node_soap_sends_content_beside_the_envelope(soap: Served, say: Callable[[str], None]) -> None:
    try:
        client = node(say)
    except PeerMissing as missing:
        skip_or_fail(missing)
    content = json.dumps(act("by-mtom")).encode()
    include = {"attributes": {"xmlns:xop": "http://www.w3.org/2004/08/xop/include", "href": "cid:file@peer"}}
    request = {"format": "justice.civil-act.v1", "content": {"xop:Include": include}}
    beside = base64.b64encode(content).decode()
    call = {"operation": "sendMessage", "request": request, "asking": None, "beside": beside}

    told = await told_by(soap, client, "messages", {"version": "1.1", "key": "sandbox-edliyye", "calls": [call]})

    answer = told["answers"][0]["answer"]
    assert (answer["state"], answer["receipt"]["sha256"]) == ("accepted", hashlib.sha256(content).hexdigest())
