"""Who saw or got a person's data, as the person is told: body and unit, for what, over which kinds of data, with which
outcome; never who.

Looks at the person alone and the runs over many that the person was in are rows of the access history. What was sent to
others is told by the deliveries themselves, found by the person's key; a list or file of many by whoever keeps its
lines (`Lists`). So nothing is written on the way of a message, and what was sent before is told too. What an inquiry
keeps back comes later (`routes/usage.yaml`).
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any, Final

from hub.access.history import GIVEN
from hub.access.parties import HOUSE, titles_of
from hub.access.people import units_of
from hub.access.purposes import OWN_DATA, PROTECTED, basis_code
from hub.errors import Words
from hub.exchange.files.splitting import CHUNK
from hub.exchange.runs import runs_about
from hub.register.reading import Reader, fins_of, subjects_of
from hub.register.store import RegisterStore
from hub.store.tx import Row, Rows, Tx, ids
from hub.store.where import Where
from mappings.registered import Category
from routes.route import DOCUMENTS, MONEY, PROGRAMMES, REGISTER, Routes
from routes.usage import UsageRules

COLUMNS: Final = (
    "a.id, a.actor_party, a.actor_person, a.subject_hash, a.service, a.purpose_code, a.basis_code, a.categories,"
    " a.outcome, a.subjects_count, a.created_at"
)
"""What is read of the history to tell it; the note is for the auditor."""

_TOLD_AS: Final = {PROTECTED: "data_check"}
"""A history may be read over the person's shoulder, and a child's by a parent: it does not say that an address is
protected. The auditor's says it.
"""
_INSIDE: Final = ", ".join(f"'{each}'" for each in (REGISTER, DOCUMENTS, PROGRAMMES, MONEY, CHUNK))
_SENT_AT: Final = "coalesce(CASE WHEN d.settled_at <= :moment THEN d.settled_at END, d.created_at)"
_LEFT: Final = f"(d.state = 'delivered' OR d.counted_attempts > 0) AND d.destination NOT IN ({_INSIDE})"
"""What has reached somebody, also where they refused it."""
_LOOK: Final = "SELECT a.id, a.created_at AS at, 0 AS was_sent, coalesce(a.purpose_code, '') AS purpose FROM {{rows}}"
_SENT: Final = f"SELECT d.id, {_SENT_AT} AS at, 1 AS was_sent, {{purpose}} AS purpose FROM {{{{rows}}}}"
_EVERY: Final = " UNION ".join(
    (
        f"{_LOOK} JOIN access_events a ON a.subject_hash = r.subject",
        f"{_LOOK} JOIN access_events a ON a.run = r.id",
        (
            f"{_SENT} JOIN message_keys k ON k.key_hash = r.subject JOIN deliveries d ON d.message_id = k.message_id"
            f" WHERE {_LEFT}"
        ),
        f"{_SENT} JOIN deliveries d ON d.message_id = r.id WHERE {_LEFT}",
    )
)

Lists = Callable[[Tx, RegisterStore, Sequence[str]], Awaitable[Mapping[str, int | None]]]
"""The messages that hold lists or files of many, one of these FINs among them; by message how many persons, None where
nobody has counted them.
"""


@dataclass(frozen=True, slots=True)
class Usage:
    """One look, or one delivery. `persons` is how many a use of many was about, None of a use of one; `at` in
    microseconds.
    """

    id: str
    at: int
    party: str
    title: Words
    unit: Words | None
    service: str
    categories: tuple[Category, ...]
    purpose: str | None
    basis: str | None
    was_given: bool
    persons: int | None = None
    was_sent: bool = False


@dataclass(frozen=True, slots=True)
class WantedUsages:
    """Whose (a FIN), from and until when in microseconds, and which part of the list, newest first, as it was at a
    moment (now, if it is not given); with `one` that one alone, with `sent_only` no looks.
    """

    fin: str
    since: int | None = None
    until: int | None = None
    offset: int = 0
    limit: int = 1000
    moment: int | None = None
    one: str | None = None
    sent_only: bool = False


@dataclass(frozen=True, slots=True)
class Usages:
    """Tells them, under every record that is joined to the person's."""

    rules: UsageRules
    routes: Routes
    register: RegisterStore
    lists: Sequence[Lists] = ()

    async def find(self, tx: Tx, wanted: WantedUsages) -> tuple[int, list[Usage]]:
        """How many there are in all, whatever part is asked for, and that part."""
        subjects, fins = await self._whose(tx, wanted.fin)
        listed: dict[str, int | None] = {}
        for lists in self.lists:
            listed |= await lists(tx, self.register, fins)
        runs = [await runs_about(tx, each) for each in subjects]
        by = [*((each, None) for each in subjects), *((None, each) for each in dict.fromkeys(chain(*runs, listed)))]
        now = await tx.now()
        found, values = self._found(wanted, min(wanted.moment or now, now))
        counted = await tx.fetch(f"SELECT count(*) AS n FROM {found}", values, Rows("subject text, id uuid", by))
        rows = await tx.fetch(
            f"SELECT u.id, u.was_sent FROM {found} ORDER BY u.at DESC, u.id DESC LIMIT :most OFFSET :offset",
            {**values, "most": wanted.limit, "offset": wanted.offset},
            Rows("subject text, id uuid", by),
        )
        told = {each.id: each for each in await self._read(tx, rows, listed, values["moment"])}
        return int(counted[0]["n"]), [told[row["id"]] for row in rows]

    async def _whose(self, tx: Tx, fin: str) -> tuple[Sequence[str], Sequence[str]]:
        """The keyed hashes under which the person stands, and the FINs."""
        subjects, fins = [self.register.hash("fin", fin)], [fin]
        person = await Reader(self.register).by_key(tx, "fin", fin)
        if person is not None:
            subjects += await subjects_of(tx, self.register, person)
            fins += await fins_of(tx, self.register, person)
        return list(dict.fromkeys(subjects)), list(dict.fromkeys(fins))

    def _found(self, wanted: WantedUsages, moment: int) -> tuple[str, dict[str, Any]]:
        """Id, time and `was_sent` of all that may be told then, as a FROM item, each once; by an index each way."""
        told = Where()
        told.given("u.at <= :moment", moment=moment)
        for test, name, bound in (("at >=", "since", wanted.since), ("at <=", "until", wanted.until)):
            told.given(f"u.{test} :{name}", **{name: bound})
        told.given("u.id = :one", one=wanted.one)
        told.given("u.was_sent = :sent", sent=1 if wanted.sent_only else None)
        # That the person is told of a look is the look, which stands here already.
        told.given("NOT (u.was_sent = 1 AND u.purpose = :own)", own=OWN_DATA)
        for purpose, lasts in sorted(self.rules.held.items()):
            name, later = f"purpose_{purpose}", {f"told_{purpose}": moment - lasts}
            told.given(f"NOT (u.purpose = :{name} AND u.at > :told_{purpose})", **{name: purpose}, **later)
        return f"({_EVERY.format(purpose=self._purpose())}) AS u WHERE {told}", told.values

    def _purpose(self) -> str:
        """By SQL the purpose of a delivery, of those that are told later or not at all."""
        held = [
            (route.name, each.name, each.use.purpose)
            for route in self.routes.all
            for each in route.destinations
            if each.use is not None and each.use.purpose in {*self.rules.held, OWN_DATA}
        ]
        cases = "".join(
            f" WHEN d.route = '{route}' AND d.destination = '{name}' THEN '{purpose}'" for route, name, purpose in held
        )
        return f"CASE{cases} ELSE '' END" if cases else "''"

    async def _read(self, tx: Tx, rows: Sequence[Row], listed: Mapping[str, int | None], moment: int) -> list[Usage]:
        looks = await tx.fetch(
            f"SELECT {COLUMNS} FROM {{rows}} JOIN access_events a ON a.id = r.id",
            rows=ids([row["id"] for row in rows if not row["was_sent"]]),
        )
        sent = await tx.fetch(
            f"SELECT d.id, d.message_id, d.route, d.destination, {_SENT_AT} AS at FROM {{rows}}"
            " JOIN deliveries d ON d.id = r.id",
            {"moment": moment},
            rows=ids([row["id"] for row in rows if row["was_sent"]]),
        )
        titles = await titles_of(tx, (self.routes.party_of(row["destination"]) for row in sent))
        return [
            *await told_of(tx, self.rules, looks),
            *(self._delivered(row, titles, listed.get(row["message_id"])) for row in sent),
        ]

    def _delivered(self, row: Row, titles: Mapping[str, Words], persons: int | None) -> Usage:
        party, use = self.routes.party_of(row["destination"]), self.routes.use_of(row["route"], row["destination"])
        return Usage(
            id=row["id"],
            at=row["at"],
            party=party,
            title=titles[party],
            unit=None,
            service=row["destination"],
            categories=self.rules.categories_of(use.categories if use else ""),
            purpose=_TOLD_AS.get(use.purpose, use.purpose) if use else None,
            basis=basis_code(use.law) if use else None,
            was_given=True,
            persons=persons,
            was_sent=True,
        )


