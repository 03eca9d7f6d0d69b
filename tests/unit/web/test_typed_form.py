"""A form is read as it was typed, whatever sent it."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi import Request

from hub.web.typed_form import held, typed_form, typed_unread

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


def unread(parts: list[str], taken: list[int]) -> Request:
    """A form of somebody who is not logged in, part by part; `taken` gets the bytes of each that was read."""
    bodies = [each.encode() for each in [*parts, "--x--\r\n"]]
    sizes = str(sum(map(len, bodies))).encode()

    async def receive() -> dict[str, Any]:
        taken.append(len(bodies[0]))
        return {"type": "http.request", "body": bodies.pop(0), "more_body": bool(bodies)}

    headers = [
        (b"host", b"hub.test"),
        (b"origin", b"http://hub.test"),
        (b"content-type", b"multipart/form-data; boundary=x"),
        (b"content-length", sizes),
    ]
    return Request({"type": "http", "method": "POST", "headers": headers}, receive)


async def test_files_are_read_away_and_what_was_typed_beside_them_is_there() -> None:
    file = f'--x\r\nContent-Disposition: form-data; name="scan"; filename="a.pdf"\r\n\r\n{"x" * 3_000_000}\r\n'
    typed = '--x\r\nContent-Disposition: form-data; name="topic"\r\n\r\nnövbə\r\n'

    fields = await typed_unread(unread([file, typed], []), max_fields=2, max_files=1)

    assert fields is not None
    assert held(fields) == [("topic", "növbə")]


async def test_of_more_than_can_be_shown_once_more_no_more_is_read() -> None:
    large = f'--x\r\nContent-Disposition: form-data; name="topic"\r\n\r\n{"x" * 900_000}\r\n'
    taken: list[int] = []

    assert await typed_unread(unread([large] * 9, taken), max_fields=20, max_files=1) is None
    assert sum(taken) < 3_000_000
