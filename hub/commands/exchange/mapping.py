"""`hub map FORMAT FILE`: what a mapping makes of a file, without sending it anywhere."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from hub.commands.servers.starting import console as terminal
from hub.commands.servers.starting import settings_or_exit
from hub.errors import Refused, Words
from hub.exchange.bodies import read_body
from hub.exchange.formats import MessageFormat
from hub.rules import all_formats
from mappings.csv_rows import lines_of, read_rows, scan
from mappings.format import Format, Issue, Reading
from mappings.records import record_to_json
from mappings.table import TableLayout

_TITLES = (
    Words("", ""),
    Words("kod", "code"),
    Words("yer", "place"),
    Words("qayda", "rule"),
    Words("dəyər", "value"),
    Words("", ""),
)
_COLOURS = {"error": "red", "warning": "yellow", "info": "cyan"}


def map_file(
    format_name: Annotated[str, typer.Argument(metavar="FORMAT", help="Such as justice.civil-act.v1.")],
    file: Annotated[Path, typer.Argument(metavar="FILE", exists=True, dir_okay=False, readable=True)],
    rows: Annotated[int, typer.Option(min=1, help="Of a table: how many rows to show.")] = 20,
) -> None:
    """Show what a mapping makes of a file; exit status 1 for an error. / Uyğunlaşdırmanın nəticəsini göstərir."""
    settings = settings_or_exit()
    console, lang = terminal, settings.lang
    formats = all_formats(settings)
    made = formats.get(format_name)
    if made is None:
        console.print(f"{escape(format_name)}: {', '.join(sorted(formats))}")
        raise typer.Exit(2)
    counts: Counter[str] = Counter()
    for place, reading in _readings(made, file, rows, console):
        _show(console, place, reading, lang)
        counts.update(found.severity for found in reading.issues)
    az = f"səhv: {counts['error']}, xəbərdarlıq: {counts['warning']}, məlumat: {counts['info']}"
    en = f"errors: {counts['error']}, warnings: {counts['warning']}, notes: {counts['info']}"
    console.print(Words(az, en).say(lang))
    raise typer.Exit(1 if counts["error"] else 0)


def _readings(made: MessageFormat, file: Path, rows: int, console: Console) -> Iterator[tuple[str, Reading]]:
    if isinstance(made, Format) and made.table is not None:
        yield from _table_readings(made, made.table, file, rows)
        return
    try:
        reading, _ = read_body(made, file.read_bytes())
    except Refused as refused:
        console.print(f"[red]{escape(str(refused))}[/red]")
        raise typer.Exit(1) from refused
    yield file.name, reading


def _table_readings(made: Format, layout: TableLayout, file: Path, rows: int) -> Iterator[tuple[str, Reading]]:
    """What is wrong with the file as a whole, if anything, then its first rows."""
    with file.open("rb") as source:
        found = scan(made, (line.content for line in lines_of(source, layout.longest_row)))
        if not found.sound:
            yield file.name, Reading((), found.issues, (), None, None, mapped=False)
        contents = (line.content for line in lines_of(source, layout.longest_row))
        for row in islice(read_rows(made, islice(contents, 1, None)), rows):
            yield f"{file.name}:{row.line}", row.reading


def _show(console: Console, place: str, reading: Reading, lang: str) -> None:
    console.rule(escape(place))
    for record in reading.records:
        console.print_json(record_to_json(record).decode())
    if not reading.issues:
        return
    table = Table(*(title.say(lang) for title in _TITLES), show_edge=False)
    for found in reading.issues:
        colour = _COLOURS[found.severity]
        table.add_row(
            f"[{colour}]{found.severity}[/{colour}]",
            found.code,
            found.path,
            found.rule,
            escape(_value(found)),
            Words(*found.text).say(lang),
        )
    console.print(table)


def _value(found: Issue) -> str:
    """What stood there, and what was probably meant; only the one who holds the file sees it."""
    shown = found.raw or ""
    return f"{shown} → {found.suggestion}?" if found.suggestion else shown
