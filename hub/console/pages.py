"""Pages out of templates: one environment a language, everything escaped, nothing that a page could run inline."""

from __future__ import annotations

import hashlib
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, cast

from fastapi import Request
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse, RedirectResponse

from connectors.agencies import UTILITY
from hub.access.rights import Right
from hub.app import Hub
from hub.console import writing
from hub.console.cache import caches_of
from hub.console.catalogue import catalogue
from hub.console.navigation import entries_for
from hub.console.states import look
from hub.console.viewer import PATH, Viewer, lacking, theme, tongue
from hub.documents.acting.inbox import counts_of
from hub.errors import HubError, Lang
from hub.web.context import hub_of
from hub.web.documents.inbox import actors_of
from hub.web.problem import say, title

HERE = Path(__file__).parent
STATIC = HERE / "static"


@cache
def environment(lang: Lang) -> Environment:
    """The templates in one language, with the filters that pages are written with."""
    made = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n", "jinja2.ext.do"],
        auto_reload=False,
        cache_size=400,
    )
    words = catalogue(lang)
    cast("Any", made).install_gettext_callables(words.gettext, words.ngettext, newstyle=True)
    made.filters.update(
        number=writing.number,
        day=writing.day,
        size=writing.size,
        exactly=writing.exactly,
        span=lambda value: writing.span(value, lang),
        say=lambda words: writing.said(words, lang),
        in_order=writing.in_order,
        rate=writing.rate,
    )
    made.globals.update(
        look=look, path=PATH, lang=lang, asset=asset, Right=Right, lacking=lacking, example=UTILITY.name
    )
    return made


@cache
def asset(name: str) -> str:
    """The address of a static file, which changes with its content and may be kept for ever."""
    digest = hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:12]
    return f"{PATH}/static/{name}?v={digest}"


async def page(request: Request, viewer: Viewer, template: str, status: int = 200, **values: Any) -> HTMLResponse:
    """A page within the frame: navigation, search and who one is. `values` are the template's own."""
    counts = dict((await caches_of(request).figures.look()).counts)
    if viewer.may(Right.DOCUMENTS):
        counts["tasks"] = await _tasks(request, viewer)
    hub = hub_of(request)
    now = hub.clock.now()
    frame = {
        "viewer": viewer,
        "entries": entries_for(viewer, counts),
        "counts": counts,
        "now": now,
        "played": await _played(hub),
        "here": request.url.path,
        "query": request.url.query,
        "theme": viewer.theme,
        "moment": lambda instant: writing.moment(instant, now, viewer.lang),
    }
    text = environment(viewer.lang).get_template(template).render({**frame, **values})
    return HTMLResponse(text, status)


async def _played(hub: Hub) -> date | None:
    """The legal day where a sandbox has moved it away from the machine's; None elsewhere."""
    if not hub.settings.sandbox:
        return None
    around = await hub.office.documents.around()
    return around.context(hub.clock.now()).today if around.ahead else None


def bare_page(request: Request, template: str, status: int = 200, **values: Any) -> HTMLResponse:
    """A page for somebody who is not logged in."""
    lang = tongue(request)
    values = {"theme": theme(request), "here": request.url.path, "query": request.url.query, **values}
    return HTMLResponse(environment(lang).get_template(template).render(values), status)


def fragment(viewer: Viewer, template: str, **values: Any) -> str:
    """A piece of a page, for what a script asks for."""
    return environment(viewer.lang).get_template(template).render({"viewer": viewer, **values})


def error_page(request: Request, error: HubError, reference: str) -> HTMLResponse:
    """What went wrong, what to do, and the reference by which it is found in the log."""
    lang = tongue(request)
    return bare_page(
        request,
        "error.html",
        error.status,
        title=title(error.status, lang),
        detail=say(error.words, lang),
        code=error.code,
        reference=reference,
    )


def go(target: str) -> RedirectResponse:
    """On to another page after something was done (303, so that a reload does not do it again)."""
    return RedirectResponse(target, 303)


async def _tasks(request: Request, viewer: Viewer) -> int:
    hub = hub_of(request)
    context = (await hub.office.documents.around()).context(hub.clock.now())
    async with hub.store.read() as tx:
        total, _ = await counts_of(tx, actors_of(viewer.actor, context), context.today.isoformat())
    return total
