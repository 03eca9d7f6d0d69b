"""`hub failed` and `hub repairs` against a hub that listens."""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
import uvicorn

from hub.serving import make_api
from tests.hubs import running_hub, settings_for
from tests.sandbox import free_port
from tests.warm import WARM

ROOT = Path(__file__).parents[3]
SAMPLES = ROOT / "mappings" / "formats" / "justice_civil-act" / "samples"


@dataclass(frozen=True)
class Listening:
    """A hub that listens; `run` is the `hub` command as a person types it: its exit status and what it printed."""

    port: int

    async def run(self, *words: str) -> tuple[int, str]:
        env = {**os.environ, "HUB_PORT": str(self.port), "HUB_LANG": "en", "COLUMNS": "240"}
        done = await asyncio.to_thread(WARM.run, "hub.cli", *words, env=env)
        return done.returncode, done.stdout + done.stderr

    async def send(self, act: object) -> None:
        """As the Ministry of Justice would."""
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{self.port}") as client:
            answer = await client.post(
                "/v1/messages/justice.civil-act.v1", json=act, headers={"Authorization": "Bearer sandbox-edliyye"}
            )
        assert answer.status_code == 202, answer.text


@pytest.fixture
async def hub(tmp_path: Path) -> AsyncIterator[Listening]:
    port = free_port()
    async with running_hub(settings_for(tmp_path, port=port)) as made:
        server = uvicorn.Server(uvicorn.Config(make_api(made), port=port, log_config=None, lifespan="off"))
        serving = asyncio.create_task(server.serve())
        while not server.started:
            await asyncio.sleep(0.02)
        yield Listening(port)
        server.should_exit = True
        await serving


async def test_a_failure_is_found_explained_and_mended_from_the_command_line(hub: Listening) -> None:
    assert "Nothing has failed." in (await hub.run("failed", "list"))[1]
    act = json.loads((SAMPLES / "death.input.json").read_text(encoding="utf-8"))
    act["subjects"][0]["gender"] = "Ş"
    await hub.send(act)

    _, listed = await hub.run("failed", "list")
    assert "justice.civil-act.v1" in listed
    group = listed.splitlines()[1].split()[0]
    assert "/subjects/0/gender" in (await hub.run("failed", "show", group))[1]
    status, made = await hub.run(
        "repairs", "create", "reprocess", "--group", group, "--reason", "the code table was mended", "--watch"
    )
    assert status == 0, made
    repair = next(word for word in made.split() if len(word) == 32)
    assert "Today's mapping cannot read it either." in (await hub.run("repairs", "show", repair))[1]
    assert repair in (await hub.run("repairs", "list"))[1]


async def test_tables_name_states_in_words_and_json_keeps_the_codes(hub: Listening) -> None:
    act = json.loads((SAMPLES / "death.input.json").read_text(encoding="utf-8"))
    act["subjects"][0]["gender"] = "Ş"
    await hub.send(act)

    _, table = await hub.run("messages", "list")
    _, answer = await hub.run("messages", "list", "--json")
    _, failures = await hub.run("failed", "list", "--json")

    assert "waiting to be understood" in table
    (message,) = json.loads(answer)["items"]
    assert message["state"] == "quarantined"
    (group,) = json.loads(failures)["items"]
    for words in (["messages", "show", message["id"]], ["failed", "show", group["fingerprint"]], ["repairs", "list"]):
        assert isinstance(json.loads((await hub.run(*words, "--json"))[1]), dict)


async def test_what_cannot_be_done_is_told_plainly(hub: Listening) -> None:
    status, printed = await hub.run("failed", "retry", "0" * 16, "--reason", "no such group", "--dry-run")

    assert status == 1
    assert "repair.nothing_to_repair" in printed
    assert "Traceback" not in printed
    status, printed = await hub.run("failed", "explain", "0" * 16)
    assert status == 2
    assert "is no error's code" in printed


async def test_a_candidate_is_tried_on_stored_messages_from_the_command_line(hub: Listening, tmp_path: Path) -> None:
    act = json.loads((SAMPLES / "death.input.json").read_text(encoding="utf-8"))
    act["subjects"][0]["gender"] = "Ş"
    await hub.send(act)
    for name in ("mapping.yaml", "codes.yaml", "schema.json"):
        (tmp_path / name).write_text((SAMPLES.parent / name).read_text(encoding="utf-8"), encoding="utf-8")

    fails = await hub.run("replays", "shadow", str(tmp_path), "--watch")
    codes = (tmp_path / "codes.yaml").read_text(encoding="utf-8").replace("  F: female\n", "  F: female\n  Ş: male\n")
    (tmp_path / "codes.yaml").write_text(codes, encoding="utf-8")
    passes = await hub.run("replays", "shadow", str(tmp_path), "--watch")
    listed = await hub.run("replays", "list")
    looked = await hub.run("replays", "corrections", "justice.civil-act.v1", "--watch")

    assert fails[0] == 1, fails[1]
    assert "The candidate reads fewer of the messages than it has to." in fails[1]
    assert passes[0] == 0, passes[1]
    assert "100 %" in passes[1]
    assert listed[1].count("done") == 2
    assert "Nothing differs." in looked[1]
