"""Accepts what parties pushed into their inboxes, and tells them what became of it: a duty of the leading process.

A file goes away after its message is committed and its sender is told. Cut off in between it is accepted again, which
gets the same answer; so none is lost and none counts twice.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Final

import structlog

from hub.access.grants import Action, PartyRight, RightMissing, need_right
from hub.access.history import Access, note_access
from hub.access.keyring import Keyring
from hub.access.quotas import MESSAGES, Quotas
from hub.clock import SECOND, Clock
from hub.errors import HubError, Refused, Words, found_or
from hub.evidence.receipt import Promises
from hub.exchange.door import Acceptance, Door, Submission
from hub.exchange.files.inbox import Inbox, WholeFile, too_large
from hub.exchange.files.intake import FileDoor, FileSubmission, is_read_whole, table_format
from hub.exchange.files.outbox import Outbox
from hub.exchange.files.progress import FINISHED, progress_of, result_of
from hub.exchange.files.reply import encoded, reply_lines, reply_name
from hub.exchange.refusals import note_refusal
from hub.register.formats import RECORDS_FORMAT
from hub.store.sealed_file import ContentDamaged
from hub.store.store import Store
from hub.store.tx import Row

log = structlog.get_logger("hub.exchange")

_AGAIN_S: Final = 5.0
_AT_ONCE: Final = 4
"""Parties whose files are accepted at a time."""
_PART: Final = 256 * 1024
_MOST_LINES: Final = 200_000
"""Of a reply; who needs more asks GET /v1/files/{id}/reply."""


@dataclass(frozen=True, slots=True)
class Pushed:
    """Those of all parties; one that is slow or full holds up no other."""

    inbox: Inbox
    outbox: Outbox
    door: FileDoor
    messages: Door
    most_bytes: int
    """Of a workbook, which is read whole, as a message is."""
    store: Store
    clock: Clock
    keyring: Keyring
    quotas: Quotas
    promises: Promises
    later: dict[str, float] = field(default_factory=dict)
    """When a party's files are tried again, on the monotonic clock."""

    async def step(self) -> int:
        """Accept what is whole, each party's the oldest first; how many files went away."""
        found, now = await asyncio.to_thread(self.inbox.waiting), self.clock.monotonic()
        slots = asyncio.Semaphore(_AT_ONCE)

        async def of_party(files: list[WholeFile]) -> int:
            gone = 0
            async with slots:
                for file in files:
                    if not await self._one(file):
                        break
                    gone += 1
            return gone

        due = [of_party(files) for party, files in found.items() if self.later.get(party, 0.0) <= now]
        counted = await asyncio.gather(*due, return_exceptions=True)
        for each in counted:
            if isinstance(each, BaseException):
                raise each
        return sum(each for each in counted if isinstance(each, int))

    async def _one(self, file: WholeFile) -> bool:
        """False where it has to wait, and what came after it too."""
        try:
            accepted = await self._accepted(file)
        except HubError as refused:
            if refused.retryable:
                self.later[file.party] = self.clock.monotonic() + (refused.retry_after or _AGAIN_S)
                log.warning("pushed_file_waits", party=file.party, code=refused.code)
                return False
            await self._refuse(file, refused)
        else:
            await asyncio.to_thread(self._tell, file, accepted)
            log.info("file_pushed", party=file.party, message=accepted.accepted.message_id)
        return True

    async def _accepted(self, file: WholeFile) -> Acceptance:
        """As POST /v1/files/{format} does it; a workbook as POST /v1/messages/{format}, under its name."""
        party = found_or(await self.keyring.named(file.party), RightMissing(PartyRight(file.format, Action.SEND.value)))
        need_right(party.rights, file.format, Action.SEND)
        await self.quotas.take(party, MESSAGES)
        if is_read_whole(self.door.formats.get(file.format)):
            return await self.messages.accept(Submission(file.party, file.format, await self._whole(file), file.name))
        table_format(self.door.formats, file.format)
        parts = self._parts(file)
        accepted = await self.door.accept(
            FileSubmission(file.party, file.format, file.name, None, parts, proves_itself=True)
        )
        return Acceptance(accepted, ())

    async def _whole(self, file: WholeFile) -> bytes:
        raw = bytearray()
        async for part in self._parts(file):
            raw += part
            if len(raw) > self.most_bytes:
                raise Refused("door.too_large", too_large(self.most_bytes), status=413)
        return bytes(raw)

    async def _parts(self, file: WholeFile) -> AsyncIterator[bytes]:
        source, seen = self.inbox.parts(file.path, _PART), hashlib.md5(usedforsecurity=False)
        try:
            while (part := await asyncio.to_thread(next, source, None)) is not None:
                seen.update(part)
                yield part
        except ContentDamaged as damaged:
            raise Refused(
                "inbox.damaged",
                Words("Fayl diskdə zədələnib; yenidən göndərin.", "The file was damaged on our disk; send it again."),
                status=422,
                place="name",
            ) from damaged
        if file.md5 is not None and seen.hexdigest() != file.md5:
            raise Refused("file.digest_differs", _DIFFERS, status=422, place="name")

    def _tell(self, file: WholeFile, acceptance: Acceptance) -> None:
        """As the doors over HTTP answer; the issues never repeat a value."""
        accepted = acceptance.accepted
        promise = self.promises.of(accepted.message_id, accepted.digest, accepted.leaf_hash, accepted.accepted_at)
        issues = [
            {"code": each.code, "path": each.path, "severity": each.severity, "az": each.text[0], "en": each.text[1]}
            for each in acceptance.issues
        ]
        told = {"message_id": accepted.message_id, "state": accepted.state, "receipt": promise, "issues": issues}
        text = json.dumps(told, indent=1, ensure_ascii=False)
        self.outbox.reply(file.party, f"{file.name}.accepted.json", text.encode())
        self.inbox.owe(file.party, accepted.message_id, file.name)
        file.path.unlink(missing_ok=True)

    async def _refuse(self, file: WholeFile, refused: HubError) -> None:
        planner = self.door.planner
        if isinstance(refused, RightMissing):
            async with self.store.write() as tx:
                denied = Access(refused.right.service, refused.right.action, refused.code)
                await note_access(tx, planner.sealer, file.party, None, denied)
        await note_refusal(self.store, planner.hash, file.party, file.format, refused, None)
        text = f"{refused.code}\n{refused.words.az}\n{refused.words.en}\n"
        await asyncio.to_thread(self.outbox.reply, file.party, f"{file.name}.refused.txt", text.encode())
        await asyncio.to_thread(file.path.unlink, missing_ok=True)

    async def answer(self) -> int:
        """Put the reply beside what was told of each file that is finished; how many."""
        answered = 0
        for party, message, file_name in await asyncio.to_thread(self.inbox.owed):
            progress = await progress_of(self.store, message, RECORDS_FORMAT)
            if progress is None:
                result = await result_of(self.store, message)
                if result is None:
                    continue
                await asyncio.to_thread(self.outbox.reply, party, f"{file_name}.result.json", result)
                answered += 1
            elif progress.file["state"] not in FINISHED:
                continue
            # The same file may have come before from somebody else, whose reply it is.
            elif progress.file["party"] == party:
                name, text = await self._reply(progress.file)
                await asyncio.to_thread(self.outbox.reply, party, name, text)
                answered += 1
            await asyncio.to_thread(self.inbox.paid, party, message)
        return answered

    async def _reply(self, file: Row) -> tuple[str, bytes]:
        _, layout = table_format(self.door.formats, file["format"])
        lines: list[str] = []
        async for line in reply_lines(self.store, self.door.planner.sealer, file):
            if len(lines) < _MOST_LINES or line.startswith("CEMI;"):
                lines.append(line)
        return reply_name(file["name"]), encoded("".join(lines), layout.encoding)

    async def tidy(self) -> None:
        """Forget what was never finished, and old replies."""
        for place in (self.inbox, self.outbox):
            await asyncio.to_thread(place.tidy, self.clock.now() / SECOND)


_DIFFERS = Words(
    "Faylın baytları .md5-də yazılana uyğun deyil; heç nə saxlanmadı, təkrar göndərin.",
    "The file's bytes are not those of its .md5; nothing was kept, send again.",
)
