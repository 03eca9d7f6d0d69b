"""How a state looks wherever it stands: one word, one icon, one colour, one sentence. Colour means state, nothing else.

Tones: `need` a person now, `heal` by itself, `wait`, `ok`, `gone`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from hub.errors import Words
from hub.exchange.repair.names import ITEM_STATES, REPAIR_STATES
from hub.exchange.repair.states import ItemState, RepairState
from hub.exchange.state_words import DELIVERY_STATES, MESSAGE_STATES, OUTCOMES
from hub.exchange.states import DeliveryState as D
from hub.exchange.states import MessageState as M

Tone = Literal["need", "heal", "wait", "ok", "gone"]


@dataclass(frozen=True, slots=True)
class Look:
    """A state as it is shown."""

    name: Words
    tone: Tone
    icon: str
    tip: Words


_NO_TIP = Words("", "")
LOOKS: Mapping[str, Look] = {
    D.DUE: Look(
        DELIVERY_STATES[D.DUE], "wait", "○", Words("göstərilən vaxtda göndəriləcək", "will be sent at the time shown")
    ),
    D.DELIVERING: Look(
        DELIVERY_STATES[D.DELIVERING],
        "wait",
        "▸",
        Words("hazırda göndərilir, cavab gözlənilir", "is being sent now, an answer is awaited"),
    ),
    D.BLOCKED: Look(
        DELIVERY_STATES[D.BLOCKED],
        "wait",
        "‖",
        Words("bu şəxs üzrə əvvəlki göndəriş tamamlanmayıb", "an earlier delivery about this person has not ended"),
    ),
    D.RETRYING: Look(
        DELIVERY_STATES[D.RETRYING],
        "heal",
        "↻",
        Words(
            "müvəqqəti səbəbdən alınmadı; növbəti cəhdin vaxtı göstərilib",
            "failed for a passing reason; the time of the next try is shown",
        ),
    ),
    D.UNKNOWN: Look(
        DELIVERY_STATES[D.UNKNOWN],
        "need",
        "?",
        Words(
            "göndərilib, cavab gəlməyib; qurumun təsdiqi və ya əməkdaşın qərarı lazımdır",
            "was sent and not answered; the agency's word or a person's decision is needed",
        ),
    ),
    D.FAILED: Look(
        DELIVERY_STATES[D.FAILED], "need", "✕", Words("əməkdaşın müdaxiləsi lazımdır", "a person has to do something")
    ),
    D.DELIVERED: Look(
        DELIVERY_STATES[D.DELIVERED], "ok", "✓", Words("alan tərəf qəbulu təsdiqləyib", "the receiver has confirmed it")
    ),
    D.DISCARDED: Look(
        DELIVERY_STATES[D.DISCARDED],
        "gone",
        "–",
        Words(
            "əməkdaşın qərarı ilə göndərilmir; səbəbi saxlanılır",
            "is not sent by a person's decision; the reason is kept",
        ),
    ),
    D.SUPERSEDED: Look(
        DELIVERY_STATES[D.SUPERSEDED],
        "gone",
        "–",
        Words("daha yeni məlumat bunu əvəz edib", "newer data has replaced it"),
    ),
    M.QUARANTINED: Look(
        MESSAGE_STATES[M.QUARANTINED],
        "need",
        "▢",
        Words(
            "qəbul edilib, məzmunu tam anlaşılmayıb; heç nə təxmin edilməyib",
            "accepted, not wholly understood; nothing was guessed",
        ),
    ),
    M.ACCEPTED: Look(MESSAGE_STATES[M.ACCEPTED], "ok", "✓", Words("etibarlı saxlanılıb", "safely kept")),
    M.SPLITTING: Look(
        MESSAGE_STATES[M.SPLITTING],
        "wait",
        "▸",
        Words("böyük fayl hissələrə bölünür", "a large file is being split into chunks"),
    ),
    M.IN_PROGRESS: Look(
        MESSAGE_STATES[M.IN_PROGRESS],
        "wait",
        "▸",
        Words("göndərişlərdən bəzisi hələ bitməyib", "some deliveries have not ended"),
    ),
    M.COMPLETED: Look(
        MESSAGE_STATES[M.COMPLETED], "ok", "✓", Words("bütün göndərişlər başa çatıb", "all deliveries have ended well")
    ),
    M.COMPLETED_WITH_FAILURES: Look(
        MESSAGE_STATES[M.COMPLETED_WITH_FAILURES],
        "need",
        "✕",
        Words("göndərişlərdən bəzisi əməkdaş gözləyir", "some deliveries wait for a person"),
    ),
    "busy": Look(OUTCOMES["busy"], "heal", "↻", _NO_TIP),
    "unavailable": Look(OUTCOMES["unavailable"], "heal", "↻", _NO_TIP),
    "rejected": Look(OUTCOMES["rejected"], "need", "✕", _NO_TIP),
    "breach": Look(OUTCOMES["breach"], "need", "✕", _NO_TIP),
    "breaker_open": Look(
        Words("cavab vermir", "no answer"),
        "heal",
        "↻",
        Words("hab yenidən cəhd edənə qədər göndərilənlər gözləyir", "what is due waits until the hub has tried again"),
    ),
    "paused": Look(
        Words("əməkdaş dayandırıb", "paused by a person"),
        "wait",
        "‖",
        Words("davam etdirilənə qədər heç nə göndərilmir", "nothing is sent until a person resumes it"),
    ),
    "maintenance": Look(
        Words("texniki fasilə", "maintenance window"),
        "wait",
        "☾",
        Words("qurumla razılaşdırılıb", "agreed with the agency"),
    ),
    "working": Look(
        Words("cavab verir", "answers"),
        "ok",
        "✓",
        Words("əlaqə var; qəbul etmədikləri uğursuz sayılır", "it can be reached; what it refuses counts as failed"),
    ),
    "untried": Look(
        Words("çağırılmayıb", "not called yet"),
        "wait",
        "○",
        Words("qurumun cavab verib-vermədiyi məlum deyil", "whether it answers is not known"),
    ),
    "calls_us": Look(
        Words("özü göndərir", "sends to us"), "ok", "✓", Words("hab onu çağırmır", "the hub does not call it")
    ),
    "held": Look(
        Words("növbə saxlanılıb", "lane held"),
        "wait",
        "‖",
        Words("göndərişdən çıxarılanın arxasındakılar gözləyir", "those behind what was taken out wait"),
    ),
}
_REPAIRS: Mapping[RepairState, tuple[Tone, str]] = {
    RepairState.AWAITING_APPROVAL: ("need", "✎"), RepairState.QUEUED: ("wait", "○"),
    RepairState.PREPARING: ("wait", "▸"), RepairState.SENDING: ("wait", "▸"), RepairState.WAITING: ("wait", "▸"),
    RepairState.PAUSED: ("wait", "‖"), RepairState.DONE: ("ok", "✓"), RepairState.STOPPED: ("need", "■"),
    RepairState.CANCELLED: ("gone", "–"),
}  # fmt: skip
_ITEMS: Mapping[ItemState, tuple[Tone, str]] = {
    ItemState.WAITING: ("wait", "○"), ItemState.SENT: ("wait", "▸"), ItemState.DONE: ("ok", "✓"),
    ItemState.FAILED: ("need", "✕"), ItemState.SKIPPED: ("ok", "↷"), ItemState.UNTOUCHED: ("ok", "·"),
}  # fmt: skip
LOOKS_OF_REPAIRS: Mapping[str, Look] = {
    **{f"repair.{state}": Look(REPAIR_STATES[state], *shown, _NO_TIP) for state, shown in _REPAIRS.items()},
    **{f"item.{state}": Look(ITEM_STATES[state], *shown, _NO_TIP) for state, shown in _ITEMS.items()},
}
"""Repairs and their items: the codes `repair.done`, `item.failed` and so on."""


def look(code: str) -> Look:
    """How a code is shown; one of a newer hub as it is."""
    return LOOKS.get(code) or LOOKS_OF_REPAIRS.get(code) or Look(Words(code, code), "ok", "·", _NO_TIP)
