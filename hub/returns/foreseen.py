"""What is known of a settlement before its people move: what they said in its last survey, and who has work there.

Both are counts, and small ones are hidden: whoever plans homes, school places and work needs no more.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from document_flow.surveys.state import Survey
from document_flow.words import Words
from hub.aggregates.kind import Block, Cell, ColumnOf, Needs
from hub.register.counting.hiding import hidden, with_totals
from hub.returns.households import returning
from hub.returns.reintegrations import LEAST
from hub.returns.stated import surveys_of
from hub.returns.vacancies import newest_of_each
from hub.store.tx import Tx
from hub.surveys.kind import hiding_note, rows_of, sheet_of

_STANDS: Final = {
    "hired": Words("işə götürülüb", "hired"),
    "accepted": Words("təklifi qəbul edib", "accepted the proposal"),
    "proposed": Words("vakansiya təklif olunub", "a vacancy was proposed"),
    "refused": Words("təklifdən imtina edib", "refused the proposal"),
    "": Words("vakansiya təklif olunmayıb", "no vacancy was proposed"),
}
"""How a person stands with the employment agency; of several matches what stands first here."""
_COUNT: Final = ColumnOf("count", Words("Say", "Number"))


async def surveyed(needs: Needs, tx: Tx, settlement: str) -> Sequence[Block]:
    """The figures of the newest survey of those who come from the settlement; nothing where none is closed."""
    async for each in surveys_of(needs, tx, settlement, "closed"):
        return [_said(each.id, each.state)]
    return ()


def _said(name: str, survey: Survey) -> Block:
    asked = sheet_of(survey)
    rows: list[Sequence[Cell]] = []
    for figures in survey.figures:
        title = asked.questions[figures.question].title if asked else Words(figures.question, figures.question)
        rows += [
            (title, answer, "…" if count is None else count, f"surveys/{name}")
            for answer, count in rows_of(figures, asked)
        ]
    days = f"{survey.first:%d.%m.%Y} – {survey.last:%d.%m.%Y}"
    note = hiding_note(survey)
    return Block(
        "survey",
        Words(f"Köçəcəklərin sorğusu, {days}", f"Survey of those who come from there, {days}"),
        (
            ColumnOf("question", Words("Sual", "Question")),
            ColumnOf("answer", Words("Cavab", "Answer")),
            _COUNT,
            ColumnOf("survey", Words("Sorğu", "Survey"), "id"),
        ),
        rows,
        Words(note.az.replace("–:", "…:", 1), note.en.replace("–:", "…:", 1)),
    )


async def matched(needs: Needs, tx: Tx, numbers: Iterable[str]) -> Sequence[Block]:
    """How many people of these applications are matched with work by now, by how they stand."""
    households = [found for each in numbers if (found := await returning(needs, tx, each)) is not None]
    people = dict.fromkeys(fin for each in households for fin in each.fins)
    if not people:
        return ()
    order, stands = list(_STANDS), dict.fromkeys(people, "")
    for match in newest_of_each(await needs.reader.things_of_all(tx, "job_match", people)):
        fin, state = str(match.attributes.get("fin")), str(match.attributes.get("state"))
        if fin in stands and state in _STANDS:
            stands[fin] = min(stands[fin], state, key=order.index)
    table = with_totals([[list(stands.values()).count(each)] for each in order])
    away = hidden(table, LEAST)
    rows = [(words, "…" if (at, 0) in away else table[at][0]) for at, words in enumerate((*_STANDS.values(), _ALL))]
    return [
        Block(
            "work",
            Words("Köçəcəklər və vakansiyalar", "Those who move, and vacancies"),
            (ColumnOf("stands", Words("Vəziyyət", "Stands")), _COUNT),
            rows,
            _HIDDEN,
        )
    ]


_ALL: Final = Words("Cəmi nəfər", "Persons in all")
_HIDDEN: Final = Words(
    f"Uyğunluqları məşğulluq agentliyi bildirir. “…” – {LEAST} nəfərdən az və ya onu bildirən rəqəm",
    f"The employment agency tells of matches. “…” is fewer than {LEAST}, or what would tell it",
)
