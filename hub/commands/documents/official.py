"""What the commands about documents share: whose hand it is, which document is meant, how people and times look."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any

import typer

from document_flow.context import BAKU
from hub.commands.client import Command, HubClient, JsonOption, UrlOption, taking
from hub.commands.servers.starting import CANNOT_START, say_error
from hub.errors import Words

_CLERK = "sevinc"
_ID = re.compile(r"[0-9a-f]{32}")
_POOLS = {"@clerk": Words("dəftərxana", "the registry"), "@head": Words("rəhbərlik", "a head")}

AsOption = Annotated[
    str | None,
    typer.Option(
        "--as",
        metavar="LOGIN",
        help=f"An official of the sandbox; by default HUB_API_KEY's session, else {_CLERK}.",
    ),
]
DocumentArgument = Annotated[str, typer.Argument(metavar="DOCUMENT", help="Its id or registration number.")]


def acting(command: Command) -> Command:
    """A command of an official: with --json, --url and --as."""
    options = {"as_json": (JsonOption, False), "url": (UrlOption, None), "login": (AsOption, None)}
    return taking(command, options, client_of)


def client_of(*, url: str | None, login: str | None, as_json: bool = False) -> HubClient:
    """The client of an official: `--as`, else the session token in HUB_API_KEY, else the sandbox's clerk."""
    named = f"sandbox-{login}" if login is not None else None
    return HubClient.of(url, named, f"sandbox-{_CLERK}", as_json=as_json)


def find_document(client: HubClient, named: str) -> str:
    """The id of a document that is named by its id or its registration number; status 1 where none is meant, or two."""
    if _ID.fullmatch(named):
        return named
    found = client.get("/v1/documents", {"reg_no": named, "limit": 2})["documents"]
    if len(found) == 1:
        return str(found[0]["id"])
    say_error(_several(named) if found else _none(named), "documents.unknown")
    raise typer.Exit(CANNOT_START)


def person(who: Mapping[str, Any] | None, lang: str) -> str:
    """A name; a pool of people by what it is called; nobody as a dash."""
    if who is None:
        return "–"
    pool, _, unit = str(who["login"]).partition(":")
    if pool not in _POOLS:
        return str(who["name"])
    words = _POOLS[pool]
    return f"{words.say(lang)}{f' ({unit})' if unit else ''}"


def moment(text: str) -> str:
    """A time of the API on the clocks of Baku: `24.11.2026 14:05`."""
    return f"{datetime.fromisoformat(text).astimezone(BAKU):%d.%m.%Y %H:%M}"


def day(text: str | None) -> str:
    """A day of the API: `24.11.2026`; empty for none."""
    return f"{datetime.fromisoformat(text):%d.%m.%Y}" if text else ""


def _none(named: str) -> Words:
    return Words(
        f"“{named[:60]}” nömrəli sənəd yoxdur və ya onu görmək hüququnuz yoxdur.",
        f"There is no document {named[:60]} that you may see.",
    )


def _several(named: str) -> Words:
    return Words(
        f"“{named[:60]}” nömrəli bir neçə sənəd var; id-ni göstərin.",
        f"Several documents have the number {named[:60]}; give the id.",
    )
