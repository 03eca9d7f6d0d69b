"""Decides about documents: what a command comes to, given the document, its path, and the moment. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from document_flow.documents import refusals
from document_flow.documents.acquainting import acquaint
from document_flow.documents.appealing import extend_for_study, forward, is_spoken, refuse_lodging, tell_citizen
from document_flow.documents.case import Case, Decision
from document_flow.documents.commands import (
    Acquaint,
    Command,
    Create,
    Destroy,
    ExtendForStudy,
    Forward,
    HandOver,
    Hold,
    Instruct,
    NoteSeen,
    PutInFile,
    RefuseArrival,
    Register,
    Relate,
    ReleaseHold,
    Revise,
    Send,
    Sign,
    TakeAnswer,
    TakeNotice,
    TakeReceipt,
    TellCitizen,
    Tick,
    Walk,
    hands_of,
)
from document_flow.documents.events import (
    AnswerTaken,
    ArrivalRefused,
    Created,
    DispatchSeen,
    Instructed,
    NoticeTaken,
    ReceiptTaken,
    Registered,
    Related,
    Revised,
    Sent,
    Signed,
    SilenceNoticed,
    Walked,
)
from document_flow.documents.facts import Dispatch, DispatchState, FileRef, Registration, Version, content_hash
from document_flow.documents.handing_over import hand_over
from document_flow.documents.keeping import destroy, hold, put_in_file, release_hold
from document_flow.documents.state import TROUBLED, UNANSWERED, Document
from document_flow.orders import kernel as orders
from document_flow.orders.commands import Tick as OrderTick
from document_flow.outcome import Refusal, Timer
from document_flow.paths import commands as steps
from document_flow.paths import kernel as paths
from document_flow.paths.path import Path

__all__ = ["Case", "Decision", "decide", "is_at_signature", "timers"]

SILENCE = "silence:"
"""Rungs of the delivery limit; those of the path and of the orders have their own prefixes."""
PATH, ORDERS = "path:", "orders:"
_AFTER_THE_END = (Destroy, Hold, ReleaseHold, TakeReceipt, TakeNotice, TakeAnswer, NoteSeen)
"""What may come to a document in its file: its end, what holds that off, and word of other bodies, late but true."""
MOST_REASON = 1000
"""Characters of a reason that is told to another body."""


def decide(case: Case, command: Command) -> Decision:
    """The events that the command makes, all of them or none; or why it is refused."""
    if isinstance(command, Create):
        return _create(case, command)
    if case.document.length == 0:
        return refusals.NOT_BEGUN
    if not case.document.barred.isdisjoint(hands_of(command)):
        return refusals.CONCERNED
    if not case.document.is_open and not isinstance(command, _AFTER_THE_END):
        return () if isinstance(command, Tick) else refusals.CLOSED
    return _DECIDE[type(command)](case, command)


def timers(case: Case) -> tuple[Timer, ...]:
    """Everything that must happen at a time, as long as nothing else does."""
    document = case.document
    if not document.is_open:
        return ()
    found = [Timer(SILENCE + each.consignment, each.until) for each in document.dispatches if each.state in UNANSWERED]
    if case.path is not None:
        found += [Timer(PATH + t.rung, t.at) for t in paths.timers(case.path, document.run, case.context)]
    found += [Timer(ORDERS + t.rung, t.at) for t in orders.timers(document.orders, case.context, case.order_rules)]
    return tuple(found)


def _create(case: Case, command: Create) -> Decision:
    if case.document.length:
        return refusals.ALREADY_BEGUN
    if command.document in ("incoming", "appeal") and not case.has_role(command.by, "clerk"):
        return refusals.needs_role("clerk")
    refused = refuse_lodging(case, command)
    if refused is not None:
        return refused
    now = case.context.now
    created = Created(
        by=command.by,
        at=now,
        document=command.document,
        title=command.title,
        unit=command.unit,
        access=command.access,
        origin=command.origin,
        recipients=command.recipients,
        appeal=command.appeal,
        links=command.links,
        routing=command.routing,
        barred=command.barred,
    )
    if not command.files:
        return (created,)
    problem = _files_problem(command.files)
    if problem is not None:
        return problem
    digest = content_hash(command.title, command.files)
    return created, Revised(version=Version(1, command.files, digest, command.by, now))


def _revise(case: Case, command: Revise) -> Decision:
    document = case.document
    problem = _stays(case, command.by) or _files_problem(command.files)
    if problem is not None:
        return problem
    digest = content_hash(document.title, command.files)
    if digest == document.content_hash:
        return refusals.NOTHING_NEW
    number = len(document.versions) + 1
    revised = Revised(version=Version(number, command.files, digest, command.by, case.context.now, command.note))
    if document.run.status != "running" or case.path is None:
        return (revised,)
    replaced = paths.decide(
        case.path,
        document.run,
        steps.ReplaceContent(
            by=command.by,
            previous_hash=document.content_hash,
            content_hash=digest,
            minor=command.minor,
            difference=command.difference or command.note,
        ),
        case.context,
    )
    if isinstance(replaced, Refusal):
        return replaced
    return revised, *(Walked(event=event) for event in replaced)


def _stays(case: Case, by: str) -> Refusal | None:
    """Why this person may not change the text, or nobody may any more."""
    document = case.document
    incoming = document.origin is not None and case.has_role(by, "clerk")
    if by not in case.authors and not incoming:
        return refusals.NOT_THE_AUTHOR
    if document.registration is not None and not document.needs_approval:
        return refusals.REGISTERED_STAYS
    return refusals.APPROVED_STAYS if document.signatures or document.run.status == "approved" else None


def _files_problem(files: tuple[FileRef, ...]) -> Refusal | None:
    if sum(file.main for file in files) != 1:
        return refusals.ONE_MAIN_FILE
    if len({file.name for file in files}) != len(files):
        return refusals.TWIN_NAMES
    return None


def _register(case: Case, command: Register) -> Decision:
    document = case.document
    if not case.has_role(command.by, "clerk"):
        return refusals.needs_role("clerk")
    if document.registration is not None:
        return refusals.already_registered(document.registration.reg_no)
    if not document.versions and not is_spoken(document):
        return refusals.NOTHING_TO_REGISTER
    if document.needs_approval and document.run.status != "approved" and not is_at_signature(document):
        return refusals.NOT_APPROVED
    registration = Registration(command.reg_no, command.on, command.series, command.number, command.by)
    return (Registered(at=case.context.now, registration=registration),)


def is_at_signature(document: Document) -> bool:
    """Whether only signatures are missing: number and day are requisites, and stand in what is signed."""
    stage = document.run.stage
    return stage is not None and stage.act in ("sign", "seal")


def _walk(case: Case, command: Walk) -> Decision:
    document, step = case.document, command.command
    if isinstance(step, steps.ReplaceContent | steps.Tick):
        return refusals.NOT_BY_HAND
    if not document.needs_approval:
        return refusals.NO_PATH_FOR_KIND
    if case.path is None:
        return refusals.NO_PATH
    if not document.versions:
        return refusals.NOTHING_TO_APPROVE
    if isinstance(step, steps.Submit | steps.Resubmit) and step.content_hash != document.content_hash:
        return refusals.OTHER_CONTENT
    if isinstance(step, steps.Submit) and document.run.status in ("nothing", "refused"):
        return _submit(case, case.path, step)
    if _signs(case, step):
        return refusals.SIGN_INSTEAD
    return _walked(paths.decide(case.path, document.run, step, case.context))


def _submit(case: Case, path: Path, step: steps.Submit) -> Decision:
    """Put the draft on the path and send it off, in one command; what was refused begins a new run.

    A clerk who does so for an author who has left is the run's author.
    """
    document = case.document
    author = step.on_behalf_of or step.by
    if author not in case.authors:
        return refusals.NOT_THE_AUTHOR
    begun = paths.begin(
        path, author=author, document_kind=document.kind, content_hash=document.content_hash, at=case.context.now
    )
    if isinstance(begun, Refusal):
        return begun
    sent = paths.decide(path, paths.evolve(document.run, begun), step, case.context)
    return sent if isinstance(sent, Refusal) else tuple(Walked(event=event) for event in (begun, *sent))


def _signs(case: Case, step: steps.Command) -> bool:
    stage = case.document.run.stage
    return isinstance(step, steps.Approve) and stage is not None and stage.act in ("sign", "seal")


def _walked(decided: tuple[Any, ...] | Refusal) -> Decision:
    return decided if isinstance(decided, Refusal) else tuple(Walked(event=event) for event in decided)


def _instruct(case: Case, command: Instruct) -> Decision:
    document = case.document
    if document.registration is None:
        return refusals.REGISTER_FIRST
    if isinstance(command.command, OrderTick):
        return refusals.NOT_BY_HAND
    decided = orders.decide(document.orders, command.command, case.context, case.order_rules)
    return decided if isinstance(decided, Refusal) else tuple(Instructed(event=event) for event in decided)


def _sign(case: Case, command: Sign) -> Decision:
    document, signature = case.document, command.signature
    if any(each.session == signature.session for each in document.signatures):
        return refusals.SIGNED_ALREADY
    if signature.content_hash != document.content_hash:
        return refusals.CONTENT_MOVED
    if signature.manner == "seal" and document.registration is None:
        return refusals.REGISTER_FIRST
    signed = Signed(signature=signature)
    stage = document.run.stage
    if case.path is not None and stage is not None and stage.act in ("sign", "seal"):
        if stage.act != signature.manner:
            return refusals.OTHER_MANNER
        mark = steps.Approve(
            by=command.by,
            on_behalf_of=command.on_behalf_of,
            content_hash=signature.content_hash,
            signature=signature.session,
        )
        walked = _walked(paths.decide(case.path, document.run, mark, case.context))
        return walked if isinstance(walked, Refusal) else (signed, *walked)
    if document.needs_approval and document.run.status != "approved":
        return refusals.NOT_APPROVED
    role = "clerk" if signature.manner == "seal" else "head"
    return (signed,) if case.has_role(command.by, role) else refusals.needs_role(role)


def _send(case: Case, command: Send) -> Decision:
    document = case.document
    if not case.has_role(command.by, "clerk"):
        return refusals.needs_role("clerk")
    if document.kind != "outgoing":
        return refusals.ONLY_OUTGOING
    if document.registration is None:
        return refusals.REGISTER_FIRST
    if not document.is_sealed:
        return refusals.SEAL_FIRST
    refused = _misdirected(document, command.dispatches)
    return refused or (Sent(by=command.by, at=case.context.now, dispatches=command.dispatches),)


def _misdirected(document: Document, dispatches: tuple[Dispatch, ...]) -> Refusal | None:
    """Why it may not go there: each body is a recipient, and gets it again only after its trouble there was seen."""
    if not dispatches:
        return refusals.NOTHING_TO_SEND
    on_the_way = {old.body for old in document.dispatches if old.state not in TROUBLED}
    unseen = {old.body for old in document.dispatches if old.state in TROUBLED and not old.seen}
    for each in dispatches:
        if each.body not in document.recipients:
            return refusals.not_a_recipient(each.body)
        if each.body in on_the_way:
            return refusals.sent_already(each.body)
        if each.body in unseen:
            return refusals.note_first(each.body)
        on_the_way.add(each.body)
    return None


def _take_receipt(case: Case, command: TakeReceipt) -> Decision:
    found = case.document.dispatch(command.consignment)
    if found is None:
        return refusals.NO_SUCH_CONSIGNMENT
    if found.receipt:
        return ()
    return (ReceiptTaken(at=case.context.now, consignment=command.consignment, receipt=command.receipt),)


def _take_notice(case: Case, command: TakeNotice) -> Decision:
    found = _sent_to(case, command)
    if found is None:
        return refusals.NO_SUCH_CONSIGNMENT
    if _is_known(found, command):
        return ()
    return (
        NoticeTaken(
            at=case.context.now,
            consignment=command.consignment,
            refused=command.refused,
            reg_no=command.reg_no,
            reg_date=command.reg_date,
            reason=command.reason,
        ),
    )


def _sent_to(case: Case, command: TakeNotice | TakeAnswer) -> Dispatch | None:
    """The dispatch, if it went to the body that now speaks about it."""
    found = case.document.dispatch(command.consignment)
    return found if found is not None and command.body in ("", found.body) else None


def _is_known(found: Dispatch, notice: TakeNotice) -> bool:
    """Whether the notice says nothing new. A body may refuse what it had registered, and think better of a refusal."""
    if notice.refused:
        return found.state is DispatchState.REFUSED or (found.state is DispatchState.ANSWERED and bool(found.reason))
    return bool(found.reg_no) and found.state is not DispatchState.REFUSED


def _take_answer(case: Case, command: TakeAnswer) -> Decision:
    found = _sent_to(case, command)
    if found is None:
        return refusals.NO_SUCH_CONSIGNMENT
    if found.answer == command.answer:
        return ()
    return (AnswerTaken(at=case.context.now, consignment=command.consignment, answer=command.answer),)


def _note_seen(case: Case, command: NoteSeen) -> Decision:
    found = case.document.dispatch(command.consignment)
    if found is None or found.state not in TROUBLED:
        return refusals.NO_SUCH_CONSIGNMENT
    if not case.has_role(command.by, "clerk"):
        return refusals.needs_role("clerk")
    return (DispatchSeen(by=command.by, at=case.context.now, consignment=command.consignment, note=command.note),)


def _refuse_arrival(case: Case, command: RefuseArrival) -> Decision:
    document = case.document
    if not case.has_role(command.by, "clerk"):
        return refusals.needs_role("clerk")
    if document.kind != "incoming" or document.origin is None or not document.origin.consignment:
        return refusals.NOT_AN_ARRIVAL
    if document.orders.resolutions:
        return refusals.IN_WORK
    if not 0 < len(command.reason.strip()) <= MOST_REASON:
        return refusals.REASON
    return (ArrivalRefused(by=command.by, at=case.context.now, reason=command.reason.strip()),)


def _relate(case: Case, command: Relate) -> Decision:
    if command.link in case.document.links:
        return ()
    if not case.has_role(command.by, "clerk") and command.by not in case.authors:
        return refusals.NOT_THE_AUTHOR
    return (Related(by=command.by, at=case.context.now, link=command.link, barred=command.barred),)


def _tick(case: Case, command: Tick) -> Decision:
    document, rung = case.document, command.rung
    if rung.startswith(SILENCE):
        found = document.dispatch(rung.removeprefix(SILENCE))
        if found is None or found.state not in UNANSWERED or case.context.now < found.until:
            return ()
        return (SilenceNoticed(at=case.context.now, consignment=found.consignment),)
    if rung.startswith(PATH) and case.path is not None and document.run.status != "nothing":
        return _walked(paths.decide(case.path, document.run, steps.Tick(rung=rung.removeprefix(PATH)), case.context))
    if rung.startswith(ORDERS):
        tick = orders.tick(rung.removeprefix(ORDERS))
        decided = orders.decide(document.orders, tick, case.context, case.order_rules)
        return decided if isinstance(decided, Refusal) else tuple(Instructed(event=event) for event in decided)
    return ()


_DECIDE: Mapping[type, Callable[[Case, Any], Decision]] = MappingProxyType(
    {
        Revise: _revise,
        Register: _register,
        Walk: _walk,
        Instruct: _instruct,
        Sign: _sign,
        Send: _send,
        TakeReceipt: _take_receipt,
        TakeNotice: _take_notice,
        TakeAnswer: _take_answer,
        NoteSeen: _note_seen,
        RefuseArrival: _refuse_arrival,
        Relate: _relate,
        ExtendForStudy: extend_for_study,
        Forward: forward,
        TellCitizen: tell_citizen,
        Acquaint: acquaint,
        HandOver: hand_over,
        Hold: hold,
        ReleaseHold: release_hold,
        PutInFile: put_in_file,
        Destroy: destroy,
        Tick: _tick,
    }
)
