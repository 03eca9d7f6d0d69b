"""What a document's page says to the forms of its acts: what fills their fields, what an act can be done to.

Two tables by the names that forms use. A field's source answers with the field filled in, or with nothing where there
is nothing to ask now; a subject says what there is, and how each is called in the title of the form.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, NamedTuple

from document_flow.context import Context
from document_flow.correspondence import paper_key
from document_flow.documents.case import Case
from document_flow.documents.facts import Origin
from document_flow.documents.state import TROUBLED
from document_flow.form import Field, Input, Option, Source, Subject
from document_flow.paths.path import BODY as OTHER_BODY
from document_flow.paths.path import FactDeclaration
from document_flow.paths.state import Meeting, StageState
from document_flow.words import Words
from hub.console.documents.fields import later
from hub.console.documents.view_model import DocumentViewModel, people
from hub.documents.printing.prints import minutes_hash

_FACT_INPUTS: dict[str, Input] = {"string": "line", "number": "amount", "boolean": "tick", "date": "date"}


def body_name(context: Context, code: str) -> Words:
    """A body as people know it, by its index."""
    found = context.bodies.get(code)
    return Words(f"{found.az} ({code})", f"{found.en} ({code})") if found else Words(code, code)


def sender_name(context: Context, origin: Origin) -> Words:
    """The body that sent it, and who there, where the paper names somebody else."""
    body = context.bodies.get(origin.body)
    if body is None:
        return Words(origin.name, origin.name) if origin.name else body_name(context, origin.body)
    known = body_name(context, origin.body)
    if origin.name in ("", body.az, body.en):
        return known
    return Words(f"{known.az} · {origin.name}", f"{known.en} · {origin.name}")


def other_bodies(context: Context) -> tuple[Option, ...]:
    """Every body that is known but this one."""
    return tuple(Option(code, body_name(context, code)) for code in context.bodies if code != context.institution)


def sitting(case: Case) -> tuple[StageState, Meeting] | None:
    """The open stage with its meeting, where the path has come to one."""
    stage = case.document.run.stage
    return (stage, stage.meeting) if stage is not None and stage.meeting is not None else None


Changes = Mapping[str, object] | None
"""What a field is filled with; None where there is nothing to ask now."""


def _own_people(model: DocumentViewModel) -> tuple[Option, ...]:
    """The people of the units that the person heads."""
    directory = model.case.context.directory
    units = {unit for unit, head in directory.heads.items() if head == model.login}
    found = [each.login for each in directory.officials.values() if each.active and each.unit in units]
    return people(model.case, [login for login in found if login != model.login])


def _executors(model: DocumentViewModel) -> tuple[Option, ...]:
    """Those whom the person, or somebody in whose place he acts, may give orders to."""
    context = model.case.context
    givers = [hand or model.login for hand in model.hands]
    able = (
        each.login
        for each in context.directory.officials.values()
        if each.active and any(context.competence.is_over(context.directory, giver, each.unit) for giver in givers)
    )
    return people(model.case, [login for login in able if login != model.login])


def _recipients(model: DocumentViewModel, _subject: str, _field: Field) -> Changes:
    document = model.case.document
    reached = {each.body for each in document.dispatches if each.state not in TROUBLED}
    options = tuple(
        Option(code, body_name(model.case.context, code)) for code in document.recipients if code not in reached
    )
    return {"options": options, "chosen": options[0].value if len(options) == 1 else ""}


def _plan(model: DocumentViewModel, _subject: str, _field: Field) -> Changes:
    """The file plan, those of the document's own unit first."""
    unit = model.case.document.unit
    files = sorted(model.plan, key=lambda each: each.unit != unit)
    titles = [(each.index, Words(f"{each.index} {each.title.az}", f"{each.index} {each.title.en}")) for each in files]
    return {"options": tuple(Option(index, title) for index, title in titles)}


def _answer(model: DocumentViewModel, _subject: str, _field: Field) -> Changes:
    links = [each.other for each in model.case.document.links if each.relation == "answered_by"]
    return {"chosen": links[-1] if links else ""}


def _stand_ins(model: DocumentViewModel, subject: str, _field: Field) -> Changes:
    """Who may sit there: the member, or a stand-in of that day."""
    context, kind = model.case.context, model.case.document.kind
    stand_ins = context.directory.stand_ins_of(subject, context.today, kind)
    names = [(login, context.directory.name(login)) for login in (subject, *stand_ins)]
    options = tuple(Option(login, Words(name, name)) for login, name in names)
    return {"options": options, "chosen": subject} if stand_ins else None


def _votes(model: DocumentViewModel, _subject: str, field: Field) -> Changes:
    """The last one, to abstain, only where the stage allows it."""
    run, path = model.case.document.run, model.case.path
    may_abstain = path is not None and run.stage is not None and path.stages[run.current].abstain
    return {} if may_abstain else {"options": field.options[:-1]}


def _modes(model: DocumentViewModel, _subject: str, _field: Field) -> Changes:
    run, path = model.case.document.run, model.case.path
    back = path.stage(run.returned.stage) if path is not None and run.returned is not None else None
    return {} if back is not None and back.on_return == "author_chooses" else None


def _members(model: DocumentViewModel) -> tuple[str, ...]:
    run = model.case.document.run
    return run.stage.members if run.stage is not None else (run.author,)


def _silent(model: DocumentViewModel, _subject: str, _field: Field) -> Changes:
    stage = model.case.document.run.stage
    silent = [each for each in _members(model) if stage is None or each not in stage.marks]
    return {"options": people(model.case, silent)}


def _facts(model: DocumentViewModel, subject: str) -> tuple[Field, ...]:
    path = model.case_on(subject).path if subject else model.case.path
    return tuple(_fact(model, each) for each in (path.facts if path is not None else ()))


