"""`hub ROOM …` for every kind of aggregates: list, show, begin, act, as an official; every command calls the API."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Annotated, Any

import typer

from document_flow.kernel import Room
from hub.commands.client import Drawn, HubClient
from hub.commands.documents.official import acting, moment
from hub.commands.programmes.seen import act_on, need_seen
from hub.commands.tables import Column, table
from hub.errors import Lang, Words

NameArgument = Annotated[str, typer.Argument(metavar="ID", help="Its id.")]
SaysOption = Annotated[
    list[str] | None,
    typer.Option("--says", metavar="NAME=VALUE", help="A field of the act; several times; @FILE reads a file."),
]
PhaseOption = Annotated[str | None, typer.Option(help="Only those in this phase.")]
WithinOption = Annotated[str | None, typer.Option(metavar="ID", help="Only those that belong to this.")]
VersionOption = Annotated[
    int | None, typer.Option("--version", min=1, help="The version that you have seen, as `show` prints it.")
]
_LISTED = (
    Column(Words("ad", "name"), "name"),
    Column(Words("vəziyyət", "phase"), "shown"),
    Column(Words("kimlik", "id"), "id"),
)


def app_of(room: Room[Any]) -> typer.Typer:
    """The commands of a room."""
    app = typer.Typer(no_args_is_help=True, help=f"{room.title.en}.")
    acts = ", ".join(each.kind for each in room.kernel.acts if each.forms and each.kind not in room.begins)

    @app.command("list", help="The list, newest first.")
    @acting
    def find(client: HubClient, phase: PhaseOption = None, within: WithinOption = None) -> None:
        found = client.get(f"/v1/{room.name}", {"phase": phase, "within": within})
        client.show(found, lambda _, lang: [table(found["items"], _LISTED, lang)])

    @app.command("show", help="One of them: its tables, what may be done, its history.")
    @acting
    def show(client: HubClient, name: NameArgument) -> None:
        client.show(client.get(f"/v1/{room.name}/{name}"), _drawn)

    if room.begins:

        @app.command("begin", help=f"Begin one: {', '.join(room.begins)}.")
        @acting
        def begin(
            client: HubClient,
            act: Annotated[str, typer.Argument(help="The act that opens it.")] = room.begins[0],
            says: SaysOption = None,
            only_id: Annotated[bool, typer.Option("--id", help="Print its id alone.")] = False,  # noqa: FBT002  # an option
        ) -> None:
            done = client.give(f"/v1/{room.name}", {"act": act, "says": said_of(says)})
            client.show(done, lambda said, lang: [said["id"]] if only_id else _done(room, said, lang))

    @app.command("act", help=f"An act on one: {acts}." if acts else "An act on one.")
    @acting
    def act(
        client: HubClient, name: NameArgument, act: str, says: SaysOption = None, version: VersionOption = None
    ) -> None:
        need_seen(room.kernel.by_kind.get(act), version, room.name)
        done = act_on(client, f"/v1/{room.name}/{name}", act, said_of(says), version)
        client.show(done, lambda said, lang: _done(room, said, lang))

    return app


def said_of(given: list[str] | None) -> dict[str, str]:
    """What `--says` options say; `NAME=@FILE` is what stands in the file."""
    return {name: _read(value) for name, value in pairs_of(given).items()}


def pairs_of(given: list[str] | None) -> dict[str, str]:
    """`NAME=VALUE`, each by its name."""
    pairs = [each.partition("=") for each in given or ()]
    if wrong := next((name for name, sign, _ in pairs if not sign), None):
        raise typer.BadParameter(f"{wrong}: NAME=VALUE")
    return {name: value for name, _, value in pairs}


def _read(value: str) -> str:
    if not value.startswith("@"):
        return value
    try:
        with open(value[1:], encoding="utf-8") as file:  # noqa: PTH123  # a name as the shell gave it
            return file.read()
    except OSError as wrong:
        raise typer.BadParameter(f"{value[1:]}: {wrong.strerror}") from wrong


def _done(room: Room[Any], done: Mapping[str, Any], lang: Lang) -> Drawn:
    phase = room.phases.get(done["phase"])
    yield f"{phase.say(lang) if phase else done['phase']}  v{done['version']}  {done['id']}"


def _drawn(sheet: Any, lang: Lang) -> Drawn:
    yield f"{sheet['name']}  {sheet['shown']}  v{sheet['version']}"
    for block in sheet["blocks"]:
        yield ""
        yield from drawn_block(block, lang)
    if not sheet["intact"]:
        yield Words("Tarixçə sübutla uyğun gəlmir!", "The history does not agree with the evidence!").say(lang)
    yield ""
    yield from drawn_history(sheet["history"])


def drawn_block(block: Any, lang: Lang) -> Drawn:
    """A table under its title."""
    yield block["title"] + (f" ({block['note']})" if block["note"] else "")
    codes = [each["code"] for each in block["columns"]]
    columns = [Column(each["title"], each["code"], folds=True) for each in block["columns"]]
    yield table([dict(zip(codes, row, strict=True)) for row in block["shown"]], columns, lang)


def drawn_history(lines: Any) -> Drawn:
    """What happened, a line an event."""
    for line in lines:
        yield f"{line['number']}. {line['words']}  {line['by']}  {moment(line['at'])}"


ROOMS = {
    "accounts": "money.kernel:ACCOUNTS_ROOM",
    "audits": "audits.kernel:ROOM",
    "clock_acts": "clock_acts.kernel:ROOM",
    "draws": "draws.kernel:ROOM",
    "group_acts": "group_acts.kernel:ROOM",
    "law_replays": "law_replays.kernel:ROOM",
    "lists": "lists.kernel:ROOM",
    "moves": "moves.kernel:ROOM",
    "payment_checks": "sampling.kernel:CHECKS_ROOM",
    "payment_samples": "sampling.kernel:SAMPLES_ROOM",
    "reintegrations": "reintegrations.kernel:ROOM",
    "runs": "runs.kernel:ROOM",
    "settlements": "settlements.kernel:ROOM",
    "treasury": "treasury.kernel:ROOM",
}
"""Command → where its room is under document_flow: only the room that is called is loaded."""


def __getattr__(name: str) -> typer.Typer:
    if name not in ROOMS:
        raise AttributeError(name)
    module, _, attribute = ROOMS[name].partition(":")
    return app_of(getattr(import_module(f"document_flow.{module}"), attribute))
