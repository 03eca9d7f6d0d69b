"""The register read for a count: by ranges of keys, unsealed in memory, each as it was at the end of a day.

Of a day that has passed what is known now counts; of today the present state. Nobody is locked, and nothing that was
unsealed leaves the process.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, Final

from hub.clock import SECOND
from hub.register.counting.dimensions import Unit
from hub.register.counting.tally import CountQuestion
from hub.register.entity import Entity
from hub.register.facts import project
from hub.register.store import ENTITY, FACTS_OF, RegisterStore, facts_in
from hub.register.things import HOUSEHOLD_OF
from hub.store.store import Store
from hub.store.tx import Row, Rows, Tx, ids, number_of
from mappings.dates import BAKU

CHUNK: Final = 500
_KIND: Final = {"persons": "person", "families": "household"}
_STANDING = "NOT EXISTS (SELECT 1 FROM merges m WHERE m.merged_id = e.id AND m.split_at IS NULL)"
_BY_KEY = (
    f"SELECT k.key_hash, {ENTITY} FROM {{rows}} JOIN entity_keys k ON k.key_hash = r.key_hash"
    " JOIN entities e ON e.id = k.entity_id"
)
Found = Mapping[str, Mapping[str, Any]]
"""Attributes as of the day, by FIN."""


@dataclass(frozen=True, slots=True)
class Chunk:
    """What a range of keys holds; `last` is its end, None where nothing follows."""

    units: Sequence[Unit]
    left_out: Mapping[str, int]
    last: str | None


@dataclass(frozen=True, slots=True)
class CountReader:
    """Reads the register in ranges for a question."""

    store: Store
    register: RegisterStore

    async def how_many(self, tx: Tx, question: CountQuestion) -> int:
        """Entities of the kind that is counted."""
        kind = {"kind": _KIND[question.counted]}
        return await number_of(tx, "SELECT count(*) AS n FROM entities e WHERE e.kind = :kind", kind)

    async def chunk(self, question: CountQuestion, after: str, *, is_now: bool) -> Chunk:
        """The next range behind an id; the present state where the day was today when it was asked."""
        async with self.store.read() as tx:
            rows = await tx.fetch(
                f"SELECT {ENTITY} FROM entities e WHERE e.id > :after AND e.kind = :kind AND e.key_sealed IS NOT NULL"
                f" AND {_STANDING} ORDER BY e.id LIMIT {CHUNK}",
                {"after": after, "kind": _KIND[question.counted]},
            )
        day = None if is_now else question.day
        found = await self._held(rows, day)
        left: Counter[str] = Counter()
        if question.counted == "persons":
            units = await self._persons(question, found, day, left)
        else:
            units = await self._families(question, found, day, left)
        left["unknown_then"] += len(rows) - len(found)
        return Chunk(units, +left, rows[-1]["id"] if len(rows) == CHUNK else None)

    async def _persons(
        self, question: CountQuestion, found: Sequence[Mapping[str, Any]], day: date | None, left: Counter[str]
    ) -> list[Unit]:
        living = [each for each in found if _lives(each, question.day)]
        left["deceased"] += len(found) - len(living)
        fins = [str(each["fin"]) for each in living if each.get("fin")]
        statuses = await self._statuses(question, fins, day)
        households: Found = {}
        if "household" in question.kinds:
            households = await self._by(
                f"SELECT l.key_hash, {ENTITY} FROM {{rows}} JOIN entity_links l ON l.key_hash = r.key_hash"
                " JOIN entities e ON e.id = l.entity_id ORDER BY e.id DESC",
                HOUSEHOLD_OF,
                fins,
                day,
                lambda fin, each: fin in _members(each, question.day),
            )
        return [
            {
                "person": each,
                "idp_status": statuses.get(str(each.get("fin")), {}),
                "household": _sized(households.get(str(each.get("fin")), {}), question.day, {}),
            }
            for each in living
        ]

    async def _families(
        self, question: CountQuestion, found: Sequence[Mapping[str, Any]], day: date | None, left: Counter[str]
    ) -> list[Unit]:
        families = [(each, _members(each, question.day)) for each in found]
        fins = [fin for _, members in families for fin in members if fin]
        people = await self._by(_BY_KEY, "fin", fins, day)
        heads = [_head(each, members, people, question.day) for each, members in families]
        statuses = await self._statuses(question, [fin for fin in heads if fin], day)
        units: list[Unit] = []
        for (family, members), head in zip(families, heads, strict=True):
            if not members or not any(_may_live(fin, people, question.day) for fin in members):
                left["empty"] += 1
                continue
            household = _sized(family, question.day, people)
            person, status = people.get(head or "", {}), statuses.get(head or "", {})
            units.append({"person": person, "idp_status": status, "household": household})
        return units

    async def _statuses(self, question: CountQuestion, fins: Sequence[str], day: date | None) -> Found:
        if "idp_status" not in question.kinds:
            return {}
        found = await self._by(_BY_KEY, "idp", fins, day)
        return {fin: _status(each, question.day) for fin, each in found.items()}

    async def _by(
        self,
        sql: str,
        kind: str,
        fins: Sequence[str],
        day: date | None,
        fits: Callable[[str, Mapping[str, Any]], bool] = lambda _fin, _found: True,
    ) -> Found:
        """What keys of these FINs lead to; of several that fit the first that was made."""
        keys = {self.register.hash(kind, fin): fin for fin in dict.fromkeys(fins)}
        async with self.store.read() as tx:
            rows = await tx.fetch(sql, rows=Rows("key_hash text", [(key,) for key in sorted(keys)])) if keys else []
        pairs = [(keys[str(each["key"])], each["of"]) for each in await self._held(rows, day, keyed=True)]
        return {fin: each for fin, each in pairs if fits(fin, each)}

    async def _held(self, rows: Sequence[Row], day: date | None, *, keyed: bool = False) -> list[Mapping[str, Any]]:
        """The attributes of these rows as of the day, without those of whom nothing was known."""
        entities = await asyncio.to_thread(lambda: [self.register.entity(row) for row in rows])
        facts: Sequence[Row] = []
        if day is not None and entities:
            async with self.store.read() as tx:
                facts = await tx.fetch(FACTS_OF, rows=ids(sorted({each.id for each in entities})))
        attributes = await asyncio.to_thread(_as_of, entities, facts, day)
        pairs = [(row, each) for row, each in zip(rows, attributes, strict=True) if each]
        return [{"key": row["key_hash"], "of": each} if keyed else each for row, each in pairs]


def _as_of(entities: Sequence[Entity], rows: Sequence[Row], day: date | None) -> list[Mapping[str, Any]]:
    if day is None:
        return [each.attributes for each in entities]
    end = int(datetime.combine(day, time.max, BAKU).timestamp() * SECOND)
    facts = facts_in(rows, {each.id: each for each in entities if each.key})
    return [project(each.kind, facts.get(each.id, ()), valid=end)[0] for each in entities]


def _lives(person: Mapping[str, Any], day: date) -> bool:
    died = str(person.get("death_date") or "")
    return person.get("vital_status") != "deceased" or died > day.isoformat()


def _may_live(fin: str | None, people: Found, day: date) -> bool:
    """Whoever the register does not know is not taken for dead."""
    return fin is None or fin not in people or _lives(people[fin], day)


def _status(status: Mapping[str, Any], day: date) -> Mapping[str, Any]:
    ended, begun = str(status.get("ended_on") or ""), str(status.get("valid_from") or "")
    # An end before the begin was that of an earlier period; one that was undone never was.
    is_over = ended and begun <= ended <= day.isoformat() and status.get("end_reason") != "undone"
    return {**status, "category": "ended"} if is_over else status


def _members(household: Mapping[str, Any], day: date) -> list[str | None]:
    """FINs of who belonged to it on the day; None of a member without one."""
    shown = day.isoformat()
    members = [each for each in household.get("members", ()) if not each.get("until") or str(each["until"]) > shown]
    return [each.get("fin") for each in members if not each.get("since") or str(each["since"]) <= shown]


def _sized(household: Mapping[str, Any], day: date, people: Found) -> Mapping[str, Any]:
    """With the number of those who lived and belonged to it."""
    members = _members(household, day)
    size = sum(1 for fin in members if _may_live(fin, people, day))
    return {**household, "size": size} if size else household


def _head(household: Mapping[str, Any], members: Sequence[str | None], people: Found, day: date) -> str | None:
    """Whose values stand for the family: the head's, else those of the first who lived and is known."""
    order = [fin for fin in (household.get("head_fin"), *members) if fin in members and fin in people]
    return next((str(fin) for fin in order if _lives(people[str(fin)], day)), None)
