"""Why a source of a dossier is missing, in words that whoever asked can act on."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from hub.errors import HubError


class Reason(StrEnum):
    """Why a source of a dossier is missing."""

    LATE = "late"
    """No answer by the deadline; what comes later is kept for its validity."""
    DOWN = "down"
    """Not reached, failing, paused, in a maintenance window, or not connected here."""
    REFUSED = "refused"
    """It answered that it will not say."""
    NOT_PERMITTED = "not_permitted"
    """The hub did not ask: the asker has no right to this part for this purpose."""
    NOT_HELD = "not_held"
    """It answered that it holds nothing of this person."""
    NOT_TOLD = "not_told"
    """It answers no questions, and what it told the register by files has nothing of this person."""
    NO_SOURCE = "no_source"
    """No agency here answers this question."""
    NO_FIN = "no_fin"
    """It knows people by FIN, and this one has none."""
    UNREADABLE = "unreadable"
    """It broke the agreed form, or spoke of somebody else; nothing of it is shown."""


_BY_CODE: Final[Mapping[str, Reason]] = {
    "ask.not_found": Reason.NOT_HELD,
    "ask.not_told_by_files": Reason.NOT_TOLD,
    "ask.busy": Reason.LATE,
    "ask.agency_silent": Reason.DOWN,
    "ask.agency_unavailable": Reason.DOWN,
    "ask.agency_breach": Reason.UNREADABLE,
    "ask.unreadable": Reason.UNREADABLE,
}
_TIMEOUTS: Final = frozenset(("agency.total_timeout", "agency.read_timeout", "agency.connect_timeout"))


def reason_of(error: HubError) -> Reason:
    """What an error of one source means for a dossier."""
    if str(getattr(error, "extra", {}).get("cause", "")) in _TIMEOUTS:
        return Reason.LATE
    known = _BY_CODE.get(error.code)
    if known is not None:
        return known
    return Reason.DOWN if error.status >= 503 else Reason.REFUSED
