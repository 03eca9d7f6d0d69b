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
STANDARDS: tuple[Literal["a-3b"], Literal["ua-1"]] = ("a-3b", "ua-1")
"""PDF/A-3b (ISO 19005-3) and PDF/UA-1 (ISO 14289-1): kept for decades, read aloud by a screen reader."""
_OF_THREAD = local()


def pressed(form: str, inputs: Mapping[str, str], day: date) -> bytes:
    """The PDF of a form, created on `day` as far as its metadata say: never by the clock of the machine.

    May be called from several threads. Refuses `render.form_failed`, with typst's own words in the cause.
    """
    import typst  # noqa: PLC0415  25 ms and 48 MB, which only those who print pay for

    path = FORMS / f"{form}.typ"
    try:
        printed = _compiler().compile(
            input=str(path),
            sys_inputs=dict(inputs),
            format="pdf",
            pdf_standards=[*STANDARDS],
            timestamp=datetime(day.year, day.month, day.day, tzinfo=UTC),
        )
    except typst.TypstError as failed:
        raise RenderRefused("render.form_failed", _form_failed(form), path.name) from failed
    return cast("bytes", printed)  # one PDF, not the list of pictures that other formats give


def _compiler() -> typst.Compiler:
    """A compiler a thread: typst gives up Python's lock while it works, and one compiler does one thing at a time."""
    import typst  # noqa: PLC0415  as above

    mine: typst.Compiler | None = getattr(_OF_THREAD, "compiler", None)
    if mine is None:
        mine = _OF_THREAD.compiler = typst.Compiler(root=str(FORMS), ignore_system_fonts=True)
    return mine


def _form_failed(form: str) -> Words:
    return Words(
        f"«{form}» forması çap olunmadı: formanın özündə xəta var. Jurnaldakı səbəblə birlikdə tərtibatçıya bildirin.",
        f"The form {form} did not print: the form itself is wrong. Tell its maker, with the cause from the log.",
    )
