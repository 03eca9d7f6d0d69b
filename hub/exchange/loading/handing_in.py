"""The files of a folder become messages: bytes in the content store, judged whole, then one transaction for all."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from hub.errors import Refused, Words
from hub.exchange.accept import AcceptBatch
from hub.exchange.files.scan import scan
from hub.exchange.loading.plan import BaseLoad, LoadFile, Piece, begin_load
from hub.exchange.loading.sources import BaseFile, party_of
from hub.exchange.model import Accepted, Body, FilePlan, NewMessage, Origin
from hub.exchange.states import MessageState
from hub.store.content import ContentStore
from hub.store.ids import new_id
from hub.store.sealing import KeyedHash, Sealer
from hub.store.store import Collision, Store
from mappings.records import Base
from mappings.rows import layout_of

_PART = 1 << 20


@dataclass(frozen=True, slots=True)
class HandingIn:
    """Hands files in. The same bytes under the same name are the same message, however often they come."""

    store: Store
    content: ContentStore
    sealer: Sealer
    hash: KeyedHash

    async def begin(self, files: Sequence[BaseFile], district: str | None) -> BaseLoad:
        """The load of these files; Refused where one of them is not whole, and then nothing is begun."""
        handed: list[LoadFile] = []
        pieces: dict[Base, list[Piece]] = {}
        for file in files:
            pieces[file.base] = await asyncio.to_thread(_cut, file)
            handed.append(LoadFile(file.base, await self._message(file), file.path.name))
        async with self.store.write() as tx:
            return await begin_load(tx, handed, district, pieces)

    async def _message(self, file: BaseFile) -> str:
        size = file.path.stat().st_size
        stored = await self.content.keep_stream(_parts(file.path), size)
        digest, message = stored.sha256, new_id()
        party, name = party_of(file.base), file.path.name
        made = NewMessage(
            id=message,
            party=party,
            format=file.made.name,
            format_hash=file.made.version_hash,
            route="",
            kind="file",
            state=MessageState.COMPLETED,
            body=Body(self.hash.digest_sealed(digest), stored.size, None, self.hash("content", digest)),
            origin=Origin(party),
            records_sealed=None,
            issues_sealed=None,
            business_id_sealed=self.sealer.seal("message_bodies.business_id", message, name.encode()),
            # The bytes belong to the key: a corrected file may bear the name of the one that it corrects.
            idempotency_key=self.hash("idempotency", f"{file.made.name}\x00load\x00{name}\x00{digest}"),
            search_keys=(self.hash("id", name),),
            version=file.name.version,
            file=FilePlan(name, file.made.name, file.name.date.isoformat(), file.name.number),
            commitment=self.hash.commitment(message, digest)[1],
        )
        try:
            return await self._accepted(made)
        except Collision:
            return await self._accepted(made)  # somebody hands in the same file at the same time: now it is there

    async def _accepted(self, made: NewMessage) -> str:
        async with self.store.write() as tx:
            (answer,) = await AcceptBatch().run(tx, [made])
            # It is told to nobody what became of it: who loads it reads the report.
            await tx.execute("UPDATE files SET replied = 1, totals = '' WHERE message_id = :id", {"id": made.id})
        assert isinstance(answer, Accepted)  # noqa: S101  # the key holds the digest, so it is never another content's
        return answer.message_id


async def _parts(path: Path) -> AsyncIterator[bytes]:
    with path.open("rb") as source:
        while part := await asyncio.to_thread(source.read, _PART):
            yield part


def _cut(file: BaseFile) -> list[Piece]:
    layout = layout_of(file.made)
    with file.path.open("rb") as source:
        found = scan(source, layout)
    if found.faults:
        fault = found.faults[0]
        raise Refused(
            "load.not_whole",
            Words(
                f"{file.path.name} tam deyil ({fault.path}): {fault.text[0]} Faylı yenidən çıxarın; heç nə yüklənmədi.",
                f"{file.path.name} is not whole ({fault.path}): {fault.text[1]} Export it anew; nothing was loaded.",
            ),
            place=file.path.name,
        )
    return [Piece(c.byte_from, c.byte_to, c.first_row, c.row_count, file.base) for c in found.chunks]
