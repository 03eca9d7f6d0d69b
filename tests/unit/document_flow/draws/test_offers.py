"""After the draw: offers by proven notice, answers, terms, and the next family of the class."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from document_flow.draws.acts.leave import ForfeitHome, HandOverHome, WithdrawEntry
from document_flow.draws.acts.offer import AnswerOffer, LapseOffer, OfferHome
from document_flow.draws.state import Draw, Struck
from document_flow.hands import Command
from document_flow.people import HUB
from tests.unit.document_flow.draws.office import after, code, day, drawn_by_hand, file_of, frozen, notified

DRAWN = drawn_by_hand()
OFFER = OfferHome(by="aysel", number="M-101", home="301", document="Ç-7", notified_on=notified())
ACCEPT = AnswerOffer(by="clerk", number="M-101", accepted=True, document="M-55")
REFUSE = replace(ACCEPT, accepted=False)
LAPSE = LapseOffer(by=HUB, number="M-101")
WITHDRAW = WithdrawEntry(by=HUB, number="M-101", document="M-56")
KEYS = HandOverHome(by="aysel", number="M-101", document="A-1")
FORFEIT = ForfeitHome(by="head", number="M-101", document="Q-3")
OFFERED = after(DRAWN, OFFER, moment=day(0))
ACCEPTED = after(OFFERED, ACCEPT, moment=day(2))
MOVED_IN = after(ACCEPTED, KEYS, moment=day(3))


def test_terms_run_from_proven_notice_and_from_acceptance() -> None:
    """The draw is on 16 March 2026; Novruz and the feast of Ramazan are between it and the fifth working day."""
    assert OFFERED.offers["M-101"].answer_until == date(2026, 4, 1)
    assert ACCEPTED.offers["M-101"].move_in_until == date(2026, 3, 31)
    assert (ACCEPTED.offers["M-101"].accepted_on, ACCEPTED.heard) == (date(2026, 3, 18), ("M-55",))
    assert MOVED_IN.offers["M-101"].status == "moved_in"


@pytest.mark.parametrize(
    ("draw", "command", "at", "why"),
    [
        (frozen(), OFFER, 0, "draws.phase"),
        (DRAWN, replace(OFFER, number="M-999"), 0, "draws.no_entry"),
        (DRAWN, replace(OFFER, home="302"), 0, "draws.other_home"),
        (DRAWN, replace(OFFER, number="M-105"), 0, "draws.other_home"),
        (OFFERED, OFFER, 0, "draws.offered_already"),
        (DRAWN, replace(OFFER, notified_on=notified(1)), 0, "draws.notice_day"),
        (DRAWN, replace(OFFER, notified_on=notified(-1)), 0, "draws.notice_day"),
        (DRAWN, OFFER, 16, ""),
        (DRAWN, OFFER, 17, "draws.notice_day"),
        (DRAWN, replace(OFFER, document=""), 0, "draws.no_document"),
        (DRAWN, replace(OFFER, by="clerk"), 0, "access.role_missing"),
        (DRAWN, ACCEPT, 0, "draws.no_offer"),
        (ACCEPTED, ACCEPT, 2, "draws.no_offer"),
        (OFFERED, replace(ACCEPT, document=" "), 0, "draws.no_document"),
        (OFFERED, ACCEPT, 16, ""),
        (OFFERED, ACCEPT, 17, "draws.term_over"),
        (OFFERED, LAPSE, 16, "draws.term_runs"),
        (OFFERED, LAPSE, 17, ""),
        (OFFERED, replace(LAPSE, by="aysel"), 17, "access.role_missing"),
        (OFFERED, KEYS, 1, "draws.no_offer"),
        (ACCEPTED, replace(KEYS, document=""), 3, "draws.no_document"),
        (OFFERED, FORFEIT, 30, "draws.no_offer"),
        (ACCEPTED, FORFEIT, 15, "draws.term_runs"),
        (ACCEPTED, replace(FORFEIT, document=""), 16, "draws.no_document"),
        (ACCEPTED, FORFEIT, 16, ""),
        (MOVED_IN, FORFEIT, 30, "draws.no_offer"),
        (MOVED_IN, WITHDRAW, 4, "draws.moved_in"),
        (DRAWN, replace(WITHDRAW, document=""), 1, "draws.no_document"),
        (DRAWN, replace(WITHDRAW, number="M-999"), 1, "draws.no_entry"),
    ],
)
def test_each_step_has_its_time_its_document_and_its_hand(draw: Draw, command: Command, at: int, why: str) -> None:
    assert code(draw, command, day(at)) == why


def test_an_offer_that_was_answered_since_the_hub_looked_does_not_lapse() -> None:
    assert code(ACCEPTED, LAPSE, day(17)) == ""
    assert after(ACCEPTED, LAPSE, moment=day(17)) == ACCEPTED


@pytest.mark.parametrize(
    ("draw", "command", "at"),
    [(OFFERED, REFUSE, 2), (OFFERED, LAPSE, 17), (ACCEPTED, FORFEIT, 16), (DRAWN, WITHDRAW, 1)],
)
def test_the_home_goes_to_the_next_family_of_its_class(draw: Draw, command: Command, at: int) -> None:
    after_it = after(draw, command, moment=day(at))

    assert after_it.struck == (Struck(number="M-101", home="301", to="M-105"),)
    assert (after_it.homes["M-105"], "M-101" in after_it.homes, "M-101" in after_it.offers) == ("301", False, False)
    assert after_it.order == draw.order
    assert after_it.heard[-1:] == ((getattr(command, "document", ""),) if command is not LAPSE else ())
    assert code(after_it, OFFER, day(at)) == "draws.struck"
    assert code(after_it, replace(OFFER, number="M-105", notified_on=notified(at)), day(at)) == ""


def test_a_family_of_the_reserve_that_withdraws_is_passed_over() -> None:
    draw = after(DRAWN, replace(WITHDRAW, number="M-105"), WITHDRAW, moment=day(1))

    assert draw.struck == (Struck(number="M-105", home="", to=""), Struck(number="M-101", home="301", to="M-107"))
    assert file_of(draw)["struck"][1] == {"number": "M-101", "home": "301", "to": "M-107"}


def test_where_nobody_of_the_class_waits_the_home_stays_free() -> None:
    draw = after(DRAWN, replace(WITHDRAW, number="M-103"), moment=day(1))

    assert draw.struck == (Struck(number="M-103", home="401", to=""),)
    assert "401" not in draw.homes.values()
