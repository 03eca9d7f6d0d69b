"""Where no rule decides an official does: a draft with reason and article that another one confirms, and says so."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from document_flow.cases.acts.decide_by_hand import DecideByHand
from document_flow.cases.acts.draft_ruling import ConfirmRuling, DeclineDraft, DraftRuling
from document_flow.cases.acts.hearing import InviteToHearing, NoteHearing
from document_flow.cases.acts.leave_to_people import LeaveToPeople
from document_flow.cases.kernel import decide, replay
from document_flow.cases.standing import Standing
from document_flow.cases.state import DISPUTED, Case, Lacking, Unruled
from document_flow.cases.waiting import waiting
from document_flow.outcome import Refusal
from document_flow.people import HUB
from document_flow.programmes.folder import read_programme
from document_flow.programmes.programme import Question
from document_flow.sheet import SheetRefused
from document_flow.words import Words
from tests.unit.document_flow.cases.desk import (
    FACTS,
    MONDAY,
    PROGRAMME,
    SHEET,
    after,
    code,
    known,
    later,
    on,
    opened,
    ruling,
    stands,
)

NOTHING_CAME = Unruled(record="r-7", table_sha256="t", as_of=MONDAY)
LEFT = after(known(), LeaveToPeople(by=HUB, unruled=NOTHING_CAME))
BY_HAND = DecideByHand(by="elcin", outcome="granted", reason="dul qalıb", article="668-IQ, maddə 4")
GRADED = replace(PROGRAMME, grade=Question(name="dərəcə", title=Words("D", "D"), choices={"a": Words("A", "A")}))


def drafted(command: DecideByHand) -> Case:
    """Where the programme says what may be given."""
    decided = decide(Standing(LEFT, GRADED, on()), command)
    assert not isinstance(decided, Refusal)
    return replay(decided, LEFT)


def test_an_official_drafts_by_hand_and_another_one_confirms() -> None:
    case = after(LEFT, BY_HAND)
    draft = case.draft
    assert draft is not None
    assert (draft.row, draft.basis) == ({"qərar": "ver", "səbəb": "dul qalıb"}, ("668-IQ, maddə 4",))
    assert (draft.record, draft.table_sha256, draft.drafted_by, draft.against) == ("r-7", "t", "elcin", False)
    assert waiting(stands(case)).need.en == "The draft of the decision waits for an official"

    assert code(case, ConfirmRuling(by="elcin")) == "cases.own_draft"
    assert code(case, ConfirmRuling(by="clerk")) == "cases.role"
    done = after(case, ConfirmRuling(by="rena", paper_no="YK-1"), context=later(5))
    assert done.ruling is not None
    assert (done.phase, done.ruling.drafted_by, done.ruling.by) == ("decided", "elcin", "rena")


def test_a_refusal_by_hand_is_heard_first_whatever_the_programme_says() -> None:
    case = after(LEFT, replace(BY_HAND, outcome="refused"))
    assert PROGRAMME.hearing is False
    assert waiting(stands(case)).need.en == "It waits for a hearing before a refusal"
    assert code(case, ConfirmRuling(by="rena")) == "cases.not_heard"
    invited = after(case, InviteToHearing(by="sevinc", on=MONDAY + timedelta(days=2)))
    heard = after(invited, NoteHearing(by="sevinc", text="razı deyil"), context=later(2))
    assert after(heard, ConfirmRuling(by="rena", paper_no="YR-1"), context=later(2)).outcome == "refused"


def test_of_a_draft_that_was_declined_it_is_said_that_the_table_had_decided() -> None:
    left = after(known(), LeaveToPeople(by=HUB))
    declined = after(
        replace(left, phase="decidable", draft=ruling(left, "refused")),
        DeclineDraft(by="rena", reason="cədvəl köhnədir"),
    )
    case = after(declined, BY_HAND)
    assert case.draft is not None
    assert (case.draft.record, case.draft.against) == ("r", True)
    again = after(case, DeclineDraft(by="rena", reason="yox"))
    assert again.unruled == declined.unruled, "what is known of the table stays"


@pytest.mark.parametrize(
    ("case", "more", "expected"),
    [
        (known(), {}, "cases.decided"),
        (replace(LEFT, phase="closed", ended="died"), {}, "cases.closed"),
        (replace(LEFT, unruled=None), {}, "cases.no_record"),
        (replace(LEFT, lacking=(Lacking(name="sağ", source="din", code=DISPUTED),)), {}, "cases.disputed"),
        (replace(LEFT, facts={**LEFT.facts, "sağ": replace(FACTS[2], value="ölüb")}), {}, "cases.dead"),
        (LEFT, {"by": "sevinc"}, "cases.own_application"),
        (LEFT, {"by": "clerk"}, "cases.role"),
        (LEFT, {"reason": " "}, "cases.empty"),
        (LEFT, {"article": ""}, "cases.empty"),
    ],
)
def test_nothing_is_decided_by_hand_of_the_dead_in_dispute_or_without_a_reason(
    case: Case, more: dict[str, Any], expected: str
) -> None:
    assert code(case, replace(BY_HAND, **more)) == expected


def test_what_a_grant_by_hand_gives_is_one_of_what_the_programme_gives() -> None:
    refused = decide(Standing(LEFT, GRADED, on()), replace(BY_HAND, grade="z"))
    assert isinstance(refused, Refusal)
    assert refused.code == "cases.answer_wrong"
    graded = drafted(replace(BY_HAND, grade="a"))
    assert graded.draft is not None
    assert graded.draft.row["dərəcə"] == "a"
    refusing = drafted(replace(BY_HAND, outcome="refused"))
    assert refusing.draft is not None
    assert "dərəcə" not in refusing.draft.row


def test_a_programme_says_what_may_be_given_by_hand_where_its_effect_takes_it_of_the_table() -> None:
    with pytest.raises(SheetRefused, match="grade"):
        read_programme(SHEET.replace("fields: {fin: subject}", "fields: {fin: subject, benefit: row növ}"))


def test_where_the_hub_decides_its_table_makes_no_draft() -> None:
    assert code(opened(), DraftRuling(by=HUB, ruling=ruling(known()))) == "cases.decided"
