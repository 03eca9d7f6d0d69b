"""Who works where, from the store: officials, units, commissions, stand-ins and moved working days.

A process keeps its snapshot for a second, so a batch of commands reads none of it; a change made elsewhere is known
within that second.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial

from document_flow.appeals import BY_LAW, AppealRules
from document_flow.calendar import DayOverride, WorkingCalendar
from document_flow.competence import BY_DEFAULT as COMPETENCE
from document_flow.competence import Competence
from document_flow.context import BAKU, Context
from document_flow.people import Directory, Official, StandIn
from document_flow.requisites import BY_DEFAULT, RequisiteRules
from document_flow.words import Words
from hub.access.people import IS_OPEN
from hub.clock import SECOND, Clock
from hub.documents.office.body import BodyRules
from hub.remembered import Remembered
from hub.store.ids import new_id
from hub.store.legal_time import time_ahead
from hub.store.sealing import Sealer, seal_text, with_texts
from hub.store.tx import Row, Tx, grouped
from routes.address_book import BODIES

KEPT_S = 1.0
_BODIES = {body.code: Words(body.title_az, body.title_en) for body in BODIES}
_MANNERS = ("substitute", "delegate")


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What rules may know of the world: the people, the calendar, what the body demands, and legal time.

    `ahead` is by how many microseconds legal time runs before the machine's: 0 outside the sandbox.
    """

    directory: Directory
    calendar: WorkingCalendar
    appeals: AppealRules = BY_LAW
    requisites: RequisiteRules = BY_DEFAULT
    competence: Competence = COMPETENCE
    institution: str = ""
    bodies: Mapping[str, Words] = field(default_factory=dict)
    ahead: int = 0

    def context(self, now: int) -> Context:
        """The legal moment that it is in these surroundings when the machine's clock says `now` (microseconds)."""
        moment = datetime.fromtimestamp((now + self.ahead) / SECOND, BAKU)
        rules = self.appeals, self.requisites, self.competence
        played = self.ahead > 0
        return Context(moment, self.calendar, self.directory, *rules, played, self.institution, self.bodies)


class Staff:
    """Reads the directory and the calendar, and remembers them for a second. `rules` are the body's own sheets."""

    def __init__(self, clock: Clock, sealer: Sealer, rules: BodyRules) -> None:
        self._sealer = sealer
        self.rules = rules
        self._kept: Remembered[Surroundings] = Remembered(clock, lambda _read: KEPT_S)

    async def now(self, tx: Tx) -> Surroundings:
        """The directory and the calendar as they are, give or take a second."""
        return await self._kept.look("", partial(self._read, tx))

    def forget(self) -> None:
        """Read anew at the next question: after a change by this process."""
        self._kept.forget()

    async def _read(self, tx: Tx) -> Surroundings:
        rules = self.rules
        return Surroundings(
            await load_directory(tx, self._sealer),
            await load_calendar(tx),
            rules.appeals,
            rules.requisites,
            rules.competence,
            rules.numbering.institution,
            {**rules.bodies, **_BODIES},
            await time_ahead(tx),
        )


async def load_directory(tx: Tx, sealer: Sealer) -> Directory:
    """Everybody with a place of work, and the names of all others; accounts without a place act on no document."""
    people = await tx.fetch(
        f"SELECT p.login, o.position_az, o.position_en, o.unit, p.name, p.roles, {IS_OPEN} AS is_open"
        " FROM people p LEFT JOIN officials o ON o.login = p.login"
    )
    former = await tx.fetch("SELECT login, until, name FROM former_names ORDER BY login, until")
    heads = await tx.fetch("SELECT unit, head FROM units WHERE head IS NOT NULL")
    members = await tx.fetch("SELECT commission, login FROM commission_members ORDER BY commission, login")
    titles = await tx.fetch("SELECT commission, title_az, title_en FROM commissions")
    stand_ins = await tx.fetch(
        "SELECT id, principal, acting, first_day, last_day, kinds, basis_sealed, manner FROM stand_ins ORDER BY id"
    )
    return Directory(
        officials={row["login"]: _official(row) for row in people if row["unit"] is not None},
        groups={
            name: tuple(logins) for name, logins in grouped(members, "commission", lambda row: row["login"]).items()
        },
        stand_ins=tuple(stand_in_of(row) for row in with_texts(sealer, "stand_ins", stand_ins, "basis")),
        heads={row["unit"]: row["head"] for row in heads},
        titles={row["commission"]: Words(row["title_az"], row["title_en"]) for row in titles},
        former={login: tuple(borne) for login, borne in grouped(former, "login", _borne).items()},
        others={row["login"]: row["name"] for row in people if row["unit"] is None},
    )


