"""Webhooks and mail against real servers on loopback."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from hub.watch.telling import MailChannel, Notice, NotTold, WebhookChannel

NOTICE = Notice("agency_down", ["Azəriqaz: qurum cavab vermir."], "az")


@asynccontextmanager
async def http_server(status: str, heard: list[bytes]) -> AsyncIterator[str]:
    """Answers every request with the status."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        length = int(head.lower().split(b"content-length: ")[1].split(b"\r\n")[0])
        heard.append(await reader.readexactly(length))
        writer.write(f"HTTP/1.1 {status}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n".encode())
        await writer.drain()
        writer.close()

    async with await asyncio.start_server(serve, "127.0.0.1", 0) as server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/hook"


@asynccontextmanager
async def mail_server(heard: list[str]) -> AsyncIterator[str]:
    """The least of RFC 5321 that a client needs."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 here\r\n")
        while line := (await reader.readline()).decode():
            heard.append(line.strip())
            if line.upper().startswith("DATA"):
                writer.write(b"354 go on\r\n")
                heard.append((await reader.readuntil(b"\r\n.\r\n")).decode())
            writer.write(b"250 ok\r\n" if not line.upper().startswith("QUIT") else b"221 bye\r\n")
            if line.upper().startswith("QUIT"):
                break
        writer.close()

    async with await asyncio.start_server(serve, "127.0.0.1", 0) as server:
        yield f"smtp://127.0.0.1:{server.sockets[0].getsockname()[1]}"


async def test_a_webhook_gets_the_words_as_text_and_as_a_list() -> None:
    heard: list[bytes] = []
    async with http_server("200 OK", heard) as url:
        await WebhookChannel(inside=True).tell(url, NOTICE)

    assert json.loads(heard[0]) == {
        "text": "Azəriqaz: qurum cavab vermir.",
        "kind": "agency_down",
        "alerts": ["Azəriqaz: qurum cavab vermir."],
    }


async def test_a_webhook_that_refuses_was_not_told() -> None:
    async with http_server("503 Service Unavailable", []) as url:
        with pytest.raises(NotTold, match="http_503"):
            await WebhookChannel(inside=True).tell(url, NOTICE)


async def test_a_webhook_inside_the_network_is_not_called_unless_it_is_allowed() -> None:
    heard: list[bytes] = []
    async with http_server("200 OK", heard) as url:
        with pytest.raises(NotTold):
            await WebhookChannel(inside=False).tell(url.replace("http:", "https:"), NOTICE)

    assert heard == []


async def test_a_mail_has_sender_target_subject_and_words() -> None:
    heard: list[str] = []
    async with mail_server(heard) as server:
        await MailChannel(server, "hub@idp.example").tell("leyla@idp.example", NOTICE)

    said = "\n".join(heard)
    assert "rcpt TO:<leyla@idp.example>".lower() in said.lower()
    assert "Subject: =?utf-8?" in said


async def test_without_a_mail_server_or_with_one_that_is_away_it_is_not_told() -> None:
    with pytest.raises(NotTold, match="HUB_ALERT_SMTP_URL"):
        await MailChannel(None, "hub@idp.example").tell("a@idp.example", NOTICE)
    with pytest.raises(NotTold):
        await MailChannel("smtp://127.0.0.1:1", "hub@idp.example").tell("a@idp.example", NOTICE)
