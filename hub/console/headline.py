"""The overview's sentence about the state of the world: is all well; since when not, for whom, what waits. Pure.

Names and numbers stand where Azerbaijani needs no suffix on them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hub.clock import SECOND
from hub.console.standing import Overview, Standing, state_of
from hub.console.writing import baku, number
from hub.errors import Words
from hub.exchange.causes import diagnosis
from hub.watch.causes import Cause
from hub.watch.depths import Depth

LIMIT = 5 * 60 * SECOND
"""How long something may be due before sending counts as late."""
_TOLD = 3


@dataclass(frozen=True, slots=True)
class Headline:
    """A title, what needs a person (most first), and what else is to be known."""

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
    needs = [_need(seen, cause) for cause in seen.causes[:_TOLD]]
    if late is not None and late.is_late:
        needs.append(_late(seen, late))
    return Headline(_title(seen, late), needs, [*_others(seen), _end(seen)])


def oldest_due(seen: Overview) -> Oldest | None:
    """None where nothing is due."""
    found: Oldest | None = None
    for name, depth in seen.seen.depths.items():
        row = seen.seen.operations.get(name)
        state = state_of(row, seen.now) if row else "working"
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
    causes = len(seen.causes)
    if causes == 1:
        return Words("Bir iş əməkdaş gözləyir", "One thing waits for a person")
    if causes:
        return Words(f"{number(causes)} iş əməkdaş gözləyir", f"{number(causes)} things wait for a person")
    if late is not None and late.is_late:
        return Words("Göndəriş gecikir", "Sending is late")
    if _with(seen, "breaker_open"):
        return Words("Heç bir iş əməkdaş gözləmir", "Nothing waits for a person")
    return Words("Hər şey qaydasındadır", "All is well")


def _need(seen: Overview, cause: Cause) -> Words:
    count, since = number(cause.count), clock_time(cause.first_seen, seen.now)
    if cause.is_quarantine:
        agency = seen.book.of_format(cause.place)
        who = agency.title if agency else Words(cause.place, cause.place)
        return Words(
            f"{who.az}: {count} mesaj aydınlaşdırma gözləyir, ilk dəfə {since}.",
            f"{who.en}: {count} {_en('message waits', 'messages wait', cause.count)} to be understood,"
            f" first at {since}.",
        )
    who, why = seen.book.title_of(cause.place), diagnosis(cause.code).what
    return Words(
        f"{who.az}: {count} göndəriş uğursuz, ilk dəfə {since} — {why.az}",
        f"{who.en}: {count} {_en('delivery', 'deliveries', cause.count)} failed, first at {since} — {why.en}",
    )


def _late(seen: Overview, late: Oldest) -> Words:
    who, minutes = seen.book.title_of(late.destination), late.age // (60 * SECOND)
    return Words(
        f"{who.az}: ən köhnə göndəriş {minutes} dəq növbədədir, hədd 5 dəq.",
        f"{who.en}: the oldest delivery has been due for {minutes} min, the limit is 5 min.",
    )


def _others(seen: Overview) -> list[Words]:
    found: list[Words] = []
    if down := _with(seen, "breaker_open"):
        found.append(
            Words(
                f"{_az(down)}: cavab yoxdur, göndəriş özü davam edəcək.",
                f"{_names_en(down)}: no answer; sending goes on by itself.",
            )
        )
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
    good = sum(each.state in ("working", "retrying") for each in seen.standings)
    if good == len(seen.standings):
        return Words(
            f"{good} qurumun hamısı işləyir; itən mesaj yoxdur.", f"All {good} agencies work; no message is lost."
        )
    return Words(
        f"Qalan {good} qurum işləyir; itən mesaj yoxdur.",
        f"The other {good} {_en('agency works', 'agencies work', good)}; no message is lost.",
    )


def _with(seen: Overview, state: str) -> list[Standing]:
    return [each for each in seen.standings if each.state == state]


def _az(found: Sequence[Standing]) -> str:
    return ", ".join(each.agency.title.az for each in found)


def _names_en(found: Sequence[Standing]) -> str:
    return ", ".join(each.agency.title.en for each in found)


def _en(one: str, many: str, count: int) -> str:
    return one if count == 1 else many
