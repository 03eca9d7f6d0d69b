"""What people write of other bodies: their indexes, the numbers and days of their papers. Asked before it is kept.

SheetRefused "bodies.refused"        the sheet of bodies has problems, all of them listed
Refusal "documents.unknown_body"     no body of that index is known here
Refusal "documents.own_body"         it is this body itself
Refusal "documents.number"           no registration number is written like that
Refusal "documents.future_day"       the day lies ahead
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from types import MappingProxyType

from document_flow.context import Context
from document_flow.documents.facts import Origin
from document_flow.outcome import Refusal, Why
from document_flow.sheet import read_sheet
from document_flow.words import Words

_NUMBER = re.compile(r"(?=.*\d)[\w№][\w№ ./()-]{0,59}")
"""Letters, digits and the marks between a number's parts; a digit is among them."""
_MOST_SHOWN = 32


def load_bodies(text: str) -> Mapping[str, Words]:
    """A sheet: `bodies` of `{index, title: {az, en}}`, after the unified list. SheetRefused with every problem."""
    sheet = read_sheet(text, "bodies.refused")
    found: dict[str, Words] = {}
    for entry in sheet.entries("bodies"):
        index = entry.text("index")
        if index in found:
            entry.problem("index", "bu indeks iki dəfə yazılıb", "this index stands twice")
        found[index] = entry.words("title")
        entry.done()
    sheet.done()
    sheet.findings.refuse_if_any()
    return MappingProxyType(found)


def refuse_body(context: Context, index: str) -> Refusal | None:
    """Why nothing goes to that body. Where no bodies are known at all, none is refused."""
    if index == context.institution != "":
        return _refusal("own_body", "invalid", "Bu, qurumun özüdür: başqa qurum seçin.", "That is this body itself.")
    if index.strip() and (index in context.bodies or not context.bodies):
        return None
    shown = index[:_MOST_SHOWN]
    return _refusal(
        "unknown_body",
        "invalid",
        f"“{shown}” indeksli qurum tanınmır: siyahıdan seçin.",
        f"No body of index {shown!r} is known: choose one from the list.",
    )


def refuse_bodies(context: Context, indexes: Iterable[str]) -> Refusal | None:
    """The first that is refused."""
    return next(filter(None, (refuse_body(context, index) for index in indexes)), None)


def refuse_number(text: str) -> Refusal | None:
    """Why this is no registration number of anybody's."""
    if _NUMBER.fullmatch(text.strip()):
        return None
    return _refusal(
        "number",
        "invalid",
        "Qeydiyyat nömrəsi hərf, rəqəm və - / . ( ) № işarələrindən ibarətdir, içində rəqəm olur, ən çoxu 60 işarədir.",
        "A registration number has letters, digits and - / . ( ) №, a digit among them, and 60 characters at most.",
    )


def refuse_day(context: Context, day: date | None) -> Refusal | None:
    """Why a paper cannot be of that day."""
    if day is None or day <= context.today:
        return None
    return _refusal(
        "future_day",
        "invalid",
        f"Sənədin tarixi ({day:%d.%m.%Y}) gələcəkdədir.",
        f"The day of the paper ({day:%d.%m.%Y}) lies ahead.",
    )


def refuse_origin(context: Context, origin: Origin | None) -> Refusal | None:
    """Why nothing can have come like that: a body that is not known, no number, a day that lies ahead."""
    if origin is None:
        return None
    return (
        (refuse_body(context, origin.body) if origin.body else None)
        or (refuse_number(origin.reg_no) if origin.reg_no else None)
        or refuse_day(context, origin.on)
    )


def paper_key(origin: Origin | None) -> str:
    """By what the same paper is found again: whose it is, its number and its day; empty where these are not known."""
    if origin is None or not origin.reg_no or origin.on is None or not (origin.body or origin.name):
        return ""
    whose = origin.body or " ".join(origin.name.casefold().split())
    return f"{whose}\x00{''.join(origin.reg_no.casefold().split())}\x00{origin.on.isoformat()}"


def _refusal(code: str, why: Why, az: str, en: str) -> Refusal:
    return Refusal(f"documents.{code}", Words(az, en), why)
