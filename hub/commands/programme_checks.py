"""What `hub check` says about a programme's folder: everything at once, by what `programme.yaml` names."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from typing import get_args

from document_flow.decisions.folder import check_versions, load, tables_in
from document_flow.decisions.refusal import TableRefused
from document_flow.decisions.table import Table
from document_flow.programmes import FOLDER, programme_folders, programmes
from document_flow.programmes.programme import Origin, Programme
from document_flow.sheet import SheetRefused
from document_flow.surveys.questionnaire import questionnaires
from hub.access.purposes import PURPOSES
from hub.commands.servers.starting import spoken
from hub.exchange.ask.questions import QUESTIONS
from hub.programmes.fact_sources import KEYS, THINGS
from mappings.records import Provider, fields_of_kind
from routes.recipients import fields_for

_HOUSE = "committee"


def programme_names() -> tuple[str, ...]:
    """The folders that there are."""
    return tuple(folder.name for folder in programme_folders())


def all_programme_problems(formats: Collection[str]) -> Iterator[str]:
    """Of every programme, and of the questionnaires of surveys."""
    try:
        questionnaires()
        known = programmes()
    except SheetRefused as refused:
        yield from (
            f"{refused.code}: line {each.line}, {each.place}: {spoken(each.words)}" for each in refused.problems
        )
        return
    for name in programme_names():
        if name not in known:
            yield f"{name}: its id is another than its folder's name"
    for programme in known.values():
        yield from (f"{programme.id}: {problem}" for problem in programme_problems(programme, formats))


def programme_problems(programme: Programme, formats: Collection[str]) -> Iterator[str]:
    """Of one programme: names that nothing bears, rights that nobody has, a table that does not fit."""
    if programme.purpose not in PURPOSES:
        yield f"asks.purpose: {programme.purpose} is not in the catalogue of purposes"
    yield from (f"applications.formats: there is no format {each}" for each in programme.formats if each not in formats)
    for rule in programme.facts:
        for origin in rule.origins:
            yield from (f"facts.{rule.name}: {problem}" for problem in _origin(programme, origin))
    yield from _effect(programme)
    yield from _table(programme, FOLDER / programme.id / "tables")


def _origin(programme: Programme, origin: Origin) -> Iterator[str]:
    field = origin.field.partition(".")[0]
    if origin.via == "register":
        yield from _registered(origin, field)
    elif origin.via == "ask":
        question = QUESTIONS.get(origin.of)
        if question is None:
            yield f"there is no question {origin.of}; it may be {', '.join(QUESTIONS)}"
        elif programme.purpose not in question.purposes:
            yield f"{origin.of} may not be asked for {programme.purpose}"
        elif field not in fields_for(_HOUSE, question.service, programme.purpose):
            yield f"{field} of {origin.of} is not given for {programme.purpose} (routes/recipients.yaml)"


def _registered(origin: Origin, field: str) -> Iterator[str]:
    if origin.at and origin.at.partition(":")[0] not in get_args(Provider):
        yield f"at {origin.at}: that is no utility; it may be {', '.join(get_args(Provider))}"
    if origin.of not in KEYS and origin.of not in THINGS and not origin.at:
        yield f"the register finds no {origin.of} of a person; it may be {', '.join((*KEYS, *sorted(THINGS)))}"
    elif field not in fields_of_kind(origin.of):
        yield f"{origin.of} has no field {field}"


def _effect(programme: Programme) -> Iterator[str]:
    effect = programme.effect
    if effect is None:
        return
    known = fields_of_kind(effect.record)
    if not known:
        yield f"effect.record: there is no record {effect.record}"
    for name in sorted({name for name, _ in effect.said}) if known else ():
        if name not in known:
            yield f"effect: {effect.record} has no field {name}"


def _words(programme: Programme, tables: Iterable[Table]) -> Iterator[str]:
    """What its facts and tables say and has no English word; of the table in each of its versions."""
    rules = (each for each in programme.facts if not each.any)
    said = {value for rule in rules for value in (*rule.values.values(), rule.absent, rule.assumed) if value}
    worded = {programme.verdict, programme.grade.name if programme.grade is not None else ""}
    for end in (each.end for each in tables):
        rows = (*(each.values for each in end.rules), *((end.default.values,) if end.default else ()))
        given = (pair for row in rows for pair in zip(end.outputs, row, strict=True))
        said |= {value for output, value in given if output.name not in worded and isinstance(value, str)}
    yield from (f"english: “{each}” has no English word" for each in sorted(said - programme.english.keys()))


def _table(programme: Programme, folder: Path) -> Iterator[str]:
    found: Table | None = None
    for place in tables_in(folder):
        try:
            versions = load(place)
        except TableRefused as refused:
            yield from (f"{place.name}: {each.place}: {spoken(each.words)}" for each in refused.problems)
            continue
        # A gap is a warning: what no rule decides is left to people.
        wrong = (each for each in check_versions(versions) if each.severity == "error")
        yield from (f"{place.name}: {each.place}: {spoken(each.words)}" for each in wrong)
        if versions.id == programme.table and versions.versions:
            found = versions.versions[-1].table
            yield from _words(programme, (each.table for each in versions.versions))
    if found is None:
        yield f"decision.table: {programme.table} is not in its folder {folder.name}"
        return
    facts = {rule.name for rule in programme.facts}
    yield from (f"{programme.table} asks for {c.fact}, which is no fact" for c in found.facts() if c.fact not in facts)
    outputs, effect = {each.name for each in found.end.outputs}, programme.effect
    if programme.verdict not in outputs:
        yield f"decision.verdict: {programme.table} has no output {programme.verdict}"
    for _, source in effect.said if effect is not None else ():
        if source.startswith("row ") and source.removeprefix("row ") not in outputs:
            yield f"effect: {programme.table} has no output {source.removeprefix('row ')}"
