"""QR codes as SVG, for a square of 3 cm on paper."""

from __future__ import annotations

import io

from document_flow.rendering.refusals import RenderRefused
from document_flow.words import Words

QUIET_ZONE = 4
"""Modules of white around the code (ISO/IEC 18004)."""
MOST_BYTES = 362
"""What version 14 holds with error correction M. Its 73 modules and the quiet zone leave 0.37 mm a module at 3 cm: the
least that a phone reads off ordinary print."""


def qr_svg(payload: str, place: str = "verification.payload") -> str:
    """The code, readable with 15 % of it lost (error correction M). Same payload, same SVG.

    Refuses `render.qr_too_long` above 362 bytes of UTF-8.
    """
    if (size := len(payload.encode())) > MOST_BYTES:
        raise RenderRefused("render.qr_too_long", _too_long(size), place)
    return _drawn(payload, "utf-8")


def signed_qr_svg(payload: str) -> str:
    """The code of signed facts, whose letters are those of its alphanumeric mode, for a square of 4 cm."""
    return _drawn(payload, None)


def _drawn(payload: str, encoding: str | None) -> str:
    import segno  # noqa: PLC0415  # only those who print pay for it

    drawn = io.BytesIO()
    code = segno.make_qr(payload, error="M", encoding=encoding, boost_error=False)
    code.save(drawn, kind="svg", border=QUIET_ZONE, xmldecl=False, nl=False)
    return drawn.getvalue().decode()


def _too_long(size: int) -> Words:
    return Words(
        f"QR koda {size} bayt yazılmalıdır, 3 sm ölçüdə oxunan kod ən çoxu {MOST_BYTES} bayt tutur. Mətni qısaldın.",
        f"The QR code is to hold {size} bytes, and one readable at 3 cm holds {MOST_BYTES}. Shorten the text.",
    )
