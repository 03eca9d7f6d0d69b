"""What an act needs of the store before it is decided: a number, earlier appeals, whom a complaint is about, the file.

Done in the transaction that decides, so that nothing slips in between. Which of these an act needs, it says itself.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

from document_flow.act import Need
from document_flow.context import BAKU
from document_flow.documents.acts.acquaint import Acquaint
from document_flow.documents.acts.approval_step import ApprovalStep
from document_flow.documents.acts.create import Create
from document_flow.documents.acts.put_in_file import PutInFile
from document_flow.documents.acts.register import Register
from document_flow.documents.acts.relate import Relate
from document_flow.documents.acts.resolution_step import ResolutionStep
from document_flow.documents.acts.send import Send
from document_flow.documents.answering import refuse_answer
from document_flow.documents.case import Case
from document_flow.documents.event import Command
from document_flow.documents.facts import Link
from document_flow.documents.kernel import decide
from document_flow.documents.refusals import NOT_OPENED, NOTHING_TO_SEND, OTHER_MINUTES, same_paper
from document_flow.documents.registry import BY_COMMAND
from document_flow.documents.state import Document
from document_flow.nomenclature import Nomenclature
from document_flow.orders.acts.report import Report
from document_flow.outcome import Refusal
from document_flow.paths.acts.marks import Acquaint as PathAcquaint
from document_flow.paths.acts.meeting import OpenMeeting
from document_flow.paths.acts.meeting_vote import SignMinutes
from document_flow.registration import Indexes
from hub.documents.acting.looks import looked_at
from hub.documents.acting.projecting import same_paper_key
from hub.documents.office.body import BodyRules
from hub.documents.office.case_files import file_of, plan_of
from hub.documents.office.journals import MINUTES, next_number
from hub.documents.printing.prints import minutes_hash
from hub.store.sealing import KeyedHash
from hub.store.tx import Tx

_ID = re.compile(r"[0-9a-f]{32}")


class States(Protocol):
    """Finds documents as they stand in this transaction."""

    async def __call__(self, tx: Tx, wanted: Sequence[str]) -> Mapping[str, Document]: ...


@dataclass(frozen=True, slots=True)
class Asking:
    """A command before it is decided, and where to look for what it needs."""

    tx: Tx
    document: str
    case: Case
    rules: BodyRules
    states: States
    keyed: KeyedHash


async def completed(asking: Asking, command: Command) -> Command | Refusal:
    """The command with what the store knows; or why the store knows better."""
    complete = _COMPLETE.get(BY_COMMAND[type(command)].needs)
    return command if complete is None else await complete(asking, command)


async def _related(asking: Asking, command: Create) -> Create:
    """Linked to earlier appeals of the same citizen about the same."""
    links = command.links
    if command.appeal is not None and command.appeal.repeat_key:
        rows = await asking.tx.fetch(
            "SELECT document_id FROM document_keys WHERE key_hash = :key ORDER BY document_id",
            {"key": command.appeal.repeat_key},
        )
        links = (*links, *(Link(row["document_id"], "repeats") for row in rows))
    return replace(command, links=links, barred=await _barred(asking, links))


async def _concerned(asking: Asking, command: Relate) -> Relate:
    found = await asking.states(asking.tx, [command.link.other])
    other, here = found.get(command.link.other), asking.case.document.created_at
    later = other is not None and here is not None and other.created_at is not None and other.created_at > here
    followed = other.barred if other is not None and later else None
    return replace(command, barred=await _barred(asking, (command.link,)), followed=followed)


async def _barred(asking: Asking, links: Sequence[Link]) -> frozenset[str]:
    """Whom complaints are about that this belongs to, however it does: they have no part in it either."""
    if not links:
        return frozenset()
    found = await asking.states(asking.tx, [link.other for link in links])
    return frozenset(login for document in found.values() for login in document.barred)


async def _volume(asking: Asking, command: PutInFile) -> PutInFile | Refusal:
    """Into the open volume of its file, which is opened only if everything else is in order."""
    case = asking.case
    if isinstance(decide(case, command), Refusal):
        return command
    registered = case.document.registration
    year = registered.on.year if registered is not None else case.context.today.year
    name = await file_of(asking.tx, asking.rules.nomenclature, command.case_file, year)
    return name if isinstance(name, Refusal) else replace(command, case_file=name)


async def _number(asking: Asking, command: Register) -> Register | Refusal:
    """The next number of its series, taken only if everything else is in order."""
    case, numbering, tx = asking.case, asking.rules.numbering, asking.tx
    if isinstance(decide(case, command), Refusal):
        return command
    year = case.context.today.year
    refused = _not_planned(asking, command.file, year) or await _same_paper(asking, command)
    if refused is not None:
        return refused
    pattern = numbering.pattern(case.document.kind)
    if isinstance(pattern, Refusal):
        return pattern
    unit = command.unit or asking.rules.index_of(case.document.unit, year)
    indexes = Indexes(numbering.institution, unit, command.file, year)
    series = pattern.series(indexes).key
    number = await next_number(tx, series)
    reg_no = pattern.format(indexes, number)
    if isinstance(reg_no, Refusal):
        await tx.execute("UPDATE number_series SET last_number = last_number - 1 WHERE series = :s", {"s": series})
        return reg_no
    await tx.execute(
        "INSERT INTO registrations (series, number, document_id, reg_no) VALUES (:series, :number, :id, :reg_no)",
        {"series": series, "number": number, "id": asking.document, "reg_no": reg_no},
    )
    return replace(command, reg_no=reg_no, series=series, number=number)


def _not_planned(asking: Asking, file: str, year: int) -> Refusal | None:
    """Why nothing is registered into that file: the plan of the year has none of this index."""
    plan = plan_of(asking.rules.nomenclature, year)
    found = (plan or Nomenclature("", year, {})).file(file) if file else None
    return found if isinstance(found, Refusal) else None


async def _same_paper(asking: Asking, command: Register) -> Refusal | None:
    """The question whether it is one that is registered already, unless it was answered."""
    key = same_paper_key(asking.keyed, asking.case.document)
    if not key or command.distinct.strip():
        return None
    rows = await asking.tx.fetch(
        "SELECT d.reg_no FROM document_keys k JOIN documents d ON d.id = k.document_id"
        " WHERE k.key_hash = :key AND d.id <> :id AND d.reg_no IS NOT NULL ORDER BY d.id LIMIT 1",
        {"key": key, "id": asking.document},
    )
    return same_paper(rows[0]["reg_no"]) if rows else None


async def _consignments(_asking: Asking, command: Send) -> Send | Refusal:
    """The messages were made before this transaction, which stores them: without one nothing is sent."""
    return command if command.dispatches else NOTHING_TO_SEND


async def _look(asking: Asking, command: Acquaint | ApprovalStep) -> Command | Refusal:
    """Whoever notes having read it has had the present content open."""
    hand: str = command.by if isinstance(command, Acquaint) else getattr(command.command, "by", "")
    content = asking.case.document.content_hash
    return command if await looked_at(asking.tx, asking.keyed, hand, [(asking.document, content)]) else NOT_OPENED


async def _minutes(asking: Asking, command: ApprovalStep) -> Command | Refusal:
    """A meeting that is set takes the next number; signed are the minutes that the hub prints of it, no other text."""
    step = command.command
    if isinstance(step, PathAcquaint):
        return await _look(asking, command)
    if isinstance(step, OpenMeeting):
        return await _numbered(asking, command, step)
    if isinstance(step, SignMinutes):
        body = asking.rules.letterhead.body
        if step.minutes_hash != await asyncio.to_thread(minutes_hash, asking.case, body):
            return OTHER_MINUTES
    return command


async def _numbered(asking: Asking, command: ApprovalStep, step: OpenMeeting) -> ApprovalStep:
    case = asking.case
    stage = case.document.run.stage
    if stage is None or case.path is None or isinstance(decide(case, command), Refusal):
        return command
    definition = case.path.stage(stage.id)
    groups = "+".join(who.name for who in definition.who if who.kind == "group") if definition is not None else ""
    year = step.held_at.astimezone(BAKU).year
    number = await next_number(asking.tx, f"{MINUTES}{groups or f'{case.path.id}/{stage.id}'}/{year}")
    return replace(command, command=replace(step, minutes_no=f"{number}/{year % 100:02}"))


async def _answer(asking: Asking, command: ResolutionStep) -> ResolutionStep | Refusal:
    """What is reported as the answer is one."""
    step = command.command
    name = step.answer.strip() if isinstance(step, Report) else ""
    if not name:
        return command
    found = await asking.states(asking.tx, [name]) if _ID.fullmatch(name) else {}
    refused = refuse_answer(asking.case.document, asking.document, found.get(name), name)
    return command if refused is None else refused


_COMPLETE: Mapping[Need, Callable[[Asking, Any], Awaitable[Command | Refusal]]] = {
    "related": _related,
    "concerned": _concerned,
    "volume": _volume,
    "number": _number,
    "consignments": _consignments,
    "minutes": _minutes,
    "answer": _answer,
    "look": _look,
}
