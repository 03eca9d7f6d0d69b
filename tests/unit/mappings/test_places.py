"""The list of districts is checked like everything that is data."""

from __future__ import annotations

from pathlib import Path

import pytest

from mappings.definition import FormatsRefused
from mappings.places import load_gazetteer


def test_a_spelling_that_names_two_places_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "places.yaml"
    path.write_text("places:\n- {name: Ağdam}\n- {name: Ağdərə, aliases: [Agdam], kod: X}\n")

    with pytest.raises(FormatsRefused) as caught:
        load_gazetteer(path)

    assert [str(problem) for problem in caught.value.problems] == [
        "places.yaml: places[1].aliases: 'Agdam' already names Ağdam",
        "places.yaml: places[1].kod: unknown key; known: aliases, code, name, since",
    ]
