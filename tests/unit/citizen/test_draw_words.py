"""What a draw says of one family, in every way in which it can stand."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from document_flow.draws.letters import unhoused
from document_flow.draws.order import Entry, allotted
from document_flow.draws.plan import NO_PLAN, Home
from document_flow.draws.state import Draw, Letter, Offer, OfferStatus, Pull, Struck
from hub.citizen.draw_words import Gone, around, facts_of, standing_of

OWN = "QM-3"
PLAN = replace(NO_PLAN, homes=(Home(number="101", rooms=3), Home(number="102", rooms=3), Home(number="201", rooms=4)))
ENTRIES = tuple(Entry(number=f"QM-{number}", rooms=3) for number in range(1, 10))
FROZEN = Draw(phase="frozen", plan=PLAN, entries=ENTRIES)
ORDER = tuple(allotted(PLAN, each, place) for place, each in enumerate(ENTRIES, 1))
DRAWN = replace(FROZEN, phase="drawn", order=ORDER, homes={"QM-1": "101", "QM-2": "102"})
PULLED = replace(FROZEN, pulls=(Pull(entry=OWN, rooms=3, slip=3, witnesses=()),))


def given(status: OfferStatus) -> Draw:
    offer = Offer(home="102", document="T-1", notified_on=date(2026, 3, 2), answer_until=date(2026, 3, 12),
                  status=status, move_in_until=date(2026, 4, 12))  # fmt: skip
    return replace(DRAWN, homes={"QM-1": "101", OWN: "102"}, offers={OWN: offer})


@pytest.mark.parametrize(
    ("draw", "gone", "said", "tone"),
    [
        (FROZEN, None, "still to be held", "wait"),
        (PULLED, None, "Your slip is pulled", "wait"),
        (replace(FROZEN, phase="void", reason="no value came"), None, "void. The published reason: no value", "gone"),
        (DRAWN, None, "in the reserve", "wait"),
        (replace(DRAWN, homes={OWN: "101"}), None, "a letter will offer it", "ok"),
        (given("offered"), None, "offered to you: answer", "need"),
        (given("accepted"), None, "You have accepted", "ok"),
        (given("moved_in"), None, "handed over", "ok"),
        (replace(FROZEN, withdrawn=(OWN,)), "withdrawn", "You have withdrawn", "gone"),
        (replace(FROZEN, withdrawn=(OWN,)), "decision_ended", "your decision is not in force", "gone"),
        (replace(DRAWN, struck=(Struck(number=OWN, home="101", to=""),)), "refused", "You have refused", "gone"),
        (replace(DRAWN, struck=(Struck(number=OWN, home="101", to=""),)), "lapsed", "not answered in time", "gone"),
        (replace(DRAWN, struck=(Struck(number=OWN, home="1", to=""),)), "not_moved_in", "had not moved in", "gone"),
    ],
)
def test_how_it_stands_is_a_sentence(draw: Draw, gone: Gone | None, said: str, tone: str) -> None:
    words, found = standing_of(draw, OWN, gone)

    assert said in words.en
    assert found == tone


def test_who_waits_before_a_family_is_who_has_no_home_and_is_not_out() -> None:
    draw = replace(DRAWN, withdrawn=("QM-4",), struck=(Struck(number="QM-5", home="", to=""),))

    facts = {what.en: said.en for what, said in facts_of(draw, "QM-7")}

    assert facts["Families that wait before you"] == "2", "the third and the sixth"
    assert facts["Your place in the published order"] == "7 (of 9 families of this class)"
    assert [each.place for each in around(draw, "QM-7")] == [4, 5, 6, 7, 8, 9]
    assert list(around(FROZEN, OWN)) == []


def test_a_family_without_a_home_is_told_how_far_homes_go_by_which_rule_and_how_to_complain() -> None:
    stood = unhoused(DRAWN, OWN)
    assert stood is not None
    letter = Letter(no="QM-3-P0", sha256="0" * 64, on=date(2026, 3, 16), stood=stood)
    proven = replace(letter, notified_on=date(2026, 3, 18), complain_until=date(2026, 4, 17))

    facts, after, housed = (
        {what.en: said.en for what, said in facts_of(draw, OWN)}
        for draw in (
            replace(DRAWN, letters={OWN: letter}),
            replace(DRAWN, homes={"QM-1": "101", "QM-4": "102"}, letters={OWN: proven}),
            replace(DRAWN, homes={"QM-1": "101", OWN: "102"}, letters={OWN: letter}),
        )
    )

    assert facts["How far the homes go"] == "This class has 2 homes; place of the last family that has one: 2"
    assert facts["Rule"].endswith("that waits (Rule on holding draws †)")
    assert "within 30 days" in facts["How to complain"]
    assert "an SMS alone proves nothing" in facts["How to complain"]
    assert "no term has begun" in facts["Last day to complain"]
    assert "Law on administrative procedure" in facts["Note"]
    assert after["How far the homes go"].endswith("has one: 4"), "as it is now, whatever the letter says"
    assert after["Last day to complain"] == "17.04.2026"
    assert "Rule" not in housed


def test_a_moment_is_told_by_the_clock_of_baku() -> None:
    draw = replace(FROZEN, plan=replace(PLAN, draw_at=datetime(2026, 3, 2, 21, tzinfo=UTC)))

    assert {what.en: said.en for what, said in facts_of(draw, OWN)}["Moment of the draw"] == "03.03.2026 01:00"
