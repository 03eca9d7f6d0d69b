"""`hub ROOM …` for every kind of aggregates: list, show, begin, act, as an official; every command calls the API."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

import typer

from hub.aggregates.kind import Kind
from hub.commands.client import Drawn, HubClient
from hub.commands.documents.official import acting, moment
from hub.commands.programmes.seen import need_seen
from hub.commands.tables import Column, table
from hub.errors import Lang, Words
from hub.kinds import KINDS

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


def app_of(room: str) -> typer.Typer:
    """The commands of a room."""
    kind = KINDS[room]
    app = typer.Typer(no_args_is_help=True, help=f"{kind.title.en}. / {kind.title.az}.")
    app.command("list", help=f"{kind.title.en}, newest first. / Siyahısı.")(_list(kind))
    app.command("show", help=f"One {kind.one.en}: its tables, what may be done, its history. / Biri.")(_show(kind))
    if kind.begins:
        words = f"Begin a {kind.one.en}: {', '.join(kind.begins)}. / Yenisini açır."
        app.command("begin", help=words)(_begin(kind))
    acts = ", ".join(each.kind for each in kind.kernel.acts if each.forms and each.kind not in kind.begins)
    app.command("act", help=f"One act on it: {acts}. / Bir hərəkət.")(_act(kind))
    return app


def _list(kind: Kind[Any]) -> Any:
    @acting
    def find(client: HubClient, phase: PhaseOption = None, within: WithinOption = None) -> None:
        found = client.get(f"/v1/{kind.room}", {"phase": phase, "within": within})
        client.show(found, lambda _, lang: [table(found["items"], _LISTED, lang)])

    return find


def _show(kind: Kind[Any]) -> Any:
    @acting
    def show(client: HubClient, name: NameArgument) -> None:
        client.show(client.get(f"/v1/{kind.room}/{name}"), _drawn)

    return show


def _begin(kind: Kind[Any]) -> Any:
    @acting
    def begin(
        client: HubClient,
        act: Annotated[str, typer.Argument(help="The act that opens it.")] = kind.begins[0],
        says: SaysOption = None,
        only_id: Annotated[bool, typer.Option("--id", help="Print its id alone.")] = False,  # noqa: FBT002  # an option
    ) -> None:
        done = client.give(f"/v1/{kind.room}", {"act": act, "says": said_of(says)})
        client.show(done, lambda said, lang: [said["id"]] if only_id else _done(kind, said, lang))

    return begin


def _act(kind: Kind[Any]) -> Any:
    @acting
    def act(
        client: HubClient, name: NameArgument, act: str, says: SaysOption = None, version: VersionOption = None
    ) -> None:
        need_seen(kind.kernel.by_kind.get(act), version, kind.room)
        seen = version or client.get(f"/v1/{kind.room}/{name}")["version"]
        body = {"act": act, "expected_version": seen, "says": said_of(says)}
        client.show(client.give(f"/v1/{kind.room}/{name}/acts", body), lambda said, lang: _done(kind, said, lang))

    return act


def said_of(given: list[str] | None) -> dict[str, str]:
    """What `--says` options say; `NAME=@FILE` is what stands in the file."""
    pairs = [each.partition("=") for each in given or ()]
    if wrong := next((name for name, sign, _ in pairs if not sign), None):
        raise typer.BadParameter(f"{wrong}: NAME=VALUE")
    return {name: _read(value) for name, _, value in pairs}


def _read(value: str) -> str:
    if not value.startswith("@"):
        return value
    try:
        with open(value[1:], encoding="utf-8") as file:  # noqa: PTH123  # a name as the shell gave it
            return file.read()
    except OSError as wrong:
        raise typer.BadParameter(f"{value[1:]}: {wrong.strerror}") from wrong


def _done(kind: Kind[Any], done: Mapping[str, Any], lang: Lang) -> Drawn:
    phase = kind.phases.get(done["phase"])
    yield f"{phase.say(lang) if phase else done['phase']}  v{done['version']}  {done['id']}"


def _drawn(sheet: Any, lang: Lang) -> Drawn:
    yield f"{sheet['name']}  {sheet['shown']}  v{sheet['version']}"
    for block in sheet["blocks"]:
        yield ""
        yield block["title"] + (f" ({block['note']})" if block["note"] else "")
        codes = [each["code"] for each in block["columns"]]
        columns = [Column(each["title"], each["code"], folds=True) for each in block["columns"]]
        yield table([dict(zip(codes, row, strict=True)) for row in block["shown"]], columns, lang)
    if not sheet["intact"]:
        yield Words("Tarixçə sübutla uyğun gəlmir!", "The history does not agree with the evidence!").say(lang)
    yield ""
    for line in sheet["history"]:
        yield f"{line['number']}. {line['words']}  {line['by']}  {moment(line['at'])}"


ACCOUNTS = app_of("accounts")
RUNS, LISTS = app_of("runs"), app_of("lists")
DRAWS = app_of("draws")
MOVES = app_of("moves")
REINTEGRATIONS = app_of("reintegrations")
LAW_REPLAYS = app_of("law_replays")
GROUP_ACTS = app_of("group_acts")
AUDITS = app_of("audits")
SETTLEMENTS = app_of("settlements")
TREASURY = app_of("treasury")
SAMPLES, CHECKS = app_of("payment_samples"), app_of("payment_checks")
