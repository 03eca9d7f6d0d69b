"""What an address takes: HEAD wherever GET is, and Allow names all of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.hubs import settings_for
from tests.integration.api.served import as_party, served


@pytest.mark.parametrize("path", ["/health/live", "/v1/messages", "/openapi.json", "/console/login"])
async def test_a_head_is_a_get_without_its_body(tmp_path: Path, path: str) -> None:
    async with served(settings_for(tmp_path / "data", port=0)) as api:
        got = await api.client.get(path, headers=as_party("sandbox-committee"))
        head = await api.client.head(path, headers=as_party("sandbox-committee"))

    assert (got.status_code, head.status_code) == (200, 200)
    assert head.content == b""
    assert head.headers["content-type"] == got.headers["content-type"]


@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        ("/v1/repairs", "GET, HEAD, POST"),
        ("/v1/messages/test", "GET, HEAD, POST"),
        ("/v1/subscriptions/1", "DELETE"),
        ("/health/live", "GET, HEAD"),
    ],
)
async def test_an_unknown_method_is_told_those_of_the_address(tmp_path: Path, path: str, allowed: str) -> None:
    async with served(settings_for(tmp_path / "data", port=0)) as api:
        for method in ("PATCH", "OPTIONS", "TRACE"):
            answer = await api.client.request(method, path)

            assert (answer.status_code, answer.headers["allow"]) == (405, allowed)
