"""Errors that cross a room of the hub, each with a stable dotted code, the guilty side and words in both languages.

HubError
├── Refused           the sender's fault; nothing was stored
│   ├── Conflict      the same key with other content, or a command that comes too late
│   └── WrongFields   what was typed, field by field
├── Forbidden         the caller has no right to it (shown as 404 where existence must not be told)
├── NotFound
├── StoreUnavailable  the database did not answer; ask again
├── StoreRefused      the database answered and does not let us in: a person must act
└── Overloaded        too much waits; come back after `retry_after` seconds
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeVar

from document_flow.outcome import Refusal
from document_flow.words import Lang, Words

__all__ = [
    "Conflict",
    "Forbidden",
    "HubError",
    "Lang",
    "NotFound",
    "Overloaded",
    "Refused",
    "Side",
    "StoreRefused",
    "StoreUnavailable",
    "Words",
    "WrongFields",
    "allowed",
    "by_rule",
    "found_or",
]

Side = Literal["sender", "agency", "hub"]
T = TypeVar("T")


@dataclass(eq=False)
class HubError(Exception):
    """The root. `status` is the HTTP status an API answers with, `place` a JSON pointer, line or header name.

    `reference` is the id under which it was written down, if it was: the caller is told the same, and not before
    `told_after` seconds where it is refused all the time.
    """

    code: str
    words: Words
    status: int = 500
    side: Side = "hub"
    retryable: bool = False
    place: str | None = None
    retry_after: float | None = None
    extra: dict[str, object] = field(default_factory=dict)
    reference: str | None = None
    told_after: float = 0.0

    def __str__(self) -> str:
        where = f" at {self.place}" if self.place else ""
        return f"{self.code}{where}: {self.words.en}"


class Refused(HubError):
    """Refused at the door: the sender must change something before sending again."""

    def __init__(self, code: str, words: Words, *, status: int = 400, place: str | None = None) -> None:
        super().__init__(code, words, status=status, side="sender", place=place)


class Conflict(Refused):
    """The same key came with other content, or the state has moved on (HTTP 409)."""

    def __init__(self, code: str, words: Words, *, place: str | None = None) -> None:
        super().__init__(code, words, status=409, place=place)


class WrongFields(Refused):
    """Fields that cannot be taken as they were typed, all at once: words by field (HTTP 422)."""

    def __init__(self, code: str, wrong: Mapping[str, Words]) -> None:
        place, words = next(iter(wrong.items()))
        super().__init__(code, words, status=422, place=place)
        self.wrong = wrong


class Forbidden(HubError):
    """The caller is known but has no right to this service, person or action (HTTP 403)."""

    def __init__(self, code: str, words: Words) -> None:
        super().__init__(code, words, status=403, side="sender")


class NotFound(HubError):
    """There is nothing under this name that the caller may see (HTTP 404)."""

    def __init__(self, code: str, words: Words) -> None:
        super().__init__(code, words, status=404, side="sender")


class StoreUnavailable(HubError):
    """The database is away or did not confirm; nothing is known to be stored. Send the same again (HTTP 503)."""

    def __init__(self, detail: str) -> None:
        words = Words(
            "Verilənlər bazası hazırda cavab vermir. Eyni sorğunu bir azdan təkrar göndərin.",
            "The database does not answer at the moment. Send the same request again shortly.",
        )
        super().__init__("hub.store_unavailable", words, status=503, retryable=True, retry_after=2.0)
        self.detail = detail


class StoreRefused(HubError):
    """HUB_DATABASE_URL cannot be read, or its server knows no such role, password or database: waiting helps nobody."""

    def __init__(self, said: str) -> None:
        words = Words(
            f"Verilənlər bazası içəri buraxmır ({said}). HUB_DATABASE_URL-da istifadəçini, şifrəni və bazanın adını "
            "yoxlayın.",
            f"The database does not let the hub in ({said}). Check the user, the password and the database's name in "
            "HUB_DATABASE_URL.",
        )
        super().__init__("hub.store_refused", words)


class Overloaded(HubError):
    """Too much waits or too little room is left; nothing was read (HTTP 503 with Retry-After)."""

    def __init__(self, code: str, words: Words, retry_after: float) -> None:
        super().__init__(code, words, status=503, retryable=True, retry_after=retry_after)


def found_or(found: T | None, error: Exception | type[Exception]) -> T:
    """What was looked for; the error is raised where there is nothing."""
    if found is None:
        raise error
    return found


_STATUS: Mapping[str, int] = {"stale": 409, "state": 409, "invalid": 422}


def by_rule(refusal: Refusal) -> HubError:
    """A rule's refusal as the problem that is answered."""
    if refusal.why == "forbidden":
        return Forbidden(refusal.code, refusal.words)
    return Refused(refusal.code, refusal.words, status=_STATUS[refusal.why])


def allowed(decided: T | Refusal) -> T:
    """What a rule came to; its refusal is raised."""
    if isinstance(decided, Refusal):
        raise by_rule(decided)
    return decided
