"""What a command needs of the store before it can be decided: earlier appeals, whom a complaint is about, the file.

Done in the transaction that decides, so that nothing slips in between.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from document_flow.documents.commands import Command, Create, PutInFile, Relate
from document_flow.documents.facts import Link
from document_flow.documents.kernel import Case, decide
from document_flow.documents.state import Document
from document_flow.nomenclature import Nomenclature
from document_flow.outcome import Refusal
from hub.documents.office.case_files import file_of
from hub.store.tx import Tx


class States(Protocol):
    """Finds documents as they stand in this transaction."""

    async def __call__(self, tx: Tx, wanted: Sequence[str]) -> Mapping[str, Document]: ...


@dataclass(frozen=True, slots=True)
class Completion:
    """Completes commands. `plans` are the file plans by year."""

    plans: Mapping[int, Nomenclature]

    async def completed(self, tx: Tx, command: Command, case: Case, states: States) -> Command | Refusal:
        """The command with what the store knows; or why the store knows better."""
        match command:
            case Create():
                return await _created(tx, command, states)
            case Relate():
                barred = await _concerned(tx, (command.link,), states)
                return replace(command, barred=barred)
            case PutInFile():
                return await self._filed(tx, command, case)
            case _:
                return command

    async def _filed(self, tx: Tx, command: PutInFile, case: Case) -> Command | Refusal:
        """Into the open volume of its file, which is opened only if everything else is in order."""
        if isinstance(decide(case, command), Refusal):
            return command
        registered = case.document.registration
        year = registered.on.year if registered is not None else case.context.today.year
        name = await file_of(tx, self.plans, command.case_file, year)
        return name if isinstance(name, Refusal) else replace(command, case_file=name)


async def _created(tx: Tx, command: Create, states: States) -> Create:
    links = command.links
    if command.appeal is not None and command.appeal.repeat_key:
        rows = await tx.fetch(
            "SELECT document_id FROM document_keys WHERE key_hash = :key ORDER BY document_id",
            {"key": command.appeal.repeat_key},
        )
        links = (*links, *(Link(row["document_id"], "repeats") for row in rows))
    return replace(command, links=links, barred=await _concerned(tx, links, states))


async def _concerned(tx: Tx, links: Sequence[Link], states: States) -> frozenset[str]:
    """Whom the complaints are about that this answers: they have no part in the answer either."""
    answered = [link.other for link in links if link.relation == "answers"]
    if not answered:
        return frozenset()
    found = await states(tx, answered)
    return frozenset(login for document in found.values() for login in document.barred)
