"""An answer in parts: an envelope whose file travels beside it (MTOM 1.0 over XOP 1.0 and multipart/related, RFC 2387).

The body was read as a stream under the client's cap. Here it is cut at its boundary into few parts, and the file is
taken out of the envelope before anything reads it as text: small files also come inline, as base64.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from email.message import Message
from urllib.parse import unquote

from lxml import etree

from connectors.operations import Attachment
from connectors.soap.envelope import EnvelopeRefused

MULTIPART = "multipart/related"
MAX_PARTS = 4
MAX_HEAD = 4096
"""Bytes of one part's own header fields."""

XOP = "{http://www.w3.org/2004/08/xop/include}Include"
_ENVELOPES = {"application/xop+xml", "text/xml"}
_AS_IT_IS = {"", "binary", "8bit", "7bit"}


@dataclass(frozen=True, slots=True)
class Part:
    """One part: its media type, its Content-ID without brackets, its bytes."""

    media_type: str
    id: str
    body: bytes


@dataclass(frozen=True, slots=True)
class Parts:
    """An answer's envelope, and what came beside it by Content-ID."""

    envelope: bytes
    beside: Mapping[str, Part]


def read_parts(content_type: str, raw: bytes) -> Parts:
    """Cut an answer at its boundary. Raises EnvelopeRefused: no boundary, too many parts, two of one id."""
    about = _fields(f"Content-Type: {content_type}".encode())
    boundary = str(about.get_param("boundary", ""))
    if not 0 < len(boundary) <= 70 or not boundary.isascii():
        raise _refused("no boundary")
    pieces = (b"\r\n" + raw).split(b"\r\n--" + boundary.encode(), MAX_PARTS + 1)
    if len(pieces) < 3 or not pieces[-1].startswith(b"--"):
        raise _refused("no end, or too many parts")
    found = [_part(piece) for piece in pieces[1:-1]]
    start = str(about.get_param("start", "")).strip("<>") or found[0].id
    envelopes = [part for part in found if part.id == start]
    beside = {part.id: part for part in found if part.id != start}
    if len(envelopes) != 1 or len(beside) != len(found) - 1 or envelopes[0].media_type not in _ENVELOPES:
        raise _refused("not one envelope, or two parts of one id")
    return Parts(envelopes[0].body, beside)


def take_file(element: etree._Element, attachment: Attachment, beside: Mapping[str, Part]) -> bytes | None:
    """Take the file out of the Body's element, which is left with an empty field; None where there is none.

    Raises EnvelopeRefused: a reference to no part, a part that nothing refers to, another type, beyond the cap, or not
    the file of the digest that the answer names.
    """
    includes = list(element.iter(XOP))
    field = element.find(f"{{*}}{attachment.field}")
    if len(includes) != len(beside) or any(each.getparent() is not field for each in includes):
        raise _refused("a part that is not referred to once")
    raw = None if field is None else _bytes(field, attachment, beside)
    if raw is None or field is None:
        return None
    for include in includes:
        field.remove(include)
    field.text = ""
    if not raw.startswith(attachment.begins):
        raise EnvelopeRefused("agency.file_kind", attachment.field)
    if (element.findtext(f"{{*}}{attachment.digest}") or "").strip().lower() != hashlib.sha256(raw).hexdigest():
        raise EnvelopeRefused("agency.file_digest", attachment.digest)
    return raw


def _bytes(field: etree._Element, attachment: Attachment, beside: Mapping[str, Part]) -> bytes | None:
    if len(field):
        part = beside.get(unquote(field[0].get("href", "").removeprefix("cid:")))
        if len(field) != 1 or part is None or part.media_type != attachment.media_type:
            raise _refused("a reference to no such part")
        return _within(part.body, len(part.body), attachment)
    text = "".join((field.text or "").split())
    _within(b"", len(text) * 3 // 4, attachment)
    try:
        return base64.b64decode(text, validate=True) or None
    except (binascii.Error, ValueError) as error:
        raise EnvelopeRefused("agency.contract_schema", f"base64 in {attachment.field}") from error


def _within(raw: bytes, size: int, attachment: Attachment) -> bytes:
    if size > attachment.most_bytes:
        raise EnvelopeRefused("agency.file_too_large", attachment.field)
    return raw


def _part(piece: bytes) -> Part:
    head, blank, body = piece.removeprefix(b"\r\n").partition(b"\r\n\r\n")
    if not blank or len(head) > MAX_HEAD:
        raise _refused("a part without an end of its header")
    about = _fields(head)
    if str(about.get("Content-Transfer-Encoding", "")).strip().lower() not in _AS_IT_IS:
        raise _refused("an encoded part")
    return Part(about.get_content_type(), str(about.get("Content-ID", "")).strip().strip("<>"), body)


def _fields(head: bytes) -> Message:
    """Header fields by the standard library's reading of a message, without a body."""
    found = Message()
    for line in head.decode("latin-1").replace("\r\n\t", " ").replace("\r\n ", " ").split("\r\n"):
        name, _, value = line.partition(":")
        if name and name not in found:
            found[name] = value.strip()
    return found


def _refused(what: str) -> EnvelopeRefused:
    return EnvelopeRefused("agency.contract_parts", what)
