"""A file is judged whole before a row of it is applied."""

from __future__ import annotations

from pathlib import Path

import pytest

from hub.exchange.files.scan import CHUNK_ROWS, Chunk, Scan, rows_of, scan
from mappings.layout import FileNames
from mappings.rows import FileLine
from mappings.table import TableLayout
from tests.benchmarks.meter_file import HEADER, write_meter_file

LAYOUT = TableLayout(
    FileNames("AZI_MK_YYYYMMDD_nn.csv", replaces=True), "cp1254", ";", tuple(HEADER.split(";")), "CEMI", "SERF", 2000
)
ROW = "0712345678901;00451233;Ad;;R;U;1;5;1500;03.26;10;20;10;1,00;0,00"


def totals(kwh: int | str) -> str:
    return f"CEMI;;;;;;;;;;;;{kwh};;"


def judged(folder: Path, *lines: str, end: str = "\r\n") -> Scan:
    path = folder / "file.csv"
    path.write_bytes("".join(f"{line}{end}" for line in lines).encode("cp1254"))
    with path.open("rb") as source:
        return scan(source, LAYOUT)


def lines_of_chunks(path: Path, *chunks: Chunk) -> list[FileLine]:
    with path.open("rb") as source:
        return [line for chunk in chunks for line in rows_of(source, LAYOUT, chunk)]


def codes(found: Scan) -> list[tuple[str, str]]:
    return [(fault.code, fault.path) for fault in found.faults]


def test_chunks_cover_every_row_once_and_name_their_first_line(tmp_path: Path) -> None:
    made = write_meter_file(tmp_path, 2 * CHUNK_ROWS + 1)

    with made.path.open("rb") as source:
        found = scan(source, LAYOUT)

    assert (found.rows, found.faults) == (made.rows, ())
    assert [(c.number, c.first_row, c.row_count) for c in found.chunks] == [
        (0, 2, 1000),
        (1, 1002, 1000),
        (2, 2002, 1),
    ]
    read = lines_of_chunks(made.path, *found.chunks)
    expected = made.path.read_bytes().split(b"\r\n")[1:-2]
    assert [line.content for line in read] == expected
    assert [line.number for line in read] == list(range(2, made.rows + 2))


@pytest.mark.parametrize("end", ["\r\n", "\n"])
def test_a_whole_file_has_no_fault(tmp_path: Path, end: str) -> None:
    found = judged(tmp_path, HEADER, ROW, ROW, totals(20), end=end)

    assert (found.rows, codes(found), found.totals) == (2, [], "20: equal")


def test_a_file_without_rows_is_whole(tmp_path: Path) -> None:
    found = judged(tmp_path, HEADER, totals(0))

    assert (found.rows, found.chunks, found.faults) == (0, (), ())


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ([HEADER, ROW], ("file.totals_missing", "line 2")),
        ([HEADER, ROW, totals(11)], ("file.totals_differ", "line 3/SERF")),
        ([HEADER, ROW, totals("1o")], ("file.totals_shape", "line 3/SERF")),
        ([HEADER.replace("FIN", "PIN"), ROW, totals(10)], ("file.header", "line 1")),
        ([HEADER, ROW, totals(10), ROW], ("file.after_totals", "line 4")),
    ],
)
def test_what_may_be_cut_or_mixed_up_is_a_fault_of_the_whole_file(
    tmp_path: Path, lines: list[str], expected: tuple[str, str]
) -> None:
    assert expected in codes(judged(tmp_path, *lines))


def test_an_empty_file_is_a_fault(tmp_path: Path) -> None:
    assert codes(judged(tmp_path)) == [("file.empty", "")]


def test_a_row_without_a_readable_figure_leaves_the_sum_open(tmp_path: Path) -> None:
    found = judged(tmp_path, HEADER, ROW, ROW.replace(";20;10;", ";20;1O;"), totals(20))

    assert (codes(found), found.totals) == ([], "20: open for 1 rows")


def test_a_line_of_any_length_is_never_held(tmp_path: Path) -> None:
    found = judged(tmp_path, HEADER, "x" * 1_000_000, ROW, totals(10))

    contents = [line.content for line in lines_of_chunks(tmp_path / "file.csv", found.chunks[0])]
    assert contents == [None, ROW.encode()]
    assert codes(found) == []


def test_the_last_line_may_lack_its_end(tmp_path: Path) -> None:
    path = tmp_path / "file.csv"
    path.write_bytes("\r\n".join([HEADER, ROW, totals(10)]).encode())

    with path.open("rb") as source:
        assert scan(source, LAYOUT).faults == ()
