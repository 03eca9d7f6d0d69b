"""What a programme says: who may ask for what, which facts it needs from whom, by which table, with which paper.

Declarations, no code: whatever differs between two programmes stands here. What no act names is marked assumed (†),
and every print says so.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Literal

from document_flow.calendar import WorkingCalendar
from document_flow.words import Words

PROGRAMME_FILE = "programme.yaml"
_BETWEEN = re.compile("[,;]")
_MOST_OTHERS = 20
_MOST_WORDS = 40
_REVIEW = Words(
    "Şikayətə {body} qeydə alındığı gündən {days} {unit} ərzində baxır ({act}).",
    "It is decided by {body} within {days} {unit} of its registration ({act}).",
)
_DECISION = Words("Qərar", "Decision")
_TITLES = {"səbəb": Words("Səbəb", "Reason"), "növbə": Words("Növbə", "Order")}
_VERDICTS = {"granted": "granted", "refused": "refused"}
"""In English, the verdicts that tables of the law say in Azerbaijani."""
_DAYS, _WORKING_DAYS = Words("gün", "days"), Words("iş günü", "working days")
FIELDS = (
    "subject", "number", "paper_no", "first_no", "issued_on", "since", "raised_since", "valid_until", "act_no", "rests",
    "today",
)  # fmt: skip
"""What an effect takes of the case, where `since` is the day of its paper, of a corrected one that of the first, whose
number is `first_no`; `raised_since` is that day of a corrected one alone: since then it was too little. Beside these
`fact NAME`, `answer NAME`, `row COLUMN` of the table, `= a text`.
"""
ENDS = ("revoked", "recalled", "superseded", "lost", "died", "suspended", "withdrawn")
"""How a paper that was granted comes to an end before its day; its holder may give up what says so for `withdrawn`."""
Via = Literal["register", "ask", "answer", "scan", "together"]
"""Where a fact comes from: our register, an agency that is asked, the application, a paper that was handed in, what the
register and registered documents say of those whom the application names beside the applicant.
"""
TOGETHER = ("persons", "children", "members", "status", "registered", "declared", "spoken_for", "unspoken")
"""What is known of all of them together (`TogetherRule`)."""
AT_ACCOUNTS = ("utility_account", "right")
"""What is read of an account of a utility: the account itself, and what is given there to others."""
RELATIVES = ("mother", "father", "spouse")
"""Of whom the register may be read beside the applicant: whom the acts of civil status name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LegalAct:
    """The act that something rests on, with its article; `assumed` where nobody has compared it with the text yet."""

    id: str
    title: Words
    article: str = ""
    assumed: bool = False

    @property
    def named(self) -> Words:
        """Act and article, with † where it is assumed."""
        mark = " †" if self.assumed else ""
        az = f"{self.title.az}, maddə {self.article}" if self.article else self.title.az
        en = f"{self.title.en}, article {self.article}" if self.article else self.title.en
        return Words(az + mark, en + mark)


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """So many days, working or by the calendar, under an act."""

    days: int
    working: bool
    act: LegalAct

    def end(self, start: date, calendar: WorkingCalendar) -> date:
        """The last day, where the first that counts is the one after `start`."""
        return calendar.add(start, self.days) if self.working else start + timedelta(days=self.days)


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One thing that the form asks. With `choices` it is one of them, of a `flag` it is true or false. What is
    `at_desk` an official appraises and answers: an applicant on a portal is not asked it.
    """

    name: str
    title: Words
    choices: Mapping[str, Words] = field(default_factory=dict)
    is_flag: bool = False
    required: bool = True
    at_desk: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """`register idp_status.category`: the entity's kind and its attribute; `ask identity.surname`: question and field;
    `scan birth_certificate`: whether that paper is attached; `together declared`: what is known of all (`TOGETHER`).

    `field` may lead into what is found there, by points. `relative` is who of `RELATIVES` it is about, if it is not the
    applicant: `register idp_status.category of mother`. `at` is the account of a utility that an answer names, if it is
    about that: `register utility_account.debt_qepik at azerishiq:abonent`; of rights those of other people there.
    """

    via: Via
    of: str
    field: str
    relative: str = ""
    at: str = ""

    @property
    def whose(self) -> str:
        """Of whom or at which account it is; empty: of the applicant."""
        return self.relative or self.at


@dataclass(frozen=True, slots=True, kw_only=True)
class FactRule:
    """A fact and where it comes from: the first origin that knows it.

    `values` say it in the table's words. `parts` are those of an object that make one line of it. `presence`: the fact
    is whether there is a value at all; with `any`, whether one in a list has these values, and nothing
    under `lacks`. `absent` is what it is where
    our register, which is the truth of it, has none, or does not know the relative. `ended` among the values is the
    word for a relative's status that has ended; without it such a status tells nothing.
    With `agree` the first origin alone tells it, and where another says something else it is disputed: not known.
    `assumed` stands in for a source that is silent, on a provisional paper. Without `needed` nothing waits for it.
    Of a place with a `settlement`, the question that names one, the fact is how it lies to that: `same`, `within`,
    `apart` (`mappings.lineage`); what cannot be told is not known.
    `only` are the answers for which it is wanted. What is the person's `own` nobody learns who asks for another: where
    a child lives, a parent from whom it is hidden may ask on a portal too. What is `watched` is to stay so while a
    grant holds, though the table does not ask for it: an official looks at what has become of it.
    """

    name: str
    title: Words
    origins: tuple[Origin, ...]
    values: Mapping[str, str] = field(default_factory=dict)
    parts: tuple[str, ...] = ()
    presence: bool = False
    any: Mapping[str, str] = field(default_factory=dict)
    lacks: tuple[str, ...] = ()
    absent: str | None = None
    assumed: str | None = None
    agree: bool = False
    needed: bool = True
    only: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    own: bool = False
    watched: bool = False
    settlement: str = ""

    @property
    def relatives(self) -> frozenset[str]:
        """Of whom beside the applicant the register is read for it."""
        return frozenset(each.relative for each in self.origins) - {""}

    @property
    def is_derived(self) -> bool:
        """Whether a right derives from it: of relatives what has no `absent`, which only speaks against an answer."""
        return bool(self.relatives) and self.absent is None

    def is_wanted(self, answers: Mapping[str, Any]) -> bool:
        """Whether the application's answers want it."""
        return all(_text(answers.get(name)) in allowed for name, allowed in self.only.items())

    def read(self, value: Any) -> Any:
        """The fact of a value that its origin has; None where the value is none that the programme knows."""
        if self.presence:
            return value is not None
        if value is None:
            return self.absent
        if self.any:
            return any(self._fits(each) for each in value)
        if self.parts:
            return ", ".join(_text(value[each]) for each in self.parts if value.get(each)) or None
        return self.values.get(_text(value)) if self.values else value

    def _fits(self, one: Mapping[str, Any]) -> bool:
        has = all(_text(one.get(name)) == said for name, said in self.any.items())
        return has and not any(one.get(name) for name in self.lacks)


