"""Where a person stands, in sentences: what, why, since when, what next and what to bring."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from document_flow.cases.acts.complain import Complain, DecideComplaint
from document_flow.cases.acts.draft_ruling import DraftRuling
from document_flow.cases.acts.hearing import InviteToHearing, NoteHearing
from document_flow.cases.acts.issue_paper import IssuePaper
from document_flow.cases.acts.prove_notice import ProveNotice
from document_flow.cases.acts.revocation import ProposeRevocation, Revoke
from document_flow.cases.acts.supersede import Supersede
from document_flow.cases.event import Command, Event
from document_flow.cases.kernel import decide, replay
from document_flow.cases.standing import Standing
from document_flow.cases.state import Case, Lacking
from document_flow.outcome import Refusal
from document_flow.people import HUB
from document_flow.programmes import programmes
from hub.desks.case_matters import case_matter, facts_asked, papers_asked
from hub.desks.matters import NOTHING_TO_BRING, Matter, body_named, newest_first
from hub.desks.register_matters import allowance_matter, right_matter, status_matter
from hub.register.entity import Entity
from tests.unit.document_flow.cases.desk import (
    MONDAY,
    PROGRAMME,
    REVOKING,
    decided,
    in_effect,
    known,
    later,
    noticed,
    on,
    opened,
    paper,
    provisional,
    ruling,
)

HEARS = replace(PROGRAMME, decided_by="official", hearing=True)


def told(case: Case, *commands: Command, programme: Any = PROGRAMME) -> Matter:
    """The matter of the case after these commands, each a day after the one before."""
    events: list[Event] = []
    for number, command in enumerate(commands):
        made = decide(Standing(case, programme, later(number)), command)
        assert not isinstance(made, Refusal), made
        case, events = replay(made, case), [*events, *made]
    return case_matter("c", Standing(case, programme, on()), events)


def drafted() -> DraftRuling:
    return DraftRuling(by=HUB, ruling=ruling(known(), "refused"))


PROPOSED = ProposeRevocation(by="sevinc", reason="sənəd saxtadır")
AGREED = Revoke(by="elcin", paper_no="YL-1")
ITS_PAPER = IssuePaper(by=HUB, paper=paper(no="YL-1", issued_on=MONDAY + timedelta(days=2), valid_until=None))
COMPLAINT = Complain(by="clerk", document="d")
UPHELD = DecideComplaint(by="rena", verdict="upheld", reason="həqiqidir")


@pytest.mark.parametrize(
    ("matter", "tone", "why", "next_step"),
    [
        (told(opened()), "wait", "It waits", "Nothing is asked of you. Last day for the decision: 08.04.2026"),
        (told(decided()), "wait", "Granted. Basis: Qanun. Decision: № YK-1", "Nothing is asked of you. Last day"),
        (told(in_effect()), "ok", "Day of the decision: 06.04.2026", "The paper is ready: take it at the registry"),
        (told(noticed("granted")), "ok", "Granted", "Nothing is asked of you"),
        (told(provisional()), "ok", "Granted", "It waits for its source to confirm"),
        (told(in_effect("refused")), "need", "Refused. Basis: Qanun", "If you do not agree, complain"),
        (told(in_effect(), PROPOSED, Revoke(by="elcin")), "need", "reason: sənəd saxtadır", "If you do not agree"),
        (told(in_effect(), Supersede(by=HUB, paper_no="YK-2")), "gone", "A newer one took its place", "Apply again"),
        (told(noticed(), Complain(by="sevinc", document="d")), "need", "Refused", "waits for the complaint"),
        (told(known(), drafted(), programme=HEARS), "wait", "a draft of a refusal", "The day of the hearing will be"),
        (
            told(known(), drafted(), InviteToHearing(by="sevinc", on=date(2026, 4, 9)), programme=HEARS),
            "wait", "no decision", "Come to the hearing: 09.04.2026",
        ),
        (told(in_effect(), PROPOSED, AGREED, programme=REVOKING), "need", "reason: sənəd saxtadır. Granted", "If you"),
        (
            told(in_effect(), PROPOSED, AGREED, ITS_PAPER, COMPLAINT, programme=REVOKING),
            "need", "Decision: № YK-1", "It waits for the complaint to be decided. Nothing is asked",
        ),
        (
            told(in_effect(), PROPOSED, AGREED, ITS_PAPER, COMPLAINT, UPHELD, programme=REVOKING),
            "ok", "Granted. Basis", "The paper is ready",
        ),
        (told(in_effect(), PROPOSED, programme=HEARS), "ok", "Granted", "The day of the hearing will be set"),
    ],
)  # fmt: skip
def test_a_case_says_why_and_what_next(matter: Matter, tone: str, why: str, next_step: str) -> None:
    assert matter.tone == tone
    assert why in matter.why.en
    assert matter.next_step.en.startswith(next_step) or next_step in matter.next_step.en
    assert matter.bring is NOTHING_TO_BRING


def test_who_was_heard_is_not_invited_again() -> None:
    heard = InviteToHearing(by="sevinc", on=date(2026, 4, 8)), NoteHearing(by="sevinc", text="dedi")
    assert told(known(), drafted(), *heard, programme=HEARS).next_step.en.startswith("Nothing is asked of you")


def test_a_paper_of_the_portal_is_at_the_portal() -> None:
    case = in_effect()
    assert case.application is not None
    portal = replace(case, application=replace(case.application, channel="portal"))
    assert "at the portal" in told(portal).next_step.en


def test_a_remedy_has_its_last_day_once_notice_is_proven_and_not_before() -> None:
    before, after = told(in_effect("refused")).remedy, told(noticed()).remedy
    revoked = told(in_effect(), PROPOSED, Revoke(by="elcin")).remedy

    assert before is not None
    assert after is not None
    assert revoked is not None
    reviewed = "It is decided by the committee within 9 days of its registration (Law)"
    open_end = "Handing over is not proven yet, so the term has not begun"
    assert before.en == f"30 days. Law, article 73 †. {reviewed}. {open_end}"
    assert after.en.endswith("Last day for a complaint: 06.05.2026")
    assert "the hub does not know that day" in revoked.en
    assert told(noticed("granted")).remedy is None


def test_only_what_the_applicant_alone_can_show_is_asked_for() -> None:
    status = programmes()["status"]
    case = replace(known(), facts={}, lacking=(Lacking(name="əsas", source="applicant", code="c"),))

    assert [each.name for each in papers_asked(status, case)] == ["rayon_arayışı", "hərbi_sənəd", "nikah_sənədi"]
    assert [each.name for each in facts_asked(status, case)] == ["əsas"]
    asked = case_matter("c", Standing(case, status, on()), (), papers_asked(status, case))
    assert asked.bring.az == "Əvvəlki rayonun arayışı, Hərbi sənəd, Nikah şəhadətnaməsi"


def test_what_the_table_came_to_is_told_in_its_own_words() -> None:
    case = noticed()
    assert case.ruling is not None
    said = told(replace(case, ruling=replace(case.ruling, row={"qərar": "yox", "səbəb": "gəlir çoxdur"})))

    assert said.why.az.startswith("İmtina edilib. Gəlir çoxdur. Əsas: Qanun")


def thing(kind: str, **told_of: Any) -> Entity:
    origin = {"p": "committee.cards", "k": 1_760_000_000_000_000}
    return Entity("e", kind, told_of, dict.fromkeys(told_of, origin))


CUT = case_matter("c", Standing(noticed(), PROGRAMME, on()), ())
RIGHT = {"programme": "school_bag", "benefit": "bag", "amount_qepik": 6000, "valid_from": "2026-01-05"}


@pytest.mark.parametrize(
    ("matter", "tone", "said"),
    [
        (right_matter(thing("right", **RIGHT, decision_no="K-1"), {}), "ok", "In force. Decision No.: K-1"),
        (right_matter(thing("right", **RIGHT), {}), "ok", "The hub does not know the number of the decision"),
        (
            right_matter(thing("right", **RIGHT, state="ended", ended_on="2026-02-01"), {}),
            "need", "Ended. The hub does not know article and decision; who does: the State Committee (told on 09.",
        ),
        (
            right_matter(
                thing("right", **RIGHT, state="suspended", state_reason="x", state_basis="Q 4.2"), {}
            ),
            "need", "Suspended. Reason: x. Basis: Q 4.2",
        ),
        (
            right_matter(thing("right", **RIGHT, state="suspended", state_reason="x"), {}),
            "need", "Reason: x. The hub does not know article and decision",
        ),
        (
            right_matter(thing("right", **RIGHT, state="ended", decision_no="YK-1"), {"YK-1": CUT}),
            "need", "Ended. Refused. Basis: Qanun. Decision: № YK-1",
        ),
        (status_matter(thing("idp_status", category="idp"), {}), "ok", "In force"),
        (
            status_matter(thing("idp_status", category="x", ended_on="2026-02", end_reason="other"), {}),
            "need", "Ended. The hub does not know article",
        ),
        (
            status_matter(thing("idp_status", category="idp", end_reason="returned"), {}),
            "need", "Ended. Reason: returned. The hub does not know article",
        ),
        (
            status_matter(
                thing("idp_status", category="idp", decision_no="K-2", decision_date="1999-01-02"), {}
            ),
            "ok", "Decision No.: K-2. Day of the decision: 02.01.1999",
        ),
        (allowance_matter(thing("allowance_entitlement", entitlement_no="7", rate=60)), "ok", "No. 7 in the committee"),
        (allowance_matter(thing("allowance_entitlement", entitlement_no="7", amount_qepik=1)), "ok", "the State Com"),
        (allowance_matter(thing("allowance_entitlement", entitlement_no="7")), "ok", "does not know its basis"),
    ],
)  # fmt: skip
def test_what_the_register_holds_says_why_or_that_it_is_not_known(matter: Matter, tone: str, said: str) -> None:
    assert matter.tone == tone
    assert said in matter.why.en
    assert (matter.remedy is not None) is (tone == "need")


def test_the_newest_is_first_what_was_cut_before_what_holds_and_what_has_no_day_last() -> None:
    right = right_matter(thing("right", **RIGHT), {})
    cut = right_matter(thing("right", **RIGHT, state="ended", ended_on="2026-01-05"), {})
    undated = allowance_matter(thing("allowance_entitlement", entitlement_no="7"))

    assert newest_first((undated, right, cut, replace(right, since=MONDAY)))[1:] == (cut, right, undated)


def test_a_party_that_nobody_knows_is_called_as_it_is() -> None:
    assert body_named("somebody").az == "somebody"
    assert body_named("din").az != "din"


def test_of_a_revocation_the_remedy_is_its_own_and_its_term_runs_from_its_own_notice() -> None:
    made = told(in_effect(), PROPOSED, AGREED, ITS_PAPER, programme=REVOKING)
    proven = told(
        in_effect(), PROPOSED, AGREED, ITS_PAPER, ProveNotice(by="sevinc", manner="by_hand"), programme=REVOKING
    )

    assert (made.since, proven.since) == (MONDAY + timedelta(days=1), MONDAY + timedelta(days=1))
    assert made.remedy is not None
    assert proven.remedy is not None
    assert made.remedy.en.startswith("22 days. Law, article 73 †. It is decided by the committee")
    assert "Handing over is not proven yet" in made.remedy.en
    assert "Last day for a complaint: 01.05.2026" in proven.remedy.en
