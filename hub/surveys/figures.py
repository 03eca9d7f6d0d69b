"""What of a survey's figures may be shown: by the rule of the counted questions, so that nobody is found out. Pure.

A question that was asked only of those who gave some answer tells by its total how many they were: where that figure is
hidden, so is all of the question.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from document_flow.surveys.answers import Answer, counted
from document_flow.surveys.questionnaire import Question, Questionnaire
from document_flow.surveys.state import Figures
from hub.register.counting.hiding import hidden, with_totals


def shown_figures(asked: Questionnaire, given: Sequence[Mapping[str, Answer]], least: int) -> tuple[Figures, ...]:
    """Of each question that is counted, with None for what is not shown."""
    counts = counted(asked, given)
    made: dict[str, Figures] = {}
    for name, rows in counts.items():
        question, of = asked.questions[name], len(given)
        if question.only is not None:
            before, value = question.only
            of = counts[before][value]
            if made[before].rows[value] is None:
                made[name] = Figures(question=name, of=None, rows=dict.fromkeys(rows))
                continue
        made[name] = _shown(question, of, rows, least)
    return tuple(made.values())


def _shown(question: Question, of: int, rows: Mapping[str, int], least: int) -> Figures:
    if 0 < of < least:
        return Figures(question=question.name, of=None, rows=dict.fromkeys(rows))
    if question.kind == "many":
        kept = {code: count if _may(count, of, least) else None for code, count in rows.items()}
        return Figures(question=question.name, of=of, rows=kept)
    not_shown = {row for row, _ in hidden(with_totals([[count] for count in rows.values()]), least)}
    kept = {code: None if at in not_shown else count for at, (code, count) in enumerate(rows.items())}
    return Figures(question=question.name, of=None if len(rows) in not_shown else of, rows=kept)


def _may(count: int, of: int, least: int) -> bool:
    """Of several answers each stands alone: neither those who gave it nor those who did not are few."""
    return not 0 < count < least and not 0 < of - count < least
