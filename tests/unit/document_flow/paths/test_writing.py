"""A path that is written as a sheet is read back the same, and a sheet with mistakes still gives a path to look at."""

from __future__ import annotations

from importlib.resources import files

import pytest

from document_flow.paths.authoring.authoring import PathRefused, draft_path, load_path
from document_flow.paths.authoring.writing import as_sheet, sheet_text
from document_flow.paths.canonical import canonical
from document_flow.paths.path import Path
from tests.unit.document_flow.paths.building import FILES

SAMPLES = {
    each.name: each.read_text("utf-8") for each in files("document_flow.paths").joinpath("samples").iterdir()
} | {"sound.yaml": (FILES / "sound.yaml").read_text("utf-8")}
SAMPLES["deputy"] = SAMPLES["commission-decision.yaml"].replace(
    "secretary: {role", "deputy: {person: nigar}\n      secretary: {role"
)


@pytest.mark.parametrize("name", sorted(SAMPLES))
def test_every_sample_is_read_back_the_same(name: str) -> None:
    path = load_path(SAMPLES[name])

    written = sheet_text(as_sheet(path))

    assert load_path(written) == path
    assert ("deputy:" in written) == (name == "deputy")
    assert canonical(load_path(written)) == canonical(path)
    assert sheet_text(as_sheet(load_path(written))) == written


def test_a_sheet_with_mistakes_gives_a_path_to_look_at_and_all_of_them() -> None:
    sheet = as_sheet(load_path(SAMPLES["sound.yaml"]))
    sheet["stages"][0]["who"] = [{}]
    sheet["stages"][0]["due"] = "sabah"
    del sheet["stages"][1]["title"]

    path, problems = draft_path(sheet_text(sheet))

    assert isinstance(path, Path)
    assert [stage.id for stage in path.stages] == ["lawyer", "ministry", "groups", "meeting"]
    assert {"stages[1].who[1]", "stages[1].due", "stages[2].title"} <= {each.place for each in problems}
    with pytest.raises(PathRefused) as refused:
        load_path(sheet_text(sheet))
    assert refused.value.problems == problems


def test_a_text_that_is_no_sheet_gives_no_path() -> None:
    path, problems = draft_path("path: [")

    assert path is None
    assert problems
