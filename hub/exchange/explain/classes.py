"""Who is the cause of a failure and what is advised: the words of an explanation, and a code's own share of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from hub.errors import Words


class CauseClass(StrEnum):
    """On whose side the cause lies."""

    SENDER = "sender"
    AGENCY = "agency"
    HUB = "hub"
    MAPPING = "mapping"


class Advice(StrEnum):
    """What is advised: an action of a repair, or something that has to come before one."""

    RETRY = "retry"
    REPROCESS = "reprocess"
    REDIRECT = "redirect"
    EDIT = "edit"
    CONFIRM_DELIVERED = "confirm_delivered"
    DISCARD = "discard"
    INFORM = "inform"
    ASK_SENDER = "ask_sender"
    MEND_SOURCE = "mend_source"
    """Where the sender is ourselves, whom nobody can ask."""
    MAP_CODE = "map_code"
    WAIT = "wait"


CLASS_NAMES: Mapping[CauseClass, Words] = {
    CauseClass.SENDER: Words("göndərən", "the sender"),
    CauseClass.AGENCY: Words("qurum", "the agency"),
    CauseClass.HUB: Words("hab", "the hub"),
    CauseClass.MAPPING: Words("habın uyğunlaşdırması", "the hub's mapping"),
}


def sides_named(sides: tuple[CauseClass, ...]) -> Words:
    """The guilty side, or both where the code alone cannot tell which."""
    named = [CLASS_NAMES[each] for each in sides]
    if len(named) == 1:
        return named[0]
    return Words(
        " və ya ".join(each.az for each in named) + " (hansı olduğu hələ məlum deyil)",
        " or ".join(each.en for each in named) + " (which of them is not known yet)",
    )


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """What a code says by itself. `what` failed, in a sentence without advice; `sides` is where the cause lies, two
    where the code cannot tell; `advice` is one, and `then` says it in a sentence with its reason. `lasting` means that
    the same bytes fail again until something else has changed; `unsure` that the call may have been applied.
    """

    what: Words
    sides: tuple[CauseClass, ...]
    advice: Advice
    then: Words
    lasting: bool = True
    unsure: bool = False

    @property
    def words(self) -> Words:
        """What failed and what to do, where nothing more is known than the code."""
        return Words(f"{self.what.az} {self.then.az}", f"{self.what.en} {self.then.en}")
