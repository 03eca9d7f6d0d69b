"""One person's hands on the hub: calls over HTTP, each under a key that makes its repetition harmless."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass
from typing import Any

import httpx

from connectors.agencies import PHONE
from connectors.seed_officials import FINS

_AGAIN_S = 1.0
_TRIES = 60


class Refused(Exception):
    """The hub said no, with its code: the story does not go on from here."""

    def __init__(self, path: str, status: int, code: str) -> None:
        super().__init__(f"{path}: {status} {code}")
        self.status = status
        self.code = code


@dataclass(frozen=True, slots=True)
class Desks:
    """`story` names what the keys belong to, so that a story told again after a restart is the same one."""

    hub: httpx.AsyncClient
    story: str
    phones: str = ""
    """Where the sandbox's phones scan."""

    async def read(self, who: str, path: str, **params: str) -> Any:
        """GET as that person."""
        answer = await self._answered("GET", who, path, params=params)
        return answer.json()

    async def fetch(self, who: str, path: str) -> bytes:
        """GET the bytes of a file."""
        return (await self._answered("GET", who, path)).content

    async def store(self, who: str, raw: bytes) -> str:
        """Store a file; its SHA-256."""
        answer = await self._answered("POST", who, "/v1/documents/files", content=raw, key=f"file {len(raw)}")
        return str(answer.json()["sha256"])

    async def create(self, who: str, body: dict[str, Any], step: str) -> str:
        """Begin a document; its id."""
        answer = await self._answered("POST", who, "/v1/documents", json=body, key=step)
        return str(answer.json()["id"])

    async def do(self, who: str, document: str, what: str, step: str, **body: Any) -> None:
        """One step of a document at its present version: `versions`, `submit`, `register`, `send` …"""
        await self._step(who, document, f"/v1/documents/{document}/{what}", step, body)

    async def act(self, who: str, document: str, on: str, step: str, **act: Any) -> None:
        """One act on the document's path, its orders or itself."""
        await self._step(who, document, f"/v1/documents/{document}/acts", step, {"on": on, "act": act})

    async def sign(self, who: str, document: str, step: str) -> None:
        """The person's own signature, by phone; the hub has it by the time the phone is done."""
        shown = await self.read(who, f"/v1/documents/{document}")
        body = {"document": document, "expected_version": shown["version"], "provider": PHONE}
        session = (await self._answered("POST", who, "/v1/signatures", json=body, key=step)).json()
        if session["link"]:
            order = {"link": session["link"], "person": FINS[who]}
            await self._answered("POST", who, self.phones, json=order, key=f"{step} scan")

    async def seal(self, who: str, document: str, step: str) -> None:
        """The body's seal."""
        await self._step(who, document, "/v1/signatures", step, {"document": document})

    async def _step(self, who: str, document: str, path: str, step: str, body: dict[str, Any]) -> None:
        """At the version that the document has now; what is stale by the time it arrives is looked at again."""
        for _ in range(_TRIES):
            version = (await self.read(who, f"/v1/documents/{document}"))["version"]
            try:
                await self._answered("POST", who, path, json={**body, "expected_version": version}, key=step)
            except Refused as refused:
                if refused.code != "documents.stale":
                    raise
            else:
                return
        raise Refused(path, 409, "documents.stale")

    async def _answered(self, method: str, who: str, path: str, *, key: str = "", **more: Any) -> httpx.Response:
        """The hub's answer; while it is away or busy, the same is asked again."""
        headers = {"authorization": f"Bearer sandbox-{who}", "accept-language": "az"}
        if key:
            headers["idempotency-key"] = f"{self.story} {key}"[:200].encode("ascii", "replace").decode()
        while True:
            try:
                answer = await self.hub.request(method, path, headers=headers, **more)
            except httpx.TransportError:
                await asyncio.sleep(_AGAIN_S)
                continue
            if answer.status_code < 400:
                return answer
            if answer.status_code < 500 and answer.status_code != 429:
                raise Refused(path, answer.status_code, _code(answer))
            await asyncio.sleep(_AGAIN_S)


def _code(answer: httpx.Response) -> str:
    try:
        return str(answer.json().get("code", ""))
    except (json.JSONDecodeError, AttributeError):
        return ""
