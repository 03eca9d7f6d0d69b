"""The `hub` command. A command's module is loaded when it is called: who asks the API needs no database, and so on."""

from __future__ import annotations

import gc
import importlib
import os
from collections.abc import Callable
from typing import Annotated, Any

import typer
from typer.main import get_command, get_group

from hub.commands.spoken import SpokenCommand, SpokenGroup, SpokenRoot, reader

PLACES: dict[str, tuple[str, str]] = {
    "run": ("servers.run:run", "Everything in one process, on the embedded default."),
    "serve": ("servers.serve:serve", "The API alone, over a shared database."),
    "work": ("servers.work:work", "A worker: delivers what is due."),
    "relay": ("servers.relay:relay", "Relay, sweeper and evidence sequencer; several may run, one leads."),
    "migrate": ("migrate:migrate_database", "Bring the database's schema up to date; harmless to repeat."),
    "check": (
        "check:check",
        "Check settings, formats, routes, connectors, database and broker; exit status 1 if anything is wrong.",
    ),
    "routes": ("exchange.routes:show_routes", "Print the routes and their pipelines."),
    "import": ("exchange.importing:import_file", "Hand a file to a running hub and follow it."),
    "map": ("exchange.mapping:map_file", "Show what a mapping makes of a file; exit status 1 for an error."),
    "formats": ("exchange.formats:app", "Start a format; list its functions; compare two of them."),
    "agencies": ("agencies:app", "The agencies, one folder each."),
    "demo-data": ("demo:demo_data", "Make synthetic persons, households, statuses and a meter file."),
    "register": ("register:app", "The register: its first load, changes of people by two officials."),
    "settlements": ("programmes.aggregates:settlements", "Settlements with utilities."),
    "ask": ("exchange.asks:app", "Ask agencies about a person."),
    "messages": ("exchange.messages:app", "Search and show messages."),
    "failed": ("exchange.failed:app", "What failed, by cause."),
    "repairs": ("exchange.repairs:app", "Make and steer repairs."),
    "replays": ("exchange.replays:app", "Read stored messages by another mapping; correct what was told."),
    "verify": ("verify:app", "Check a receipt or the whole log."),
    "parties": ("parties:app", "Parties, rights, certificates, keys."),
    "decisions": ("documents.decisions:app", "Check, explain and replay decision tables."),
    "documents": ("documents.documents:app", "Documents: where they are, and steps with them."),
    "cases": ("programmes.cases:app", "Cases of programmes: open, look, act."),
    "payments": ("programmes.payments:app", "Payments: reconcile a list, look at one, act on it."),
    "accounts": ("programmes.aggregates:accounts", "Accounts of payees."),
    "law_replays": ("programmes.aggregates:law_replays", "Decrees checked first."),
    "group_acts": ("programmes.aggregates:group_acts", "Group acts."),
    "audits": ("programmes.aggregates:audits", "Audits of refusals."),
    "why": ("programmes.why:why", "What somebody gets, and why not more: reason, act, remedy."),
    "runs": ("programmes.aggregates:runs", "Runs."),
    "lists": ("programmes.aggregates:lists", "Lists."),
    "treasury": ("programmes.aggregates:treasury", "Requests to the treasury."),
    "payment_samples": ("programmes.aggregates:payment_samples", "Samples of payments."),
    "payment_checks": ("programmes.aggregates:payment_checks", "Checks whether money came."),
    "draws": ("programmes.aggregates:draws", "Draws."),
    "moves": ("programmes.aggregates:moves", "Move days."),
    "reintegrations": ("programmes.aggregates:reintegrations", "Reintegrations."),
    "clock_acts": ("programmes.aggregates:clock_acts", "Acts on the three years."),
    "scenario": (
        "programmes.scenario:scenario",
        "Play a programme from application to paper, with counts that add up.",
    ),
    "paths": ("documents.paths:app", "Check, draw and save approval paths."),
    "second": ("documents.second:second", "What waits for a second person."),
    "surveys": ("programmes.surveys:app", "Surveys."),
    "sandbox": ("sandbox:app", "What only a sandbox can do: let time pass."),
    "privacy": ("privacy:app", "The card of personal data for the state's registry."),
    "keys": ("keys:app", "Keys of sealed data: make, list, rotate, erase."),
    "people": ("people:app", "Local accounts of people."),
}
"""Command → where it is under hub.commands, and its line in `hub --help`: the first of its own help."""


class _Commands(SpokenRoot):
    """Lists the commands by PLACES alone; the one that is called is loaded and takes its stand-in's place."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        name, _, rest = super().resolve_command(ctx, args)
        return name, None if name is None else load(name), rest


def load(name: str) -> Any:
    """The command of this name, or the group of commands, with its module; KeyError for none."""
    module, _, attribute = PLACES[name][0].partition(":")
    found: typer.Typer | Callable[..., None] = getattr(importlib.import_module(f"hub.commands.{module}"), attribute)
    if isinstance(found, typer.Typer):
        for each in found.registered_commands:
            each.cls = SpokenCommand
        found.info.cls = SpokenGroup
        return get_group(found)
    alone = typer.Typer(add_completion=False)
    alone.command(name, cls=SpokenCommand)(found)
    return get_command(alone)


app = typer.Typer(
    name="hub",
    cls=_Commands,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Qayıdış Hub: exchange of records and flow of documents.",
)
for _name, (_, _help) in PLACES.items():
    app.command(_name, help=_help)(lambda: None)


@app.callback()
def root(
    ctx: typer.Context,
    *,
    url: Annotated[
        str | None,
        typer.Option(help="Where the hub is; by default HUB_HOST and HUB_PORT, else the one that runs on HUB_DATA."),
    ] = None,
    key: Annotated[str | None, typer.Option(help="The key to ask with; by default HUB_API_KEY.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="The API's own answer, with codes instead of names.")] = False,
    lang: Annotated[
        str | None,
        typer.Option(metavar="az|en", help="By default HUB_LANG, else az.", envvar="HUB_LANG", show_envvar=False),
    ] = None,
) -> None:
    """What stands here holds for the command, unless that is given another."""
    source = ctx.get_parameter_source("lang")
    if lang not in (None, "az", "en") and source and source.name == "COMMANDLINE":  # the settings refuse the other
        raise typer.BadParameter("az / en", param_hint="--lang")
    starting = importlib.import_module("hub.commands.servers.starting")
    before = starting.ROOT.set(starting.Root(url, key, as_json, reader(ctx)))
    ctx.call_on_close(lambda: starting.ROOT.reset(before))


def main() -> None:
    """Entry point of `hub` and of `python -m hub.cli`."""
    os.umask(0o077)  # what the hub keeps is for its own account only
    gc.set_threshold(50_000, 20, 50)  # what a start makes stays: looking for rubbish in it was a tenth of the start
    app()


if __name__ == "__main__":
    main()
