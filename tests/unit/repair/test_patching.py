"""Fields of a JSON body are set by JSON Pointer; what changed is told by pointer too."""

from __future__ import annotations

import json
from typing import Any

import pytest

from hub.errors import Refused
from hub.exchange.repair.model import Arguments
from hub.exchange.repair.patching import changes, edited_body
from hub.exchange.repair.quarantine import first_error

RAW = json.dumps({"subjects": [{"name": "Ə", "a/b": 1}]}).encode()


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/subjects/0/name", {"subjects": [{"name": "new", "a/b": 1}]}),
        ("/subjects/0/a~1b", {"subjects": [{"name": "Ə", "a/b": "new"}]}),
        ("/subjects/0", {"subjects": ["new"]}),
        ("/added", {"subjects": [{"name": "Ə", "a/b": 1}], "added": "new"}),
    ],
)
def test_a_patch_sets_one_field(path: str, expected: dict[str, Any]) -> None:
    assert json.loads(edited_body("json", RAW, Arguments(patches=((path, "new"),)))) == expected


@pytest.mark.parametrize("path", ["", "subjects", "/subjects/1", "/subjects/x", "/nobody/name", "/subjects/0/name/x"])
def test_a_patch_needs_a_place(path: str) -> None:
    with pytest.raises(Refused, match="patch_place"):
        edited_body("json", RAW, Arguments(patches=((path, "new"),)))


def test_xml_takes_a_whole_body_only() -> None:
    with pytest.raises(Refused, match="patch_place"):
        edited_body("xml", b"<a/>", Arguments(patches=(("/a", "new"),)))
    assert edited_body("xml", b"<a/>", Arguments(body="<a>1</a>")) == b"<a>1</a>"


def test_changes_are_told_by_pointer() -> None:
    before, after = {"a": [1, {"b": 2}], "c~/": 3}, {"a": [1, {"b": 4}], "d": 5}
    assert sorted(changes(before, after)) == [("/a/1/b", 2, 4), ("/c~0~1", 3, None), ("/d", None, 5)]
    assert changes(before, before) == []


def test_the_place_of_an_issue_groups_without_its_position() -> None:
    issues = [
        {"code": "map.note", "path": "/x", "severity": "warning"},
        {"code": "map.unknown_code", "path": "/subjects/12/gender", "severity": "error"},
    ]
    assert first_error(issues) == ("map.unknown_code", "/subjects/*/gender")
    assert first_error([]) == ("hub.too_many_hops", "")
