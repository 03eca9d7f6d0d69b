"""Inform the agency: a notice that is written already, to its contact on duty, with the time its answer is due."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Request
from pydantic import BaseModel, Field
from starlette.responses import HTMLResponse

from hub.access.contacts import contacts_of
from hub.access.rights import Right
from hub.app import Hub
from hub.clock import SECOND
from hub.console.failures.group import failure_group
from hub.console.failures.listing import called
from hub.console.pages import page
from hub.console.posting import FRESH, SentDep, TriedDep, gets, posts
from hub.console.viewer import PATH, ViewerDep
from hub.console.writing import BAKU, baku, exactly, instant_of
from hub.errors import Words
from hub.exchange.care.notices import Telling, inform, record_answer
from hub.exchange.care.owners import give, owner_of
from hub.exchange.care.wording import Matter, NoticeSample, notice
from hub.exchange.destinations import destination_name
from hub.exchange.explain.explaining import Explanation
from hub.exchange.failures import Group, newest_tries, sampled_messages
from hub.store.tx import Row, Tx
from hub.web.context import HubDep, agency_of
from hub.web.failures import GroupName, explanation, group_or_404, sight_of
from hub.web.fields import Wrong

router = APIRouter()
SAMPLES = 5
LONGEST_TEXT, LONGEST_CONTACT, LONGEST_ANSWER = 5_000, 200, 2_000
_USUAL = timedelta(hours=24)
_FURTHEST = timedelta(days=60)
_MOMENT = "%Y-%m-%dT%H:%M"
_NO_AGENCY = Words("Qurumu göstərin.", "Name the agency.")
_NO_CONTACT = Words(
    "Kimə bildirdiyinizi yazın: ad, telefon və ya ünvan.", "Say whom you inform: name, telephone or address."
)
_NO_DUE = Words(
    "Cavabın vaxtını gələcəkdə, 60 gündən gec olmayaraq göstərin.",
    "Give a time for the answer that lies ahead, within 60 days.",
)
_NO_TEXT = Words(f"Mətn 1–{LONGEST_TEXT} simvol olmalıdır.", f"The text has 1 to {LONGEST_TEXT} characters.")
_Text = Annotated[str, Field(min_length=1, max_length=LONGEST_TEXT), Wrong(_NO_TEXT)]


class NoticeForm(BaseModel):
    """What an agency is told, and by when it is to answer."""

    agency: Annotated[str, Field(min_length=1, max_length=LONGEST_CONTACT), Wrong(_NO_AGENCY)]
    contact: Annotated[str, Field(min_length=3, max_length=LONGEST_CONTACT), Wrong(_NO_CONTACT)]
    text_az: _Text
    text_en: _Text


@router.get("/failures/{fingerprint}/inform")
@gets(Right.STEER, "{fingerprint}")
async def propose_notice(
    request: Request, hub: HubDep, who: ViewerDep, fingerprint: GroupName, tried: TriedDep = FRESH
) -> HTMLResponse:
    """The notice as it is proposed."""
    async with hub.store.read() as tx:
        found = await group_or_404(tx, sight_of(hub, who.caller), fingerprint)
        why = await explanation(tx, hub, found)
        proposed = await _proposed(tx, hub, found, why)
        contacts = await contacts_of(tx, hub.sealer, tried.text("agency") or proposed["agency"])
    return await page(
        request,
        who,
        "failures/inform.html",
        tried=tried,
        group=found,
        name=called(hub, found),
        why=why,
        proposed=proposed,
        contacts=[_reach(each.name, each.duty, each.phone, each.email) for each in contacts],
    )


@router.post("/failures/{fingerprint}/inform")
@posts(Right.STEER, propose_notice)
async def send_notice(sent: SentDep, fingerprint: GroupName) -> str:
    """Keep the notice and wait for the answer; whoever informs takes the group, if nobody has it."""
    store, login = sent.hub.store, sent.who.login
    due = _due(sent.form.text("due"), sent.hub.clock.now())
    typed = sent.read(NoticeForm, due=_NO_DUE if due is None else None)
    telling = Telling(typed.agency, typed.contact, Words(typed.text_az, typed.text_en), due or 0)
    await inform(store, sent.hub.sealer, fingerprint, telling, login)
    async with store.read() as tx:
        owner = await owner_of(tx, fingerprint)
    if owner is None:
        await give(store, fingerprint, login, login)
    return f"{PATH}/failures/{fingerprint}#notices"


@router.post("/failures/{fingerprint}/answer")
@posts(Right.STEER, failure_group, otherwise="answer")
async def keep_answer(sent: SentDep, fingerprint: GroupName) -> str:
    """Write down what the agency answered."""
    answer = sent.form.text("answer")[:LONGEST_ANSWER]
    if answer:
        await record_answer(
            sent.hub.store, sent.hub.sealer, fingerprint, sent.form.text("notice"), answer, sent.who.login
        )
    return f"{PATH}/failures/{fingerprint}#notices"


async def _proposed(tx: Tx, hub: Hub, found: Group, why: Explanation) -> dict[str, Any]:
    to_sender = why.asks_sender
    by_message = await sampled_messages(tx, found.samples)
    agency = by_message[0]["origin"] if by_message else None
    if to_sender or found.kind == "quarantine":
        samples = [
            NoticeSample(f"{row['receipt']} (sha256 {hub.hash.digest_opened(row['digest'])[:16]}…)", exactly(row["at"]))
            for row in by_message
        ]
    else:
        tries = await newest_tries(tx, found.fingerprint, SAMPLES)
        samples = [_sample(row, found) for row in tries]
    due = baku(hub.clock.now()).replace(minute=0, second=0) + _USUAL
    matter = Matter(
        destination_name(found.where),
        found.code or "—",
        sum(found.counts.values()),
        exactly(why.evidence.first_at),
        why.evidence.place,
        why.evidence.rule,
        samples,
        to_sender,
        due.strftime("%d.%m.%Y %H:%M"),
    )
    text = notice(matter, why.sentence)
    return {
        "agency": agency if to_sender and agency else agency_of(hub, found.where),
        "due": due.strftime(_MOMENT),
        "text_az": text.az,
        "text_en": text.en,
    }


def _sample(row: Row, found: Group) -> NoticeSample:
    return NoticeSample(row["agency_key"], exactly(row["started_at"] or found.last_seen), row["http_status"])


def _due(text: str, now: int) -> int | None:
    try:
        due = instant_of(datetime.strptime(text, _MOMENT).replace(tzinfo=BAKU))
    except ValueError:
        return None
    return due if now < due < now + int(_FURTHEST.total_seconds()) * SECOND else None


def _reach(*parts: str) -> str:
    return ", ".join(part for part in parts if part)
