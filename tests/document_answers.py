"""What somebody who has a task may do about it: for tests that let people with tasks do them, in whatever order."""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import timedelta
from typing import Any

from document_flow.documents.acts.acquaint import Acquaint
from document_flow.documents.acts.approval_step import ApprovalStep
from document_flow.documents.acts.forward import Forward
from document_flow.documents.acts.hand_over import HandOver
from document_flow.documents.acts.note_seen import NoteSeen
from document_flow.documents.acts.put_in_file import PutInFile
from document_flow.documents.acts.register import Register
from document_flow.documents.acts.resolution_step import ResolutionStep
from document_flow.documents.acts.revise import Revise
from document_flow.documents.acts.send import Send
from document_flow.documents.acts.sign import Sign
from document_flow.documents.acts.tell_citizen import TellCitizen
from document_flow.documents.case import Case
from document_flow.documents.event import Command
from document_flow.documents.facts import Dispatch, FileRef, Signature
from document_flow.documents.parts import parts_of
from document_flow.documents.tasks import Name, Task
from document_flow.orders.acts.accept_execution import AcceptExecution
from document_flow.orders.acts.co_executor_report import CoExecutorReport
from document_flow.orders.acts.extension import DecideExtension
from document_flow.orders.acts.give_resolution import GiveResolution
from document_flow.orders.acts.report import Report
from document_flow.orders.acts.suspension import Resume
from document_flow.orders.event import Command as OrderCommand
from document_flow.paths.acts.assign import Assign
from document_flow.paths.acts.marks import Acquaint as PathAcquaint
from document_flow.paths.acts.marks import Approve, CastVote, Refuse
from document_flow.paths.acts.recall import Recall
from document_flow.paths.acts.record_agreement import RecordAgreement
from document_flow.paths.acts.resubmit import Resubmit
from document_flow.paths.acts.return_for_revision import ReturnForRevision
from document_flow.paths.acts.submit import Submit
from document_flow.paths.acts.suspension import Resume as PathResume
from document_flow.paths.acts.suspension import Suspend
from document_flow.paths.event import Command as PathCommand


def file(text: str = "Salam", name: str = "mektub.txt") -> FileRef:
    """A main file; its text is in no store."""
    return FileRef(name, "text/plain", len(text), hashlib.sha256(text.encode()).hexdigest(), main=True)


def register(case: Case, by: str) -> Register:
    """Into the journal; who writes with a store gives the number."""
    return Register(by=by, reg_no="99-1/26", series="s", number=1)


def sign(case: Case, by: str, manner: Any, on_behalf_of: str | None = None) -> Sign:
    """A finished signature over the present content, of a new session."""
    document = case.document
    made = Signature(
        _id(case, f"{manner} {by}"),
        manner,
        by,
        by,
        file("PDF", "mektub.pdf"),
        document.content_hash,
        case.context.now,
        sample=True,
    )
    return Sign(by=by, on_behalf_of=on_behalf_of, signature=made)


def _id(case: Case, what: str) -> str:
    """As unlike as ids are, and the same in each repetition of a test."""
    document = case.document
    return hashlib.md5(
        f"{document.created_at} {document.author} {document.kind} {document.length} {what}".encode(),
        usedforsecurity=False,
    ).hexdigest()


def dispatch(case: Case, body: str, hours: int = 72) -> Dispatch:
    """A new consignment to this body."""
    now = case.context.now
    return Dispatch(_id(case, f"to {body}"), body, _id(case, f"message to {body}"), now, now + timedelta(hours=hours))


def hands(case: Case, task: Task) -> tuple[str, ...]:
    """Who may take it: the person, or whoever of the pool is in office."""
    known = case.context.directory
    if not task.actor.startswith("@"):
        return (task.actor,)
    role, _, unit = task.actor[1:].partition(":")
    return tuple(filter(None, (known.head_of(unit),))) if unit else known.holders(role)


def answers(case: Case, task: Task, by: str) -> Iterator[Command]:
    """All that may help; the rules decide which of it they let this person do now."""
    return iter(_ANSWERS[task.name](case, by))


