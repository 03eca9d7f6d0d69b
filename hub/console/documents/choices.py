"""What a document's page says to the forms of its acts: what fills their fields, what an act can be done to.

Two tables by the names that forms use. A field's source answers with the field filled in, or with nothing where there
is nothing to ask now; a subject says what there is, and how each is called in the title of the form.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import NamedTuple

from document_flow.documents.case import Case
from document_flow.documents.state import TROUBLED
from document_flow.form import Field, Input, Option, Source, Subject
from document_flow.paths.path import BODY as OTHER_BODY
from document_flow.paths.path import FactDeclaration
from document_flow.paths.state import Meeting, StageState
from document_flow.words import Words
from hub.console.documents.fields import later
from hub.console.documents.scene import Scene, people
from hub.documents.printing.printing import BODY
from hub.documents.printing.prints import print_page
from routes.address_book import BODIES, body_of

_FACT_INPUTS: dict[str, Input] = {"string": "line", "number": "amount", "boolean": "tick", "date": "date"}


def body_name(code: str) -> Words:
    """A body as people know it, by its index."""
    found = body_of(code)
    return Words(f"{found.title_az} ({code})", f"{found.title_en} ({code})") if found else Words(code, code)


def sitting(case: Case) -> tuple[StageState, Meeting] | None:
    """The open stage with its meeting, where the path has come to one."""
    stage = case.document.run.stage
    return (stage, stage.meeting) if stage is not None and stage.meeting is not None else None


def minutes_hash(case: Case) -> str:
    """The SHA-256 of the printed minutes (az), which chair and secretary sign; empty before there are any.

    The page does not show their signatures, so it stays the same for both.
    """
    here = sitting(case)
    if here is None or here[1].phase != "closed":
        return ""
    return hashlib.sha256(print_page("minutes", case, BODY, "az")).hexdigest()


def _officials(scene: Scene, _subject: str, field: Field) -> tuple[Field, ...]:
    return (replace(field, options=scene.officials(scene.login)),)


def _own_units(scene: Scene, _subject: str, field: Field) -> tuple[Field, ...]:
    """The people of the units that the person heads."""
    directory = scene.case.context.directory
    units = {unit for unit, head in directory.heads.items() if head == scene.login}
    found = [each.login for each in directory.officials.values() if each.active and each.unit in units]
    return (replace(field, options=people(scene.case, [login for login in found if login != scene.login])),)


def _units(scene: Scene, _subject: str, field: Field) -> tuple[Field, ...]:
    return (replace(field, options=tuple(Option(unit, title) for unit, title in scene.units.items())),)


def _bodies(_scene: Scene, _subject: str, field: Field) -> tuple[Field, ...]:
    return (replace(field, options=tuple(Option(each.code, body_name(each.code)) for each in BODIES)),)


def _recipients(scene: Scene, _subject: str, field: Field) -> tuple[Field, ...]:
    document = scene.case.document
    reached = {each.body for each in document.dispatches if each.state not in TROUBLED}
    options = tuple(Option(code, body_name(code)) for code in document.recipients if code not in reached)
    return (replace(field, options=options, chosen=options[0].value if len(options) == 1 else ""),)


def _plan(scene: Scene, _subject: str, field: Field) -> tuple[Field, ...]:
    """The file plan, those of the document's own unit first."""
    unit = scene.case.document.unit
    options = tuple(
        Option(each.index, Words(f"{each.index} {each.title.az}", f"{each.index} {each.title.en}"))
        for each in sorted(scene.plan, key=lambda each: each.unit != unit)
    )
    return (replace(field, options=options),)


def _today(scene: Scene, _subject: str, field: Field) -> tuple[Field, ...]:
    return (replace(field, least=scene.case.context.today),)


def _tomorrow(scene: Scene, _subject: str, field: Field) -> tuple[Field, ...]:
    return (replace(field, least=later(None, scene.case.context.today)),)


def _due(scene: Scene, subject: str, field: Field) -> tuple[Field, ...]:
    due = scene.case.document.orders.resolutions[subject].due
    return (replace(field, least=later(due, scene.case.context.today)),)


def _answer(scene: Scene, _subject: str, field: Field) -> tuple[Field, ...]:
    links = [each.other for each in scene.case.document.links if each.relation == "answered_by"]
    return (replace(field, chosen=links[-1] if links else ""),)


def _title(scene: Scene, _subject: str, field: Field) -> tuple[Field, ...]:
    return (replace(field, chosen=scene.case.document.title),)


def _minutes(scene: Scene, _subject: str, field: Field) -> tuple[Field, ...]:
    return (replace(field, chosen=minutes_hash(scene.case)),)


def _stand_ins(scene: Scene, subject: str, field: Field) -> tuple[Field, ...]:
    """Who may sit there: the member, or a stand-in of that day."""
    context, kind = scene.case.context, scene.case.document.kind
    stand_ins = context.directory.stand_ins_of(subject, context.today, kind)
    name = context.directory.name
    options = tuple(Option(login, Words(name(login), name(login))) for login in (subject, *stand_ins))
    return (replace(field, options=options, chosen=subject),) if stand_ins else ()


def _votes(scene: Scene, _subject: str, field: Field) -> tuple[Field, ...]:
    """The last one, to abstain, only where the stage allows it."""
    run, path = scene.case.document.run, scene.case.path
    may_abstain = path is not None and run.stage is not None and path.stages[run.current].abstain
    return (field if may_abstain else replace(field, options=field.options[:-1]),)


