"""Documents over both databases, without a server: a hub whose store may be watched and broken."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from uuid import uuid4

import pytest

from document_flow.documents.acts.approval_step import ApprovalStep
from document_flow.documents.acts.create import Create
from document_flow.documents.acts.register import Register
from document_flow.documents.case import Case
from document_flow.documents.event import Command
from document_flow.documents.facts import FileRef
from document_flow.documents.state import Document
from document_flow.paths.acts.marks import Approve
from document_flow.paths.acts.submit import Submit
from hub.app import Hub
from hub.documents.acting.acting import Acted, Answer
from hub.documents.acting.path_repository import save_path
from hub.documents.acting.service import Documents, Given
from hub.store.store import Store
from hub.store.writer import Writer
from tests.document_answers import file
from tests.document_checker import broken
from tests.hubs import running_hub, settings_for

PATHS = Path(__file__).parent / "paths"


@dataclass(frozen=True, slots=True)
class Bureau:
    """What people do, in one process; `another` is a process beside it, with a writer of its own."""

    hub: Hub
    documents: Documents

    @property
    def store(self) -> Store:
        return self.documents.store

    async def begin(self, by: str = "rauf", files: tuple[FileRef, ...] = (file(),), **more: object) -> Acted:
        """A draft order of the department."""
        shape = {"document": "internal", "title": "Əmr", "unit": "qayidis", "files": files, **more}
        return await self.documents.create(by, Create(by=by, **shape), Given(uuid4().hex))  # type: ignore[arg-type]

    async def act(self, document: str, command: Command, key: str = "", expected: int | None = None) -> Answer:
        """Give a command, without looking at the version unless one is expected."""
        hand = getattr(getattr(command, "command", command), "by", "hub")
        if isinstance(command, Register):
            command = replace(command, unit="qayidis", file="01-05")
        return await self.documents.attempt(hand, document, command, Given(key or uuid4().hex, expected))

    async def submitted(self, path: str = "two-of-three", **more: object) -> Acted:
        """A draft that waits for two of three visas, or for what another path asks."""
        begun = await self.begin(**more)  # type: ignore[arg-type]
        step = Submit(by="rauf", content_hash=begun.state.content_hash)
        answer = await self.act(begun.document, ApprovalStep(command=step, path=path))
        assert isinstance(answer, Acted), answer
        return answer

    async def approved(self, **more: object) -> Acted:
        """A document that waits for its number."""
        answer: Answer = await self.submitted(**more)  # type: ignore[arg-type]
        for login in ("nigar", "orxan", "fuad"):
            assert isinstance(answer, Acted), answer
            answer = await self.act(answer.document, approve(login, answer.state))
        assert isinstance(answer, Acted), answer
        assert answer.state.run.status == "approved"
        return answer

    async def case(self, document: str) -> Case:
        """As the hub sees it."""
        async with self.store.read() as tx:
            return await self.documents.case(tx, document, "sevinc")

    async def broken(self) -> list[str]:
        """What is wrong with the stored documents."""
        return await broken(self.hub.store, self.hub.sealer)

    @asynccontextmanager
    async def another(self, store: Store | None = None) -> AsyncIterator[Bureau]:
        """A process beside this one, over the same database or over a store that stands before it."""
        over = store or self.store
        async with Writer(over, [self.documents.batch]) as writer:
            yield replace(self, documents=replace(self.documents, store=over, writer=writer))


def approve(by: str, state: Document) -> ApprovalStep:
    """A visa on the present content."""
    return ApprovalStep(command=Approve(by=by, content_hash=state.content_hash))


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str | None:
    """Each database in turn."""
    return str(request.getfixturevalue("postgres_url")) if request.param == "postgresql" else None


@pytest.fixture
async def bureau(database_url: str | None, tmp_path: Path) -> AsyncIterator[Bureau]:
    """An empty office."""
    async with running_hub(settings_for(tmp_path, database_url=database_url), works=False) as hub:
        async with hub.store.write() as tx:
            for each in sorted(PATHS.glob("*.yaml")):
                await save_path(tx, hub.sealer, each.read_text(encoding="utf-8"), "sevinc")
        yield Bureau(hub, hub.office.documents)
