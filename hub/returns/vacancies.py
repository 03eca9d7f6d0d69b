"""Vacancies of a settlement, and whom of those who move they fit: by the code that a vacancy and a person both name.

A person names it in a survey whose sheet asks for a `position` with a consent of its own (998-IIIQ); of whoever gave
none, or asked nothing, nothing is found. What an official proposes the register knows as a match, as if the agency had
told it, and the person is told.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from document_flow.azerbaijani import ordinal
from document_flow.cases.told import ApplicantTold
from document_flow.context import BAKU
from document_flow.form import Option
from document_flow.moves.acts.propose_work import PassOverWork, ProposeWork, WorkProposed
from document_flow.moves.state import Move, Work
from document_flow.programmes import programmes
from document_flow.surveys.questionnaire import questionnaires
from document_flow.words import Words
from hub.access.history import Access, note_access
from hub.access.purposes import why
from hub.aggregates.kind import Block, ColumnOf, Needs
from hub.exchange.accept import store_messages
from hub.exchange.model import Origin
from hub.programmes.case_store import CaseStore
from hub.programmes.speaking import may_see
from hub.programmes.telling import Said, Telling, sendings
from hub.register.entity import Entity
from hub.returns.households import PROGRAMME, Returning, returning
from hub.returns.stated import surveys_of
from hub.store.tx import Tx
from hub.surveys.kind import answer_store, sheet_of
from mappings.dates import PartialDate
from mappings.lineage import relation
from mappings.places import PLACES, Place
from mappings.registered import JobMatch
from routes.programme_effects import SOURCE

POSITION: Final = "position"
"""The question of a survey by which a person names in which position they can work."""
MATCHED: Final = "move.vacancy"
"""The service of the access history: an official proposes work by what somebody has said in a survey."""
_HOUSE: Final = "committee"
_TOLD: Final = (
    "{} nömrəli ərizəniz üzrə: köçəcəyiniz məntəqədə ailə üzvünüzün göstərdiyi vəzifəyə vakansiya var. Bu, təklifdir,"
    " imtina etmək olar. Vəzifəli şəxs sizinlə əlaqə saxlayacaq."
)


@dataclass(frozen=True, slots=True)
class Vacancy:
    """Work that is open in the settlement today, or in its district; `place` is which."""

    id: str
    position: str
    openings: int
    place: str
    until: str

    @classmethod
    def read(cls, thing: Entity, place: Place) -> Vacancy:
        """Of a vacancy as the register knows it."""
        said, openings = thing.attributes, int(thing.attributes["openings"])
        return cls(str(said["vacancy_id"]), str(said["position"]), openings, place.key, str(said.get("until") or ""))


async def open_vacancies(needs: Needs, tx: Tx, settlement: str, today: date) -> Sequence[Vacancy]:
    """By number; those of the whole district too, of another village of it none."""
    here, found = PLACES.at(settlement), []
    for thing in await needs.reader.newest_of(tx, "vacancy", 2_000):
        there = place_of(thing)
        if here is None or there is None or relation(PLACES, here, there) not in ("same", "within"):
            continue
        if is_open(thing, today):
            found.append(Vacancy.read(thing, there))
    return sorted(found, key=lambda each: each.id)


def place_of(thing: Entity) -> Place | None:
    """Where a vacancy is: the village that the agency has written, else the district that it has coded."""
    district, village = (*re.split("[,/]", str(thing.attributes.get("place_text") or "")), "")[:2]
    named = PLACES.find_in(village, district) if village.strip() else PLACES.find(district)
    code = thing.attributes.get("place_code")
    return named or next((each for each in PLACES if each.mark == code and each.parent is None), None)


def is_open(thing: Entity, today: date) -> bool:
    """Whether a vacancy is one to be had on that day."""
    said, day = thing.attributes, today.isoformat()
    since, until = str(said.get("since") or day), str(said.get("until") or day)
    return said.get("state") == "open" and since <= day[: len(since)] and day[: len(until)] <= until


def newest_of_each(matches: Iterable[Entity]) -> list[Entity]:
    """Of matches, the newest first, the first of each person and vacancy: the hub proposes under a number of its own,
    and what the agency says of it later is another one.
    """
    found: dict[tuple[object, object], Entity] = {}
    for each in matches:
        found.setdefault((each.attributes.get("fin"), each.attributes.get("vacancy_id", each.id)), each)
    return list(found.values())


async def fitting(needs: Needs, tx: Tx, move: Move) -> Sequence[Work]:
    """What fits whom of those who move and is not decided, nor full by what this move has proposed."""
    today = (await needs.context(tx)).today
    vacancies = await open_vacancies(needs, tx, move.settlement, today)
    if not vacancies or move.phase != "planned":
        return ()
    households = [found for each in move.staying if (found := await returning(needs, tx, each.number)) is not None]
    said = await _declared(needs, tx, move.settlement, [fin for each in households for fin in each.fins])
    known = {
        (str(each.attributes.get("fin")), str(each.attributes.get("vacancy_id")))
        for each in await needs.reader.things_of_all(tx, "job_match", said)
    }
    return [
        work
        for each in vacancies
        if each.openings > sum(work.vacancy == each.id and not work.reason for work in move.work.values())
        for fin, work in _works(each, households, said)
        if work.key not in move.work and (fin, each.id) not in known
    ]


def _works(vacancy: Vacancy, households: Iterable[Returning], said: Mapping[str, str]) -> Iterable[tuple[str, Work]]:
    for each in households:
        for person, fin in enumerate(each.fins, 1):
            if said.get(fin) == vacancy.position:
                yield fin, Work(number=each.number, person=person, vacancy=vacancy.id, position=vacancy.position)


async def _declared(needs: Needs, tx: Tx, settlement: str, fins: Sequence[str]) -> dict[str, str]:
    """The position that each has named in the newest survey of the settlement that asks for it, with consent."""
    async for survey in surveys_of(needs, tx, settlement, "published", "closed"):
        sheet = sheet_of(survey.state)
        if sheet is None or POSITION not in sheet.questions:
            continue
        consent = sheet.questions[POSITION].consent
        kept = await answer_store(needs).newest(tx, survey.id, fins)
        return {
            fin: str(each.answers[POSITION])
            for fin, each in kept.items()
            if consent and consent in each.consents and each.answers.get(POSITION)
        }
    return {}


async def found_fitting(
    needs: Needs, tx: Tx, move: Move, command: ProposeWork | PassOverWork
) -> ProposeWork | PassOverWork:
    """The command with the position by which it fits now; with none where it does not."""
    wanted = (command.number, command.person, command.vacancy)
    found = [each for each in await fitting(needs, tx, move) if (each.number, each.person, each.vacancy) == wanted]
    return replace(command, fits=found[0].position if found else "")


async def tell_of_work(needs: Needs, tx: Tx, event: WorkProposed) -> None:
    """The register knows the match, the household is told, and who used the answer stands in the access history."""
    work, now = event.work, await tx.now()
    found = await returning(needs, tx, work.number)
    if found is None or work.person > len(found.fins):
        return
    fin = found.fins[work.person - 1]
    look = Access(MATCHED, "survey,employment", subject=needs.hash("fin", fin), why=why("return", "998-IIIQ"))
    await note_access(tx, needs.sealer, _HOUSE, event.by, look)
    match = JobMatch(
        match_id=f"QH-{work.vacancy}-{work.number}-{work.person}",
        vacancy_id=work.vacancy,
        fin=fin,
        state="proposed",
        matched_on=PartialDate.from_text(event.at.astimezone(BAKU).date().isoformat()),
    )
    mark = f"work:{match.match_id}"
    made = [needs.planner.follow_up(SOURCE, match, [("fin", fin)], Origin(_HOUSE, None, 1), mark)]
    case = await CaseStore(needs.sealer, needs.hash).get(tx, found.case)
    if case is not None and case.case.is_open and await may_see(tx, needs.reader, case.case, event.day):
        programme, telling = programmes()[PROGRAMME], Telling(needs.planner, needs.hash)
        ways = sendings(programme, case.case, event.at, everybody=True)
        told = [ApplicantTold(by=event.by, at=event.at, sendings=ways)]
        made += telling.messages(programme, case.case, told, Said(_TOLD, fin))
        await telling.remember(tx, case.id, case.case, told)
    await store_messages(tx, made, now)


async def vacancies_at(needs: Needs, tx: Tx, settlement: str) -> Sequence[Block]:
    """What is open there, as the employment agency tells it."""
    today = (await needs.context(tx)).today
    rows = [
        (each.id, position_named(each.position), each.openings, each.place, each.until or None)
        for each in await open_vacancies(needs, tx, settlement, today)
    ]
    return [
        Block(
            "vacancies",
            Words("Məntəqədəki vakansiyalar", "Vacancies of the settlement"),
            _VACANCY_COLUMNS,
            rows,
            None if rows else _NO_VACANCY,
        )
    ]


def work_of(move: Move) -> Sequence[Block]:
    """What was decided of vacancies for those who move."""
    rows = [
        (
            each.number,
            each.person,
            each.vacancy,
            position_named(each.position),
            _stands(each),
        )
        for each in move.work.values()
    ]
    return [Block("proposals", _PROPOSALS, _PROPOSAL_COLUMNS, rows)] if rows else []


def _stands(work: Work) -> Words:
    if work.reason:
        return Words(f"təklif edilməyib: {work.reason}", f"not proposed: {work.reason}")
    return Words("təklif olunub, bildirilib", "proposed, and told")


def options_of(works: Iterable[Work]) -> tuple[Option, ...]:
    """What there is to choose from in the forms."""
    return tuple(
        Option(
            f"{each.key}|{each.position}",
            Words(
                f"{each.number}, {ordinal(each.person)} nəfər: {position_named(each.position).az}, {each.vacancy}",
                f"{each.number}, person {each.person}: {position_named(each.position).en}, {each.vacancy}",
            ),
        )
        for each in works
    )


def position_named(code: str) -> Words:
    """Its name beside the code; the code alone where it has none."""
    name = name_of_position(code)
    return Words(f"{name.az} ({code})", f"{name.en} ({code})") if name is not None else Words(code, code)


def name_of_position(code: str) -> Words | None:
    """The name that a questionnaire has for a code; None where none has one."""
    names = (
        sheet.questions[POSITION].choices.get(code)
        for sheet in questionnaires().values()
        if POSITION in sheet.questions
    )
    return next((each for each in names if each is not None), None)


_NO_VACANCY: Final = Words(
    "Məşğulluq agentliyi bu məntəqə üzrə açıq vakansiya bildirməyib.",
    "The employment agency has told of no vacancy that is open in this settlement.",
)
_PROPOSALS: Final = Words("Köçəcəklərə vakansiya təklifləri", "Vacancies proposed to those who move")
_ID: Final = ColumnOf("vacancy", Words("Vakansiya", "Vacancy"))
_NAMED: Final = ColumnOf("position", Words("Vəzifə", "Position"))
_VACANCY_COLUMNS: Final = (
    _ID,
    _NAMED,
    ColumnOf("openings", Words("İş yeri", "Openings")),
    ColumnOf("place", Words("Harada", "Where")),
    ColumnOf("until", Words("Bu günədək", "Until")),
)
_PROPOSAL_COLUMNS: Final = (
    ColumnOf("number", Words("Müraciət", "Application")),
    ColumnOf("person", Words("Nəfər, ərizədəki sıra ilə", "Person, as in the application")),
    replace(_ID, hides=True),
    _NAMED,
    ColumnOf("state", Words("Vəziyyət", "State")),
)
