"""What a party sees over SFTP: `/inbox/FORMAT` for each format of files that it may send, and `/replies`. No such tree
is on the disk: a path is taken apart here, and its steps are looked up, so that none leads anywhere else.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import asyncssh

from hub.access.grants import Action
from hub.access.parties import Party
from hub.errors import NotFound
from hub.exchange.files.inbox import Inbox
from hub.exchange.files.intake import comes_as_file
from hub.exchange.files.outbox import Outbox
from hub.exchange.formats import MessageFormat
from hub.sftp.attributes import FOLDER, of_reply, of_upload
from hub.sftp.path import Place, steps_of
from hub.sftp.status import NOTHING

INBOX: Final = "inbox"
REPLIES: Final = "replies"


@dataclass(frozen=True, slots=True)
class Tree:
    """By the rights that a party has now; NotFound for all else, whether or not it is anybody else's."""

    formats: Mapping[str, MessageFormat]
    inbox: Inbox
    outbox: Outbox

    def place(self, party: Party, path: bytes) -> Place:
        """Where the path leads; Refused for one that no file of ours could have."""
        match steps_of(path):
            case []:
                return Place()
            case ["inbox" | "replies" as root]:
                return Place(root)
            case ["replies", name]:
                return Place(REPLIES, "", name)
            case ["inbox", format_name, *rest] if len(rest) < 2:
                self.need(party, format_name)
                return Place(INBOX, format_name, rest[0] if rest else "")
            case _:
                raise NotFound("api.not_found", NOTHING)

    def need(self, party: Party, format_name: str) -> None:
        """NotFound where the party may not send such files."""
        if format_name not in self._formats(party):
            raise NotFound("api.not_found", NOTHING)

    def _formats(self, party: Party) -> Sequence[str]:
        may_send = {right.service for right in party.rights if right.action == Action.SEND}
        return sorted(name for name in may_send if comes_as_file(self.formats.get(name)))

    async def listed(self, party: Party, place: Place) -> Sequence[tuple[str, asyncssh.SFTPAttrs]]:
        """What lies in a folder of the party."""
        match place:
            case Place("", "", ""):
                return [(INBOX, FOLDER), (REPLIES, FOLDER)]
            case Place("inbox", "", ""):
                return [(name, FOLDER) for name in self._formats(party)]
            case Place("inbox", format_name, ""):
                arriving = await asyncio.to_thread(self.inbox.arriving, party.name, format_name)
                return [(name, of_upload(*found)) for name, found in sorted(arriving.items())]
            case Place("replies", "", ""):
                lying = await asyncio.to_thread(self.outbox.lying, party.name)
                return [(name, of_reply(*found)) for name, found in sorted(lying.items())]
            case _:
                raise NotFound("api.not_found", NOTHING)

    async def attributes(self, party: Party, place: Place) -> asyncssh.SFTPAttrs:
        """Of a folder of the party, of what arrives, or of what lies ready."""
        if not place.name:
            return FOLDER
        if place.root == REPLIES:
            lying = await asyncio.to_thread(self.outbox.one, party.name, place.name)
            if lying is not None:
                return of_reply(*lying)
        else:
            arriving = await asyncio.to_thread(self.inbox.one, party.name, place.format, place.name)
            if arriving is not None:
                return of_upload(*arriving)
        raise NotFound("api.not_found", NOTHING)
