"""YAML that people hand in costs little whatever it holds: size, nesting, aliases and values are bounded."""

from __future__ import annotations

import time

import pytest

from document_flow.decisions.case_file import read_cases
from document_flow.decisions.refusal import TableRefused
from document_flow.paths.authoring.authoring import PathRefused, load_path
from document_flow.sheet import MOST_CHARACTERS, MOST_NODES, SheetRefused, read_sheet

ROW = "- {name: a, facts: {x: 1}, rows: [{y: 1}]}\n"
LARGE = {
    "values": "cases: [" + "1," * 990_000 + "1]",
    "cases": "cases:\n" + ROW * (1_900_000 // len(ROW)),
    "keys": "cases:\n" + "- a: 1\n" * 280_000,
    "depth": "cases: " + "[" * 1_900_000,
    "aliases": "a: &a [1]\ncases: [" + "*a," * 600_000 + "]",
    "anchors": "cases: [" + "&a 1," * 380_000 + "]",
    "characters": "cases: " + "a" * MOST_CHARACTERS,
}


@pytest.mark.parametrize("text", LARGE.values(), ids=LARGE)
def test_two_megabytes_of_yaml_are_refused_at_once_with_few_words(text: str) -> None:
    began = time.process_time()

    with pytest.raises(TableRefused) as of_cases:
        read_cases(text)
    with pytest.raises(PathRefused) as of_path:
        load_path(text)

    assert time.process_time() - began < 3
    assert len(of_cases.value.problems) <= 101
    assert all(problem.words.az != problem.words.en for problem in of_path.value.problems)


def test_as_many_values_as_are_allowed_are_read() -> None:
    listed = "values: [" + ", ".join(["a"] * (MOST_NODES - 10)) + "]"

    assert len(read_sheet(listed, "t").texts("values")) == MOST_NODES - 10
    with pytest.raises(SheetRefused, match="more than 50000 values"):
        read_sheet(listed.replace("]", ", a" * 20 + "]"), "t")
