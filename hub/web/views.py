"""Views: what a door shows, filled by name from a row or a value. The types of the fields say how a thing is said.

    class RefusalView(View):
        code: str                                              # the row's own column
        refused_at: Instant = from_("created_at")              # another column, in microseconds there
        links: Annotated[Links, linked(self="/v1/…/{}")] = from_("id")

    RefusalView.of(row, lang)

What is said is text already where the view is made, so templates and programs read the same.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Annotated, Any, Self

from pydantic import AliasPath, BaseModel, BeforeValidator, Field, ValidationInfo, model_validator

from hub.clock import rfc3339
from hub.errors import Lang, Words
from hub.web.people import Reader

Links = dict[str, str]


class View(BaseModel, from_attributes=True, populate_by_name=True):
    """A model that is filled by the names of its fields, or by the names that `from_` says."""

    @classmethod
    def of(cls, source: Any, reader: Lang | Reader | None = None, /, **more: object) -> Self:
        """The view of a row or a value in the reader's language; `more` goes before what stands there."""
        if more:
            source = {**source, **more} if hasattr(source, "keys") else _Joined(source, more)
        return cls.model_validate(source, context=reader)

    @classmethod
    def each(cls, sources: Iterable[object], reader: Lang | Reader | None = None, /) -> list[Self]:
        """The views of many."""
        return [cls.of(each, reader) for each in sources]

    @model_validator(mode="before")
    @classmethod
    def _by_name(cls, source: Any) -> Any:
        """A database's row is no mapping for pydantic."""
        return dict(source) if hasattr(source, "keys") else source


class _Joined:
    """A value with more names than its own."""

    def __init__(self, value: object, more: Mapping[str, object]) -> None:
        self._value = value
        self._more = more

    def __getattr__(self, name: str) -> Any:
        return self._more[name] if name in self._more else getattr(self._value, name)


def from_(name: str, **more: Any) -> Any:
    """A field that is filled from another name than its own, or from within: `from_("act.title")`."""
    return Field(validation_alias=AliasPath(*name.split(".")), **more)


def as_(change: Callable[[Any], object]) -> BeforeValidator:
    """How a thing is changed to be shown; nothing stays nothing."""
    return BeforeValidator(lambda value: None if value is None else change(value))


def named(words: Callable[[Any], Words | None]) -> BeforeValidator:
    """The words for a code, in the reader's language; none where the code has none."""

    def said(code: Any, info: ValidationInfo) -> str | None:
        found = None if code is None else words(code)
        return None if found is None else _read(found, info)

    return BeforeValidator(said)


def linked(**paths: str) -> BeforeValidator:
    """Addresses by relation, each with the value's place in it."""
    return as_(lambda value: {name: path.format(value) for name, path in paths.items()})


def _read(words: Words, info: ValidationInfo) -> str:
    if info.context is None:
        # A ValueError, since a union tries each of its views on a value before it takes the right one.
        raise ValueError("who is to read this? View.of(source, lang)")
    return words.say(getattr(info.context, "lang", info.context))


def _said(value: Any, info: ValidationInfo) -> Any:
    match value:
        case Words():
            return _read(value, info)
        case (str(az), str(en)):
            return _read(Words(az, en), info)
        case _:
            return value


Said = Annotated[str, BeforeValidator(_said)]
"""Words, or the plain pair that packages below the hub have, in the reader's language."""
Instant = Annotated[str, as_(lambda at: rfc3339(at) if isinstance(at, int) else at)]
"""Microseconds as RFC 3339."""
Sorted = Annotated[list[str], as_(sorted)]
"""A set, in order."""
Parsed = as_(json.loads)
"""JSON as the store keeps it."""