@dataclass(frozen=True, slots=True, kw_only=True)
class TogetherRule:
    """Who is asked for beside the applicant: the question whose answer names them by FIN (`fins`), the one that names
    registered words of theirs by number (`words`), and the one that names the settlement of them all.

    A word is an appeal that is registered under the subject `about` in Azerbaijani, from so many `days` before the
    application on; no act says how long a word holds, so that the days are assumed (†).

    Of all of them, with the applicant: `persons` and `children` are how many; `members` is `all` where everybody is
    known, born on a known day, alive and of the applicant's family, else what is wrong; `status` and `registered` are
    `all` or `some` of the adults; `declared`, whether each adult has said so, `spoken_for`, whether somebody who may
    has for each child; `unspoken` are the FINs of those whose word is missing.
    """

    fins: str
    words: str
    settlement: str
    about: Words
    days: int

    def most(self, question: str) -> int | None:
        """How many that answer may name: each costs several looks into the register. None for another question."""
        return {self.fins: _MOST_OTHERS, self.words: _MOST_WORDS}.get(question)

    def of_place(self, place: Words) -> Words:
        """The subject of a word that names the settlement, as citizens say it themselves: it counts for that alone."""
        return Words(f"{self.about.az}: {place.az}", f"{self.about.en}: {place.en}")


