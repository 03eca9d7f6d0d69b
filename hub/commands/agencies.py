"""`hub agencies`: the agencies that this checkout knows, and a folder for a new one that works from the start."""

from __future__ import annotations

import json
import re
import string
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from connectors.agencies import AGENCIES, NAMES
from hub.commands.agency_checks import FOLDER
from hub.commands.servers.starting import console, settings_or_exit
from hub.commands.tables import Column, table
from hub.errors import Words
from hub.exchange.samples import samples
from mappings.format import BUNDLED, load_formats

app = typer.Typer(no_args_is_help=True, help="The agencies, one folder each.")
_PARTS = Path(__file__).parent / "new_agency"
_PROJECT = Path(__file__).parents[2]
_NAME = re.compile(r"[a-z][a-z0-9]{1,30}")
_LAST = f'    "{NAMES[-1]}",\n'
_COLUMNS = (
    Column(Words("qurum", "agency"), lambda each, _lang: each.name),
    Column(Words("adı", "title"), lambda each, lang: Words(*each.title).say(lang), folds=True),
    Column(Words("verir", "gives"), lambda each, _lang: "\n".join(given.format for given in each.gives)),
    Column(Words("əməliyyatlar", "operations"), lambda each, _lang: "\n".join(made.name for made in each.operations)),
)


@app.command("list")
def list_agencies() -> None:
    """Every agency with what it gives and takes."""
    console.print(table(AGENCIES, _COLUMNS, settings_or_exit().lang))


@app.command()
def new(
    name: Annotated[str, typer.Argument(help="Small Latin letters; its folder, party and operations are named so.")],
    az: Annotated[str, typer.Option("--az", help="What it is called in Azerbaijani.")],
    en: Annotated[str, typer.Option("--en", help="What it is called in English.")],
) -> None:
    """Start an agency: manifest, twin, one format with samples, and its place in the list.

    It pushes persons and is told of changes over plain REST until you make it what it really is.
    """
    if not _NAME.fullmatch(name) or name in NAMES or (FOLDER / name).exists():
        raise typer.BadParameter(f"{name}: is taken or no name of small Latin letters", param_hint="NAME")
    titles = {lang: json.dumps(title, ensure_ascii=False) for lang, title in (("az", az), ("en", en))}
    made = list(_written(name, {"name": name, **titles}))
    known = FOLDER / "__init__.py"
    known.write_text(known.read_text(encoding="utf-8").replace(_LAST, f'{_LAST}    "{name}",\n'), encoding="utf-8")
    for path in (*made, known):
        console.print(str(path.relative_to(_PROJECT)), highlight=False)
    console.print("hub check --sandbox · hub run --sandbox", style="bold", highlight=False)


def _written(name: str, values: dict[str, str]) -> Iterator[Path]:
    """The files out of their parts; a sample must give what the mapping makes of it now, to be read and kept."""
    format_folder = BUNDLED / f"{name}_person"
    for part in sorted(_PARTS.rglob("*.part")):
        place = part.relative_to(_PARTS).with_suffix("")
        path = (FOLDER / name if place.suffix == ".py" else format_folder) / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(string.Template(part.read_text(encoding="utf-8")).substitute(values), encoding="utf-8")
        yield path
    for pair in samples(load_formats()[f"{name}.person.v1"]):
        pair.keep()
        yield pair.expected
