"""The fields of a form as they were typed, and what of them is shown once more where the form cannot be taken now."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Final
from urllib.parse import urlsplit

from fastapi import Request
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartException, MultiPartParser

_ENCODED: Final = "application/x-www-form-urlencoded"
_RAW: Final = re.compile(rb"[\x80-\xff]")
_MOST_BYTES: Final = 2_000_000
"""What is shown once more to somebody who is not logged in."""
Receive = Callable[[], Awaitable[Any]]


async def typed_form(request: Request, *, max_fields: int, max_files: int = 0) -> FormData:
    """The fields and files of the form that this request brings; whoever reads files closes it.

    Bytes that a program has left unescaped are UTF-8, as the escaped ones are (WHATWG URL, 5.1): starlette would take
    them for Latin-1, and a name would be kept with other letters than were typed.
    """
    request.state.form_begun = True
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() == _ENCODED:
        request = Request(request.scope, _escaping(request.receive))
    return await request.form(max_fields=max_fields, max_files=max_files)


async def typed_unread(request: Request, *, max_fields: int, max_files: int) -> FormData | None:
    """What was typed into a form that nobody has begun to read, as of somebody who is not logged in; None for what is
    no form of ours. Of files it has the names alone: their bytes are let go as they come.
    """
    length = request.headers.get("content-length", "")
    begun = getattr(request.state, "form_begun", False)
    if begun or not comes_from_here(request) or not length.isdecimal():
        return None
    try:
        if request.headers.get("content-type", "").startswith("multipart/form-data"):
            request.state.form_begun = True
            parser = _NamesOfFiles(request.headers, request.stream(), max_fields=max_fields, max_files=max_files)
            fields = await parser.parse()
        elif int(length) > _MOST_BYTES:
            return None
        else:
            fields = await typed_form(request, max_fields=max_fields)
    except (HTTPException, MultiPartException):
        return None
    await fields.close()
    return fields if sum(len(value) for _, value in held(fields)) <= _MOST_BYTES else None


class _NamesOfFiles(MultiPartParser):
    """Reads files away, so that a form may be large without being kept anywhere; of more that is typed than can be
    shown nothing is kept either.
    """

    _typed = 0

    def on_part_data(self, data: bytes, start: int, end: int) -> None:
        if self._current_part.file is not None:
            return
        self._typed += end - start
        if self._typed > _MOST_BYTES:
            raise MultiPartException("More is typed than is shown once more.")
        super().on_part_data(data, start, end)


def comes_from_here(request: Request) -> bool:
    """Whether the browser itself says that one of our pages sent this; silence is no proof."""
    return request.method == "POST" and urlsplit(request.headers.get("origin", "")).netloc == request.headers["host"]


def held(fields: FormData) -> Sequence[tuple[str, str]]:
    """Names and values as they came, without the proof, passwords and files."""
    return [
        (name, value)
        for name, value in fields.multi_items()
        if isinstance(value, str) and name != "csrf" and "password" not in name
    ]


def _escaping(receive: Receive) -> Receive:
    async def escaped() -> Any:
        message = await receive()
        if message.get("body"):
            return {**message, "body": _RAW.sub(lambda byte: b"%%%02X" % byte[0][0], message["body"])}
        return message

    return escaped