@dataclass(frozen=True, slots=True, kw_only=True)
class EffectRule:
    """What a grant brings about in the register: a record of a kind, its fields out of the case (`FIELDS`).

    A programme never writes there: the record is handed in as a message. `ends` are the fields of the word that follows
    where the paper comes to an end, by how it ends (`ENDS`); of an end that is not named the register hears nothing.
    `act_no` is the number of the revocation or suspension there.
    `restored` is what is said beside `fields` where what was taken away comes back. `rests` are the days of suspensions
    for which nothing is owed.
    """

    record: str
    fields: Mapping[str, str]
    ends: Mapping[str, Mapping[str, str]]
    restored: Mapping[str, str] = field(default_factory=dict)

    @property
    def listed(self) -> str:
        """The benefit of the right that it gives, as the sheet says it; empty where it gives none."""
        return self.fields.get("benefit", "") if self.record == "right" else ""

    @property
    def said(self) -> tuple[tuple[str, str], ...]:
        """Every field that it may say, with where it takes it."""
        return tuple(each for fields in (self.fields, *self.ends.values(), self.restored) for each in fields.items())


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperRule:
    """What is given: its number's series, its form, how long it holds (None: until it is taken back), what it says, and
    which facts it shows.

    `purpose` is the question whose answer says for whom it is, `address` the flag by which whoever applies wants no
    address on it: everybody may, so that what stands in its stead tells of no protection. `holder` are the facts that
    make the name on it, `born` the birth date, `family` the list of relatives. `family_in_code` is the question by
    which the holder asks that names, birth dates and kinship of the family stand in the code for readers without a
    network too, where whoever scans it reads them; without it the code says how many they are. `provisional` is what it
    says of a source that has not answered yet.
    """

    series: str
    form: Literal["certificate", "letter"]
    valid: Term | None
    text: Words
    purpose: str
    holder: tuple[str, ...]
    born: str
    family: str
    shows: tuple[str, ...]
    provisional: Words
    address: str = ""
    family_in_code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusalRule:
    """What a refusal says beside facts, article and decider, and the complaint against it: to whom, and until when."""

    series: str
    text: Words
    remedy: Words
    complaint: Term


@dataclass(frozen=True, slots=True, kw_only=True)
class RevocationRule(RefusalRule):
    """The same of a revocation or a suspension, with the act by which what was granted is taken away."""

    act: LegalAct


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewRule:
    """Who decides a complaint, in words, and within which term from the day of its registration."""

    body: Words
    term: Term


HEARING_LEAD = Term(
    days=3,
    working=False,
    act=LegalAct(
        id="1036-IIQ",
        title=Words("İnzibati icraat haqqında Qanun, 1036-IIQ", "Law on administrative procedure, 1036-IIQ"),
        assumed=True,
    ),
)
"""How long an invitation lies with a person before the hearing, where a programme does not say; no act is known (†)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeRule:
    """How the applicant is told that there is a paper. `days` are waited for an answer before a letter is to be sent;
    `hearing` lies between the day on which an invitation is proven to have come and a hearing without its addressee;
    so many days before a paper's last one, `ending`, its holder is told that it comes (0: not at all; no act says so).

    `phone` is the question whose answer is the applicant's own telephone, `by_letter` the flag by which nothing but a
    letter is wanted: a telephone or a portal account may be in the hands of whom somebody is protected from.
    """

    days: int = 5
    phone: str = ""
    by_letter: str = ""
    hearing: Term = HEARING_LEAD
    ending: int = 0

    def telephone(self, answers: Mapping[str, Any]) -> str:
        """The applicant's number as the world dials it; empty where none was given."""
        digits = "".join(filter(str.isdigit, str(answers.get(self.phone) or "")))
        return f"+994{digits[-9:]}" if digits else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleRule:
    """Whom to ask whether the money came: of each list one in `share` who were paid, but so many at `least` and at
    `most`.
    """

    share: int
    least: int
    most: int
    act: LegalAct


