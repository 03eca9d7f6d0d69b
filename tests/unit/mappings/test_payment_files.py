"""The bank's fixed-width files: what makes them whole, and the way there and back."""

from __future__ import annotations

import json
import re
from base64 import b64decode
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from mappings.definition import FormatsRefused
from mappings.fixed import FixedLayout
from mappings.format import CannotWrite, Format, load_formats
from mappings.records import AllowancePayment, Record, record_from_json, record_to_json
from mappings.rows import layout_of, read_rows, scan
from tests.unit.mappings.folders import folder, reading
from tests.unit.mappings.samples import FORMATS

PAYMENTS = FORMATS["bank.payment-file.v1"]
REPLIES = FORMATS["bank.payment-reply.v1"]
LAYOUT = layout_of(PAYMENTS)
assert isinstance(LAYOUT, FixedLayout)
SAMPLES = PAYMENTS.folder / "samples"
WHOLE = (SAMPLES / "MKO_20261125_01.txt").read_bytes().splitlines()
PAYMENT = record_from_json((SAMPLES / "payment.record.json").read_bytes())
assert isinstance(PAYMENT, AllowancePayment)
HEADER = {"PAKET": "MK20261101", "TARIX": "20261125"}


def faults(*lines: bytes | None) -> list[tuple[str, str]]:
    return [(found.code, found.path) for found in scan(PAYMENTS, lines).issues]


def test_a_whole_file_is_proved_by_number_and_sum() -> None:
    found = scan(PAYMENTS, WHOLE)

    assert found.sound
    assert (found.declared, found.counted) == ((2, 9300), (2, 9300))


def test_a_lost_row_is_told_at_the_number_and_at_the_sum_with_both_figures() -> None:
    header, row, _, totals = WHOLE

    found = scan(PAYMENTS, [header, row, totals])

    assert [(each.path, each.raw, each.rule) for each in found.issues] == [
        ("line 3/SAY", "2", "counted:1"),
        ("line 3/CEM", "9300", "counted:6000"),
    ]


def test_a_changed_amount_is_told_at_the_sum_alone() -> None:
    header, row, other, totals = WHOLE

    assert faults(header, row.replace(b"00000006000", b"00000009000"), other, totals) == [
        ("file.totals_differ", "line 4/CEM")
    ]


def test_a_row_or_trailer_of_another_batch_is_told_with_its_line() -> None:
    header, row, other, totals = WHOLE

    assert faults(header, row, other.replace(b"MK20261101", b"MK20261001"), totals) == [
        ("file.stray_line", "line 3/PAKET")
    ]
    assert faults(header, row, other, totals.replace(b"MK20261101", b"MK20261001")) == [
        ("file.stray_line", "line 4/PAKET")
    ]


@pytest.mark.parametrize("header", [None, WHOLE[0][:-1], b"D" + WHOLE[0][1:]])
def test_a_file_without_its_header_is_told(header: bytes | None) -> None:
    assert faults(header, *WHOLE[1:]) == [("file.header", "line 1")]


def test_a_trailer_of_another_width_or_without_figures_proves_nothing() -> None:
    *rows, totals = WHOLE

    assert faults(*rows, totals[:40]) == [("file.totals_shape", "line 4/SAY"), ("file.totals_shape", "line 4/CEM")]
    assert faults(*rows, totals.replace(b"000002", b"0000O2")) == [("file.totals_shape", "line 4/SAY")]


def test_a_line_that_is_too_long_or_of_no_kind_leaves_the_sum_open() -> None:
    header, row, _, totals = WHOLE

    found = scan(PAYMENTS, [header, row, b"X" * 120, None, totals])

    assert [each.path for each in found.issues] == []
    assert (found.rows, found.unproved) == (3, 2)


@pytest.mark.parametrize(("line", "code"), [(b"", "row.empty"), (WHOLE[1][:-1], "row.width"), (WHOLE[0], "row.kind")])
def test_what_is_no_row_is_told_as_such(line: bytes, code: str) -> None:
    (found,) = read_rows(PAYMENTS, [line])

    assert [error.code for error in found.errors] == [code]


def test_parts_of_an_answer_stand_beside_each_other() -> None:
    names = layout_of(REPLIES).names

    assert not names.replaces
    assert LAYOUT.names.replaces
    assert names.parse("MKC_20261126_02.txt").number == 2


