"""Identifiers of members, subsystems and services, strict: what is outside the alphabet is nobody's name.

XroadRefused has a stable code of ours and the place, never the value.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_CODE = re.compile(r"[A-Za-z0-9_'()+,\-.=?]{1,255}", re.ASCII)
"""PR-MESS 2.7 and PR-REST 4.8, with the underscore that published instances have (`FI_TEST`)."""
_DOTS = frozenset((".", ".."))
"""Within the alphabet, and a step of a path to whoever reads it as one."""


class XroadRefused(ValueError):
    """What is no X-Road message as the protocol has it."""

    def __init__(self, code: str, place: str) -> None:
        super().__init__(f"{code} at {place}")
        self.code = code
        self.place = place


def read_code(text: str, place: str) -> str:
    """One code of an identifier. Raises XroadRefused."""
    if not _CODE.fullmatch(text) or text in _DOTS:
        raise XroadRefused("xroad.identifier", place)
    return text


@dataclass(frozen=True, slots=True)
class ClientId:
    """A subsystem, or a member where `subsystem` is empty; as text `AZ/GOV/1000001/hub`."""

    instance: str
    member_class: str
    member_code: str
    subsystem: str = ""

    @classmethod
    def parse(cls, text: str, place: str = "client") -> ClientId:
        """Three or four codes. Raises XroadRefused."""
        codes = [read_code(each, place) for each in text.split("/")]
        if len(codes) not in (3, 4):
            raise XroadRefused("xroad.identifier", place)
        return cls(*codes)

    @property
    def codes(self) -> tuple[str, ...]:
        """From the instance down."""
        found = (self.instance, self.member_class, self.member_code, self.subsystem)
        return found if self.subsystem else found[:3]

    def __str__(self) -> str:
        return "/".join(self.codes)


@dataclass(frozen=True, slots=True)
class ServiceId:
    """A service of a subsystem; services over REST have no version."""

    provider: ClientId
    code: str
    version: str = ""

    def __str__(self) -> str:
        return "/".join((str(self.provider), self.code, *([self.version] if self.version else [])))


@dataclass(frozen=True, slots=True)
class Call:
    """Who calls which service, and what goes with it. `represented` is `[class/]code`; absent texts are empty.

    `user_id` is a country and a person's code there: personal data.
    """

    client: ClientId
    service: ServiceId
    id: str
    user_id: str = field(default="", repr=False)
    issue: str = ""
    represented: str = ""
