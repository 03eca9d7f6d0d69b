"""Who was drawn and has no home is written to, once; a term runs from the proven notice alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from document_flow.draws.acts.leave import WithdrawEntry
from document_flow.draws.acts.tell import NumberLetters, ProveLetter, WriteLetter
from document_flow.draws.kernel import KERNEL
from document_flow.draws.letters import (
    complaint,
    marks_of,
    remedy,
    rule_of,
    subject_of,
    text_of,
    unhoused,
    unnumbered,
    unwritten,
)
from document_flow.draws.plan import TERMS
from document_flow.draws.state import Draw, Letter, Unhoused
from document_flow.hands import Command
from document_flow.people import HUB
from tests.unit.document_flow.draws.office import (
    DRAW_AT,
    after,
    code,
    day,
    drawn_by_hand,
    file_of,
    frozen,
    notified,
    stands,
)

DRAWN = drawn_by_hand()
STOOD = Unhoused(place=4, families=5, homes=3, last=3)
NUMBERS = NumberLetters(by=HUB, numbers={"M-105": "99-03-00001/26"})
NUMBERED = after(DRAWN, NUMBERS, moment=day(0))
LETTER = Letter(no="99-03-00001/26", sha256="0" * 64, on=notified(), stood=STOOD)
WRITE = WriteLetter(by=HUB, number="M-105", letter=LETTER)
WRITTEN = after(NUMBERED, WRITE, moment=day(0))
PROVE = ProveLetter(by="clerk", number="M-105", manner="by_post", notified_on=notified(2))
GONE = WithdrawEntry(by=HUB, number="M-105", document="M-56")
FREED = WithdrawEntry(by=HUB, number="M-101", document="M-57")


def test_whom_no_home_has_come_to_is_to_be_written_to_by_the_order_of_each_class() -> None:
    assert unwritten(DRAWN) == ["M-105", "M-107"]
    assert unwritten(WRITTEN) == ["M-107"]
    assert unwritten(frozen()) == []
    assert unhoused(DRAWN, "M-105") == STOOD
    assert (unnumbered(DRAWN), unnumbered(NUMBERED)) == (["M-105", "M-107"], ["M-107"])
    assert [unhoused(DRAWN, each) for each in ("M-101", "M-999")] == [None, None]
    assert unhoused(frozen(), "M-105") is None


@pytest.mark.parametrize(
    "draw",
    [
        WRITTEN,
        after(NUMBERED, GONE, moment=day(0)),
        after(NUMBERED, FREED, moment=day(0)),
        replace(NUMBERED, homes={}),
        DRAWN,
        replace(NUMBERED, letter_nos={"M-105": "99-03-00002/26"}),
    ],
    ids=["it has its letter", "it is out", "it has a home by now", "the homes go less far by now",
         "it is not registered", "another number is registered"],
)  # fmt: skip
def test_a_letter_that_says_what_does_not_hold_or_was_written_is_not_kept(draw: Draw) -> None:
    assert KERNEL.decide(stands(draw, DRAW_AT), WRITE) == ()


@pytest.mark.parametrize(
    "numbers", [{}, {"M-105": "2"}, {"M-101": "2"}], ids=["no news", "it has its number", "it has a home"]
)
def test_a_letter_is_registered_once_and_only_if_it_is_to_be_written(numbers: dict[str, str]) -> None:
    assert KERNEL.decide(stands(NUMBERED, DRAW_AT), NumberLetters(by=HUB, numbers=numbers)) == ()


def test_of_a_class_whose_homes_nobody_has_the_last_place_is_none() -> None:
    stood = unhoused(replace(DRAWN, homes={}), "M-105")

    assert stood is not None
    assert stood.last == 0
    assert "evi olan sonuncu ailənin sıradakı yeri: –" in text_of(DRAWN, "M-105", stood)


@pytest.mark.parametrize(
    ("draw", "command", "at", "why"),
    [
        (frozen(), WRITE, 0, "draws.phase"),
        (frozen(), NUMBERS, 0, "draws.phase"),
        (DRAWN, replace(WRITE, by="head"), 0, "access.role_missing"),
        (WRITTEN, PROVE, 2, ""),
        (after(WRITTEN, GONE, moment=day(1)), PROVE, 2, ""),
        (DRAWN, PROVE, 2, "draws.no_letter"),
        (WRITTEN, PROVE, 1, "draws.letter_day"),
        (WRITTEN, replace(PROVE, notified_on=notified(-1)), 2, "draws.letter_day"),
        (WRITTEN, replace(PROVE, by=HUB), 2, "access.role_missing"),
        (after(WRITTEN, PROVE, moment=day(2)), PROVE, 3, "draws.letter_proven"),
    ],
)
def test_the_hub_writes_and_an_official_proves_once(draw: Draw, command: Command, at: int, why: str) -> None:
    assert code(draw, command, day(at)) == why


def test_whose_own_family_is_drawn_proves_no_letter() -> None:
    assert code(WRITTEN, PROVE, day(2), related=("clerk",)) == "draws.related"


def test_the_term_for_a_complaint_runs_from_the_day_of_the_proven_notice() -> None:
    letter = after(WRITTEN, PROVE, moment=day(5)).letters["M-105"]

    assert (WRITTEN.letters["M-105"].complain_until, letter.notified_on) == (None, date(2026, 3, 18))
    assert letter.complain_until == date(2026, 4, 17)


def test_the_letter_says_rank_cut_off_rule_and_remedy_and_that_the_order_goes_on() -> None:
    text = text_of(DRAWN, "M-105", STOOD)

    assert "sırada yeriniz: 4 (bu otaq sayında cəmi 5 ailə)" in text
    assert "3 ev verilir; evi olan sonuncu ailənin sıradakı yeri: 3" in text
    assert rule_of(DRAWN).az in text
    assert remedy().az in text
    assert f"{complaint().days} gün" in text
    assert "təkcə SMS heç nəyi sübut etmir" in text
    assert "Sıra davam edir" in text
    assert subject_of(DRAWN) == "Püşkatmanın nəticəsi: ZNG-AGALI, 3 nömrəli dalğa"
    assert "letters" not in file_of(WRITTEN)


def test_what_no_act_was_compared_with_is_marked() -> None:
    act = replace(TERMS.notice.act, assumed=False)
    known = replace(DRAWN, terms=replace(TERMS, notice=replace(TERMS.notice, act=act)))

    assert [each.en.partition(": ")[2][:20] for each in marks_of(DRAWN)] == [
        "Rule on holding draw", "Law on administrativ",
    ]  # fmt: skip
    assert len(marks_of(known)) == 1
    assert "†" not in rule_of(known).az
