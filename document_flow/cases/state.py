"""Where a case stands: what `evolve` makes of its events, and nothing that they do not say.

phase    opened → collecting ⇄ decidable → decided → in_effect → closed; undecided where no rule decides
outcome  granted, refused, withdrawn, suspended, void, lapsed by death; empty while nothing is decided

A fact is a value with its source and the time of its source; what is not known is said with its reason, and is never
a value. A ruling pins the facts that it rests on: if one of them is another by the time of its paper, it is made anew.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, Literal

from pydantic import TypeAdapter

from document_flow.words import Words

Phase = Literal["", "opened", "collecting", "decidable", "undecided", "decided", "in_effect", "closed"]
Outcome = Literal["", "granted", "refused", "withdrawn", "suspended", "void", "lapsed"]
ComplaintState = Literal["open", "upheld", "rejected"]
Channel = Literal["desk", "portal"]
"""An official's desk, where the applicant stands; a citizens' portal, from which it came as a message."""
Manner = Literal["by_hand", "by_post", "portal"]
"""How a paper reached its addressee, as it was proven (law 1036-IIQ, article 62)."""
Way = Literal["portal", "sms", "letter"]
"""How the applicant is told: by messages of the hub, or by a clerk's letter."""
About = Literal["paper", "hearing", "ending", "application"]
"""What of: that there is a paper or that it was recalled, or for which day they are invited to a hearing; that a paper
ends, and that the application is registered: of these two nothing is to be proven.
"""
_KIND: frozenset[About] = frozenset(("ending", "application"))
What = Literal["revoke", "suspend", "resume", "resume_owed", "correct"]
"""What two officials do about what was granted."""
Answer = Literal["failed", "delivered", "read"]
"""What is said of a message to the applicant, the least first: none outweighs what was said before and is more."""


