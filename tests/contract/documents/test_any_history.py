"""Random histories of documents on both databases: what is stored beside the events follows from them."""

from __future__ import annotations

import asyncio
import random
from dataclasses import replace

import pytest

from document_flow.documents.acts.approval_step import ApprovalStep
from document_flow.documents.case import Case
from document_flow.documents.event import Command
from document_flow.documents.kernel import decide
from document_flow.documents.tasks import tasks
from document_flow.outcome import Refusal
from document_flow.paths.acts.submit import Submit
from document_flow.paths.path import Path
from hub.documents.acting.path_repository import path_version
from tests.contract.documents.conftest import Bureau
from tests.document_answers import answers, hands

STEPS = 12


def chosen(draw: random.Random, case: Case, path: Path) -> Command | None:
    """What somebody with a task does about it; None where nobody has one."""
    case = case if case.path else replace(case, path=path if case.document.needs_approval else None)
    found = tasks(case)
    if not found:
        return None
    task = draw.choice(found)
    apt = (command for by in hands(case, task) for command in answers(case, task, by))
    ways = [command for command in apt if not isinstance(decide(case, command), Refusal)]
    command = draw.choice(ways[:3])
    is_submission = isinstance(command, ApprovalStep) and isinstance(command.command, Submit)
    return replace(command, path=path.id) if is_submission and isinstance(command, ApprovalStep) else command


@pytest.mark.parametrize("story", [1, 2])
async def test_inbox_timers_and_snapshot_follow_from_the_events_whatever_happened(bureau: Bureau, story: int) -> None:
    """Two processes give two random commands at once about each document; one of them may come too late."""
    draw = random.Random(story)
    made = [
        await bureau.begin("rauf"),
        await bureau.begin("rauf", document="outgoing", recipients=("77", "97")),
        await bureau.begin("sevinc", document="incoming"),
        await bureau.begin("leyla", files=()),
    ]
    async with bureau.store.read() as tx:
        versions = {name: await path_version(tx, name) for name in ("two-of-three", "signed")}

    async with bureau.another() as other:

        async def step(process: Bureau, document: str) -> None:
            case = await process.case(document)
            version = versions["signed" if case.document.kind == "outgoing" else "two-of-three"]
            assert version is not None
            command = chosen(draw, case, version.path)
            if command is not None:
                await process.act(document, command)

        for number in range(STEPS):
            await asyncio.gather(*(step(each, begun.document) for begun in made for each in (bureau, other)))
            if number % 3 == 2:
                assert await bureau.broken() == []

    lengths = [(await bureau.case(begun.document)).document.length for begun in made]
    assert sum(lengths) > 40, lengths
    assert await bureau.broken() == []
