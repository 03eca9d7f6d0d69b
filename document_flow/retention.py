"""Retention (saxlanma müddəti) and destruction: what may be destroyed on a day, and by whose act.

Three steps, each a value: a proposal lists the files whose term has passed and says of every other file why it
stays; the expert commission's act names exactly the files it looked at; the destruction (məhv edilmə aktı) is decided
only where act and proposal, made anew on that day, say the same. Files of permanent retention are never proposed, nor
those under a legal hold or with an open control, nor those whose retention has an assumed basis.

Our rule: a term runs from 1 January of the year after the file was closed.

Refusal "retention.not_proposed"      the act lists a file that may not be destroyed that day
Refusal "retention.act_incomplete"    the act has no number, no files, or too few members
Refusal "retention.act_ahead"         the act is dated after the day of destruction
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import assert_never

from document_flow.nomenclature import Nomenclature, Permanent, PlannedFile, UntilNeeded, Years
from document_flow.outcome import Refusal
from document_flow.words import Words

LEAST_MEMBERS = 3
"""Our rule for the expert commission: a chair and two others."""


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A volume of a planned file as it stands in the archive.

    `plan_year` says by which year's plan it was opened; `closed` is none while documents are still put in it.
    """

    index: str
    volume: str
    plan_year: int
    closed: date | None
    documents: int
    legal_hold: str = ""
    open_controls: tuple[str, ...] = ()
    no_longer_needed: bool = False

    @property
    def name(self) -> str:
        """Year of the plan, index and volume, the name under which acts list it."""
        return f"{self.plan_year}/{self.index}/{self.volume}"


@dataclass(frozen=True, slots=True)
class ActLine:
    """One file of the act. `kept_until` is the last day of its term, the day it was closed where it has none."""

    file: str
    title: Words
    documents: int
    kept_until: date
    basis: str
    expert_review: bool


@dataclass(frozen=True, slots=True)
class Stays:
    """A file that may not be destroyed, and why; `code` is stable for filters."""

    file: str
    code: str
    words: Words


@dataclass(frozen=True, slots=True)
class DestructionProposal:
    """What the expert commission is asked about on one day, and what stays."""

    on: date
    lines: tuple[ActLine, ...]
    stays: tuple[Stays, ...]


@dataclass(frozen=True, slots=True)
class CommissionAct:
    """The expert commission's act: its number and day, its members by login, and the files it agreed to."""

    number: str
    on: date
    members: tuple[str, ...]
    files: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Destruction:
    """The decision: these files are destroyed by this act."""

    act: CommissionAct
    on: date
    lines: tuple[ActLine, ...]


def kept_until(planned: PlannedFile, closed: date) -> date | None:
    """The last day that a closed file must be kept; none where it stays for ever or its need is asked."""
    match planned.retention:
        case Years(years=years):
            return date(closed.year + years, 12, 31)
        case Permanent() | UntilNeeded():
            return None
        case never:
            assert_never(never)


def destruction_proposal(plans: Mapping[int, Nomenclature], files: Iterable[KeptFile], on: date) -> DestructionProposal:
    """Everything that may be destroyed that day, in the order given, and for every other file why it stays.

    `plans` are by year: a file keeps the retention of the plan it was opened by.
    """
    lines: list[ActLine] = []
    stays: list[Stays] = []
    for kept in files:
        found = _line(plans, kept, on)
        if isinstance(found, ActLine):
            lines.append(found)
        else:
            stays.append(found)
    return DestructionProposal(on, tuple(lines), tuple(stays))


def decide_destruction(proposal: DestructionProposal, act: CommissionAct) -> Destruction | Refusal:
    """The destruction of the files that the act lists, all of them or none; `proposal` is that of the day itself."""
    members, named = len(set(act.members)), set(act.files)
    if not act.number or not named or members < LEAST_MEMBERS or len(named) != len(act.files):
        az = f"akt natamamdır: nömrə, təkrarsız işlər siyahısı və ən azı {LEAST_MEMBERS} üzv olmalıdır"
        en = f"the act is not complete: a number, files named once, and at least {LEAST_MEMBERS} members"
        return Refusal("retention.act_incomplete", Words(az, en), "invalid")
    if act.on > proposal.on:
        az = f"aktın tarixi ({act.on:%d.%m.%Y}) məhvetmə günündən sonradır"
        return Refusal(
            "retention.act_ahead", Words(az, f"the act is dated {act.on:%d.%m.%Y}, after the destruction"), "invalid"
        )
    lines = tuple(line for line in proposal.lines if line.file in named)
    if missing := named - {line.file for line in lines}:
        return _not_proposed(proposal, min(missing))
    return Destruction(act, proposal.on, lines)


def _line(plans: Mapping[int, Nomenclature], kept: KeptFile, on: date) -> ActLine | Stays:
    plan = plans.get(kept.plan_year, Nomenclature("", kept.plan_year, {}))
    planned = plan.file(kept.index)
    if isinstance(planned, Refusal):
        return Stays(kept.name, "not_planned", planned.words)
    if kept.closed is None or kept.closed > on:
        return Stays(kept.name, "not_closed", Words("iş hələ bağlanmayıb", "the file is not closed yet"))
    until = kept_until(planned, kept.closed)
    if stays := _held(kept) or _by_retention(planned, kept, until, on):
        return stays
    review = not isinstance(planned.retention, Years) or planned.retention.expert_review
    return ActLine(kept.name, planned.title, kept.documents, until or kept.closed, planned.basis, review)


def _held(kept: KeptFile) -> Stays | None:
    if kept.legal_hold:
        words = Words(f"hüquqi saxlama: {kept.legal_hold}", f"under a legal hold: {kept.legal_hold}")
        return Stays(kept.name, "legal_hold", words)
    if kept.open_controls:
        names = ", ".join(kept.open_controls)
        return Stays(kept.name, "open_control", Words(f"nəzarətdə olan sənədlər: {names}", f"under control: {names}"))
    return None


def _by_retention(planned: PlannedFile, kept: KeptFile, until: date | None, on: date) -> Stays | None:
    if isinstance(planned.retention, Permanent):
        return Stays(kept.name, "permanent", Words("daimi saxlanılır", "kept for ever"))
    if planned.assumed:
        words = Words("saxlanma müddətinin əsası göstərilməyib", "nobody has named the basis of its retention")
        return Stays(kept.name, "assumed_basis", words)
    if until is None and not kept.no_longer_needed:
        return Stays(kept.name, "still_needed", Words("ehtiyac qalıb", "its unit has not said that it is not needed"))
    if until is not None and on <= until:
        shown = f"{until:%d.%m.%Y}"
        return Stays(kept.name, "term_runs", Words(f"{shown} tarixinədək saxlanılır", f"kept until {shown}"))
    return None


def _not_proposed(proposal: DestructionProposal, file: str) -> Refusal:
    unknown = Words("belə iş təklif olunmayıb", "it was not proposed")
    why = next((stays.words for stays in proposal.stays if stays.file == file), unknown)
    words = Words(f"{file} işi məhv edilə bilməz: {why.az}", f"file {file} may not be destroyed: {why.en}")
    return Refusal("retention.not_proposed", words, "state")
