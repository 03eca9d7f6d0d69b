"""`hub map FORMAT FILE`: what a mapping makes of a file, without sending it anywhere."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from hub.commands.exchange.mapping_view import as_json, refused_json, show
from hub.commands.servers.starting import ROOT, console, settings_or_exit, spoken
from hub.errors import Refused, Words
from hub.exchange.bodies import read_body
from hub.exchange.formats import MessageFormat
from hub.rules import all_formats
from mappings.format import Format, Reading
from mappings.layout import Layout
from mappings.rows import lines_of, read_rows, scan


def map_file(
    format_name: Annotated[str, typer.Argument(metavar="FORMAT", help="Such as justice.civil-act.v1.")],
    file: Annotated[Path, typer.Argument(metavar="FILE", exists=True, dir_okay=False, readable=True)],
    rows: Annotated[int, typer.Option(min=1, help="Of a table: how many rows to show.")] = 20,
    *,
    explain: Annotated[bool, typer.Option("--explain", help="Also which rule made which field of what.")] = False,
    in_json: Annotated[bool, typer.Option("--json", help="As JSON, in both languages.")] = False,
) -> None:
    """Show what a mapping makes of a file; exit status 1 for an error."""
    settings = settings_or_exit()
    formats = all_formats(settings)
    made = formats.get(format_name)
    if made is None:
        console.print(f"{escape(format_name)}: {', '.join(sorted(formats))}")
        raise typer.Exit(2)
    if isinstance(made, Format):
        made = replace(made, explains=explain)
    in_json = in_json or ROOT.get().as_json
    try:
        found = list(readings_of(made, file, rows))
    except Refused as refused:
        told = (
            json.dumps([refused_json(file.name, refused)], ensure_ascii=False, indent=2)
            if in_json
            else spoken(refused.words)
        )
        console.print(told, style=None if in_json else "red", highlight=False, markup=False, soft_wrap=True)
        raise typer.Exit(1) from refused
    if in_json:
        shown = [as_json(place, reading) for place, reading in found]
        console.print(json.dumps(shown, ensure_ascii=False, indent=2), highlight=False, markup=False, soft_wrap=True)
        raise typer.Exit(int(any(each["severity"] == "error" for one in shown for each in one["issues"])))
    counts: Counter[str] = Counter()
    for place, reading in found:
        show(place, reading, settings.lang)
        counts.update(each.severity for each in reading.issues)
    az = f"səhv: {counts['error']}, xəbərdarlıq: {counts['warning']}, məlumat: {counts['info']}"
    en = f"errors: {counts['error']}, warnings: {counts['warning']}, notes: {counts['info']}"
    console.print(Words(az, en).say(settings.lang))
    raise typer.Exit(int(counts["error"] > 0))


def readings_of(made: MessageFormat, file: Path, rows: int) -> Iterator[tuple[str, Reading]]:
    """What a format makes of a file, or of its first rows, each with its place. Raises Refused."""
    if isinstance(made, Format) and made.table is not None:
        yield from _table_readings(made, made.table, file, rows)
        return
    reading, _ = read_body(made, file.read_bytes())
    yield file.name, reading


def _table_readings(made: Format, layout: Layout, file: Path, rows: int) -> Iterator[tuple[str, Reading]]:
    """What is wrong with the file as a whole, if anything, then its first rows."""
    with file.open("rb") as source:
        found = scan(made, (line.content for line in lines_of(source, layout.longest_row)))
        if not found.sound:
            yield file.name, Reading((), found.issues, (), None, None, mapped=False)
        contents = (line.content for line in lines_of(source, layout.longest_row))
        for row in islice(read_rows(made, islice(contents, 1, None)), rows):
            yield f"{file.name}:{row.line}", row.reading
