"""What repairs, their items and actions are called in both languages."""

from __future__ import annotations

from collections.abc import Mapping

from hub.errors import Words
from hub.exchange.repair.states import Action, ItemState, RepairState

ACTIONS: Mapping[Action, Words] = {
    Action.RETRY: Words("təkrar göndər", "retry"),
    Action.REPROCESS: Words("yenidən emal et", "reprocess"),
    Action.REDIRECT: Words("başqa ünvana yönəlt", "redirect"),
    Action.EDIT: Words("düzəliş et", "edit"),
    Action.CONFIRM_DELIVERED: Words("çatdırıldığını təsdiqlə", "confirm delivered"),
    Action.DISCARD: Words("göndərişdən çıxar", "discard"),
    Action.CORRECT: Words("düzəliş göndər", "correct"),
}
REPAIR_STATES: Mapping[RepairState, Words] = {
    RepairState.AWAITING_APPROVAL: Words("təsdiq gözləyir", "awaiting approval"),
    RepairState.QUEUED: Words("növbədədir", "queued"),
    RepairState.PREPARING: Words("hazırlanır", "preparing"),
    RepairState.SENDING: Words("göndərilir", "sending"),
    RepairState.WAITING: Words("nəticə gözlənilir", "waiting for outcomes"),
    RepairState.PAUSED: Words("fasilədədir", "paused"),
    RepairState.DONE: Words("tamamlandı", "done"),
    RepairState.STOPPED: Words("dayandı", "stopped"),
    RepairState.CANCELLED: Words("bağlandı", "cancelled"),
}
ITEM_STATES: Mapping[ItemState, Words] = {
    ItemState.WAITING: Words("gözləyir", "waiting"),
    ItemState.SENT: Words("göndərildi", "sent"),
    ItemState.DONE: Words("tamamlandı", "done"),
    ItemState.FAILED: Words("uğursuz", "failed"),
    ItemState.SKIPPED: Words("ötürüldü", "skipped"),
    ItemState.UNTOUCHED: Words("toxunulmadı", "untouched"),
}


def action_name(code: str, lang: str) -> str:
    """The verb of an action; a code of a newer hub as it is."""
    return ACTIONS[Action(code)].say(lang) if code in set(Action) else code


def repair_state_name(code: str, lang: str) -> str:
    """The name of a repair's state; a code of a newer hub as it is."""
    return REPAIR_STATES[RepairState(code)].say(lang) if code in set(RepairState) else code


def item_state_name(code: str, lang: str) -> str:
    """The name of an item's state; a code of a newer hub as it is."""
    return ITEM_STATES[ItemState(code)].say(lang) if code in set(ItemState) else code
