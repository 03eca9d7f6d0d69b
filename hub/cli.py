"""The `hub` command. A command's module is loaded when it is called: who asks the API needs no database, and so on."""

from __future__ import annotations

import gc
import importlib
import os
from collections.abc import Callable
from typing import Annotated, Any

import typer
from typer.core import TyperGroup
from typer.main import get_command, get_group

PLACES: dict[str, tuple[str, str]] = {
    "run": ("servers.run:run", "Everything in one process, on the embedded default. / Hər şey bir prosesdə."),
    "serve": ("servers.serve:serve", "The API alone, over a shared database. / Yalnız API."),
    "work": ("servers.work:work", "A worker: delivers what is due. / Növbədəkiləri göndərir."),
    "relay": (
        "servers.relay:relay",
        "Relay, sweeper and evidence sequencer; several may run, one leads. / Növbəni aparır.",
    ),
    "migrate": (
        "migrate:migrate_database",
        "Bring the database's schema up to date; harmless to repeat. / Bazanın sxemini yeniləyir.",
    ),
    "check": (
        "check:check",
        "Check settings, formats, routes, connectors, database and broker; exit status 1 if anything is wrong.",
    ),
    "routes": ("exchange.routes:show_routes", "Print the routes and their pipelines. / Marşrutları göstərir."),
    "import": (
        "exchange.importing:import_file",
        "Hand a file to a running hub and follow it. / Faylı haba ötürür və izləyir.",
    ),
    "map": (
        "exchange.mapping:map_file",
        "Show what a mapping makes of a file; exit status 1 for an error. / Uyğunlaşdırmanın nəticəsini göstərir.",
    ),
    "formats": (
        "exchange.formats:app",
        "Start a format; list its functions; compare two of them. / Format: yeni, funksiyalar, fərq.",
    ),
    "agencies": ("agencies:app", "The agencies, one folder each. / Qurumlar."),
    "demo-data": (
        "demo:demo_data", "Make synthetic persons, households, statuses and a meter file. / Süni reyestr yaradır.",
    ),
    "register": (
        "register:app",
        "The register: its first load, changes of people by two officials. / Reyestr: doldurulması, dəyişikliklər.",
    ),
    "settlements": ("programmes.aggregates:settlements", "Settlements with utilities. / Kommunal hesablaşmalar."),
    "ask": ("exchange.asks:app", "Ask agencies about a person. / Qurumlardan şəxs haqqında soruşur."),
    "messages": ("exchange.messages:app", "Search and show messages. / Mesajları axtarır və göstərir."),
    "failed": ("exchange.failed:app", "What failed, by cause. / Uğursuz göndərişlər, səbəb üzrə."),
    "repairs": ("exchange.repairs:app", "Make and steer repairs. / Bərpa."),
    "replays": (
        "exchange.replays:app",
        "Read stored messages by another mapping; correct what was told. / Saxlanmış mesajları yenidən oxuyur.",
    ),
    "verify": ("verify:app", "Qəbul bildirişini və ya jurnalı yoxlayır. / Check a receipt or the whole log."),
    "parties": ("parties:app", "Parties, rights, certificates, keys. / Tərəflər, hüquqları, açarları."),
    "decisions": (
        "documents.decisions:app",
        "Check, explain and replay decision tables. / Qərar cədvəllərini yoxlayır, izah edir və müqayisə edir.",
    ),
    "documents": (
        "documents.documents:app",
        "Documents: where they are, and steps with them. / Sənədlər: harada olduqları və addımlar.",
    ),
    "cases": (
        "programmes.cases:app",
        "Cases of programmes: open, look, act. / İcraatlar: açmaq, baxmaq, hərəkət etmək.",
    ),
    "payments": (
        "programmes.payments:app",
        "Payments: reconcile a list, look at one, act on it. / Ödənişlər: üzləşmə, baxış, əməl.",
    ),
    "accounts": ("programmes.aggregates:accounts", "Accounts of payees. / Ödəniş hesabları."),
    "law_replays": ("programmes.aggregates:law_replays", "Decrees checked first. / Əvvəlcə yoxlanan fərmanlar."),
    "group_acts": ("programmes.aggregates:group_acts", "Group acts. / Qrup aktları."),
    "audits": ("programmes.aggregates:audits", "Audits of refusals. / İmtinaların yoxlanması."),
    "why": (
        "programmes.why:why",
        "What somebody gets, and why not more: reason, act, remedy. / Niyə kəsilib: səbəb, akt, şikayət yolu.",
    ),
    "runs": ("programmes.aggregates:runs", "Runs. / Gedişatlar."),
    "lists": ("programmes.aggregates:lists", "Lists. / Siyahılar."),
    "treasury": ("programmes.aggregates:treasury", "Requests to the treasury. / Maliyyə tələbləri."),
    "payment_samples": (
        "programmes.aggregates:payment_samples", "Samples of payments. / Ödənişlərin seçmə yoxlanması.",
    ),
    "payment_checks": ("programmes.aggregates:payment_checks", "Checks whether money came. / Pul gəlibmi: yoxlamalar."),
    "draws": ("programmes.aggregates:draws", "Draws. / Püşkatmalar."),
    "moves": ("programmes.aggregates:moves", "Move days. / Köç günləri."),
    "reintegrations": ("programmes.aggregates:reintegrations", "Reintegrations. / Reinteqrasiya."),
    "clock_acts": ("programmes.aggregates:clock_acts", "Acts on the three years. / Üçillik müddət aktları."),
    "scenario": (
        "programmes.scenario:scenario",
        "Play a programme from application to paper, with counts that add up. / Proqramı başdan sona oynayır.",
    ),
    "paths": (
        "documents.paths:app",
        "Check, draw and save approval paths. / Razılaşma yollarını yoxlayır, çəkir və saxlayır.",
    ),
    "second": (
        "documents.second:second", "What waits for a second person. / İkinci şəxsin razılığını gözləyənlər.",
    ),
    "surveys": ("programmes.surveys:app", "Surveys. / Sorğular."),
    "sandbox": ("sandbox:app", "What only a sandbox can do: let time pass. / Sınaq rejimi: vaxtı irəli çəkir."),
    "privacy": (
        "privacy:app", "The card of personal data for the state's registry. / Fərdi məlumatların qeydiyyat kartı.",
    ),
    "keys": ("keys:app", "Keys of sealed data: make, list, rotate, erase. / Məlumatın açarları."),
    "people": ("people:app", "Local accounts of people. / İşçilərin yerli hesabları."),
}  # fmt: skip
"""Command → where it is under hub.commands, and its line in `hub --help`: the first of its own help."""


