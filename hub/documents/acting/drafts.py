"""Documents that begin out of something else in the hub: in the transaction that gives the occasion, in the name of who
gave it, and with nothing more than a draft that this person could have written.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace

from document_flow.documents.acts.create import Create
from document_flow.documents.facts import FileRef
from document_flow.outcome import Refusal
from hub.documents.acting.acting import ActBatch, GivenCommand
from hub.documents.acting.service import Documents
from hub.store.content import ContentStore
from hub.store.sealing import KeyedHash
from hub.store.tx import Tx


@dataclass(frozen=True, slots=True)
class DraftFile:
    """A file of a draft; the first of a draft's files is the main one."""

    name: str
    mime: str
    raw: bytes


@dataclass(frozen=True, slots=True)
class Drafts:
    """Begins documents."""

    batch: ActBatch
    content: ContentStore
    hash: KeyedHash

    async def begin(self, tx: Tx, document: str, create: Create, files: Sequence[DraftFile]) -> None:
        """A draft under that id with these files; HubError with the rule's code where its author may not begin it."""
        kept = [(each, await self.content.keep(each.raw)) for each in files]
        refs = tuple(
            FileRef(each.name, each.mime, stored.size, stored.sha256, main=place == 0)
            for place, (each, stored) in enumerate(kept)
        )
        key = self.hash("document-command", f"{create.by}\x00draft {document}")
        content = self.hash("command", hashlib.sha256(document.encode()).hexdigest())
        command = GivenCommand(document, replace(create, files=refs), key, content, create.by)
        (answer,) = await self.batch.run(tx, [command])
        if isinstance(answer, Refusal):
            raise Documents.refused(answer)