@dataclass(frozen=True, slots=True, kw_only=True)
class ListsRule:
    """How its rights come to lists: which `benefit` of theirs, and the `parties` that all approve each list, by groups
    of the directory; `pays` says whether money flows by them. Where it does, `sample` says whom to ask about it.
    """

    parties: tuple[str, ...]
    benefit: str
    pays: bool
    sample: SampleRule | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Programme:
    """One programme in one version, in force from a day on.

    A message of one of the `formats` opens a case; `reference` is its own number there, and its other fields are the
    form's answers. `scans` are the papers that may be handed in, of whose contents no agency tells. `alike` are the
    answers that tell two cases of one person apart. `purpose` and `legal_basis` are what agencies are asked for;
    `wait_s` is how long they are waited for at first, in seconds. `decided_by` says whether the table decides or an
    official takes its draft; `hearing`, whether nobody is refused unheard, or `unheard` the act that allows it; `once`,
    whether nobody is given it again while it is in effect. Without a `revocation` its holder gets no paper of one;
    without a `suspension` nothing of it is suspended. `lives` is the fact that says whether the person is alive: of who
    is not, nothing is decided. `grade` is the column that the effect takes of the table, with what an official who
    decides by hand may put there. `english` is what its tables and facts say, by their Azerbaijani words.
    """

    id: str
    title: Words
    version: int
    valid_from: date
    act: LegalAct
    series: str
    channels: tuple[str, ...]
    formats: tuple[str, ...]
    reference: str
    questions: tuple[Question, ...]
    scans: tuple[Question, ...]
    alike: tuple[str, ...]
    purpose: str
    legal_basis: str
    wait_s: int
    decided_by: Literal["hub", "official"]
    hearing: bool
    once: bool
    lives: str
    facts: tuple[FactRule, ...]
    table: str
    verdict: str
    outcomes: Mapping[str, str]
    decide: Term
    paper: PaperRule
    refusal: RefusalRule
    review: ReviewRule
    unheard: LegalAct | None = None
    revocation: RevocationRule | None = None
    suspension: RevocationRule | None = None
    grade: Question | None = None
    notice: NoticeRule = field(default_factory=NoticeRule)
    effect: EffectRule | None = None
    lists: ListsRule | None = None
    english: Mapping[str, str] = field(default_factory=dict)
    together: TogetherRule | None = None

    def question(self, name: str) -> Question | None:
        """What the form asks under that name."""
        return next((each for each in self.questions if each.name == name), None)

    def asks(self, channel: str) -> tuple[Question, ...]:
        """What the form asks whoever applies by that channel."""
        return tuple(each for each in self.questions if channel == "desk" or not each.at_desk)

    def said(self, row: Mapping[str, str]) -> Iterator[tuple[str, Words, Words]]:
        """What a decision came to, for people: each column with its title and its value; what is granted by its title
        and not by its code, and where nothing is granted, nothing of that.
        """
        for column, value in row.items():
            if self.grade is None or column != self.grade.name:
                title = _DECISION if column == self.verdict else _TITLES.get(column, Words(column, column))
                english = _VERDICTS.get(self.outcomes.get(value, "")) if column == self.verdict else None
                yield column, title, Words(value, english or self.english.get(value, value))
            elif value in self.grade.choices:
                yield column, self.grade.title, self.grade.choices[value]

    def reasons(self, row: Mapping[str, str]) -> Iterator[Words]:
        """The same without the verdict: why, and what."""
        return (value for column, _, value in self.said(row) if column != self.verdict)

    def adverse(self, outcome: str) -> RefusalRule:
        """By which rule whoever does not agree with an outcome complains."""
        own = {"void": self.revocation, "suspended": self.suspension}.get(outcome)
        return own if own is not None else self.refusal

    def remedy(self, outcome: str) -> Words:
        """How and until when whoever does not agree with an outcome complains."""
        rule = self.adverse(outcome)
        return Words(*(text.format(days=rule.complaint.days) for text in (rule.remedy.az, rule.remedy.en)))

    @property
    def reviewed(self) -> Words:
        """Who decides a complaint, and how soon, by which act."""
        body, term = self.review.body, self.review.term
        unit = _WORKING_DAYS if term.working else _DAYS
        return Words(
            _REVIEW.az.format(body=body.az, days=term.days, unit=unit.az, act=term.act.named.az),
            _REVIEW.en.format(body=body.en, days=term.days, unit=unit.en, act=term.act.named.en),
        )

    def others(self, answers: Mapping[str, Any]) -> tuple[str, ...]:
        """The FINs of whom the application names beside the applicant, each once."""
        return tuple(dict.fromkeys(parted(answers.get(self.together.fins)))) if self.together is not None else ()

    def wanted(self, answers: Mapping[str, Any]) -> tuple[FactRule, ...]:
        """The facts that an application with these answers needs."""
        return tuple(each for each in self.facts if each.is_wanted(answers))

    @property
    def identity(self) -> frozenset[str]:
        """The facts that say who it is and whether they live: nothing is decided about anybody else."""
        return frozenset((*self.paper.holder, self.paper.born, self.lives))

    def another(self, pinned: Mapping[str, Any], now: Mapping[str, Any]) -> frozenset[str]:
        """The facts by which somebody else than who was decided about stands under the same FIN."""
        return another(pinned, now, self.paper.holder, self.paper.born)

    def is_dead(self, values: Mapping[str, Any]) -> bool:
        """Whether the person is known to have died, where the programme wants to know."""
        said = next((each.values.get("deceased") for each in self.facts if each.name == self.lives), None)
        return said is not None and values.get(self.lives) == said

    def is_said_dead(self, doubts: Mapping[str, Any]) -> bool:
        """Whether what is doubted of a paper in effect is that its holder lives."""
        return self.lives in doubts and (doubts[self.lives] is None or self.is_dead(doubts))

    @property
    def watched(self) -> frozenset[str]:
        """Facts that are to stay so while its paper holds: all of a certificate but what it has brought about itself;
        of what is granted by letter, that the person lives, what says so itself, and what it derives from relatives: a
        child's status ends by no computation when a parent's does, but is looked at.
        """
        if self.paper.form == "letter":
            return frozenset((self.lives, *(each.name for each in self.facts if each.watched or each.is_derived)))
        return frozenset(each.name for each in self.facts) - self.changed

    @property
    def changed(self) -> frozenset[str]:
        """Facts that a grant makes others by itself: what the register says where its effect is written."""
        own = ("", self.effect.record if self.effect is not None else "")
        return frozenset(e.name for e in self.facts if any((origin.whose, origin.of) == own for origin in e.origins))

    @property
    def corrects(self) -> bool:
        """Whether what it grants can be corrected to another grade: a right that is counted or paid is asked anew,
        unless it can be raised.
        """
        is_right = self.effect is not None and self.effect.record == "right"
        return self.grade is not None and self.effect is not None and (self.raises or not is_right)

    @property
    def raises(self) -> bool:
        """Whether a sum that was too little is raised by a correction, so that the register knows since when."""
        return self.effect is not None and "raised_since" in self.effect.fields.values()

    def grades_for(self, grade: str) -> Mapping[str, Words]:
        """What may be given instead of this grade: where sums are raised, more alone. Less is a decision of its own."""
        choices = self.grade.choices if self.grade is not None and self.corrects else {}
        return {
            name: words
            for name, words in choices.items()
            if name != grade and (not self.raises or int(name) > int(grade or 0))
        }

    def kind(self, answers: Mapping[str, Any]) -> str:
        """What tells this case from another of the same person."""
        return "/".join(_text(answers.get(name)) for name in self.alike)

    def asked(self, answers: Mapping[str, Any]) -> tuple[str, ...]:
        """The questions that agencies are asked, each once."""
        return tuple(
            dict.fromkeys(each.of for rule in self.wanted(answers) for each in rule.origins if each.via == "ask")
        )

    def registered(self, answers: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
        """What is read of the register, each once: of whom or where (empty: the applicant), and the kind of entity."""
        origins = (each for rule in self.wanted(answers) for each in rule.origins if each.via == "register")
        return tuple(dict.fromkeys((each.whose, each.of) for each in origins))


def parted(said: Any) -> tuple[str, ...]:
    """What stands between commas, semicolons and spaces of an answer, in capitals."""
    return tuple(_BETWEEN.sub(" ", str(said or "")).upper().split())


def _text(value: Any) -> str:
    """A value as a sheet writes it."""
    return {True: "true", False: "false", None: ""}.get(value, str(value)) if not isinstance(value, dict | list) else ""


def another(was: Mapping[str, Any], now: Mapping[str, Any], names: Collection[str], born: str) -> frozenset[str]:
    """The names of what says that somebody else stands under the same FIN: another birth date and another name. A name
    alone changes by marriage, a birth date alone is corrected; a date that says less is none.
    """
    date_now, date_was = str(now.get(born) or ""), str(was.get(born) or "")
    others = {each for each in names if each in was and now.get(each) not in (None, was[each])}
    is_other = bool(date_now and date_was) and not (date_now.startswith(date_was) or date_was.startswith(date_now))
    return frozenset((*others, born)) if others and is_other else frozenset()
