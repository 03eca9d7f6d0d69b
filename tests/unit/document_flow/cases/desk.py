"""A small programme and steps through a case of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from document_flow.calendar import WorkingCalendar
from document_flow.cases.acts.issue_paper import IssuePaper
from document_flow.cases.acts.open_case import OpenCase
from document_flow.cases.acts.prove_notice import ProveNotice
from document_flow.cases.acts.rule_case import RuleCase
from document_flow.cases.acts.take_facts import TakeFacts
from document_flow.cases.event import Command
from document_flow.cases.kernel import decide, replay
from document_flow.cases.standing import Standing
from document_flow.cases.state import NOTHING, Case, Known, Lacking, Paper, Ruling, Sending, Way
from document_flow.cases.waiting import waiting
from document_flow.context import BAKU, Context
from document_flow.outcome import Refusal
from document_flow.people import HUB, Directory, Official
from document_flow.programmes.folder import read_programme
from document_flow.programmes.programme import Programme
from document_flow.words import Words

MONDAY = date(2026, 4, 6)
SHEET = """\
id: aid
title: {az: Yardım, en: Aid}
version: 1
valid_from: 2026-01-01
act: {id: act, title: {az: Qanun, en: Law}, article: "5"}
applications: {series: YA, channels: [desk, portal], formats: [aid.v1], reference: id, alike: [kind]}
form:
  kind: {az: Növ, en: Kind, choices: {bag: {az: Çanta, en: Bag}, book: {az: Kitab, en: Book}}}
  urgent: {az: Təcili, en: Urgent, flag: true, required: false}
  note: {az: Qeyd, en: Note, required: false}
  tel: {az: Telefon, en: Telephone, required: false}
scans:
  kağız: {az: Kağız, en: Paper}
asks: {purpose: benefit, legal_basis: act, wait_s: 1}
facts:
  ad: {az: Ad, en: Name, from: [ask identity.given_name, register person.given_name]}
  doğum: {az: Doğum, en: Born, from: [register person.birth_date], needed: false}
  status: {az: Status, en: Status, from: [register idp_status.category], values: {idp: var}, absent: yoxdur}
  sağ: {az: Sağ, en: Alive, from: [ask identity.vital_status], values: {alive: sağdır, deceased: ölüb}, assumed: sağdır}
  ünvan: {az: Ünvan, en: Address, from: [ask identity.home], parts: [street, flat], needed: false}
  bitib: {az: Bitib, en: Ended, from: [register idp_status.ended_on], presence: true}
  sənəd: {az: Sənəd, en: Paper, from: [scan kağız], needed: false}
  ana: {az: Ana, en: Mother, from: [register idp_status.category of mother], needed: false}
  hesab: {az: Hesab, en: Account, from: [register utility_account.meter_no at azersu:note], needed: false}
  evi: {az: Evi, en: House, from: [ask property.rights], any: {right: ownership}, lacks: [ended_on], needed: false}
  kitab: {az: Kitab, en: Book, from: [answer note], needed: false, only: {kind: book}}
decision:
  table: aid
  verdict: qərar
  outcomes: {ver: granted, yox: refused}
  lives: sağ
  unheard: {id: 1036-IIQ, title: {az: Qanun, en: Law}}
  term: {days: 2, working: true, act: {id: a, title: {az: Qayda, en: Rule}, assumed: true}}
paper:
  series: YK
  valid: {days: 10, act: {id: a, title: {az: Qayda, en: Rule}, assumed: true}}
  text: {az: "{status}", en: "{status}"}
  holder: [ad]
  born: doğum
  shows: [status]
  provisional: {az: "ilkin {names}", en: "provisional {names}"}
refusal:
  series: YR
  text: {az: imtina, en: refused}
  remedy: {az: "{days} gün", en: "{days} days"}
  complaint: {days: 30, act: {id: 1036-IIQ, title: {az: Qanun, en: Law}, article: "73", assumed: true}}
review: {body: {az: Komitə, en: the committee}, term: {days: 9, act: {id: 1036-IIQ, title: {az: Qanun, en: Law}}}}
notice: {days: 3, phone: tel, by_letter: urgent}
effect:
  record: right
  fields: {fin: subject}
  ends: {revoked: {state: = ended}}
"""
REVOCATION = """\
revocation:
  series: YL
  act: {id: 1036-IIQ, title: {az: Qanun, en: Law}, article: "65–69"}
  text: {az: "{paper_no} ləğv edildi", en: "{paper_no} was revoked"}
  remedy: {az: "{days} gün", en: "{days} days"}
  complaint: {days: 22, act: {id: 1036-IIQ, title: {az: Qanun, en: Law}, article: "73", assumed: true}}
