"""Alerts: what is open, and the rules by which somebody is told. Administrators make rules; operators see what is open.

A rule's target is shown masked, and a test of it says at once whether it arrives.
"""

from __future__ import annotations

from functools import partial

from fastapi import APIRouter, Request
from starlette.responses import Response

from hub.access.masking import Mask, mask
from hub.access.rights import Right
from hub.console.agency_forms import hours, minute_of
from hub.console.cache import caches_of
from hub.console.pages import page
from hub.console.posting import FRESH, Attempt, SentDep, gets, posts
from hub.console.viewer import PATH, Form, Viewer, ViewerDep, refused_field
from hub.errors import NotFound, Words, found_or
from hub.evidence.aside import aside_leaves
from hub.exchange.repair.commanding import command
from hub.settings import Settings
from hub.store.tx import Row
from hub.watch.alert_rules import KINDS, AlertKind, Rule
from hub.watch.rule_book import (
    all_rules,
    closed_alerts,
    drop_rule,
    make_rule,
    open_alerts,
    switch_rule,
)
from hub.watch.telling import MailChannel, Notice, NotTold, WebhookChannel
from hub.web.context import NOTHING_THERE, hub_of, id_or_404

router = APIRouter()
_HERE = f"{PATH}/settings/alerts"


async def _alerts_page(request: Request, who: Viewer, tried: Attempt = FRESH, *, told: str | None = None) -> Response:
    if who.at_agency:
        raise NotFound("console.no_alerts", NOTHING_THERE)
    hub = hub_of(request)
    async with hub.store.read() as tx:
        rules, opened, closed = await all_rules(tx, hub.sealer), await open_alerts(tx), await closed_alerts(tx)
        aside = await aside_leaves(tx)
    return await page(
        request,
        who,
        "alerts.html",
        tried=tried,
        rules=rules,
        opened=opened,
        closed=closed,
        aside=aside,
        kinds=KINDS,
        told=told,
        masked=partial(mask, Mask.ADDRESS),
        kind_of={kept.rule.id: KINDS[kept.rule.kind].name for kept in rules},
        alert_words=_words,
        hours=hours,
        book=(await caches_of(request).overview.look()).book,
        mail=hub.settings.alert_smtp_url is not None,
    )


@router.get("/settings/alerts")
@gets(Right.STATE, "alerts")
async def alerts(request: Request, who: ViewerDep) -> Response:
    """What is open, and the rules."""
    return await _alerts_page(request, who)


@router.post("/settings/alerts")
@posts(Right.CONFIGURE, _alerts_page, otherwise="target")
async def new_rule(sent: SentDep) -> str:
    """Make a rule."""
    hub = sent.hub
    async with command(hub.store) as tx:
        await make_rule(tx, hub.sealer, _rule_of(sent.form), sent.who.login, inside=_inside(hub.settings))
    return _HERE


@router.post("/settings/alerts/{made}/switch")
@posts(Right.CONFIGURE)
async def switch(sent: SentDep, made: str) -> str:
    """Let a rule watch, or not."""
    async with command(sent.hub.store) as tx:
        found = await switch_rule(tx, id_or_404(made), on=sent.form.text("on") == "1")
    return _back(found=found)


@router.post("/settings/alerts/{made}/drop")
@posts(Right.CONFIGURE)
async def drop(sent: SentDep, made: str) -> str:
    """Forget a rule."""
    async with command(sent.hub.store) as tx:
        found = await drop_rule(tx, id_or_404(made))
    return _back(found=found)


@router.post("/settings/alerts/{made}/test")
@posts(Right.CONFIGURE)
async def try_out(sent: SentDep, made: str) -> Response:
    """Tell a rule's target that this is a test, and show what came of it."""
    hub, wanted = sent.hub, id_or_404(made)
    async with hub.store.read() as tx:
        found = found_or(
            next((kept.rule for kept in await all_rules(tx, hub.sealer) if kept.rule.id == wanted), None),
            NotFound("console.no_rule", NOTHING_THERE),
        )
    notice = Notice("test", [sent.who.say(_TEST)], hub.settings.lang)
    try:
        await _channel(hub.settings, found.channel).tell(found.target, notice)
    except NotTold as failed:
        return await _alerts_page(sent.request, sent.who, told=str(failed))
    return await _alerts_page(sent.request, sent.who, told="")


def _rule_of(form: Form) -> Rule:
    kind = form.text("kind")
    if kind not in set(AlertKind):
        raise refused_field("kind", Words("Nəyin izlənəcəyini seçin.", "Choose what is watched."))
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
    if not form.text(name):
        return default
    return found_or(form.whole(name), refused_field(name, Words("Tam ədəd yazın.", "Write a whole number.")))


def _words(row: Row) -> Words:
    return Words(row["words_az"], row["words_en"])


def _channel(settings: Settings, name: str) -> WebhookChannel | MailChannel:
    if name == "email":
        return MailChannel(settings.alert_smtp_url, settings.alert_from)
    return WebhookChannel(inside=_inside(settings))


def _inside(settings: Settings) -> bool:
    return settings.alert_inside or settings.sandbox


def _back(*, found: bool) -> str:
    if not found:
        raise NotFound("console.no_rule", NOTHING_THERE)
    return _HERE


_TEST = Words("Qayıdış Hub: bu, sınaq xəbərdarlığıdır.", "Qayıdış Hub: this is a test of an alert.")
