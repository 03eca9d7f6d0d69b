"""Azərişıq's nightly file: whole files, single rows, and what goes wrong with both."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from mappings.layout import FileNameRefused
from mappings.records import UtilityAccount
from mappings.rows import MOST_FAULTS, RowError, layout_of, read_rows, scan
from tests.unit.mappings.samples import FORMATS

METERS = FORMATS["azerishiq.meter-file.v1"]
LAYOUT = layout_of(METERS)
HEADER = ";".join(LAYOUT.columns).encode()
NAME = "Ismayilova G?lnar? ?li q"


def row(number: int = 1, name: str = NAME, used: str = "1169", debt: str = "-12,40") -> bytes:
    text = f"07{number:011d};00451233;{name};94fmddd ;Zangilan r-nu;Masazir q. 14/27;1;5;1500;03.26;10233;11402;{used}"
    return f"{text};117,90;{debt}\r\n".encode("cp1254")


def totals(sum_: object) -> bytes:
    return f"CEMI;;;;;;;;;;;;{sum_};;\r\n".encode()


def test_a_file_name_is_its_date_and_number() -> None:
    name = LAYOUT.names.parse("AZI_MK_20260301_02.csv")

    assert (name.date, name.number, name.version) == (date(2026, 3, 1), 2, "20260301.02")


@pytest.mark.parametrize(
    "name",
    [
        "AZI_MK_20260231_01.csv",
        "AZI_MK_20260301_1.csv",
        "azi_mk_20260301_01.csv",
        "AZI_MK_20260301_01.csv.md5",
        "../AZI_MK_20260301_01.csv",
        "AZI_MK_٢٠٢٦٠٣٠١_01.csv",
        "AZI_MK_00000301_01.csv",
        "",
    ],
)
def test_another_file_name_is_refused_with_the_rule_and_without_the_name(name: str) -> None:
    with pytest.raises(FileNameRefused) as caught:
        LAYOUT.names.parse(name)

    assert caught.value.code == "file.name"
    assert "AZI_MK_YYYYMMDD_nn.csv" in caught.value.text[1]
    assert "AZI_MK_YYYYMMDD_nn.csv" in caught.value.text[0]


def test_a_row_is_an_account_with_its_month_and_a_damaged_name_is_kept_and_flagged() -> None:
    (found,) = read_rows(METERS, [row()], version="20260301.01")
    (account,) = found.reading.records

    assert isinstance(account, UtilityAccount)
    assert (account.holder_name, account.fin, account.debt_qepik) == (NAME, "94FMDDD", -1240)
    assert account.lossy == ("holder_name",)
    assert [(issue.code, issue.severity) for issue in found.reading.issues] == [("map.lost_letters", "warning")]
    assert found.reading.mapped
    assert found.reading.version == "20260301.01"
    assert found.reading.keys == (("account", "azerishiq:0700000000001"),)
    assert (found.line, found.errors) == (2, ())


def test_a_bad_cell_names_row_column_and_reason() -> None:
    (found,) = read_rows(METERS, [row(used="1l69")], first_line=41)

    assert not found.reading.mapped
    assert found.errors == (RowError(41, "SERF", "map.number_shape", "1l69"),)
    assert found.raw == row(used="1l69").rstrip()


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (b"1;2;3\r\n", "row.columns"),
        (row().replace(b"14/27", b"14;27"), "row.columns"),
        (b"\r\n", "row.empty"),
        (row(name="x" * 3000), "row.too_long"),
    ],
)
def test_a_row_of_another_form_is_an_error_of_the_row(line: bytes, code: str) -> None:
    (found,) = read_rows(METERS, [line])

    assert found.errors == (RowError(2, "", code, None),)
    assert found.reading.keys == ()


def test_bytes_that_the_encoding_does_not_know_damage_only_their_cell() -> None:
    named, coded = read_rows(METERS, [row(name="G\u00fcln").replace(b"ln", b"\x81n"), row().replace(b"94f", b"9\x81f")])

    assert [issue.code for issue in named.reading.issues] == ["map.lost_letters"]
    assert [error.column for error in coded.errors] == ["FIN"]


def test_a_chunk_from_the_middle_needs_no_header_and_passes_over_the_totals() -> None:
    found = list(read_rows(METERS, [row(1), row(2), totals(5)], first_line=1001))

    assert [one.line for one in found] == [1001, 1002]


def test_a_leading_zero_lost_in_a_spreadsheet_makes_no_other_account() -> None:
    (found,) = read_rows(METERS, [row().removeprefix(b"0")])

    assert [error.column for error in found.errors] == ["ABONENT_KODU"]
    assert found.reading.keys == ()


def test_a_whole_file_is_sound_where_its_rows_add_up() -> None:
    found = scan(METERS, [HEADER + b"\r\n", row(1), row(2), totals(2338)])

    assert found.sound
    assert (found.rows, found.declared, found.counted) == (2, (2338,), (2338,))


def test_blank_lines_after_the_totals_are_nothing() -> None:
    assert scan(METERS, [HEADER, row(1), totals(1169), b"", b"\r\n"]).sound


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        ([], "file.empty"),
        ([HEADER.replace(b"SERF", b"SERV"), row(), totals(1169)], "file.header"),
        ([HEADER, row()], "file.totals_missing"),
        ([HEADER, row(), totals("?")], "file.totals_shape"),
        ([HEADER, row(), totals(1168)], "file.totals_differ"),
        ([HEADER, row(), totals(1169), *[row()] * 40], "file.after_totals"),
    ],
)
def test_a_file_that_is_not_whole_is_not_sound(lines: list[bytes], code: str) -> None:
    found = scan(METERS, lines)

    assert not found.sound
    assert code in [issue.code for issue in found.issues]
    assert len(found.issues) <= MOST_FAULTS


def test_rows_that_cannot_be_added_explain_a_difference() -> None:
    found = scan(METERS, [HEADER, row(), row(used="1l69"), b"1;2\r\n", totals(2338)])

    assert found.sound
    assert (found.declared, found.counted, found.unproved) == ((2338,), (1169,), 2)


def test_only_a_table_has_rows() -> None:
    with pytest.raises(TypeError, match="no format of files"):
        layout_of(FORMATS["meis.person.v3"])


def test_twenty_thousand_rows_stream_through_one_at_a_time() -> None:
    count, taken = 20_000, 0

    def lines() -> Iterator[bytes]:
        nonlocal taken
        for number in range(count):
            taken += 1
            yield row(number, debt="0,00" if number % 7 else "1.00")

    good = bad = 0
    for found in read_rows(METERS, lines()):
        assert taken == found.line - 1
        good += found.reading.mapped
        bad += not found.reading.mapped

    assert (good, bad) == (count - len(range(0, count, 7)), len(range(0, count, 7)))
