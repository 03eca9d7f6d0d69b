"""The hash by which an answer says which request it answers (PR-MESS 2.4)."""

from __future__ import annotations

import base64
import hashlib

SHA_512 = "http://www.w3.org/2001/04/xmlenc#sha512"
"""The algorithm that security servers write, as XML-DSIG names it."""


def request_hash(raw: bytes) -> str:
    """Base64 of the SHA-512 of a request as it was posted; of one in parts, of its first part's bytes."""
    return base64.b64encode(hashlib.sha512(raw).digest()).decode()
