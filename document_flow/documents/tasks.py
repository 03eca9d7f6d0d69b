"""Whom a document waits for, and with which task. An open document has a task or a timer: it is never orphaned."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from document_flow.documents.acquainting import to_acquaint
from document_flow.documents.case import Case
from document_flow.documents.state import TROUBLED, UNANSWERED, Document
from document_flow.documents.term import tell_by
from document_flow.orders import kernel as orders
from document_flow.outcome import Waiting
from document_flow.paths import kernel as paths
from document_flow.paths.staffing import in_office
from document_flow.words import Words

Name = Literal[
    "draft",
    "resubmit",
    "walk",
    "register",
    "resolve",
    "execute",
    "decide",
    "acquaint",
    "sign",
    "seal",
    "send",
    "notice",
    "tell",
    "file",
]
CLERK, HEAD = "@clerk", "@head"
"""Pools: whoever has the role may take the task; `@head:qayidis` is whoever heads that unit."""


@dataclass(frozen=True, slots=True)
class Task:
    """One thing that one person, or one of a pool, is to do."""

    actor: str
    name: Name
    due: date | None = None


TITLES: dict[Name, Words] = {
    "draft": Words("Layihəni hazırlamaq və razılaşmaya göndərmək", "Finish the draft and submit it"),
    "resubmit": Words("Qaytarılmış sənədi düzəldib təkrar göndərmək", "Mend what was returned and resubmit it"),
    "walk": Words("Baxmaq və qərar vermək", "Review and decide"),
    "register": Words("Qeydə almaq", "Register it"),
    "resolve": Words("Dərkənar qoymaq", "Give a resolution"),
    "execute": Words("İcra etmək", "Execute it"),
    "decide": Words("İcra barədə qərar vermək", "Decide about its execution"),
    "acquaint": Words("Tanış olmaq", "Read and note it"),
    "sign": Words("İmzalamaq", "Sign it"),
    "seal": Words("Möhürləmək", "Seal it"),
    "send": Words("Göndərmək", "Send it"),
    "notice": Words("Qarşı qurumun imtinası və ya susması ilə tanış olmaq", "Take note of a refusal or silence"),
    "tell": Words("Müraciətin hara göndərildiyini vətəndaşa bildirmək", "Tell the citizen where the appeal went"),
    "file": Words("İşə tikmək", "Put it in its file"),
}
_AWAITED: dict[Name, Words] = {
    "draft": Words("Layihənin göndərilməsi gözlənilir", "The draft is to be finished and submitted by"),
    "register": Words("Qeydə alınması gözlənilir", "To be registered by"),
    "resolve": Words("Dərkənar gözlənilir", "A resolution is awaited from"),
    "sign": Words("İmza gözlənilir", "To be signed by"),
    "seal": Words("Möhürlənməsi gözlənilir", "To be sealed by"),
    "send": Words("Göndərilməsi gözlənilir", "To be sent by"),
    "notice": Words(
        "Qarşı qurumun imtinası və ya susması ilə tanış olmalıdır", "A refusal or silence is to be noted by"
    ),
    "tell": Words(
        "Müraciətin hara göndərildiyinin vətəndaşa bildirilməsi gözlənilir",
        "The citizen is to be told where the appeal went, by",
    ),
    "file": Words("İşə tikilməsi gözlənilir", "To be put in its file by"),
}
"""The tasks at a desk, as a sentence about the document that ends with whose desk it is."""


def tasks(case: Case) -> tuple[Task, ...]:
    """Everything that somebody is to do now, each once."""
    if not case.document.is_open:
        return tuple(_exchanging(case.document))
    found: dict[tuple[str, Name], Task] = {}
    for task in (*_walking(case), *_instructed(case), *_exchanging(case.document), *_appealed(case), *_desk(case)):
        found.setdefault((task.actor, task.name), task)
    return tuple(_by(case.appeal_due, task) for task in found.values())


def waiting(case: Case) -> tuple[Waiting, ...]:
    """The same in sentences: one for the path, one for the orders, one for each kind of task at a desk."""
    found: list[Waiting] = []
    document, context = case.document, case.context
    if document.run.status in ("running", "returned") and case.path is not None:
        found.append(_on_path(case, paths.waiting(case.path, document.run, context)))
    if document.orders.is_open:
        found.append(orders.waiting(document.orders, context, case.order_rules))
    if case.appeal_due is not None:
        found.append(_answer_by(case, case.appeal_due))
    readers = to_acquaint(case)
    if readers and document.is_open:
        names = ", ".join(map(context.directory.name, readers))
        words = Words(f"Tanış olmalıdır: {names}", f"To be read and noted by: {names}")
        found.append(Waiting(readers, words))
    for task in tasks(case):
        if task.name in _AWAITED:
            who, what = _named(case, task.actor), _AWAITED[task.name]
            words = Words(f"{what.az}: {who.az}", f"{what.en} {who.en}")
            found.append(Waiting((task.actor,), words, task.due))
    found += [
        _patience(context.body(each.body), each.until.date())
        for each in document.dispatches
        if each.state in UNANSWERED
    ]
    return tuple(found)


def _on_path(case: Case, waits: Waiting) -> Waiting:
    """Nobody signs before the registry has given the number, which stands in what is signed."""
    if not case.document.lacks_number:
        return waits
    need = waits.need
    az, en = f"Dəftərxana nömrə verəndən sonra: {need.az}", f"Once the registry has given the number: {need.en}"
    return replace(waits, need=Words(az, en))


def _walking(case: Case) -> Iterator[Task]:
    run = case.document.run
    if run.status == "running" and case.path is not None:
        waits = paths.waiting(case.path, run, case.context)
        yield from (Task(actor, "walk", waits.due) for actor in waits.actors)
    elif run.status == "returned":
        yield from (Task(actor, "resubmit") for actor in case.authors)
    elif case.document.needs_approval and run.status in ("nothing", "recalled", "refused"):
        yield from (Task(actor, "draft") for actor in case.authors)


def _instructed(case: Case) -> Iterator[Task]:
    if case.document.orders.is_open:
        each = orders.waiting_by_resolution(case.document.orders, case.context, case.order_rules)
        for waits in each.values():
            # Those who could hand the work over may all have left, or the complaint is about them: the registry does.
            actors = in_office(waits.actors, case.context.directory) or (CLERK,)
            yield from (Task(actor, "decide" if actor in waits.deciding else "execute", waits.due) for actor in actors)
    yield from (Task(login, "acquaint") for login in to_acquaint(case))


def _exchanging(document: Document) -> Iterator[Task]:
    if any(each.state in TROUBLED and not each.seen for each in document.dispatches):
        yield Task(CLERK, "notice")


def _appealed(case: Case) -> Iterator[Task]:
    """The citizen is told where the appeal went, within the days for forwarding."""
    day = tell_by(case.document, case.context)
    if day is not None:
        yield Task(CLERK, "tell", day)


def _by(due: date | None, task: Task) -> Task:
    """Whatever is to be done with an appeal is to be done within its term."""
    return task if due is None or (task.due is not None and task.due <= due) else replace(task, due=due)


def _answer_by(case: Case, due: date) -> Waiting:
    day, today = f"{due:%d.%m.%Y}", case.context.today
    left = case.context.calendar.left(today, due)
    said = Words(f"Müraciətin müddəti: {day}, {left.az}", f"Term of the appeal: {day}, {left.en}")
    return Waiting((), said, due, today > due)


def _desk(case: Case) -> Iterator[Task]:
    """What the registry or a head is to do once path and orders leave it alone."""
    document = case.document
    if document.needs_approval and document.run.status != "approved":
        if document.lacks_number:
            yield Task(CLERK, "register")
        return
    if document.registration is None:
        yield Task(CLERK, "register")
    elif document.kind == "outgoing":
        yield from _outgoing(case)
    elif document.comes_in and not document.orders.resolutions and document.forwarding is None:
        yield from (Task(actor, "resolve") for actor in _resolvers(case))
    elif not document.orders.is_open and tell_by(document, case.context) is None:
        yield Task(CLERK, "file")


def _resolvers(case: Case) -> tuple[str, ...]:
    """The head of its unit; where none may, the leadership, else other heads, else the registry.

    What no rule has sent elsewhere lies at the registry, whose head gives no orders to other units.
    """
    directory, rules, unit = case.context.directory, case.context.competence, case.document.unit
    heads = {each: f"{HEAD}:{each}" for each, head in directory.heads.items() if _commands_somebody(case, head)}
    if unit in heads and unit != rules.registry:
        return (heads[unit],)
    if rules.leadership in heads:
        return (heads[rules.leadership],)
    return (HEAD,) if directory.holders(rules.head) else tuple(heads.values()) or (CLERK,)


def _commands_somebody(case: Case, head: str) -> bool:
    """Whether the official is in office, and there is anybody to give an order to."""
    directory, rules = case.context.directory, case.context.competence
    others = (each for each in directory.officials.values() if each.active and each.login != head)
    return directory.is_in_office(head) and any(rules.is_over(directory, head, each.unit) for each in others)


def _outgoing(case: Case) -> Iterator[Task]:
    document = case.document
    reached = {each.body for each in document.dispatches if each.state not in TROUBLED or each.seen}
    if case.is_unsigned and not document.dispatches:
        yield from [Task(actor, "sign") for actor in _signers(case)] or [Task(CLERK, "file")]
    elif not document.is_sealed:
        yield Task(CLERK, "seal")
    elif any(each.state in TROUBLED and not each.seen for each in document.dispatches):
        return
    elif any(body not in reached for body in document.recipients):
        yield Task(CLERK, "send")
    elif not any(each.state in UNANSWERED for each in document.dispatches):
        yield Task(CLERK, "file")


def _signers(case: Case) -> tuple[str, ...]:
    """Who signs this kind of document: heads as a pool, others one by one."""
    directory = case.context.directory
    found: list[str] = []
    for role in case.context.requisites.signed_by(case.document.kind):
        holders = directory.holders(role)
        found += [HEAD] if role == "head" and holders else holders
    return tuple(dict.fromkeys(found))


def _named(case: Case, actor: str) -> Words:
    match actor:
        case "@clerk":
            return Words("dəftərxana", "the registry")
        case "@head":
            return Words("rəhbərlik", "a head")
        case _ if actor.startswith(HEAD):
            head = case.context.directory.head_of(actor.removeprefix(f"{HEAD}:")) or ""
            name = case.context.directory.name(head)
            return Words(name, name)
        case _:
            name = case.context.directory.name(actor)
            return Words(name, name)


def _patience(body: Words, until: date) -> Waiting:
    day = f"{until:%d.%m.%Y}"
    return Waiting(
        (),
        Words(
            f"“{body.az}” qurumunun bildirişi gözlənilir; {day} tarixinədək gəlməsə, dəftərxanaya xəbər verilir",
            f"A notice of {body.en} is awaited; if none has come by {day}, the registry is told",
        ),
        until,
    )
