"""The visible seal on a page of a PDF: a small page made by typst and taken in as a form XObject.

pyHanko's own text stamps need a font engine for letters such as ə and ğ; typst brings its fonts along.
"""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta, timezone
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from cryptography import x509
from pyhanko.pdf_utils.content import PdfContent
from pyhanko.pdf_utils.layout import AxisAlignment, BoxConstraints, Margins, SimpleBoxLayoutRule
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.stamp.static import StaticStampStyle

from document_flow.seals.certificates import SPECIMEN, common_name, is_specimen, masked_holder
from document_flow.seals.refusals import DocumentRefused
from document_flow.words import Words

if TYPE_CHECKING:
    import typst

_FORM = Path(__file__).with_name("seal.typ")
_BAKU = timezone(timedelta(hours=4))


def seal_style(
    certificate: x509.Certificate, at: datetime, reason: str, box: tuple[int, int, int, int]
) -> StaticStampStyle:
    """What the box shows: the holder's name and masked identifier, the claimed time in Baku, the certificate."""
    width, height = box[2] - box[0], box[3] - box[1]
    if width < 60 or height < 30:
        raise DocumentRefused(
            "seals.visible.box",
            Words(
                "Möhürün yeri çox kiçikdir: ən azı 60 × 30 punkt olmalıdır.",
                "The box of the visible seal is too small: at least 60 by 30 points.",
            ),
        )
    page = _pressed(seal_lines(certificate, at, reason) | {"width": str(width), "height": str(height)})
    no_margins = SimpleBoxLayoutRule(
        x_align=AxisAlignment.ALIGN_MID, y_align=AxisAlignment.ALIGN_MID, margins=Margins(0, 0, 0, 0)
    )
    return StaticStampStyle(
        background=_PressedPage(page), background_opacity=1.0, border_width=0, background_layout=no_margins
    )


def seal_lines(certificate: x509.Certificate, at: datetime, reason: str) -> dict[str, str]:
    """The texts of the seal; `specimen` is the watermark, "" for a certificate that binds."""
    lines = [
        masked_holder(certificate),
        f"{at.astimezone(_BAKU):%d.%m.%Y %H:%M}",
        f"Sertifikat: {certificate.serial_number:x}"[:36],
        reason,
    ]
    return {
        "title": "ELEKTRON İMZA",
        "name": common_name(certificate),
        "lines": "\n".join(line for line in lines if line),
        "specimen": SPECIMEN if is_specimen(certificate) else "",
    }


class _PressedPage(PdfContent):
    """The only page of a PDF in memory, as content of another one."""

    def __init__(self, pdf: bytes) -> None:
        super().__init__()
        self._pdf = pdf

    def render(self) -> bytes:
        """Take the page into the writer and draw it once."""
        imported = self._ensure_writer.import_page_as_xobject(PdfFileReader(BytesIO(self._pdf)))
        name = f"/Seal{secrets.token_hex(8)}"
        self.resources.xobject[name] = imported
        left, bottom, right, top = imported.get_object()["/BBox"]
        self.box = BoxConstraints(width=abs(right - left), height=abs(top - bottom))
        return f"{name} Do".encode()


def _pressed(inputs: dict[str, str]) -> bytes:
    pages = _compiler().compile(input=str(_FORM), sys_inputs=inputs, format="pdf", pdf_standards=["a-3b"])
    return pages if isinstance(pages, bytes) else b"".join(pages or ())


@cache
def _compiler() -> typst.Compiler:
    import typst  # noqa: PLC0415  25 ms and 48 MB, which only visible seals pay for

    return typst.Compiler(root=str(_FORM.parent), ignore_system_fonts=True)
