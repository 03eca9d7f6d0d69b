"""Acts as they are asked for: what an act does not have is refused with its place, never left out unsaid."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from document_flow.documents.registry import COMMANDS

ORDER = {"kind": "give_resolution", "by": "elcin", "resolution": "r1", "text": "Araşdırın", "executors": ["leyla"]}


@pytest.mark.parametrize(
    ("shape", "place"),
    [
        ({"kind": "instruct", "command": {**ORDER, "due": "2027-03-30"}}, "due"),
        (
            {"kind": "walk", "command": {"kind": "approve", "by": "a", "content_hash": "0" * 64, "note": "", "x": 1}},
            "x",
        ),
        ({"kind": "put_in_file", "by": "sevinc", "case_file": "01-05", "file": "01-06"}, "file"),
    ],
    ids=["resolution", "path", "document"],
)
def test_a_field_that_an_act_does_not_have_is_refused_with_its_name(shape: dict[str, Any], place: str) -> None:
    with pytest.raises(ValidationError) as refused:
        COMMANDS.validate_python(shape)

    assert (place, "unexpected_keyword_argument") in [
        (each["loc"][-1], each["type"]) for each in refused.value.errors()
    ]


def test_the_act_itself_is_read() -> None:
    assert COMMANDS.validate_python({"kind": "instruct", "command": ORDER}).kind == "instruct"