def _modes(scene: Scene, _subject: str, field: Field) -> tuple[Field, ...]:
    run, path = scene.case.document.run, scene.case.path
    back = path.stage(run.returned.stage) if path is not None and run.returned is not None else None
    return (field,) if back is not None and back.on_return == "author_chooses" else ()


def _members(scene: Scene) -> tuple[str, ...]:
    run = scene.case.document.run
    return run.stage.members if run.stage is not None else (run.author,)


def _newcomers(scene: Scene, _subject: str, field: Field) -> tuple[Field, ...]:
    options = scene.officials(scene.login, *_members(scene), *scene.case.document.run.hands)
    return (replace(field, options=options),)


def _silent(scene: Scene, _subject: str, field: Field) -> tuple[Field, ...]:
    stage = scene.case.document.run.stage
    silent = [each for each in _members(scene) if stage is None or each not in stage.marks]
    return (replace(field, options=people(scene.case, silent)),)


def _facts(scene: Scene, subject: str, _field: Field) -> tuple[Field, ...]:
    path = scene.case_on(subject).path if subject else scene.case.path
    return tuple(_fact(scene, each) for each in (path.facts if path is not None else ()))


def _fact(scene: Scene, fact: FactDeclaration) -> Field:
    stated = {each.name: each.text for each in scene.case.document.run.facts}
    chosen, name = stated.get(fact.name, ""), f"fact-{fact.name}"
    match _FACT_INPUTS[fact.type]:
        case "date":
            return Field(name, fact.title, "date", required=True, least=scene.case.context.today)
        case "tick":
            return Field(name, fact.title, "tick", chosen="1" if chosen == "true" else "")
        case kind:
            return Field(name, fact.title, kind, required=True, chosen=chosen)


def _as_it_is(_scene: Scene, _subject: str, field: Field) -> tuple[Field, ...]:
    return (field,)


SOURCES: Mapping[Source, Callable[[Scene, str, Field], tuple[Field, ...]]] = {
    "": _as_it_is,
    "answer": _answer,
    "bodies": _bodies,
    "due": _due,
    "facts": _facts,
    "minutes": _minutes,
    "modes": _modes,
    "newcomers": _newcomers,
    "officials": _officials,
    "own_units": _own_units,
    "plan": _plan,
    "recipients": _recipients,
    "silent": _silent,
    "stand_ins": _stand_ins,
    "title": _title,
    "today": _today,
    "tomorrow": _tomorrow,
    "units": _units,
    "votes": _votes,
}


class Subjects(NamedTuple):
    """What there is of a kind, and how one of them is called; None where the title needs no name."""

    found: Callable[[Scene], tuple[str, ...]]
    name: Callable[[Scene, str], Words | None]


def _unnamed(_scene: Scene, _subject: str) -> None:
    return None


def _person(scene: Scene, subject: str) -> Words:
    name = scene.case.context.directory.name(subject)
    return Words(name, name)


def _unfinished(scene: Scene) -> tuple[str, ...]:
    return tuple(each.id for each in scene.case.document.orders.unfinished())


def _resolution(scene: Scene, subject: str) -> Words | None:
    """Which one it is about, where there are several."""
    orders = scene.case.document.orders
    short = f"“{orders.resolutions[subject].text[:40]}”"
    return Words(short, short) if len(_unfinished(scene)) > 1 else None


def _troubled(scene: Scene) -> tuple[str, ...]:
    dispatches = scene.case.document.dispatches
    return tuple(each.consignment for each in dispatches if each.state in TROUBLED and not each.seen)


def _of_dispatch(scene: Scene, subject: str) -> Words:
    found = scene.case.document.dispatch(subject)
    return body_name(found.body if found else subject)


def _absent(scene: Scene) -> tuple[str, ...]:
    here = sitting(scene.case)
    if here is None:
        return ()
    stage, meeting = here
    return tuple(each for each in stage.members if each not in meeting.recused and each not in meeting.present)


def _present(scene: Scene) -> tuple[str, ...]:
    here = sitting(scene.case)
    return tuple(here[1].present) if here else ()


def _asked_bodies(scene: Scene) -> tuple[str, ...]:
    stage = scene.case.document.run.stage
    silent = (each for each in stage.members if each not in stage.marks) if stage is not None else ()
    return tuple(each.removeprefix(OTHER_BODY) for each in silent if each.startswith(OTHER_BODY))


def _asked_body(scene: Scene, subject: str) -> Words:
    stages = scene.case.path.stages if scene.case.path is not None else ()
    titles = {each.name: each.title for stage in stages for each in stage.who if each.kind == "body"}
    return titles.get(subject) or Words(subject, subject)


def _paths(scene: Scene) -> tuple[str, ...]:
    return tuple(each.hash for each in scene.paths) if scene.case.document.run.status in ("nothing", "refused") else ()


def _path(scene: Scene, subject: str) -> Words:
    return next(each.path.title for each in scene.paths if each.hash == subject)


SUBJECTS: Mapping[Subject, Subjects] = {
    "": Subjects(lambda _scene: ("",), _unnamed),
    "absent": Subjects(_absent, _person),
    "bodies": Subjects(_asked_bodies, _asked_body),
    "paths": Subjects(_paths, _path),
    "present": Subjects(_present, _person),
    "recalled": Subjects(lambda scene: ("",) if scene.case.document.run.status == "recalled" else (), _unnamed),
    "resolutions": Subjects(
        lambda scene: tuple(each.id for each in scene.case.document.orders.unfinished()), _resolution
    ),
    "troubles": Subjects(_troubled, _of_dispatch),
}
