"""The closed lists of repairs: what can be done, where a repair stands, and what became of each item."""

from __future__ import annotations

from enum import StrEnum


class Action(StrEnum):
    """What a repair does with each of its items."""

    RETRY = "retry"
    REPROCESS = "reprocess"
    REDIRECT = "redirect"
    EDIT = "edit"
    CONFIRM_DELIVERED = "confirm_delivered"
    DISCARD = "discard"
    CORRECT = "correct"
    """Tell a destination again what today's mapping makes of a message that was delivered there."""

    @property
    def rereads(self) -> bool:
        """True where the messages are read once more."""
        return self.replaces or self is Action.CORRECT

    @property
    def replaces(self) -> bool:
        """True where another delivery with a new key takes the place of the failed one."""
        return self in (Action.REPROCESS, Action.REDIRECT, Action.EDIT)

    @property
    def sends(self) -> bool:
        """True where something goes out, so that its outcome can be watched step by step."""
        return self not in (Action.CONFIRM_DELIVERED, Action.DISCARD)


class RepairState(StrEnum):
    """Where a repair stands.

    awaiting_approval -> queued -> preparing -> sending <-> waiting -> done | stopped; paused and cancelled by a person.
    """

    AWAITING_APPROVAL = "awaiting_approval"
    QUEUED = "queued"
    PREPARING = "preparing"
    SENDING = "sending"
    WAITING = "waiting"
    PAUSED = "paused"
    DONE = "done"
    STOPPED = "stopped"
    CANCELLED = "cancelled"

    @property
    def is_final(self) -> bool:
        """True where its items are free for another repair."""
        return self in (RepairState.DONE, RepairState.STOPPED, RepairState.CANCELLED)

    @property
    def runs(self) -> bool:
        """True where the runner moves it on."""
        return self in RUNNING


RUNNING = (RepairState.QUEUED, RepairState.PREPARING, RepairState.SENDING, RepairState.WAITING)


class ItemState(StrEnum):
    """What has become of one item: waiting -> sent -> done | failed, or it was never touched."""

    WAITING = "waiting"
    SENT = "sent"
    DONE = "done"
    FAILED = "failed"
    SKIPPED = "skipped"
    UNTOUCHED = "untouched"


class ItemKind(StrEnum):
    """What an item names."""

    DELIVERY = "delivery"
    MESSAGE = "message"
    BEHIND = "behind"
    """A delivery that waits behind a discarded one and is discarded with it."""
    BEHIND_MESSAGE = "behind_message"


class Behind(StrEnum):
    """What becomes of those who wait behind a discarded delivery."""

    RELEASE = "release"
    DISCARD = "discard"
    HOLD = "hold"


class Outcome(StrEnum):
    """What a repair came to for one item; the words for people are in `words.py`."""

    RETRIED = "retried"
    ASKED_FIRST = "asked_first"
    REPLACED = "replaced"
    TAKEN_OVER = "taken_over"
    CONFIRMED = "confirmed"
    DISCARDED = "discarded"
    DELIVERED = "delivered"
    SUPERSEDED = "superseded"
    BLOCKED = "blocked"
    FAILED_AGAIN = "failed_again"
    UNKNOWN_AGAIN = "unknown_again"
    MOVED_ON = "moved_on"
    MAYBE_APPLIED = "maybe_applied"
    STILL_UNMAPPED = "still_unmapped"
    REFUSED_NOW = "refused_now"
    PART_GONE = "part_gone"
    NOT_WANTED = "not_wanted"
    ALREADY_THERE = "already_there"
    CANNOT_WRITE = "cannot_write"
    NO_BODY = "no_body"
    KEYS_CHANGED = "keys_changed"
    NOT_FOR_FILES = "not_for_files"
    NOT_FOR_MESSAGES = "not_for_messages"
    NOT_AGAIN = "not_again"
    CORRECTED = "corrected"
    UNCHANGED = "unchanged"
    OVERTAKEN = "overtaken"
