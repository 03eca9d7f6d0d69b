"""A citizen's form that cannot be taken now: the session is over or another one, or there was trouble. The page that
says so holds what was typed and kept, to be sent once more; where nobody is logged in, files are chosen anew.
"""

from __future__ import annotations

from typing import Any

from fastapi import Request
from starlette.responses import HTMLResponse

from hub.citizen.pages import page
from hub.citizen.who import MOST_FIELDS, MOST_FILES, SESSION
from hub.console.viewer import form_of, proof
from hub.web.typed_form import comes_from_here, held, typed_unread


async def without_session(request: Request) -> HTMLResponse | None:
    """What was typed, with the way to log in beside the page; None for what is no form of ours."""
    typed = await typed_unread(request, max_fields=MOST_FIELDS, max_files=MOST_FILES)
    return None if typed is None else page(request, "again.html", status=401, held=held(typed), csrf="")


def of_another_session(request: Request) -> HTMLResponse | None:
    """What was typed under an earlier login, to be looked at and sent under this one."""
    again = after_trouble(request)
    return page(request, "again.html", status=403, **again) if again else None


def after_trouble(request: Request) -> dict[str, Any]:
    """What was typed and the proof under which it can be sent now; nothing where no form of ours came."""
    form = form_of(request)
    if form is None or not comes_from_here(request):
        return {}
    return {"held": held(form.fields), "csrf": proof(request.cookies.get(SESSION, ""))}
