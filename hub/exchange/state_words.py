"""The names of states in both languages. Codes are for programs; people read these, everywhere the same."""

from __future__ import annotations

from collections.abc import Mapping

from hub.errors import Words
from hub.exchange.states import DeliveryState, MessageState

DELIVERY_STATES: Mapping[DeliveryState, Words] = {
    DeliveryState.DUE: Words("növbədədir", "due"),
    DeliveryState.DELIVERING: Words("göndərilir", "delivering"),
    DeliveryState.BLOCKED: Words("əvvəlkini gözləyir", "waiting for an earlier one"),
    DeliveryState.RETRYING: Words("təkrar göndəriləcək", "will be sent again"),
    DeliveryState.UNKNOWN: Words("nəticəsi məlum deyil", "outcome unknown"),
    DeliveryState.FAILED: Words("uğursuz", "failed"),
    DeliveryState.DELIVERED: Words("çatdırıldı", "delivered"),
    DeliveryState.DISCARDED: Words("göndərişdən çıxarıldı", "taken out"),
    DeliveryState.SUPERSEDED: Words("yenisi ilə əvəz edildi", "replaced by a newer one"),
}
MESSAGE_STATES: Mapping[MessageState, Words] = {
    MessageState.ACCEPTED: Words("qəbul edildi", "accepted"),
    MessageState.QUARANTINED: Words("aydınlaşdırma gözləyir", "waiting to be understood"),
    MessageState.SPLITTING: Words("hissələrə bölünür", "being split"),
    MessageState.IN_PROGRESS: Words("icradadır", "in progress"),
    MessageState.COMPLETED: Words("tamamlandı", "completed"),
    MessageState.COMPLETED_WITH_FAILURES: Words("uğursuz göndərişlə tamamlandı", "completed with failures"),
    MessageState.DISCARDED: Words("göndərişdən çıxarıldı", "taken out"),
}
OUTCOMES: Mapping[str, Words] = {
    "delivered": Words("çatdırıldı", "delivered"),
    "rejected": Words("rədd edildi", "rejected"),
    "busy": Words("qurum məşğuldur", "agency busy"),
    "unavailable": Words("qurum əlçatan deyil", "agency unavailable"),
    "unknown": Words("nəticəsi məlum deyil", "outcome unknown"),
    "breach": Words("cavab razılaşmaya uyğun deyil", "answer not as agreed"),
}
"""What one attempt came to. An effect of the hub's own comes to the state of its delivery."""
_NAMES = {str(state): words for names in (MESSAGE_STATES, DELIVERY_STATES) for state, words in names.items()}


def state_name(code: str, lang: str) -> str:
    """The name of a message's or a delivery's state; a code of a newer hub as it is."""
    return _named(_NAMES.get(code), code, lang)


def outcome_name(code: str, lang: str) -> str:
    """The name of an attempt's outcome; a code of a newer hub as it is."""
    return _named(OUTCOMES.get(code) or _NAMES.get(code), code, lang)


def _named(words: Words | None, code: str, lang: str) -> str:
    return code if words is None else words.say(lang)