def _fact(model: DocumentViewModel, fact: FactDeclaration) -> Field:
    stated = {each.name: each.text for each in model.case.document.run.facts}
    chosen, name = stated.get(fact.name, ""), f"fact-{fact.name}"
    match _FACT_INPUTS[fact.type]:
        case "date":
            return Field(name, fact.title, "date", required=True, least=model.case.context.today)
        case "tick":
            return Field(name, fact.title, "tick", chosen="1" if chosen == "true" else "")
        case kind:
            return Field(name, fact.title, kind, required=True, chosen=chosen)


def asked_now(model: DocumentViewModel, subject: str, field: Field) -> tuple[Field, ...]:
    """The field as it is asked now: filled from its source, left out, or as many as the path declares facts."""
    if field.source == "facts":
        return _facts(model, subject)
    found = _SOURCES[field.source](model, subject, field)
    return () if found is None else (replace(field, **found),)


_SOURCES: Mapping[Source, Callable[[DocumentViewModel, str, Field], Any]] = {
    "": lambda _model, _subject, _field: {},
    "answer": _answer,
    "bodies": lambda model, _subject, _field: {"options": other_bodies(model.case.context)},
    "due": lambda model, subject, _field: {
        "least": later(model.case.document.orders.resolutions[subject].due, model.case.context.today)
    },
    "executors": lambda model, _subject, _field: {"options": _executors(model)},
    "minutes": lambda model, _subject, _field: {"chosen": minutes_hash(model.case, model.body)},
    "modes": _modes,
    "newcomers": lambda model, _subject, _field: {
        "options": model.officials(model.login, *_members(model), *model.case.document.run.hands)
    },
    "officials": lambda model, _subject, _field: {"options": model.officials(model.login)},
    "own_units": lambda model, _subject, _field: {"options": _own_people(model)},
    "plan": _plan,
    "recipients": _recipients,
    "silent": _silent,
    "stand_ins": _stand_ins,
    "title": lambda model, _subject, _field: {"chosen": model.case.document.title},
    "today": lambda model, _subject, _field: {"least": model.case.context.today},
    "tomorrow": lambda model, _subject, _field: {"least": later(None, model.case.context.today)},
    "twins": lambda model, _subject, _field: {} if paper_key(model.case.document.origin) else None,
    "units": lambda model, _subject, _field: {
        "options": tuple(Option(unit, title) for unit, title in model.units.items())
    },
    "votes": _votes,
}


class Subjects(NamedTuple):
    """What there is of a kind, and how one of them is called; None where the title needs no name."""

    found: Callable[[DocumentViewModel], tuple[str, ...]]
    name: Callable[[DocumentViewModel, str], Words | None]


def _unnamed(_model: DocumentViewModel, _subject: str) -> None:
    return None


def _person(model: DocumentViewModel, subject: str) -> Words:
    name = model.case.context.directory.name(subject)
    return Words(name, name)


def _unfinished(model: DocumentViewModel) -> tuple[str, ...]:
    return tuple(each.id for each in model.case.document.orders.unfinished())


def _resolution(model: DocumentViewModel, subject: str) -> Words | None:
    """Which one it is about, where there are several."""
    orders = model.case.document.orders
    short = f"“{orders.resolutions[subject].text[:40]}”"
    return Words(short, short) if len(_unfinished(model)) > 1 else None


def _troubled(model: DocumentViewModel) -> tuple[str, ...]:
    dispatches = model.case.document.dispatches
    return tuple(each.consignment for each in dispatches if each.state in TROUBLED and not each.seen)


def _of_dispatch(model: DocumentViewModel, subject: str) -> Words:
    found = model.case.document.dispatch(subject)
    return body_name(model.case.context, found.body if found else subject)


def _absent(model: DocumentViewModel) -> tuple[str, ...]:
    here = sitting(model.case)
    if here is None:
        return ()
    stage, meeting = here
    return tuple(each for each in stage.members if each not in meeting.recused and each not in meeting.present)


def _present(model: DocumentViewModel) -> tuple[str, ...]:
    here = sitting(model.case)
    return tuple(here[1].present) if here else ()


def _asked_bodies(model: DocumentViewModel) -> tuple[str, ...]:
    stage = model.case.document.run.stage
    silent = (each for each in stage.members if each not in stage.marks) if stage is not None else ()
    return tuple(each.removeprefix(OTHER_BODY) for each in silent if each.startswith(OTHER_BODY))


def _asked_body(model: DocumentViewModel, subject: str) -> Words:
    stages = model.case.path.stages if model.case.path is not None else ()
    titles = {each.name: each.title for stage in stages for each in stage.who if each.kind == "body"}
    return titles.get(subject) or Words(subject, subject)


def _paths(model: DocumentViewModel) -> tuple[str, ...]:
    return tuple(each.hash for each in model.paths) if model.case.document.run.status in ("nothing", "refused") else ()


def _path(model: DocumentViewModel, subject: str) -> Words:
    return next(each.path.title for each in model.paths if each.hash == subject)


SUBJECTS: Mapping[Subject, Subjects] = {
    "": Subjects(lambda _model: ("",), _unnamed),
    "absent": Subjects(_absent, _person),
    "bodies": Subjects(_asked_bodies, _asked_body),
    "paths": Subjects(_paths, _path),
    "present": Subjects(_present, _person),
    "recalled": Subjects(lambda model: ("",) if model.case.document.run.status == "recalled" else (), _unnamed),
    "resolutions": Subjects(
        lambda model: tuple(each.id for each in model.case.document.orders.unfinished()), _resolution
    ),
    "troubles": Subjects(_troubled, _of_dispatch),
}
