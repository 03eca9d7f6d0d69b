"""A form that cannot be taken now: its session is over or another one, or the store is away.

The page that says so holds everything that was typed, to be sent once more; passwords are typed anew.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from fastapi import Request
from starlette.datastructures import FormData
from starlette.responses import HTMLResponse

from hub.console.pages import bare_page
from hub.console.viewer import MOST_FIELDS, MOST_FILES, SESSION, form_of, proof
from hub.web.typed_form import typed_form

_MOST_BYTES = 2_000_000
"""What is shown once more to somebody who is not logged in."""


def comes_from_here(request: Request) -> bool:
    """Whether the browser itself says that one of our pages sent this; silence is no proof."""
    return request.method == "POST" and urlsplit(request.headers.get("origin", "")).netloc == request.headers["host"]


async def without_session(request: Request) -> HTMLResponse | None:
    """What was typed, with the way to log in beside the page; None for what is no form of ours."""
    length = request.headers.get("content-length", "")
    if not comes_from_here(request) or not length.isdecimal() or int(length) > _MOST_BYTES:
        return None
    fields = await typed_form(request, max_fields=MOST_FIELDS, max_files=MOST_FILES)
    try:
        return bare_page(request, "again.html", 401, held=held(fields), csrf="")
    finally:
        await fields.close()


def of_another_session(request: Request) -> HTMLResponse | None:
    """What was typed under an earlier login, to be looked at and sent under this one."""
    form = form_of(request)
    if form is None or not comes_from_here(request):
        return None
    return bare_page(request, "again.html", 403, held=held(form.fields), csrf=proof(request.cookies[SESSION]))


def after_trouble(request: Request) -> dict[str, Any]:
    """For a page that tells of an error: what was typed and the proof of its form, nothing where no form came."""
    form = form_of(request)
    return {"held": held(form.fields) if form else (), "csrf": form.text("csrf") if form else ""}


def held(fields: FormData) -> Sequence[tuple[str, str]]:
    """Names and values as they came, without the proof, passwords and files."""
    return [
        (name, value)
        for name, value in fields.multi_items()
        if isinstance(value, str) and name != "csrf" and "password" not in name
    ]
