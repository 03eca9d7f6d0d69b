"""Rows that say the same as the documents, for questions over many of them: contents, links, repeats,
resolutions.

Like the inbox they are written with the event that changes them, by difference from the state before.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from document_flow.context import BAKU
from document_flow.correspondence import paper_key
from document_flow.documents.state import Document
from document_flow.orders.state import Resolution
from document_flow.people import Directory
from hub.documents.acting.held_contents import hold
from hub.store.legal_time import NO_DUE
from hub.store.sealing import KeyedHash
from hub.store.tx import Tx


class Changed(Protocol):
    """A document before and after a batch."""

    @property
    def id(self) -> str: ...
    @property
    def before(self) -> Document: ...
    @property
    def after(self) -> Document: ...


_RESOLUTION = (
    "INSERT INTO resolutions (document_id, resolution, unit, executor, given, due, executed, controlled, extensions)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (document_id, resolution) DO UPDATE SET"
    " unit = excluded.unit, executor = excluded.executor, due = excluded.due, executed = excluded.executed,"
    " controlled = excluded.controlled, extensions = excluded.extensions"
)


async def write_projections(tx: Tx, keyed: KeyedHash, changed: Sequence[Changed], directory: Directory) -> None:
    """All of them."""
    await _write_contents(tx, keyed, changed)
    await _write_barred(tx, changed)
    await _write_links(tx, changed)
    await _write_repeats(tx, keyed, [each for each in changed if not each.before.length])
    await tx.many(_RESOLUTION, [row for each in changed for row in _resolutions(each, directory)])


async def _write_contents(tx: Tx, keyed: KeyedHash, changed: Sequence[Changed]) -> None:
    """Which contents a document refers to; those of one that was destroyed are gone, and are seen to later."""
    fresh = [(each.id, sha256) for each in changed for sha256 in contents(each.after) - contents(each.before)]
    await hold(tx, keyed, fresh)
    gone = [(each.id,) for each in changed if each.after.destroyed_at is not None and each.before.destroyed_at is None]
    await tx.many("UPDATE document_files SET gone = 1 WHERE document_id = $1", gone)


def contents(document: Document) -> set[str]:
    """The hashes of all that it keeps in the content store: files of every version, and signed files."""
    files = [file for version in document.versions for file in version.files]
    return {file.sha256 for file in (*files, *(signature.file for signature in document.signatures))}


async def _write_barred(tx: Tx, changed: Sequence[Changed]) -> None:
    """They are never taken from it again."""
    fresh = [
        (login, each.id)
        for each in changed
        for login in sorted(each.after.barred - (each.before.barred if each.before.length else frozenset()))
    ]
    await tx.insert("document_barred", "login, document_id", fresh)


async def _write_links(tx: Tx, changed: Sequence[Changed]) -> None:
    """What a document is linked to, so that it is found from there."""
    fresh = [
        (each.id, link.other, link.relation)
        for each in changed
        for link in each.after.links
        if link not in each.before.links
    ]
    await tx.many(
        "INSERT INTO document_links (document_id, other_id, relation) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING", fresh
    )


async def _write_repeats(tx: Tx, keyed: KeyedHash, new: Sequence[Changed]) -> None:
    """By what a repeated appeal is found, and a paper that came twice."""
    keys = [
        (key, each.id) for each in new for key in (*_citizen_keys(each.after), same_paper_key(keyed, each.after)) if key
    ]
    await tx.insert("document_keys", "key_hash, document_id", keys)


def _citizen_keys(document: Document) -> tuple[str, ...]:
    """Under which the citizen's appeals are found: all of them, and those about the same."""
    appeal = document.appeal
    return (appeal.citizen, appeal.repeat_key) if appeal is not None else ()


def same_paper_key(keyed: KeyedHash, document: Document) -> str:
    """Under which a paper of the same body, number and day is found; empty where it has none of these."""
    key = paper_key(document.origin)
    return keyed("paper", key) if key else ""


def _resolutions(changed: Changed, directory: Directory) -> list[tuple[object, ...]]:
    before: Mapping[str, Resolution] = changed.before.orders.resolutions
    return [
        (changed.id, *_row(each, changed.after, directory))
        for each in changed.after.orders.resolutions.values()
        if each != before.get(each.id)
    ]


def _row(resolution: Resolution, document: Document, directory: Directory) -> tuple[object, ...]:
    lead = directory.officials.get(resolution.lead)
    executed = resolution.executed_at
    granted = sum(each.granted is True for each in resolution.extensions)
    return (
        resolution.id,
        lead.unit if lead is not None else document.unit,
        resolution.lead,
        resolution.given_at.astimezone(BAKU).date().isoformat(),
        resolution.due.isoformat() if resolution.due else NO_DUE,
        executed.astimezone(BAKU).date().isoformat() if executed else NO_DUE,
        int(_is_controlled(resolution)),
        granted,
    )


def _is_controlled(resolution: Resolution) -> bool:
    """Under control now, or executed under it; what its owner let go unexecuted is not."""
    control = resolution.control
    return control is not None and (control.released_at is None or not control.reason)
