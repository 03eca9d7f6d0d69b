"""What somebody answered, checked against the questionnaire: all faults at once, by question. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from document_flow.surveys.questionnaire import Question, Questionnaire
from document_flow.words import Words

LONGEST: Final = 2_000
"""Characters of a text."""
Said = str | Sequence[str]
"""As it was typed; of several answers a list, or a text with | between them."""
Answer = str | int | tuple[str, ...]
_NUMBER = re.compile(r"[0-9]{1,6}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Reading:
    """The answers that count, or what is wrong with them by question."""

    answers: Mapping[str, Answer]
    wrong: Mapping[str, Words]


def read_answers(asked: Questionnaire, said: Mapping[str, Said], consents: Collection[str]) -> Reading:
    """Every question in its order. What nobody asked is wrong, and so is what was not asked of this respondent."""
    wrong = {
        name: Words("Belə sual yoxdur.", "There is no such question.") for name in said if name not in asked.questions
    }
    if not set(consents) <= asked.consents.keys() or asked.consent not in consents:
        wrong["consents"] = Words(
            "Cavab verən razı olmalıdır; razılıq olmadan heç nə yazılmır və bunun heç bir nəticəsi yoxdur.",
            "Whoever answers must consent; without it nothing is written down, and a no costs nothing.",
        )
    answers: dict[str, Answer] = {}
    for each in asked.questions.values():
        found = _read(each, said.get(each.name, ""))
        if isinstance(found, Words):
            wrong[each.name] = found
        elif found in ("", ()):
            if each.required and is_asked(each, answers):
                wrong[each.name] = Words("Cavab verin.", "Answer this.")
        elif not is_asked(each, answers):
            wrong[each.name] = Words(
                "Əvvəlki cavaba görə bu sual verilmir: boş saxlayın.",
                "By an answer before this is not asked: leave it empty.",
            )
        elif each.consent and each.consent not in consents:
            wrong[each.name] = Words(
                "Bu suala ayrıca razılıq lazımdır; razı deyilsə, boş saxlayın.",
                "This question needs a consent of its own; leave it empty where there is none.",
            )
        else:
            answers[each.name] = found
    return Reading(answers, wrong)


def is_asked(question: Question, answers: Mapping[str, Answer]) -> bool:
    """Whether what was answered before lets it be asked."""
    if question.only is None:
        return True
    name, value = question.only
    given = answers.get(name, "")
    return value in given if isinstance(given, tuple) else value == given


def counted(asked: Questionnaire, given: Iterable[Mapping[str, Answer]]) -> Mapping[str, Mapping[str, int]]:
    """By question, how many of those who were asked answered what; nobody's text. "" are those who did not answer.

    Of a number its groups are counted, of several answers each one that was given.
    """
    questions = [each for each in asked.questions.values() if each.is_counted]
    found = {each.name: dict.fromkeys((*each.choices, ""), 0) for each in questions}
    for answers in given:
        for each in questions:
            if is_asked(each, answers):
                for code in _codes(each, answers.get(each.name, "")):
                    found[each.name][code] += 1
    return found


def _codes(question: Question, answer: Answer) -> Sequence[str]:
    if isinstance(answer, int):
        return [code for code, least in question.groups.items() if answer >= least][-1:]
    return answer if isinstance(answer, tuple) else (answer,)


def _read(question: Question, said: Said) -> Answer | Words:
    parts = [each.strip() for each in (said.split("|") if isinstance(said, str) else said)]
    if question.kind == "many":
        chosen = tuple(each for each in question.choices if each in parts)
        return chosen if {*parts} - {""} <= {*chosen} else _CHOOSE
    if not isinstance(said, str):
        return Words("Bir cavab olmalıdır.", "One answer is expected.")
    text = said.strip()
    if question.kind == "text":
        return text if len(text) <= LONGEST and text.replace("\n", " ").replace("\r", " ").isprintable() else _LONG
    if question.kind == "number" and text:
        least = min(question.groups.values())
        return int(text) if _NUMBER.fullmatch(text) and int(text) >= least else _whole(least)
    return text if not text or text in question.choices else _CHOOSE


def _whole(least: int) -> Words:
    return Words(f"{least}–999999 arası tam ədəd yazın.", f"Write a whole number from {least} to 999999.")


_CHOOSE = Words("Verilənlərdən seçin.", "Choose from what is there.")
_LONG = Words(f"Ən çoxu {LONGEST} adi işarə yazın.", f"Write at most {LONGEST} plain characters.")
