"""Agencies are folders: the hub knows none of them by name, and each manifest is whole."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import connectors.agencies
import document_flow
import hub
from connectors.agencies import AGENCIES, NAMES
from connectors.manifest import Agency
from connectors.operations import SftpOperation
from document_flow.moves.rules import SERVICES

FOLDERS = sorted(
    path.name for path in Path(connectors.agencies.__file__).parent.iterdir() if (path / "__init__.py").is_file()
)
ROOMS = [Path(hub.__file__).parent, *(Path(document_flow.__file__).parent / room for room in ("moves", "cases"))]
"""The hub, and what of the pure rules deals with services and papers; programmes name whom their law names."""
HUB = [path for room in ROOMS for path in room.rglob("*") if path.is_file() and path.suffix not in {".pyc", ".mo"}]
# In Latin letters as code writes it: "SİMA" in a sentence for people is a word of theirs and binds nothing.
WORDS = {name: re.compile(rf"(?<![^\W_])(?ai:{name})(?![^\W_])") for name in FOLDERS}


def test_every_folder_is_in_the_list_once_and_says_its_own_name() -> None:
    assert sorted(NAMES) == FOLDERS
    assert tuple(agency.name for agency in AGENCIES) == NAMES


@pytest.mark.parametrize("name", FOLDERS)
def test_no_file_of_the_hub_names_an_agency(name: str) -> None:
    named = [str(path) for path in HUB if WORDS[name].search(path.read_text(encoding="utf-8", errors="ignore"))]

    assert named == []


def test_each_service_of_a_move_has_one_agency_that_answers_for_it() -> None:
    assert sorted(agency.at_moves for agency in AGENCIES if agency.at_moves) == sorted(SERVICES)


@pytest.mark.parametrize("agency", [each for each in AGENCIES if each.answers], ids=lambda each: str(each.name))
def test_each_answer_about_a_person_says_to_what_it_is_the_answer(agency: Agency) -> None:
    asked = {each.operation for each in agency.answers}
    echoes = [each.echo for each in agency.operations if each.name in asked and not isinstance(each, SftpOperation)]

    assert len(echoes) == len(asked)
    assert all(each is not None and not each.may_be_absent for each in echoes), "else it may be another person's"
