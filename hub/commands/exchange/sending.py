"""Sending much to a running hub from the command line: with a progress bar, in batches, again where it asks for it."""

from __future__ import annotations

import asyncio
import hashlib
import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from typing import Any

import httpx
import typer
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

from connectors.agencies import giver_of
from hub.commands.client import HubClient
from hub.commands.servers.starting import console
from hub.errors import Words
from hub.register.formats import RECORDS_FORMAT

BATCH = 200


def giver_client(format_name: str, url: str | None, key: str | None) -> HubClient:
    """The hub that is meant; without a key the well-known one of the sandbox for the format's owner."""
    giver = giver_of(format_name)
    return HubClient.of(url, key, f"sandbox-{giver.name if giver else 'committee'}")


class NotTaken(Exception):
    """The hub refused; the text is its own, in the person's language."""


@contextmanager
def reported(target: HubClient) -> Iterator[None]:
    """End the command in words: status 1 for what the hub refuses, 2 where no hub answers."""
    try:
        yield
    except NotTaken as refused:
        console.print(f"[red]{escape(str(refused))}[/red]")
        raise typer.Exit(1) from refused
    except httpx.TransportError as away:
        console.print(
            Words(
                f"{target.url} cavab vermir: {type(away).__name__}",
                f"{target.url} does not answer: {type(away).__name__}",
            ).say(target.lang)
        )
        raise typer.Exit(2) from away


def progress_bar() -> Progress:
    """Words, bar, share, count, time left."""
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=console,
    )


async def send_records(target: HubClient, lines: Iterable[str], count: int) -> int:
    """Post canonical records in batches under ids made from their content; how many batches were not taken."""
    refused = 0
    async with target.session() as client:
        with progress_bar() as bar:
            task = bar.add_task(Words("Məlumat yazıları göndərilir", "Sending records").say(target.lang), total=count)
            for batch in batches(lines):
                try:
                    await post(client, f"/v1/messages/{RECORDS_FORMAT}", message_of(batch))
                except NotTaken as fault:
                    refused += 1
                    console.print(f"[red]{escape(str(fault))}[/red]")
                bar.advance(task, len(batch))
    return refused


def message_of(batch: list[str]) -> bytes:
    """A message of the hub's own format; the same records make the same id, so sending again is harmless."""
    records = f"[{','.join(batch)}]"
    name = f"import-{hashlib.sha256(records.encode()).hexdigest()[:32]}"
    return f'{{"id":"{name}","records":{records}}}'.encode()


async def post(client: httpx.AsyncClient, path: str, body: bytes) -> dict[str, Any]:
    """Post JSON; where the hub says that it has too much, come back when it says so."""
    while True:
        answer = await client.post(path, content=body, headers={"Content-Type": "application/json"})
        if answer.status_code != httpx.codes.SERVICE_UNAVAILABLE:
            return taken(answer)
        await asyncio.sleep(min(30.0, float(answer.headers.get("retry-after", "1"))))


def batches(lines: Iterable[str]) -> Iterator[list[str]]:
    """Up to BATCH lines at a time."""
    source = iter(lines)
    while batch := list(islice(source, BATCH)):
        yield batch


def taken(answer: httpx.Response) -> dict[str, Any]:
    """The answer's JSON; raises NotTaken with the hub's own sentence."""
    try:
        body = answer.json()
    except json.JSONDecodeError:
        body = {}
    if answer.is_success and isinstance(body, dict):
        return body
    raise NotTaken(f"{answer.status_code} {body.get('code', '')}: {body.get('detail', answer.reason_phrase)}")
