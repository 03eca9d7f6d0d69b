"""`hub formats`: a folder for a new format that works from the start, and what two formats make of the same files."""

from __future__ import annotations

import json
import re
import shutil
import string
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer
import yaml
from rich.table import Table

from hub.commands.exchange.mapping import readings_of
from hub.commands.servers.starting import ROOT, console, list_and_exit, settings_or_exit, spoken
from hub.errors import Lang, Refused, Words
from hub.exchange.formats import MessageFormat
from hub.exchange.replay.difference import flat_records
from hub.exchange.samples import samples
from hub.rules import all_formats
from mappings.definition import FormatsRefused
from mappings.format import BUNDLED, Format, Reading, load_formats
from mappings.functions import Function, functions

app = typer.Typer(
    no_args_is_help=True,
    help="Start a format; list its functions; compare two of them.",
)
_PARTS = Path(__file__).parent.parent / "new_format"
_NAME = re.compile(r"([a-z][a-z0-9]*)\.([a-z][a-z0-9-]*)\.(v[0-9]+)")
_DECLARED = re.compile(r"^format: \S+$", re.MULTILINE)
_TITLED = re.compile(r"^title: .*$", re.MULTILINE)
_ALL_ROWS = _ONE_LINE = 1_000_000
_REQUIRED = Words("mütləqdir", "required")
_KINDS = {
    "text": Words("mətn", "text"),
    "number": Words("tam ədəd", "whole number"),
    "flag": Words("true və ya false", "true or false"),
}
_TITLES = (Words("yer", "place"), Words("sahə", "field"), Words("köhnə", "old"), Words("yeni", "new"))


@app.command()
def new(
    name: Annotated[str, typer.Argument(help="Such as tehsil.pupil.v1: whose it is, what it tells, its version.")],
    like: Annotated[str | None, typer.Option(help="A format to begin with; else a small one in JSON.")] = None,
    into: Annotated[
        Path, typer.Option(file_okay=False, show_default="mappings/formats", help="The folder of all.")
    ] = BUNDLED,
) -> None:
    """Start a format: mapping, codes, schema and samples that hold, ready for `hub check`."""
    found = _NAME.fullmatch(name)
    formats = all_formats(settings_or_exit())
    if found is None or name in formats:
        raise typer.BadParameter(f"{name}: is taken or no name such as tehsil.pupil.v1", param_hint="NAME")
    folder = into / "_".join(part for part in found.groups() if part != "v1")
    if folder.exists():
        raise typer.BadParameter(f"{folder}: is there already", param_hint="NAME")
    if like is None:
        _from_parts(folder, name)
    else:
        _from_another(folder, name, _named(formats, like).folder)
    for pair in samples(load_formats(folder)[name]):
        pair.keep()
    for path in sorted(folder.rglob("*.*")):
        console.print(str(path), highlight=False, markup=False, soft_wrap=True)
    console.print("hub check", style="bold", highlight=False)


@app.command()
def expect(name: Annotated[str, typer.Argument(metavar="FORMAT", help="Its name, or its folder.")]) -> None:
    """Write beside each sample what is made of it now; read it before you keep it."""
    for pair in samples(_named(all_formats(settings_or_exit()), name)):
        if not pair.holds:
            pair.keep()
            console.print(str(pair.expected), highlight=False, markup=False, soft_wrap=True)


def _from_parts(folder: Path, name: str) -> None:
    for part in sorted(_PARTS.rglob("*.part")):
        path = folder / part.relative_to(_PARTS).with_suffix("")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(string.Template(part.read_text(encoding="utf-8")).substitute(name=name), encoding="utf-8")


def _from_another(folder: Path, name: str, other: Path) -> None:
    shutil.copytree(other, folder)
    mapping = folder / "mapping.yaml"
    text = _DECLARED.sub(f"format: {name}", mapping.read_text(encoding="utf-8"), 1)
    mapping.write_text(_TITLED.sub(f"title: {{az: {name}, en: {name}}}", text, 1), encoding="utf-8")


def _named(formats: Mapping[str, MessageFormat], named: str) -> Format:
    """A format by its name, or the one of a folder."""
    if Path(named).is_dir():
        try:
            (only,) = load_formats(Path(named)).values()
        except FormatsRefused as refused:
            list_and_exit([str(problem) for problem in refused.problems])
        except ValueError as several:
            raise typer.BadParameter(f"{named}: holds several formats; name the folder of one") from several
        return only
    found = formats.get(named)
    if not isinstance(found, Format):
        raise typer.BadParameter(f"{named}: is no format and no folder; known: {', '.join(sorted(formats))}")
    return found


