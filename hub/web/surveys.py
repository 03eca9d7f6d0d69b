"""Answers to surveys at each door alike: whose hand may write one down, files of them, figures as a file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from pydantic import BaseModel

from document_flow.surveys.questionnaire import Questionnaire
from document_flow.surveys.state import Survey
from hub.access.grants import Action
from hub.access.parties import HOUSE
from hub.access.people import Person
from hub.access.rights import Right, RoleMissing, rights_of, roles_with
from hub.aggregates.aggregates import unknown
from hub.aggregates.kind import Stored
from hub.app import Hub
from hub.errors import HubError, Lang, Refused, Words, found_or
from hub.register.entity import Entity
from hub.store.tx import Tx
from hub.surveys.files import read_file
from hub.surveys.interviews import Hand, Interview, Interviews, Taken
from hub.surveys.kind import SURVEYS, hiding_note, rows_of, sheet_of
from hub.web.answers import csv_bytes
from hub.web.context import Caller, require_service
from hub.web.counts import NOT_SHOWN
from hub.web.register_scope import sees

ONLINE: Final = "surveys.online"
"""The service by which a party speaks for those who answer online."""
_AT_ONCE: Final = 50


class AnswerTakenView(BaseModel):
    """The version of the answer that counts now; `repeated`: it was there already."""

    version: int
    repeated: bool


class RefusedRowView(BaseModel):
    """What is wrong with a row of a file, by its line; nothing of what stood there."""

    line: int
    place: str
    code: str
    detail: str


class AnswersFileView(BaseModel):
    """What came of a file."""

    taken: int
    repeated: int
    refused: list[RefusedRowView]


def hand_of(hub: Hub, person: Person) -> Hand:
    """An official's; Forbidden for who takes no answers. A district's representative asks people of the own one."""
    if person.party not in HOUSE or Right.SURVEYS not in rights_of(person.roles):
        raise RoleMissing(role.value for role in roles_with(Right.SURVEYS))

    async def open_to(tx: Tx, entity: Entity) -> bool:
        return await sees(tx, hub, person, entity)

    return Hand(person.login, person.party, person.login, open_to)


def respondents_own(who: Caller) -> Hand:
    """Of respondents for whom a party speaks; RightMissing for one that may not."""
    require_service(who, ONLINE, Action.SEND)

    async def open_to(_tx: Tx, _entity: Entity) -> bool:
        return True

    return Hand(who.party, who.party, who.person, open_to, online=True)


async def survey_of(hub: Hub, name: str) -> tuple[Stored[Survey], Questionnaire]:
    """A survey with what it asks; NotFound, and Conflict where its sheet was changed."""
    async with hub.store.read() as tx:
        stored = found_or(await hub.aggregates.tables.get(tx, SURVEYS, name), unknown(SURVEYS))
    asked = found_or(sheet_of(stored.state), Refused("surveys.sheet_changed", _CHANGED, status=409))
    return stored, asked


async def take_one(hub: Hub, name: str, hand: Hand, said: Interview) -> AnswerTakenView:
    """Write one answer down, or raise why not."""
    (found,) = await Interviews(hub.aggregates).take(name, hand, (said,))
    if isinstance(found, HubError):
        raise found
    return AnswerTakenView(version=found.version, repeated=found.repeated)


async def take_file(hub: Hub, name: str, hand: Hand, raw: bytes, lang: Lang) -> AnswersFileView:
    """Write down what a file's rows say, some in a transaction; a second time it changes nothing."""
    _, asked = await survey_of(hub, name)
    rows = read_file(raw, asked)
    found: list[tuple[int, Taken | HubError]] = [(e.line, e.said) for e in rows if isinstance(e.said, HubError)]
    good = [(e.line, e.said) for e in rows if isinstance(e.said, Interview)]
    for part in (good[at : at + _AT_ONCE] for at in range(0, len(good), _AT_ONCE)):
        taken = await Interviews(hub.aggregates).take(name, hand, [said for _, said in part])
        found += zip((line for line, _ in part), taken, strict=True)
    done = [each for _, each in found if isinstance(each, Taken)]
    return AnswersFileView(
        taken=sum(not each.repeated for each in done),
        repeated=sum(each.repeated for each in done),
        refused=[
            RefusedRowView(line=line, place=each.place or "", code=each.code, detail=each.words.say(lang))
            for line, each in sorted(((a, b) for a, b in found if isinstance(b, HubError)), key=lambda pair: pair[0])
        ],
    )


def figures_csv(survey: Survey, lang: Lang) -> bytes:
    """Question after question; Conflict before it is closed."""
    if survey.phase != "closed":
        raise Refused("surveys.not_closed", _NOT_CLOSED, status=409)
    return csv_bytes(_lines(survey, lang))


def _lines(survey: Survey, lang: Lang) -> Iterator[Sequence[str | int]]:
    asked = sheet_of(survey)
    yield (survey.place, survey.questionnaire, survey.first.isoformat(), survey.last.isoformat(), survey.way)
    for each in survey.figures:
        title = asked.questions[each.question].title.say(lang) if asked else each.question
        for name, count in rows_of(each, asked):
            yield (title, name.say(lang), NOT_SHOWN if count is None else count)
    yield (hiding_note(survey).say(lang).replace("–", NOT_SHOWN, 1),)


_CHANGED = Words(
    "Bu sorğunun sual vərəqi dəyişdirilib: köhnə vərəqi qaytarın.",
    "The sheet of this survey was changed: put the old one back.",
)
_NOT_CLOSED = Words(
    "Sorğu hələ bağlanmayıb: göstəricilər bağlananda sayılır.",
    "The survey is not closed yet: its figures are counted when it is.",
)
