"""A text is taken as the table writes it; where no list bounds it and no rule names it, that is told."""

from __future__ import annotations

import pytest

from document_flow.decisions.check import check
from document_flow.decisions.evaluate import evaluate
from document_flow.decisions.explain import explain
from document_flow.decisions.outcome import Decided, NotDecided
from document_flow.decisions.spelling import fold
from tests.unit.document_flow.decisions.building import table

OPEN = table({"yer": "string"}, ('"yataqxana", "fin evi"', "birinci"), ("-", "sonuncu"), policy="FIRST")
CLOSED = table(
    {"yer": "string"},
    ('"yataqxana"', "birinci"),
    ("-", "sonuncu"),
    policy="FIRST",
    allowed={"yer": '"yataqxana", "fin evi", "mənzil"'},
)


@pytest.mark.parametrize("written", ["Yataqxana", "YATAQXANA", " yataqxana ", "Fin  Evi", "FİN EVİ", "FIN EVI"])
def test_case_and_azerbaijani_letters_do_not_make_another_value(written: str) -> None:
    came_to = evaluate(OPEN, {"yer": written.strip()}, allow_assumed=False)

    assert isinstance(came_to, Decided)
    assert came_to.outputs == {"nəticə": "birinci"}


def test_how_a_text_was_read_is_told() -> None:
    told = explain(OPEN, {"yer": "Yataqxana"}, allow_assumed=False)

    assert told.facts == {"yer": "yataqxana"}
    assert told.sentences[-1].az == "yer: «Yataqxana» cədvəldəki «yataqxana» kimi oxundu."
    assert "Yataqxana" not in explain(OPEN, {"yer": "yataqxana"}, allow_assumed=False).sentences[-1].az


def test_a_value_outside_the_list_is_refused_with_the_list() -> None:
    came_to = evaluate(CLOSED, {"yer": "otel"}, allow_assumed=False)

    assert isinstance(came_to, NotDecided)
    (reason,) = came_to.reasons
    assert reason.kind == "refused"
    assert reason.words.az == "yer (yer): bu dəyər siyahıda yoxdur; ola bilər: yataqxana, fin evi, mənzil"
    assert isinstance(evaluate(CLOSED, {"yer": "Menzil"}, allow_assumed=False), Decided)


def test_a_word_that_no_rule_names_is_told_where_no_list_bounds_it() -> None:
    told = explain(OPEN, {"yer": "otel"}, allow_assumed=False)

    assert isinstance(told.outcome, Decided)
    assert "heç bir qaydada yoxdur" in told.sentences[-1].az
    assert [each.code for each in check(OPEN)] == ["check.no_values"]
    assert check(CLOSED) == ()


def test_two_spellings_of_one_word_in_a_table_are_a_warning_and_only_the_exact_one_counts() -> None:
    made = table({"yer": "string"}, ('"Qala"', "a"), ('"qala"', "b"), allowed={"yer": '"Qala", "qala"'})

    assert [(each.code, each.severity) for each in check(made)] == [("check.alike", "warning")]
    exact = evaluate(made, {"yer": "qala"}, allow_assumed=False)
    assert isinstance(exact, Decided)
    assert exact.outputs == {"nəticə": "b"}
    assert isinstance(evaluate(made, {"yer": "QALA"}, allow_assumed=False), NotDecided)


def test_words_of_other_letters_stay_apart() -> None:
    assert fold("Ağdam") == fold("AĞDAM") == fold("agdam")
    assert fold("Gəncə") == fold("GENCE")
    assert fold("Xocalı") != fold("Xocavənd")
    assert fold("№ 1") != fold("№ 2")
