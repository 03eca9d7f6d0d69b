"""Every event that may stand in a history has a name in both languages."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import Any, get_args

from document_flow.documents import events
from document_flow.documents.event_words import EVENT_NAMES
from document_flow.orders import events as orders
from document_flow.paths import events as paths

WRAPPERS = {"walked", "instructed"}
"""They are shown under the name of what they hold."""


def kinds(union: Any) -> Iterator[str]:
    for member in get_args(union):
        if dataclasses.is_dataclass(member):
            yield next(str(each.default) for each in dataclasses.fields(member) if each.name == "kind")
        else:
            yield from kinds(member)


def test_each_kind_of_event_has_a_name_and_no_name_is_left_over() -> None:
    written = {*kinds(events.Event), *kinds(paths.Event), *kinds(orders.Event)} - WRAPPERS

    assert set(EVENT_NAMES) == written


def test_the_names_are_said_in_both_languages_and_differ() -> None:
    assert [kind for kind, words in EVENT_NAMES.items() if not words.az or words.az == words.en] == []
