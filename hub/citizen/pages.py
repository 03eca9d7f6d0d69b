"""Pages of the citizen out of templates: everything escaped, nothing inline, both languages beside each other."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

from fastapi import Request
from jinja2 import Environment, FileSystemLoader
from starlette.responses import HTMLResponse, RedirectResponse

from hub.citizen.who import PATH, Citizen, lang_of
from hub.console import writing
from hub.console.pages import environment
from hub.console.posting import FRESH, Attempt
from hub.errors import HubError, Lang, Words
from hub.store.ids import new_id
from hub.web.context import hub_of
from hub.web.problem import title

_TEMPLATES = Path(__file__).parent / "templates"


@cache
def _templates(lang: Lang) -> Environment:
    return environment(lang).overlay(loader=FileSystemLoader(_TEMPLATES))


def page(
    request: Request,
    template: str,
    who: Citizen | None = None,
    status: int = 200,
    tried: Attempt = FRESH,
    **values: Any,
) -> HTMLResponse:
    """A page; without `who` of nobody's data. `t(az, en)` in a template is the sentence in the page's language, `typed`
    and `chosen` are what stands in a form that was refused (`tried`).
    """
    lang = who.lang if who is not None else lang_of(request)
    now = hub_of(request).clock.now()
    frame = {
        "me": PATH,
        "who": who,
        "here": request.url.path,
        "fresh": new_id,
        "refused": tried.words,
        "wrong": tried.wrong,
        "typed": tried.text,
        "chosen": tried.all,
        "held": (),
        "csrf": "",
        "t": lambda az, en: Words(az, en).say(lang),
        "moment": lambda instant: writing.moment(instant, now, lang),
    }
    return HTMLResponse(
        _templates(lang).get_template(template).render({**frame, **values}), tried.status if tried.form else status
    )


def error_page(request: Request, error: HubError, reference: str, **held: Any) -> HTMLResponse:
    """What went wrong and what to do, in both languages, and the reference by which it is found in the log; `held` is
    what was typed and can be sent once more.
    """
    words = [(lang, title(error.status, lang), error.words.say(lang)) for lang in ("az", "en")]
    return page(request, "error.html", status=error.status, words=words, code=error.code, reference=reference, **held)


def go(target: str = "/") -> RedirectResponse:
    """On to another of these pages (303)."""
    return RedirectResponse(f"{PATH}{target}", 303)


def local(target: str) -> str:
    """A place to go on to that is surely one of these pages; the first one where it is not."""
    fits = target.startswith(f"{PATH}/") and not any(each in target for each in ("//", "\\", "\n", "\r", ".."))
    return target if fits and len(target) < 500 else f"{PATH}/"


def to_login(request: Request) -> RedirectResponse:
    """To the login, and back to the page that was asked for."""
    return go(f"/login?goes_on={quote(request.url.path if request.method == 'GET' else '', safe='')}")
