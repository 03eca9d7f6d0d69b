"""Kinds of answers that are no JSON, so that the description of a door says which it gives."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from starlette.responses import Response


def csv_bytes(rows: Iterable[Iterable[object]], delimiter: str = ",") -> bytes:
    """RFC 4180 in UTF-8 with a byte order mark, by which spreadsheets know the letters."""
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(rows)
    return out.getvalue().encode("utf-8-sig")


class PdfAnswer(Response):
    """A printed page."""

    media_type = "application/pdf"


class SvgAnswer(Response):
    """A drawing."""

    media_type = "image/svg+xml"


class XmlAnswer(Response):
    """A model in XML."""

    media_type = "application/xml"
