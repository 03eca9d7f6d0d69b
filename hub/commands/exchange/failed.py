"""`hub failed list|show|explain|retry`: what failed, why, and the quickest way to send it again."""

from __future__ import annotations

from typing import Annotated, Any

import typer
from rich.panel import Panel
from rich.text import Text

from hub.commands.client import Drawn, HubClient, asking
from hub.commands.exchange.repairs import DryRunOption, ReasonOption, WatchOption, send_repair
from hub.commands.servers.starting import console, spoken
from hub.commands.states import coloured
from hub.commands.tables import Column, Row, table
from hub.errors import Lang, Words
from hub.exchange.causes import diagnosis
from hub.exchange.explain.classes import Advice, CauseClass, sides_named
from hub.exchange.state_words import state_name

app = typer.Typer(no_args_is_help=True, help="What failed, by cause.")

_COUNTS, _CAUSE, _LAST = Words("say", "counts"), Words("səbəb", "cause"), Words("sonuncu", "last")
_FIRST, _LANES = Words("ilk", "first"), Words("tutulan növbə", "lanes held")
_SIDES, _ADVISED = Words("Səbəb kimdədir", "The cause lies with"), Words("Tövsiyə", "Advised")
_SEEN = {
    "place": Words("Sahə", "Field"),
    "value": Words("Dəyər", "Value"),
    "said": Words("Qurumun sözü", "The agency's words"),
}
_NONE = Words("Uğursuz göndəriş yoxdur.", "Nothing has failed.")


def _counts(group: Row, lang: Lang) -> str:
    return ", ".join(f"{state_name(state, lang)} {count}" for state, count in group["counts"].items() if count)


def _why(item: Row, _lang: Lang) -> Text:
    return Text(item["detail"] or "; ".join(f"{issue['path']} {issue['text']}" for issue in item["issues"]))


GROUPS = (
    Column(Words("qrup", "group"), "fingerprint"),
    Column(Words("ünvan / format", "destination / format"), "where"),
    Column(_COUNTS, _counts),
    Column(_LAST, "last_seen"),
    Column(_CAUSE, "cause", folds=True),
)
ITEMS = (
    Column("id", "id"),
    Column(Words("mesaj", "message"), "message_id"),
    Column(Words("vəziyyət", "state"), lambda item, lang: coloured(item["state"], lang)),
    Column(Words("vaxt", "at"), "failed_at"),
    Column(Words("bərpa", "repair"), "repair"),
    Column(_CAUSE, _why, folds=True),
)


@app.command("list")
@asking
def list_failures(client: HubClient) -> None:
    """Groups of failures, the latest first."""
    client.show(client.get("/v1/failures"), _groups)


@app.command("show")
@asking
def show_failures(client: HubClient, group: str, limit: Annotated[int, typer.Option(min=1, max=200)] = 50) -> None:
    """What is in one group."""
    found = client.get(f"/v1/failures/{group}", {"limit": limit})
    client.show(found | {"explanation": client.get(f"/v1/failures/{group}/explanation")}, draw_group)


@app.command("explain")
def explain_failure(code: str) -> None:
    """A code in words: what failed and what to do."""
    if "." not in code:
        raise typer.BadParameter(f"{code}: is no error's code such as agency.html; a group: hub failed show {code}")
    row = diagnosis(code)
    told = f"{spoken(row.words)}\n{spoken(_SIDES)}: {spoken(sides_named(row.sides))}"
    console.print(Panel(Text(told), title=code))


@app.command("retry")
@asking
def retry_group(
    client: HubClient, group: str, *, reason: ReasonOption, dry_run: DryRunOption = False, watch: WatchOption = False
) -> None:
    """Send a group again: one, then five, then a quarter, then all."""
    wanted = {"action": "retry", "selection": {"group": group}, "reason": reason, "dry_run": dry_run}
    send_repair(client, wanted, watch=watch)


def _groups(answer: Any, lang: Lang) -> Drawn:
    found = answer["items"]
    yield table(found, GROUPS, lang) if found else Text(_NONE.say(lang), style="green")


def draw_group(answer: Any, lang: Lang) -> Drawn:
    """The group, its `explanation` among it, and what is in it."""
    group, why = answer["group"], answer["explanation"]
    sides = sides_named(tuple(CauseClass(each) for each in why["sides"]))
    seen = [f"{words.say(lang)}: {why[name]}\n" for name, words in _SEEN.items() if why[name]]
    text = Text.assemble(
        (why["sentence"], "bold"),
        f"\n{group['where']}  {group['code']} {group['path'] or ''}\n",
        f"{_SIDES.say(lang)}: {sides.say(lang)}\n",
        *seen,
        f"{_ADVISED.say(lang)}: {why['because']}\n",
        f"{_COUNTS.say(lang)}: {_counts(group, lang)}   {_LANES.say(lang)}: {group['lanes_held']}\n",
        f"{_FIRST.say(lang)}: {group['first_seen']}   {_LAST.say(lang)}: {group['last_seen']}\n",
        *([f"hub failed retry {group['fingerprint']} --reason …"] if why["advice"] == Advice.RETRY else []),
    )
    yield Panel(text, title=group["fingerprint"])
    yield table(answer["items"], ITEMS, lang)
