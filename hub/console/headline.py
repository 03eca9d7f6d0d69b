"""The overview's sentence about the state of the world: is all well; since when not, for whom, what waits. Pure.

Names and numbers stand where Azerbaijani needs no suffix on them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hub.clock import SECOND
from hub.console.standing import Overview, Standing, state_of
from hub.console.writing import baku
from hub.errors import Words
from hub.watch.depths import Depth
from hub.web.numbers import number

LIMIT = 5 * 60 * SECOND
"""How long something may be due before sending counts as late."""


UNSTAMPED = 90 * 60 * SECOND
"""Stamps come hourly; so long without one is told."""


@dataclass(frozen=True, slots=True)
class Headline:
    """A title, what needs a person beside the causes, and what else is to be known: outages lead."""

    title: Words
    needs: Sequence[Words]
    rest: Sequence[Words]


@dataclass(frozen=True, slots=True)
class Oldest:
    """The delivery that has been due the longest, not counting what rests or is paused. `age` in microseconds."""

    age: int
    destination: str
    heals: bool

    @property
    def is_late(self) -> bool:
        """Whether it is beyond the limit though its agency answers."""
        return self.age > LIMIT and not self.heals


def headline(seen: Overview) -> Headline:
    """What one look has to tell."""
    late = oldest_due(seen)
    silent = [silence(each, seen.now) for each in _with(seen, "breaker_open")]
    needs = [_late(seen, late)] if late is not None and late.is_late else []
    if is_unstamped(seen):
        needs.append(_unstamped(seen))
    return Headline(_title(seen, late), needs, [*silent, *_others(seen), _end(seen)])


def oldest_due(seen: Overview) -> Oldest | None:
    """None where nothing is due."""
    found: Oldest | None = None
    for name, depth in seen.seen.depths.items():
        row = seen.seen.operations.get(name)
        state = state_of(row, seen.now, was_called=seen.seen.was_called(name)) if row else "untried"
        age = _age(depth, seen.now)
        if age is not None and state not in ("paused", "maintenance") and (found is None or age > found.age):
            found = Oldest(age, name, state == "breaker_open")
    return found


def clock_time(instant: int, now: int) -> str:
    """`09:42` today, with the day before it else."""
    when = baku(instant)
    return when.strftime("%H:%M" if when.date() == baku(now).date() else "%d.%m. %H:%M")


def _age(depth: Depth, now: int) -> int | None:
    return max(0, now - depth.oldest) if depth.oldest is not None and depth.oldest <= now else None


def _title(seen: Overview, late: Oldest | None) -> Words:
    causes, silent = len(seen.causes), _with(seen, "breaker_open")
    if len(silent) == 1:
        who = silent[0].agency.title
        return Words(f"Cavab yoxdur: {who.az}", f"No answer from {who.en}")
    if silent:
        return Words(f"Cavab verməyən qurum: {len(silent)}", f"{len(silent)} agencies do not answer")
    if causes == 1:
        return Words("Bir iş əməkdaş gözləyir", "One thing waits for a person")
    if causes:
        return Words(f"{number(causes)} iş əməkdaş gözləyir", f"{number(causes)} things wait for a person")
    if late is not None and late.is_late:
        return Words("Göndəriş gecikir", "Sending is late")
    if is_unstamped(seen):
        return Words("Sübut jurnalına vaxt möhürü vurulmur", "The evidence log gets no time stamp")
    return Words("Hər şey qaydasındadır", "All is well")


def is_unstamped(seen: Overview) -> bool:
    """Whether the log has had no time stamp for longer than an hour and a half, which is half an hour late."""
    return seen.unanchored_since is not None and seen.now - seen.unanchored_since > UNSTAMPED


def _unstamped(seen: Overview) -> Words:
    since, limit = clock_time(seen.unanchored_since or seen.now, seen.now), f"{seen.anchor_limit_h:g}"
    return Words(
        f"Sübut jurnalında vaxt möhürü gözləyən ilk başlıq: {since}. Hədd: {limit} saat; ondan sonra hab mesaj qəbul"
        " etmir.",
        f"The evidence log waits for a time stamp since {since}. The limit is {limit} h; after it the hub takes no"
        " messages.",
    )


def silence(each: Standing, now: int) -> Words:
    """An outage: since when, what waits for it, and when the hub tries again."""
    who, waiting = each.agency.title, number(each.waiting)
    since = Words("", "")
    if each.answered_at is not None:
        at = clock_time(each.answered_at, now)
        since = Words(f"son cavab: {at}, ", f"last answer at {at}, ")
    again = Words("hab özü yenidən cəhd edəcək", "the hub tries again by itself")
    if each.probe_at is not None and each.probe_at > now:
        at = clock_time(each.probe_at, now)
        again = Words(f"hab yenidən cəhd edəcək: {at}", f"the hub tries again at {at}")
    return Words(
        f"{who.az}: cavab yoxdur, {since.az}gözləyən göndəriş: {waiting}; {again.az}.",
        f"{who.en}: no answer, {since.en}{waiting} {_en('delivery waits', 'deliveries wait', each.waiting)};"
        f" {again.en}.",
    )


def _late(seen: Overview, late: Oldest) -> Words:
    who, minutes = seen.book.title_of(late.destination), late.age // (60 * SECOND)
    return Words(
        f"{who.az}: ən köhnə göndəriş {minutes} dəq növbədədir, hədd 5 dəq.",
        f"{who.en}: the oldest delivery has been due for {minutes} min, the limit is 5 min.",
    )


def _others(seen: Overview) -> list[Words]:
    found: list[Words] = []
    if paused := _with(seen, "paused"):
        found.append(Words(f"{_az(paused)}: əməkdaş dayandırıb.", f"{_names_en(paused)}: paused by a person."))
    for each in _with(seen, "maintenance"):
        until = clock_time(each.until or seen.now, seen.now)
        found.append(
            Words(
                f"{each.agency.title.az}: texniki fasilə, davamı: {until}.",
                f"{each.agency.title.en}: maintenance window until {until}.",
            )
        )
    return found


def _end(seen: Overview) -> Words:
    """Of those that the hub calls: of who only hands over, nothing is known but when something came."""
    states = [each.state for each in seen.standings if each.state != "calls_us"]
    untried, good = states.count("untried"), states.count("working")
    if untried == len(states):
        return Words("Hab hələ heç bir quruma müraciət etməyib.", "The hub has called no agency yet.")
    not_called = (
        Words(f" Hələ müraciət edilməyib: {untried}.", f" Not called yet: {untried}.") if untried else Words("", "")
    )
    if good + untried == len(states):
        answer = Words(
            f"Habın müraciət etdiyi qurumlar: {good}, hamısı ilə əlaqə var.",
            _en(
                "The one agency that the hub has called can be reached.",
                f"All {good} agencies that the hub has called can be reached.",
                good,
            ),
        )
    else:
        answer = Words(
            f"Qalan {good} qurumla əlaqə var.", f"The other {good} {_en('agency', 'agencies', good)} can be reached."
        )
    return Words(answer.az + not_called.az, answer.en + not_called.en)


def _with(seen: Overview, state: str) -> list[Standing]:
    return [each for each in seen.standings if each.state == state]


def _az(found: Sequence[Standing]) -> str:
    return ", ".join(each.agency.title.az for each in found)


def _names_en(found: Sequence[Standing]) -> str:
    return ", ".join(each.agency.title.en for each in found)


def _en(one: str, many: str, count: int) -> str:
    return one if count == 1 else many
