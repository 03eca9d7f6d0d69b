"""Commands about documents on both databases: one effect each, whoever races, whatever reply is lost."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from document_flow.documents.acts.approval_step import ApprovalStep
from document_flow.outcome import Refusal
from document_flow.paths.acts.move_path import MovePath
from document_flow.paths.acts.remarks import Comment
from document_flow.paths.chain import GENESIS, SALT_BYTES, link
from hub.clock import SECOND
from hub.documents.acting.acting import Acted, KeyReused, Stale
from hub.documents.acting.reading import altered_documents, history
from hub.documents.acting.service import Given
from hub.errors import Conflict, StoreUnavailable
from tests.contract.documents.conftest import Bureau, approve
from tests.contract.documents.unreliable import Unreliable
from tests.document_answers import register
from tests.document_checker import votes_of


async def kinds_of(bureau: Bureau, document: str) -> list[str]:
    async with bureau.store.read() as tx:
        return [line.kind for line in (await history(tx, bureau.hub.sealer, document)).lines]


async def test_of_two_approvals_that_race_on_one_version_one_takes_effect(bureau: Bureau) -> None:
    waits = await bureau.submitted()
    async with bureau.another() as other:
        one, two = await asyncio.gather(
            bureau.act(waits.document, approve("nigar", waits.state), expected=waits.version),
            other.act(waits.document, approve("orxan", waits.state), expected=waits.version),
        )

    effects = [answer for answer in (one, two) if isinstance(answer, Acted)]
    late = [answer for answer in (one, two) if isinstance(answer, Stale)]
    assert (len(effects), len(late)) == (1, 1)
    assert late[0] == Stale(waits.version + 1, waits.version)
    assert len(votes_of(effects[0].state)) == 1
    assert await bureau.broken() == []


async def _changed_later(bureau: Bureau, document: str, seconds: int) -> datetime:
    """As if its last event came from a clock that ran ahead."""
    async with bureau.store.write() as tx:
        await tx.execute(
            "UPDATE documents SET changed_at = changed_at + :more WHERE id = :id",
            {"id": document, "more": seconds * SECOND},
        )
        (row,) = await tx.fetch("SELECT changed_at FROM documents WHERE id = :id", {"id": document})
    return datetime.fromtimestamp(row["changed_at"] / SECOND, UTC)


async def test_no_mark_is_older_than_what_was_before_it_when_the_clock_goes_back(bureau: Bureau) -> None:
    waits = await bureau.submitted()
    await _changed_later(bureau, waits.document, 3600)
    refused = await bureau.act(waits.document, approve("nigar", waits.state))
    last = await _changed_later(bureau, waits.document, -3598)
    taken = await bureau.act(waits.document, approve("nigar", waits.state))

    assert isinstance(refused, Refusal)
    assert refused.code == "documents.clock_back"
    assert isinstance(taken, Acted)
    assert taken.state.run.stages[0].marks["nigar"].at >= last


@pytest.mark.parametrize("row_too", [False, True])
async def test_a_tail_that_was_cut_off_is_seen_though_every_link_holds(bureau: Bureau, *, row_too: bool) -> None:
    """Whoever deletes the last events has the document's row, and the evidence log, against him."""
    document = (await bureau.approved()).document
    async with bureau.store.read() as tx:
        before = await history(tx, bureau.hub.sealer, document)
    cut = before.lines[-3]

    async with bureau.store.write() as tx:
        await tx.execute(
            "DELETE FROM document_events WHERE document_id = :id AND number > :last",
            {"id": document, "last": cut.number},
        )
        if row_too:
            await tx.execute(
                "UPDATE documents SET version = :last, chain_hash = :hash WHERE id = :id",
                {"id": document, "last": cut.number, "hash": cut.hash},
            )
    async with bureau.store.read() as tx:
        after = await history(tx, bureau.hub.sealer, document)

    assert before.intact
    assert [each async for each in altered_documents(bureau.store, bureau.hub.sealer)] == [document]
    assert all(line.intact for line in after.lines)
    assert not after.intact


