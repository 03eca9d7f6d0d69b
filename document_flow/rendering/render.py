"""Prints an official document: frozen data in, PDF/A-3b out, with the machine-readable record inside it."""

from __future__ import annotations

import json
from functools import cache
from typing import Any, Final

from pydantic import TypeAdapter

from document_flow.drawn_signature import signature_svg
from document_flow.rendering.derived import derived
from document_flow.rendering.forms import TAKES, Printable, PrintKind
from document_flow.rendering.labels import form_words
from document_flow.rendering.press import pressed
from document_flow.rendering.qr import qr_svg, signed_qr_svg
from document_flow.rendering.refusals import RenderRefused
from document_flow.rendering.shape import shown
from document_flow.words import Lang, Words

MOST_RECORD_BYTES: Final = 4_000_000


def render(
    kind: PrintKind,
    data: Printable,
    *,
    lang: Lang = "az",
    sample: bool = False,
    record: bytes | None = None,
    emblem: str = "",
) -> bytes:
    """The PDF of one document; the same arguments give the same bytes, on every machine with this typst.

    `record` is UTF-8 JSON and goes into the file as it is (relationship Source); without one, the data itself goes in
    (relationship Data, see `record_of`). `sample` draws NÜMUNƏ across every page; `emblem` is the SVG over
    a letterhead. Raises `RenderRefused`.
    """
    if not isinstance(data, TAKES[kind]):
        raise RenderRefused("render.wrong_data", _wrong_data(kind, data))
    inputs = {
        "data": _json(shown(data, lang) | derived(data, lang)),
        "words": _words(lang),
        "lang": lang,
        "sample": "yes" if sample else "",
        "record": _checked_record(record) if record is not None else record_of(kind, data).decode(),
        "emblem": emblem,
        "relationship": "data" if record is None else "source",
    }
    if (verification := getattr(data, "verification", None)) is not None:
        inputs["qr"] = qr_svg(verification.payload or verification.link)
    if signed := getattr(data, "signed", ""):
        inputs["signed-qr"] = signed_qr_svg(signed)
    if drawn := getattr(data, "signature", ()):
        inputs["signature"] = signature_svg(drawn)
    return pressed(kind.value, inputs, data.day)


def record_of(kind: PrintKind, data: Printable) -> bytes:
    """The data as JSON: ISO dates, words in both languages, fields in the order of the model. Same data, same bytes."""
    return _json({"kind": kind.value, "data": _adapter(kind).dump_python(data, mode="json")}).encode()


def _checked_record(record: bytes) -> str:
    if len(record) > MOST_RECORD_BYTES:
        raise RenderRefused("render.record_refused", _record_refused(len(record)), "record")
    try:
        json.loads(record)
        return record.decode()
    except (ValueError, RecursionError) as wrong:
        raise RenderRefused("render.record_refused", _record_refused(len(record)), "record") from wrong


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


@cache
def _adapter(kind: PrintKind) -> TypeAdapter[Printable]:
    return TypeAdapter(TAKES[kind])


@cache
def _words(lang: Lang) -> str:
    return _json(form_words(lang))


def _wrong_data(kind: PrintKind, data: object) -> Words:
    got, wanted = type(data).__name__, TAKES[kind].__name__
    return Words(
        f"«{kind.value}» forması {wanted} gözləyir, {got} verilib. Formaya uyğun məlumat verin.",
        f"The form {kind.value} takes {wanted} and was given {got}. Give it the data it takes.",
    )


def _record_refused(size: int) -> Words:
    most = MOST_RECORD_BYTES
    return Words(
        f"Sənədə əlavə olunan yazı ({size} bayt) UTF-8 JSON olmalı və {most} baytdan böyük olmamalıdır.",
        f"The record to attach ({size} bytes) must be UTF-8 JSON of at most {most} bytes.",
    )
