"""Codes that were agreed on after a table was released are read like its own, and never written."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from mappings.codes import UNKNOWN, Addition, CodeTable, with_additions
from mappings.definition import FormatsRefused, Problem
from mappings.format import BUNDLED, load_formats

MEIS = "meis.person.v3"
SEX = CodeTable("sex", {(int, 1): "male", (int, 2): "female", (int, 9): None})


def extended(*additions: Addition) -> tuple[dict[str, CodeTable], list[Problem]]:
    report: list[Problem] = []
    return with_additions({"sex": SEX}, additions, "codes.yaml", report), report


def test_an_added_code_means_what_was_agreed() -> None:
    tables, report = extended(Addition("sex", 3, "female"), Addition("sex", 8, None))

    assert tables["sex"].meaning(3) == "female"
    assert tables["sex"].meaning(8) is None
    assert tables["sex"].meaning("3") is UNKNOWN
    assert not report


def test_an_added_code_is_never_written() -> None:
    tables, _ = extended(Addition("sex", 3, "female"))

    assert tables["sex"].reversed() == SEX.reversed()


def test_where_the_released_table_has_the_code_by_now_it_is_right() -> None:
    tables, report = extended(Addition("sex", 1, "female"))

    assert tables["sex"].meaning(1) == "male"
    assert not report


def test_an_addition_to_a_table_that_is_not_there_is_a_problem() -> None:
    _, report = extended(Addition("colour", 3, "female"))

    assert [problem.place for problem in report] == ["colour"]


def test_a_meaning_that_no_other_code_has_is_a_problem() -> None:
    tables, report = extended(Addition("sex", 3, "unsaid"), Addition("sex", 4, True))

    assert [problem.place for problem in report] == ["sex.3", "sex.4"]
    assert tables["sex"].meaning(3) is UNKNOWN


def test_a_format_with_added_codes_reads_alike_only_if_the_same_were_added() -> None:
    released = load_formats()[MEIS].version_hash
    once, again = (load_formats(additions={MEIS: [Addition("sex", 3, "male")]})[MEIS] for _ in range(2))
    other = load_formats(additions={MEIS: [Addition("sex", 3, "female")]})[MEIS]

    assert once.version_hash == again.version_hash
    assert len({released, once.version_hash, other.version_hash}) == 3
    assert load_formats(additions={})[MEIS].version_hash == released


def test_a_format_whose_table_is_gone_is_refused_with_its_additions(tmp_path: Path) -> None:
    shutil.copytree(BUNDLED / "meis_person", tmp_path / "meis_person")

    with pytest.raises(FormatsRefused, match="a table that is not there"):
        load_formats(tmp_path, additions={MEIS: [Addition("colour", 3, "red")]})