Capacity = Literal["guardian", "curator", "institution", "proxy", "parent"]
"""By which right somebody acts for another; a parent without an act by what the register knows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Representative:
    """Who asks for the person: a FIN or an institution's tax number, by which right, and the act that gave it."""

    who: str
    capacity: Capacity
    act: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Application:
    """The application (ərizə): its number and day begin the procedure (law 1036-IIQ, article 28.2).

    `by` registered it, `representative` is who asked where it was not the person; `reference` is its number with whom
    it came from; `answers` are what its form says, as they were corrected by those of `amended_by`; `due` is the last
    day for an answer as it was told with the number, by these `sendings`.
    """

    number: str
    day: date
    channel: Channel
    came_from: str
    by: str = ""
    reference: str = ""
    answers: Mapping[str, Any] = field(default_factory=dict)
    amended_by: tuple[str, ...] = ()
    representative: Representative | None = None
    due: date | None = None
    sendings: tuple[Sending, ...] = ()

    @property
    def hands(self) -> frozenset[str]:
        """Who registered or corrected it: none of them decides it."""
        return frozenset((self.by, *self.amended_by))


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A fact: its value as JSON has it, who states it, and when that one stated it."""

    name: str
    value: Any
    source: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Lacking:
    """A fact that is not known: from whom it was to come, and the code of why it has not.

    `reason` is what a code of an agency comes to, `since` when it was first asked for in vain.
    """

    name: str
    source: str
    code: str
    reason: str = ""
    since: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Scan:
    """A scanned paper: its file, who took it in and when; `original`: it was compared with the paper itself, by
    `seen_by` at `seen_at`.
    """

    sha256: str
    media_type: str
    by: str
    at: datetime
    original: bool
    seen_by: str = ""
    seen_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """What was decided by the law of a day. `facts` are the pinned ones, `assumed` what stood in for those not known.

    A revocation (`void`) and a suspension are administrative acts of their own: two officials decide, no table does.
    `record` is the decision with its explanation, `row` what the table came to, `basis` act and article, `paper_no` the
    number that its paper will have. `drafted_by` is the official who decided by hand what no rule did: then `record`
    and `table_sha256` say what the table came to; `against`: it had come to something, and an official did not agree.
    """

    outcome: Literal["granted", "refused", "suspended", "void"]
    row: Mapping[str, str]
    record: str
    table_sha256: str
    as_of: date
    basis: tuple[str, ...]
    facts: Mapping[str, Any]
    assumed: Mapping[str, Any] = field(default_factory=dict)
    paper_no: str = ""
    by: str = ""
    at: datetime | None = None
    drafted_by: str = ""
    against: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Unruled:
    """What the table came to where it did not decide, as kept; `declined`: it did, and an official did not agree."""

    record: str
    table_sha256: str
    as_of: date
    declined: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """What the applicant holds: a certificate, or the notice of a refusal. `valid_until` is its last day.

    `sha256` is the file's, `signed` what its code for readers without a network holds. A provisional paper says on its
    face what its source has not confirmed yet. On an `unaddressed` one nothing says where anybody lives.
    """

    no: str
    sha256: str
    issued_on: date
    valid_until: date | None = None
    is_provisional: bool = False
    signed: str = ""
    unaddressed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Sending:
    """That the applicant was told: by which way, under which number, when; and what was answered, when.

    It proves nothing by itself: a `Notice` does.
    """

    no: str
    way: Way
    sent_at: datetime
    by: str
    answer: Answer | None = None
    answered_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """That the paper reached its addressee, proven. Only from then on does the term for a complaint run.

    `proof` is the number of the sending whose acknowledgement proves it; empty where an official saw to it.
    """

    manner: Manner
    at: datetime
    by: str
    complain_until: date | None = None
    proof: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SetAside:
    """What a revocation or a suspension took away. It comes back if a complaint against that is upheld.

    `by` is who proposed to take it away.
    """

    ruling: Ruling
    paper: Paper
    sendings: tuple[Sending, ...]
    notice: Notice | None
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SuspensionPeriod:
    """A suspension: from which day, by the act of which number, which both of `by` decided; `last` is its last day, and
    `paper` what its holder has of it.

    `owed`: what was not given meanwhile is, for its ground was none.
    """

    first: date
    act: str
    by: tuple[str, ...]
    last: date | None = None
    paper: Paper | None = None
    complain_until: date | None = None
    owed: bool = False

    def is_contestable(self, on: date) -> bool:
        """Whether a complaint of that day may still be against it, once it is over."""
        return not self.owed and on >= self.first and (self.complain_until is None or on <= self.complain_until)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hearing:
    """For which day, hour (`HH:MM`) and place the applicant was invited on `set_on`, and about what (`Case.adverse`);
    who held it, and what was said, once it was held. An empty place is the registry.

    `sendings` tell of the invitation, and `notice` is that it has come. Whoever did not come (`attended`) had the
    chance only if it has, and no paper says that they were heard.
    """

    on: date
    about: Mapping[str, str]
    hour: str = ""
    place: str = ""
    set_on: date | None = None
    sendings: tuple[Sending, ...] = ()
    notice: Notice | None = None
    held_by: str = ""
    text: str = ""
    attended: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """Of which last day of the paper its holder was told beforehand."""

    on: date
    sendings: tuple[Sending, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Addressed:
    """What its addressee is to be told of: since which day, by which sendings, and whether that is proven."""

    since: date
    sendings: tuple[Sending, ...]
    notice: Notice | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Linked:
    """A complaint's way here: who linked it, on which day it was registered, against which paper; who decided it."""

    by: str
    on: date
    paper_no: str = ""
    decided_by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What one official wants done and another has to agree to; `resume_owed`: with what was not given meanwhile;
    `grade` is what a correction gives instead, by the act and article of `article`.
    """

    by: str
    reason: str
    at: datetime
    what: What = "revoke"
    grade: str = ""
    article: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A case. `subject` is the FIN of whom it is about, `kind` what tells two cases of one person apart.

    `length` counts its events. `ended` says why it holds no more. `barred` may take no part in it any more. `reserved`
    are numbers of papers, by outcome, whose ruling was undone: the next one takes them, so that no number is lost.
    `doubts` are facts under a paper in effect that are others now, with their values of now, None where there is none
    any more; `settled` are those with which an official has left the paper as it is. `set_aside` is what was granted
    and revoked or suspended: ruling, paper and notice are those of that act then. `rests` are its suspensions, the last
    one without an end while it lasts. `fallen` are papers that a complaint has annulled, `corrected` the numbers of
    those of them that granted something, which holds `since` the day of the first. `unruled` is why an official has
    to decide by hand, `trouble` why its paper cannot be printed. Facts were gathered `asked` times, the last time
    `asked_at`. `parents` are those of a child who did not ask, by FIN, each with what told them of the application.
    `sendings` are those that tell of its paper, or from `recalled_on` on of its recall, as `notice` does. Word of a
    paper's end (`ending`) is a kindness: nothing waits for a proof of it.
    """

    programme: str = ""
    version: int = 0
    kind: str = ""
    subject: str = ""
    application: Application | None = None
    parents: Mapping[str, tuple[Sending, ...]] = field(default_factory=dict)
    phase: Phase = ""
    outcome: Outcome = ""
    scans: Mapping[str, Scan] = field(default_factory=dict)
    facts: Mapping[str, Known] = field(default_factory=dict)
    lacking: tuple[Lacking, ...] = ()
    asked: int = 0
    asked_at: datetime | None = None
    doubts: Mapping[str, Any] = field(default_factory=dict)
    settled: Mapping[str, Any] = field(default_factory=dict)
    draft: Ruling | None = None
    unruled: Unruled | None = None
    hearing: Hearing | None = None
    ruling: Ruling | None = None
    paper: Paper | None = None
    sendings: tuple[Sending, ...] = ()
    notice: Notice | None = None
    ending: Ending | None = None
    set_aside: SetAside | None = None
    rests: tuple[SuspensionPeriod, ...] = ()
    fallen: tuple[Paper, ...] = ()
    corrected: tuple[str, ...] = ()
    since: date | None = None
    proposal: Proposal | None = None
    complaints: Mapping[str, ComplaintState] = field(default_factory=dict)
    linked: Mapping[str, Linked] = field(default_factory=dict)
    barred: frozenset[str] = frozenset()
    reserved: Mapping[str, str] = field(default_factory=dict)
    trouble: Words | None = None
    recalled_on: date | None = None
    ended: str = ""
    length: int = 0

    @property
    def people(self) -> tuple[str, ...]:
        """Whose case it is, and who has asked for them."""
        asked = self.application.representative if self.application is not None else None
        return (self.subject, asked.who) if asked is not None else (self.subject,)

    @property
    def is_open(self) -> bool:
        """Whether anything may still become of it."""
        return self.phase not in ("", "closed")

    @property
    def is_told(self) -> bool:
        """Whether its applicant is told anything still: also that a paper was recalled, which has ended it."""
        return self.is_open or self.recalled_on is not None

    @property
    def is_undecided(self) -> bool:
        """Whether its decision is still to come."""
        return self.phase in ("opened", "collecting", "decidable", "undecided")

    @property
    def is_pending(self) -> bool:
        """Whether the paper that its applicant has asked for is still to come."""
        return self.is_undecided or (self.phase == "decided" and self.set_aside is None)

    @property
    def holds(self) -> bool:
        """Whether what was granted is in effect."""
        return self.phase == "in_effect" and self.outcome == "granted"

    @property
    def is_provisional(self) -> bool:
        """Whether its paper waits for a source to confirm it."""
        return self.holds and self.paper is not None and self.paper.is_provisional

    @property
    def disputed(self) -> frozenset[str]:
        """Facts of which sources say different things."""
        return frozenset(each.name for each in self.lacking if each.code == DISPUTED)

    @property
    def unasked(self) -> frozenset[str]:
        """Facts that no agency can be asked for."""
        return frozenset(each.name for each in self.lacking if each.code == NO_FIN)

    @property
    def invited(self) -> Hearing | None:
        """The hearing that is still to come."""
        hearing = self.hearing
        return hearing if hearing is not None and not hearing.held_by and self.is_open else None

    def addressed(self, about: About) -> Addressed | None:
        """How far its addressee was told of the hearing to come, or of its paper or the recall of that."""
        if about == "hearing":
            hearing = self.invited
            if hearing is None:
                return None
            return Addressed(since=hearing.set_on or hearing.on, sendings=hearing.sendings, notice=hearing.notice)
        if self.paper is None or about in _KIND:
            return None
        return Addressed(since=self.recalled_on or self.paper.issued_on, sendings=self.sendings, notice=self.notice)

    @property
    def unproven(self) -> tuple[About, ...]:
        """Of what it is still to be proven that it has reached its addressee."""
        kinds: tuple[About, ...] = ("paper", "hearing")
        found = ((about, self.addressed(about)) for about in kinds)
        return tuple(about for about, told in found if told is not None and told.notice is None)

    def sending(self, no: str) -> Sending | None:
        """The sending of that number; None of one that was about another paper or another day of a hearing."""
        invitations = self.hearing.sendings if self.hearing is not None else ()
        kind = (self.application, self.ending)
        kindly = [each for told in kind if told is not None for each in told.sendings]
        sent = (*self.sendings, *invitations, *kindly, *(each for said in self.parents.values() for each in said))
        return next((each for each in sent if each.no == no), None)

    @property
    def is_complained_about(self) -> bool:
        """Whether a complaint waits to be decided."""
        return bool(self.open_complaints)

    @property
    def open_complaints(self) -> tuple[str, ...]:
        """The complaints that wait to be decided, by their documents."""
        return tuple(name for name, state in self.complaints.items() if state == "open")

    @property
    def upheld_by(self) -> frozenset[str]:
        """Who has found that its decision was wrong: the next one is somebody else's."""
        upheld = (
            self.linked[name] for name, state in self.complaints.items() if state == "upheld" and name in self.linked
        )
        return frozenset(each.decided_by for each in upheld) - {""}

    @property
    def adverse(self) -> Mapping[str, str] | None:
        """What is about to be decided against the applicant: a proposed end or suspension, a drafted refusal."""
        if self.proposal is not None:
            about = _AGAINST.get(self.proposal.what)
            return {about: self.proposal.reason} if about is not None else None
        return self.draft.row if self.draft is not None and self.draft.outcome == "refused" else None

    @property
    def drafted_by(self) -> str:
        """Who drafted its decision by hand; empty where nobody did."""
        return self.draft.drafted_by if self.draft is not None else ""

    @property
    def is_heard(self) -> bool:
        """Whether the applicant was heard about that very thing, or did not come though the invitation had."""
        hearing = self.hearing
        if hearing is None or not hearing.held_by or hearing.about != self.adverse:
            return False
        return hearing.attended or hearing.notice is not None

    @property
    def decided(self) -> Ruling | None:
        """How the application was decided, whether it was revoked since or not."""
        return self.set_aside.ruling if self.set_aside is not None else self.ruling

    @property
    def given(self) -> Paper | None:
        """The paper that it was decided by first: what was granted, also while a revocation has taken it away."""
        return self.set_aside.paper if self.set_aside is not None else self.paper

    @property
    def values(self) -> Mapping[str, Any]:
        """The facts' values by name."""
        return {name: each.value for name, each in self.facts.items()}

    def row(self, column: str) -> str:
        """What its table came to in a column; empty while it is not decided."""
        return self.ruling.row.get(column, "") if self.ruling is not None else ""

    @property
    def is_suspended(self) -> bool:
        """Whether what was granted rests."""
        return self.outcome == "suspended"

    def proposed(self, proposal: Proposal) -> Case:
        """It stands as it stood. What was heard about an earlier proposal is no hearing about this one."""
        return replace(self, proposal=proposal, hearing=None)

    def taken_away(self, ruling: Ruling, by: str) -> Case:
        """What was granted holds no more by this ruling, which has a paper, a notice and a term of its own.

        A complaint against what was granted has had its way.
        """
        granted = (
            SetAside(ruling=self.ruling, paper=self.paper, sendings=self.sendings, notice=self.notice, by=by)
            if self.ruling is not None and self.paper is not None
            else None
        )
        return replace(
            self,
            phase="decided",
            ruling=ruling,
            paper=None,
            sendings=(),
            notice=None,
            set_aside=granted,
            proposal=None,
            doubts={},
            settled={},
            complaints={name: "upheld" if state == "open" else state for name, state in self.complaints.items()},
        )

    def given_back(self) -> Case:
        """What was taken away holds again, with its own paper. The number of the act that took it was handed out."""
        aside = self.set_aside
        if aside is None:
            return self
        return replace(
            self,
            phase="in_effect",
            outcome="granted",
            ended="",
            hearing=None,
            ruling=aside.ruling,
            paper=aside.paper,
            sendings=aside.sendings,
            notice=aside.notice,
            set_aside=None,
            proposal=None,
        )

    def rested(self, last: date, *, owed: bool) -> Case:
        """Its last suspension is over on that day. What was suspended and resumed on one day was never given less."""
        *before, rest = self.rests
        until = self.notice.complain_until if self.notice is not None else None
        over = replace(rest, last=last, paper=self.paper, complain_until=until, owed=owed or last < rest.first)
        return replace(self, rests=(*before, over))

    def closed(self, outcome: Outcome, why: str) -> Case:
        """The same at its end."""
        return replace(self, phase="closed", outcome=outcome, ended=why, proposal=None)


CASES: TypeAdapter[Case] = TypeAdapter(Case)
"""Reads and writes a snapshot as JSON; it is only a cache of the events."""
NOTHING = Case()
"""Before the application."""
_AGAINST = {"revoke": "revocation", "suspend": "suspension"}
DISPUTED = "facts.disagree"
"""The code of a fact that is not known because its sources say different things: people look at it, none is chosen."""
NO_FIN = "ask.no_fin"
"""The code of a fact that no agency can be asked for, since the person has no FIN: people see to it."""
