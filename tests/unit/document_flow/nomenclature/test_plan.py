"""The file plan as a sheet."""

from __future__ import annotations

from pathlib import Path

import pytest

from document_flow.nomenclature import Permanent, PlannedFile, UntilNeeded, Years, load_nomenclature
from document_flow.outcome import Refusal
from document_flow.sheet import SheetRefused
from document_flow.words import Words

SHEETS = Path(__file__).parent / "sheets"
SAMPLE = Path(__file__).parents[4] / "document_flow" / "samples" / "nomenclature_2026.yaml"
PLAN = load_nomenclature(SAMPLE.read_text(encoding="utf-8"))


def test_the_sample_names_each_file_its_term_and_its_access() -> None:
    assert (PLAN.body, PLAN.year) == ("Nümunə komitəsi", 2026)
    assert [(each.index, each.retention, each.access) for each in PLAN.files.values()] == [
        ("01-01", Permanent(), "open"),
        ("01-05", Years(5, expert_review=True), "open"),
        ("02-03", Years(5), "restricted"),
        ("03-02", UntilNeeded(), "open"),
    ]


def test_the_sample_invents_no_item_of_the_list() -> None:
    assert all(each.assumed for each in PLAN.files.values())


def test_a_file_is_found_by_its_index_or_refused_by_it() -> None:
    found, refused = PLAN.file("01-01"), PLAN.file("09")

    assert found == PlannedFile(
        "01-01", Words("Komitənin əmrləri", "Orders of the committee"), "deftarxana", Permanent(), "assumed", "open"
    )
    assert isinstance(refused, Refusal)
    assert refused.code == "nomenclature.no_file"
    assert refused.words.en == "the file plan of 2026 has no file '09'"


def test_a_unit_keeps_its_own_files() -> None:
    assert [each.index for each in PLAN.of_unit("deftarxana")] == ["01-01", "01-05", "02-03"]


def test_all_problems_are_told_at_once() -> None:
    with pytest.raises(SheetRefused) as refused:
        load_nomenclature((SHEETS / "wrong.yaml").read_text(encoding="utf-8"))

    assert [(each.line, each.place, each.words.en[:40]) for each in refused.value.problems] == [
        (4, "files[1].index", "expected a text, in quotes where it look"),
        (4, "files[1].years", "does not go with 'permanent'"),
        (5, "files[2].title", "a document marked «tam məxfi» is a state"),
        (5, "files[2].years", "this key is missing, add it"),
        (6, "files[3].access", "'secret' is not known; it may be: open, "),
        (6, "files[3].basis", "expected a text, in quotes where it look"),
        (6, "files[3].index", "this index stands twice"),
        (6, "files[3].retention", "'forever' is not known; it may be: years"),
    ]
