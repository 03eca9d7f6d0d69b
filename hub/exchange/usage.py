"""Who looked at one person's data, as the person is told: body and unit, for what, with which outcome; never who.

Looks at the person alone and the runs over many that the person was in; what an inquiry keeps back comes later
(`routes/usage.yaml`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from hub.access.history import GIVEN
from hub.access.parties import HOUSE, titles_of
from hub.access.people import units_of
from hub.access.purposes import PROTECTED
from hub.errors import Words
from hub.exchange.runs import runs_about
from hub.store.tx import Row, Tx, ids
from mappings.registered import Category
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


@dataclass(frozen=True, slots=True)
class Usage:
    """One look. `persons` is how many a run over many was about, None of a look at one; `at` in microseconds."""

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


@dataclass(frozen=True, slots=True)
class WantedUsages:
    """Whose (a keyed hash), from and until when in microseconds, and which part of the list, newest first; with `look`
    that one alone.
    """

    subject: str
    since: int | None = None
    until: int | None = None
    offset: int = 0
    limit: int = 1000
    look: str | None = None


async def find_usages(tx: Tx, rules: UsageRules, wanted: WantedUsages) -> tuple[int, list[Usage]]:
    """How many there are in all, whatever part is asked for, and that part."""
    runs = await runs_about(tx, wanted.subject)
    condition, values = await _condition(tx, rules, wanted, runs)
    counted = await tx.fetch(f"SELECT count(*) AS n FROM access_events a WHERE {condition}", values, _rows(runs))
    rows = await tx.fetch(
        f"SELECT {COLUMNS} FROM access_events a WHERE {condition} ORDER BY a.id DESC LIMIT :most OFFSET :offset",
        {**values, "most": wanted.limit, "offset": wanted.offset},
        _rows(runs),
    )
    return int(counted[0]["n"]), await told_of(tx, rules, rows)


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
    """When the history begins."""
    rows = await tx.fetch("SELECT a.created_at FROM access_events a ORDER BY a.id LIMIT 1")
    return int(rows[0]["created_at"]) if rows else None


def _of_house(row: Row) -> str:
    return str(row["actor_person"] or "") if row["actor_party"] in HOUSE else ""


async def _condition(
    tx: Tx, rules: UsageRules, wanted: WantedUsages, runs: Sequence[str]
) -> tuple[str, dict[str, Any]]:
    parts = [
        "(a.subject_hash = :subject OR a.run IN (SELECT r.id FROM {rows}))" if runs else "a.subject_hash = :subject"
    ]
    values: dict[str, Any] = {"subject": wanted.subject}
    bounds = (("created_at >=", "since", wanted.since), ("created_at <=", "until", wanted.until))
    for test, name, bound in (*bounds, ("id =", "look", wanted.look)):
        if bound is not None:
            parts.append(f"a.{test} :{name}")
            values[name] = bound
    now = await tx.now()
    for purpose, lasts in sorted(rules.held.items()):
        parts.append(f"NOT (coalesce(a.purpose_code, '') = :purpose_{purpose} AND a.created_at > :told_{purpose})")
        values |= {f"purpose_{purpose}": purpose, f"told_{purpose}": now - lasts}
    return " AND ".join(parts), values


def _rows(runs: Sequence[str]) -> Any:
    return ids(runs) if runs else None