async def load_calendar(tx: Tx) -> WorkingCalendar:
    """The country's calendar with the days that the Cabinet of Ministers has moved."""
    rows = await tx.fetch("SELECT day, working, reason_az, reason_en, act FROM calendar_days")
    return WorkingCalendar(
        {
            date.fromisoformat(row["day"]): DayOverride(
                bool(row["working"]), Words(row["reason_az"], row["reason_en"]), row["act"]
            )
            for row in rows
        }
    )


@dataclass(frozen=True, slots=True)
class Post:
    """A person's place of work."""

    login: str
    position: Words
    unit: str


async def save_posts(tx: Tx, posts: Sequence[Post]) -> None:
    """Give people their places of work, or other ones."""
    await tx.many(
        "INSERT INTO officials (login, position_az, position_en, unit) VALUES ($1, $2, $3, $4)"
        " ON CONFLICT (login) DO UPDATE SET position_az = $2, position_en = $3, unit = $4",
        [(post.login, post.position.az, post.position.en, post.unit) for post in posts],
    )


async def save_units(tx: Tx, units: Sequence[tuple[str, Words, str | None]]) -> None:
    """Units with their titles, and who heads each."""
    await tx.many(
        "INSERT INTO units (unit, title_az, title_en, head) VALUES ($1, $2, $3, $4)"
        " ON CONFLICT (unit) DO UPDATE SET title_az = $2, title_en = $3, head = $4",
        [(unit, title.az, title.en, head) for unit, title, head in units],
    )


async def save_commission(tx: Tx, commission: str, members: Sequence[str], title: Words | None = None) -> None:
    """The members of a commission from now on, and its title, which stays where none is given.

    What was decided before keeps the members of its time.
    """
    await save_commissions(tx, [(commission, members, title)])


async def save_commissions(tx: Tx, commissions: Sequence[tuple[str, Sequence[str], Words | None]]) -> None:
    """The same for several."""
    await tx.many(
        "INSERT INTO commissions (commission, title_az, title_en) VALUES ($1, $2, $3)"
        " ON CONFLICT (commission) DO UPDATE SET title_az = $2, title_en = $3",
        [(name, title.az, title.en) for name, _, title in commissions if title is not None],
    )
    await tx.many("DELETE FROM commission_members WHERE commission = $1", [(name,) for name, *_ in commissions])
    named = [(name, login) for name, members, _ in commissions for login in dict.fromkeys(members)]
    await tx.insert("commission_members", "commission, login", named)


async def add_stand_in(tx: Tx, sealer: Sealer, stand_in: StandIn, made: str | None = None) -> str:
    """Let somebody act for another; the id by which it can be ended, which may be given."""
    made = made or new_id()
    await tx.insert(
        "stand_ins",
        "id, principal, acting, first_day, last_day, kinds, basis_sealed, manner",
        [
            (
                made,
                stand_in.principal,
                stand_in.acting,
                stand_in.first.isoformat(),
                stand_in.last.isoformat(),
                " ".join(sorted(stand_in.kinds)),
                seal_text(sealer, "stand_ins.basis", made, stand_in.basis),
                stand_in.manner,
            )
        ],
    )
    return made


async def move_days(tx: Tx, days: dict[date, DayOverride]) -> None:
    """Take over the working days and days of rest that a yearly decision has moved."""
    for day, override in sorted(days.items()):
        await tx.execute(
            "INSERT INTO calendar_days (day, working, reason_az, reason_en, act) VALUES (:day, :works, :az, :en, :act)"
            " ON CONFLICT (day) DO UPDATE SET working = :works, reason_az = :az, reason_en = :en, act = :act",
            {
                "day": day.isoformat(),
                "works": int(override.working),
                "az": override.reason.az,
                "en": override.reason.en,
                "act": override.act,
            },
        )


def _borne(row: Row) -> tuple[int, str]:
    return row["until"], row["name"]


def _official(row: Row) -> Official:
    position = Words(row["position_az"], row["position_en"])
    roles = frozenset(row["roles"].split())
    return Official(row["login"], row["name"], position, row["unit"], roles, active=bool(row["is_open"]))


def stand_in_of(row: Row) -> StandIn:
    """A row of `stand_ins`."""
    if row["manner"] not in _MANNERS:
        raise ValueError(f"stand_ins.manner is {row['manner']!r}; it is substitute or delegate")
    first, last = date.fromisoformat(row["first_day"]), date.fromisoformat(row["last_day"])
    kinds = frozenset(row["kinds"].split())
    return StandIn(row["principal"], row["acting"], first, last, row["basis"], kinds, row["manner"])
