"""Alerts: what is open, and the rules by which somebody is told. Administrators make rules; operators see what is open.

A rule's target is shown masked, and a test of it says at once whether it arrives.
"""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from hub.access.rights import Right
from hub.console.agency_forms import hours, minute_of
from hub.console.cache import caches_of
from hub.console.headline import clock_time
from hub.console.pages import go, page
from hub.console.viewer import PATH, Form, FormDep, Viewer, ViewerDep, refused_field
from hub.errors import NotFound, Refused, Words
from hub.exchange.repair.commanding import command
from hub.settings import Settings
from hub.store.tx import Row
from hub.watch.alert_rules import KINDS, AlertKind, Rule
from hub.watch.rule_book import (
    Kept,
    all_rules,
    closed_alerts,
    drop_rule,
    make_rule,
    masked,
    open_alerts,
    switch_rule,
)
from hub.watch.telling import MailChannel, Notice, NotTold, WebhookChannel
from hub.web.context import NOTHING_THERE, HubDep, hub_of, id_or_404

router = APIRouter()
_HERE = f"{PATH}/settings/alerts"


@router.get("/settings/alerts")
async def alerts(request: Request, who: ViewerDep) -> Response:
    """What is open, and the rules."""
    who.need(Right.STATE, "alerts")
    return await _alerts_page(request, who)


@router.post("/settings/alerts")
async def new_rule(request: Request, who: ViewerDep, hub: HubDep, form: FormDep) -> Response:
    """Make a rule."""
    who.need(Right.CONFIGURE, "alerts")
    try:
        async with command(hub.store) as tx:
            await make_rule(tx, hub.sealer, _rule_of(form), who.login, inside=_inside(hub.settings))
    except Refused as refused:
        return await _alerts_page(request, who, refused=refused, form=form)
    return go(_HERE)


@router.post("/settings/alerts/{made}/switch")
async def switch(who: ViewerDep, hub: HubDep, form: FormDep, made: str) -> Response:
    """Let a rule watch, or not."""
    who.need(Right.CONFIGURE, "alerts")
    async with command(hub.store) as tx:
        found = await switch_rule(tx, id_or_404(made), on=form.text("on") == "1")
    return _back(found=found)


@router.post("/settings/alerts/{made}/drop")
async def drop(who: ViewerDep, hub: HubDep, _form: FormDep, made: str) -> Response:
    """Forget a rule."""
    who.need(Right.CONFIGURE, "alerts")
    async with command(hub.store) as tx:
        found = await drop_rule(tx, id_or_404(made))
    return _back(found=found)


@router.post("/settings/alerts/{made}/test")
async def try_out(request: Request, who: ViewerDep, hub: HubDep, _form: FormDep, made: str) -> Response:
    """Tell a rule's target that this is a test, and show what came of it."""
    who.need(Right.CONFIGURE, "alerts")
    wanted = id_or_404(made)
    async with hub.store.read() as tx:
        found = next((kept.rule for kept in await all_rules(tx, hub.sealer) if kept.rule.id == wanted), None)
    if found is None:
        raise NotFound("console.no_rule", NOTHING_THERE)
    notice = Notice("test", [who.say(_TEST)], hub.settings.lang)
    try:
        await _channel(hub.settings, found.channel).tell(found.target, notice)
    except NotTold as failed:
        return await _alerts_page(request, who, tried=str(failed))
    return await _alerts_page(request, who, tried="")


async def _alerts_page(
    request: Request,
    who: Viewer,
    *,
    refused: Refused | None = None,
    form: Form | None = None,
    tried: str | None = None,
) -> Response:
    if who.at_agency:
        raise NotFound("console.no_alerts", NOTHING_THERE)
    hub = hub_of(request)
    async with hub.store.read() as tx:
        rules, opened, closed = await all_rules(tx, hub.sealer), await open_alerts(tx), await closed_alerts(tx)
    values: dict[str, Any] = {
        "rules": rules,
        "opened": opened,
        "closed": closed,
        "kinds": KINDS,
        "tried": tried,
        "masked": masked,
        "kind_of": _kinds_of(rules),
        "alert_words": _words,
        "hours": hours,
        "clock_time": clock_time,
        "book": (await caches_of(request).overview.look()).book,
        "mail": hub.settings.alert_smtp_url is not None,
        "wrong": {refused.place or "target": who.say(refused.words)} if refused else {},
        "typed": form.text if form else _nothing,
    }
    return await page(request, who, "alerts.html", refused.status if refused else 200, **values)


def _rule_of(form: Form) -> Rule:
    kind = form.text("kind")
    if kind not in set(AlertKind):
        raise refused_field("kind", _KIND)
    chosen = AlertKind(kind)
    channel = "email" if form.text("channel") == "email" else "webhook"
    quiet = (minute_of(form, "quiet_from"), minute_of(form, "quiet_until")) if form.text("quiet_from") else None
    return Rule(
        "",
        chosen,
        form.text("subject")[:200],
        _whole(form, "threshold", KINDS[chosen].begins_at),
        channel,
        form.text("target"),
        _whole(form, "repeat_minutes", 0),
        quiet,
    )


def _whole(form: Form, name: str, default: int) -> int:
    text = form.text(name)
    if not text:
        return default
    if not text.isascii() or not text.isdecimal() or len(text) > 7:  # more is no threshold
        raise refused_field(name, _NUMBER)
    return int(text)


def _kinds_of(rules: list[Kept]) -> dict[str, Words]:
    return {kept.rule.id: KINDS[kept.rule.kind].name for kept in rules}


def _words(row: Row) -> Words:
    return Words(row["words_az"], row["words_en"])


def _channel(settings: Settings, name: str) -> WebhookChannel | MailChannel:
    if name == "email":
        return MailChannel(settings.alert_smtp_url, settings.alert_from)
    return WebhookChannel(inside=_inside(settings))


def _inside(settings: Settings) -> bool:
    return settings.alert_inside or settings.sandbox


def _nothing(_name: str, default: str = "") -> str:
    return default


def _back(*, found: bool) -> Response:
    if not found:
        raise NotFound("console.no_rule", NOTHING_THERE)
    return go(_HERE)


_TEST = Words("Qayıdış Hub: bu, sınaq xəbərdarlığıdır.", "Qayıdış Hub: this is a test of an alert.")
_KIND = Words("Nəyin izlənəcəyini seçin.", "Choose what is watched.")
_NUMBER = Words("Tam ədəd yazın.", "Write a whole number.")
