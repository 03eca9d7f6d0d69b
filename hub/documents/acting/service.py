"""What people do with documents: commands under idempotency keys, translated into answers and problems."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from document_flow.azerbaijani import Ending, ended, ordinal
from document_flow.context import Context
from document_flow.documents.case import Case
from document_flow.documents.event import Command
from document_flow.documents.registry import COMMANDS
from document_flow.documents.state import Document
from document_flow.documents.visibility import is_awaited, may_see
from document_flow.outcome import Refusal
from hub.documents.acting.acting import ActBatch, Acted, Answer, GivenCommand, KeyReused, Stale
from hub.documents.acting.path_repository import PathRepository
from hub.documents.acting.reading import opened
from hub.documents.acting.telling import tell
from hub.documents.office.directory import Staff, Surroundings
from hub.errors import Conflict, HubError, NotFound, Words, by_rule
from hub.exchange.model import NewMessage
from hub.failpoints import failpoint
from hub.store.command_ledger import TAKEN
from hub.store.content import ContentStore
from hub.store.ids import new_id
from hub.store.sealing import KeyedHash, Sealer
from hub.store.store import Store
from hub.store.tx import Tx, first, first_or
from hub.store.writer import Writer

_STATE = "SELECT id, version, state_sealed"
_NOT_THERE = Words(
    "Belə sənəd yoxdur və ya onu görmək hüququnuz yoxdur.", "There is no such document that you may see."
)


@dataclass(frozen=True, slots=True)
class Given:
    """How a command is given: under which key of the sender, and on which version of the document."""

    key: str
    expected: int | None = None
    messages: tuple[NewMessage, ...] = ()
    request: str = ""
    """What was asked, where the command has more in it than that: times, numbers, ids made on the way."""


@dataclass(frozen=True, slots=True)
class Documents:
    """The documents of an installation."""

    store: Store
    writer: Writer
    batch: ActBatch
    staff: Staff
    path_repository: PathRepository
    sealer: Sealer
    hash: KeyedHash
    content: ContentStore

    async def create(self, who: str, command: Command, given: Given) -> Acted:
        """Begin a document; the same key and command answer with the same document."""
        return await self.act(who, new_id(), command, given)

    async def act(self, who: str, document: str, command: Command, given: Given) -> Acted:
        """Give a command. HubError with the rule's code where it is refused, Conflict where it comes too late."""
        answer = await self.attempt(who, document, command, given)
        if isinstance(answer, Acted):
            return answer
        raise await self._problem(document, answer)

    async def attempt(self, who: str, document: str, command: Command, given: Given) -> Answer:
        """The same with the refusal as a value."""
        content = self.hash("command", given.request or COMMANDS.dump_json(command).decode())
        key = self.hash("document-command", f"{who}\x00{given.key}")
        act = GivenCommand(document, command, key, content, who, given.expected, given.messages)
        answer = await self.writer.submit(self.batch, act)
        await failpoint("documents.before_answer")
        if isinstance(answer, Acted):
            tell(answer)
        return answer

    async def done_since(self, tx: Tx, document: str, login: str, version: int) -> Sequence[str]:
        """What this hand has done to the document after that version: names of events, in order, at most 6."""
        rows = await tx.fetch(
            "SELECT kind FROM document_events WHERE document_id = :id AND number > :since AND actor = :login"
            " ORDER BY number LIMIT 6",
            {"id": document, "since": version, "login": login},
        )
        return [row["kind"] for row in rows]

    async def around(self) -> Surroundings:
        """The people and the calendar as they are now."""
        async with self.store.read() as tx:
            return await self.staff.now(tx)

    async def case(self, tx: Tx, document: str, login: str) -> Case:
        """A document as this person may see it; NotFound where there is none, or none for those eyes."""
        row = await first_or(
            NotFound("documents.unknown", _NOT_THERE),
            tx,
            f"{_STATE}, path_hash FROM documents WHERE id = :id",
            {"id": document},
        )
        state = opened(self.sealer, row)
        context = (await self.staff.now(tx)).context(await tx.now())
        if not self.sees(state, login, context):
            raise NotFound("documents.unknown", _NOT_THERE)
        path = await self.path_repository.path(tx, row["path_hash"]) if row["path_hash"] else None
        return Case(state, path, context.told_of(await _acts(tx, document) if context.directory.former else ()))

    async def load(self, tx: Tx, document: str) -> Document | None:
        """A document for the hub's own eyes; None where there is none."""
        row = await first(tx, f"{_STATE} FROM documents WHERE id = :id", {"id": document})
        return opened(self.sealer, row) if row is not None else None

    def sees(self, document: Document, login: str, context: Context) -> bool:
        """Whether the person may see it for himself, or for whom he stands in."""
        directory, today = context.directory, context.today
        eyes: Sequence[str] = (login, *directory.acting_for(login, today, document.kind))
        officials = [directory.officials[eye] for eye in eyes if eye in directory.officials]
        if login in document.barred:
            return False
        case = Case(document, None, context)
        return any(may_see(document, each) or is_awaited(case, each.login) for each in officials)

    async def _problem(self, document: str, answer: Refusal | Stale | KeyReused) -> HubError:
        if isinstance(answer, KeyReused):
            return Conflict("documents.key_taken", TAKEN, place="Idempotency-Key")
        if isinstance(answer, Stale):
            return await self._stale(document, answer)
        return by_rule(answer)

    async def require_fresh(self, document: str, case: Case, given: Given) -> None:
        """Conflict, with what has changed, unless the document is at the version that was expected."""
        if given.expected is not None and given.expected != case.document.length:
            raise await self._stale(document, Stale(case.document.length, given.expected))

    async def _stale(self, document: str, stale: Stale) -> HubError:
        """What has happened since the version that was expected: names and hands, no content."""
        async with self.store.read() as tx:
            rows = await tx.fetch(
                "SELECT number, kind, actor FROM document_events WHERE document_id = :id AND number > :since"
                " ORDER BY number LIMIT 50",
                {"id": document, "since": stale.since},
            )
        problem = Conflict("documents.stale", _stale_words(stale), place="expected_version")
        problem.extra = {"version": stale.version, "changed": [dict(row) for row in rows]}
        return problem


async def _acts(tx: Tx, document: str) -> list[tuple[str, int]]:
    """Who acted on it, and when, the first first."""
    sql = "SELECT actor, at FROM document_events WHERE document_id = :id ORDER BY number"
    return [(row["actor"], row["at"]) for row in await tx.fetch(sql, {"id": document})]


def _stale_words(stale: Stale) -> Words:
    return Words(
        f"Sənəd {ordinal(stale.since)} versiyadan sonra dəyişib, indi {ended(stale.version, Ending.COPULA)}."
        " Dəyişikliyə baxıb təkrar edin.",
        f"The document has changed since version {stale.since}; it is at {stale.version} now. Look and try again.",
    )
