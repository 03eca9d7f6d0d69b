"""`hub repairs create|list|show|approve|pause|resume|cancel|watch`: mend what failed, and see how it goes."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.live import Live
from rich.text import Text

from hub.commands.client import Drawn, HubClient, asking
from hub.commands.servers.starting import console, errors
from hub.commands.tables import Column, Row, table
from hub.errors import Lang, Words
from hub.exchange.repair.names import action_name, item_state_name, repair_state_name
from hub.exchange.repair.states import Action, Behind
from hub.exchange.repair.words import outcome_words
from hub.exchange.state_words import state_name

app = typer.Typer(no_args_is_help=True, help="Make and steer repairs.")

_STYLES = {"done": "green", "stopped": "red", "failed": "red", "paused": "yellow", "awaiting_approval": "yellow"}
_OUTCOME = Words("nəticə", "outcome")
_NEW = Words("seçimdən sonra yeni", "new since the selection")
_APPROVAL = Words(
    "İkinci şəxsin təsdiqi lazımdır: hub repairs approve", "A second person must approve it: hub repairs approve"
)


def _state(repair: Row, lang: Lang) -> Text:
    return Text(repair_state_name(repair["state"], lang), style=_STYLES.get(repair["state"], "cyan"))


def _item_state(item: Row, lang: Lang) -> Text:
    return Text(item_state_name(item["state"], lang), style=_STYLES.get(item["state"], "cyan"))


def _people(repair: Row, _lang: Lang) -> str:
    return ", ".join(filter(None, (repair["made_by"], repair["approved_by"])))


def _counts(repair: Row, lang: Lang) -> str:
    counts = sorted(repair["progress"].items())
    return ", ".join(f"{item_state_name(state, lang)} {count}" for state, count in counts)


def _said(item: Row, _lang: Lang) -> Text:
    said = " ".join(filter(None, (item["words"], item["detail"] and f"({item['detail']})")))
    return Text(said, style="" if item.get("does", True) else "yellow")


_ACTION = Column(Words("əməliyyat", "action"), lambda repair, lang: action_name(repair["action"], lang), folds=True)
_ID, _STATE = Column("id", "id", folds=True), Column(Words("vəziyyət", "state"), _state, folds=True)
_ITEMS = Words("say", "items")
REPAIRS = (
    Column("id", "id"),
    Column(Words("yaradılıb", "created"), "created_at"),
    Column(_ACTION.title, _ACTION.of),
    Column(_STATE.title, _state),
    Column(_ITEMS, lambda repair, _: f"{repair['released']}/{repair['items_total']}"),
    Column(Words("tərtib edən", "made by"), _people),
    Column(Words("səbəb", "reason"), "reason", folds=True),
)
PROGRESS = (
    _ID,
    _ACTION,
    _STATE,
    Column(_ITEMS, lambda repair, _: f"{repair['canary']['released']}/{repair['items_total']}", folds=True),
    Column(Words("addımlar", "steps"), lambda repair, _: " → ".join(map(str, repair["canary"]["steps"])), folds=True),
    Column(_OUTCOME, _counts, folds=True),
)
ITEMS = (
    Column("#", "number", folds=True),
    _ID,
    Column(_STATE.title, _item_state, folds=True),
    Column(Words("indi", "now"), lambda item, lang: state_name(item["now"] or "", lang), folds=True),
    Column(_OUTCOME, _said, folds=True),
)
FORECAST = (
    _ID,
    Column(_OUTCOME, _said, folds=True),
    Column(Words("arxada", "behind"), lambda item, _: str(item["behind"] or ""), folds=True),
)

ReasonOption = Annotated[str, typer.Option("--reason", help="Why; kept with the repair.")]
DryRunOption = Annotated[bool, typer.Option("--dry-run", help="Only say what would happen.")]
WatchOption = Annotated[bool, typer.Option("--watch", help="Stay until it ends.")]


@app.command("create")
@asking
def create_repair(  # noqa: PLR0913  # each is an option of the command
    client: HubClient,
    action: Action,
    ids: Annotated[list[str] | None, typer.Argument(help="Deliveries or messages; or --group, or --filter.")] = None,
    *,
    reason: ReasonOption,
    group: Annotated[str | None, typer.Option(help="A failure group, from `hub failed list`.")] = None,
    filter_: Annotated[list[str] | None, typer.Option("--filter", help="name=value; may be repeated.")] = None,
    argument: Annotated[list[str] | None, typer.Option("--argument", help="destination=…, reference=…")] = None,
    behind: Annotated[Behind | None, typer.Option(help="discard: what becomes of those that wait behind.")] = None,
    body: Annotated[Path | None, typer.Option(help="edit: a file with the new body.")] = None,
    canary: Annotated[bool | None, typer.Option(help="One, then five, then a quarter, then all.")] = None,
    dry_run: DryRunOption = False,
    watch: WatchOption = False,
) -> None:
    """Freeze a selection and mend it."""
    arguments: dict[str, Any] = _pairs(argument)
    if behind is not None:
        arguments["behind"] = behind.value
    if body is not None:
        arguments["body"] = body.read_text(encoding="utf-8")
    if arguments.get("confirm_not_applied"):
        arguments["confirm_not_applied"] = arguments["confirm_not_applied"].lower() in ("true", "1", "yes")
    selection = {"group": group} if group else {"filter": _pairs(filter_)} if filter_ else {"ids": ids or []}
    wanted = {
        "action": action.value,
        "selection": selection,
        "reason": reason,
        "arguments": arguments,
        "dry_run": dry_run,
        "canary": canary,
    }
    send_repair(client, wanted, watch=watch)


@app.command("list")
@asking
def list_repairs(client: HubClient, limit: int = 20) -> None:
    """The newest repairs."""
    found = client.get("/v1/repairs", {"limit": limit})
    client.show(found, lambda answer, lang: [table(answer["items"], REPAIRS, lang)])


@app.command("show")
@asking
def show_repair(client: HubClient, repair: str) -> None:
    """One repair with its items."""
    found = client.get(f"/v1/repairs/{repair}")
    client.show(found, lambda answer, lang: [*_drawn(answer, lang), table(answer["items"], ITEMS, lang)])


@app.command("approve")
@asking
def approve_repair(client: HubClient, repair: str) -> None:
    """Be the second person."""
    _command("approve", repair, client)


@app.command("pause")
@asking
def pause_repair(client: HubClient, repair: str) -> None:
    """Let nothing more go for now."""
    _command("pause", repair, client)


@app.command("resume")
@asking
def resume_repair(client: HubClient, repair: str) -> None:
    """Go on after a pause."""
    _command("resume", repair, client)


@app.command("cancel")
@asking
def cancel_repair(client: HubClient, repair: str) -> None:
    """End it; what was not let go stays as it is."""
    _command("cancel", repair, client)


@app.command("watch")
@asking
def watch_repair(client: HubClient, repair: str) -> None:
    """Stay until the repair ends."""
    watch_until_end(client, repair)


def send_repair(client: HubClient, wanted: dict[str, Any], *, watch: bool) -> None:
    """Post the request and show the repair, or what it would do."""
    found = client.post("/v1/repairs", wanted)
    client.show(found, _forecast if found.get("dry_run") else _drawn)
    if watch and found.get("state", "awaiting_approval") != "awaiting_approval":
        watch_until_end(client, found["id"])


def watch_until_end(client: HubClient, repair: str) -> None:
    """Show the progress twice a second; status 1 if the repair stopped by itself."""
    with Live(console=errors if client.as_json else console, refresh_per_second=4) as live:
        while True:
            found = client.get(f"/v1/repairs/{repair}")
            live.update(table([found], PROGRESS, client.lang))
            if found["state"] in ("done", "stopped", "cancelled"):
                break
            time.sleep(0.5)
    if client.as_json:
        client.show(found, _drawn)
    elif not console.is_terminal:
        console.print()  # a live display ends its line on terminals only
    if found["state"] == "stopped":
        console.print(Text(found["stop_words"] or found["stop_reason"] or "", style="red"))
        raise typer.Exit(1)


def _command(name: str, repair: str, client: HubClient) -> None:
    client.show(client.post(f"/v1/repairs/{repair}/{name}", {}), _drawn)


def _pairs(given: list[str] | None) -> dict[str, Any]:
    found = {}
    for each in given or []:
        name, is_pair, value = each.partition("=")
        if not is_pair:
            raise typer.BadParameter(f"{each}: name=value")
        found[name] = json.loads(value) if name == "patches" else value
    return found


def _drawn(found: Any, lang: Lang) -> Drawn:
    yield table([found], PROGRESS, lang)
    if found["new_since"]:
        yield Text(f"{_NEW.say(lang)}: {found['new_since']}")
    if found["stop_words"]:
        yield Text(found["stop_words"], style="red")
    if found["state"] == "awaiting_approval":
        yield Text(f"{_APPROVAL.say(lang)} {found['id']}", style="yellow")


def _forecast(found: Any, lang: Lang) -> Drawn:
    tally = "\n".join(_tally(found["outcomes"], lang))
    yield table(found["items"], FORECAST, lang, caption=tally, caption_justify="left")


def _tally(outcomes: dict[str, int], lang: Lang) -> Iterator[str]:
    for name, count in outcomes.items():
        words = outcome_words(name)
        yield f"{count} × {name if words is None else words.say(lang)}"
