"""Pages out of templates: one environment a language, everything escaped, nothing that a page could run inline."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, cast
from urllib.parse import urlsplit

from fastapi import Request
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from starlette.responses import HTMLResponse, RedirectResponse

from connectors.agencies import UTILITY
from document_flow.controls import written_out
from document_flow.people import Directory
from document_flow.second_person import SECOND_PERSON
from hub.access.rights import Right
from hub.console import writing
from hub.console.cache import caches_of
from hub.console.kept_files import keep_files
from hub.console.navigation import entries_for, room_tabs
from hub.console.posting import FRESH, Attempt
from hub.console.states import look
from hub.console.table_labels import with_labels
from hub.console.viewer import DAYS, PATH, LoginNeeded, Viewer, form_of, lacking, theme, tongue
from hub.console.viewer import viewer as viewer_of
from hub.documents.acting.inbox import counts_of
from hub.documents.office.directory import Surroundings
from hub.errors import HubError, Lang
from hub.exchange.destinations import destination_name, format_name, whole_name
from hub.exchange.refusals import refusal_words
from hub.web.agency_book import title as party_title
from hub.web.catalogue import catalogue
from hub.web.context import hub_of
from hub.web.documents.inbox import actors_of
from hub.web.numbers import number
from hub.web.problem import say, title

_PLAIN, _OF_KIND = Markup("<{0}>{1}</{0}>"), Markup('<{0} class="{1}">{2}</{0}>')
FACT = Markup("<dt>{}</dt><dd>{}</dd>").format
HERE = Path(__file__).parent
STATIC = HERE / "static"
LOCALE = HERE / "locale"


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
        finalize=lambda value: written_out(value) if type(value) is str else value,
    )
    words = catalogue(lang, LOCALE)
    cast("Any", made).install_gettext_callables(words.gettext, words.ngettext, newstyle=True)
    made.filters.update(
        number=number,
        day=writing.day,
        typed_day=writing.typed_day,
        month=writing.month,
        size=writing.size,
        exactly=writing.exactly,
        span=lambda value: writing.span(value, lang),
        say=lambda words: writing.said(words, lang),
        said_pairs=lambda words: [(code, writing.said(each, lang)) for code, each in words.items()],
        place=lambda text: writing.place(text, lang),
        in_order=lambda values, by="": writing.in_order(values, by, lang),
        small=Markup("<small>{}</small>").format,
        code=Markup("<code>{}</code>").format,
        strong=Markup("<strong>{}</strong>").format,
        within=within,
        rate=writing.rate,
        destination=lambda name: destination_name(name).say(lang),
        whole_destination=lambda name: whole_name(name).say(lang),
    )
    made.globals.update(
        look=look,
        path=PATH,
        lang=lang,
        asset=asset,
        Right=Right,
        lacking=lacking,
        SECOND_PERSON=SECOND_PERSON,
        example=UTILITY.name,
        zip=zip,
        DAYS=DAYS,
        hinted=_hinted,
        format_name=format_name,
        refusal_words=refusal_words,
        fact=FACT,
        room_tabs=room_tabs,
    )
    return made


def _hinted(given: Mapping[str, Any], name: str, hint: str) -> dict[str, Any]:
    """The attributes of a field, which is described by its hint where it has one."""
    return {**given, "aria-describedby": f"{name}-hint"} if hint else dict(given)


def within(text: object, tag: str, kind: str = "") -> Markup:
    """The text as an element, such as a paragraph of the class `hint`."""
    return _OF_KIND.format(tag, kind, text) if kind else _PLAIN.format(tag, text)


@cache
def asset(name: str) -> str:
    """The address of a static file, which changes with its content and may be kept for ever."""
    digest = hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:12]
    return f"{PATH}/static/{name}?v={digest}"


async def page(
    request: Request, viewer: Viewer, template: str, status: int = 200, tried: Attempt = FRESH, **values: Any
) -> HTMLResponse:
    """A page within the frame: navigation, search and who one is. `values` are the template's own; `counted` among them
    are the figures that it was read with, which the navigation shows too.

    `tried` is a form that was refused: its fields keep what was typed, and say what is wrong.
    """
    counts = Counter(await _figures(request, viewer, values.get("counted")))
    if viewer.may(Right.DOCUMENTS):
        counts["tasks"] = await _tasks(request, viewer)
    counts["second"] = await caches_of(request).second(viewer, request.app.state.second).look()
    hub, form = hub_of(request), form_of(request)
    now = hub.clock.now()
    around = await hub.office.documents.around()
    frame = {
        "kept_files": await keep_files(hub, viewer.login, form.uploads() if form else ()),
        "viewer": viewer,
        "entries": entries_for(viewer, counts),
        "counts": counts,
        "now": now,
        **_legal_day(around, now),
        "here": request.url.path,
        "query": request.url.query,
        "stands_at": _stands_at(request),
        "theme": viewer.theme,
        "party_title": party_title,
        "person": lambda by, at: _person(around.directory, by, at, viewer.lang),
        "moment": lambda instant: writing.moment(instant, now, viewer.lang),
        "wrong": {name: viewer.say(words) for name, words in tried.wrong.items()},
        "typed": tried.text,
        "chosen": tried.all,
    }
    text = environment(viewer.lang).get_template(template).render({**frame, **values})
    return HTMLResponse(with_labels(text), tried.status if tried.form else status)


def _person(directory: Directory, by: str | None, at: int | None, lang: Lang) -> str:
    """Who did it, of a login or of `party/login`: by the name of the moment when it was done (microseconds), or is; a
    key without a person by its party.
    """
    party, _, login = (by or "").rpartition("/")
    name = directory.name(login, at)
    return (name if party or name != login else say(party_title(login), lang)) or "—"


def _stands_at(request: Request) -> str:
    """Where this page can be opened again: what answers a form stands where the form was."""
    at = request.url
    if request.method == "POST":
        came = urlsplit(request.headers.get("referer", ""))
        if came.netloc == request.headers.get("host") and came.path.startswith(f"{PATH}/"):
            return came.path + (f"?{came.query}" if came.query else "")
    return at.path + (f"?{at.query}" if at.query else "")


async def _figures(request: Request, viewer: Viewer, counted: Mapping[str, int] | None) -> Mapping[str, int]:
    if not viewer.sees_figures:
        return {}
    return counted if counted is not None else (await caches_of(request).figures.look()).counts


def _legal_day(around: Surroundings, now: int) -> Mapping[str, date | None]:
    """`today`, and as `played` the same where a sandbox has moved it away from the machine's."""
    today = around.context(now).today
    return {"today": today, "played": today if around.ahead else None}


