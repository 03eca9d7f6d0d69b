"""A request in parts (MTOM over XOP 1.0 and multipart/related): the content of one field beside the envelope.

The body was read as a stream under its service's cap. It is cut at its boundary into few parts by the reader of the
agencies' answers; the part takes its place in the field before anything else is judged, so that schema, signature and
service see the message as it is meant. Nothing is opened, fetched or inflated by what a reference or a part says.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping
from urllib.parse import unquote

from lxml import etree

from connectors.soap.envelope import EnvelopeRefused
from connectors.soap.mtom import XOP, Part, Parts, read_parts
from hub.errors import Refused, Words


def read_request(content_type: str, raw: bytes) -> Parts:
    """The envelope and what came beside it. Refused for what is no request in parts."""
    try:
        return read_parts(content_type, raw)
    except EnvelopeRefused as error:
        raise Refused("soap.parts", _PARTS, place="body") from error


def put_inside(body: etree._Element, field: str, beside: Mapping[str, Part]) -> None:
    """Put the one part into the field that refers to it. Refused: no reference or two, one to another part or from
    another place.
    """
    includes = list(body.getroottree().getroot().iter(XOP))
    holder = body.find(f"{{{etree.QName(body).namespace}}}{field}")
    if len(includes) != 1 or len(beside) != 1 or holder is None or list(holder) != includes:
        raise Refused("soap.parts", _PARTS, place=field)
    href = includes[0].get("href", "")
    part = beside.get(unquote(href.removeprefix("cid:"))) if href.startswith("cid:") else None
    if part is None or (holder.text or "").strip() or (includes[0].tail or "").strip():
        raise Refused("soap.parts", _PARTS, place=field)
    holder.remove(includes[0])
    holder.text = base64.b64encode(part.body).decode()


_PARTS = Words(
    "Sorğunun hissələri düzgün deyil: zərf birincidir, yanında sahənin cid: ilə göstərdiyi bir hissə ola bilər.",
    "The parts of the request are not right: an envelope, and beside it the one part that a field names by cid:.",
)
