"""Dates that nothing can have: beyond the last day that anything may have happened on, or before living memory.

What is to come may lie ahead: the end of a document, the begin and end of a right.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from typing import get_args

from mappings.dates import PartialDate
from mappings.issues import Issue, issue
from mappings.value import Value

EARLIEST_YEAR = 1850
"""Before it nobody was born whose papers are still asked for."""
_MAY_LIE_AHEAD = frozenset({"valid_until", "until", "valid_from"})


def implausible(record: Value, latest: date, place: str) -> Iterator[Issue]:
    """What is wrong with the dates of a record; `place` is where the document holds it."""
    for path, found in _dates(record, ""):
        if found.year < EARLIEST_YEAR:
            yield issue("map.ancient_date", place, f"record:{path}:earliest:{EARLIEST_YEAR}", str(found))
        elif path.rpartition(".")[2] not in _MAY_LIE_AHEAD and _first_day(found) > latest:
            yield issue("map.future_date", place, f"record:{path}:latest", str(found))


def _first_day(found: PartialDate) -> date:
    return date(found.year, found.month or 1, found.day or 1)


def _dates(value: Value, above: str) -> Iterator[tuple[str, PartialDate]]:
    for name in _fields_with_dates(type(value)):
        found = getattr(value, name)
        if found is None:  # as most are: a model takes its time to say that None is none of its kind
            continue
        for each in found if isinstance(found, tuple) else (found,):
            if isinstance(each, PartialDate):
                yield above + name, each
            else:
                yield from _dates(each, f"{above}{name}.")


@lru_cache(maxsize=256)
def _fields_with_dates(model: type[Value]) -> tuple[str, ...]:
    return tuple(name for name, field in model.model_fields.items() if _holds_dates(field.annotation))


def _holds_dates(annotation: object) -> bool:
    if isinstance(annotation, type) and issubclass(annotation, Value):
        return bool(_fields_with_dates(annotation))
    return annotation is PartialDate or any(_holds_dates(each) for each in get_args(annotation))