def _draft(case: Case, by: str) -> Iterator[Command]:
    content = case.document.content_hash
    yield ApprovalStep(command=Submit(by=by, content_hash=content))
    yield ApprovalStep(command=Resubmit(by=by, content_hash=content))
    yield from _assigned(case, by)
    yield from (Revise(by=by, files=(file(text),)) for text in ("Bir", "İki"))


def _walk(case: Case, by: str) -> Iterator[Command]:
    yield from (ApprovalStep(command=step) for step in _steps(by, case.document.content_hash))
    yield from (sign(case, by, manner) for manner in ("sign", "seal"))
    yield from _assigned(case, by)
    yield ApprovalStep(command=Recall(by=by, reason="səhv"))
    yield ApprovalStep(command=Suspend(by=by, reason="başqası təyin edilməlidir"))


def _execute(case: Case, by: str) -> Iterator[Command]:
    yield from (ResolutionStep(command=each) for each in _orders(case, by))
    officials = case.context.directory.officials
    gone = [login for login, official in officials.items() if not official.active]
    for leaver, receiver in itertools.product(gone, (each.login for each in officials.values() if each.active)):
        parts = parts_of(case, leaver)
        yield HandOver(by=by, act="T-1", leaver=leaver, receiver=receiver, reason="gedib", parts=parts)


def _resolve(case: Case, by: str) -> Iterator[Command]:
    yield from _execute(case, by)
    yield from (Forward(by=by, body="77"), PutInFile(by=by, case_file="01-05", reason="poçtla"))


def _register(case: Case, by: str) -> Iterator[Command]:
    yield from (register(case, by), Revise(by=by, files=(file(),)))


def _send(case: Case, by: str) -> Iterator[Command]:
    yield from (Send(by=by, dispatches=(dispatch(case, body),)) for body in case.document.recipients)


def _notice(case: Case, by: str) -> Iterator[Command]:
    names = [each.consignment for each in case.document.dispatches]
    yield from (NoteSeen(by=by, consignment=name, note="baxıldı") for name in names)


_ANSWERS: Mapping[Name, Callable[[Case, str], Iterable[Command]]] = {
    "draft": _draft,
    "resubmit": _draft,
    "walk": _walk,
    "register": _register,
    "resolve": _resolve,
    "execute": _execute,
    "decide": _execute,
    "acquaint": lambda _, by: [Acquaint(by=by)],
    "sign": lambda case, by: [sign(case, by, "sign")],
    "seal": lambda case, by: [sign(case, by, "seal")],
    "send": _send,
    "notice": _notice,
    "tell": lambda _, by: [TellCitizen(by=by, note="məktub")],
    "file": lambda _, by: [PutInFile(by=by, case_file="01-05", reason="poçtla")],
}


def _assigned(case: Case, by: str) -> Iterator[Command]:
    for other in case.context.directory.officials:
        yield ApprovalStep(command=Assign(by=by, add=(other,), reason="gedib"))


def _steps(by: str, content: str) -> Iterator[PathCommand]:
    yield Approve(by=by, content_hash=content)
    yield PathAcquaint(by=by, content_hash=content)
    yield CastVote(by=by, choice="for", content_hash=content)
    yield ReturnForRevision(by=by, content_hash=content, note="düzəldin")
    yield Refuse(by=by, content_hash=content, note="olmaz")
    yield RecordAgreement(by=by, body="nazirlik", result="agreed", reg_no="1-1", content_hash=content)
    yield PathResume(by=by, reason="gəldi")


def _orders(case: Case, by: str) -> Iterator[OrderCommand]:
    state = case.document.orders
    executors = tuple(login for login in _executors(case, by) if login != by)[:2]
    number = str(len(state.resolutions) + 1)
    yield GiveResolution(by=by, resolution=number, text="Baxın", executors=executors, days=5, control=True)
    for each in state.resolutions:
        yield Report(by=by, resolution=each, note="görüldü")
        yield CoExecutorReport(by=by, resolution=each, text="görüldü")
        yield AcceptExecution(by=by, resolution=each)
        yield Resume(by=by, resolution=each)
        yield DecideExtension(by=by, resolution=each, granted=True)


def _executors(case: Case, by: str) -> list[str]:
    directory, rules = case.context.directory, case.context.competence
    return [
        each.login for each in directory.officials.values() if each.active and rules.is_over(directory, by, each.unit)
    ]
