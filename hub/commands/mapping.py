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

from hub.app import all_formats
from hub.commands.starting import console as terminal
from hub.commands.starting import settings_or_exit
from hub.errors import Refused
from hub.exchange.door import read_body
from hub.exchange.files.scan import lines, scan
from hub.exchange.formats import MessageFormat
from mappings.format import Format, Issue, Reading
from mappings.issues import issue
from mappings.records import record_to_json
from mappings.table import TableLayout

_COLOURS = {"error": "red", "warning": "yellow", "info": "cyan"}


def map_file(
    format_name: Annotated[str, typer.Argument(metavar="FORMAT", help="Such as justice.civil-act.v1.")],
    file: Annotated[Path, typer.Argument(metavar="FILE", exists=True, dir_okay=False, readable=True)],
    rows: Annotated[int, typer.Option(min=1, help="Of a table: how many rows to show.")] = 20,
) -> None:
    """Show what a mapping makes of a file; exit status 1 if anything is an error. / Faylın xəritələməsini göstərir."""
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
    az = f"səhv: {counts['error']}, xəbərdarlıq: {counts['warning']}, qeyd: {counts['info']}"
    en = f"errors: {counts['error']}, warnings: {counts['warning']}, notes: {counts['info']}"
    console.print(az if lang == "az" else en)
    raise typer.Exit(1 if counts["error"] else 0)


def _readings(made: MessageFormat, file: Path, rows: int, console: Console) -> Iterator[tuple[str, Reading]]:
    if isinstance(made, Format) and made.table is not None:
        faults = scan(file, made.table).faults
        if faults:
            yield file.name, Reading((), faults, (), None, None, mapped=False)
        yield from islice(_rows(made, made.table, file), rows)
        return
    try:
        reading, _ = read_body(made, file.read_bytes())
    except Refused as refused:
        console.print(f"[red]{escape(str(refused))}[/red]")
        raise typer.Exit(1) from refused
    yield file.name, reading


def _rows(made: Format, layout: TableLayout, file: Path) -> Iterator[tuple[str, Reading]]:
    mark = f"{layout.totals_mark}{layout.delimiter}".encode()
    with file.open("rb") as source:
        for line in lines(source, 0, 1, layout.longest_row):
            if line.number == 1 or (line.content or b"").startswith(mark):
                continue
            text = (line.content or b"").decode(layout.encoding, errors="replace")
            cells = text.split(layout.delimiter)
            place = f"{file.name}:{line.number}"
            if len(cells) != len(layout.columns):
                broken = issue("row.columns", "", f"columns:{len(layout.columns)}")
                yield place, Reading((), (broken,), (), None, None, mapped=False)
            else:
                yield place, made.read(dict(zip(layout.columns, cells, strict=True)))


def _show(console: Console, place: str, reading: Reading, lang: str) -> None:
    console.rule(escape(place))
    for record in reading.records:
        console.print_json(record_to_json(record).decode())
    if not reading.issues:
        return
    table = Table(show_edge=False)
    for title in ("", "kod" if lang == "az" else "code", "yer" if lang == "az" else "place",
                  "qayda" if lang == "az" else "rule", "dəyər" if lang == "az" else "value", ""):  # fmt: skip
        table.add_column(title)
    for found in reading.issues:
        colour = _COLOURS[found.severity]
        table.add_row(f"[{colour}]{found.severity}[/{colour}]", found.code, found.path, found.rule,
                      escape(_value(found)), found.text_az if lang == "az" else found.text_en)  # fmt: skip
    console.print(table)


def _value(found: Issue) -> str:
    """What stood there, and what was probably meant; only the one who holds the file sees it."""
    shown = found.raw or ""
    return f"{shown} → {found.suggestion}?" if found.suggestion else shown
