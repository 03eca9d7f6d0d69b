"""Bulk approval: one act over a manifest of content hashes, with a result for each document.

The manifest is what the person confirms or signs: canonical JSON of run and content hash, sorted, so that its SHA-256
stands for exactly these documents in exactly this state. What must be read is blocked until it was.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass

from document_flow.outcome import Refusal
from document_flow.paths.path import Path
from document_flow.paths.refusals import refusal
from document_flow.paths.state import State


@dataclass(frozen=True, slots=True)
class BulkItem:
    """A document that was selected: its run and the content hash that the person saw in the list.

    `was_read`: the person has opened this very content. `on_behalf_of`: for whom, where it is not for himself.
    """

    run: str
    content_hash: str
    was_read: bool = False
    on_behalf_of: str | None = None


@dataclass(frozen=True, slots=True)
class Manifest:
    """What one act approves; the hash is that of the bytes, in hex."""

    body: bytes
    sha256: str


def manifest(items: Iterable[BulkItem]) -> Manifest:
    """The same bytes for the same documents, in whatever order they were selected."""
    rows = sorted({(item.run, item.content_hash, item.on_behalf_of or "") for item in items})
    plain = [{"content_sha256": content, "on_behalf_of": principal, "run": run} for run, content, principal in rows]
    body = json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    return Manifest(body, hashlib.sha256(body).hexdigest())


def blocked(path: Path, state: State, item: BulkItem, *, may_be_unread: bool = False) -> Refusal | None:
    """Why the document may not be approved in a bulk: it was not opened, and body and stage do not allow that."""
    if state.stage is None or item.was_read:
        return None
    definition = path.stages[state.current]
    return None if may_be_unread and definition.bulk else refusal("path.unread", stage=definition.title)
