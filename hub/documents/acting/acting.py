"""T1 of documents: commands in, events with their chain, inbox, timers, numbers, messages and evidence in one commit.

The documents of a batch are locked in the order of their ids; commands about one document are decided one after the
other, each on what the one before made of it, so of two racing approvals one takes effect.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from document_flow.context import Context
from document_flow.documents.acts.approval_step import ApprovalStep
from document_flow.documents.acts.register import Registered
from document_flow.documents.acts.tick import Tick
from document_flow.documents.case import Case
from document_flow.documents.event import Command, Event
from document_flow.documents.evolving import NOTHING, replay
from document_flow.documents.facts import Origin, Registration
from document_flow.documents.kernel import decide
from document_flow.documents.registry import name_of
from document_flow.documents.state import Document
from document_flow.outcome import Refusal
from document_flow.paths.acts.move_path import MovePath
from document_flow.paths.acts.submit import Submit
from document_flow.paths.canonical import version_id
from document_flow.paths.path import Path
from document_flow.people import HUB
from document_flow.words import Words
from hub.clock import SECOND
from hub.documents.acting.completing import Asking, States, completed
from hub.documents.acting.path_repository import PathRepository
from hub.documents.acting.reading import opened
from hub.documents.acting.writing import Change, write_changes
from hub.documents.office.body import BodyRules
from hub.documents.office.directory import Staff, Surroundings
from hub.exchange.accept import store_messages
from hub.exchange.model import NewMessage
from hub.failpoints import failpoint
from hub.store.command_ledger import Entry, enter, entries
from hub.store.sealing import KeyedHash, Sealer
from hub.store.tx import Tx, ids
from hub.store.writer import LINGER_S

_SKEW = 5 * SECOND
"""Clocks of a cluster differ a little: within this, an event takes the time of the one before it."""


@dataclass(frozen=True, slots=True)
class GivenCommand:
    """A command about one document. `key` is the keyed hash of its idempotency key, `content` the hash of what it says.

    `expected` is the version that whoever asks has seen; None where the command cannot be stale. `messages` are stored
    with the events if the command is accepted.
    """

    document: str
    command: Command
    key: str
    content: str
    by: str
    expected: int | None = None
    messages: tuple[NewMessage, ...] = ()


@dataclass(frozen=True, slots=True)
class Acted:
    """What the command came to: the document's version after it, and the document itself. `events` are their names."""

    document: str
    version: int
    state: Document
    repeated: bool = False
    events: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Stale:
    """The document has moved on since the version that was expected; nothing was changed."""

    version: int
    since: int


@dataclass(frozen=True, slots=True)
class KeyReused:
    """The same idempotency key came with another command; nothing was changed."""

    document: str


Told = Callable[[Origin, Registration, str], NewMessage]
"""Makes the notice that an arrival is in our journal, at that unit."""
Answer = Acted | Refusal | Stale | KeyReused


@dataclass(slots=True)
class BatchState:
    """The documents of a batch as they stand while it is decided."""

    now: int
    around: Surroundings
    changes: dict[str, Change] = field(default_factory=dict)
    entries: dict[str, Entry] = field(default_factory=dict)
    messages: list[NewMessage] = field(default_factory=list)

    @property
    def context(self) -> Context:
        """The moment, for the rules."""
        return self.around.context(self.now)


