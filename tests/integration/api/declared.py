"""Holds every answer that a test gets from a served hub against the description: its status and its kind are named."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import httpx
from fastapi import FastAPI

_PATHS: list[tuple[re.Pattern[str], Mapping[str, Any]]] = []
"""Of the first application that was served: all have the same paths, and to describe one takes a second."""


class Declared:
    """A hook of httpx. Paths and methods that are not described answer 404 and 405 as they like."""

    def __init__(self, app: FastAPI) -> None:
        if not _PATHS:
            described = app.openapi()["paths"]
            # A fixed path stands before one with a place in it that would take its name.
            for name in sorted(described, key=lambda each: (each.count("{"), -len(each))):
                pattern = re.sub(r"\\\{[^}]+\\\}", "[^/]+", re.escape(name))
                _PATHS.append((re.compile(pattern), described[name]))

    async def __call__(self, answer: httpx.Response) -> None:
        method, path = answer.request.method.lower(), answer.request.url.path
        found = next((each for pattern, each in _PATHS if pattern.fullmatch(path) and method in each), None)
        if found is not None:
            named = sorted(found[method]["responses"])
            assert str(answer.status_code) in named, f"{answer.status_code} of {path} is none of {named}"
            kinds = found[method]["responses"][str(answer.status_code)].get("content", {})
            kind = answer.headers.get("content-type", "").partition(";")[0]
            assert not kinds or kind in kinds, f"{kind} of {path} is none of {sorted(kinds)}"