class _Commands(TyperGroup):
    """Lists the commands by PLACES alone; the one that is called is loaded and takes its stand-in's place."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        name, _, rest = super().resolve_command(ctx, args)
        return name, None if name is None else load(name), rest


def load(name: str) -> Any:
    """The command of this name, or the group of commands, with its module; KeyError for none."""
    module, _, attribute = PLACES[name][0].partition(":")
    found: typer.Typer | Callable[..., None] = getattr(importlib.import_module(f"hub.commands.{module}"), attribute)
    if isinstance(found, typer.Typer):
        return get_group(found)
    alone = typer.Typer(add_completion=False)
    alone.command(name)(found)
    return get_command(alone)


app = typer.Typer(
    name="hub",
    cls=_Commands,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Qayıdış Hub: məlumat mübadiləsi və sənəd dövriyyəsi. / Exchange of records and flow of documents.",
)
for _name, (_, _help) in PLACES.items():
    app.command(_name, help=_help)(lambda: None)


@app.callback()
def root(
    *,
    url: Annotated[str | None, typer.Option(help="Where the hub is; by default HUB_HOST and HUB_PORT here.")] = None,
    key: Annotated[str | None, typer.Option(help="The key to ask with; by default HUB_API_KEY.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="The API's own answers. / JSON, kodlarla.")] = False,
    lang: Annotated[str | None, typer.Option(metavar="az|en", help="By default HUB_LANG. / Dil.")] = None,
) -> None:
    """What stands here holds for the command, unless that is given another."""
    if lang not in (None, "az", "en"):
        raise typer.BadParameter("az / en", param_hint="--lang")
    starting = importlib.import_module("hub.commands.servers.starting")
    starting.ROOT.set(starting.Root(url, key, as_json, lang))


def main() -> None:
    """Entry point of `hub` and of `python -m hub.cli`."""
    os.umask(0o077)  # what the hub keeps is for its own account only
    gc.set_threshold(50_000, 20, 50)  # what a start makes stays: looking for rubbish in it was a tenth of the start
    app()


if __name__ == "__main__":
    main()
