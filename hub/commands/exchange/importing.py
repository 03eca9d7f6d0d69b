"""`hub import FORMAT FILE`: hands a file to a running hub and follows it to its end.

Files of agencies go whole to /v1/files; canonical records (hub.records.v1), one JSON a line, go in batches. Either may
be repeated: the hub knows what it has already.
"""

from __future__ import annotations

import asyncio
import base64
import hashlib
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Annotated, Any

import httpx
import typer
from rich.progress import Progress, TaskID
from rich.table import Table

from connectors.agencies import FILER
from hub.commands.client import HubClient, KeyOption, UrlOption
from hub.commands.exchange.sending import giver_client, progress_bar, reported, send_records, taken
from hub.commands.servers.starting import console
from hub.errors import Words
from hub.exchange.state_words import state_name
from hub.register.formats import RECORDS_FORMAT

_PART = 1024 * 1024
_POLL_S = 0.5
_PATIENCE = 20


def import_file(
    format_name: Annotated[str, typer.Argument(metavar="FORMAT", help=f"Such as {FILER.gives[0].format}.")],
    file: Annotated[Path, typer.Argument(metavar="FILE", exists=True, dir_okay=False, readable=True)],
    url: UrlOption = None,
    key: KeyOption = None,
) -> None:
    """Hand a file to a running hub and follow it.

    Exit status 1 if anything in it was not taken, 2 if the hub does not answer.
    """
    target = giver_client(format_name, url, key)
    with reported(target):
        if format_name == RECORDS_FORMAT:
            bad = asyncio.run(send_records(target, _lines(file), _count(file)))
        else:
            bad = asyncio.run(send_file(target, format_name, file))
    raise typer.Exit(1 if bad else 0)


async def send_file(target: HubClient, format_name: str, file: Path) -> int:
    """Hand a file over and follow it to its end; how much of it was not taken."""
    size = (await asyncio.to_thread(file.stat)).st_size
    async with target.session() as client:
        with progress_bar() as bar:
            sending = bar.add_task(Words("Göndərilir", "Sending").say(target.lang), total=size)

            async def parts() -> AsyncIterator[bytes]:
                for part in _parts(file):
                    yield part
                    bar.advance(sending, len(part))

            digest = base64.b64encode(await asyncio.to_thread(_sha256, file)).decode()
            answer = await client.post(
                f"/v1/files/{format_name}",
                params={"name": file.name},
                content=parts(),
                headers={"Content-Digest": f"sha-256=:{digest}:", "Content-Type": "application/octet-stream"},
            )
            accepted = taken(answer)
            working = bar.add_task(Words("İşlənir", "Working").say(target.lang), total=None)
            view = await _follow(client, accepted["links"]["self"], bar, working)
    _summary(target, view)
    return int(view["rows_bad"]) + int(view["state"] == "quarantined") + int(view["chunks_failed"])


async def _follow(client: httpx.AsyncClient, path: str, bar: Progress, task: TaskID) -> dict[str, Any]:
    """Poll until the file is finished; a hub that restarts meanwhile is waited for."""
    lost = 0
    while True:
        try:
            view: dict[str, Any] = taken(await client.get(path))
            lost = 0
        except httpx.TransportError:
            lost += 1
            if lost > _PATIENCE:
                raise
        else:
            total = view["rows_total"] if view["totals"] is not None else None
            looked_at = sum(view[name] for name in ("rows_done", "rows_bad", "rows_apart", "rows_superseded"))
            bar.update(task, total=total, completed=looked_at)
            if view["state"] not in ("splitting", "in_progress"):
                return view
        await asyncio.sleep(_POLL_S)


_COUNTERS = {
    "rows_total": Words("Sətir", "Rows"),
    "rows_done": Words("Qəbul edilib", "Taken"),
    "rows_bad": Words("Səhv", "Bad"),
    "rows_apart": Words("Ayrıca gözləyən", "Put apart"),
    "rows_superseded": Words("Yenisi ilə əvəz olunub", "Superseded"),
}


def _summary(target: HubClient, view: dict[str, Any]) -> None:
    state = state_name(view["state"], target.lang)
    console.print(f"{view['name']}: {state}", highlight=False, markup=False, soft_wrap=True)
    table = Table(show_header=False)
    for name, words in _COUNTERS.items():
        table.add_row(words.say(target.lang), str(view[name]))
    console.print(table)
    for issue in view["issues"]:
        console.print(f"[red]{issue['path']}: {issue['text']}[/red]")
    if view["rows_bad"]:
        where = f"{target.url}{view['links']['reply']}"
        console.print(
            Words(f"Səhv sətirlər və səbəbləri: {where}", f"Bad rows and their reasons: {where}").say(target.lang)
        )


def _parts(file: Path) -> Iterator[bytes]:
    with file.open("rb") as source:
        while part := source.read(_PART):
            yield part


def _sha256(file: Path) -> bytes:
    digest = hashlib.sha256()
    for part in _parts(file):
        digest.update(part)
    return digest.digest()


def _lines(file: Path) -> Iterator[str]:
    with file.open(encoding="utf-8") as source:
        yield from (line for raw in source if (line := raw.strip()))


def _count(file: Path) -> int:
    return sum(1 for _ in _lines(file))