def test_what_is_asked_for_is_written_as_the_sample_has_it() -> None:
    found = list(read_rows(PAYMENTS, WHOLE[1:3]))
    rows = [PAYMENTS.write(record) for row in found for record in row.reading.records]

    assert isinstance(LAYOUT, FixedLayout)
    assert LAYOUT.write(HEADER, rows).splitlines() == WHOLE


@pytest.mark.parametrize("payee", ["Ə" * 36, "Г"])
def test_a_name_that_does_not_fit_is_not_cut(payee: str) -> None:
    assert isinstance(LAYOUT, FixedLayout)
    with pytest.raises(CannotWrite):
        LAYOUT.write(HEADER, [PAYMENTS.write(PAYMENT.model_copy(update={"payee": payee}))])


LETTERS = "ABCÇDEƏFGĞHXIİJKQLMNOÖPRSŞTUÜVYZ"
PAYEES = st.lists(st.text(LETTERS, min_size=1, max_size=12), min_size=1, max_size=2).map(" ".join)


@given(
    st.builds(
        AllowancePayment,
        batch_id=st.from_regex(r"[0-9A-Z]{10}", fullmatch=True).filter(str.isascii),
        sequence=st.integers(1, 999_999),
        fin=st.from_regex(r"[0-9A-HJ-NP-Z]{7}", fullmatch=True).filter(str.isascii),
        iban=st.just(PAYMENT.iban),
        payee=PAYEES,
        amount_qepik=st.integers(1, 10**11 - 1),
        period=st.dates(date(1000, 1, 1)).map(lambda day: f"{day:%Y-%m}" if day.year > 999 else "2026-01"),
        rate=st.sampled_from([33, 60]),
    )
)
def test_what_is_written_reads_back_and_is_written_the_same_again(payment: AllowancePayment) -> None:
    assert isinstance(LAYOUT, FixedLayout)
    header = {**HEADER, "PAKET": payment.batch_id}
    first = LAYOUT.write(header, [PAYMENTS.write(payment)])

    assert scan(PAYMENTS, first.splitlines()).sound
    (row,) = read_rows(PAYMENTS, first.splitlines()[1:])
    (back,) = row.reading.records
    assert isinstance(back, AllowancePayment)
    spelling = {"payee": None, "lossy": ()}
    assert back.model_copy(update=spelling) == payment.model_copy(update=spelling)
    assert LAYOUT.write(header, [PAYMENTS.write(back)]) == first


ACCOUNT = {"field": "iban", "path": "i", "as": "iban"}
PAID = {"field": "paid_on", "path": "d", "as": "date", "format": "ddMMyyyy"}


def payments_in_json(tmp_path: Path) -> Format:
    known: list[Any] = [
        {"field": "batch_id", "value": "B"},
        {"field": "sequence", "value": 1},
        {"field": "fin", "value": "94FMDDD"},
    ]
    both = reading([*known, ACCOUNT, PAID], record="allowance_payment")
    both["write"] = {"record": "allowance_payment", "fields": [ACCOUNT, PAID]}
    return load_formats(folder(tmp_path, both))["tested.v1"]


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (7, "map.wrong_type"),
        ("DE89370400440532013000", "map.pattern"),
        ("AZ22NABZ00000000137010001944", "map.check_digits"),
    ],
)
def test_an_account_number_with_an_error_in_it_is_refused(tmp_path: Path, raw: Any, code: str) -> None:
    found = payments_in_json(tmp_path).read({"i": raw})

    assert [each.code for each in found.issues] == [code]


@pytest.mark.parametrize(("raw", "known"), [("26112026", "2026-11-26"), ("00112026", "2026-11"), ("00000000", None)])
def test_a_day_in_digits_is_known_as_far_as_it_is_written(tmp_path: Path, raw: str, known: str | None) -> None:
    format_ = payments_in_json(tmp_path)
    (payment,) = format_.read({"i": "AZ21 NABZ 0000 0000 1370 1000 1944", "d": raw}).records

    assert isinstance(payment, AllowancePayment)
    assert str(payment.paid_on or "") == (known or "")
    assert format_.write(payment) == {"i": "AZ21NABZ00000000137010001944"} | ({"d": raw} if known else {})


def test_a_day_in_digits_has_eight_of_them(tmp_path: Path) -> None:
    assert [each.code for each in payments_in_json(tmp_path).read({"d": "2611202"}).issues] == ["map.date_shape"]


