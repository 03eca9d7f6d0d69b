"""The hash behind "same key, same content": equal for bodies that differ only in how the same value was written."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from lxml import etree

_encode = json.JSONEncoder(sort_keys=True, separators=(",", ":"), allow_nan=False, ensure_ascii=True).encode


def canonical_hash(parsed: Any) -> str:
    """Lowercase hex SHA-256 of what `parse_json`, `parse_xml` or `to_document` returned.

    JSON: keys sorted, no white space, escapes resolved, integers exact, floats by their shortest exact decimal form (so
    `1` and `1.0` differ). XML: Canonical XML 1.0 without comments, where white space and prefixes count as they stand.
    """
    is_xml = isinstance(parsed, etree._Element)
    return hashlib.sha256(_xml(parsed) if is_xml else _encode(parsed).encode("ascii")).hexdigest()


def _xml(element: Any) -> bytes:
    """Canonical XML refuses relative namespace names, which some agencies use; those are hashed as serialised."""
    try:
        canonical: bytes = etree.tostring(element, method="c14n", with_comments=False, with_tail=False)
    except etree.C14NError:
        canonical = etree.tostring(element, encoding="utf-8", with_tail=False)
    return canonical
