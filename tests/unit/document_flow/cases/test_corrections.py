"""Before a decision: answers are corrected, and the original of a scan is seen later than the scan was taken in."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from document_flow.cases.acts.amend_answers import AmendAnswers, AnswersAmended
from document_flow.cases.acts.attach_scan import AttachScan
from document_flow.cases.acts.draft_ruling import ConfirmRuling, DraftRuling
from document_flow.cases.acts.see_original import SeeOriginal
from document_flow.cases.acts.take_facts import TakeFacts
from document_flow.cases.acts.withdraw import Withdraw
from document_flow.cases.event import Command
from document_flow.cases.kernel import decide
from document_flow.cases.standing import Standing
from document_flow.cases.state import Case, Scan
from document_flow.people import HUB
from tests.unit.document_flow.cases.desk import AT, FACTS, PROGRAMME, decided, known, on, opened, ruling
from tests.unit.document_flow.cases.test_official import OFFICIAL, after, drafted, given

AMEND = AmendAnswers(by="sevinc", answers={"note": "ikinci", "urgent": True}, reason="ərizədə belə yazılıb")
SCAN = AttachScan(by="sevinc", name="kağız", sha256="f", media_type="image/png")
SEEN = SeeOriginal(by="rena", name="kağız")


def amended(**answers: Any) -> AmendAnswers:
    return replace(AMEND, answers=answers)


def answers(case: Case) -> dict[str, Any]:
    assert case.application is not None
    return dict(case.application.answers)


def test_answers_are_corrected_and_the_applicants_own_stay_in_the_history() -> None:
    made = decide(Standing(known(), OFFICIAL, on()), AMEND)

    assert isinstance(made, tuple)
    (event,) = made
    assert isinstance(event, AnswersAmended)
    assert (event.before, event.reason) == ({"kind": "bag"}, "ərizədə belə yazılıb")
    assert answers(after(known(), AMEND)) == {"kind": "bag", "note": "ikinci", "urgent": True}
    again = after(known(), AMEND, amended(note="", urgent=False))
    assert answers(again) == {"kind": "bag", "urgent": False}, "an empty answer is taken out"


def test_facts_are_taken_anew_and_a_draft_on_the_old_answers_is_void() -> None:
    case = after(drafted(), AMEND)

    assert (case.phase, case.draft, case.facts, case.lacking, case.asked) == ("opened", None, {}, (), 0)
    assert given(case, ConfirmRuling(by="elcin")) == "cases.no_draft"
    anew = after(case, TakeFacts(by=HUB, facts=FACTS))
    anew = after(anew, DraftRuling(by=HUB, ruling=ruling(anew)))
    assert after(anew, ConfirmRuling(by="elcin", paper_no="YK-1")).phase == "decided"


def test_whoever_corrected_an_application_does_not_decide_it() -> None:
    anew = after(known(), replace(AMEND, by="elcin"), TakeFacts(by=HUB, facts=FACTS))
    anew = after(anew, DraftRuling(by=HUB, ruling=ruling(anew)))

    assert [given(anew, ConfirmRuling(by=who)) for who in ("elcin", "sevinc")] == ["cases.own_application"] * 2


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (amended(kind="book"), "cases.other_kind"),
        (amended(kind=""), "cases.answer_missing"),
        (amended(kind="car"), "cases.answer_wrong"),
        (amended(colour="red"), "cases.answer_unknown"),
        (amended(urgent="bəli"), "cases.answer_wrong"),
        (amended(kind="bag"), "cases.same_answers"),
        (replace(AMEND, reason=" "), "cases.empty"),
    ],
)
def test_a_correction_is_what_the_form_allows_and_no_other_application(command: Command, code: str) -> None:
    assert given(known(), command) == code


def test_which_answer_makes_it_another_application_is_said_in_words() -> None:
    refused = decide(Standing(known(), PROGRAMME, on()), amended(kind="book", note="x"))

    assert getattr(refused, "words").az.startswith("“Növ” başqa ərizə deməkdir")  # noqa: B009 - a refusal has words


def test_nothing_is_corrected_or_compared_once_it_is_decided_or_closed() -> None:
    closed = after(known(), Withdraw(by="sevinc", document="d", reason="vaz keçdi"))

    assert [given(closed, each) for each in (AMEND, SEEN)] == ["cases.closed"] * 2
    assert [given(decided(), each) for each in (AMEND, SEEN)] == ["cases.decided"] * 2


def test_an_original_is_seen_later_without_another_upload_and_the_draft_stays() -> None:
    case = after(known(), SCAN, TakeFacts(by=HUB, facts=FACTS))
    case = after(case, DraftRuling(by=HUB, ruling=ruling(case)))
    assert given(case, ConfirmRuling(by="elcin")) == "cases.originals"

    seen = after(case, SEEN)
    scan = seen.scans["kağız"]
    assert (scan.original, scan.by, scan.seen_by, scan.sha256) == (True, "sevinc", "rena", "f")
    assert scan.seen_at == on().now
    assert seen.draft == case.draft
    assert given(seen, ConfirmRuling(by="rena")) == "cases.own_evidence", "who has compared it took the evidence in"
    assert after(seen, ConfirmRuling(by="elcin", paper_no="YK-1")).phase == "decided"


def test_an_original_is_seen_once_of_what_is_attached() -> None:
    assert given(opened(), SEEN) == "cases.not_attached"
    seen = after(opened(), replace(SCAN, original=True))
    assert (seen.scans["kağız"].seen_by, given(seen, SEEN)) == ("sevinc", "cases.original_seen")
    older = Scan(sha256="f", media_type="image/png", by="sevinc", at=AT, original=True)
    assert given(replace(seen, scans={"kağız": older}), SEEN) == "cases.original_seen"
    anew = after(seen, SCAN)
    assert (anew.scans["kağız"].original, anew.scans["kağız"].seen_by) == (False, "")
