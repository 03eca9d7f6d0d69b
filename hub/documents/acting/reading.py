"""What is asked about documents: their events, whether the chain holds, lists by what a person may see."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from document_flow.context import BAKU
from document_flow.documents.acts.approval_step import ApprovalStepTaken
from document_flow.documents.event import Event
from document_flow.documents.evolving import replay
from document_flow.documents.registry import EVENTS, name_of
from document_flow.documents.state import DOCUMENTS, Document, status_of
from document_flow.paths.acts.remarks import PrivatelyNoted
from hub.clock import SECOND
from hub.documents.acting.document_words import rarest
from hub.evidence.histories import Histories, History, HistoryLine
from hub.evidence.holding import Held, differing
from hub.store.ids import NEWEST, first_id_at, next_cursor
from hub.store.sealing import Sealer
from hub.store.store import Store
from hub.store.tx import Row, Rows, Tx
from hub.store.where import Where

CHANGED = "document.changed"
"""The kind of the leaf that a commit writes of a document, with the head of its chain."""
HISTORIES = Histories("document", CHANGED, EVENTS, name_of)
_DAY = timedelta(days=1)
WINDOW = 20_000
"""How many of the newest one page looks through where a search has more than that."""


async def history(tx: Tx, sealer: Sealer, document: str) -> History[Event]:
    """All events, each checked against the chain, beside what else keeps their end; within a snapshot."""
    return await HISTORIES.read(tx, sealer, document)


IN_CLEAR = "kind, status, access, version, author, unit, path_hash, reg_no, reg_date, case_file, held"
"""What a document's row says in clear beside its sealed state, as far as that alone decides it."""


def in_clear(document: Document) -> tuple[str | int | None, ...]:
    """The values of `IN_CLEAR`."""
    registered = document.registration
    return (
        document.kind,
        status_of(document).value,
        document.access,
        document.length,
        document.author,
        document.unit,
        document.run.path_sha256 or None,
        registered.reg_no if registered else None,
        registered.on.isoformat() if registered else None,
        document.case_file or None,
        int(bool(document.hold)),
    )


def altered_documents(store: Store, sealer: Sealer) -> AsyncIterator[str]:
    """Ids of the documents whose history, row and evidence do not agree, and of those that are gone."""

    async def is_so(tx: Tx, name: str) -> bool:
        found = await history(tx, sealer, name)
        (row,) = await tx.fetch(f"SELECT id, state_sealed, {IN_CLEAR} FROM documents WHERE id = :id", {"id": name})
        document = replay(line.event for line in found.lines)
        said = tuple(row[each.strip()] for each in IN_CLEAR.split(","))
        return found.intact and document == opened(sealer, row) and in_clear(document) == said

    return differing(store, Held("documents", CHANGED, is_so))


def readable_by(line: HistoryLine[Event], logins: Sequence[str]) -> bool:
    """False for a private note to the eyes of anybody but its writer and its reader."""
    event = line.event
    if isinstance(event, ApprovalStepTaken) and isinstance(event.event, PrivatelyNoted):
        return event.event.by in logins or event.event.to in logins
    return True


@dataclass(frozen=True, slots=True)
class Found:
    """A document in a list."""

    id: str
    version: int
    state: Document
    changed_at: int


@dataclass(frozen=True, slots=True)
class DocumentQuery:
    """Which documents: by status, kind, number or words (keys of `document_words`); older than `before` (an id).

    `first` and `last` are days of registration, of what has no number the days on which it was begun.
    """

    status: str | None = None
    kind: str | None = None
    reg_no: str | None = None
    before: str = NEWEST
    limit: int = 50
    words: tuple[str, ...] = ()
    first: date | None = None
    last: date | None = None

    @property
    def is_search(self) -> bool:
        """Whether it asks for what is no column of the list: then so many of the newest are looked through a page."""
        return bool(self.words) or self.first is not None or self.last is not None


@dataclass(frozen=True, slots=True)
class FoundDocuments:
    """A page, newest first. `next` is the next page's cursor; `looked_to` the id where a bounded search stopped."""

    rows: list[Found]
    next: str | None
    looked_to: str | None = None


