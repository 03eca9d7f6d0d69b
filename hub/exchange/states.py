"""The states of a message and of a delivery; closed lists, drawn in docs/message-life.md."""

from __future__ import annotations

from enum import StrEnum


class DeliveryState(StrEnum):
    """Where one delivery is on its way."""

    DUE = "due"
    DELIVERING = "delivering"
    RETRYING = "retrying"
    BLOCKED = "blocked"
    UNKNOWN = "unknown"
    FAILED = "failed"
    DELIVERED = "delivered"
    DISCARDED = "discarded"
    SUPERSEDED = "superseded"

    @property
    def is_final(self) -> bool:
        """True where nothing more will happen and the lanes are free."""
        return self in _FINAL

    @property
    def needs_person(self) -> bool:
        """True where only a repair moves it on."""
        return self in (DeliveryState.FAILED, DeliveryState.UNKNOWN)


_FINAL = frozenset((DeliveryState.DELIVERED, DeliveryState.DISCARDED, DeliveryState.SUPERSEDED))


class MessageState(StrEnum):
    """What has become of a message as a whole."""

    ACCEPTED = "accepted"
    QUARANTINED = "quarantined"
    SPLITTING = "splitting"
    IN_PROGRESS = "in_progress"
    COMPLETED = "completed"
    COMPLETED_WITH_FAILURES = "completed_with_failures"
    DISCARDED = "discarded"


def count_column(state: DeliveryState) -> str:
    """Which of a message's four counters a delivery in this state belongs to."""
    match state:
        case DeliveryState.DUE | DeliveryState.DELIVERING | DeliveryState.RETRYING | DeliveryState.BLOCKED:
            return "open"
        case DeliveryState.FAILED | DeliveryState.UNKNOWN:
            return "bad"
        case DeliveryState.DELIVERED | DeliveryState.SUPERSEDED:
            return "done"
        case DeliveryState.DISCARDED:
            return "dropped"
