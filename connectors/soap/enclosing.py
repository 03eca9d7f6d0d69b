"""A request in parts: an envelope, and the file that its Body refers to beside it (MTOM 1.0, XOP 1.0, RFC 2387).

The file is found by the digest that the document names. It goes out piece by piece; the outcome keeps the envelope
alone, in which the digest stands.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import AsyncIterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from typing import Any, BinaryIO

from lxml import etree

from connectors.endpoint import Contents
from connectors.operations import Attachment
from connectors.rest.client import Beside
from connectors.soap.envelope import body_of
from connectors.soap.mtom import XOP

_PIECE = 1 << 16
_FILE, _ENVELOPE = "file@qayidis-hub", "envelope@qayidis-hub"
_BINARY = "Content-Transfer-Encoding: binary\r\n"


class NoFile(ValueError):
    """The file cannot go: it is not held, of another kind, or beyond the cap. `code` is stable."""

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(f"{code} {detail}")
        self.code = code
        self.detail = detail


@dataclass(frozen=True, slots=True)
class Parted:
    """What is sent: the Content-Type, the bytes up to the file, and what is beside them."""

    head: bytes
    content_type: str = "text/xml; charset=utf-8"
    beside: Beside | None = None


@dataclass(frozen=True, slots=True)
class Enclosing:
    """Puts the file of a declaration into requests; `inline` as base64, where a signature is to cover it."""

    of: Attachment
    contents: Contents
    inline: bool = False

    async def given(self, body: Mapping[str, Any]) -> Mapping[str, Any]:
        """The values of the Body with its file's element: empty where the file goes beside. Raises NoFile."""
        raw = await asyncio.to_thread(self._whole, body) if self.inline else b""
        return {**body, self.of.field: raw}

    async def parted(self, envelope: bytes, body: Mapping[str, Any]) -> Parted:
        """The envelope with a reference to the file, and the file. Raises NoFile."""
        if self.inline:
            return Parted(envelope)
        size = await asyncio.to_thread(self._size, body)
        # The same bytes for the same envelope, so that a resend is one; the file cannot hold a hash of its own hash.
        mark = hashlib.sha256(envelope).hexdigest()[:32]
        about = f'boundary="{mark}"; type="application/xop+xml"; start="<{_ENVELOPE}>"; start-info="text/xml"'
        head = (
            f'--{mark}\r\nContent-Type: application/xop+xml; charset=utf-8; type="text/xml"\r\n{_BINARY}'
            f"Content-ID: <{_ENVELOPE}>\r\n\r\n".encode(),
            _referring(envelope, self.of.field),
            f"\r\n--{mark}\r\nContent-Type: {self.of.media_type}\r\n{_BINARY}Content-ID: <{_FILE}>\r\n\r\n".encode(),
        )
        end = f"\r\n--{mark}--\r\n".encode()

        async def pieces() -> AsyncIterator[bytes]:
            with closing(self._open(body)) as file:
                while piece := await asyncio.to_thread(file.read, _PIECE):
                    yield piece
            yield end

        return Parted(b"".join(head), f"multipart/related; {about}", Beside(size + len(end), pieces))

    def _open(self, body: Mapping[str, Any]) -> BinaryIO:
        try:
            return self.contents(str(body.get(self.of.digest)))
        except FileNotFoundError as error:
            raise NoFile("connector.no_file", self.of.digest) from error

    def _size(self, body: Mapping[str, Any]) -> int:
        with closing(self._open(body)) as file:
            if file.read(len(self.of.begins)) != self.of.begins:
                raise NoFile("connector.file_kind", self.of.digest)
            size = file.seek(0, 2)
        if size > self.of.most_bytes:
            raise NoFile("connector.file_too_large", self.of.digest)
        return size

    def _whole(self, body: Mapping[str, Any]) -> bytes:
        self._size(body)
        with closing(self._open(body)) as file:
            return file.read()


def _referring(envelope: bytes, field: str) -> bytes:
    """The envelope whose empty element refers to the part."""
    body = body_of(envelope)
    holder = body.find(f"{{*}}{field}")
    if holder is None:
        raise ValueError(field)
    holder.text = None
    etree.SubElement(holder, XOP, {"href": f"cid:{_FILE}"}, nsmap={"xop": etree.QName(XOP).namespace})
    return etree.tostring(body.getroottree(), encoding="utf-8", xml_declaration=True)
