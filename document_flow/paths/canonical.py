"""A path as immutable bytes: JSON with sorted keys and no spaces, in UTF-8. Their SHA-256 is the version's id."""

from __future__ import annotations

import hashlib
import json
from functools import lru_cache

from pydantic import TypeAdapter

from document_flow.paths.path import Path

PATHS: TypeAdapter[Path] = TypeAdapter(Path)
"""Reads and writes a path as JSON. What is read is only of the right shape: authored paths come from `load_path`."""


@lru_cache(maxsize=256)
def canonical(path: Path) -> bytes:
    """The same bytes for equal paths, whatever the order and layout of their YAML."""
    plain = PATHS.dump_python(path, mode="json", exclude_defaults=True)
    return json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def from_canonical(raw: bytes) -> Path:
    """The path of stored bytes; ValueError where they are not what `canonical` wrote."""
    path = PATHS.validate_json(raw)
    if canonical(path) != raw:
        raise ValueError("these bytes are no canonical path: they were written by something else, or altered")
    return path


def version_id(path: Path) -> str:
    """SHA-256 of the canonical bytes, in hex."""
    return hashlib.sha256(canonical(path)).hexdigest()
