"""A form is read as it was typed, whatever sent it."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi import Request

from hub.web.typed_form import typed_form

_PARTS = (
    '--x\r\nContent-Disposition: form-data; name="topic"\r\n\r\nMənzil növbəsi\r\n'
    '--x\r\nContent-Disposition: form-data; name="who"\r\n\r\nƏ&\r\n--x--\r\n'
)


def sending(body: bytes, kind: str) -> Request:
    parts = [body[:20], body[20:]]

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": parts.pop(0), "more_body": bool(parts)}

    return Request({"type": "http", "method": "POST", "headers": [(b"content-type", kind.encode())]}, receive)


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("topic=Mənzil+növbəsi&who=Ə%26", "application/x-www-form-urlencoded"),
        ("topic=M%C9%99nzil+n%C3%B6vb%C9%99si&who=%C6%8F%26", "application/x-www-form-urlencoded; charset=UTF-8"),
        (_PARTS, "multipart/form-data; boundary=x"),
    ],
    ids=["raw", "escaped", "multipart"],
)
async def test_azerbaijani_letters_are_those_that_were_typed(body: str, kind: str) -> None:
    fields = await typed_form(sending(body.encode(), kind), max_fields=2)

    assert dict(fields) == {"topic": "Mənzil növbəsi", "who": "Ə&"}
