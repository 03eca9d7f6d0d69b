"""What the API tells of the leaves that hold a document in the evidence log."""

from __future__ import annotations

from tests.integration.documents.conftest import Office


async def test_leaves_are_told_the_oldest_first_beside_the_head_of_the_chain(office: Office) -> None:
    letter = await office.begin("rauf", recipients=["97"])
    await office.step("rauf", letter, "submit", path="outgoing-letter", facts={"amount": 1})

    told = (await office.get("rauf", f"/v1/documents/{letter['id']}/evidence")).json()

    async with office.served.hub.store.read() as tx:
        rows = await tx.fetch(
            "SELECT kind, leaf_hash FROM evidence_leaves WHERE subject = :id ORDER BY id", {"id": letter["id"]}
        )
    assert len(rows) > 1
    assert [(each["kind"], each["leaf_hash"]) for each in told["leaves"]] == [
        (row["kind"], row["leaf_hash"]) for row in rows
    ]
    assert set(told["leaves"][0]) == {"kind", "leaf_hash", "seq"}
    assert told["intact"]
    assert told["events"] >= len(rows)
