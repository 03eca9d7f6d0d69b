"""Citizens' appeals (vətəndaşların müraciətləri): rules of one body as data, and what they say of one appeal.

After the law on citizens' appeals (1308-IVQ of 30.09.2015) and Decrees 950 and 951 of 23.06.2016: 15 working days,
longer where study is needed; forwarding within 3 working days with notice to the citizen; the rule of 3 answers a year
for repeats (8.1.4). Appeals have a journal and numbers of their own (`registration.APPEAL`).

SheetRefused "appeals.refused"        the rules have problems, all of them listed
Refusal "appeals.complained_about"    the complaint is about this official, who may not handle it
Refusal "appeals.extended"            the term was extended for study already
Refusal "appeals.term_passed"         its term has passed, so it is no longer extended
Refusal "appeals.needs_reason"        an extension says why study is needed
Refusal "appeals.answered"            an appeal that is answered is neither extended nor forwarded
Refusal "appeals.forwarded"           it was forwarded already
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal, cast

from document_flow.calendar import DayLine, Pause, WorkingCalendar, due_with
from document_flow.outcome import Refusal
from document_flow.sheet import read_sheet
from document_flow.words import Words

AppealKind = Literal["proposal", "application", "complaint"]
"""təklif, ərizə, şikayət."""
Channel = Literal["written", "electronic", "reception", "hotline"]
"""yazılı, elektron, qəbulda, qaynar xətt."""
KINDS: tuple[AppealKind, ...] = ("proposal", "application", "complaint")
CHANNELS: tuple[Channel, ...] = ("written", "electronic", "reception", "hotline")


LAW = Words(
    "“Vətəndaşların müraciətləri haqqında” Qanun (30.09.2015, № 1308-IVQ); daha çox vaxt öyrənilmə üçün verilir",
    "the law on citizens' appeals (No. 1308-IVQ of 30.09.2015); more time is given for study",
)
"""The act that sets the terms, as a refusal names it."""


@dataclass(frozen=True, slots=True)
class AppealRules:
    """The rules of one body. Terms are working days; `channels` are those by which it takes appeals."""

    body: str
    days: int
    study_days: int
    forward_days: int
    answers_a_year: int
    channels: tuple[Channel, ...]


BY_LAW = AppealRules("", 15, 30, 3, 3, CHANNELS)
"""Where a body has set none of its own: 15 working days, 30 with study, 3 to forward, 3 answers a year."""


@dataclass(frozen=True, slots=True)
class Study:
    """The extension for study: who decided it, when, and why."""

    by: str
    on: date
    reason: str


@dataclass(frozen=True, slots=True)
class Forwarding:
    """Sent on to the body it belongs to. `late` where its working days had passed; `notice_owed` to the citizen."""

    body: str
    on: date
    late: bool
    notice_owed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Appeal:
    """One appeal. `citizen` is an opaque key, empty for an anonymous one; `subject` a key of what it is about.

    `signers` above one make it collective: the answer goes to the first of them. `complained_about` are logins.
    """

    id: str
    kind: AppealKind
    channel: Channel
    registered: date
    subject: str
    citizen: str = ""
    signers: int = 1
    complained_about: frozenset[str] = frozenset()
    study: Study | None = None
    forwarding: Forwarding | None = None
    answered: date | None = None
    pauses: tuple[Pause, ...] = ()

    @property
    def anonymous(self) -> bool:
        """Registered as any other, but nobody is owed an answer."""
        return not self.citizen


@dataclass(frozen=True, slots=True)
class AppealTerm:
    """`due` is None while a suspension without an end holds it; `lines` explain it day by day."""

    days: int
    due: date | None
    lines: tuple[DayLine, ...]
    words: Words


@dataclass(frozen=True, slots=True)
class Owed:
    """Whether an answer is owed, and why not. `repeats` are earlier appeals on the same subject, oldest first."""

    answer: bool
    repeats: tuple[str, ...]
    words: Words


def may_handle(appeal: Appeal, login: str) -> Refusal | None:
    """Why this official may neither execute nor approve nor control it, nor act for somebody who does."""
    if login not in appeal.complained_about:
        return None
    az = "şikayətə şikayət olunan vəzifəli şəxs baxa bilməz: başqa icraçı göstərin"
    en = "a complaint is never handled by the official it is about: name another"
    return Refusal("appeals.complained_about", Words(az, en), "forbidden")


def appeal_term(rules: AppealRules, calendar: WorkingCalendar, appeal: Appeal) -> AppealTerm:
    """The term from the day after registration, with study and suspensions."""
    days = rules.days if appeal.study is None else rules.study_days
    due = due_with(calendar, appeal.registered, days, appeal.pauses)
    since = f"{appeal.registered:%d.%m.%Y}"
    az, en = f"{since} tarixindən {days} iş günü", f"{days} working days from {since}"
    if due is None:
        words = Words(f"{az}; müddət dayandırılıb", f"{en}; the term is suspended")
    else:
        words = Words(f"{az}: {due:%d.%m.%Y}", f"{en}: {due:%d.%m.%Y}")
    return AppealTerm(days, due, calendar.explain(appeal.registered, days, appeal.pauses), words)


def extend_for_study(rules: AppealRules, calendar: WorkingCalendar, appeal: Appeal, study: Study) -> Appeal | Refusal:
    """The appeal with the longer term: once, with a reason, and only while its first term runs."""
    refused = _closed(appeal) or may_handle(appeal, study.by)
    if refused is not None:
        return refused
    if appeal.study is not None:
        return Refusal(
            "appeals.extended",
            Words("müddət öyrənilmə üçün bir dəfə uzadılır", "the term is extended for study once only"),
            "state",
        )
    if not study.reason.strip():
        return Refusal(
            "appeals.needs_reason",
            Words("əlavə öyrənilmənin səbəbi yazılmalıdır", "say why further study is needed"),
            "invalid",
        )
    due = appeal_term(rules, calendar, appeal).due
    if due is not None and study.on > due:
        az = f"müddət {due:%d.%m.%Y} tarixində bitib, ona görə uzadılmır"
        return Refusal("appeals.term_passed", Words(az, f"the term ended on {due:%d.%m.%Y}: too late"), "state")
    return replace(appeal, study=study)


def forward_by(rules: AppealRules, calendar: WorkingCalendar, appeal: Appeal) -> date:
    """The last day to forward it to the body it belongs to."""
    return calendar.add(appeal.registered, rules.forward_days)


def forward(rules: AppealRules, calendar: WorkingCalendar, appeal: Appeal, *, body: str, on: date) -> Appeal | Refusal:
    """The appeal forwarded; a late one goes too, and says that it is late. The citizen is owed notice of it."""
    refused = _closed(appeal)
    if refused is not None:
        return refused
    late = on > forward_by(rules, calendar, appeal)
    return replace(appeal, forwarding=Forwarding(body, on, late, notice_owed=not appeal.anonymous))


def answer_owed(rules: AppealRules, appeal: Appeal, earlier: Iterable[Appeal]) -> Owed:
    """Whether it must be answered. A repeat is of the same person about the same subject.

    Our reading of the rule of 3 answers a year: where so many of them were answered within a year before this one
    was registered, no further answer is owed.
    """
    if appeal.anonymous:
        return Owed(
            answer=False,
            repeats=(),
            words=Words("anonim müraciət: qeydə alınır, cavab verilmir", "anonymous: registered, no answer is owed"),
        )
    found = sorted((each for each in earlier if _repeats(appeal, each)), key=lambda each: (each.registered, each.id))
    ids = tuple(each.id for each in found)
    since = _year_before(appeal.registered)
    answers = sum(each.answered is not None and since < each.answered <= appeal.registered for each in found)
    if answers >= rules.answers_a_year:
        az, en = f"il ərzində {answers} cavab verilib, yeni cavab tələb olunmur", f"answered {answers} times in a year"
        return Owed(answer=False, repeats=ids, words=Words(az, f"{en}: no further answer is owed"))
    if ids:
        words = Words(f"təkrar müraciət, əvvəlkilər: {', '.join(ids)}", f"a repeat of {', '.join(ids)}")
        return Owed(answer=True, repeats=ids, words=words)
    return Owed(answer=True, repeats=(), words=Words("cavab verilməlidir", "an answer is owed"))


def load_appeal_rules(text: str) -> AppealRules:
    """A sheet: `body`, `days`, `study_days`, `forward_days`, `answers_a_year`, `channels`.

    Raises SheetRefused with every problem: a channel that is not known, a term for study that is no longer one.
    """
    sheet = read_sheet(text, "appeals.refused")
    rules = AppealRules(
        sheet.text("body"),
        sheet.whole("days", least=1),
        sheet.whole("study_days", least=1),
        sheet.whole("forward_days", least=1),
        sheet.whole("answers_a_year", least=1),
        cast("tuple[Channel, ...]", sheet.texts("channels")),
    )
    if rules.study_days < rules.days:
        sheet.problem("study_days", "adi müddətdən qısa ola bilməz", "must not be shorter than the usual term")
    names = ", ".join(CHANNELS)
    for channel in rules.channels:
        if channel not in CHANNELS:
            sheet.problem("channels", f"«{channel}» tanınmır; var: {names}", f"{channel!r} is not one of {names}")
    if not rules.channels:
        sheet.problem("channels", f"ən azı biri göstərilməlidir: {names}", f"name at least one of {names}")
    sheet.done()
    sheet.findings.refuse_if_any()
    return rules


def _closed(appeal: Appeal) -> Refusal | None:
    if appeal.answered is not None:
        return Refusal(
            "appeals.answered", Words("müraciət artıq cavablandırılıb", "the appeal is answered already"), "state"
        )
    return (
        Refusal("appeals.forwarded", Words("müraciət artıq göndərilib", "the appeal was forwarded already"), "state")
        if appeal.forwarding is not None
        else None
    )


def _repeats(appeal: Appeal, other: Appeal) -> bool:
    same = (other.citizen, other.subject) == (appeal.citizen, appeal.subject)
    return same and other.id != appeal.id and other.registered <= appeal.registered


def _year_before(day: date) -> date:
    try:
        return day.replace(year=day.year - 1)
    except ValueError:  # 29 February
        return date(day.year - 1, 2, 28)
