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
        ("/v1/messages/search", "POST"),
        ("/v1/subscriptions/1", "DELETE"),
        ("/health/live", "GET, HEAD"),
    ],
)
async def test_an_unknown_method_is_told_those_of_the_address(tmp_path: Path, path: str, allowed: str) -> None:
    async with served(settings_for(tmp_path / "data", port=0)) as api:
        for method in ("PATCH", "OPTIONS", "TRACE"):
            answer = await api.client.request(method, path)

            assert (answer.status_code, answer.headers["allow"]) == (405, allowed)


@pytest.mark.parametrize(
    "path",
    ["/", "/v1/me", "/v1/messages?limit=1", "/soap", "/console/", "/console/login?goes_on=%2Fconsole%2F", "/r1/a"],
)
async def test_a_target_in_absolute_form_is_answered_as_in_origin_form(tmp_path: Path, path: str) -> None:
    """RFC 9112, 3.2.2: its host counts, whatever stands in Host."""
    async with served(settings_for(tmp_path / "data", port=0)) as api:
        host = api.url.removeprefix("http://")
        own, whole = [
            await api.raw(_get(target, said))
            for target, said in ((path, host), (f"http://{host}{path if path != '/' else ''}", "other.example"))
        ]
        posted = await api.raw(_post(f"http://{host}", host, "other.example"))
        forged = await api.raw(_post("", "other.example", host))

    assert _told(own) == _told(whole)
    assert (_told(posted)[0], _told(forged)[0]) == (b"HTTP/1.1 401 Unauthorized", b"HTTP/1.1 403 Forbidden")


async def test_a_target_that_names_a_user_is_refused(tmp_path: Path) -> None:
    async with served(settings_for(tmp_path / "data", port=0)) as api:
        told = await api.raw(_get("http://samir:secret@hub.example/v1/me", "hub.example"))

    assert _told(told)[0] == b"HTTP/1.1 400 Bad Request"


def _get(target: str, host: str) -> bytes:
    return f"GET {target} HTTP/1.1\r\nHost: {host}\r\nAuthorization: Bearer sandbox-committee\r\n\r\n".encode()


def _post(base: str, host: str, said: str) -> bytes:
    """A form of the console, whose Origin must be the host that was asked."""
    head = f"POST {base}/console/login HTTP/1.1\r\nHost: {said}\r\nOrigin: http://{host}\r\nContent-Length: 0\r\n"
    return f"{head}Content-Type: application/x-www-form-urlencoded\r\n\r\n".encode()


def _told(raw: bytes) -> list[bytes]:
    """Status and what a client goes by, without date and length."""
    lines = raw.split(b"\r\n")
    return [lines[0], *(line for line in lines[1:] if line.startswith((b"location:", b"content-type:")))]
