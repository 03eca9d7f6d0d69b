"""Builds format folders for tests of the mapping language."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml

ANY_OBJECT: dict[str, Any] = {"type": "object"}


def folder(
    root: Path,
    mapping: Any,
    *,
    codes: Any = None,
    schema: Any = ANY_OBJECT,
    schema_name: str = "schema.json",
    name: str = "tested",
) -> Path:
    """Write one format folder and give its path."""
    place = root / name
    place.mkdir()
    (place / "mapping.yaml").write_text(mapping if isinstance(mapping, str) else yaml.safe_dump(mapping))
    if codes is not None:
        (place / "codes.yaml").write_text(codes if isinstance(codes, str) else yaml.safe_dump(codes))
    if schema is not None:
        (place / schema_name).write_text(schema if isinstance(schema, str) else json.dumps(schema))
    return place


def reading(fields: Sequence[Any], *, record: str = "person", **more: Any) -> dict[str, Any]:
    """A JSON mapping that reads these fields; `more` are further keys of the file."""
    read = {"record": record, "fields": list(fields), **more.pop("read", {})}
    return {
        "format": "tested.v1",
        "syntax": "json",
        "empty_is_absent": False,
        "business_id": {"duplicates": "header"},
        "read": read,
        **more,
    }


def writing(fields: Sequence[Any], *, record: str = "person", **more: Any) -> dict[str, Any]:
    """A JSON mapping that writes these fields."""
    mapping = reading([], **more)
    del mapping["read"]
    mapping["write"] = {"record": record, "fields": list(fields)}
    return mapping