"""
SUSPENSION = REVOCATION.replace("revocation:", "suspension:").replace("YL", "YD").replace("ləğv edildi", "dayandırıldı")
PROGRAMME = read_programme(SHEET)
REVOKING = read_programme(SHEET + REVOCATION)
"""The same, whose revocations are papers of their own."""
SUSPENDING = read_programme(
    SHEET.replace("ends: {", "ends: {suspended: {state: = suspended}, ") + REVOCATION + SUSPENSION
)
"""The same, of which also something may be suspended."""
OFFICIALS = tuple(
    Official(login, login.title(), Words("vəzifə", "position"), "top", frozenset(roles.split()))
    for login, roles in (
        ("sevinc", "clerk head"),
        ("elcin", "head"),
        ("rena", "programme_officer"),
        ("clerk", "clerk"),
        ("gone", "head"),
    )
)
DIRECTORY = Directory({each.login: replace(each, active=each.login != "gone") for each in OFFICIALS})
AT = datetime(2026, 4, 6, 6, tzinfo=UTC)
OPEN = OpenCase(
    by="sevinc", subject="94FMDDD", channel="desk", came_from="committee", answers={"kind": "bag"}, number="YA-1"
)
FACTS = tuple(
    Known(name=name, value=value, source="din", at=AT)
    for name, value in (("ad", "Gülnarə"), ("status", "var"), ("sağ", "sağdır"), ("bitib", False))
)
SILENT = Lacking(name="sağ", source="din", code="ask.late")


def on(day: date = MONDAY) -> Context:
    """That morning in the office."""
    return Context(datetime(day.year, day.month, day.day, 10, tzinfo=BAKU), WorkingCalendar(), DIRECTORY)


def later(days: int) -> Context:
    return on(MONDAY + timedelta(days=days))


def stands(case: Case, context: Context | None = None) -> Standing:
    return Standing(case, PROGRAMME, context or on())


def after(case: Case, *commands: Command, context: Context | None = None) -> Case:
    """The case after commands that none refuses."""
    for command in commands:
        decided = decide(stands(case, context), command)
        assert not isinstance(decided, Refusal), decided
        case = replay(decided, case)
    return case


@dataclass(frozen=True, slots=True)
class Desk:
    """The same steps of another programme, so many days after that Monday."""

    programme: Programme

    def given(self, case: Case, command: Command, day: int = 0) -> Case | str:
        """The case after the command, or the code of its refusal."""
        made = decide(Standing(case, self.programme, later(day)), command)
        return made.code if isinstance(made, Refusal) else replay(made, case)

    def after(self, case: Case, *commands: Command, day: int = 0) -> Case:
        """The case after commands that none refuses."""
        for command in commands:
            found = self.given(case, command, day)
            assert isinstance(found, Case), found
            case = found
        return case

    def need(self, case: Case) -> str:
        """What it waits for that Monday."""
        return waiting(Standing(case, self.programme, later(0))).need.en


def kinds(case: Case, command: Command, context: Context | None = None) -> list[str]:
    """What a command makes happen."""
    decided = decide(stands(case, context), command)
    assert not isinstance(decided, Refusal), decided
    return [each.kind for each in decided]


def code(case: Case, command: Command, context: Context | None = None) -> str:
    """The code by which a command is refused; empty where it is not."""
    decided = decide(stands(case, context), command)
    return decided.code if isinstance(decided, Refusal) else ""


def ruling(case: Case, outcome: Any = "granted", **more: Any) -> Ruling:
    row = {"qərar": "ver" if outcome == "granted" else "yox"}
    given = {"record": "r", "table_sha256": "t", "as_of": MONDAY, "basis": ("Qanun",), "facts": dict(case.values)}
    return Ruling(outcome=outcome, row=row, **{**given, "paper_no": "YK-1", **more})


def paper(**more: Any) -> Paper:
    return Paper(
        **{"no": "YK-1", "sha256": "f", "issued_on": MONDAY, "valid_until": MONDAY + timedelta(days=10), **more}
    )


def opened() -> Case:
    return after(NOTHING, OPEN)


def known() -> Case:
    return after(opened(), TakeFacts(by=HUB, facts=FACTS))


def decided(outcome: Any = "granted") -> Case:
    case = known()
    return after(case, RuleCase(by=HUB, ruling=ruling(case, outcome)))


def in_effect(outcome: Any = "granted") -> Case:
    valid = {} if outcome == "granted" else {"valid_until": None}
    return after(decided(outcome), IssuePaper(by=HUB, paper=paper(**valid)))


def told(*ways: Way, outcome: Any = "refused", channel: Any = "portal") -> Case:
    """A case whose applicant was told of its paper, by the portal where nothing else is said."""
    case = after(NOTHING, replace(OPEN, channel=channel), TakeFacts(by=HUB, facts=FACTS))
    sent = tuple(Sending(no=f"n-{way}", way=way, sent_at=on().now, by=HUB) for way in ways or ("portal",))
    valid = {} if outcome == "granted" else {"valid_until": None}
    return after(
        case,
        RuleCase(by=HUB, ruling=ruling(case, outcome)),
        IssuePaper(by=HUB, paper=paper(**valid), sendings=sent),
    )


def provisional() -> Case:
    case = after(opened(), TakeFacts(by=HUB, facts=tuple(f for f in FACTS if f.name != "sağ"), lacking=(SILENT,)))
    case = after(case, RuleCase(by=HUB, ruling=ruling(case, assumed={"sağ": "sağdır"})))
    return after(case, IssuePaper(by=HUB, paper=paper(is_provisional=True)))


def noticed(outcome: Any = "refused") -> Case:
    return after(in_effect(outcome), ProveNotice(by="sevinc", manner="by_hand"))
