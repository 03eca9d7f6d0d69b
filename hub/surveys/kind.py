"""Surveys as a kind of aggregates: what is shown of one, and what the hub adds when one is opened and closed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from document_flow.context import Context, day_over
from document_flow.form import Option
from document_flow.hands import Command
from document_flow.outcome import Refusal
from document_flow.people import HUB
from document_flow.surveys.acts.end import CloseSurvey
from document_flow.surveys.acts.open import OpenSurvey
from document_flow.surveys.kernel import ROOM
from document_flow.surveys.questionnaire import Questionnaire, questionnaires
from document_flow.surveys.standing import Standing, refusal
from document_flow.surveys.state import WAYS, Figures, Survey
from document_flow.words import Words
from hub.access.rights import Right
from hub.aggregates.aggregates import Aggregates
from hub.aggregates.kind import Block, Cell, ColumnOf, Kind, Lead, Needs, Step, Stored
from hub.clock import SECOND
from hub.register.counting.dimensions import count_sheet
from hub.store.legal_time import LEGAL_NOW
from hub.store.tx import Tx
from hub.surveys.answer_store import AnswerStore
from hub.surveys.figures import shown_figures
from mappings.places import PLACES, Place

NO_ANSWER = Words("cavab yoxdur", "no answer")
ASKED = Words("soruşulub", "asked")
_WHAT = ColumnOf("what", Words("Nə", "What"))
_VALUE = ColumnOf("value", Words("Dəyər", "Value"))
_ANSWER = ColumnOf("answer", Words("Cavab", "Answer"))
_AGAIN: Final = 3_600 * SECOND
_COUNT = ColumnOf("count", Words("Say", "Count"))


def place_of(typed: str) -> Place | None:
    """The place that a text names: by its key, or a district and a village however both are written."""
    return PLACES.named(typed.strip())


def answer_store(needs: Needs) -> AnswerStore:
    """The answers of an installation."""
    return AnswerStore(needs.sealer, needs.hash)


def rows_of(question: Figures, asked: Questionnaire | None) -> Sequence[tuple[Words, int | None]]:
    """A question's figures with their names, first how many were asked; codes where the sheet is gone."""
    known = asked.questions[question.question].choices if asked else {}
    named = [(known.get(code, Words(code, code)) if code else NO_ANSWER, n) for code, n in question.rows.items()]
    return [*named, (ASKED, question.of)]


def sheet_of(survey: Survey) -> Questionnaire | None:
    """The questionnaire as it was when the survey was opened; None where it is another one now."""
    found = questionnaires().get(survey.questionnaire)
    return found if found is not None and found.digest == survey.digest else None


def hiding_note(survey: Survey) -> Words:
    """What a figure that is not shown means."""
    mark = Words(", fərz edilib", ", assumed") if count_sheet().is_assumed else Words("", "")
    return Words(
        f"–: {survey.least} nəfərdən azdır və ya onu çıxma ilə tapmağa imkan verir{mark.az}.",
        f"–: fewer than {survey.least}, or it would tell such a figure by subtraction{mark.en}.",
    )


async def standing_of(needs: Needs, tx: Tx, stored: Stored[Survey], _login: str = "") -> Standing:
    """The survey before a command, or before an answer."""
    return Standing(stored.state, await needs.context(tx), questionnaires())


async def _completes(needs: Needs, tx: Tx, stored: Stored[Survey], command: Command) -> Command | Refusal:
    if isinstance(command, OpenSurvey):
        place = place_of(command.place)
        return refusal("surveys.place") if place is None else replace(command, place=place.key)
    asked = sheet_of(stored.state)
    if not isinstance(command, CloseSurvey) or asked is None:
        return command
    given = [each.answers for each in await answer_store(needs).all_of(tx, stored.id)]
    least = count_sheet().least
    answers = None if 0 < len(given) < least else len(given)
    return replace(command, answers=answers, least=least, figures=shown_figures(asked, given, least))


async def _follows(needs: Needs, tx: Tx, step: Step[Survey]) -> None:
    if step.after.phase == "withdrawn":
        await answer_store(needs).delete_all(tx, step.id, step.events[-1].by)


def _due(survey: Survey) -> bool | datetime:
    over = day_over(survey.last) if survey.phase == "published" else None
    return over or False