def bare_page(request: Request, template: str, status: int = 200, **values: Any) -> HTMLResponse:
    """A page for somebody who is not logged in."""
    lang = tongue(request)
    values = {"theme": theme(request), "here": request.url.path, "query": request.url.query, **values}
    return HTMLResponse(environment(lang).get_template(template).render(values), status)


def fragment(viewer: Viewer, template: str, **values: Any) -> str:
    """A piece of a page, for what a script asks for."""
    return environment(viewer.lang).get_template(template).render({"viewer": viewer, **values})


def error_page(request: Request, error: HubError, reference: str, **held: Any) -> HTMLResponse:
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
        **{"held": (), "kept": (), "lost": (), "csrf": "", **held},
    )


async def framed_error(request: Request, error: HubError, reference: str) -> HTMLResponse:
    """The same within the frame, for somebody who is logged in and only looked: the way on stands at the left."""
    try:
        who = await viewer_of(request, hub_of(request))
    except LoginNeeded:
        return error_page(request, error, reference)
    told = {"title": title(error.status, who.lang), "detail": say(error.words, who.lang)}
    told |= {"code": error.code, "reference": reference}
    return await page(request, who, "error_framed.html", error.status, FRESH, **told)


def go(target: str) -> RedirectResponse:
    """On to another page after something was done (303, so that a reload does not do it again)."""
    return RedirectResponse(target, 303)


async def _tasks(request: Request, viewer: Viewer) -> int:
    hub = hub_of(request)
    context = (await hub.office.documents.around()).context(hub.clock.now())
    async with hub.store.read() as tx:
        total, _ = await counts_of(tx, actors_of(viewer.actor, context), context.today.isoformat())
    return total
