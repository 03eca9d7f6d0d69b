"""What a household itself stated in surveys of its settlement: suggestions beside what officials note, never in its
stead, each with the survey that it is from. A person stands in it by the place in the application alone.

Of answers with a consent of their own (health, a position) nothing is shown here.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from document_flow.moves.state import Household
from document_flow.surveys.answers import Answer
from document_flow.surveys.questionnaire import Question
from document_flow.surveys.state import Survey
from document_flow.words import Words
from hub.access.history import Access
from hub.access.purposes import why
from hub.access.rights import Right
from hub.aggregates.aggregate_store import AggregateStore, WantedAggregates
from hub.aggregates.kind import Block, Cell, ColumnOf, Needs, Stored
from hub.returns.households import is_same, returning_all
from hub.store.tx import Tx
from hub.surveys.answer_store import Kept
from hub.surveys.kind import SURVEYS, answer_store, sheet_of
from mappings.places import PLACES

LOOK: Final = "survey.look"
_PAGE: Final = 200
_SHOWN: Final = ("needs", "school_places", "profession")
"""Questions of sheets that say what a household needs; one that asks none of them says nothing here."""


async def stated(needs: Needs, tx: Tx, settlement: str, number: str) -> Sequence[Block]:
    """Of one household, the newest survey first; nothing where nobody of it has answered."""
    found = [each async for each in _answers(needs, tx, settlement, (number,), _SHOWN)]
    rows = [(each.question, each.place, each.answer, f"surveys/{each.survey}") for each in found]
    return [_for_surveyors("stated", _STATED, _COLUMNS, rows, _looks(needs, found))] if rows else ()


async def school_places(needs: Needs, tx: Tx, settlement: str, households: Iterable[Household]) -> Sequence[Block]:
    """Beside how many pupils were noted of a family of a move day, how many places its people stated."""
    pupils = {each.number: each.pupils for each in households}
    found = [each async for each in _answers(needs, tx, settlement, pupils, ("school_places",))]
    rows: list[Sequence[Cell]] = [
        (each.number, each.place, each.answer, pupils[each.number], f"surveys/{each.survey}") for each in found
    ]
    return [_for_surveyors("school_places", _PLACES, _PLACE_COLUMNS, rows, _looks(needs, found))] if rows else ()


def _for_surveyors(
    code: str, title: Words, columns: tuple[ColumnOf, ...], rows: Sequence[Sequence[Cell]], looks: Sequence[Access]
) -> Block:
    """What somebody said is shown to who works with surveys, to nobody else at these desks; each look is noted."""
    return Block(code, title, columns, [], _NOTE, right=Right.SURVEYS, whole=rows, looks=looks)


@dataclass(frozen=True, slots=True)
class _Stated:
    """An answer of somebody (`fin`) who stands at that place in the application of that number."""

    survey: str
    number: str
    place: int
    fin: str
    question: Words
    answer: Cell


def _looks(needs: Needs, found: Iterable[_Stated]) -> list[Access]:
    """One a person."""
    return [
        Access(LOOK, "survey", "shown", needs.hash("fin", fin), why("return", "998-IIIQ"))
        for fin in dict.fromkeys(each.fin for each in found)
    ]


async def _answers(
    needs: Needs, tx: Tx, settlement: str, numbers: Iterable[str], questions: Sequence[str]
) -> AsyncIterator[_Stated]:
    """Of each family, survey by survey."""
    families = await returning_all(needs, tx, numbers)
    async for survey in surveys_of(needs, tx, settlement, "published", "closed"):
        asked = sheet_of(survey.state)
        wanted = [q for name in questions if asked and (q := asked.questions.get(name)) is not None and not q.consent]
        if not wanted:
            continue
        for family in families:
            said = await answer_store(needs).newest(tx, survey.id, family.fins)
            for place, fin in enumerate(family.fins, 1):
                for question, answer in _said(wanted, said.get(fin)):
                    yield _Stated(survey.id, family.number, place, fin, question.title, answer)


def _said(wanted: Sequence[Question], kept: Kept | None) -> Iterator[tuple[Question, Cell]]:
    for question in wanted:
        if kept is not None and question.name in kept.answers:
            yield question, _words(question, kept.answers[question.name])


def _words(question: Question, answer: Answer) -> Cell:
    if isinstance(answer, int):
        return answer
    codes = answer if isinstance(answer, tuple) else (answer,)
    named = [question.choices.get(each, Words(each, each)) for each in codes]
    return Words(", ".join(each.az for each in named), ", ".join(each.en for each in named))


async def surveys_of(needs: Needs, tx: Tx, settlement: str, *phases: str) -> AsyncIterator[Stored[Survey]]:
    """Those of whoever comes from the settlement, in these phases, the newest first."""
    tables, here, wanted = AggregateStore(needs.sealer, needs.hash), PLACES.at(settlement), WantedAggregates(most=_PAGE)
    while here is not None and (page := await tables.find(tx, SURVEYS, wanted)):
        for each in page:
            if each.state.phase in phases and is_same(here, each.state.place):
                yield each
        wanted = WantedAggregates(most=_PAGE, below=page[-1].id)


_STATED: Final = Words("Ailənin sorğuda dedikləri", "What the household stated in surveys")
_PLACES: Final = Words("Sorğuda istənilən məktəb yerləri", "School places stated in surveys")
_NOTE: Final = Words(
    "Mənbə: sorğu, öz sözləri; yalnız sorğu ilə işləyənlərə göstərilir. Təklifdir: heç nəyi dəyişmir və həll etmir.",
    "Source: a survey, in their own words; shown to who works with surveys. It changes and decides nothing.",
)
_PERSON: Final = ColumnOf("person", Words("Müraciətdə yeri", "Place in the application"))
_ANSWER: Final = ColumnOf("answer", Words("Cavab", "Answer"))
_SURVEY: Final = ColumnOf("survey", Words("Sorğu", "Survey"), "id")
_COLUMNS: Final = (ColumnOf("question", Words("Sual", "Question")), _PERSON, _ANSWER, _SURVEY)
_PLACE_COLUMNS: Final = (
    ColumnOf("number", Words("Müraciət", "Application")),
    _PERSON,
    ColumnOf("answer", Words("Neçə yer", "How many places")),
    ColumnOf("pupils", Words("Qeyd olunan şagird", "Pupils noted")),
    _SURVEY,
)
