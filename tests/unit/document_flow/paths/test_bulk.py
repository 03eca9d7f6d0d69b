"""Bulk approval: one act over exactly these contents, a result for each document, nothing unread."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from document_flow.outcome import Refusal
from document_flow.paths.acts.marks import Marked
from document_flow.paths.bulk import BulkItem, approve_in_bulk, manifest
from document_flow.paths.path import Path
from tests.unit.document_flow.paths.building import (
    AUTHOR,
    H1,
    H2,
    LAWYER,
    directory,
    drafted,
    path,
    person,
    stage,
    stand_in,
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


def test_each_document_has_its_own_result_and_the_others_go_on() -> None:
    good, stale, strange = submitted(visa()), submitted(visa()), submitted(path(stage(who=person("m1"))))
    selected = [
        (BulkItem("1", H1), good.path, good.state),
        (BulkItem("2", H2), stale.path, stale.state),
        (BulkItem("3", H1), strange.path, strange.state),
    ]

    first, second, third = approve_in_bulk(selected, LAWYER, good.context, signature="s-1")

    assert not isinstance(first.outcome, Refusal)
    (mark,) = first.outcome
    assert isinstance(mark, Marked)
    assert (mark.manifest, mark.signature) == (manifest(item for item, _, _ in selected).sha256, "s-1")
    assert isinstance(second.outcome, Refusal)
    assert (second.run, second.outcome.why) == ("2", "stale")
    assert isinstance(third.outcome, Refusal)
    assert third.outcome.code == "path.not_asked"


def test_what_must_be_read_is_blocked_until_it_was() -> None:
    run = submitted(visa(bulk=False))

    blocked, read = (
        approve_in_bulk([(BulkItem("1", H1, was_read=was_read), run.path, run.state)], LAWYER, run.context)[0].outcome
        for was_read in (False, True)
    )

    assert isinstance(blocked, Refusal)
    assert blocked.code == "path.unread"
    assert not isinstance(read, Refusal)


def test_one_acts_for_others_and_on_closed_runs_nothing_happens() -> None:
    run = submitted(visa(), directory(stand_in(LAWYER, "m1")))
    draft = drafted(visa())

    acting, nothing = approve_in_bulk(
        [(BulkItem("1", H1, on_behalf_of=LAWYER), run.path, run.state), (BulkItem("2", H1), draft.path, draft.state)],
        "m1",
        run.context,
    )

    assert not isinstance(acting.outcome, Refusal)
    assert isinstance(nothing.outcome, Refusal)
    assert nothing.outcome.code == "path.not_now"
    assert draft.state.author == AUTHOR