async def find(
    tx: Tx, sealer: Sealer, wanted: DocumentQuery, logins: Sequence[str], *, access: Sequence[str]
) -> list[Found]:
    """Documents, newest first: those of the kinds of `access` (open, restricted), and those the logins have part in.

    The first of the logins is who looks: what is about that person is left out.
    """
    return (await search(tx, sealer, wanted, logins, access=access)).rows


async def search(
    tx: Tx, sealer: Sealer, wanted: DocumentQuery, logins: Sequence[str], *, access: Sequence[str]
) -> FoundDocuments:
    """The same, a page of it; a search along the rarest of its words, or through a window of the newest."""
    where = Where(_NOT_ABOUT).given("d.id < :before", before=wanted.before)
    where.values |= {"most": wanted.limit, "eyes": logins[0]}
    for name in ("status", "kind", "reg_no"):
        where.given(f"d.{name} = :{name}", **{name: getattr(wanted, name)})
    where.given(_seen(access))
    _days(where, wanted)
    window, of_window = await _window(tx, wanted, where)
    source = f"({window} LIMIT {WINDOW}) AS k JOIN documents d ON d.id = k.id" if window else "documents d"
    rows = await tx.fetch(
        f"SELECT d.id, d.version, d.state_sealed, d.changed_at FROM {source} WHERE {where}"
        " ORDER BY d.id DESC LIMIT :most",
        where.values,
        Rows("login text", [(login,) for login in logins]),
    )
    found = [Found(row["id"], row["version"], opened(sealer, row), row["changed_at"]) for row in rows]
    following = next_cursor([each.id for each in found], wanted.limit)
    if following is not None or not window:
        return FoundDocuments(found, following)
    last = await tx.fetch(f"{window} LIMIT 1 OFFSET {WINDOW - 1}", of_window)
    end = str(last[0]["id"]) if last else None
    return FoundDocuments(found, end, end)


_NOT_ABOUT = "NOT EXISTS (SELECT 1 FROM document_barred b WHERE b.login = :eyes AND b.document_id = d.id)"
_MINE = "d.id IN (SELECT p.document_id FROM document_people p JOIN {rows} ON r.login = p.login)"


def _seen(access: Sequence[str]) -> str:
    listed = ", ".join(f"'{each}'" for each in access if each in ("open", "restricted"))
    return f"(d.access IN ({listed}) OR {_MINE})" if access else _MINE


def _days(where: Where, wanted: DocumentQuery) -> None:
    if wanted.first is not None:
        where.given(
            "(d.reg_date >= :first OR (d.reg_date IS NULL AND d.id >= :since))",
            first=wanted.first.isoformat(),
            since=_first_id_of(wanted.first),
        )
    if wanted.last is not None:
        where.given("(d.reg_date <= :last OR d.reg_date IS NULL)", last=wanted.last.isoformat())


async def _window(tx: Tx, wanted: DocumentQuery, where: Where) -> tuple[str, dict[str, object]]:
    """Ids to look through, newest first, with the values of that statement; the other words become conditions."""
    if not wanted.is_search:
        return "", {}
    values: dict[str, object] = {"before": wanted.before}
    if wanted.last is not None:
        values["before"] = where.values["before"] = min(wanted.before, _first_id_of(wanted.last + _DAY))
    if not wanted.words:
        return "SELECT e.id FROM documents e WHERE e.id < :before ORDER BY e.id DESC", values
    values["word"] = where.values["word"] = first = await rarest(tx, wanted.words)
    others = [each for each in wanted.words if each != first]
    for number, word in enumerate(others):
        name = f"also_{chr(ord('a') + number)}"
        where.given(
            f"EXISTS (SELECT 1 FROM document_words {name} WHERE {name}.word = :{name} AND {name}.document_id = d.id)",
            **{name: word},
        )
    window = (
        "SELECT w.document_id AS id FROM document_words w WHERE w.word = :word AND w.document_id < :before"
        " ORDER BY w.document_id DESC"
    )
    return window, values


def _first_id_of(day: date) -> str:
    return first_id_at(int(datetime.combine(day, time(), BAKU).timestamp()) * SECOND)


def opened(sealer: Sealer, row: Row) -> Document:
    """What a document's events have come to, from its row: id, version and state."""
    return DOCUMENTS.validate_json(sealer.unseal("documents.state", row["id"], row["state_sealed"], row["version"]))
