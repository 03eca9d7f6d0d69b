"""`hub replays shadow|corrections|list|show|cancel|emit`: what another mapping would make of stored messages."""

from __future__ import annotations

import re
import time
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.live import Live
from rich.text import Text

from hub.commands.client import Drawn, HubClient, asking
from hub.commands.exchange.repairs import ReasonOption, WatchOption
from hub.commands.servers.starting import console, errors
from hub.commands.tables import Column, Row, table
from hub.errors import Lang, Words
from hub.exchange.replay.book import ReplayKind
from hub.exchange.replay.candidate import FILES
from hub.exchange.replay.words import STATES

app = typer.Typer(
    no_args_is_help=True,
    help="Read stored messages by another mapping; correct what was told.",
)
_FORMAT = re.compile(r"^format: (\S+)$", re.MULTILINE)
_STYLES = {"done": "green", "failed": "red", "running": "cyan", "cancelled": "yellow"}
_FEWER = Words("Namizəd tələb olunandan az mesaj oxuyur.", "The candidate reads fewer of the messages than it has to.")


def _state(replay: Row, lang: Lang) -> Text:
    return Text(STATES[replay["state"]].say(lang), style=_STYLES[replay["state"]])


def _passed(replay: Row, _lang: Lang) -> str:
    return "" if replay["passed_percent"] is None else f"{replay['passed_percent']:g} %"


def _sample(field: Row, _lang: Lang) -> Text:
    shown = (f"{each['before'] or '—'} → {each['after'] or '—'}" for each in field["samples"])
    return Text("; ".join(shown))


REPLAYS = (
    Column("id", "id"),
    Column("format", "format"),
    Column(Words("vəziyyət", "state"), _state),
    Column(Words("oxunub", "read"), "seen"),
    Column(Words("oxuna bilir", "can be read"), _passed),
    Column(Words("bərpa", "repair"), "repair"),
)
FIELDS = (
    Column(Words("sahə", "field"), "name"),
    Column(Words("say", "count"), "count"),
    Column(Words("əvvəl → sonra", "before → after"), _sample, folds=True),
)
SinceOption = Annotated[str | None, typer.Option(help="The first day, such as 2026-11-01; else seven days in all.")]
UntilOption = Annotated[str | None, typer.Option(help="The last day; else today.")]


@app.command()
@asking
def shadow(  # noqa: PLR0913  # each is an option of the command
    client: HubClient,
    folder: Annotated[Path, typer.Argument(exists=True, file_okay=False, help="A format's folder, the candidate.")],
    *,
    since: SinceOption = None,
    until: UntilOption = None,
    most: Annotated[int | None, typer.Option(help="Of the newest messages, at most so many.")] = None,
    required: Annotated[float | None, typer.Option(help="Per cent that must be readable; 100 by default.")] = None,
    watch: WatchOption = False,
) -> None:
    """Let a candidate read stored messages; nothing is sent."""
    candidate = {name: (folder / name).read_text("utf-8") for name in FILES if (folder / name).is_file()}
    named = _FORMAT.search(candidate.get("mapping.yaml", ""))
    wanted = {"format": named[1] if named else "", "candidate": candidate, "since": since, "until": until}
    _ask(client, "shadow", wanted | {"most": most, "required_percent": required}, watch=watch)


@app.command()
@asking
def corrections(
    client: HubClient,
    format_: Annotated[str, typer.Argument(metavar="FORMAT", help="Of the messages that were delivered.")],
    *,
    since: SinceOption = None,
    until: UntilOption = None,
    field: Annotated[str | None, typer.Option(help="Only what differs in this field.")] = None,
    watch: WatchOption = False,
) -> None:
    """Look what was told wrongly by today's mapping; nothing is sent."""
    _ask(client, "corrections", {"format": format_, "since": since, "until": until, "field": field}, watch=watch)


@app.command("list")
@asking
def list_replays(client: HubClient, kind: ReplayKind = ReplayKind.SHADOW, limit: int = 20) -> None:
    """The newest of a kind."""
    found = client.get("/v1/replays", {"kind": kind.value, "limit": limit})
    client.show(found, lambda answer, lang: [table(answer["items"], REPLAYS, lang)])


@app.command()
@asking
def show(client: HubClient, replay: str) -> None:
    """What one has found, by the shapes of values; status 1 if fewer can be read than must be."""
    _show(client, client.get(f"/v1/replays/{replay}"))


@app.command()
@asking
def cancel(client: HubClient, replay: str) -> None:
    """Stop reading; what was found stays."""
    client.show(client.post(f"/v1/replays/{replay}/cancel", {}), _drawn)


@app.command()
@asking
def emit(client: HubClient, replay: str, *, reason: ReasonOption) -> None:
    """Send the corrections that were found, as a repair."""
    made = client.post(f"/v1/replays/{replay}/emit", {"reason": reason})
    client.show(made, lambda answer, _lang: [Text(f"hub repairs watch {answer['repair']}")])


def _ask(client: HubClient, kind: str, wanted: dict[str, Any], *, watch: bool) -> None:
    found = client.post(f"/v1/replays/{kind}", {name: given for name, given in wanted.items() if given is not None})
    if not watch:
        client.show(found, _drawn)
        return
    with Live(console=errors if client.as_json else console, refresh_per_second=4) as live:
        while found["state"] == "running":
            live.update(table([found], REPLAYS, client.lang))
            time.sleep(0.5)
            found = client.get(f"/v1/replays/{found['id']}")
    _show(client, found)


def _show(client: HubClient, found: Row) -> None:
    client.show(found, _drawn)
    if found["kind"] == "shadow" and found["state"] == "done" and not found["passes"]:
        errors.print(Text(_FEWER.say(client.lang), style="red"))
        raise typer.Exit(1)


def _drawn(found: Row, lang: Lang) -> Drawn:
    yield table([found], REPLAYS, lang)
    if found["trouble"]:
        yield Text(found["trouble"], style="red")
    if found["fields"]:
        yield table(found["fields"], FIELDS, lang)
    elif found["state"] == "done":
        yield Text(Words("Heç nə fərqlənmir.", "Nothing differs.").say(lang))
