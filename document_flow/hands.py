"""Whose hand it is: what every command and every event says first, and one rule of who may.

A room that asks more of a hand than a role (whose own case it is, who stands in for whom) has a rule of its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol, TypedDict, TypeVar

from document_flow.context import BAKU
from document_flow.outcome import Refusal
from document_flow.paths.drawing.words import ROLES
from document_flow.people import HUB, Directory
from document_flow.words import Words

S = TypeVar("S")
OFFICERS = ("head", "programme_officer")
"""The roles that answer for a programme's lists and money."""
HANDING_OVER = ("clerk", "head")
"""The roles that hand the work of somebody over to another, by an act."""
MACHINE = (HUB,)
"""Of what no person does: work on chunks, the clock, what another body's message says."""


class Command(Protocol):
    """What people, agencies and the clock may ask."""

    @property
    def kind(self) -> str: ...

    @property
    def by(self) -> str: ...


class EventOf(Protocol[S]):
    """What happened: whose hand it was, when (aware), and all that `apply` needs."""

    @property
    def kind(self) -> str: ...

    @property
    def by(self) -> str: ...

    @property
    def at(self) -> datetime: ...

    def apply(self, state: S, /) -> S:
        """The state after it. Total for every event ever written."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ByHand:
    """Whose hand it is."""

    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Happened:
    """By whom and when."""

    by: str
    at: datetime

    @property
    def day(self) -> date:
        """The day on which it happened, in Baku."""
        return self.at.astimezone(BAKU).date()


@dataclass(frozen=True, slots=True, kw_only=True)
class ByStandIn:
    """`by` is whose hand it is; `on_behalf_of` the principal whose stand-in `by` is that day, else None."""

    by: str
    on_behalf_of: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HappenedFor:
    """By whom, for whom and when."""

    by: str
    on_behalf_of: str | None = None
    at: datetime

    @property
    def day(self) -> date:
        """The day on which it happened, in Baku."""
        return self.at.astimezone(BAKU).date()


class Stamp(TypedDict):
    """What every event says first."""

    by: str
    at: datetime


def refuse_hand(directory: Directory, by: str, who: tuple[str, ...]) -> Refusal | None:
    """The refusal unless this hand has one of the roles; the hub's own only where it is named beside them."""
    if by in who if by == HUB else directory.has_role(by, who):
        return None
    names = [ROLES.get(role, _ITSELF) for role in who]
    az = " və ya ".join(each.az for each in names)
    en = " or ".join(each.en if each is _ITSELF else f"a {each.en}" for each in names)
    post = Words("", "") if directory.is_in_office(by) or by == HUB else _NO_POST
    words = Words(f"Bunu yalnız {az} edə bilər.{post.az}", f"Only {en} may do this.{post.en}")
    return Refusal("access.role_missing", words, "forbidden")


_NO_POST = Words(
    " Rolunuz olsa da, strukturda iş yeriniz yazılmayıb: onu inzibatçıdan istəyin.",
    " Even with the role you have no place of work in the directory: ask an administrator for it.",
)
_ITSELF = Words("sistem özü", "the hub itself")
