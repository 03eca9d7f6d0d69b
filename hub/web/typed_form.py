"""The fields of a form as they were typed."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from typing import Any, Final

from fastapi import Request
from starlette.datastructures import FormData

_ENCODED: Final = "application/x-www-form-urlencoded"
_RAW: Final = re.compile(rb"[\x80-\xff]")
Receive = Callable[[], Awaitable[Any]]


async def typed_form(request: Request, *, max_fields: int, max_files: int = 0) -> FormData:
    """The fields and files of the form that this request brings; whoever reads files closes it.

    Bytes that a program has left unescaped are UTF-8, as the escaped ones are (WHATWG URL, 5.1): starlette would take
    them for Latin-1, and a name would be kept with other letters than were typed.
    """
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() == _ENCODED:
        request = Request(request.scope, _escaping(request.receive))
    return await request.form(max_fields=max_fields, max_files=max_files)


def _escaping(receive: Receive) -> Receive:
    async def escaped() -> Any:
        message = await receive()
        if message.get("body"):
            return {**message, "body": _RAW.sub(lambda byte: b"%%%02X" % byte[0][0], message["body"])}
        return message

    return escaped
