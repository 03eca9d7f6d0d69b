"""People read words for every format and every refusal at the door, in both languages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from hub.exchange.destinations import destination_name, format_name, whole_name
from hub.exchange.refusals import refusal_words
from hub.rules import OWN_FORMATS, all_formats
from hub.settings import Settings
from routes import ALL

ROOT = Path(__file__).resolve().parents[3]
FORMATS = sorted({*all_formats(Settings()), *OWN_FORMATS, *(route.source for route in ALL)})
DOORS = ("hub/web", "hub/api", "hub/exchange/door.py", "hub/exchange/files/intake.py", "connectors/parsing", "mappings")
SOURCES = [
    path for door in DOORS for path in ((ROOT / door).rglob("*.py") if (ROOT / door).is_dir() else (ROOT / door,))
]
REFUSALS = sorted({found for path in SOURCES for found in re.findall(r'"(door\.[a-z_]+)"', path.read_text("utf-8"))})


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_has_words_in_both_languages(name: str) -> None:
    words = format_name(name)

    assert name not in (words.az, words.en), "its mapping.yaml lacks a title"
    assert words.az != words.en
    assert whole_name(name) == destination_name(name) == words


def test_no_two_formats_have_the_same_words() -> None:
    for lang in ("az", "en"):
        said = [format_name(name).say(lang) for name in FORMATS]
        assert sorted(said) == sorted(set(said))


def test_what_nobody_declares_keeps_its_name() -> None:
    assert format_name("tehsil.pupil.v1").en == "tehsil.pupil.v1"


@pytest.mark.parametrize("code", [*REFUSALS, "access.no_right", "file.name", "file.name_taken", "signature.missing"])
def test_every_refusal_at_the_door_has_words_in_both_languages(code: str) -> None:
    words, unknown = refusal_words(code), refusal_words("door.of_a_newer_hub")

    assert words != unknown
    assert words.az != words.en
    assert unknown.en == "It was not accepted at the door."
