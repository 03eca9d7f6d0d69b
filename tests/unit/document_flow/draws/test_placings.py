"""Homes placed beforehand: given to a family by a second person, and what becomes of them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from document_flow.draws.acts.leave import ForfeitHome, HandOverHome, WithdrawEntry
from document_flow.draws.acts.offer import AnswerOffer, OfferHome
from document_flow.draws.acts.place_family import PlaceFamily
from document_flow.draws.acts.stop import CancelDraw
from document_flow.draws.families import Family
from document_flow.draws.state import Draw, Placing
from document_flow.hands import Command
from document_flow.people import HUB
from tests.unit.document_flow.draws.office import after, code, committed, day, drawn_by_hand, frozen, notified

FAMILY = Family(number="M-201", rooms=2, persons=2, people=("#a", "#b"))
PLACE = PlaceFamily(by="tural", number="M-201", home="001", document="Q-5", family=FAMILY)
KEYS = HandOverHome(by="tural", number="M-201", document="A-1")
FORFEIT = ForfeitHome(by="head", number="M-201", document="Q-9", by_move=True)
WITHDRAW = WithdrawEntry(by=HUB, number="M-201", document="V-1")
EARLY, PLACED = after(committed(), PLACE), after(drawn_by_hand(), PLACE, moment=day(1))
MOVED_IN = after(PLACED, KEYS, moment=day(2))


@pytest.mark.parametrize(
    ("draw", "command", "why"),
    [
        (committed(), PLACE, ""),
        (drawn_by_hand(), PLACE, ""),
        (frozen(), PLACE, "draws.phase"),
        (drawn_by_hand(), replace(PLACE, by="aysel"), "access.second_person"),
        (drawn_by_hand(), replace(PLACE, by="clerk"), "access.role_missing"),
        (drawn_by_hand(), replace(PLACE, document=" "), "draws.no_document"),
        (drawn_by_hand(), replace(PLACE, home="301"), "draws.not_placed"),
        (PLACED, PLACE, "draws.not_placed"),
        (drawn_by_hand(), replace(PLACE, family=None), "draws.not_decided"),
        (drawn_by_hand(), replace(PLACE, family=replace(FAMILY, busy="itself")), "draws.not_decided"),
        (drawn_by_hand(), replace(PLACE, family=replace(FAMILY, busy="of_its_people")), "draws.same_people"),
        (drawn_by_hand(), replace(PLACE, family=replace(FAMILY, persons=3)), "draws.people"),
        (drawn_by_hand(), replace(PLACE, family=replace(FAMILY, rooms=3)), "draws.placed_class"),
        (EARLY, KEYS, "draws.phase"),
        (PLACED, replace(KEYS, document=""), "draws.no_document"),
        (MOVED_IN, KEYS, "draws.moved_in"),
        (MOVED_IN, WITHDRAW, "draws.moved_in"),
        (MOVED_IN, FORFEIT, "draws.moved_in"),
        (PLACED, replace(FORFEIT, document=""), "draws.no_document"),
        (PLACED, replace(FORFEIT, by_move=False), "draws.no_offer"),
        (after(EARLY, CancelDraw(by="aysel", reason="x")), WITHDRAW, "draws.phase"),
    ],
)
def test_it_is_one_familys_of_its_class_by_two_people(draw: Draw, command: Command, why: str) -> None:
    assert code(draw, command, day(2)) == why


def test_it_may_move_in_once_the_draw_was_held() -> None:
    assert (EARLY.placings["M-201"], EARLY.people["M-201"]) == (Placing(home="001", document="Q-5"), ("#a", "#b"))
    assert (dict(EARLY.housed), dict(PLACED.housed)) == ({}, {"M-201": "001"})
    assert MOVED_IN.placings["M-201"].moved_in


def test_who_accepted_may_move_into_the_home_offered_and_nobody_before() -> None:
    offer = OfferHome(by="aysel", number="M-101", home="301", document="Ç-7", notified_on=notified())
    offered = after(drawn_by_hand(), offer, moment=day(0))
    accepted = after(offered, AnswerOffer(by="clerk", number="M-101", accepted=True, document="M-5"), moment=day(1))

    assert (dict(offered.housed), dict(accepted.housed)) == ({}, {"M-101": "301"})


@pytest.mark.parametrize("command", [WITHDRAW, FORFEIT])
@pytest.mark.parametrize("draw", [EARLY, PLACED])
def test_what_its_family_does_not_take_may_be_placed_anew(draw: Draw, command: Command) -> None:
    freed = after(draw, command, moment=day(2))

    assert (dict(freed.placings), "M-201" in freed.people) == ({}, False)
    assert after(freed, PLACE, moment=day(2)).placings == draw.placings
