"""The press: typst behind one door.

Forms see their own folder and nothing else (root jail), get their data as `sys.inputs` and never as source, use the
fonts inside typst alone, and need no network. The same inputs give the same bytes.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from threading import local
from typing import TYPE_CHECKING, Literal, cast

from document_flow.rendering.refusals import RenderRefused
from document_flow.words import Words

if TYPE_CHECKING:
    import typst

FORMS = Path(__file__).parent / "templates"
Standard = Literal["a-3b", "ua-1"]
KEPT: tuple[Standard, ...] = ("a-3b",)
"""PDF/A-3b (ISO 19005-3): readable for decades, with files inside. Every document has it."""
KEPT_AND_READ_ALOUD: tuple[Standard, ...] = ("a-3b", "ua-1")
"""PDF/UA-1 (ISO 14289-1) beside it: a screen reader finds its way."""
_OF_THREAD = local()


def pressed(form: str, inputs: Mapping[str, str], day: date) -> bytes:
    """The PDF of a form, created on `day` as far as its metadata say: never by the clock of the machine.

    Where typst cannot prove the structure for screen readers, the document comes out as PDF/A-3b alone and its metadata
    claim no more. May be called from several threads. Refuses `render.form_failed`, with typst's words in the cause.
    """
    import typst  # noqa: PLC0415  25 ms and 48 MB, which only those who print pay for

    try:
        return _compiled(form, inputs, day, KEPT_AND_READ_ALOUD)
    except typst.TypstError as failed:
        if "PDF/UA-1" not in str(failed):
            raise _form_failed(form) from failed
    try:
        return _compiled(form, inputs, day, KEPT)
    except typst.TypstError as failed:
        raise _form_failed(form) from failed


def _compiled(form: str, inputs: Mapping[str, str], day: date, standards: tuple[Standard, ...]) -> bytes:
    printed = _compiler().compile(
        input=str(FORMS / f"{form}.typ"),
        sys_inputs=dict(inputs),
        format="pdf",
        pdf_standards=[*standards],
        timestamp=datetime(day.year, day.month, day.day, tzinfo=UTC),
    )
    return cast("bytes", printed)  # one PDF, not the list of pictures that other formats give


def _compiler() -> typst.Compiler:
    """A compiler a thread: typst gives up Python's lock while it works, and one compiler does one thing at a time."""
    import typst  # noqa: PLC0415  as above

    mine: typst.Compiler | None = getattr(_OF_THREAD, "compiler", None)
    if mine is None:
        mine = _OF_THREAD.compiler = typst.Compiler(root=str(FORMS), ignore_system_fonts=True)
    return mine


def _form_failed(form: str) -> RenderRefused:
    words = Words(
        f"«{form}» forması çap olunmadı: formanın özündə xəta var. Jurnaldakı səbəblə birlikdə tərtibatçıya bildirin.",
        f"The form {form} did not print: the form itself is wrong. Tell its maker, with the cause from the log.",
    )
    return RenderRefused("render.form_failed", words, f"{form}.typ")
