"""`hub sandbox …`: what only a sandbox can do, such as letting months pass."""

from __future__ import annotations

import re
from typing import Annotated

import typer

from hub.commands.client import HubClient, JsonOption, KeyOption, UrlOption, print_json
from hub.commands.servers.starting import console, say_error
from hub.errors import Words

app = typer.Typer(no_args_is_help=True, help="Playing in a sandbox. / Sınaq rejimi.")
_STEP = re.compile(r"\+?(\d{1,5})([dh])")
_SECONDS = {"d": 86_400, "h": 3600}


@app.callback()
def sandbox() -> None:
    """Playing in a sandbox. / Sınaq rejimi."""


@app.command("time")
def legal_time(
    by: Annotated[str | None, typer.Argument(metavar="[+30d|+12h]", help="How far ahead; nothing shows it.")] = None,
    *,
    url: UrlOption = None,
    key: KeyOption = None,
    as_json: JsonOption = False,
) -> None:
    """Move legal time ahead: terms, laws and papers; it never goes back. / Hüquqi vaxtı irəli çəkir."""
    client = HubClient.of(url, key)
    now = client.get("/v1/sandbox/time")
    if by is not None:
        step = _STEP.fullmatch(by)
        if step is None:
            say_error(_NO_STEP, "sandbox.time_step")
            raise typer.Exit(2)
        ahead = now["ahead_seconds"] + int(step[1]) * _SECONDS[step[2]]
        now = client.post("/v1/sandbox/time", {"ahead_seconds": ahead})
    if as_json:
        print_json(now)
        return
    days, rest = divmod(now["ahead_seconds"], _SECONDS["d"])
    console.print(f"{now['today']}  (+{days}d {rest // _SECONDS['h']}h)", highlight=False)


_NO_STEP = Words("Addımı belə yazın: +30d (gün) və ya +12h (saat).", "Write the step as +30d (days) or +12h (hours).")
