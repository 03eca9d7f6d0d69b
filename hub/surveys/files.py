"""Answers as a file: CSV in UTF-8, a respondent a row, bounded; what is wrong with a row is said by its line.

Columns are `fin`, `consents` and the names of questions, and where answers are changed `instead_of` and `word`. Several
answers stand with | between them. Nothing that stood in a cell is repeated in what is said of it.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from document_flow.surveys.questionnaire import RESERVED, Questionnaire
from document_flow.words import Words
from hub.errors import HubError, Refused
from hub.surveys.interviews import Interview

MOST_BYTES: Final = 4_000_000
MOST_ROWS: Final = 2_000
_CELL: Final = 4_000


@dataclass(frozen=True, slots=True)
class FileRow:
    """One row by its line: an interview, or why it is none."""

    line: int
    said: Interview | HubError


def read_file(raw: bytes, asked: Questionnaire) -> Sequence[FileRow]:
    """All rows; Refused for what is no such file, before any is taken."""
    if len(raw) > MOST_BYTES:
        raise _no_file(f"ən çoxu {MOST_BYTES} bayt", f"at most {MOST_BYTES} bytes")
    try:
        text = raw.decode("utf-8-sig")
        lines = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
        columns = [each.strip() for each in next(lines, [])]
        _check(columns, asked)
        return list(_rows(lines, columns))
    except (UnicodeDecodeError, csv.Error) as wrong:
        raise _no_file("UTF-8 ilə yazılmış CSV olmalıdır", "it must be CSV in UTF-8") from wrong


def _delimiter(text: str) -> str:
    head = text.partition("\n")[0]
    return ";" if head.count(";") > head.count(",") else ","


def _check(columns: Sequence[str], asked: Questionnaire) -> None:
    allowed = {*RESERVED, *asked.questions}
    if not {"fin", "consents"} <= {*columns} <= allowed or len({*columns}) < len(columns):
        names = ", ".join((*RESERVED, *asked.questions))
        raise _no_file(
            f"sütunlar bunlardan olmalıdır, hər biri bir dəfə, fin və consents mütləq: {names}",
            f"its columns must be of these, each once, fin and consents among them: {names}",
        )


def _rows(lines: Any, columns: Sequence[str]) -> Iterator[FileRow]:
    for number, cells in enumerate(lines, 2):
        if number > MOST_ROWS + 1:
            raise _no_file(f"ən çoxu {MOST_ROWS} sətir", f"at most {MOST_ROWS} rows")
        if any(cells):
            yield FileRow(lines.line_num, _said(cells, columns))


def _said(cells: Sequence[str], columns: Sequence[str]) -> Interview | HubError:
    if len(cells) != len(columns) or any(len(each) > _CELL for each in cells):
        return Refused("surveys.row", _ROW, status=422)
    row: Mapping[str, str] = {name: cell.strip() for name, cell in zip(columns, cells, strict=True)}
    fin, instead_of = row["fin"], row.get("instead_of", "")
    if not 0 < len(fin) <= 20 or (instead_of and not (instead_of.isdecimal() and 0 < len(instead_of) < 7)):
        return Refused("surveys.row", _ROW, status=422)
    return Interview.model_construct(
        fin=fin,
        consents=tuple(each.strip() for each in row["consents"].split("|") if each.strip()),
        answers={name: cell for name, cell in row.items() if name not in RESERVED and cell},
        instead_of=int(instead_of) if instead_of else None,
        word=row.get("word", "") == "yes",
    )


def _no_file(az: str, en: str) -> Refused:
    return Refused("surveys.file", Words(f"Fayl qəbul olunmadı: {az}.", f"The file is not taken: {en}."), status=422)


_ROW = Words(
    "Sətirdə başlıqdakı qədər, hər biri 4000 işarədən qısa xana olmalı, fin yazılmalıdır.",
    "A row has as many cells as the heading, each under 4000 characters, and a fin.",
)
