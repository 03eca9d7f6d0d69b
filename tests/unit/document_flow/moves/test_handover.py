"""The handover act that is signed on a screen: what is filled in beside its text, and the keys that follow from it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from document_flow.letterhead import BY_DEFAULT
from document_flow.moves.acts.hand_over import SignHandover
from document_flow.moves.handover import ADULT, TEXTS, HandoverForm, HandoverText, HomeReceiver, handover_paper
from document_flow.moves.state import Meter
from document_flow.words import Words
from tests.unit.document_flow.moves.office import DAY, Day, came, with_families

PROXY = Words("etibarnamə üzrə vəkil", "proxy")
TEXT = HandoverText(
    number="QM-1",
    settlement="Zəngilan/Ağalı",
    home="EV-1",
    rooms=2,
    day=DAY,
    people=(
        HomeReceiver(name="Aysel", born="01.05.1990", quality=ADULT),
        HomeReceiver(name="Tural", born="01.02.2020"),
        HomeReceiver(name="Rauf", quality=PROXY, receives=False),
    ),
    official="Elçin Məmmədli",
    position="şöbə müdiri",
)
FORM = HandoverForm(
    shown="k",
    day=DAY.isoformat(),
    keys="3",
    signer="0",
    signature="0,0 10,5 20,9 30,12;40,300 50,310 60,320 1000,400",
    typed_meters={"electricity": ("SN-1", "12"), "gas": ("", ""), "water": ("W-2", "0")},
)
SIGNS = SignHandover(
    by="aysel", number="QM-1", day=DAY, shown="k", sha256="ab", size=1, meters=FORM.meters, document="1/26"
)


def test_whoever_is_of_age_or_has_a_mandate_may_sign_and_the_same_text_is_the_same() -> None:
    assert list(TEXT.signers) == ["0", "2"]
    assert TEXT.written() == replace(TEXT).written() != replace(TEXT, home="EV-2").written()
    assert TEXTS.validate_json(TEXT.written()) == TEXT


def test_the_paper_shows_the_family_that_receives_what_it_gets_and_who_signed_as_what() -> None:
    paper = handover_paper(TEXT, FORM, BY_DEFAULT.body)
    by_proxy = handover_paper(TEXT, replace(FORM, signer="2"), BY_DEFAULT.body)

    assert FORM.wrong(TEXT) == {}
    assert [each.name for each in paper.members] == ["Aysel", "Tural"]
    assert [each.value for each in paper.facts] == ["EV-1", "2", "3", "№ SN-1: 12", "sayğac yoxdur", "№ W-2: 0"]
    assert (paper.signed_by, paper.signed_as, len(paper.signature)) == ("Aysel", ADULT.az, 2)
    assert (by_proxy.signed_by, by_proxy.signed_as) == ("Rauf", PROXY.az)


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"keys": ""}, "keys"),
        ({"keys": "0"}, "keys"),
        ({"keys": "100"}, "keys"),
        ({"keys": "٣"}, "keys"),
        ({"signer": "1"}, "signer"),
        ({"signer": "7"}, "signer"),
        ({"signature": ""}, "signature"),
        ({"signature": "data:image/png;base64,iVBOR"}, "signature"),
        ({"typed_meters": {"gas": ("G-1", "")}}, "reading-gas"),
        ({"typed_meters": {"gas": ("", "5")}}, "meter-gas"),
        ({"typed_meters": {"gas": ("G-1", "-5")}}, "reading-gas"),
        ({"typed_meters": {"gas": ("G-1", "9" * 40)}}, "reading-gas"),
        ({"typed_meters": {"gas": ("🙂", "5")}}, "meter-gas"),
        ({"typed_meters": {"gas": ("G" * 41, "5")}}, "meter-gas"),
    ],
)
def test_what_cannot_be_signed_is_told_by_field(more: dict[str, Any], field: str) -> None:
    assert list(replace(FORM, **more).wrong(TEXT)) == [field]


def test_a_signed_act_gives_keys_of_its_day_and_notes_the_meters_once() -> None:
    late = Day(DAY + timedelta(days=1))
    move = late.after(with_families(), came("QM-1"))

    moved = late.after(move, SIGNS)

    household = moved.households["QM-1"]
    assert (household.handover, household.handed_on) == ("1/26", DAY), "it was signed where there was no connection"
    assert household.meters == {
        "electricity": Meter(number="SN-1", reading=12),
        "water": Meter(number="W-2", reading=0),
    }
    assert late.refused(moved, SIGNS) == "moves.moved_already"
    assert late.refused(move, replace(SIGNS, number="QM-2")) == "moves.not_there"
    assert late.refused(move, replace(SIGNS, number="QM-9")) == "moves.no_household"
    for day in (DAY - timedelta(days=1), DAY + timedelta(days=2)):
        assert late.refused(move, replace(SIGNS, day=day)) == "moves.other_day"
    assert late.refused(move, replace(SIGNS, by="clerk")) == "access.role_missing"
    assert replace(late, related=frozenset(("aysel",))).refused(move, SIGNS) == "moves.related"