@pytest.mark.parametrize(
    "changes",
    [
        ["UPDATE documents SET status = 'sent' WHERE id = :id"],
        ["UPDATE documents SET version = version - 1, state_sealed = :old WHERE id = :id"],
        ["UPDATE document_events SET body_sealed = :old WHERE document_id = :id AND number = 2"],
        ["DELETE FROM document_events WHERE document_id = :id", "DELETE FROM documents WHERE id = :id"],
    ],
    ids=["its row says something else", "its row is of before", "an event is unreadable", "it is gone"],
)
async def test_what_was_changed_beside_a_whole_chain_is_named(bureau: Bureau, changes: list[str]) -> None:
    """Each of these leaves every link of the chain and both of its heads as they were."""
    waits = await bureau.submitted()
    async with bureau.store.read() as tx:
        (row,) = await tx.fetch("SELECT state_sealed FROM documents WHERE id = :id", {"id": waits.document})
    await bureau.act(waits.document, approve("nigar", waits.state))
    assert [each async for each in altered_documents(bureau.store, bureau.hub.sealer)] == []

    async with bureau.store.write() as tx:
        for each in changes:
            values = {"id": waits.document, "old": bytes(row["state_sealed"])}
            await tx.execute(each, {name: value for name, value in values.items() if f":{name}" in each})

    assert [each async for each in altered_documents(bureau.store, bureau.hub.sealer)] == [waits.document]


async def test_the_hash_of_an_event_cannot_be_found_by_trying_what_the_event_may_say(bureau: Bureau) -> None:
    documents = [(await bureau.begin()).document for _ in range(2)]

    async with bureau.store.read() as tx:
        rows = [
            (await tx.fetch("SELECT hash, body_sealed FROM document_events WHERE document_id = :id", {"id": each}))[0]
            for each in documents
        ]
    bodies = [
        bureau.hub.sealer.unseal("document_events.body", f"{each}/1", row["body_sealed"])
        for each, row in zip(documents, rows, strict=True)
    ]
    assert bodies[0][:SALT_BYTES] != bodies[1][:SALT_BYTES]
    for body, row in zip(bodies, rows, strict=True):
        assert link(GENESIS, body) == row["hash"] != link(GENESIS, body[SALT_BYTES:])


async def test_a_person_who_approves_twice_at_once_has_one_visa(bureau: Bureau) -> None:
    waits = await bureau.submitted()
    async with bureau.another() as other:
        given = await asyncio.gather(
            *(each.act(waits.document, approve("nigar", waits.state)) for each in (bureau, other, bureau, other))
        )

    assert sum(isinstance(answer, Acted) for answer in given) == 1
    assert {answer.code for answer in given if isinstance(answer, Refusal)} == {"path.already"}
    assert (await kinds_of(bureau, waits.document)).count("marked") == 1
    assert await bureau.broken() == []


async def test_a_stale_command_says_what_has_changed_since(bureau: Bureau) -> None:
    waits = await bureau.submitted()
    await bureau.act(waits.document, approve("nigar", waits.state))

    with pytest.raises(Conflict) as stale:
        await bureau.documents.act(
            "orxan", waits.document, approve("orxan", waits.state), Given("k", expected=waits.version)
        )

    assert (stale.value.code, stale.value.status) == ("documents.stale", 409)
    changed = [{"number": waits.version + 1, "kind": "marked", "actor": "nigar"}]
    assert stale.value.extra == {"version": waits.version + 1, "changed": changed}


async def test_the_same_key_has_one_effect_and_one_answer(bureau: Bureau) -> None:
    waits = await bureau.submitted()
    visa = approve("nigar", waits.state)

    async with bureau.another() as other:
        given = await asyncio.gather(*(each.act(waits.document, visa, key="k") for each in (bureau, other) * 3))
    again = await bureau.act(waits.document, visa, key="k")

    assert {(answer.version, answer.document) for answer in given if isinstance(answer, Acted)} == {
        (waits.version + 1, waits.document)
    }
    assert all(isinstance(answer, Acted) for answer in given)
    assert isinstance(again, Acted)
    assert again.repeated
    assert (await kinds_of(bureau, waits.document)).count("marked") == 1