def loaded(tmp_path: Path, table: dict[str, Any]) -> str:
    mapping = yaml.safe_load((PAYMENTS.folder / "mapping.yaml").read_text())
    for key, change in table.items():
        where = mapping["table"]
        where[key] = {**where[key], **change} if isinstance(change, dict) else change
    (tmp_path / "mapping.yaml").write_text(yaml.safe_dump(mapping, sort_keys=False))
    (tmp_path / "codes.yaml").write_bytes((PAYMENTS.folder / "codes.yaml").read_bytes())
    with pytest.raises(FormatsRefused) as refused:
        load_formats(tmp_path)
    return str(refused.value)


@pytest.mark.parametrize(
    ("table", "told"),
    [
        ({"header": {"columns": {"PAKET": "2-11", "TARIX": "13-120"}}}, "table.header.columns.TARIX: begins at 12"),
        ({"header": {"columns": {"PAKET": "2-11", "TARIX": "12-5"}}}, "table.header.columns.TARIX: begins at 12"),
        ({"header": {"columns": {"PAKET": "2-11", "TARIX": "wide"}}}, "table.header.columns.TARIX: begins at 12"),
        ({"header": {"columns": {"PAKET": "2-11"}}}, "table.header.columns: end at 11, the line at 120"),
        ({"header": {"letter": "HH"}}, "table.header.letter: is one ASCII letter"),
        ({"header": {"letter": "D"}}, "table.rows: two kinds of lines have one letter"),
        ({"header": {"zeros": ["YOX"]}}, "table.header.zeros: 'YOX' is no column"),
        ({"same": ["TEYINAT"]}, "table.header: 'TEYINAT' is no column of it"),
        ({"totals": {"count": "SAYI"}}, "table.totals: 'SAYI' is no column of it"),
        ({"totals": {"sums": {"CEM": "QEPIK"}}}, "table.rows: 'QEPIK' is no column of it"),
        ({"file_name": "MKO_nn.txt"}, "table.file_name: needs YYYYMMDD and nn, once each"),
    ],
)
def test_a_layout_that_cannot_be_is_refused_with_its_place(tmp_path: Path, table: dict[str, Any], told: str) -> None:
    assert re.search(re.escape(told), loaded(tmp_path, table))


def test_a_column_that_nobody_reads_is_told(tmp_path: Path) -> None:
    columns = {"PAKET": "2-11", "SIRA": "12-17", "YENI": "18-120"}

    assert "table.rows: 'YENI' is neither read nor ignored" in loaded(
        tmp_path, {"rows": {"columns": columns, "zeros": []}, "totals": {"sums": {}}}
    )


def test_a_writing_mapping_alone_needs_no_reader_of_its_columns(tmp_path: Path) -> None:
    mapping = yaml.safe_load((PAYMENTS.folder / "mapping.yaml").read_text())
    mapping["write"]["fields"], mapping["both"] = mapping["both"], []
    del mapping["read"], mapping["keys"]
    codes = {"purpose": {"MK60": 60}}

    assert not load_formats(folder(tmp_path, yaml.safe_dump(mapping, sort_keys=False), codes=codes))[
        PAYMENTS.name
    ].reads


def batch(day: str) -> Record:
    told = {"kind": "payment_list", "batch_id": "MK20261101", "file_date": day, "serial": 7}
    return record_from_json(json.dumps({**told, "payments": [json.loads(record_to_json(PAYMENT))]}))


def test_a_list_of_payments_makes_a_whole_file_that_reads_as_its_payments() -> None:
    document = PAYMENTS.write(batch("2026-11-25"))

    lines = b64decode(document["content_base64"]).splitlines()
    (row,) = read_rows(PAYMENTS, lines[1:])
    assert document["name"] == "MKO_20261125_07.txt"
    assert scan(PAYMENTS, lines).sound
    assert [each.own_number for each in row.reading.records if isinstance(each, AllowancePayment)] == ["MK20261101:1"]


def test_a_file_is_of_a_whole_day() -> None:
    with pytest.raises(CannotWrite):
        PAYMENTS.write(batch("2026-11"))


def test_a_file_is_made_of_fields_that_its_record_has(tmp_path: Path) -> None:
    mapping = yaml.safe_load((PAYMENTS.folder / "mapping.yaml").read_text())
    mapping["write"]["file"]["rows"] = "payment"
    codes = yaml.safe_load((PAYMENTS.folder / "codes.yaml").read_text())

    with pytest.raises(FormatsRefused) as refused:
        load_formats(folder(tmp_path, mapping, codes=codes, schema=None))

    assert "payment" in str(refused.value)
