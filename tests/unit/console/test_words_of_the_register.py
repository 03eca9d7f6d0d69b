"""Every code that a record can hold has a word: no page of a person shows what programs say to each other."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from typing import Any, Literal, get_args, get_origin

import pytest
from pydantic import BaseModel

from hub.console.codes.look import meaning_words
from hub.console.register.labels import RELATIONS, VALUES, service_words
from hub.exchange.ask.questions import QUESTIONS
from mappings import records, registered
from mappings.format import load_formats


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


def test_every_meaning_of_a_code_table_has_its_word() -> None:
    tables = [table for made in load_formats().values() for table in made.codes.values()]
    meanings = {meaning for table in tables for meaning in table.values() if isinstance(meaning, str)}

    assert len(meanings) > 20
    assert [each for each in sorted(meanings) if meaning_words(each).az == each] == []


@pytest.mark.parametrize("service", sorted({each.service for each in QUESTIONS.values()}))
def test_every_question_has_its_word(service: str) -> None:
    assert service_words(service).az != service
