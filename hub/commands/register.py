"""`hub register …`: the first load of the register from the committee's old bases, its match report and work list."""

from __future__ import annotations

import csv
import gc
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.table import Column, Table

from hub.commands.on_the_store import over_store
from hub.commands.register_requests import add_to
from hub.commands.servers.running import loaded_or_exit
from hub.commands.servers.starting import console, settings_or_exit
from hub.demo.bases import write_bases
from hub.errors import Lang, NotFound, Words, found_or
from hub.evidence.root_key import root_at_start
from hub.exchange.loading.plan import BaseLoad, Stage, latest_load
from hub.exchange.loading.report import (
    DISTRICT_HEADS,
    MONEY,
    PARTS,
    UNKNOWN,
    UNSUMMED,
    WORK_HEADS,
    DistrictWork,
    LoadSeen,
    MatchReport,
    WorkItem,
    match_report,
    said,
    work_by_district,
    work_list,
)
from hub.exchange.loading.run import Loading
from hub.register.placing import HEADS, look_up
from hub.settings import Settings
from hub.store.content import ContentStore
from hub.store.sealing import Sealer
from hub.store.store import Store
from mappings.format import load_formats
from mappings.places import PLACES

_STAGES: dict[Stage, Words] = {
    "read": Words("Oxunur", "Reading"),
    "link": Words("Əlaqələndirilir", "Linking"),
    "take_back": Words("Geri götürülür", "Taking back"),
    "tell": Words("Reyestrə yazılır", "Telling the register"),
    "families": Words("Ailələr yazılır", "Telling of families"),
}
_SHOWN = 20
_STATEMENT_S = 600.0
"""A report of a whole country reads millions of rows, for one who waits at a terminal."""
_MOST = 1_000_000
DistrictOption = Annotated[str | None, typer.Option("--district", metavar="NAME", help="Of one district of origin.")]
WorkOption = Annotated[
    Path | None, typer.Option("--work-list", dir_okay=False, help="Write the whole work list here, CSV.")
]

app = typer.Typer(
    no_args_is_help=True,
    help="The register: its first load, changes of people by two officials.",
)
add_to(app)


@app.command("load")
def load(
    folder: Annotated[Path, typer.Argument(exists=True, file_okay=False, help="With the files of the bases.")],
    district: DistrictOption = None,
    work: WorkOption = None,
) -> None:
    """Read the four bases, link their rows, and tell the register.

    What cannot be linked for certain stays unlinked and is listed. Run again, it goes on where it was; a corrected file
    changes only what it corrects.
    """
    settings = settings_or_exit()
    name = _district(district)
    formats = loaded_or_exit(load_formats)
    # What a piece is made of goes with it: looking for rubbish among it meanwhile was a twelfth of the load.
    gc.set_threshold(1_000_000, 20, 50)

    async def whole(store: Store, sealer: Sealer) -> LoadSeen:
        keyed = await root_at_start(settings, store)
        content = ContentStore(settings.data / "content" / "messages", sealer, keyed)
        with _bar() as bar:
            tasks = {stage: bar.add_task(words.say(settings.lang), total=None) for stage, words in _STAGES.items()}
            made = await Loading(store, content, formats, sealer, keyed).load(
                folder, name, lambda stage, done, of: bar.update(tasks[stage], completed=done, total=of)
            )
        return await _found(store, made, name)

    _show(settings, over_store(settings, whole, statement_s=_STATEMENT_S), work)


@app.command("sample")
def sample(
    folder: Annotated[Path, typer.Argument(file_okay=False, help="Where the files go.")],
    persons: Annotated[int, typer.Option(min=1, max=1_000_000, help="How many persons.")] = 300,
    seed: Annotated[int, typer.Option(help="The same seed gives the same files.")] = 1,
) -> None:
    """Make synthetic files of the four bases, to try with. No person in them exists."""
    for path in write_bases(folder, persons, seed):
        console.print(f"{path.name}  {path.stat().st_size} B", highlight=False, markup=False)


@app.command("report")
def report(district: DistrictOption = None, work: WorkOption = None) -> None:
    """The match report and work list of the latest load."""
    settings = settings_or_exit()
    name = _district(district)

    async def whole(store: Store, sealer: Sealer) -> LoadSeen:
        del sealer
        async with store.read() as tx:
            found = found_or(
                await latest_load(tx), NotFound("load.none", Words("Hələ yükləmə olmayıb.", "Nothing was loaded yet."))
            )
        return await _found(store, found[0], name)

    _show(settings, over_store(settings, whole, statement_s=_STATEMENT_S), work)


