"""A form that was not taken and has no page of its own for that: its session is over or another one, the store is
away, its right is missing, or what it is about is there no more.

The page that says so holds everything that was typed, to be sent once more; passwords are typed anew.
"""

from __future__ import annotations

from hmac import compare_digest
from typing import Any

from fastapi import Request
from starlette.datastructures import FormData, UploadFile
from starlette.responses import HTMLResponse

from hub.console.kept_files import KEPT, KeptFile
from hub.console.pages import bare_page
from hub.console.viewer import MOST_FIELDS, MOST_FILES, SESSION, form_of, proof
from hub.web.typed_form import comes_from_here, held, typed_unread


async def without_session(request: Request) -> HTMLResponse | None:
    """What was typed, with the way to log in beside the page; None for what is no form of ours."""
    typed = await typed_unread(request, max_fields=MOST_FIELDS, max_files=MOST_FILES)
    return None if typed is None else bare_page(request, "again.html", 401, **_held(typed), csrf="")


def of_another_session(request: Request) -> HTMLResponse | None:
    """What was typed under an earlier login, to be looked at and sent under this one."""
    form = form_of(request)
    if form is None or not comes_from_here(request):
        return None
    return bare_page(request, "again.html", 403, **_held(form.fields), csrf=proof(request.cookies[SESSION]))


async def after_trouble(request: Request) -> dict[str, Any]:
    """For a page that tells of an error: what was typed and the proof under which it can be sent now; nothing where no
    form of ours came.
    """
    form, csrf = form_of(request), proof(request.cookies.get(SESSION, ""))
    if form is None:
        typed = await typed_unread(request, max_fields=MOST_FIELDS, max_files=MOST_FILES)
        return {} if typed is None else {**_held(typed), "csrf": csrf}
    is_ours = comes_from_here(request) or compare_digest(form.text("csrf").encode(), csrf.encode())
    return {**_held(form.fields), "csrf": csrf} if is_ours else {}


def _held(fields: FormData) -> dict[str, Any]:
    """What is typed and named, and which files came with it: those that are kept, and those to be chosen once more,
    without which the form is refused where it is sent again.
    """
    files = [(name, each) for name, each in fields.multi_items() if isinstance(each, UploadFile) and each.filename]
    lost = [(name, each) for name, each in files if not isinstance(each, KeptFile)]
    return {
        "held": [*held(fields), *((f"{name}{KEPT}", "") for name, _ in lost)],
        "kept": [each.filename for _, each in files if isinstance(each, KeptFile)],
        "lost": [each.filename for _, each in lost],
    }
