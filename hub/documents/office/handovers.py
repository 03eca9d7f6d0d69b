"""Handover acts (təhvil-təslim aktı): drawn up over every open document of a leaver, carried out one by one.

The act lists what there is when it is drawn up. Carrying it out gives one command to each document under a key of its
own, so it may be broken off anywhere and gone on with, by whomever; a document that has changed since says so.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import assert_never

from pydantic import TypeAdapter

from document_flow.context import Context
from document_flow.documents.acts.hand_over import HandOver
from document_flow.documents.case import Case
from document_flow.documents.parts import Part, parts_of
from document_flow.documents.state import Document
from document_flow.outcome import Refusal
from document_flow.people import Directory
from hub.documents.acting.acting import Acted, KeyReused, Stale
from hub.documents.acting.service import Documents, Given
from hub.evidence.leaf import make_leaf, write_leaves
from hub.store.command_ledger import Entry, enter, repeated
from hub.store.legal_time import legal_now
from hub.store.sealing import MARK, seal_text, with_texts
from hub.store.tx import Row, Tx

DONE = "done"
_PAGE = 200
_AT_ONCE = 50
_PARTS: TypeAdapter[tuple[Part, ...]] = TypeAdapter(tuple[Part, ...])


@dataclass(frozen=True, slots=True)
class HandoverWish:
    """Whose work goes to whom, by which act and why."""

    leaver: str
    receiver: str
    act: str
    reason: str


@dataclass(frozen=True, slots=True)
class Item:
    """One document of an act; `outcome` is none before it was tried, then `done` or why it was refused."""

    document: str
    state: Document
    parts: tuple[Part, ...]
    outcome: str | None


@dataclass(frozen=True, slots=True)
class Act:
    """An act as it stands."""

    id: str
    wanted: HandoverWish
    made_by: str
    created_at: int
    items: tuple[Item, ...]

    def told(self, directory: Directory) -> Directory:
        """By the names of when it was drawn up."""
        return directory.told_of([(self.made_by, self.created_at)])


async def draw_up(documents: Documents, official: str, key: str, wanted: HandoverWish) -> str:
    """Write down the act with all that the leaver has; under the same key it is the same act. Its id."""
    key_hash = documents.hash("handover", f"{official}\x00{key}")
    name, content = key_hash.removeprefix(MARK), documents.hash("handover-content", _said(wanted))
    async with documents.store.read() as tx:
        if await repeated(tx, key_hash, content, "handovers.key_taken"):
            return name
        context = (await documents.staff.now(tx)).context(await tx.now())
        found = await _open_parts(tx, documents, context, wanted.leaver)
    async with documents.store.write() as tx:
        now, drawn_up = await tx.now(), await legal_now(tx)
        if not await tx.fetch("SELECT h.id FROM handovers h WHERE h.id = :id", {"id": name}):
            reason = seal_text(documents.sealer, "handovers.reason", name, wanted.reason)
            await tx.insert(
                "handovers",
                "id, act, leaver, receiver, reason_sealed, made_by, created_at",
                [(name, wanted.act, wanted.leaver, wanted.receiver, reason, official, drawn_up)],
            )
            await enter(tx, [Entry(key_hash, content, official, name)], now)
            lines = [
                (name, each, _PARTS.dump_json(parts).decode())
                for each, (state, parts) in found.items()
                if official not in state.barred
            ]
            await tx.insert("handover_items", "handover_id, document_id, parts", lines)
            await write_leaves(tx, [make_leaf("handover.drawn_up", name, now, act=wanted.act, documents=len(lines))])
    return name


def _said(wanted: HandoverWish) -> str:
    return f"{wanted.leaver}\x00{wanted.receiver}\x00{wanted.act}\x00{wanted.reason}"


async def _open_parts(
    tx: Tx, documents: Documents, context: Context, leaver: str
) -> dict[str, tuple[Document, tuple[Part, ...]]]:
    rows = await tx.fetch(
        "SELECT d.id FROM document_people p JOIN documents d ON d.id = p.document_id"
        " WHERE p.login = :login AND d.closed_at IS NULL ORDER BY d.id",
        {"login": leaver},
    )
    names = [row["id"] for row in rows]
    found: dict[str, tuple[Document, tuple[Part, ...]]] = {}
    for start in range(0, len(names), _PAGE):
        for name, state in (await documents.batch.states(tx, names[start : start + _PAGE])).items():
            path = await documents.path_repository.path(tx, state.run.path_sha256) if state.run.path_sha256 else None
            parts = parts_of(Case(state, path, context), leaver)
            if parts:
                found[name] = state, parts
    return found


async def act_of(tx: Tx, documents: Documents, name: str) -> Act | None:
    """An act with its documents as they are now, and what became of each."""
    rows = await tx.fetch(
        "SELECT id, act, leaver, receiver, reason_sealed, made_by, created_at FROM handovers WHERE id = :id",
        {"id": name},
    )
    if not rows:
        return None
    lines = await tx.fetch(
        "SELECT document_id, parts, outcome FROM handover_items WHERE handover_id = :id ORDER BY document_id",
        {"id": name},
    )
    states = await documents.batch.states(tx, [line["document_id"] for line in lines])
    (row,) = with_texts(documents.sealer, "handovers", rows, "reason")
    return Act(
        name,
        HandoverWish(row["leaver"], row["receiver"], row["act"], row["reason"]),
        row["made_by"],
        row["created_at"],
        tuple(
            Item(line["document_id"], states[line["document_id"]], _PARTS.validate_json(line["parts"]), line["outcome"])
            for line in lines
        ),
    )


async def carry_out(documents: Documents, act: Act, official: str) -> None:
    """Hand over every document that is not done yet; what is refused is noted with its code, and may be tried again."""
    waiting = [item for item in act.items if item.outcome != DONE]
    for start in range(0, len(waiting), _AT_ONCE):
        some = waiting[start : start + _AT_ONCE]
        outcomes = await asyncio.gather(*(_one(documents, act, item, official) for item in some))
        await _note(documents, act.id, [(item.document, outcome) for item, outcome in zip(some, outcomes, strict=True)])


async def _one(documents: Documents, act: Act, item: Item, official: str) -> str:
    wanted = act.wanted
    command = HandOver(
        by=official,
        act=wanted.act,
        leaver=wanted.leaver,
        receiver=wanted.receiver,
        reason=wanted.reason,
        parts=item.parts,
    )
    key = f"{act.id}/{item.document}"
    answer = await documents.attempt("handover", item.document, command, Given(key, request=key))
    match answer:
        case Acted():
            return DONE
        case Refusal():
            return answer.code
        case Stale() | KeyReused():
            return "documents.stale"
        case _:
            assert_never(answer)


async def _note(documents: Documents, act: str, outcomes: Sequence[tuple[str, str]]) -> None:
    async with documents.store.write() as tx:
        await tx.many(
            "UPDATE handover_items SET outcome = $3 WHERE handover_id = $1 AND document_id = $2",
            [(act, document, outcome) for document, outcome in outcomes],
        )


async def untried_acts(tx: Tx, most: int) -> Sequence[Row]:
    """Acts with documents that nobody has tried to hand over yet, the newest first."""
    return await tx.fetch(
        "SELECT h.id, h.act, h.leaver, h.receiver, h.made_by, h.created_at FROM handovers h WHERE EXISTS"
        " (SELECT 1 FROM handover_items i WHERE i.handover_id = h.id AND i.outcome IS NULL)"
        " ORDER BY h.id DESC LIMIT :most",
        {"most": most},
    )


async def newest_acts(tx: Tx) -> Sequence[Row]:
    """The newest acts, without their documents."""
    return await tx.fetch(
        "SELECT id, act, leaver, receiver, made_by, created_at FROM handovers ORDER BY id DESC LIMIT 50"
    )
