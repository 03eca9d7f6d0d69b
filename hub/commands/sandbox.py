"""`hub sandbox …`: what only a sandbox can do, such as letting months pass."""

from __future__ import annotations

import re
from typing import Annotated, Any

import typer

from hub.commands.client import Drawn, HubClient, asking
from hub.commands.servers.starting import say_error
from hub.errors import Lang, Words

app = typer.Typer(no_args_is_help=True, help="What only a sandbox can do: let time pass.")
_STEP = re.compile(r"\+?(\d{1,5})([dh])")
_SECONDS = {"d": 86_400, "h": 3600}


@app.callback()
def sandbox() -> None:
    """What only a sandbox can do: let time pass."""


@app.command("time")
@asking
def legal_time(
    client: HubClient,
    by: Annotated[str | None, typer.Argument(metavar="[+30d|+12h]", help="How far ahead; nothing shows it.")] = None,
) -> None:
    """Move legal time ahead: terms, laws and papers; it never goes back."""
    now = client.get("/v1/sandbox/time")
    if by is not None:
        step = _STEP.fullmatch(by)
        if step is None:
            say_error(
                Words(
                    "Addımı belə yazın: +30d (gün) və ya +12h (saat).", "Write the step as +30d (days) or +12h (hours)."
                ),
                "sandbox.time_step",
            )
            raise typer.Exit(2)
        ahead = now["ahead_seconds"] + int(step[1]) * _SECONDS[step[2]]
        now = client.post("/v1/sandbox/time", {"ahead_seconds": ahead})
    client.show(now, _drawn)


def _drawn(now: Any, _lang: Lang) -> Drawn:
    days, rest = divmod(now["ahead_seconds"], _SECONDS["d"])
    yield f"{now['today']}  (+{days}d {rest // _SECONDS['h']}h)"
