"""From a frozen value to what a form reads: texts looked at, dates written out, words in one language.

A shaper is made once for every annotation, so a value costs one walk. What an annotation does not allow is refused
with its place: printing takes nothing on trust from a store or an API.
"""

from __future__ import annotations

import types
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from functools import cache
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from document_flow.dates_az import short_date, short_time
from document_flow.rendering.labels import capitals, spelled
from document_flow.rendering.refusals import RenderRefused
from document_flow.rendering.text import Capitals, Room, printable
from document_flow.words import Lang, Words

Shown = Any
"""What JSON can hold: dict, list, str, int, bool, None."""
Shaper = Callable[[Any, Lang, str], Shown]

MOST_ROWS = 5_000
"""Of any list in a form; a longer handover goes into several acts."""
_WORDS = Room(300)


def shown(value: Any, lang: Lang) -> dict[str, Shown]:
    """The value by field name, for the form. Refuses with the place of what is wrong, as `agenda[2].title`."""
    kind: Any = type(value)
    shaped: dict[str, Shown] = _shaper(kind)(value, lang, "")
    return shaped


@cache
def _shaper(hint: Any) -> Shaper:
    origin = get_origin(hint)
    if origin is Annotated:
        return _annotated(*get_args(hint))
    if origin is tuple:
        return _rows(_shaper(get_args(hint)[0]))
    if origin is Literal:
        return _choice(get_args(hint))
    if origin in (Union, types.UnionType):
        return _optional(_shaper(next(each for each in get_args(hint) if each is not types.NoneType)))
    return _plain(hint)


def _plain(hint: Any) -> Shaper:
    if hint is Words:
        return _words(in_capitals=False)
    if hint is datetime:
        return _checked(datetime, lambda value, _lang, place: _moment(value, place))
    if hint is date:
        return _checked(date, lambda value, _lang, _place: short_date(value))
    if is_dataclass(hint) and isinstance(hint, type):
        return _record(hint)
    return _checked(hint, lambda value, _lang, _place: value)


def _record(kind: type) -> Shaper:
    hints = get_type_hints(kind, include_extras=True)
    shapers = [(each.name, _shaper(hints[each.name])) for each in fields(kind)]

    def shape(value: Any, lang: Lang, place: str) -> Shown:
        stem = f"{place}." if place else ""
        return {name: shaper(getattr(value, name), lang, stem + name) for name, shaper in shapers}

    return _checked(kind, shape)


def _annotated(kind: type, mark: Room | Capitals) -> Shaper:
    if isinstance(mark, Capitals):
        return _words(in_capitals=True)
    return _checked(kind, lambda value, _lang, place: printable(value, mark, place))


def _words(*, in_capitals: bool) -> Shaper:
    def shape(value: Any, lang: Lang, place: str) -> Shown:
        text = spelled(value, lang)
        written: Lang = "az" if text == value.az else lang
        return printable(capitals(text, written) if in_capitals else text, _WORDS, place)

    return _checked(Words, shape)


def _rows(shaper: Shaper) -> Shaper:
    def shape(value: Any, lang: Lang, place: str) -> Shown:
        if len(value) > MOST_ROWS:
            raise RenderRefused("render.too_many", _too_many(len(value)), place)
        return [shaper(each, lang, f"{place}[{number}]") for number, each in enumerate(value)]

    return _checked(tuple, shape)


def _optional(shaper: Shaper) -> Shaper:
    return lambda value, lang, place: None if value is None else shaper(value, lang, place)


def _choice(allowed: tuple[object, ...]) -> Shaper:
    def shape(value: Any, _lang: Lang, place: str) -> Shown:
        if value not in allowed:
            raise _wrong(place)
        return value

    return shape


def _checked(kind: type, shaper: Shaper) -> Shaper:
    def shape(value: Any, lang: Lang, place: str) -> Shown:
        if not isinstance(value, kind):
            raise _wrong(place)
        return shaper(value, lang, place)

    return shape


def _moment(value: datetime, place: str) -> str:
    if value.tzinfo is None:
        raise _wrong(place)
    return short_time(value)


def _wrong(place: str) -> RenderRefused:
    words = Words(
        "Çap formasına gələn dəyər başqa növdəndir. Formanın modelində göstərilən növdə dəyər verin.",
        "A value that came to the form is of another type. Give the type that the form's model names.",
    )
    return RenderRefused("render.wrong_data", words, place)


def _too_many(rows: int) -> Words:
    return Words(
        f"Siyahıda {rows} sətir var, formaya ən çoxu {MOST_ROWS} sətir sığır. Bir neçə sənədə bölün.",
        f"The list has {rows} rows, and the form takes {MOST_ROWS}. Divide it among several documents.",
    )
