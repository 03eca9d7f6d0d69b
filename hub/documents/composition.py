"""The parts of document flow, put together once: what the store writer runs, what people call, what the clock does."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial

from document_flow.documents.event import Command
from document_flow.documents.registry import BY_COMMAND
from document_flow.people import HUB
from hub.clock import Clock
from hub.documents.acting.acting import ActBatch, Acted
from hub.documents.acting.drafts import Drafts
from hub.documents.acting.path_repository import PathRepository
from hub.documents.acting.service import Documents, Given
from hub.documents.acting.timekeeping import Timekeeping
from hub.documents.acting.uploads import Uploads
from hub.documents.exchange.dispatching import Sending
from hub.documents.exchange.effect import DocumentsEffect
from hub.documents.exchange.incoming import Desk
from hub.documents.exchange.notices import Notices
from hub.documents.law.table_repository import TableRepository
from hub.documents.office.body import BodyRules
from hub.documents.office.directory import Staff
from hub.documents.office.shredding import Shredding
from hub.documents.printing.paper_codes import Papers
from hub.documents.printing.printing import Printing
from hub.documents.printing.sealed_papers import SealedPapers
from hub.documents.signing.room import SigningRoom
from hub.documents.signing.sealing import Seal
from hub.exchange.model import Origin
from hub.exchange.planning import Planner
from hub.exchange.translate import Translator
from hub.settings import Settings
from hub.store.content import ContentStore
from hub.store.store import Store
from hub.store.writer import Writer


@dataclass(frozen=True, slots=True)
class Registry:
    """What must be there before the writer runs: the batch, and who and what it decides by."""

    rules: BodyRules
    staff: Staff
    path_repository: PathRepository
    batch: ActBatch
    planner: Planner
    content: ContentStore
    clock: Clock

    @classmethod
    def of(cls, rules: BodyRules, planner: Planner, content: ContentStore, clock: Clock) -> Registry:
        """Put it together."""
        staff = Staff(clock, planner.sealer, rules)
        path_repository = PathRepository()
        registered = partial(Notices(planner, rules.numbering.institution).registered, cause=Origin(HUB))
        batch = ActBatch(staff, path_repository, planner.sealer, planner.hash, rules, registered)
        return cls(rules, staff, path_repository, batch, planner, content, clock)

    @property
    def drafts(self) -> Drafts:
        """What begins documents in the transaction that gives the occasion."""
        return Drafts(self.batch, self.content, self.planner.hash)

    def effect(self, translator: Translator, *, sandbox: bool) -> DocumentsEffect:
        """The internal destination that takes what other bodies send."""
        desk = Desk(self.rules, assumed=sandbox)
        notices = Notices(self.planner, desk.institution)
        keyed = self.planner.hash
        return DocumentsEffect(
            self.batch, translator, self.content, keyed, self.staff, desk, notices, TableRepository()
        )


@dataclass(frozen=True, slots=True)
class Office:
    """What people and the clock call."""

    rules: BodyRules
    documents: Documents
    uploads: Uploads
    sending: Sending
    timekeeping: Timekeeping
    printing: Printing
    signing: SigningRoom
    shredding: Shredding

    @classmethod
    def of(cls, registry: Registry, store: Store, writer: Writer, settings: Settings) -> Office:
        """Put it together."""
        planner = registry.planner
        documents = Documents(
            store,
            writer,
            registry.batch,
            registry.staff,
            registry.path_repository,
            planner.sealer,
            planner.hash,
            registry.content,
        )
        sending = Sending(documents, planner, registry.rules.numbering.institution, settings.delivery_limit_hours)
        papers = Papers(store, planner.sealer, planner.hash, settings.people_url)
        printing = Printing(registry.content, papers, registry.rules.letterhead)
        signing = SigningRoom(settings, documents, printing, planner.hash, registry.clock)
        shredding = Shredding(store, registry.content, registry.clock)
        uploads = Uploads(documents, settings.max_uploads_bytes)
        return cls(registry.rules, documents, uploads, sending, Timekeeping(documents), printing, signing, shredding)

    @property
    def papers(self) -> SealedPapers:
        """What nobody signs."""
        return SealedPapers(self.printing, Seal(self.signing))

    async def act(self, who: str, document: str, command: Command, given: Given) -> Acted:
        """One act of a person, with what it needs beforehand; the way of every door.

        NotFound where the person may not see the document, HubError with the rule's code where it is refused.
        """
        async with self.documents.store.read() as tx:
            case = await self.documents.case(tx, document, who)
        prepare = self.sending.prepares.get(BY_COMMAND[type(command)].needs)
        if prepare is not None:
            command, given = await prepare(document, case, command, given)
        return await self.documents.act(who, document, command, given)

    def duties(self) -> list[tuple[float, Callable[[], Awaitable[object]]]]:
        """What the leading process does, each with its period in seconds."""
        return [
            (1.0, self.timekeeping.step),
            (1.0, self.sending.follow),
            (5.0, self.signing.resume),
            (600.0, self.uploads.forget_old),
            (10.0, self.shredding.step),
        ]
