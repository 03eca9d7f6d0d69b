"""Every event that may stand in a history has a name in both languages."""

from __future__ import annotations

from typing import Any

from document_flow.documents.registry import EVENT_NAMES, EVENTS

WRAPPERS = {"walked", "instructed"}
"""They are shown under the name of what they hold."""


def kind_of(schema: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = schema.get("properties", {}).get("kind", {})
    return found


def test_each_kind_of_event_has_a_name_and_no_name_is_left_over() -> None:
    schemas = EVENTS.json_schema()["$defs"].values()
    written = {kind_of(each)["const"] for each in schemas if "const" in kind_of(each)}

    assert set(EVENT_NAMES) == written - WRAPPERS


def test_the_names_are_said_in_both_languages_and_differ() -> None:
    assert [kind for kind, words in EVENT_NAMES.items() if not words.az or words.az == words.en] == []
