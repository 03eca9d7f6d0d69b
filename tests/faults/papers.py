"""People who take papers from the first line to the file, and ask again under the same key until they are answered."""

from __future__ import annotations

import asyncio
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

PATH = Path(__file__).parents[1] / "contract" / "documents" / "paths" / "two-of-three.yaml"
UNAVAILABLE = (503, 507)
LIFE = (
    "created", "revised", "begun", "submitted", "stage_opened", "returned", "revised", "resubmitted", "stage_opened",
    "marked", "marked", "stage_passed", "stage_opened", "marked", "stage_passed", "run_approved", "registered",
    "resolution_given", "reported", "executed", "filed",
)  # fmt: skip
"""The events of one paper's life, each once."""
COMMANDS = 12
"""How many commands make them."""


@dataclass(slots=True)
class Papers:
    """`promised` maps each command's key to the version of its answer; `repeats` counts calls without an answer."""

    url: str
    seconds: float = 60.0
    promised: dict[str, int] = field(default_factory=dict)
    finished: list[str] = field(default_factory=list)
    repeats: int = 0
    broken_promises: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)

    async def live(self, papers: range) -> None:
        """Take these papers through their lives, all at the same time."""
        async with httpx.AsyncClient(base_url=self.url, timeout=15) as client, asyncio.TaskGroup() as people:
            source = {"source": PATH.read_text(encoding="utf-8")}
            made = await self._patiently(client, "sevinc", "/v1/paths", source, "path")
            if made["proposal"] is not None:
                await self._agreed(client, f"/v1/directory/proposals/{made['proposal']}/agree")
            for number in papers:
                people.create_task(_Paper(self, client, number).live())

    async def _patiently(
        self, client: httpx.AsyncClient, who: str, path: str, body: dict[str, Any] | bytes, key: str
    ) -> dict[str, Any]:
        deadline = time.monotonic() + self.seconds
        headers = {"authorization": f"Bearer sandbox-{who}", "idempotency-key": key, "accept-language": "en"}
        content = {"content": body} if isinstance(body, bytes) else {"json": body}
        while time.monotonic() < deadline:
            try:
                answer = await client.post(path, headers=headers, **content)
            except httpx.HTTPError:
                self.repeats += 1
            else:
                if answer.status_code < 300:
                    return dict(answer.json())
                if answer.status_code not in UNAVAILABLE:
                    self.refused.append(f"{path}: {answer.status_code} {answer.text[:300]}")
                    raise AssertionError(self.refused[-1])
            await asyncio.sleep(0.1)
        raise AssertionError(f"{who} got no answer from {path} within {self.seconds} s")

    async def _agreed(self, client: httpx.AsyncClient, path: str) -> None:
        """Until it is decided: whether the first answer was lost does not matter."""
        deadline = time.monotonic() + self.seconds
        while time.monotonic() < deadline:
            with suppress(httpx.HTTPError):
                answer = await client.post(path, json={}, headers={"authorization": "Bearer sandbox-nigar"})
                if answer.status_code in (200, 409):
                    return
            await asyncio.sleep(0.1)
        raise AssertionError(f"nobody agreed at {path} within {self.seconds} s")


@dataclass(slots=True)
class _Paper:
    """One document and what is known of it."""

    papers: Papers
    client: httpx.AsyncClient
    number: int
    known: dict[str, Any] = field(default_factory=dict)
    steps: int = 0

    async def live(self) -> None:
        await self._begin()
        await self._step("rauf", "submit", path="two-of-three")
        await self._act("nigar", "path", "return", content_hash=self._content, note="düzəldin")
        await self._step("rauf", "versions", files=[await self._file("Salamlar")])
        await self._act("rauf", "path", "resubmit", content_hash=self._content)
        for login in ("nigar", "orxan", "fuad"):
            await self._act(login, "path", "approve", content_hash=self._content)
        await self._step("sevinc", "register", file="01-05")
        order = {"resolution": "r1", "text": "İcra edin", "executors": ["rauf"], "days": 5}
        await self._act("elcin", "orders", "give_resolution", **order)
        await self._act("rauf", "orders", "report", resolution="r1", note="icra olundu")
        await self._act("sevinc", "document", "put_in_file", case_file="01-05")
        self.papers.finished.append(self.known["id"])

    @property
    def _content(self) -> str:
        return str(self.known["content_hash"])

    async def _begin(self) -> None:
        body = {"kind": "internal", "title": "Əmr", "unit": "qayidis", "files": [await self._file("Salam")]}
        await self._command("rauf", "/v1/documents", body)

    async def _file(self, text: str) -> dict[str, Any]:
        raw = f"{text} {self.number}".encode()
        stored = await self.papers._patiently(self.client, "rauf", "/v1/documents/files", raw, "file")
        return {"name": "emr.txt", "mime": "text/plain", "sha256": stored["sha256"], "main": True}

    async def _act(self, who: str, on: str, kind: str, **act: Any) -> None:
        await self._step(who, "acts", on=on, act={"kind": kind, **act})

    async def _step(self, who: str, name: str, **body: Any) -> None:
        path = f"/v1/documents/{self.known['id']}/{name}"
        await self._command(who, path, {"expected_version": self.known["version"], **body})

    async def _command(self, who: str, path: str, body: dict[str, Any]) -> None:
        self.steps += 1
        key = f"{self.number}/{self.steps}"
        answer = await self.papers._patiently(self.client, who, path, body, key)
        if answer["version"] <= self.known.get("version", 0):
            self.papers.broken_promises.append(f"{key}: version {answer['version']} after {self.known['version']}")
        self.known = answer
        self.papers.promised[key] = answer["version"]
