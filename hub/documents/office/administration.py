"""What administers the directory: stand-ins by their ids, units, moved days. Who may do so is the API's to ask."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from document_flow.calendar import DayOverride
from document_flow.outcome import Refusal
from document_flow.people import StandIn
from document_flow.standing_in import refuse_stand_in
from document_flow.words import Words
from hub.documents.office.directory import add_stand_in, load_directory, stand_in_of
from hub.store.sealing import Sealer, with_texts
from hub.store.tx import Rows, Tx

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class KnownStandIn:
    """A stand-in under the id by which it is ended."""

    id: str
    stand_in: StandIn


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit with its head; `head` is none where the post is vacant."""

    name: str
    title: Words
    head: str | None


async def stand_ins_until(tx: Tx, sealer: Sealer, day: date) -> tuple[KnownStandIn, ...]:
    """Those that had not ended before that day, in the order in which they were written down."""
    rows = await tx.fetch(
        "SELECT id, principal, acting, first_day, last_day, kinds, basis_sealed, manner FROM stand_ins"
        " WHERE last_day >= :day AND last_day >= first_day ORDER BY id",
        {"day": day.isoformat()},
    )
    return tuple(KnownStandIn(row["id"], stand_in_of(row)) for row in with_texts(sealer, "stand_ins", rows, "basis"))


async def appoint(tx: Tx, sealer: Sealer, wanted: StandIn, today: date, made: str, most: int) -> Refusal | None:
    """Write it down under that id unless the rules are against it; `most` as in `refuse_stand_in`.

    Two at once cannot make a chain, since both people are locked.
    """
    await tx.fetch(
        "SELECT o.login FROM officials o JOIN {rows} ON r.login = o.login ORDER BY o.login {lock o}",
        rows=Rows("login text", [(login,) for login in sorted({wanted.principal, wanted.acting})]),
    )
    refused = refuse_stand_in(await load_directory(tx, sealer), wanted, today, most)
    if refused is None:
        await add_stand_in(tx, sealer, wanted, made)
    return refused


async def end_stand_in(tx: Tx, stand_in: str, today: date) -> bool:
    """From now on it is over; the row stays, as what was done by it stays. False where none is in force or to come."""
    ended = await tx.execute(
        "UPDATE stand_ins SET last_day = :yesterday WHERE id = :id AND last_day >= :today AND last_day >= first_day",
        {"id": stand_in, "today": today.isoformat(), "yesterday": (today - _DAY).isoformat()},
    )
    return ended > 0


async def units(tx: Tx) -> tuple[Unit, ...]:
    """All units by their names."""
    rows = await tx.fetch("SELECT unit, title_az, title_en, head FROM units ORDER BY unit")
    return tuple(Unit(row["unit"], Words(row["title_az"], row["title_en"]), row["head"]) for row in rows)


async def moved_days(tx: Tx, since: date) -> Sequence[tuple[date, DayOverride]]:
    """Days that a decision has moved, from that day on."""
    rows = await tx.fetch(
        "SELECT day, working, reason_az, reason_en, act FROM calendar_days WHERE day >= :since ORDER BY day",
        {"since": since.isoformat()},
    )
    return [
        (
            date.fromisoformat(row["day"]),
            DayOverride(bool(row["working"]), Words(row["reason_az"], row["reason_en"]), row["act"]),
        )
        for row in rows
    ]


async def is_known(tx: Tx, login: str) -> bool:
    """Whether there is such an account."""
    return bool(await tx.fetch("SELECT 1 AS one FROM people WHERE login = :login", {"login": login}))
