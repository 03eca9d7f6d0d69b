"""Takes files from the agencies' own folders (Polling Consumer): each is handed to the door under the agency's name.

A file is moved away after its message is committed. Cut off in between it is taken again, which gets the same answer;
so none is lost and none counts twice. What is refused is moved to `refused/` with the reason, for the agency to read,
and written down as a refusal, for the operators.

Where the agency lets us read and not move, what was taken is remembered as it was listed, by size and times, and not
read again before it is written anew; a process that begins reads it once more, and the door knows it by its digest.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

import structlog

from connectors.sftp.endpoint import Pickup
from connectors.sftp.pickup import PickupFolder, Waiting, visiting
from connectors.sftp.session import SftpFailed
from hub.errors import HubError, Refused, Words
from hub.exchange.files.intake import FileDoor, FileSubmission
from hub.exchange.refusals import note_refusal
from hub.store.sealing import KeyedHash
from hub.store.store import Store

log = structlog.get_logger("hub.exchange")

MOST_A_VISIT = 50
_OF_THE_FILE = {
    "pickup.digest_missing": Words(
        "Faylın yanında oxunan .md5 yoxdur. Onu yazın, sonra boş .ok faylını yenidən qoyun.",
        "There is no readable .md5 beside the file. Write it, then put the empty .ok again.",
    ),
    "pickup.digest_differs": Words(
        "Faylın baytları .md5-də yazılana uyğun deyil. Faylı yenidən yazın, .ok-u ən sonda qoyun.",
        "The file's bytes are not those of its .md5. Write the file again and put the .ok last.",
    ),
}
"""Reasons that lie with the file itself; it would be refused at every visit."""


class Unmovable(Exception):
    """What was taken or refused has to stay where it is: the agency does not let us move it."""


@dataclass(frozen=True, slots=True)
class Collecting:
    """Visits one folder; a duty of its own for each, since one that is slow must not delay the others."""

    pickup: Pickup
    door: FileDoor
    store: Store
    hash: KeyedHash
    kept: dict[str, str] = field(default_factory=dict)
    """Marks of files that were taken and could not be moved, by name; of those that are still there."""
    hindered: set[str] = field(default_factory=set)
    """Names of files that could not be read; they come last, so that they hold up no other."""

    async def step(self) -> int:
        """Take what waits; how many files were moved away. Trouble of the folder is logged and passes."""
        endpoint = self.pickup.where()
        if endpoint is None:
            return 0
        moved = 0
        try:
            async with visiting(endpoint) as folder:
                for waiting in self._fresh(await folder.waiting()):
                    moved += await self._one(folder, waiting)
        except SftpFailed as hindered:
            log.warning("pickup_hindered", party=self.pickup.party, code=hindered.code)
        return moved

    def _fresh(self, there: Sequence[Waiting]) -> list[Waiting]:
        """What was not taken yet as it lies there; what is gone is forgotten."""
        names = {each.name for each in there}
        for name in self.kept.keys() - names:
            del self.kept[name]
        self.hindered.intersection_update(names)
        fresh = [each for each in there if self.kept.get(each.name) != each.mark]
        return sorted(fresh, key=lambda each: each.name in self.hindered)[:MOST_A_VISIT]

    async def _one(self, folder: PickupFolder, waiting: Waiting) -> bool:
        """Whether it was moved away. SftpFailed where the server is gone, not where it forbids one thing."""
        self.hindered.add(waiting.name)
        try:
            await self._take(folder, waiting.name)
        except SftpFailed as failed:
            if failed.code != "pickup.not_allowed":
                raise
            log.warning("pickup_hindered", party=self.pickup.party, code=failed.code)
            return False
        except Unmovable:
            self.kept[waiting.name] = waiting.mark
            log.warning("pickup_not_moved", party=self.pickup.party)
            moved = False
        else:
            moved = True
        self.hindered.discard(waiting.name)
        return moved

    async def _take(self, folder: PickupFolder, name: str) -> None:
        """HubError where the hub itself cannot take it now: the file stays where it is."""
        try:
            found = self._format(name)
            submission = FileSubmission(self.pickup.party, found, name, None, folder.parts(name), proves_itself=True)
            accepted = await self.door.accept(submission)
        except SftpFailed as failed:
            if failed.code not in _OF_THE_FILE:
                raise
            await self._refuse(folder, name, Refused(failed.code, _OF_THE_FILE[failed.code], place="name"))
        except HubError as refused:
            if refused.retryable:
                raise
            await self._refuse(folder, name, refused)
        else:
            await _put_away(folder, name, "taken")
            log.info("file_picked_up", party=self.pickup.party, message=accepted.message_id)

    def _format(self, name: str) -> str:
        """By the file's name; the first where it follows no rule, so that the door says how files are named."""
        pickup = self.pickup
        return next((each for each in pickup.others if self.door.names(each, name)), pickup.format)

    async def _refuse(self, folder: PickupFolder, name: str, refused: HubError) -> None:
        await note_refusal(self.store, self.hash, self.pickup.party, self._format(name), refused, None)
        await _put_away(folder, name, "refused", f"{refused.code}\n{refused.words.az}\n{refused.words.en}\n")


async def _put_away(folder: PickupFolder, name: str, to: Literal["taken", "refused"], why: str = "") -> None:
    try:
        await folder.put_away(name, to, why)
    except SftpFailed as failed:
        if failed.code == "pickup.not_allowed":
            raise Unmovable from failed
        raise
