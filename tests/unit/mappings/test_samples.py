"""Every format folder proves itself by its sample pairs."""

from __future__ import annotations

import json

import pytest

from hub.exchange.samples import Sample
from tests.unit.mappings.samples import FORMATS, all_samples

ALL = list(all_samples())


@pytest.mark.parametrize("sample", ALL, ids=lambda sample: sample.name)
def test_a_sample_gives_exactly_what_stands_beside_it(sample: Sample) -> None:
    expected = json.loads(sample.expected.read_text())

    assert sample.made() == expected


def test_every_bundled_format_has_samples_and_no_file_lies_there_unused() -> None:
    used = {path for sample in ALL for path in (sample.given, sample.expected)}
    there = {path for format_ in FORMATS.values() for path in (format_.folder / "samples").iterdir()}

    assert there == used
    assert {sample.format.name for sample in ALL} == FORMATS.keys()


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_a_bundled_format_has_a_title_in_both_languages(name: str) -> None:
    azerbaijani, english = FORMATS[name].title or ("", "")

    assert azerbaijani.strip()
    assert english.strip()
    assert azerbaijani != english
