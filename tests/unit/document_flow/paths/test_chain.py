"""The chain of a document's events."""

from __future__ import annotations

from document_flow.paths.chain import GENESIS, link


def test_a_hash_covers_the_event_and_the_one_before() -> None:
    first = link(GENESIS, b"a")

    assert first == "41a0370c3d9f42773a59e8e01651911cf43b1e3f66944cbb690029debc4eb647"
    assert link(first, b"b") != link(GENESIS, b"b")
