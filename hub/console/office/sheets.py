"""Figures as a file for a spreadsheet: marked with who took it and when, and without anything that it would run."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from starlette.responses import Response

from hub.console.messages.export import safe
from hub.console.viewer import Viewer
from hub.console.writing import exactly


def sheet(who: Viewer, now: int, name: str, rows: Iterable[Sequence[object]]) -> Response:
    """A CSV file as spreadsheets in Azerbaijan open it: semicolons, UTF-8 with a mark; the first line says whose."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(("Qayıdış Hub", safe(who.person.name), exactly(now)))
    writer.writerows(["" if value is None else safe(value) for value in row] for row in rows)
    return Response(
        ("\ufeff" + text.getvalue()).encode(),
        media_type="text/csv; charset=utf-8",
        headers={"content-disposition": f'attachment; filename="{name}.csv"'},
    )
