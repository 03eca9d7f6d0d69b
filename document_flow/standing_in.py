"""Whether one official may stand in for another: asked before a stand-in is written down, never of those in force.

Refusal "directory.own_stand_in"       nobody stands in for himself
Refusal "directory.not_in_office"      the principal or the stand-in is not known, or has left
Refusal "directory.no_basis"           the order that says so is not named
Refusal "directory.period"             it ends before it begins, has passed already, or is longer than a year
Refusal "directory.chain"              the stand-in is away too, or the principal stands in for somebody then
Refusal "directory.stand_in_twice"     the same two people, in an overlapping period
Refusal "directory.stand_ins_enough"   as many as the body allows act for the principal then
"""

from __future__ import annotations

from datetime import date, timedelta

from document_flow.outcome import Refusal, Why
from document_flow.people import Directory, StandIn
from document_flow.words import Words

LONGEST = timedelta(days=366)
"""Our rule: a longer absence is a change of post, not a stand-in."""


def refuse_stand_in(directory: Directory, wanted: StandIn, today: date, most: int = 1) -> Refusal | None:
    """Why it may not be: no chains, nobody for himself, a period that lies ahead and is at most a year.

    `most` is how many may act for one person on a kind of document on one day.
    """
    if wanted.principal == wanted.acting:
        return _refusal("own_stand_in", "invalid", "heç kim özünü əvəz etmir", "nobody stands in for himself")
    for login in (wanted.principal, wanted.acting):
        official = directory.officials.get(login)
        if official is None or not official.active:
            az, en = f"«{login}» tanınmır və ya artıq işləmir", f"{login!r} is not known or has left"
            return _refusal("not_in_office", "invalid", az, en)
    if not wanted.basis.strip():
        return _refusal("no_basis", "invalid", "əsas (əmr) göstərilməlidir", "name the order it is based on")
    return _period(wanted, today) or _others(directory, wanted) or _enough(directory, wanted, most)


def _period(wanted: StandIn, today: date) -> Refusal | None:
    if wanted.first <= wanted.last and wanted.last >= today and wanted.last - wanted.first < LONGEST:
        return None
    az = f"müddət ({wanted.first:%d.%m.%Y} – {wanted.last:%d.%m.%Y}) keçmiş, tərsinə və ya bir ildən uzun olmamalıdır"
    en = f"from {wanted.first:%d.%m.%Y} to {wanted.last:%d.%m.%Y} has passed, is the wrong way round or over a year"
    return _refusal("period", "invalid", az, en)


def _others(directory: Directory, wanted: StandIn) -> Refusal | None:
    for other in directory.stand_ins:
        if not _meet(other, wanted):
            continue
        if (other.principal, other.acting) == (wanted.principal, wanted.acting):
            az, en = "bu əvəzetmə artıq yazılıb", "this stand-in is written down already"
            return _refusal("stand_in_twice", "state", az, en)
        if other.principal == wanted.acting or other.acting == wanted.principal:
            who = f"{directory.name(other.principal)} – {directory.name(other.acting)}"
            period = f"{other.first:%d.%m.%Y} – {other.last:%d.%m.%Y}"
            az, en = f"əvəzetmə zənciri yaranır: {who}, {period}", f"a chain would arise with {who}, {period}"
            return _refusal("chain", "state", az, en)
    return None


def _enough(directory: Directory, wanted: StandIn, most: int) -> Refusal | None:
    others = [each for each in directory.stand_ins if each.principal == wanted.principal and _meet(each, wanted)]
    days = [day for day in (wanted.first, *(each.first for each in others)) if wanted.first <= day <= wanted.last]
    if not others or max(sum(each.first <= day <= each.last for each in others) for day in days) < most:
        return None
    who = ", ".join(directory.name(each.acting) for each in others)
    az = f"“{directory.name(wanted.principal)}” əvəzinə həmin günlərdə artıq başqası hərəkət edir: {who}"
    en = f"“{directory.name(wanted.principal)}” has a stand-in for those days already: {who}"
    return _refusal("stand_ins_enough", "state", f"{az}; əvvəlcə onu bitirin", f"{en}; end that first")


def _meet(one: StandIn, other: StandIn) -> bool:
    """Whether there is a day and a kind of document that both cover."""
    kinds = not one.kinds or not other.kinds or not one.kinds.isdisjoint(other.kinds)
    return kinds and one.first <= other.last and other.first <= one.last


def _refusal(code: str, why: Why, az: str, en: str) -> Refusal:
    return Refusal(f"directory.{code}", Words(az, en), why)
