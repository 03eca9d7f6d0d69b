"""Documents that begin out of something else in the hub: in the transaction that gives the occasion, in the name of who
gave it, and with nothing more than a draft that this person could have written, or what that person and somebody else
have signed in person.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace

from document_flow.documents.acts.create import Create
from document_flow.documents.acts.register import Register
from document_flow.documents.acts.sign_in_person import SignInPerson
from document_flow.documents.event import Command
from document_flow.documents.evolving import NOTHING
from document_flow.documents.facts import FileRef, content_hash
from document_flow.documents.state import Document
from document_flow.people import HUB
from hub.documents.acting.acting import ActBatch, Acted, GivenCommand
from hub.errors import allowed
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
        await self._run(tx, document, create.by, replace(create, files=refs))

    async def signed_in_person(self, tx: Tx, document: str, create: Create, register: Register) -> str:
        """The registration number of a document that its author and the other side have signed, under that id; its
        files are kept already. HubError with the rule's code.
        """
        signs = SignInPerson(by=create.by, content_hash=content_hash(create.title, create.files))
        state = await self._run(tx, document, create.by, create, signs, replace(register, by=HUB))
        return state.registration.reg_no if state.registration is not None else ""

    async def _run(self, tx: Tx, document: str, by: str, *commands: Command) -> Document:
        content = self.hash("command", hashlib.sha256(document.encode()).hexdigest())
        keys = (self.hash("document-command", f"{by}\x00draft {document} {each.kind}") for each in commands)
        given = [GivenCommand(document, each, key, content, by) for each, key in zip(commands, keys, strict=True)]
        state = NOTHING
        for answer in await self.batch.run(tx, given):
            done = allowed(answer)
            state = done.state if isinstance(done, Acted) else state
        return state
