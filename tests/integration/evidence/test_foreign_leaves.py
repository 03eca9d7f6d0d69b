"""Somebody can write to the database and has no key: what they put before the log gets no number and no signature."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from hub.access.held_accounts import altered_accounts
from hub.access.held_party_rights import altered_party_rights
from hub.access.people import Person, create_person
from hub.errors import HubError
from hub.evidence.aside import SET_ASIDE, aside_leaves, foreign_leaves
from hub.evidence.audit import audit_log
from hub.evidence.leaf import make_leaf
from hub.evidence.note import LogKey
from hub.evidence.sequencer import YOUNG, Sequencer
from hub.evidence.tree import load_edge, store_edge
from hub.store.ids import new_id
from hub.store.sealing import KeyedHash
from hub.store.store import Store
from hub.store.tx import Tx
from tests.identity_sealer import IdentitySealer
from tests.integration.evidence.conftest import KEY, KEYS, grow, write
from tests.parties import make_party

ROLE = "right.account"
DAY = 24 * 3600 * 1_000_000


async def put(tx: Tx, row: dict[str, Any]) -> None:
    await tx.insert("evidence_leaves", ", ".join(row), [tuple(row.values())])


async def waiting(tx: Tx) -> dict[str, Any]:
    """The first of the leaves that wait."""
    return dict((await tx.fetch("SELECT * FROM evidence_leaves WHERE seq IS NULL ORDER BY id LIMIT 1"))[0])


def invented(at: int, **more: Any) -> dict[str, Any]:
    leaf = make_leaf(ROLE, new_id(), at, by="machine", of="fuad", roles="administrator")
    return {
        "id": leaf.id,
        "kind": leaf.kind,
        "subject": leaf.subject,
        "leaf_hash": leaf.hash,
        "content": leaf.content,
        "created_at": at,
        **more,
    }


async def invent(tx: Tx) -> str:
    """A whole leaf that nobody wrote: somebody is made an administrator."""
    row = invented(await tx.now() - YOUNG)
    await put(tx, row)
    return str(row["id"])


async def invent_before_all(tx: Tx) -> str:
    row = invented(await tx.now() - YOUNG, id="0" * 31 + "1")
    await put(tx, row)
    return str(row["id"])


async def invent_in_the_future(tx: Tx) -> str:
    row = invented(await tx.now() + DAY)
    await put(tx, row)
    return str(row["id"])


async def copy_under_another_id(tx: Tx) -> str:
    """What waits would be signed twice."""
    row = await waiting(tx) | {"id": new_id()}
    await put(tx, row)
    return str(row["id"])


async def alter_what_waits(tx: Tx) -> str:
    row = await waiting(tx)
    forged = json.loads(bytes(row["content"])) | {"destination": "din.person.update"}
    leaf = make_leaf(forged.pop("kind"), forged.pop("subject"), forged.pop("at"), **forged)
    await tx.many(
        "UPDATE evidence_leaves SET content = $2, leaf_hash = $3 WHERE id = $1", [(row["id"], leaf.content, leaf.hash)]
    )
    return str(row["id"])


async def alter_its_content_alone(tx: Tx) -> str:
    row = await waiting(tx)
    changed = bytes(row["content"]).replace(b"meis", b"dinn")
    await tx.many("UPDATE evidence_leaves SET content = $2 WHERE id = $1", [(row["id"], changed)])
    return str(row["id"])


async def alter_its_column(tx: Tx) -> str:
    row = await waiting(tx)
    await tx.execute("UPDATE evidence_leaves SET kind = 'delivery.failed' WHERE id = :id", {"id": row["id"]})
    return str(row["id"])


FORGERIES = (
    invent,
    invent_before_all,
    invent_in_the_future,
    copy_under_another_id,
    alter_what_waits,
    alter_its_content_alone,
    alter_its_column,
)


@pytest.mark.parametrize("forge", FORGERIES, ids=lambda forge: forge.__name__)
async def test_a_leaf_that_the_hub_did_not_write_is_set_aside_and_keeps_nobody_waiting(
    store: Store, forge: Callable[[Tx], Awaitable[str]]
) -> None:
    await grow(store, 5)
    await write(store, 3)
    async with store.write() as tx:
        forged = await forge(tx)
        genuine = [
            row["id"]
            for row in await tx.fetch("SELECT id FROM evidence_leaves WHERE seq IS NULL ORDER BY id")
            if row["id"] != forged
        ]
    assert [each.id for each in await foreign_leaves(store)] == [forged], "named while it waits"

    merged = await Sequencer(store, KEY).merge()

    assert merged == len(genuine)
    async with store.read() as tx:
        numbered = await tx.fetch("SELECT id, mac FROM evidence_leaves WHERE seq >= 5 ORDER BY seq")
        alarms = await tx.fetch("SELECT content FROM evidence_leaves WHERE kind = :kind", {"kind": SET_ASIDE})
        aside = await aside_leaves(tx)
    assert [(row["id"], row["mac"]) for row in numbered] == [(each, None) for each in genuine]
    assert [each.id for each in aside] == [forged] == [each.id for each in await foreign_leaves(store)]
    assert [json.loads(bytes(row["content"]))["leaf"] for row in alarms] == [forged], "that, too, is evidence"
    assert (await audit_log(store, KEYS)).fault is None


async def test_an_account_and_a_party_invented_with_their_leaves_are_not_what_the_log_says(
    store: Store,
) -> None:
    async with store.write() as tx:
        await create_person(tx, Person("fuad", "Fuad Kərimov", "committee", frozenset(("administrator",))))
        await make_party(tx, "invented")
        await invent(tx)
        leaf = make_leaf("right.party", new_id(), await tx.now() - YOUNG, by="machine", of="invented", over="agency")
        row = invented(0) | {"id": leaf.id, "kind": leaf.kind, "subject": leaf.subject, "leaf_hash": leaf.hash}
        await put(tx, row | {"content": leaf.content, "created_at": leaf.at})
        await tx.execute("UPDATE grants SET made_by = 'machine', second_by = NULL")
    assert len(await foreign_leaves(store)) == 2

    await Sequencer(store, KEY).merge()

    assert await altered_accounts(store, IdentitySealer(), KeyedHash(b"h" * 32)) == ["fuad"]
    assert await altered_party_rights(store) == ["invented"]


async def test_a_hundred_invented_leaves_do_not_delay_one_that_is_ours(store: Store) -> None:
    await write(store, 1)
    async with store.write() as tx:
        for _ in range(100):
            await invent_in_the_future(tx)

    assert await Sequencer(store, KEY).merge() == 1


async def test_a_leaf_that_somebody_numbered_himself_is_not_covered_by_a_signature(store: Store) -> None:
    await grow(store, 5)
    async with store.write() as tx:
        row = invented(await tx.now() - YOUNG, seq=5)
        await put(tx, row)
        edge = await load_edge(tx, 5)
        edge.append(bytes.fromhex(row["leaf_hash"]))
        await store_edge(tx, edge)
        await tx.execute("UPDATE cursors SET next_seq = 6 WHERE name = 'evidence'")
    await write(store, 1)

    with pytest.raises(HubError) as refused:
        await Sequencer(store, KEY).merge()

    assert refused.value.code == "evidence.not_as_signed"
    async with store.read() as tx:
        assert [r["size"] for r in await tx.fetch("SELECT size FROM tree_heads ORDER BY size")] == [5]


async def test_a_key_that_has_not_signed_the_newest_head_signs_no_further_one(store: Store) -> None:
    await grow(store, 5)
    await write(store, 1)

    with pytest.raises(HubError) as refused:
        await Sequencer(store, LogKey(KEY.public.name, b"another key of 32 bytes in all..")).merge()

    assert refused.value.code == "evidence.not_as_signed"
    assert await Sequencer(store, KEY).merge() == 1