async def told_of(tx: Tx, rules: UsageRules, rows: Sequence[Row]) -> list[Usage]:
    """Rows of the history as they are told. Only the house's own people have a unit here, whatever others write."""
    titles = await titles_of(tx, (row["actor_party"] for row in rows))
    units = await units_of(tx, (login for row in rows if (login := _of_house(row))))
    return [
        Usage(
            id=row["id"],
            at=row["created_at"],
            party=row["actor_party"],
            title=titles[row["actor_party"]],
            unit=units.get(_of_house(row)),
            service=row["service"],
            categories=rules.categories_of(row["categories"]),
            purpose=_TOLD_AS.get(row["purpose_code"], row["purpose_code"]),
            basis=row["basis_code"],
            was_given=row["outcome"] in GIVEN,
            persons=row["subjects_count"],
        )
        for row in rows
    ]


async def first_look(tx: Tx) -> int | None:
    """When the history begins, and with it what was sent."""
    looks = await tx.fetch("SELECT a.created_at FROM access_events a ORDER BY a.id LIMIT 1")
    sent = await tx.fetch("SELECT d.created_at FROM deliveries d ORDER BY d.id LIMIT 1")
    return min((int(row["created_at"]) for row in (*looks, *sent)), default=None)


def _of_house(row: Row) -> str:
    return str(row["actor_person"] or "") if row["actor_party"] in HOUSE else ""
