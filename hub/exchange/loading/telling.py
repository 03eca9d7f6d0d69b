"""The third stage: the register is told what the rows of linked persons say, five hundred persons in a transaction.

Each word keeps its source: the base's party, and the file as the message that said it. What the register heard in an
earlier load it is not told again.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, cast

from hub.exchange.loading.placing import places_of
from hub.exchange.loading.plan import BaseLoad, LoadChunk, settle
from hub.exchange.loading.reading import RECORD
from hub.exchange.loading.sources import BASES, party_of
from hub.register.bulk import BulkRow, BulkThing, apply_accounts, apply_things, bulk_row, bulk_thing
from hub.register.entity import Entity, learn
from hub.register.facts import Fact, Source
from hub.register.persons import person_facts, under_own_fin
from hub.register.store import Change, RegisterStore, blank
from hub.register.things import card_of
from hub.store.store import Store
from hub.store.tx import Row, Rows, Tx
from mappings.linking import How
from mappings.records import Base, BaseRow, record_from_json
from mappings.registered import AllowanceEntitlement, SurveyResponse

_OF_PERSONS = (
    "SELECT b.id, b.base, b.message_id, b.row_number, b.version, b.record_sealed, b.district, l.person_mark, l.how,"
    " l.told_mark, l.told_version, m.version AS file_version"
    " FROM base_links l JOIN base_records b ON b.id = l.record_id"
    " JOIN load_files f ON f.load_id = :load AND f.base = b.base AND f.message_id = b.message_id"
    " JOIN messages m ON m.id = b.message_id WHERE l.person_mark BETWEEN :begins AND :ends"
)
PERSONS_A_TURN = 50


class UntoldRow(NamedTuple):
    """A row that the register has not been told of, opened."""

    id: str
    base: Base
    message: str
    version: int
    account_version: str
    row: BaseRow


@dataclass(slots=True)
class ToldPerson:
    """A person with what is to be told of them. `fin` is that of a row that bears one."""

    fin: str
    rows: list[UntoldRow] = field(default_factory=list)


class OtherFin(ValueError):
    """Two FINs have one mark (one case in 10^7 registers of this size): nothing is told of either."""


@dataclass(frozen=True, slots=True)
class RegisterTelling:
    """Does chunks of persons."""

    store: Store
    register: RegisterStore

    async def work(self, chunk: LoadChunk, load: BaseLoad) -> None:
        """Tell what is untold of the persons of the chunk. LostChunk; Collision and TryAgain, and then again."""
        async with self.store.read() as tx:
            rows = await tx.fetch(
                _OF_PERSONS, {"load": load.id, "begins": chunk.piece.begins, "ends": chunk.piece.ends}
            )
        people = await self._opened(rows, load.district)
        async with self.store.write() as tx:
            now = await tx.now()
            told = await self._tell(tx, people, now)
            if told:
                await tx.execute(
                    "UPDATE base_links AS l SET told_entity = r.entity, told_mark = l.person_mark, told_version ="
                    " r.version FROM {rows} WHERE l.record_id = r.id",
                    rows=Rows("id uuid, entity uuid, version int", told),
                )
            await settle(tx, chunk, now, persons=len(people), records=len(told))

    async def _opened(self, rows: Sequence[Row], district: str | None) -> list[ToldPerson]:
        persons: dict[int, list[Row]] = defaultdict(list)
        for row in rows:
            persons[row["person_mark"]].append(row)
        found: list[ToldPerson] = []
        for place, each in enumerate(persons.values()):
            if district is None or _district(each) == district:
                found += self._person(each)
            if place % PERSONS_A_TURN == 0:
                await asyncio.sleep(0)
        return sorted(found, key=lambda person: person.fin)

    def _person(self, rows: Sequence[Row]) -> Iterator[ToldPerson]:
        fresh = [r for r in rows if (r["told_mark"], r["told_version"]) != (r["person_mark"], r["version"])]
        if not fresh:
            return
        bearer = next((row for row in fresh if row["how"] == How.FIN), None)
        bearer = bearer or next(row for row in rows if row["how"] == How.FIN)
        heard = [self._heard(row) for row in fresh]
        fin = (
            next((h.row.person.fin for h in heard if h.id == bearer["id"]), None) or self._heard(bearer).row.person.fin
        )
        assert fin is not None  # noqa: S101  # it was linked by it
        if any(each.row.person.fin not in (None, fin) for each in heard):
            raise OtherFin
        yield ToldPerson(fin, sorted(heard, key=lambda each: (BASES.index(each.base), each.id)))

    def _heard(self, row: Row) -> UntoldRow:
        raw = self.register.sealer.unseal(RECORD, row["id"], row["record_sealed"], row["version"])
        made = cast("BaseRow", record_from_json(raw))
        version = f"{row['file_version']}.{row['row_number']:07d}"
        return UntoldRow(row["id"], row["base"], row["message_id"], row["version"], version, made)

    async def _tell(self, tx: Tx, people: Sequence[ToldPerson], now: int) -> list[tuple[str, str, int]]:
        store = self.register
        keys = {person.fin: (store.hash("fin", person.fin), store.hash("idp", person.fin)) for person in people}
        known = await store.by_keys(tx, [key for pair in keys.values() for key in pair])
        said = await store.all_facts(tx, [entity for entity in known.values() if entity.kind == "person"])
        changes: list[Change] = []
        told: list[tuple[str, str, int]] = []
        for person in people:
            key, status_key = keys[person.fin]
            change = _person_change(known.get(key), key, person, said, now)
            changes += [change, *_status_change(known.get(status_key), status_key, person, now)]
            told += [(each.id, change.after.id, each.version) for each in person.rows]
        await store.save(tx, sorted(changes, key=lambda change: change.after.id), now)
        for (base, message), things in sorted(_things(store, people).items()):
            await apply_things(tx, store, things, Source(message, party_of(base), now), now)
        for (base, message), accounts in sorted(_accounts(store, people).items()):
            await apply_accounts(tx, store, accounts, Source(message, party_of(base), now), now)
        return told


def _district(rows: Sequence[Row]) -> str | None:
    named = [(BASES.index(row["base"]), row["district"]) for row in rows if row["district"] is not None]
    return min(named)[1] if named else None


def _person_change(
    before: Entity | None, key: str, person: ToldPerson, said: Mapping[str, Sequence[Fact]], now: int
) -> Change:
    """The subscriber of an account is named in ASCII letters: that stays with the account."""
    first = before or blank("person")
    after = first
    for each in person.rows:
        source, about = Source(each.message, party_of(each.base), now), each.row.person
        stated, weak = places_of(each.row), {*about.lossy, *about.derived}
        if each.base != "utilities":
            stated |= under_own_fin(after, person_facts(about))
        if stated:
            after = learn(after, stated, source, weak=weak, said=said.get(first.id, ()))
    if "fin" not in after.attributes:
        after = learn(after, {"fin": person.fin}, Source(person.rows[0].message, party_of(person.rows[0].base), now))
    return Change(first, after, (key,) if first.is_new else ())


def _status_change(before: Entity | None, key: str, person: ToldPerson, now: int) -> Iterator[Change]:
    first = before or blank("idp_status")
    after = first
    for each in person.rows:
        if each.row.status is not None:
            facts = each.row.status.model_dump(mode="json", exclude_none=True, exclude={"kind"})
            after = learn(after, {**facts, "fin": person.fin}, Source(each.message, party_of(each.base), now))
    if after is not first:
        yield Change(first, after, (key,) if first.is_new else ())


def _things(store: RegisterStore, people: Sequence[ToldPerson]) -> dict[tuple[Base, str], list[BulkThing]]:
    found: dict[tuple[Base, str], list[BulkThing]] = defaultdict(list)
    for person in people:
        for each in person.rows:
            thing: AllowanceEntitlement | SurveyResponse | None = each.row.entitlement or each.row.response
            if thing is not None:
                found[each.base, each.message].append(bulk_thing(store, thing.model_copy(update={"fin": person.fin})))
            status = each.row.status
            card = card_of(status.model_copy(update={"fin": person.fin})) if status is not None else None
            if card is not None:
                found[each.base, each.message].append(bulk_thing(store, card))
    return found


def _accounts(store: RegisterStore, people: Sequence[ToldPerson]) -> dict[tuple[Base, str], list[BulkRow]]:
    found: dict[tuple[Base, str], list[BulkRow]] = defaultdict(list)
    for person in people:
        for each in person.rows:
            if each.row.account is not None:
                record = each.row.account.model_copy(update={"fin": person.fin})
                found[each.base, each.message].append(bulk_row(store, record, each.account_version))
    return found