async def test_a_repetition_that_overtakes_nobody_gets_the_first_answer_and_is_not_stale(bureau: Bureau) -> None:
    """The sender asks another process again while the first still works: that one waits for it and finds the key."""
    waits = [await bureau.submitted() for _ in range(8)]

    async with bureau.another() as other:
        given = await asyncio.gather(
            *(
                each.act(one.document, approve("nigar", one.state), key=one.document, expected=one.version)
                for one in waits
                for each in (bureau, other)
            )
        )

    assert [answer for answer in given if not isinstance(answer, Acted)] == []


async def test_a_key_names_one_command_of_one_person(bureau: Bureau) -> None:
    waits = await bureau.submitted()
    await bureau.act(waits.document, approve("nigar", waits.state), key="k")

    other = await bureau.act(waits.document, ApprovalStep(command=Comment(by="nigar", text="başqa əmr")), key="k")
    theirs = await bureau.act(waits.document, approve("orxan", waits.state), key="k")

    assert other == KeyReused(waits.document)
    assert isinstance(theirs, Acted)


async def test_a_refused_command_leaves_its_key_free(bureau: Bureau) -> None:
    begun = await bureau.approved()
    refused = await bureau.act(begun.document, register(await bureau.case(begun.document), "rauf"), key="k")
    assert isinstance(refused, Refusal)

    assert isinstance(await bureau.act(begun.document, approve("nigar", begun.state), key="k"), Refusal)
    assert await bureau.broken() == []


# A lost reply --------------------------------------------------------------------------------------------------------


async def test_a_visa_whose_commit_was_done_is_found_again(bureau: Bureau) -> None:
    waits = await bureau.submitted()
    store = Unreliable(bureau.store, loses="done")

    async with bureau.another(store) as other:
        found = await other.act(waits.document, approve("nigar", waits.state), key="k")

    assert isinstance(found, Acted)
    assert (found.version, found.repeated, votes_of(found.state)) == (waits.version + 1, False, {"nigar": "for"})
    assert await bureau.broken() == []


async def test_a_visa_whose_commit_was_not_done_is_not_promised_and_may_be_given_again(bureau: Bureau) -> None:
    waits = await bureau.submitted()
    visa, store = approve("nigar", waits.state), Unreliable(bureau.store, loses="undone")

    async with bureau.another(store) as other:
        with pytest.raises(StoreUnavailable):
            await other.act(waits.document, visa, key="k")
        again = await other.act(waits.document, visa, key="k")

    assert isinstance(again, Acted)
    assert (again.version, again.repeated) == (waits.version + 1, False)
    assert await bureau.broken() == []


async def test_a_number_whose_commit_was_done_is_that_document_s(bureau: Bureau) -> None:
    ready = await bureau.approved()
    command = register(await bureau.case(ready.document), "sevinc")

    async with bureau.another(Unreliable(bureau.store, loses="done")) as other:
        found = await other.act(ready.document, command, key="k")
    again = await bureau.act(ready.document, command, key="k")

    assert isinstance(found, Acted)
    assert found.state.registration is not None
    assert found.state.registration.number == 1
    assert again == replace(found, repeated=True)
    assert await bureau.broken() == []


async def test_a_key_of_another_command_is_told_apart_after_a_lost_reply_too(bureau: Bureau) -> None:
    waits = await bureau.submitted()
    await bureau.act(waits.document, approve("nigar", waits.state), key="k")

    async with bureau.another(Unreliable(bureau.store, loses="undone")) as other:
        found = await other.act(waits.document, ApprovalStep(command=Comment(by="nigar", text="başqa")), key="k")

    assert found == KeyReused(waits.document)


async def test_a_document_is_not_moved_to_a_path_that_is_in_no_store(bureau: Bureau) -> None:
    waits = await bureau.submitted()
    path = (await bureau.case(waits.document)).path
    assert path is not None
    own = replace(path, version=9, stages=path.stages[:1])

    moved = await bureau.act(waits.document, ApprovalStep(command=MovePath(by="sevinc", to=own, reason="tez olsun")))

    assert isinstance(moved, Refusal)
    assert moved.code == "documents.no_such_path"
    assert await bureau.broken() == []
