"""An act from the command line. Whoever answers what another has left names the version that they looked at: nobody
agrees to whatever stands now.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import typer

from document_flow.act import Act
from hub.commands.client import HubClient
from hub.commands.servers.starting import CANNOT_START, say_error
from hub.errors import Words

_AZ: Final = "Baxdığınız versiyanı verin: --version N (`hub {} show` birinci sətirdə yazır)."
_EN: Final = "Name the version that you have looked at: --version N (`hub {} show` prints it in its first line)."


def need_seen(act: Act | None, version: int | None, room: str) -> None:
    """Status 1 where the act is such an answer and no version is named."""
    if version is None and act is not None and act.seen:
        say_error(Words(_AZ.format(room), _EN.format(room)), f"{room}.not_seen")
        raise typer.Exit(CANNOT_START)


def act_on(client: HubClient, path: str, act: str, says: Mapping[str, str], version: int | None = None) -> Any:
    """What an act comes to, on the version that was seen; without one on that of now."""
    seen = version or client.get(path)["version"]
    return client.give(f"{path}/acts", {"act": act, "expected_version": seen, "says": says})
