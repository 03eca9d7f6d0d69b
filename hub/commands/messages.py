"""`hub messages list|search|show`: find a message and see what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any

import typer
from rich.table import Table
from rich.text import Text
from rich.tree import Tree

from hub.commands.client import HubClient, KeyOption, UrlOption
from hub.commands.starting import console
from hub.commands.states import coloured
from hub.exchange.causes import cause

app = typer.Typer(no_args_is_help=True, help="Search and show messages. / Mesajları axtarır və göstərir.")

_NEEDS_A_PERSON = ("failed", "unknown")

LimitOption = Annotated[int, typer.Option("--limit", min=1, max=200)]


@app.command("list")
def list_messages(
    state: Annotated[str | None, typer.Option(help="in_progress, quarantined, completed …")] = None,
    route: str | None = None,
    since: Annotated[str | None, typer.Option(help="2026-01-31T00:00:00Z")] = None,
    limit: LimitOption = 20,
    url: UrlOption = None,
    key: KeyOption = None,
) -> None:
    """The newest messages. / Ən yeni mesajlar."""
    given = {"state": state, "route": route, "since": since, "limit": limit}
    _show_list(HubClient.of(url, key).get("/v1/messages", given))


@app.command("search")
def search_messages(
    kind: Annotated[str, typer.Argument(help="fin, account, act or id")],
    limit: LimitOption = 20,
    url: UrlOption = None,
    key: KeyOption = None,
) -> None:
    """Messages about a value, which is asked for so that it stays out of the shell's history. / Dəyər üzrə axtarış."""
    value = typer.prompt(kind, hide_input=False)
    client = HubClient.of(url, key)
    token = client.post("/v1/messages/search", {kind: value})["token"]
    _show_list(client.get("/v1/messages", {"key": token, "limit": limit}))


@app.command("show")
def show_message(message: str, url: UrlOption = None, key: KeyOption = None) -> None:
    """One message, its deliveries, attempts and issues, and what followed from it. / Bir mesaj və göndərişləri."""
    client = HubClient.of(url, key)
    found = client.get(f"/v1/messages/{message}")
    tree = Tree(_heading(found))
    _add_message(tree, found, client, Unfolding())
    console.print(tree)


@dataclass(slots=True)
class Unfolding:
    """How many messages that followed are still shown in full: a file may have a hundred, each a request."""

    left: int = 20


def _add_message(tree: Tree, found: dict[str, Any], client: HubClient, unfolding: Unfolding) -> None:
    tree.add(f"{found['party']} · {found['accepted_at']} · {found['size']} B")
    for each in found["issues"]:
        tree.add(Text(f"{each['severity']} {each['code']} {each['path']}: {each['text']}", style="yellow"))
    for each in found["deliveries"]:
        _add_delivery(tree, each, client.lang)
    for each in found["follow_ups"]:
        branch = tree.add(Text.assemble("→ ", _heading(each)))
        if unfolding.left > 0:
            unfolding.left -= 1
            _add_message(branch, client.get(f"/v1/messages/{each['id']}"), client, unfolding)


def _heading(message: dict[str, Any]) -> Text:
    return Text.assemble(message["id"], "  ", message["format"], "  ", coloured(message["state"]))


def _add_delivery(tree: Tree, delivery: dict[str, Any], lang: str) -> None:
    branch = tree.add(Text.assemble(delivery["destination"], "  ", coloured(delivery["state"]), "  ", delivery["id"]))
    if delivery["next_due"]:
        branch.add(f"next due {delivery['next_due']}")
    if delivery["error"]:
        branch.add(Text(_why(delivery, lang), style="red" if delivery["state"] in _NEEDS_A_PERSON else "yellow"))
    for ahead in delivery["blocked_by"]:
        branch.add(f"waits for {ahead}")
    for each in delivery["attempts"]:
        status = f" HTTP {each['http_status']}" if each["http_status"] else ""
        branch.add(Text(f"#{each['number']} {each['started_at']} {each['outcome'] or '…'}{status}", style="dim"))


def _why(delivery: dict[str, Any], lang: str) -> str:
    """The code and what the attempt had to say; what to do about it only where a person has to do something."""
    code, detail = delivery["error"]["code"], delivery["error"]["sentence"]
    if delivery["state"] not in _NEEDS_A_PERSON:
        return f"{code} ({detail})" if detail else str(code)
    words = cause(code)
    sentence = words.az if lang == "az" else words.en
    return f"{code}: {sentence} ({detail})" if detail else f"{code}: {sentence}"


def _show_list(page: dict[str, Any]) -> None:
    table = Table(box=None)
    for heading in ("id", "accepted", "format", "state", "open/bad/done"):
        table.add_column(heading, no_wrap=heading != "format")
    for each in page["items"]:
        counts = each["counts"]
        numbers = f"{counts['open']}/{counts['bad']}/{counts['done']}"
        table.add_row(each["id"], each["accepted_at"], each["format"], coloured(each["state"]), numbers)
    console.print(table)
    if page["next"]:
        console.print("…", style="dim")
