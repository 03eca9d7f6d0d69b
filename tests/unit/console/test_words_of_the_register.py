"""Every code that a record can hold has a word: no page of a person shows what programs say to each other."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from typing import Any, Literal, get_args, get_origin

import pytest
from pydantic import BaseModel

from hub.console.register.labels import RELATIONS, VALUES
from mappings import records, registered


def _codes(annotation: Any) -> Iterator[str]:
    """The texts of the literals in it, at whatever depth."""
    if get_origin(annotation) is Literal:
        yield from (each for each in get_args(annotation) if isinstance(each, str))
        return
    for inner in get_args(annotation):
        yield from _codes(inner)


CODES = sorted(
    {
        (kept.__name__, name, code)
        for module in (records, registered)
        for _, kept in inspect.getmembers(module, inspect.isclass)
        if issubclass(kept, BaseModel)
        for name, field in kept.model_fields.items()
        if name != "kind"
        for code in _codes(field.annotation)
    }
)


@pytest.mark.parametrize(("record", "name", "code"), CODES)
def test_every_code_of_a_record_has_its_word(record: str, name: str, code: str) -> None:
    words = VALUES.get(code) or RELATIONS.get(code)

    assert words is not None, f"hub/console/register/labels.py lacks {code!r} of {record}.{name}"
    assert words.az
    assert words.en
