"""Kinds of answers that are no JSON, so that the description of a door says which it gives."""

from __future__ import annotations

from starlette.responses import Response


class PdfAnswer(Response):
    """A printed page."""

    media_type = "application/pdf"


class SvgAnswer(Response):
    """A drawing."""

    media_type = "image/svg+xml"


class XmlAnswer(Response):
    """A model in XML."""

    media_type = "application/xml"