async def _works(aggregates: Aggregates, stored: Stored[Survey]) -> None:
    """Its days are over and nobody has closed it: count while there are answers. Until its sheet is back, wait."""
    async with aggregates.store.write() as tx:
        is_over = stored.state.last < (await aggregates.needs.context(tx)).today  # what is known of it may lag a second
        await tx.execute(
            f"UPDATE aggregates SET work_at = {LEGAL_NOW} + :wait WHERE id = :id AND phase = 'published'",
            {"wait": _AGAIN if is_over else SECOND, "id": stored.id},
        )
    if is_over:
        await aggregates.by_hub(SURVEYS, stored.id, CloseSurvey(by=HUB))


async def _fills(_needs: Needs, _tx: Tx, _stored: Stored[Survey]) -> Mapping[str, tuple[Option, ...]]:
    found = questionnaires().items()
    named = ((key, Words(f"{each.title.az}, {key}", f"{each.title.en}, {key}")) for key, each in found)
    return {"questionnaire": tuple(Option(key, words) for key, words in named)}


def _name(survey: Survey) -> Words:
    """Of which place, by which questionnaire, from when on."""
    found = questionnaires().get(survey.questionnaire)
    title = found.title if found is not None else Words(survey.questionnaire, survey.questionnaire)
    first = f"{survey.first:%d.%m.%Y}"
    return Words(f"{survey.place}: {title.az}, {first}", f"{survey.place}: {title.en}, {first}")


async def _more(needs: Needs, tx: Tx, stored: Stored[Survey]) -> Sequence[Block]:
    if stored.state.phase != "published":
        return ()
    people, changed = await answer_store(needs).numbers(tx, stored.id)
    rows: Sequence[Sequence[Cell]] = (
        (Words("Cavab verib", "Have answered"), people),
        (Words("Öz sözü ilə dəyişdirilib", "Changed by the respondent's word"), changed),
    )
    return (Block("progress", Words("Gedişi", "Progress"), (_WHAT, _COUNT), rows),)


def _shown(survey: Survey, _context: Context) -> Sequence[Block]:
    asked = sheet_of(survey)
    rows: list[Sequence[Cell]] = [
        (Words("Sual vərəqi", "Questionnaire"), survey.questionnaire),
        (Words("Mənşə yaşayış məntəqəsi", "Settlement of origin"), survey.place),
        (Words("Birinci gün", "First day"), survey.first),
        (Words("Son gün", "Last day"), survey.last),
        (Words("Üsul", "Way"), WAYS[survey.way]),
    ]
    if survey.phase == "closed":
        rows.append((Words("Cavab verib", "Have answered"), survey.answers))
    if survey.reason:
        rows.append((Words("Geri götürülmə səbəbi", "Why it was withdrawn"), survey.reason))
    about = Block("survey", Words("Sorğu", "Survey"), (_WHAT, _VALUE), rows)
    return (about, *(_figures(survey, each, asked) for each in survey.figures))


def _figures(survey: Survey, figures: Figures, asked: Questionnaire | None) -> Block:
    name = figures.question
    title = asked.questions[name].title if asked else Words(name, name)
    rows = rows_of(figures, asked)
    hides = any(count is None for _, count in rows)
    return Block(name, title, (_ANSWER, _COUNT), rows, hiding_note(survey) if hides else None, bars="count")


def _leads(survey: Survey) -> Sequence[Lead]:
    if survey.phase == "closed":
        return (Lead("figures.csv", Words("Göstəricilər (CSV)", "Figures (CSV)")),)
    is_asked_here = survey.phase == "published" and survey.way != "online"
    return (Lead("answer", Words("Cavabları yazın", "Write answers down")),) if is_asked_here else ()


SURVEYS: Kind[Survey] = Kind(
    of=ROOM,
    part="return",
    rights=(Right.SURVEYS,),
    closed=frozenset(("closed", "withdrawn")),
    name=_name,
    standing=standing_of,
    shown=_shown,
    more=_more,
    holds=lambda survey: (f"{survey.questionnaire} {survey.place}",) if survey.phase in ("opened", "published") else (),
    completes=_completes,
    follows=_follows,
    fills=_fills,
    leads=_leads,
    due=_due,
    works=_works,
)