class ActBatch:
    """The writer's batch of commands about documents."""

    name = "documents"
    linger = LINGER_S

    def __init__(
        self,
        staff: Staff,
        path_repository: PathRepository,
        sealer: Sealer,
        keyed: KeyedHash,
        rules: BodyRules,
        registered: Told,
    ) -> None:
        self._staff = staff
        self._path_repository = path_repository
        self._sealer = sealer
        self._keyed = keyed
        self._rules = rules
        self._registered = registered

    async def run(self, tx: Tx, commands: Sequence[GivenCommand]) -> Sequence[Answer]:
        """Decide them in order; what is refused changes nothing and hinders nobody."""
        # The locks come first: whoever repeats a command that another process still works on waits here, and then
        # finds its key.
        changes = await self._load(tx, sorted({act.document for act in commands}), lock="{lock d}")
        known = await entries(tx, [act.key for act in commands])
        desk = BatchState(await tx.now(), await self._staff.now(tx), changes)
        answers = [await self._one(tx, desk, act, known) for act in commands]
        await write_changes(tx, self._sealer, self._keyed, list(desk.changes.values()), desk.context, desk.now)
        await enter(tx, desk.entries.values(), desk.now)
        await store_messages(tx, desk.messages, desk.now)
        await failpoint("documents.before_commit")
        return answers

    async def read_back(self, tx: Tx, command: GivenCommand) -> Answer | None:
        """Find what a lost commit did with this command."""
        entry = (await entries(tx, [command.key])).get(command.key)
        if entry is None:
            return None
        answer = await self._again(tx, command, entry)
        return replace(answer, repeated=False) if isinstance(answer, Acted) else answer

    async def states(self, tx: Tx, wanted: Sequence[str]) -> dict[str, Document]:
        """Documents as they stand, for the hub's own eyes; not locked."""
        return {name: change.after for name, change in (await self._load(tx, wanted, lock="")).items()}

    async def _load(self, tx: Tx, wanted: Sequence[str], lock: str) -> dict[str, Change]:
        rows = await tx.fetch(
            "SELECT d.id, d.version, d.chain_hash, d.state_sealed, d.path_hash, d.changed_at FROM documents d"
            f" JOIN {{rows}} ON r.id = d.id ORDER BY d.id {lock}",
            rows=ids(wanted),
        )
        found = {}
        for row in rows:
            state = opened(self._sealer, row)
            path = await self._path_repository.path(tx, row["path_hash"]) if row["path_hash"] else None
            found[row["id"]] = Change(
                row["id"], state, state, path, row["chain_hash"], path_before=path, last=row["changed_at"]
            )
        return found

    async def _again(self, tx: Tx, act: GivenCommand, entry: Entry) -> Acted | KeyReused:
        found = await self._load(tx, [entry.subject], lock="")
        return _same(act, entry, found[entry.subject].after)

    async def _one(self, tx: Tx, desk: BatchState, act: GivenCommand, known: Mapping[str, Entry]) -> Answer:
        if act.key in known:
            return await self._again(tx, act, known[act.key])
        if act.key in desk.entries:
            entry = desk.entries[act.key]
            return _same(act, entry, desk.changes[entry.subject].after)
        change = desk.changes.get(act.document) or Change(act.document, NOTHING, NOTHING, None, "")
        if act.expected is not None and act.expected != change.after.length:
            return Stale(change.after.length, act.expected)
        path = await self._path(tx, act.command, change)
        if isinstance(path, Refusal):
            return path
        if desk.now < change.last - _SKEW:
            return _CLOCK_BACK
        case = Case(change.after, path, desk.around.context(max(desk.now, change.last)))
        asking = Asking(tx, act.document, case, self._rules, self._seen_from(desk), self._keyed)
        command = await completed(asking, act.command)
        if isinstance(command, Refusal):
            return command
        decided = decide(case, command)
        if isinstance(decided, Refusal):
            return decided
        after = replay(decided, change.after)
        moved = after.run.path_sha256
        change = change.grown(decided, after, await self._path_repository.path(tx, moved) if moved else None)
        desk.changes[act.document] = replace(change, ticked=change.ticked or isinstance(command, Tick))
        desk.entries[act.key] = Entry(act.key, act.content, act.by, act.document, after.length)
        desk.messages.extend((*act.messages, *self._told(act, after, decided)))
        return Acted(act.document, after.length, after, events=tuple(name_of(event) for event in decided))

    def _told(self, act: GivenCommand, after: Document, events: Sequence[Event]) -> Iterator[NewMessage]:
        """The notice to the sender of an arrival that people register; what the hub registers, it tells by itself."""
        origin = after.origin
        for event in events:
            if isinstance(event, Registered) and act.by != HUB and origin is not None and origin.consignment:
                yield self._registered(origin, event.registration, after.unit)

    async def _path(self, tx: Tx, command: Command, change: Change) -> Path | Refusal | None:
        """The version that the document goes by; a submission may name the one that it is to go by.

        One that was refused may go by another. Nothing is moved to a version that is in no store.
        """
        if not isinstance(command, ApprovalStep):
            return change.path
        match command.command:
            case MovePath(to=to):
                stored = await self._path_repository.chosen(tx, version_id(to), change.after.kind)
                return stored if isinstance(stored, Refusal) else change.path
            case Submit() if change.path is None or (command.path and change.after.run.status == "refused"):
                return await self._path_repository.chosen(tx, command.path, change.after.kind)
            case _:
                return change.path

    def _seen_from(self, desk: BatchState) -> States:
        """Other documents as the batch has made them so far."""

        async def states(tx: Tx, wanted: Sequence[str]) -> dict[str, Document]:
            here = {name: desk.changes[name].after for name in wanted if name in desk.changes}
            return here | await self.states(tx, [name for name in wanted if name not in here])

        return states


_CLOCK_BACK = Refusal(
    "documents.clock_back",
    Words(
        "Saat geri gedib: sənəddə bundan sonrakı vaxtla hadisə var. Serverin saatı düzəldiləndə təkrar edin.",
        "The clock has gone back: the document has an event of a later time. Repeat it once the clock is right.",
    ),
    "state",
)


def _same(act: GivenCommand, found: Entry, state: Document) -> Acted | KeyReused:
    if found.content != act.content:
        return KeyReused(found.subject)
    return Acted(found.subject, found.version, state, repeated=True)
