"""What a case waits for, in a sentence, and until when; a closed one for word of a recall to reach its holder."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from typing import Literal

from document_flow.cases.acts.lapse import ends_on
from document_flow.cases.acts.send_letter import is_unproven, paper_letter_on
from document_flow.cases.standing import Standing
from document_flow.cases.state import Case, Hearing, Lacking
from document_flow.context import BAKU
from document_flow.dates_az import short_date
from document_flow.outcome import Waiting
from document_flow.programmes.programme import Programme
from document_flow.words import Words

_DECIDE = Words("Qərarın verilməsi gözlənilir", "It waits to be decided")
_PEOPLE = Words("Heç bir qayda qərar vermədi, vəzifəli şəxs baxmalıdır", "No rule decides, an official has to look")
_UNASKED = Words(
    "FİN olmadığı üçün soruşula bilmir: {}. FİN-i alın və ya sənədlə sübut edin, sonra məlumatı yenidən toplayın və ya"
    " qərarı özünüz hazırlayın",
    "Without a FIN it cannot be asked: {}. Get the FIN, or evidence by a document, then have the facts gathered anew,"
    " or decide by hand",
)
_UNPRINTED = Words(
    "Kağızı çap olunmur, məlumatını düzəldib yenidən toplamaq lazımdır: {}",
    "Its paper cannot be printed, mend the fact and have the facts gathered anew: {}",
)
_DIED = Words("Şəxs vəfat edib, vəzifəli şəxs xitam verməlidir", "The person has died, an official has to end it")
_OFFICIAL = Words("Qərar layihəsi vəzifəli şəxsi gözləyir", "The draft of the decision waits for an official")
_HEARING = Words("İmtinadan əvvəl dinlənilmə gözlənilir", "It waits for a hearing before a refusal")
_END_HEARING = {
    "revoke": Words("Ləğvdən əvvəl dinlənilmə gözlənilir", "It waits for a hearing before its revocation"),
    "suspend": Words("Dayandırmadan əvvəl dinlənilmə gözlənilir", "It waits for a hearing before its suspension"),
}
_HEARD_ON = Words(". Gün: {when}. {reached}", ". Its day: {when}. {reached}")
REGISTRY = Words("dəftərxana", "the registry")
_REACHED = Words("Dəvətin çatması sübut olunub: {day}", "The invitation is proven to have come: {day}")
_NOT_REACHED_YET = Words("Dəvətin çatması sübut olunmayıb", "It is not proven that the invitation has come")
_PRINT = Words("Kağızın hazırlanması gözlənilir", "It waits for its paper to be made")
_TOLD = Words("Ərizəçiyə bildiriş göndərilib, cavab gözlənilir", "The applicant was told, an answer is awaited")
NOT_REACHED = Words(
    "Bildiriş ərizəçiyə çatmayıb: kağızı məktubla göndərin, təhvilini sübut edin",
    "The notice has not reached the applicant: send the paper by letter, and prove that it was handed over",
)
NO_WAY = Words(
    "Ərizəçiyə bildiriş göndərilə bilməz: kağızı əldən verin və ya məktubla göndərin, təhvilini sübut edin",
    "The applicant cannot be told by message: hand the paper over or send it by letter, and prove it",
)
RECALL_UNTOLD = Words(
    "Kağızın geri çağırıldığı ərizəçiyə çatmayıb: məktubla və ya evinə gedib bildirin, təhvilini sübut edin",
    "Word of the recall has not reached the applicant: tell them by letter or by a visit, and prove it",
)
_LETTER = Words("Məktubun təhvilinin sübutu gözlənilir", "It waits for proof that the letter was handed over")
_RESUMED = Words(
    "Bərpaya dair ikinci şəxsin sözü gözlənilir", "It waits for a second official's word on its resumption"
)
_SECOND = {
    "revoke": Words(
        "Ləğvə dair ikinci şəxsin sözü gözlənilir", "It waits for a second official's word on its revocation"
    ),
    "suspend": Words(
        "Dayandırmaya dair ikinci şəxsin sözü gözlənilir", "It waits for a second official's word on its suspension"
    ),
    "correct": Words(
        "Düzəlişə dair ikinci şəxsin sözü gözlənilir", "It waits for a second official's word on its correction"
    ),
    "resume": _RESUMED,
    "resume_owed": _RESUMED,
}
_COMPLAINT = Words("Şikayətə baxılması gözlənilir", "It waits for the complaint to be decided")
_TERM = Words("Şikayət müddətinin bitməsi gözlənilir", "It waits for the term for a complaint to end")
_SUSPENDED = Words("Dayandırılıb: bərpası və ya ləğvi gözlənilir", "Suspended: it waits to be resumed or revoked")
_HOLDS = Words("Heç nə gözlənilmir, kağız qüvvədədir", "It waits for nothing, the paper holds")
_ENDED = Words("İcraat bitib", "The case is closed")


Told = Callable[[Lacking], tuple[Words, Words]]
"""Who was asked for a fact, by name, and what came of it, in words: the hub knows both."""


def waiting(standing: Standing, told: Told | None = None) -> Waiting:
    """The most urgent thing first. `actors` is empty where no person can do anything about it.

    With `told` it says of facts that are waited for who was asked, since when, and what the last try came to.
    """
    case = standing.case
    if not case.is_open:
        is_recall = case.recalled_on is not None and is_unproven(case, standing.programme)
        return _unproven(standing) if is_recall else Waiting((), _ENDED)
    if case.is_undecided:
        return _until(standing, _before(standing, told), _decide_by(standing))
    if case.phase == "decided":
        return _until(standing, _PRINT, _decide_by(standing))
    if case.is_complained_about:
        return _until(standing, _COMPLAINT, _review_by(standing))
    need = _after(standing, told)
    if need is None:
        return _unproven(standing)
    return Waiting((), need, ends_on(case) if need in (_HOLDS, _TERM) else None)


def _before(standing: Standing, told: Told | None) -> Words:
    """What an undecided case waits for."""
    case = standing.case
    if standing.programme.is_dead(case.values):
        return _DIED
    if case.disputed:
        return _named(standing, _DISPUTED, case.disputed)
    if case.trouble is not None:
        return Words(_UNPRINTED.az.format(case.trouble.az), _UNPRINTED.en.format(case.trouble.en))
    if case.phase == "undecided":
        unasked = case.unasked & standing.needed
        return _named(standing, _UNASKED, unasked) if unasked else _PEOPLE
    if case.draft is not None:
        return _unheard(standing) or _OFFICIAL
    return _lacks(standing, _LACKING, told) if case.lacking else _DECIDE


def _after(standing: Standing, told: Told | None) -> Words | None:
    """What a case waits for whose paper is issued; None while it is not proven that the applicant has it."""
    case = standing.case
    if case.proposal is not None:
        if awaits(case, standing.programme) == "hearing":
            return _with_day(_END_HEARING[case.proposal.what], case)
        return _SECOND[case.proposal.what]
    if case.doubts:
        return _named(standing, _DOUBTED, case.doubts)
    if case.is_provisional:
        return _lacks(standing, _UNCONFIRMED, told)
    if case.notice is None:
        return None
    if case.is_suspended:
        return _SUSPENDED
    return _HOLDS if case.holds else _TERM


def awaits(case: Case, programme: Programme) -> Literal["", "hearing", "second", "look"]:
    """What has to be said before what an official proposes, or has drafted, is decided: by whom it is about, in a
    hearing, then by a second official. `look`: nothing is proposed, and an official has to look at a paper whose ground
    has changed. Empty where nothing waits; a draft of a table any official takes.
    """
    if case.adverse is not None and (programme.hearing or case.drafted_by) and not case.is_heard:
        return "hearing"
    if case.proposal is not None or case.drafted_by:
        return "second"
    return "look" if case.is_open and case.doubts else ""


def _unproven(standing: Standing) -> Waiting:
    """How far the applicant was told: an answer is awaited, or a clerk has to send a letter."""
    case, today = standing.case, standing.context.today
    from_day = paper_letter_on(case, standing.programme)
    if from_day is None:
        return Waiting((), _LETTER)
    if from_day > today:
        return Waiting((), _TOLD, from_day - timedelta(days=1))
    if case.recalled_on is not None:
        return Waiting((), RECALL_UNTOLD)
    return Waiting((), NOT_REACHED if case.sendings else NO_WAY)


def _unheard(standing: Standing) -> Words | None:
    """The hearing that a refusal still needs."""
    case = standing.case
    refuses = case.draft is not None and case.draft.outcome == "refused" and standing.hears
    return _with_day(_HEARING, case) if refuses and not case.is_heard else None


def _with_day(need: Words, case: Case) -> Words:
    """What is waited for; of a hearing that is set, when, where, and whether its invitation has come."""
    hearing = case.invited
    if hearing is None:
        return need
    when, reached = when_and_where(hearing), reached_by(hearing)
    return Words(
        need.az + _HEARD_ON.az.format(when=when.az, reached=reached.az),
        need.en + _HEARD_ON.en.format(when=when.en, reached=reached.en),
    )


def when_and_where(hearing: Hearing) -> Words:
    """`05.12.2026, 10:00, otaq 12`."""
    found = [short_date(hearing.on), *([hearing.hour] if hearing.hour else ())]
    place = Words(hearing.place, hearing.place) if hearing.place else REGISTRY
    return Words(", ".join((*found, place.az)), ", ".join((*found, place.en)))


def reached_by(hearing: Hearing) -> Words:
    """Whether it is proven that the invitation has come, and when."""
    if hearing.notice is None:
        return _NOT_REACHED_YET
    day = short_date(hearing.notice.at.astimezone(BAKU).date())
    return Words(_REACHED.az.format(day=day), _REACHED.en.format(day=day))


_LACKING = Words("Məlumat gözlənilir: {}", "It waits for facts: {}")
_UNCONFIRMED = Words("Mənbənin təsdiqi gözlənilir: {}", "It waits for its source to confirm: {}")


_DISPUTED = Words(
    "Mənbələr fərqli deyir, vəzifəli şəxs aydınlaşdırmalıdır: {}",
    "Its sources disagree, an official has to find out: {}",
)
_DOUBTED = Words(
    "Kağızın əsası dəyişib, vəzifəli şəxs baxmalıdır: {}",
    "The ground of its paper has changed, an official has to look: {}",
)


_TROUBLE = Words(
    "{who} bunu deməyib, ilk dəfə {since} soruşulub: {trouble}", "{who} has not told it since {since}: {trouble}"
)
_AGAIN = Words("; sonuncu dəfə {last}", "; asked again at {last}")


def _lacks(standing: Standing, words: Words, told: Told | None) -> Words:
    """Which facts; then of each source what came of asking it."""
    case = standing.case
    said = [_named(standing, words, (each.name for each in case.lacking))]
    if told is not None:
        firsts = {each.source: each for each in reversed(case.lacking)}
        said += [_trouble(standing, each.since, *told(each)) for _, each in sorted(firsts.items()) if each.since]
    return Words(". ".join(each.az for each in said), ". ".join(each.en for each in said))


def _trouble(standing: Standing, first: datetime, who: Words, trouble: Words) -> Words:
    since, last = (_clock(standing, at) for at in (first, standing.case.asked_at or first))
    again = _AGAIN if last != since else Words("", "")
    return Words(
        (_TROUBLE.az + again.az).format(who=who.az, since=since, trouble=trouble.az, last=last),
        (_TROUBLE.en + again.en).format(who=who.en, since=since, trouble=trouble.en, last=last),
    )


def _clock(standing: Standing, at: datetime) -> str:
    """The hour and minute in Baku; with the day where it is not today."""
    moment = at.astimezone(BAKU)
    hour = f"{moment:%H:%M}"
    return hour if moment.date() == standing.context.today else f"{short_date(moment.date())} {hour}"


def _named(standing: Standing, words: Words, names: Iterable[str]) -> Words:
    titles = {rule.name: rule.title for rule in standing.programme.facts}
    named = [titles.get(each, Words(each, each)) for each in sorted(names)]
    return Words(
        words.az.format(", ".join(each.az for each in named)), words.en.format(", ".join(each.en for each in named))
    )


def _decide_by(standing: Standing) -> date | None:
    """The last day for a decision, from the day of the application (law 1036-IIQ, article 28.2)."""
    application = standing.case.application if standing.case.is_pending else None
    return standing.programme.decide.end(application.day, standing.context.calendar) if application else None


def _review_by(standing: Standing) -> date | None:
    """The last day for the oldest complaint, from the day of its registration."""
    case = standing.case
    days = [case.linked[name].on for name in case.open_complaints if name in case.linked]
    return standing.programme.review.term.end(min(days), standing.context.calendar) if days else None


def _until(standing: Standing, need: Words, due: date | None) -> Waiting:
    return Waiting((), need, due, overdue=due is not None and standing.context.today > due)
