"""The simulated bank: what it takes for a whole batch, and that its answers read as the format says."""

from __future__ import annotations

import pytest

from connectors.agencies.xezine.paying import Batch, NoBatch, answers, read_batch
from connectors.sandbox.people import iban_of, person
from mappings.records import AllowancePayment
from mappings.rows import read_rows, scan
from tests.unit.mappings.samples import FORMATS

SAMPLE = (FORMATS["bank.payment-file.v1"].folder / "samples" / "MKO_20261125_01.txt").read_bytes()
REPLIES = FORMATS["bank.payment-reply.v1"]


def batch(number: str, rows: int) -> Batch:
    line = read_batch(SAMPLE).lines[0]
    lines = tuple(f"D{number}{row:06d}{line[17:]}" for row in range(1, rows + 1))
    return Batch(number, "20261125", lines, 6000 * rows)


def results(raw: bytes) -> dict[int, str]:
    rows = read_rows(REPLIES, raw.splitlines(keepends=True)[1:])
    found = [record for row in rows for record in row.reading.records]
    return {each.sequence: str(each.result) for each in found if isinstance(each, AllowancePayment)}


def test_a_whole_batch_is_read_and_one_whose_sum_differs_is_not() -> None:
    found = read_batch(SAMPLE)

    assert (found.number, found.day, len(found.lines), found.amount) == ("MK20261101", "20261125", 2, 9300)
    for wrong in (SAMPLE.replace(b"00000003300", b"00000003301"), SAMPLE.replace(b"\r\nD", b"\r\nX"), SAMPLE[:200]):
        with pytest.raises(NoBatch):
            read_batch(wrong)


def test_the_parts_pay_everything_but_closed_accounts_and_other_names() -> None:
    parts = dict(answers(batch("MK20261101", 20), 1))

    assert [*parts] == ["MKC_20261125_01.txt", "MKC_20261125_03.txt", "MKC_20261125_04.txt"]
    early, late, before = (results(raw) for raw in parts.values())
    assert all(scan(REPLIES, raw.splitlines(keepends=True)).sound for raw in parts.values())
    assert {early[3], early[5], early[7], early[1]} == {"retry", "account_closed", "name_mismatch", "paid"}
    assert late == dict.fromkeys((3, *range(11, 21)), "paid")
    assert before == {1: "duplicate"}


def test_every_third_batch_has_a_part_whose_trailer_counts_wrongly() -> None:
    parts = dict(answers(batch("MK20261102", 20), 2))

    assert not scan(REPLIES, parts["MKC_20261125_06.txt"].splitlines(keepends=True)).sound
    assert scan(REPLIES, parts["MKC_20261125_07.txt"].splitlines(keepends=True)).sound


def test_invented_accounts_have_right_check_digits() -> None:
    for number in range(50):
        account = iban_of(person(number))
        assert int("".join(str(int(letter, 36)) for letter in account[4:] + account[:4])) % 97 == 1
