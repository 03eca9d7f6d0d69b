"""`hub failed list|show|explain|retry`: what failed, why, and the quickest way to send it again."""

from __future__ import annotations

from typing import Annotated, Any

import typer
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from hub.commands.client import HubClient, JsonOption, KeyOption, UrlOption, print_json
from hub.commands.exchange.repairs import DryRunOption, ReasonOption, WatchOption, send_repair
from hub.commands.servers.starting import console
from hub.commands.states import coloured
from hub.errors import Words
from hub.exchange.causes import cause
from hub.exchange.state_words import state_name

app = typer.Typer(no_args_is_help=True, help="What failed, by cause. / Uğursuz göndərişlər, səbəb üzrə.")

_WORDS = {
    "az": {"group": "qrup", "where": "ünvan / format", "counts": "say", "cause": "səbəb", "last": "sonuncu",
           "first": "ilk", "lanes": "tutulan növbə", "state": "vəziyyət", "message": "mesaj", "at": "vaxt",
           "repair": "bərpa", "none": "Uğursuz göndəriş yoxdur.", "retry": "Təkrar göndərmək üçün"},
    "en": {"group": "group", "where": "destination / format", "counts": "counts", "cause": "cause", "last": "last",
           "first": "first", "lanes": "lanes held", "state": "state", "message": "message", "at": "at",
           "repair": "repair", "none": "Nothing has failed.", "retry": "To send it again"},
}  # fmt: skip


@app.command("list")
def list_failures(*, as_json: JsonOption = False, url: UrlOption = None, key: KeyOption = None) -> None:
    """Groups of failures, the latest first. / Səbəb qrupları."""
    client = HubClient.of(url, key)
    answer = client.get("/v1/failures")
    if as_json:
        print_json(answer)
        return
    words, found = _WORDS[client.lang], answer["items"]
    if not found:
        console.print(Text(words["none"], style="green"))
        return
    table = Table(box=None)
    for heading in ("group", "where", "counts", "last"):
        table.add_column(words[heading], no_wrap=True)
    table.add_column(words["cause"])
    for each in found:
        table.add_row(
            each["fingerprint"], each["where"], _counts(each, client.lang), each["last_seen"], Text(each["cause"])
        )
    console.print(table)


@app.command("show")
def show_failures(
    group: str,
    limit: Annotated[int, typer.Option(min=1, max=200)] = 50,
    *,
    as_json: JsonOption = False,
    url: UrlOption = None,
    key: KeyOption = None,
) -> None:
    """What is in one group. / Bir qrupdakılar."""
    client = HubClient.of(url, key)
    words, found = _WORDS[client.lang], client.get(f"/v1/failures/{group}", {"limit": limit})
    if as_json:
        print_json(found)
        return
    console.print(_panel(found["group"], words, client.lang))
    table = Table(box=None)
    for heading in ("id", words["message"], words["state"], words["at"], words["repair"]):
        table.add_column(heading, no_wrap=True)
    table.add_column(words["cause"])
    for each in found["items"]:
        issues = "; ".join(f"{issue['path']} {issue['text']}" for issue in each["issues"])
        table.add_row(
            each["id"],
            each["message_id"],
            coloured(each["state"], client.lang),
            each["failed_at"] or "",
            each["repair"] or "",
            Text(each["detail"] or issues),
        )
    console.print(table)


@app.command("explain")
def explain_failure(code: str) -> None:
    """A code in words: what failed and what to do. / Kodun izahı."""
    words: Words = cause(code)
    console.print(Panel(Text(f"{words.az}\n{words.en}"), title=code))


@app.command("retry")
def retry_group(
    group: str,
    *,
    reason: ReasonOption,
    dry_run: DryRunOption = False,
    watch: WatchOption = False,
    url: UrlOption = None,
    key: KeyOption = None,
) -> None:
    """Send a group again: one, then five, then a quarter, then all. / Qrupu təkrar göndərir."""
    wanted = {"action": "retry", "selection": {"group": group}, "reason": reason, "dry_run": dry_run}
    send_repair(HubClient.of(url, key), wanted, watch=watch)


def _counts(group: dict[str, Any], lang: str) -> str:
    return ", ".join(f"{state_name(state, lang)} {count}" for state, count in group["counts"].items() if count)


def _panel(group: dict[str, Any], words: dict[str, str], lang: str) -> Panel:
    text = Text.assemble(
        (group["cause"], "bold"),
        f"\n{group['where']}  {group['code']} {group['path'] or ''}\n",
        f"{words['counts']}: {_counts(group, lang)}   {words['lanes']}: {group['lanes_held']}\n",
        f"{words['first']}: {group['first_seen']}   {words['last']}: {group['last_seen']}\n",
        f"{words['retry']}: hub failed retry {group['fingerprint']} --reason …",
    )
    return Panel(text, title=group["fingerprint"])