@app.command("places")
def places(
    name: Annotated[str, typer.Argument(help="A name, however written, its beginning, or a code.")] = "",
) -> None:
    """Look a place up: its district, what it was and is now, its codes."""
    lang = settings_or_exit().lang
    table = Table(*(words.say(lang) for words in HEADS), box=None, pad_edge=False)
    found = look_up(name)
    for each in found:
        table.add_row(*(cell.say(lang) for cell in each.cells))
    console.print(table)
    raise typer.Exit(0 if found else 1)


async def _found(store: Store, made: BaseLoad, district: str | None) -> LoadSeen:
    async with store.read() as tx:
        report, districts = await match_report(tx, made), await work_by_district(tx, made, district)
        return LoadSeen(made, True, report, districts, await work_list(tx, made, district, _MOST))  # noqa: FBT003 - done


def _district(typed: str | None) -> str | None:
    found = None if typed is None else PLACES.find(typed)
    if typed is not None and found is None:
        raise typer.BadParameter(f"{typed}: ?", param_hint="--district")
    return None if found is None else found.name


def _bar() -> Progress:
    return Progress(TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), console=console)


def _show(settings: Settings, found: LoadSeen, work: Path | None) -> None:
    lang, items = settings.lang, found.work
    for table in (
        _of_bases(found.report, lang),
        _of_districts(found.districts, lang),
        _of_work(items[:_SHOWN], len(items), lang),
    ):
        console.print(table)
        console.print()
    if work is not None:
        _write(work, items, lang)
        console.print(f"{work} ✓ {len(items)}", highlight=False, markup=False)


def _of_bases(found: MatchReport, lang: Lang) -> Table:
    title = Words(
        f"Şəxs: {found.persons}, reyestrə yazılmış sətir: {found.told}",
        f"Persons: {found.persons}, rows that the register knows: {found.told}",
    )
    heads = (Column(said(base.base).say(lang), justify="right") for base in found.bases)
    table = Table("", *heads, title=title.say(lang), title_justify="left", box=None, pad_edge=False)
    table.add_row(Words("sətir", "rows").say(lang), *(str(base.rows) for base in found.bases), style="bold")
    for heading, parts in PARTS.items():
        counts = [getattr(base, heading) for base in found.bases]
        _add(table, parts.say(lang), counts, lang)
    for name, words in MONEY.items():
        table.add_row(words.say(lang), *(f"{getattr(base, name) / 100:,.2f}" for base in found.bases))
    if any(base.unsummed for base in found.bases):
        table.add_row(UNSUMMED.say(lang), *(str(base.unsummed) for base in found.bases))
    return table


def _add(table: Table, heading: str, counts: Sequence[Counter[str]], lang: Lang) -> None:
    codes = sorted({code for each in counts for code in each})
    if codes:
        table.add_row(heading, *(str(sum(each.values())) for each in counts), style="bold")
    for code in codes:
        table.add_row(f"  {said(code).say(lang)}", *(str(each[code]) for each in counts))


def _of_districts(found: Sequence[DistrictWork], lang: Lang) -> Table:
    first, *figures = (words.say(lang) for words in DISTRICT_HEADS)
    table = Table(first, *(Column(each, justify="right") for each in figures), box=None, pad_edge=False)
    for each in found:
        table.add_row(each.district or UNKNOWN, str(each.rows), f"{each.qepik / 100:,.2f}")
    return table


def _of_work(items: Sequence[WorkItem], of: int, lang: Lang) -> Table:
    title = Words(f"İş siyahısı: {of}, ən böyük məbləğdən", f"Work list: {of}, the most money first")
    heads = (words.say(lang) for words in WORK_HEADS)
    table = Table(*heads, title=title.say(lang), title_justify="left", box=None, pad_edge=False)
    for item in items:
        table.add_row(*_cells(item, lang))
    return table


def _cells(item: WorkItem, lang: Lang) -> tuple[str, ...]:
    reasons = "; ".join(said(code).say(lang) for code in item.reasons)
    return f"{item.qepik / 100:.2f}", item.district or UNKNOWN, item.file, str(item.row), reasons


def _write(path: Path, items: Sequence[WorkItem], lang: Lang) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow([words.say(lang) for words in WORK_HEADS])
        writer.writerows(_cells(item, lang) for item in items)
