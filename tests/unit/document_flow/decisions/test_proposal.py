"""A proposed version is read whole: both files, the check and the test cases, with all problems at once."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from document_flow.decisions.case_file import read_cases, write_cases
from document_flow.decisions.cases import Case
from document_flow.decisions.dmn_writing import write_dmn
from document_flow.decisions.proposal import Proposal, read_proposal
from document_flow.decisions.refusal import TableRefused
from document_flow.words import Words
from tests.unit.document_flow.decisions.building import table

KINDS = {"say": "number"}
SOUND = write_dmn(table({"say": "number"}, ("> 1", "a"), ("<= 1", "b")))
GAP = write_dmn(table({"say": "number"}, ("> 1", "a")))
TWICE = write_dmn(table({"say": "number"}, ("> 1", "a"), ("> 2", "b")))
CASES = """\
cases:
  - {name: iki, as_of: 2020-01-01, facts: {say: 2}, rows: [{nəticə: a}]}
"""
LABELS = {"say": Words("Say", "Number")}


def propose(dmn: bytes = SOUND, cases: str = CASES) -> Proposal:
    return read_proposal(dmn, cases, LABELS, 7)


def problems(dmn: bytes = SOUND, cases: str = CASES) -> list[tuple[str, str]]:
    with pytest.raises(TableRefused) as refused:
        propose(dmn, cases)
    return [(each.code, each.place) for each in refused.value.problems]


def test_a_sound_proposal_has_its_labels_and_cases_of_its_own_number() -> None:
    made = propose()

    assert made.table.label("say") == LABELS["say"]
    assert [(case.name, case.version) for case in made.cases] == [("iki", 7)]
    assert made.notes == ()


def test_a_gap_is_a_note_and_an_overlap_an_error() -> None:
    assert [note.code for note in propose(GAP).notes] == ["check.gap"]
    assert problems(TWICE) == [("check.overlap", "Qərar, rule 2")]


def test_what_is_wrong_with_both_files_is_told_at_once() -> None:
    assert [code for code, _ in problems(b"<dmn", "cases: [{name: x, facts: {}, more: 1}]")] == [
        "xml.syntax",
        "decisions.cases_yaml",
    ]
    assert [code for code, _ in problems(TWICE, CASES.replace("a}", "c}"))] == ["check.overlap", "check.case"]
    assert [code for code, _ in problems(TWICE, "cases: []")] == ["decisions.no_cases", "check.overlap"]


def test_a_table_without_a_test_case_is_refused() -> None:
    assert problems(cases="cases: []") == [("decisions.no_cases", "cases.yaml")]


_VALUES = st.one_of(
    st.text(st.characters(categories=("L", "N", "P", "Zs")), max_size=20),
    st.booleans(),
    st.integers(-(10**9), 10**9),
    st.dates(date(1900, 1, 1), date(2100, 1, 1)),
    st.just("2026-01-01"),
    st.none(),
)
_FACTS = st.dictionaries(st.text("abcəğışçöü_", min_size=1, max_size=8), _VALUES, max_size=4)
_CASES = st.builds(
    Case,
    name=st.text("abcəğış: #-", min_size=1, max_size=20).filter(str.strip),
    facts=_FACTS,
    rows=st.lists(_FACTS, max_size=2).map(tuple),
    missing=st.lists(st.sampled_from(["a", "yes", "üzv"]), max_size=2).map(tuple),
    as_of=st.none() | st.dates(),
    version=st.none() | st.integers(1, 9),
)


@given(st.lists(_CASES, max_size=3).map(tuple))
def test_cases_that_are_written_are_read_back_as_they_were(cases: tuple[Case, ...]) -> None:
    assert read_cases(write_cases(cases)) == cases


def test_one_day_that_stands_twice_is_written_twice() -> None:
    day = date(2026, 1, 1)
    cases = (Case("iki", {"gün": day}, as_of=day),)

    assert read_cases(write_cases(cases)) == cases
