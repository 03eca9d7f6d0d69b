"""Editing a body: a whole new one, or single fields of a JSON document by JSON Pointer (RFC 6901). Pure."""

from __future__ import annotations

import json
from typing import Any

from connectors.parsing.json import parse_json
from connectors.parsing.refusal import ParsingRefused
from hub.errors import Refused, Words
from hub.exchange.repair.model import Arguments
from hub.exchange.repair.words import bad_patch


def edited_body(syntax: str, raw: bytes, arguments: Arguments) -> bytes:
    """The new bytes; Refused where a patch has no place in the document."""
    if arguments.body is not None:
        return _whole(arguments.body)
    if syntax != "json":
        raise bad_patch(arguments.patches[0][0] if arguments.patches else "")
    try:
        document = parse_json(raw)
    except ParsingRefused as refused:
        raise Refused(refused.code, Words(*refused.text), place=refused.place) from refused
    for path, value in arguments.patches:
        _put(document, path, value)
    return json.dumps(document, ensure_ascii=False).encode()


def _whole(body: Any) -> bytes:
    return body.encode() if isinstance(body, str) else json.dumps(body, ensure_ascii=False).encode()


def _put(document: Any, path: str, value: Any) -> None:
    """Set the field; the object or list that holds it must be there."""
    steps = [step.replace("~1", "/").replace("~0", "~") for step in path.split("/")[1:]]
    if not steps or not path.startswith("/"):
        raise bad_patch(path)
    holder = document
    for step in steps[:-1]:
        holder = _inside(holder, step, path)
    match holder:
        case dict():
            holder[steps[-1]] = value
        case list() if steps[-1].isdecimal() and int(steps[-1]) < len(holder):
            holder[int(steps[-1])] = value
        case _:
            raise bad_patch(path)


def _inside(holder: Any, step: str, path: str) -> Any:
    match holder:
        case dict() if step in holder:
            return holder[step]
        case list() if step.isdecimal() and int(step) < len(holder):
            return holder[int(step)]
        case _:
            raise bad_patch(path)


def changes(before: Any, after: Any, path: str = "") -> list[tuple[str, Any, Any]]:
    """Where two documents differ: (pointer, before, after); a missing side is None."""
    if isinstance(before, dict) and isinstance(after, dict):
        keys = dict.fromkeys((*before, *after))
        return [
            each
            for key in keys
            for each in changes(before.get(key), after.get(key), f"{path}/{key.replace('~', '~0').replace('/', '~1')}")
        ]
    if isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        pairs = enumerate(zip(before, after, strict=True))
        return [each for index, (old, new) in pairs for each in changes(old, new, f"{path}/{index}")]
    return [] if before == after else [(path, before, after)]