@app.command()
def diff(
    old: Annotated[str, typer.Argument(metavar="OLD", help="A format's name, or its folder.")],
    new_format: Annotated[str, typer.Argument(metavar="NEW", help="As OLD.")],
    files: Annotated[list[Path], typer.Argument(metavar="FILES", exists=True, dir_okay=False, readable=True)],
    *,
    in_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
) -> None:
    """Where two formats read files differently, field by field; exit status 1 if they do."""
    settings = settings_or_exit()
    formats = all_formats(settings)
    both = (_named(formats, old), _named(formats, new_format))
    found = [each for file in files for each in _differences(file, *both)]
    if in_json or ROOT.get().as_json:
        console.print(json.dumps(found, ensure_ascii=False, indent=2), highlight=False, markup=False, soft_wrap=True)
    elif found:
        table = Table(*(title.say(settings.lang) for title in _TITLES), show_edge=False)
        for each in found:
            table.add_row(*(_cell(each[name]) for name in ("place", "field", "old", "new")))
        console.print(table, markup=False)
    else:
        console.print(Words("fərq yoxdur", "no difference").say(settings.lang))
    raise typer.Exit(int(bool(found)))


@app.command("functions")
def list_functions(
    *,
    in_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
) -> None:
    """What a mapping may name with `as:` and `check:`: words, meaning, an example."""
    lang = settings_or_exit().lang
    if in_json or ROOT.get().as_json:
        told = json.dumps([asdict(each) for each in functions()], ensure_ascii=False, indent=2, default=str)
        console.print(told, highlight=False, markup=False, soft_wrap=True)
        return
    for each in functions():
        console.print(f"{each.use}: {each.name}", style="bold", highlight=False, markup=False)
        for line in _function_lines(each, lang):
            console.print(f"  {line}", highlight=False, markup=False, soft_wrap=True)


def _function_lines(function: Function, lang: Lang) -> Iterator[str]:
    yield spoken(function.does)
    for each in function.arguments:
        kind = " | ".join(each.choices) or _KINDS[each.kind].say(lang)
        stated = "" if each.default is None else f" = {_example(each.default)}"
        only = f" ({each.only_with})" if each.only_with else ""
        must = f", {_REQUIRED.say(lang)}" if each.is_required else ""
        yield f"{each.name}: {kind}{stated}{must}{only}"
    if function.use == "as" and not function.is_written:
        yield Words("yalnız oxunur, geri yazılmır", "is read alone, never written back").say(lang)
    rule = yaml.safe_dump(dict(function.rule), default_flow_style=True, sort_keys=False, width=_ONE_LINE).strip()
    yield f"{rule}  {_example(function.given)} → {_example(function.gives)}"


def _example(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, default=str)


def _differences(file: Path, old: Format, new_one: Format) -> Iterator[dict[str, Any]]:
    """One of each field and of each issue that only one of them has, where it stands."""
    before, after = _told(file, old), _told(file, new_one)
    for place in {**before, **after}:
        one, other = before.get(place, {}), after.get(place, {})
        for name in sorted(one.keys() | other.keys()):
            if one.get(name) != other.get(name):
                yield {"place": place, "field": name, "old": one.get(name), "new": other.get(name)}


def _told(file: Path, made: Format) -> dict[str, dict[str, Any]]:
    try:
        return {place: _flat(reading) for place, reading in readings_of(made, file, _ALL_ROWS)}
    except Refused as refused:
        return {file.name: {f"! {refused.code}": refused.place or ""}}


def _flat(reading: Reading) -> dict[str, Any]:
    """The fields of the records by their paths, the keys, and the issues under a `!`."""
    # A format reads one record of a document.
    fields = {path.removeprefix("0."): value for path, value in flat_records(reading.records).items()}
    keys = {f"key {kind} {value}": value for kind, value in reading.keys}
    issues = {f"! {found.code} {found.path}": found.raw or "" for found in reading.issues}
    return {**fields, **keys, **issues}


def _cell(value: Any) -> str:
    return "" if value is None else str(value)
