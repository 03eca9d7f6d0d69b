"""Agencies are folders: the hub knows none of them by name, and each manifest is whole."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import connectors.agencies
import hub
from connectors.agencies import AGENCIES, NAMES

FOLDERS = sorted(
    path.name for path in Path(connectors.agencies.__file__).parent.iterdir() if (path / "__init__.py").is_file()
)
HUB = [path for path in Path(hub.__file__).parent.rglob("*") if path.suffix in {".py", ".html", ".po", ".js", ".css"}]
# In Latin letters as code writes it: "SİMA" in a sentence for people is a word of theirs and binds nothing.
WORDS = {name: re.compile(rf"(?<![^\W_])(?ai:{name})(?![^\W_])") for name in FOLDERS}


def test_every_folder_is_in_the_list_once_and_says_its_own_name() -> None:
    assert sorted(NAMES) == FOLDERS
    assert tuple(agency.name for agency in AGENCIES) == NAMES


@pytest.mark.parametrize("name", FOLDERS)
def test_no_file_of_the_hub_names_an_agency(name: str) -> None:
    named = [str(path) for path in HUB if WORDS[name].search(path.read_text(encoding="utf-8"))]

    assert named == []
