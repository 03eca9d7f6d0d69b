"""An inbox, page by page: every task of a person, of those whom one stands in for and of one's pools, each once."""

from __future__ import annotations

import random

import pytest

from hub.documents.acting.inbox import Cursor, Task, counts_of, tasks_of
from hub.store.ids import new_id
from hub.store.legal_time import NO_DUE
from tests.contract.documents.conftest import Bureau

ACTORS = ("rauf", "leyla", "@clerk")
TASKS = ("walk", "register", "execute")
DAYS = ("2026-03-13", "2026-03-16", NO_DUE)


async def filled(bureau: Bureau, draw: random.Random) -> list[tuple[str, str, str, str]]:
    """Some documents with tasks of all kinds; those of the actors in the order of an inbox.

    What is another's, or a pool's, and the person's own as soon, is not listed again.
    """
    found = []
    for _ in range(6):
        document = (await bureau.begin("orxan")).document
        for login in (*ACTORS, "nigar"):
            found += [(draw.choice(DAYS), document, each, login) for each in draw.sample(TASKS, draw.randint(0, 3))]
    async with bureau.store.write() as tx:
        for due, document, task, login in found:
            await tx.execute(
                "INSERT INTO inbox (login, document_id, task, due, since) VALUES (:login, :id, :task, :due, 1)",
                {"login": login, "id": document, "task": task, "due": due},
            )
    own = {(document, task): due for due, document, task, login in found if login == ACTORS[0]}
    return sorted(
        (due, document, task, login)
        for due, document, task, login in found
        if login in ACTORS and (login == ACTORS[0] or own.get((document, task), "~") > due)
    )


def line(task: Task) -> tuple[str, str, str, str]:
    return (task.due or NO_DUE, task.document, task.task, task.for_whom)


@pytest.mark.parametrize("most", [1, 2, 5, 100])
async def test_the_pages_of_an_inbox_have_every_task_once_and_in_order(bureau: Bureau, most: int) -> None:
    wanted = await filled(bureau, random.Random(most))

    shown, after = [], Cursor()
    async with bureau.store.read() as tx:
        while page := await tasks_of(tx, bureau.hub.sealer, ACTORS, after, most):
            shown += [line(task) for task in page]
            after = Cursor(*shown[-1])
        counted = await counts_of(tx, ACTORS, "2026-03-16")

    assert [each[:2] for each in shown] == [each[:2] for each in wanted]
    assert sorted(shown) == wanted
    assert counted == (len(wanted), sum(due < "2026-03-16" for due, *_ in wanted))


async def test_a_pool_shows_nobody_what_is_about_him(bureau: Bureau) -> None:
    document = (await bureau.begin("sevinc", document="incoming")).document
    async with bureau.store.write() as tx:
        await tx.execute(
            "INSERT INTO document_barred (login, document_id) VALUES ('rauf', :id), ('nigar', :other)",
            {"id": document, "other": new_id()},
        )

    async with bureau.store.read() as tx:
        eyes = [await tasks_of(tx, bureau.hub.sealer, (login, "@clerk"), Cursor(), 10) for login in ("rauf", "nigar")]
        counted = [await counts_of(tx, (login, "@clerk"), "2026-03-16") for login in ("rauf", "nigar")]

    assert [[task.task for task in tasks] for tasks in eyes] == [[], ["register"]]
    assert counted == [(0, 0), (1, 0)]


async def test_what_another_is_to_read_is_on_no_other_desk(bureau: Bureau) -> None:
    document = (await bureau.begin("orxan")).document
    async with bureau.store.write() as tx:
        for task in ("acquaint", "execute"):
            await tx.execute(
                "INSERT INTO inbox (login, document_id, task, due, since) VALUES ('leyla', :id, :task, :due, 1)",
                {"id": document, "task": task, "due": NO_DUE},
            )

    async with bureau.store.read() as tx:
        found = [await tasks_of(tx, bureau.hub.sealer, actors, Cursor(), 10) for actors in (ACTORS, ("leyla",))]

    assert [[task.task for task in tasks] for tasks in found] == [["execute"], ["acquaint", "execute"]]
