"""`hub messages list|search|show`: find a message and see what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any

import typer
from rich.text import Text
from rich.tree import Tree

from hub.commands.client import Drawn, HubClient, asking
from hub.commands.states import coloured
from hub.commands.tables import Column, Row, table
from hub.errors import Lang, Words
from hub.exchange.causes import cause
from hub.exchange.state_words import outcome_name
from hub.exchange.states import DeliveryState

app = typer.Typer(no_args_is_help=True, help="Search and show messages.")

_NEXT_DUE, _AHEAD = Words("növbəti cəhd", "next due"), Words("bunu gözləyir:", "waits for")
_AGAIN = Words("hab yenidən cəhd edəcək:", "the hub tries again at")

LimitOption = Annotated[int, typer.Option("--limit", min=1, max=200)]


def _counted(message: Row, _lang: Lang) -> str:
    return "{open}/{bad}/{done}".format(**message["counts"])


MESSAGES = (
    Column("id", "id"),
    Column(Words("qəbul edilib", "accepted"), "accepted_at"),
    Column("format", "format", folds=True),
    Column(Words("vəziyyət", "state"), lambda message, lang: coloured(message["state"], lang)),
    Column(Words("açıq/uğursuz/bitmiş", "open/bad/done"), _counted),
)


@app.command("list")
@asking
def list_messages(
    client: HubClient,
    state: Annotated[str | None, typer.Option(help="in_progress, quarantined, completed …")] = None,
    route: str | None = None,
    since: Annotated[str | None, typer.Option(help="2026-01-31T00:00:00Z")] = None,
    limit: LimitOption = 20,
) -> None:
    """The newest messages."""
    given = {"state": state, "route": route, "since": since, "limit": limit}
    client.show(client.get("/v1/messages", given), _listed)


@app.command("search")
@asking
def search_messages(
    client: HubClient,
    kind: Annotated[str, typer.Argument(help="fin, account, act, id")],
    limit: LimitOption = 20,
) -> None:
    """Messages about a value, which is asked for so that it stays out of the shell's history."""
    value = typer.prompt(kind, hide_input=False)
    token = client.post("/v1/messages/search", {kind: value})["token"]
    client.show(client.get("/v1/messages", {"key": token, "limit": limit}), _listed)


@app.command("show")
@asking
def show_message(client: HubClient, message: str) -> None:
    """One message, its deliveries, attempts and issues, and what followed from it."""

    def drawn(found: Any, lang: Lang) -> Drawn:
        tree = Tree(_heading(found, lang))
        _add_message(tree, found, client, Unfolding())
        yield tree

    client.show(client.get(f"/v1/messages/{message}"), drawn)


@dataclass(slots=True)
class Unfolding:
    """How many messages that followed are still shown in full: a file may have a hundred, each a request."""

    left: int = 20


def _add_message(tree: Tree, found: dict[str, Any], client: HubClient, unfolding: Unfolding) -> None:
    tree.add(f"{found['party']} · {found['accepted_at']} · {found['size']} B")
    for each in found["issues"]:
        tree.add(Text(f"{each['severity']} {each['code']} {each['path']}: {each['text']}", style="yellow"))
    for each in found["deliveries"]:
        add_delivery(tree, each, client.lang)
    for each in found["follow_ups"]:
        branch = tree.add(Text.assemble("→ ", _heading(each, client.lang)))
        if unfolding.left > 0:
            unfolding.left -= 1
            _add_message(branch, client.get(f"/v1/messages/{each['id']}"), client, unfolding)


def _heading(message: dict[str, Any], lang: Lang) -> Text:
    return Text.assemble(message["id"], "  ", message["format"], "  ", coloured(message["state"], lang))


def add_delivery(tree: Tree, delivery: dict[str, Any], lang: Lang) -> None:
    """Its state, why it waits for a person or when the hub tries again, and its attempts."""
    state = coloured(delivery["state"], lang)
    branch = tree.add(Text.assemble(delivery["destination"], "  ", state, "  ", delivery["id"]))
    if delivery["next_due"]:
        words = _AGAIN if delivery["state"] == DeliveryState.RETRYING else _NEXT_DUE
        branch.add(f"{words.say(lang)} {delivery['next_due']}")
    if delivery["error"] and delivery["state"] in ("failed", "unknown"):
        branch.add(Text(_why(delivery, lang), style="red"))
    for ahead in delivery["blocked_by"]:
        branch.add(f"{_AHEAD.say(lang)} {ahead}")
    for each in delivery["attempts"]:
        status = f" HTTP {each['http_status']}" if each["http_status"] else ""
        branch.add(Text(f"#{each['number']} {each['started_at']} {_outcome(each, lang)}{status}", style="dim"))


def _outcome(attempt: dict[str, Any], lang: Lang) -> str:
    return outcome_name(attempt["outcome"], lang) if attempt["outcome"] else "…"


def _why(delivery: dict[str, Any], lang: Lang) -> str:
    """The code, what failed and what to do, and what the hub noted."""
    code, detail = delivery["error"]["code"], delivery["error"]["sentence"]
    sentence = cause(code).say(lang)
    return f"{code}: {sentence} ({detail})" if detail else f"{code}: {sentence}"


def _listed(page: Any, lang: Lang) -> Drawn:
    yield table(page["items"], MESSAGES, lang)
    if page["next"]:
        yield Text("…", style="dim")
