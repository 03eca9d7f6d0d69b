"""`hub repairs create|list|show|approve|pause|resume|cancel|watch`: mend what failed, and see how it goes."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.live import Live
from rich.table import Table
from rich.text import Text

from hub.commands.client import HubClient, JsonOption, KeyOption, UrlOption, print_json
from hub.commands.servers.starting import console
from hub.exchange.repair.names import action_name, item_state_name, repair_state_name
from hub.exchange.repair.states import Action, Behind
from hub.exchange.repair.words import outcome_words
from hub.exchange.state_words import state_name

app = typer.Typer(no_args_is_help=True, help="Make and steer repairs. / Bərpa.")

_FINAL = ("done", "stopped", "cancelled")
_STYLES = {"done": "green", "stopped": "red", "failed": "red", "paused": "yellow", "awaiting_approval": "yellow"}
_WORDS = {
    "az": {"action": "əməliyyat", "state": "vəziyyət", "items": "say", "made": "tərtib edən", "reason": "səbəb",
           "outcome": "nəticə", "count": "say", "now": "indi", "new": "seçimdən sonra yeni", "approval":
           "İkinci şəxsin təsdiqi lazımdır: hub repairs approve", "steps": "addımlar", "behind": "arxada",
           "created": "yaradılıb"},
    "en": {"action": "action", "state": "state", "items": "items", "made": "made by", "reason": "reason",
           "outcome": "outcome", "count": "count", "now": "now", "new": "new since the selection", "approval":
           "A second person must approve it: hub repairs approve", "steps": "steps", "behind": "behind",
           "created": "created"},
}  # fmt: skip

ReasonOption = Annotated[str, typer.Option("--reason", help="Why; kept with the repair. / Səbəb.")]
DryRunOption = Annotated[bool, typer.Option("--dry-run", help="Only say what would happen. / Yalnız göstər.")]
WatchOption = Annotated[bool, typer.Option("--watch", help="Stay until it ends. / Bitənə qədər izlə.")]


@app.command("create")
def create_repair(  # noqa: PLR0913  # each is an option of the command
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
    url: UrlOption = None,
    key: KeyOption = None,
) -> None:
    """Freeze a selection and mend it. / Seçimi dondurur və bərpa edir."""
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
    send_repair(HubClient.of(url, key), wanted, watch=watch)


@app.command("list")
def list_repairs(limit: int = 20, *, as_json: JsonOption = False, url: UrlOption = None, key: KeyOption = None) -> None:
    """The newest repairs. / Ən yeni bərpalar."""
    client = HubClient.of(url, key)
    found = client.get("/v1/repairs", {"limit": limit})
    if as_json:
        print_json(found)
        return
    words, lang = _WORDS[client.lang], client.lang
    table = Table(box=None)
    for heading in ("id", words["created"], words["action"], words["state"], words["items"], words["made"]):
        table.add_column(heading, no_wrap=True)
    table.add_column(words["reason"])
    for each in found["items"]:
        people = ", ".join(filter(None, (each["made_by"], each["approved_by"])))
        table.add_row(
            each["id"],
            each["created_at"],
            action_name(each["action"], lang),
            _state(each["state"], lang),
            f"{each['released']}/{each['items_total']}",
            people,
            Text(each["reason"]),
        )
    console.print(table)


@app.command("show")
def show_repair(repair: str, *, as_json: JsonOption = False, url: UrlOption = None, key: KeyOption = None) -> None:
    """One repair with its items. / Bir bərpa və seçilənlər."""
    client = HubClient.of(url, key)
    found = client.get(f"/v1/repairs/{repair}")
    if as_json:
        print_json(found)
        return
    _print(found, client.lang)
    console.print(_items(found, client.lang))


@app.command("approve")
def approve_repair(repair: str, url: UrlOption = None, key: KeyOption = None) -> None:
    """Be the second person. / İkinci şəxs kimi təsdiqləyir."""
    _command("approve", repair, HubClient.of(url, key))


@app.command("pause")
def pause_repair(repair: str, url: UrlOption = None, key: KeyOption = None) -> None:
    """Let nothing more go for now. / Dayandırır."""
    _command("pause", repair, HubClient.of(url, key))


@app.command("resume")
def resume_repair(repair: str, url: UrlOption = None, key: KeyOption = None) -> None:
    """Go on after a pause. / Davam etdirir."""
    _command("resume", repair, HubClient.of(url, key))


@app.command("cancel")
def cancel_repair(repair: str, url: UrlOption = None, key: KeyOption = None) -> None:
    """End it; what was not let go stays as it is. / Bərpanı bağlayır."""
    _command("cancel", repair, HubClient.of(url, key))


@app.command("watch")
def watch_repair(repair: str, url: UrlOption = None, key: KeyOption = None) -> None:
    """Stay until the repair ends. / Bitənə qədər izləyir."""
    watch_until_end(HubClient.of(url, key), repair)


def send_repair(client: HubClient, wanted: dict[str, Any], *, watch: bool) -> None:
    """Post the request and show the repair, or what it would do."""
    found = client.post("/v1/repairs", wanted)
    if found.get("dry_run"):
        console.print(_forecast(found, client.lang))
        return
    _print(found, client.lang)
    if watch and found["state"] != "awaiting_approval":
        watch_until_end(client, found["id"])


def watch_until_end(client: HubClient, repair: str) -> None:
    """Show the progress twice a second; status 1 if the repair stopped by itself."""
    with Live(console=console, refresh_per_second=4) as live:
        while True:
            found = client.get(f"/v1/repairs/{repair}")
            live.update(_progress(found, client.lang))
            if found["state"] in _FINAL:
                break
            time.sleep(0.5)
    if not console.is_terminal:
        console.print()  # a live display ends its line on terminals only
    if found["state"] == "stopped":
        console.print(Text(found["stop_words"] or found["stop_reason"] or "", style="red"))
        raise typer.Exit(1)


def _command(name: str, repair: str, client: HubClient) -> None:
    _print(client.post(f"/v1/repairs/{repair}/{name}", {}), client.lang)


def _pairs(given: list[str] | None) -> dict[str, Any]:
    found = {}
    for each in given or []:
        name, is_pair, value = each.partition("=")
        if not is_pair:
            raise typer.BadParameter(f"{each}: name=value")
        found[name] = json.loads(value) if name == "patches" else value
    return found


def _print(found: dict[str, Any], lang: str) -> None:
    words = _WORDS[lang]
    console.print(_progress(found, lang))
    if found["new_since"]:
        console.print(f"{words['new']}: {found['new_since']}")
    if found["stop_words"]:
        console.print(Text(found["stop_words"], style="red"))
    if found["state"] == "awaiting_approval":
        console.print(Text(f"{words['approval']} {found['id']}", style="yellow"))


def _progress(found: dict[str, Any], lang: str) -> Table:
    words = _WORDS[lang]
    table = Table(box=None, title=None)
    for heading in ("id", words["action"], words["state"], words["items"], words["steps"], words["outcome"]):
        table.add_column(heading)
    canary, progress = found["canary"], found["progress"]
    counts = ", ".join(f"{item_state_name(state, lang)} {count}" for state, count in sorted(progress.items()))
    steps = " → ".join(str(step) for step in canary["steps"])
    table.add_row(
        found["id"],
        action_name(found["action"], lang),
        _state(found["state"], lang),
        f"{canary['released']}/{found['items_total']}",
        steps,
        counts,
    )
    return table


def _items(found: dict[str, Any], lang: str) -> Table:
    words = _WORDS[lang]
    table = Table(box=None)
    for heading in ("#", "id", words["state"], words["now"], words["outcome"]):
        table.add_column(heading)
    for each in found["items"]:
        said = " ".join(filter(None, (each["words"], each["detail"] and f"({each['detail']})")))
        table.add_row(
            str(each["number"]),
            each["id"],
            _item_state(each["state"], lang),
            state_name(each["now"] or "", lang),
            Text(said),
        )
    return table


def _forecast(found: dict[str, Any], lang: str) -> Table:
    words = _WORDS[lang]
    table = Table(box=None, caption="\n".join(_tally(found["outcomes"], lang)), caption_justify="left")
    for heading in ("id", words["outcome"], words["behind"]):
        table.add_column(heading)
    for each in found["items"]:
        said = " ".join(filter(None, (each["words"], each["detail"] and f"({each['detail']})")))
        table.add_row(each["id"], Text(said, style="" if each["does"] else "yellow"), str(each["behind"] or ""))
    return table


def _tally(outcomes: dict[str, int], lang: str) -> Iterator[str]:
    for name, count in outcomes.items():
        words = outcome_words(name)
        yield f"{count} × {name if words is None else words.az if lang == 'az' else words.en}"


def _state(code: str, lang: str) -> Text:
    return Text(repair_state_name(code, lang), style=_STYLES.get(code, "cyan"))


def _item_state(code: str, lang: str) -> Text:
    return Text(item_state_name(code, lang), style=_STYLES.get(code, "cyan"))
