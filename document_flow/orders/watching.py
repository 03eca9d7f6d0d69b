"""Whom the orders wait for, in a sentence.

An unfinished resolution always waits for somebody. Where that official has left, it waits for those who can hand the
work over: the head of the unit, else the head of the body.
"""

from __future__ import annotations

from datetime import date

from document_flow.calendar import WorkingCalendar
from document_flow.hands import HANDING_OVER
from document_flow.orders.case import Case
from document_flow.orders.state import Resolution
from document_flow.outcome import Waiting
from document_flow.words import Words

NOTHING = Waiting((), Words("Heç bir tapşırıq icra gözləmir.", "No task waits to be executed."))


def waiting_each(case: Case) -> dict[str, Waiting]:
    """For each unfinished resolution, whom it waits for; the most urgent first."""
    unfinished = sorted(case.state.unfinished(), key=lambda each: (each.due is None, each.due or date.max))
    return {each.id: _waiting(case, each) for each in unfinished}


def waiting_all(case: Case) -> Waiting:
    """All of them in one: everybody who is to act, the most urgent sentence, and how many others there are."""
    each = tuple(waiting_each(case).values())
    if not each:
        return NOTHING
    actors = tuple(dict.fromkeys(login for one in each for login in one.actors))
    first, more = each[0], len(each) - 1
    words = first.need
    if more:
        words = Words(f"{words.az} Daha {more} tapşırıq icradadır.", f"{words.en} Tasks beside it: {more}.")
    return Waiting(actors, words, first.due, any(one.overdue for one in each))


def _waiting(case: Case, resolution: Resolution) -> Waiting:
    if resolution.status == "reported":
        return _for_owner(case, resolution)
    if resolution.suspended is not None:
        top = case.top_of(resolution)
        actors = _present(case, (top.author, *filter(None, (top.owner,))))
        since, names = f"{resolution.suspended.first:%d.%m.%Y}", _names(case, actors)
        return Waiting(
            actors,
            Words(
                f"Müddət {since} tarixindən dayandırılıb ({resolution.suspended.reason}); davam etdirə bilər: {names}.",
                f"The term is suspended since {since} ({resolution.suspended.reason}); to resume it: {names}.",
            ),
            deciding=actors,
        )
    return _for_executors(case, resolution)


def _for_owner(case: Case, resolution: Resolution) -> Waiting:
    actors = _present(case, (resolution.owner or resolution.author,))
    names = _names(case, actors)
    words = Words(
        f"İcra barədə məruzə edilib, nəzarət edənin qərarı gözlənilir: {names}.",
        f"Execution is reported; the owner of the control is to decide: {names}.",
    )
    return Waiting(actors, words, resolution.due, deciding=actors)


def _for_executors(case: Case, resolution: Resolution) -> Waiting:
    actors = _present(case, resolution.busy)
    names, due = _names(case, actors), resolution.due
    today, calendar = case.context.today, case.context.calendar
    left = _left(calendar, today, due)
    az, en = f"İcra gözlənilir: {names}; {left.az}.", f"Execution is awaited: {names}; {left.en}."
    heads: tuple[str, ...] = ()
    if resolution.pending is not None:
        heads = tuple(case.keepers_of(resolution))
        until = f"{resolution.pending.until:%d.%m.%Y}"
        az += f" Müddətin {until} tarixinədək uzadılması barədə rəhbərin qərarı gözlənilir."
        en += f" The head is to decide about an extension until {until}."
        actors = tuple(dict.fromkeys((*actors, *heads)))
    return Waiting(actors, Words(az, en), due, due is not None and today > due, heads)


def _left(calendar: WorkingCalendar, today: date, due: date | None) -> Words:
    if due is None:
        return Words("müddət qoyulmayıb", "no term is set")
    day, left = f"{due:%d.%m.%Y}", calendar.left(today, due)
    return Words(f"müddət {day}, {left.az}", f"due {day}, {left.en}")


def _present(case: Case, logins: tuple[str, ...]) -> tuple[str, ...]:
    """Those in office; in the place of one who has left, whoever can hand the work over."""
    found: list[str] = []
    for login in logins:
        found += (login,) if case.in_office(login) else _above(case, login)
    return tuple(dict.fromkeys(found))


def _above(case: Case, login: str) -> tuple[str, ...]:
    """Who is over somebody who left and may hand the work over; where a unit's head may not, who is over the body."""
    directory, competence = case.context.directory, case.context.competence
    over = competence.above(directory, login)
    for each in (over, competence.above(directory, login, over)):
        if able := tuple(who for who in each if directory.has_role(who, HANDING_OVER)):
            return able
    return (login,)


def _names(case: Case, logins: tuple[str, ...]) -> str:
    return ", ".join(map(case.context.directory.name, logins))
