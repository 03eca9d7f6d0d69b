"""Registration numbers: written by the body's patterns, read back, counted in series."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from document_flow.outcome import Refusal
from document_flow.registration import (
    Indexes,
    Pattern,
    Registered,
    Series,
    load_numbering,
)
from document_flow.sheet import SheetRefused

SHEETS = Path(__file__).parent / "sheets"
SAMPLES = Path(__file__).parents[4] / "document_flow" / "samples"
NUMBERING = load_numbering((SAMPLES / "registration.yaml").read_text(encoding="utf-8"))
INDEX = st.text(st.sampled_from("0123456789ABÇƏİı"), min_size=1, max_size=4)
INDEXES = st.builds(Indexes, INDEX, INDEX, st.one_of(INDEX, st.just("01-05")), st.integers(2000, 2099))


def _pattern(kind: str) -> Pattern:
    pattern = NUMBERING.pattern(kind)
    assert isinstance(pattern, Pattern)
    return pattern


@pytest.mark.parametrize(
    ("kind", "number", "written"),
    [
        ("incoming", 7, "99-01-05/7/26"),
        ("outgoing", 7, "99-3-00007/26"),
        ("outgoing", 123456, "99-3-123456/26"),
        ("internal", 7, "D-7/2026"),
        ("appeal", 41, "M-00041/2026"),
    ],
)
def test_a_number_is_written_by_the_pattern_of_its_kind(kind: str, number: int, written: str) -> None:
    assert _pattern(kind).format(Indexes("99", "3", "01-05", 2026), number) == written


def test_a_kind_without_a_pattern_is_refused_with_those_there_are() -> None:
    refused = NUMBERING.pattern("orders")

    assert isinstance(refused, Refusal)
    assert (refused.code, refused.why) == ("registration.no_pattern", "invalid")
    assert refused.words.en.endswith("there are: incoming, outgoing, internal, appeal")


def test_a_missing_index_is_named() -> None:
    refused = _pattern("outgoing").format(Indexes("99", "", "01", 2026), 1)

    assert isinstance(refused, Refusal)
    assert refused.code == "registration.index_missing"
    assert "{unit}" in refused.words.az


@pytest.mark.parametrize(
    ("indexes", "number"),
    [
        (Indexes("9/9", "1-2", "3", 2026), 0),
        (Indexes("99", "3-00001/26", "", 1999), 1),
        (Indexes("9-9", "3", "", 2026), 1),
    ],
)
def test_a_number_that_cannot_be_read_back_is_never_given(indexes: Indexes, number: int) -> None:
    refused = _pattern("outgoing").format(indexes, number)

    assert isinstance(refused, Refusal)
    assert refused.code == "registration.ambiguous"


@pytest.mark.parametrize("text", ["", "99-3-7/26", "99-3-000007/26", "99-3-00000/26", "D-7/2026", " 99-3-00007/26"])
def test_what_the_pattern_did_not_write_is_not_read(text: str) -> None:
    assert _pattern("outgoing").parse_back(text) is None


@given(st.sampled_from(tuple(NUMBERING.patterns.values())), INDEXES, st.integers(1, 10**9))
def test_reading_back_takes_back_what_was_written(pattern: Pattern, indexes: Indexes, number: int) -> None:
    written = pattern.format(indexes, number)

    assert isinstance(written, str)
    read = pattern.parse_back(written)
    assert read is not None
    assert read.number == number
    assert pattern.format(read.indexes, number) == written
    assert pattern.series(read.indexes) == pattern.series(indexes)


@given(
    st.sampled_from(tuple(NUMBERING.patterns.values())), st.lists(INDEXES, min_size=2, max_size=6), st.integers(1, 99)
)
def test_one_journal_never_has_one_number_from_two_series(
    pattern: Pattern, documents: list[Indexes], number: int
) -> None:
    for one, other in combinations(documents, 2):
        if pattern.series(one) != pattern.series(other):
            assert pattern.format(one, number) != pattern.format(other, number)


def test_a_series_knows_only_what_its_counter_starts_anew_for() -> None:
    indexes = Indexes("99", "3", "01-05", 2026)

    assert _pattern("incoming").series(indexes) == Series("incoming", file="01-05", year=2026)
    assert _pattern("outgoing").series(indexes).key == "outgoing|unit=3|file=|year=2026"
    assert Series("all").key == "all|unit=|file=|year="


def test_a_number_without_a_year_is_read_without_one() -> None:
    sheet = 'institution: "9"\npatterns: [{kind: a, journal: a, pattern: "A-{number}", counted_by: []}]'
    pattern = load_numbering(sheet).patterns["a"]

    assert pattern.format(Indexes("9", "1", "2", 2026), 5) == "A-5"
    assert pattern.parse_back("A-5") == Registered(Indexes(), 5)


def test_two_kinds_may_share_a_journal_that_is_counted_in_one_way() -> None:
    row = '{{kind: {}, journal: j, pattern: "{{number}}/{{yy}}", counted_by: [year]}}'
    numbering = load_numbering(f'institution: "9"\npatterns: [{row.format("a")}, {row.format("b")}]')

    assert {p.series(Indexes(year=2026)) for p in numbering.patterns.values()} == {Series("j", year=2026)}


def test_all_problems_of_the_patterns_are_told_at_once() -> None:
    with pytest.raises(SheetRefused) as refused:
        load_numbering((SHEETS / "wrong.yaml").read_text(encoding="utf-8"))

    assert [(each.line, each.place.split(".")[1], each.words.en) for each in refused.value.problems] == [
        (3, "pattern", "{instituton} is not known; {institution}? Digits are written as {number:05}"),
        (4, "counted_by", "'yeer' is not one of unit, file, year"),
        (4, "pattern", "{number} must stand in the pattern"),
        (5, "pattern", "put a sign between {file} and {number}"),
        (5, "pattern", "{number:05} stands twice"),
        (6, "pattern", "counted anew by {year}, which the pattern lacks: twins would arise"),
        (6, "pattern", "counted anew by {unit}, which the pattern lacks: twins would arise"),
        (7, "pattern", "a brace without its pair: }"),
        (8, "kind", "this kind stands twice"),
        (9, "journal", "one journal is counted in two ways: see 'e'"),
        (10, "journal", "appeals need a journal of their own"),
        (10, "pattern", "counted anew by {year}, which the pattern lacks: twins would arise"),
        (10, "pattern", "counted anew by {unit}, which the pattern lacks: twins would arise"),
        (11, "journal", "appeals need a journal of their own"),
        (11, "pattern", "counted anew by {year}, which the pattern lacks: twins would arise"),
        (11, "pattern", "counted anew by {unit}, which the pattern lacks: twins would arise"),
        (12, "pattern", "{zzz} is not known; {institution}? Digits are written as {number:05}"),
        (12, "pattern", "{number:5} is not known; {number}? Digits are written as {number:05}"),
    ]
