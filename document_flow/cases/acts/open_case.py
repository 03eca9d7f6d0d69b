"""An application is registered: with it the procedure begins (law 1036-IIQ, article 28.2)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from typing import Any, Literal

from document_flow.cases.acting import Act, ByHand, Case, Decision, Happened, Refusal, Standing, Words, refusal
from document_flow.cases.speaking import Ties
from document_flow.cases.state import Application, Channel, Representative, Sending
from document_flow.cases.told import ParentTold
from document_flow.fin import FIN
from document_flow.people import HUB
from document_flow.programmes.programme import Programme, Question, parted
from document_flow.rendering.text import Room, why_unprintable

ROOM = Room(300)
"""What an answer has on a certificate: a line."""
_NO = 32
"""Characters of a notice's number."""
_OURS = re.compile("Q[0-9]{9}")
"""A number of the register's own, of somebody without a FIN."""
_NAMED = {True: "94FMDDD, A9RJ7DM", False: "M-12/2026, M-13/2026"}
"""How people and their words are named, by whether these are people."""
_PHONE = re.compile(r"(\+994|0)[0-9]{9}")


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenCase(ByHand):
    """Somebody asks for what the programme gives. `subject` is the FIN of whom it is about, or the register's number of
    who has none; `number` comes of a series.

    `applicant` is who asks where it is somebody else (a FIN or a tax number), `ties` who may, as the register knows;
    `came_from` is the party that handed it over, `reference` its own number there; `sendings` are by which ways whoever
    asks can be told the number and the last day for an answer. None of them is proven: no term runs from it.
    """

    kind: Literal["open_case"] = "open_case"
    subject: str
    applicant: str = ""
    ties: Ties | None = None
    channel: Channel
    came_from: str
    reference: str = ""
    answers: Mapping[str, Any] = field(default_factory=dict)
    number: str = ""
    sendings: tuple[Sending, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseOpened(Happened):
    """The application has its number."""

    kind: Literal["case_opened"] = "case_opened"
    programme: str
    version: int
    case_kind: str
    subject: str
    application: Application

    def apply(self, _: Case) -> Case:
        """A new case."""
        return Case(
            programme=self.programme,
            version=self.version,
            kind=self.case_kind,
            subject=self.subject,
            application=self.application,
            phase="opened",
        )


def decide(standing: Standing, command: OpenCase) -> Decision:
    """Where the programme is in force, takes applications this way, and its form is answered."""
    programme, today = standing.programme, standing.context.today
    if standing.case.phase:
        return refusal("cases.exists")
    if today < programme.valid_from:
        return refusal("cases.not_in_force", programme=programme.id, day=today)
    if not FIN.fullmatch(command.subject) and not _OURS.fullmatch(command.subject):
        return refusal("cases.no_fin")
    asking = asked_by(command, programme, today)
    if isinstance(asking, Refusal):
        return asking
    if command.channel not in programme.channels:
        return refusal("cases.channel", channel=command.channel, known=", ".join(programme.channels))
    wrong = next(wrong_answers(programme, command.answers, command.channel), None)
    if wrong is not None:
        return wrong
    application = Application(
        number=command.number,
        day=today,
        channel=command.channel,
        came_from=command.came_from,
        by=command.by,
        reference=command.reference,
        answers=command.answers,
        representative=asking,
        due=programme.decide.end(today, standing.context.calendar),
        sendings=command.sendings,
    )
    opened = CaseOpened(
        **standing.stamp(command.by),
        programme=programme.id,
        version=programme.version,
        case_kind=programme.kind(command.answers),
        subject=command.subject,
        application=application,
    )
    return (opened, *_parents_told(standing, command))


def _parents_told(standing: Standing, command: OpenCase) -> Iterator[ParentTold]:
    """Of the child's parents those who did not ask, on the portal where everybody may log in. Each notice's number
    follows from that of the application: the kernel draws none.
    """
    stamp = standing.stamp(HUB)
    others = (command.ties or Ties()).parents_beside(command.applicant, standing.context.today)
    for number, who in enumerate(others, 1):
        no = sha256(f"{command.number}/{number}".encode()).hexdigest()[:_NO]
        sent = Sending(no=no, way="portal", sent_at=stamp["at"], by=HUB)
        yield ParentTold(**stamp, who=who, sending=sent)


def asked_by(command: OpenCase, programme: Programme, day: date) -> Representative | Refusal | None:
    """Who asks for the person and by which right; None where it is the person."""
    if command.applicant in ("", command.subject):
        return None
    return (command.ties or Ties()).asking(command.applicant, programme.id, day)


def wrong_answers(programme: Programme, answers: Mapping[str, Any], channel: Channel = "desk") -> Iterator[Refusal]:
    """What is asked there and not answered, what nobody asked, and what cannot be."""
    asked = programme.asks(channel)
    for name in answers:
        if name not in {each.name for each in asked}:
            yield refusal("cases.answer_unknown", name=name)
    for question in asked:
        said = answers.get(question.name)
        if said in (None, ""):
            if question.required:
                yield refusal("cases.answer_missing", name=question.title)
        elif not _fits(programme, question, said):
            yield refusal("cases.answer_wrong", name=question.title, allowed=_allowed(programme, question))
        elif isinstance(said, str) and (fault := why_unprintable(said, ROOM)) is not None:
            yield refusal("cases.answer_unprintable", name=question.title, fault=fault)


def _fits(programme: Programme, question: Question, said: Any) -> bool:
    if question.is_flag:
        return isinstance(said, bool)
    if question.name == programme.notice.phone:
        return isinstance(said, str) and _PHONE.fullmatch(re.sub(r"[\s()-]", "", said)) is not None
    rule = programme.together
    most = rule.most(question.name) if rule is not None else None
    if most is not None and len(parted(said)) > most:
        return False
    if rule is not None and question.name == rule.fins:
        return isinstance(said, str) and all(map(FIN.fullmatch, parted(said)))
    return isinstance(said, str) and (not question.choices or said in question.choices)


def _allowed(programme: Programme, question: Question) -> str:
    if question.name == programme.notice.phone:
        return "+994 50 123 45 67"
    rule = programme.together
    if rule is not None and (most := rule.most(question.name)) is not None:
        return f"{_NAMED[question.name == rule.fins]} (≤ {most})"
    return "true, false" if question.is_flag else ", ".join(question.choices) or "mətn / text"


ACTS = (
    Act(
        command=OpenCase,
        decide=decide,
        events={CaseOpened: Words("ərizə qeydə alındı", "the application was registered")},
        needs="number",
    ),
)
