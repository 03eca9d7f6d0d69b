"""Paths of a party: taken apart here, since no such tree is on the disk."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from typing import Final

from hub.errors import Refused
from hub.exchange.files.inbox import NAME
from hub.sftp.status import NAME_WORDS

_LONGEST: Final = 512


@dataclass(frozen=True, slots=True)
class Place:
    """A path as it was understood: "" where it does not go so far."""

    root: str = ""
    format: str = ""
    name: str = ""


def steps_of(path: bytes) -> list[str]:
    """The steps of a path from the root; Refused for one that no file of ours could have."""
    try:
        text = path[: _LONGEST + 1].decode("ascii")
    except UnicodeDecodeError as other:
        raise Refused("inbox.name", NAME_WORDS, place="name") from other
    steps = [step for step in posixpath.normpath(f"/{text}").split("/") if step]
    if len(text) > _LONGEST or not all(NAME.fullmatch(step) for step in steps):
        raise Refused("inbox.name", NAME_WORDS, place="name")
    return steps
