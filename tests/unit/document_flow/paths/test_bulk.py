"""Bulk approval: one act over exactly these contents, nothing unread."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from document_flow.paths.bulk import BulkItem, blocked, manifest
from document_flow.paths.path import Path
from tests.unit.document_flow.paths.building import (
    H1,
    H2,
    LAWYER,
    drafted,
    path,
    person,
    stage,
    submitted,
)


def visa(**more: Any) -> Path:
    return path(stage(who=person(LAWYER, "lawyer2"), **more))


def test_a_manifest_is_the_same_in_any_order_and_names_every_content() -> None:
    items = [BulkItem("2", H1), BulkItem("1", H2, on_behalf_of="m1"), BulkItem("2", H1)]

    made = manifest(items)

    assert made == manifest(reversed(items))
    assert json.loads(made.body) == [
        {"run": "1", "content_sha256": H2, "on_behalf_of": "m1"},
        {"run": "2", "content_sha256": H1, "on_behalf_of": ""},
    ]
    assert made.sha256 == hashlib.sha256(made.body).hexdigest()
    assert made.sha256 != manifest(items[:1]).sha256


def test_what_must_be_read_is_blocked_until_it_was() -> None:
    run, free = submitted(visa(bulk=False)), submitted(visa())
    draft = drafted(visa(bulk=False))

    unread = blocked(run.path, run.state, BulkItem("1", H1))

    assert unread is not None
    assert unread.code == "path.unread"
    assert blocked(run.path, run.state, BulkItem("1", H1, was_read=True)) is None
    assert blocked(free.path, free.state, BulkItem("1", H1)) is not None
    assert blocked(free.path, free.state, BulkItem("1", H1), may_be_unread=True) is None
    assert blocked(run.path, run.state, BulkItem("1", H1), may_be_unread=True) is not None
    assert blocked(draft.path, draft.state, BulkItem("1", H1)) is None
