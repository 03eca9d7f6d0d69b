"""Examples of JSON out of its own schema: one with every field filled, one with nothing but what is asked for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Schema = Mapping[str, Any]
_TEXTS = {"date": "2026-11-26", "date-time": "2026-11-26T10:00:00.000001+04:00"}
_OTHERS: dict[str, Any] = {"integer": 7, "number": 7.5, "boolean": True, "null": None}


def sample(schema: Schema, definitions: Mapping[str, Schema], *, full: bool, name: str = "") -> Any:
    """A value that the schema takes. Texts are named after their field, choices are the last one (full) or the first.

    A schema of several kinds is to be resolved by the caller; of `anyOf` the first that is something is taken.
    """
    if "$ref" in schema:
        return sample(definitions[schema["$ref"].rpartition("/")[2]], definitions, full=full, name=name)
    if "anyOf" in schema:
        choices = [each for each in schema["anyOf"] if (each.get("type") != "null") is full]
        return sample((choices or schema["anyOf"])[0], definitions, full=full, name=name)
    if schema.get("type") == "object":
        return _object(schema, definitions, full=full)
    if schema.get("type") == "array":
        return [sample(schema["items"], definitions, full=full, name=name)] if full else []
    return _plain(schema, full=full, name=name)


def _object(schema: Schema, definitions: Mapping[str, Schema], *, full: bool) -> dict[str, Any]:
    return {
        name: sample(field, definitions, full=full, name=name)
        for name, field in schema["properties"].items()
        if full or name in schema.get("required", ()) or "const" in field
    }


def _plain(schema: Schema, *, full: bool, name: str) -> Any:
    if "const" in schema:
        return schema["const"]
    if "enum" in schema:
        return schema["enum"][-1 if full else 0]
    if schema["type"] == "string":
        return _TEXTS.get(schema.get("format", ""), f"{name}: Şəhər “ığç”")
    return _OTHERS[schema["type"]]
