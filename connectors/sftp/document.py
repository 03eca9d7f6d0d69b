"""The document of a file that is handed over: `{name, content_base64}`."""

from __future__ import annotations

import base64
import binascii
import re

from connectors.outcome import Document, Exchanged, Rejected

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,119}")
_KEY = re.compile(r"[0-9A-Za-z-]{8,64}")
NAME_TAKEN = "agency.name_taken"


def file_of(document: Document, key: str) -> tuple[str, bytes] | Rejected:
    """Its name and bytes; Rejected, nothing sent, where it is no file or the key can be no file's name."""
    name = str(document.get("name"))
    try:
        raw = base64.b64decode(str(document.get("content_base64")), validate=True)
    except binascii.Error:
        return Rejected(Exchanged(), "connector.document", "content_base64")
    if not _NAME.fullmatch(name) or not is_key(key):
        return Rejected(Exchanged(), "connector.document", "name")
    return name, raw


def is_key(text: str) -> bool:
    """Whether it can be a delivery's key, and the name of a mark."""
    return _KEY.fullmatch(text) is not None
