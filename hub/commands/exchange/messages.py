"""`hub messages list|search|show`: find a message and see what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any

import typer
from rich.table import Table
from rich.text import Text
from rich.tree import Tree

from hub.commands.client import HubClient, JsonOption, KeyOption, UrlOption, print_json
from hub.commands.servers.starting import console
from hub.commands.states import coloured
from hub.exchange.causes import cause
from hub.exchange.state_words import outcome_name

app = typer.Typer(no_args_is_help=True, help="Search and show messages. / Mesajları axtarır və göstərir.")

_WORDS = {
    "az": {"id": "id", "accepted": "qəbul edilib", "format": "format", "state": "vəziyyət",
           "counts": "açıq/uğursuz/bitmiş", "next_due": "növbəti cəhd", "ahead": "bunu gözləyir:"},
    "en": {"id": "id", "accepted": "accepted", "format": "format", "state": "state",
           "counts": "open/bad/done", "next_due": "next due", "ahead": "waits for"},
}  # fmt: skip
_NEEDS_A_PERSON = ("failed", "unknown")

LimitOption = Annotated[int, typer.Option("--limit", min=1, max=200)]


@app.command("list")
def list_messages(  # noqa: PLR0913  # each is an option of the command
    state: Annotated[str | None, typer.Option(help="in_progress, quarantined, completed …")] = None,
    route: str | None = None,
    since: Annotated[str | None, typer.Option(help="2026-01-31T00:00:00Z")] = None,
    limit: LimitOption = 20,
    *,
    as_json: JsonOption = False,
    url: UrlOption = None,
    key: KeyOption = None,
) -> None:
    """The newest messages. / Ən yeni mesajlar."""
    given = {"state": state, "route": route, "since": since, "limit": limit}
    client = HubClient.of(url, key)
    _show_list(client.get("/v1/messages", given), client.lang, as_json=as_json)


@app.command("search")
def search_messages(
    kind: Annotated[str, typer.Argument(help="fin, account, act or id")],
    limit: LimitOption = 20,
    *,
    as_json: JsonOption = False,
    url: UrlOption = None,
    key: KeyOption = None,
) -> None:
    """Messages about a value, which is asked for so that it stays out of the shell's history. / Dəyər üzrə axtarış."""
    value = typer.prompt(kind, hide_input=False)
    client = HubClient.of(url, key)
    token = client.post("/v1/messages/search", {kind: value})["token"]
    _show_list(client.get("/v1/messages", {"key": token, "limit": limit}), client.lang, as_json=as_json)


@app.command("show")
def show_message(message: str, *, as_json: JsonOption = False, url: UrlOption = None, key: KeyOption = None) -> None:
    """One message, its deliveries, attempts and issues, and what followed from it. / Bir mesaj və göndərişləri."""
    client = HubClient.of(url, key)
    found = client.get(f"/v1/messages/{message}")
    if as_json:
        print_json(found)
        return
    tree = Tree(_heading(found, client.lang))
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
        branch = tree.add(Text.assemble("→ ", _heading(each, client.lang)))
        if unfolding.left > 0:
            unfolding.left -= 1
            _add_message(branch, client.get(f"/v1/messages/{each['id']}"), client, unfolding)


def _heading(message: dict[str, Any], lang: str) -> Text:
    return Text.assemble(message["id"], "  ", message["format"], "  ", coloured(message["state"], lang))


def _add_delivery(tree: Tree, delivery: dict[str, Any], lang: str) -> None:
    words, state = _WORDS[lang], coloured(delivery["state"], lang)
    branch = tree.add(Text.assemble(delivery["destination"], "  ", state, "  ", delivery["id"]))
    if delivery["next_due"]:
        branch.add(f"{words['next_due']} {delivery['next_due']}")
    if delivery["error"]:
        branch.add(Text(_why(delivery, lang), style="red" if delivery["state"] in _NEEDS_A_PERSON else "yellow"))
    for ahead in delivery["blocked_by"]:
        branch.add(f"{words['ahead']} {ahead}")
    for each in delivery["attempts"]:
        status = f" HTTP {each['http_status']}" if each["http_status"] else ""
        branch.add(Text(f"#{each['number']} {each['started_at']} {_outcome(each, lang)}{status}", style="dim"))


def _outcome(attempt: dict[str, Any], lang: str) -> str:
    return outcome_name(attempt["outcome"], lang) if attempt["outcome"] else "…"


def _why(delivery: dict[str, Any], lang: str) -> str:
    """The code and what the attempt had to say; what to do about it only where a person has to do something."""
    code, detail = delivery["error"]["code"], delivery["error"]["sentence"]
    if delivery["state"] not in _NEEDS_A_PERSON:
        return f"{code} ({detail})" if detail else str(code)
    words = cause(code)
    sentence = words.az if lang == "az" else words.en
    return f"{code}: {sentence} ({detail})" if detail else f"{code}: {sentence}"


def _show_list(page: dict[str, Any], lang: str, *, as_json: bool) -> None:
    if as_json:
        print_json(page)
        return
    words = _WORDS[lang]
    table = Table(box=None)
    for heading in ("id", "accepted", "format", "state", "counts"):
        table.add_column(words[heading], no_wrap=heading != "format")
    for each in page["items"]:
        counts = each["counts"]
        numbers = f"{counts['open']}/{counts['bad']}/{counts['done']}"
        table.add_row(each["id"], each["accepted_at"], each["format"], coloured(each["state"], lang), numbers)
    console.print(table)
    if page["next"]:
        console.print("…", style="dim")
