"""Whatever clerks, officials, the hub and the clock do to a case in whatever order, some things never happen."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from document_flow.cases.acts.amend_answers import AmendAnswers
from document_flow.cases.acts.attach_scan import AttachScan
from document_flow.cases.acts.complain import Complain, ComplaintDecided, DecideComplaint
from document_flow.cases.acts.decide_by_hand import DecideByHand
from document_flow.cases.acts.doubt import Recheck, SettleDoubt
from document_flow.cases.acts.draft_ruling import ConfirmRuling, DeclineDraft, DraftRuling
from document_flow.cases.acts.end_by_death import EndByDeath
from document_flow.cases.acts.hearing import InviteToHearing, NoteHearing
from document_flow.cases.acts.issue_paper import IssuePaper, PaperIssued
from document_flow.cases.acts.lapse import Lapse
from document_flow.cases.acts.leave_to_people import LeaveToPeople, TryAgain
from document_flow.cases.acts.prove_notice import ProveNotice
from document_flow.cases.acts.revocation import KeepPaper, ProposeRevocation, Revoke, Revoked
from document_flow.cases.acts.rule_case import CaseRuled, RuleCase
from document_flow.cases.acts.see_original import SeeOriginal
from document_flow.cases.acts.send_letter import SendLetter
from document_flow.cases.acts.supersede import Supersede
from document_flow.cases.acts.take_answer import TakeAnswer
from document_flow.cases.acts.take_facts import TakeFacts
from document_flow.cases.acts.withdraw import Withdraw
from document_flow.cases.event import Command, Event
from document_flow.cases.kernel import decide, replay
from document_flow.cases.registry import EVENTS
from document_flow.cases.standing import Decision, Standing
from document_flow.cases.state import NOTHING, Case, Known, Lacking, Ruling, Sending, Unruled
from document_flow.cases.told import ApplicantTold
from document_flow.cases.waiting import waiting
from document_flow.outcome import Refusal
from document_flow.people import HUB
from tests.campaigns import examples
from tests.unit.document_flow.cases.desk import AT, FACTS, MONDAY, OPEN, REVOKING, later, paper, ruling

OFFICIALS = st.sampled_from(("sevinc", "elcin", "rena"))
BY_OFFICIAL = replace(REVOKING, decided_by="official", hearing=True)
ENDED = (Known(name="bitib", value=True, source="register", at=AT),)
ALIVE = (Known(name="bitib", value=False, source="register", at=AT),)
DEAD = (Known(name="sağ", value="ölüb", source="din", at=AT),)
GONE = (Lacking(name="status", source="register", code="register.not_known"),)
STEPS = """
facts ended dead gone draft rule hand confirm decline invite note again leave issue issue_ended recheck settle prove
absent reached complain upheld rejected propose revoke keep withdraw supersede lapse end amend scan see read letter
""".split()  # noqa: SIM905 - one a line would hide the rest


@dataclass(slots=True)
class Desk:
    """One case with all that happened to it; numbers come of a series, each once."""

    programme: Any
    case: Case = NOTHING
    events: tuple[Event, ...] = ()
    day: int = 0
    given: int = 0

    def number(self, outcome: str) -> str:
        """One that an undone ruling has left, else the next, as the hub gives them."""
        return self.case.reserved.get(outcome) or f"YK-{self.given + 1}"

    def decided(self, command: Command) -> Decision:
        """What a command comes to."""
        return decide(Standing(self.case, self.programme, later(self.day)), command)

    def does(self, command: Command) -> None:
        """Refused, it changes nothing."""
        decided = self.decided(command)
        if isinstance(decided, Refusal):
            return
        fresh = f"YK-{self.given + 1}"
        self.given += any(_numbered(each) == fresh for each in decided)
        self.events += decided
        self.case = replay(decided, self.case)


def _numbered(event: Event) -> str:
    """The number that it takes of a series."""
    if isinstance(event, CaseRuled):
        return event.ruling.paper_no
    return event.ruling.paper_no if isinstance(event, Revoked) and event.ruling is not None else ""


def command(step: str, desk: Desk, who: str, outcome: Any) -> Command:
    case, today = desk.case, later(desk.day).today
    made: Ruling = ruling(case, outcome, as_of=today)
    no = case.ruling.paper_no if case.ruling else ""
    sheet = paper(no=no, issued_on=today, valid_until=today if case.outcome == "granted" else None)
    sent = (Sending(no=f"n{len(desk.events)}", way="portal", sent_at=later(desk.day).now, by=HUB),)
    told = [each.no for event in desk.events if isinstance(event, ApplicantTold) for each in event.sendings]
    heard = told[len(desk.events) % len(told)] if told else "n"
    commands: dict[str, Command] = {
        "facts": TakeFacts(by=HUB, facts=FACTS),
        "ended": TakeFacts(by=HUB, facts=ENDED),
        "dead": TakeFacts(by=HUB, facts=DEAD),
        "gone": TakeFacts(by=HUB, lacking=GONE),
        "draft": DraftRuling(by=HUB, ruling=made),
        "decline": DeclineDraft(by=who, reason="x"),
        "invite": InviteToHearing(by=who, on=later(desk.day + 1 + 2 * (len(desk.events) % 2)).today, sendings=sent),
        "note": NoteHearing(by=who, text="x"),
        "absent": NoteHearing(by=who, text="x", attendance="absent"),
        "reached": ProveNotice(by=who, manner="by_hand", about="hearing"),
        "again": TryAgain(by=who),
        "leave": LeaveToPeople(by=HUB, unruled=Unruled(record="r", table_sha256="t", as_of=today)),
        "hand": DecideByHand(by=who, outcome=outcome, reason="x", article="y"),
        "issue": IssuePaper(by=HUB, paper=sheet, sendings=sent),
        "read": TakeAnswer(by=HUB, no=heard, answer="read", said_at=AT),
        "letter": SendLetter(by=who, no=f"RR{len(desk.events)}"),
        "issue_ended": IssuePaper(by=HUB, paper=sheet, facts=ENDED),
        "recheck": Recheck(by=HUB, facts=ENDED if outcome == "refused" else ALIVE),
        "settle": SettleDoubt(by=who, reason="x"),
        "prove": ProveNotice(by=who, manner="by_hand"),
        "complain": Complain(by="clerk", document=f"d{len(desk.events)}"),
        "upheld": DecideComplaint(by=who, verdict="upheld", reason="x"),
        "rejected": DecideComplaint(by=who, verdict="rejected", reason="x"),
        "propose": ProposeRevocation(by=who, reason="x"),
        "revoke": Revoke(by=who, paper_no=f"YK-{desk.given + 1}"),
        "keep": KeepPaper(by=who, reason="x"),
        "withdraw": Withdraw(by=who, document="d", reason="x"),
        "supersede": Supersede(by=HUB, paper_no="YK-0"),
        "lapse": Lapse(by=HUB),
        "end": EndByDeath(by=who, reason="x"),
        "amend": AmendAnswers(by=who, answers={"note": f"{len(desk.events)}"}, reason="x"),
        "scan": AttachScan(by=who, name="kağız", sha256="f", media_type="image/png"),
        "see": SeeOriginal(by=who, name="kağız"),
    }
    if step == "rule":
        return RuleCase(by=HUB, ruling=replace(made, paper_no=desk.number(outcome)))
    if step == "confirm":
        return ConfirmRuling(by=who, paper_no=desk.number(case.draft.outcome if case.draft else outcome))
    return commands[step]


def changes(desk: Desk, command: Command) -> bool:
    """Whether it is possible now: most acts are refused most of the time, and refusals lead nowhere."""
    decided = desk.decided(command)
    return not isinstance(decided, Refusal) and bool(decided)


GOING_ON = tuple(
    each for each in STEPS if each not in ("withdraw", "supersede", "revoke", "lapse", "end", "dead", "gone")
)
"""What leads on: cases that end at once try little."""
REVOKED = "facts rule issue propose revoke/elcin issue prove complain"
BEGINS = (
    "",
    "facts rule",
    "facts rule issue",
    "facts rule issue complain",
    "facts draft",
    "facts rule issue propose",
    REVOKED,
)


@settings(max_examples=examples(150))
@given(
    st.booleans(),
    st.sampled_from(BEGINS),
    st.lists(
        st.tuples(st.integers(0, 99), OFFICIALS, st.sampled_from(("granted", "refused"))), min_size=4, max_size=25
    ),
)
def test_no_order_of_acts_breaks_what_a_case_promises(
    by_official: bool,
    begin: str,
    steps: list[tuple[int, str, Any]],
) -> None:
    desk = Desk(BY_OFFICIAL if by_official else REVOKING)
    desk.does(replace(OPEN, channel="portal"))
    for each in begin.split():
        step, _, other = each.partition("/")
        desk.does(command(step, desk, other or "sevinc", steps[0][2]))
    for choice, who, outcome in steps:
        was_open, before = desk.case.is_open, desk.case
        steps_now = STEPS if choice % 10 == 0 else GOING_ON
        possible = [each for each in (command(step, desk, who, outcome) for step in steps_now) if changes(desk, each)]
        desk.day += choice % 3 == 0
        desk.does(possible[choice % len(possible)] if possible else Withdraw(by=who, document="d", reason="x"))
        assert was_open or desk.case == before, "what has ended stays as it ended"
        assert waiting(Standing(desk.case, desk.programme, later(desk.day))).need.en

    written = [EVENTS.validate_json(EVENTS.dump_json(each)) for each in desk.events]
    assert replay(written) == desk.case
    if desk.case.notice is None:
        assert desk.case.outcome != "refused" or desk.case.ended != "lapsed", "no term runs without a proven notice"
        assert desk.case.set_aside is None or desk.case.is_open, "nor one against a revocation"
    elif desk.case.notice.proof:
        assert desk.case.sending(desk.case.notice.proof), "what was said of an earlier paper proves nothing of this one"
    _numbers_are_of_one_decision(desk)
    if by_official:
        _nobody_is_refused_unheard(desk)
    assert later(desk.day).today >= MONDAY


def _numbers_are_of_one_decision(desk: Desk) -> None:
    """A number that was handed out on paper is never that of another decision."""
    handed_out: set[str] = set()
    for number, event in enumerate(desk.events, 1):
        if isinstance(event, PaperIssued):
            handed_out.add(event.paper.no)
        if _numbered(event):
            assert _numbered(event) not in handed_out, f"event {number}"


def _nobody_is_refused_unheard(desk: Desk) -> None:
    case = NOTHING
    for event in desk.events:
        if isinstance(event, CaseRuled) and event.ruling.outcome == "refused":
            assert case.hearing is not None
            assert case.hearing.held_by
            assert case.hearing.attended or case.hearing.notice is not None
            assert case.hearing.about == event.ruling.row
            assert case.application is not None
            assert event.by not in case.application.hands
            assert all(scan.original and event.by not in (scan.by, scan.seen_by) for scan in case.scans.values())
        if isinstance(event, ComplaintDecided) and event.verdict == "upheld":
            assert replay((event,), case).hearing is None, "another decision, another hearing"
        case = replay((event,), case)
