"""Finds fields of canonical models by their written path, so that a mapping with a wrong name never loads."""

from __future__ import annotations

import re
from collections.abc import Callable
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin

from pydantic import BaseModel, TypeAdapter, ValidationError

from mappings.definition import nearest

_STEP = re.compile(r"([a-z_][a-z0-9_]*)(\[(?:([a-z_]+)=([^\]]+))?\])?")


class FieldUnknown(ValueError):
    """A path that names no field; the message says which step and what is near it."""


class NotExactlyOne(ValueError):
    """A selector that fits no item of a list, or several."""


Getter = Callable[[Any], Any]


def model_of(annotation: Any) -> type[BaseModel] | None:
    """Give the model behind `X | None` or `tuple[X, ...]`, or None where the field holds a plain value."""
    plain = without_none(annotation)
    if get_origin(plain) is tuple:
        plain = get_args(plain)[0]
    return plain if isinstance(plain, type) and issubclass(plain, BaseModel) else None


def without_none(annotation: Any) -> Any:
    """Give X for `X | None`; anything else unchanged."""
    if get_origin(annotation) in {Union, UnionType}:
        rest = [arg for arg in get_args(annotation) if arg is not NoneType]
        return rest[0] if len(rest) == 1 else annotation
    return annotation


def is_list(annotation: Any) -> bool:
    """Tell whether a field holds several values."""
    return get_origin(without_none(annotation)) is tuple


def annotation_of(model: type[BaseModel], name: str) -> Any:
    """Give a field's type; raises FieldUnknown with the nearest name."""
    info = model.model_fields.get(name)
    if info is None:
        raise FieldUnknown(f"{model.__name__} has no field {name!r}; {nearest(name, model.model_fields)}")
    return info.annotation


def accepts(annotation: Any, value: Any) -> bool:
    """Tell whether a field could hold this value."""
    try:
        TypeAdapter(annotation).validate_python(value, strict=not is_list(annotation))
    except ValidationError:
        return False
    return True


def record_getter(model: type[BaseModel], path: str) -> Getter:
    """Compile `person.birth_date` or `accounts[provider=azeriqaz].subscriber_code` into a function of a record.

    `accounts[]` is the only one of a list. A step over an absent value gives None. Raises FieldUnknown at once; the
    function raises NotExactlyOne.
    """
    steps: list[Getter] = []
    current: type[BaseModel] | None = model
    for step in path.split("."):
        found = _STEP.fullmatch(step)
        if found is None or current is None:
            raise FieldUnknown(f"{path!r} is no path of fields")
        annotation = annotation_of(current, found[1])
        current = model_of(annotation)
        steps.append(_attribute(found[1]))
        if found[2] is not None:
            if current is None or not is_list(annotation):
                raise FieldUnknown(f"{found[1]!r} is no list to choose from")
            if found[3] is not None:
                annotation_of(current, found[3])
            steps.append(_selector(found[3], found[4]))
    return _chain(steps)


def values_at(values: Any, names: tuple[str, ...]) -> list[Any]:
    """Find the values at a path in what was read; in lists, of every item. What is absent gives none."""
    found = [values]
    for name in names:
        deeper = [item[name] for item in found if name in item]
        found = [each for item in deeper for each in (item if type(item) is list else [item])]
    return found


def _attribute(name: str) -> Getter:
    return lambda value: getattr(value, name)


def _selector(name: str | None, wanted: str | None) -> Getter:
    """Of a list the one whose field has the value; without a name, its only one."""

    def select(items: Any) -> Any:
        fitting = [item for item in items if name is None or getattr(item, name) == wanted]
        if len(fitting) != 1:
            raise NotExactlyOne
        return fitting[0]

    return select


def _chain(steps: list[Getter]) -> Getter:
    if len(steps) == 1:
        return steps[0]

    def get(value: Any) -> Any:
        for step in steps:
            if value is None:
                return None
            value = step(value)
        return value

    return get
