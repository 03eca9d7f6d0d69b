"""Between linking and telling: what the register was told of a row that is somebody else's by now, nobody's, or in no
file any more, is withdrawn; it stays in the history. Then it is planned whom the register is to be told of.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from hub.exchange.loading.families import ChangedFamilies
from hub.exchange.loading.matching import Untold, pages
from hub.exchange.loading.plan import BaseLoad, LoadChunk, plan_stage, settle
from hub.exchange.loading.reading import RECORD
from hub.exchange.loading.sources import party_of
from hub.register.accounts import account_key
from hub.register.entity import Entity, withdraw
from hub.register.facts import Source
from hub.register.store import Change, RegisterStore, with_version
from hub.register.things import kind_of
from hub.store.store import Store
from hub.store.tx import Row, Tx, ids
from mappings.records import Base, BaseRow, record_from_json

MOST = 200
_STALE = (
    "SELECT b.id, b.base, b.message_id, b.version, b.record_sealed, l.told_entity FROM base_links l"
    " JOIN base_records b ON b.id = l.record_id"
    " LEFT JOIN load_files f ON f.load_id = :load AND f.base = b.base AND f.message_id = b.message_id"
    " WHERE l.told_entity IS NOT NULL AND (f.load_id IS NULL OR l.person_mark IS NULL OR l.person_mark <> l.told_mark)"
    " ORDER BY b.id LIMIT :most"
)
_TOLD = (
    "SELECT b.id, b.base, b.version, b.district, b.household_mark, l.person_mark, l.told_mark, l.told_version,"
    " l.family_mark, l.family_version FROM base_records b"
    " JOIN load_files f ON f.load_id = :load AND f.base = b.base AND f.message_id = b.message_id"
    " JOIN base_links l ON l.record_id = b.id WHERE b.id > :after ORDER BY b.id LIMIT :page"
)


@dataclass(frozen=True, slots=True)
class TakingBack:
    """Does the one chunk of the stage. Of most loads nothing is to be taken back."""

    store: Store
    register: RegisterStore

    async def work(self, chunk: LoadChunk, load: BaseLoad) -> None:
        """Withdraw some rows at a time, each time for good; whoever goes on after a death finds fewer. LostChunk."""
        taken = 0
        while True:
            async with self.store.write() as tx:
                stale = await tx.fetch(_STALE, {"load": load.id, "most": MOST})
                await self._take_back(tx, stale, await tx.now())
            taken += len(stale)
            if not stale:
                break
        untold, families = Untold(load.district), ChangedFamilies(load.district)
        async for page in pages(self.store, _TOLD, load):
            for row in page:
                untold.look(row)
                families.look(row)
        async with self.store.write() as tx:
            await families.look_for_gone(tx, load.id)
            await plan_stage(tx, load.id, "tell", untold.pieces())
            await plan_stage(tx, load.id, "families", families.pieces())
            await settle(tx, chunk, await tx.now(), records=taken)

    async def _take_back(self, tx: Tx, stale: Sequence[Row], now: int) -> None:
        """All that the row's base has said of the person: what other rows of it say is told again afterwards."""
        pairs = sorted({(row["told_entity"], row["base"]) for row in stale})
        people = await self.register.by_ids(tx, [entity for entity, _ in pairs])
        rows = await tx.fetch(
            "SELECT b.id, b.base, b.message_id, b.version, b.record_sealed, l.told_entity FROM {rows}"
            " JOIN base_links l ON l.told_entity = r.id JOIN base_records b ON b.id = l.record_id",
            rows=ids(sorted(people)),
        )
        wanted: dict[str, set[tuple[Base, str]]] = defaultdict(set)
        for row in rows:
            if (row["told_entity"], row["base"]) in pairs:
                for key in self._keys(row, people[row["told_entity"]]):
                    wanted[key].add((row["base"], row["message_id"]))
        things = await self.register.by_keys(tx, list(wanted))
        by_base = {entity: [base for who, base in pairs if who == entity] for entity in people}
        told = [(each, by_base[each.id]) for each in people.values()]
        told += [(each, [base for base, _ in wanted[key]]) for key, each in things.items()]
        facts = await self.register.all_facts(tx, [each for each, _ in told])
        message = stale[0]["message_id"] if stale else ""
        changes = []
        for entity, bases in told:
            parties = {party_of(base) for base in bases}
            gone = [fact for fact in facts.get(entity.id, ()) if fact.source.party in parties]
            after = withdraw(entity, facts.get(entity.id, ()), gone, Source(message, "committee", now))
            changes.append(Change(entity, after if entity.kind == "person" else with_version(after, None)))
        await self.register.save(tx, sorted(changes, key=lambda change: change.after.id), now)
        await tx.many(
            "UPDATE base_links SET told_entity = NULL, told_mark = NULL, told_version = NULL WHERE told_entity = $1"
            " AND record_id IN (SELECT id FROM base_records WHERE base = $2)",
            pairs,
        )

    def _keys(self, row: Row, person: Entity) -> list[str]:
        """By which things are found that a row has told of beside the person."""
        raw = self.register.sealer.unseal(RECORD, row["id"], row["record_sealed"], row["version"])
        made, hashed = record_from_json(raw), self.register.hash
        assert isinstance(made, BaseRow)  # noqa: S101  # nothing else is kept there
        keys = [hashed("idp", str(person.attributes.get("fin")))] if made.status is not None else []
        if made.account is not None:
            keys.append(hashed("account", account_key(made.account)))
        if made.status is not None and made.status.card_no is not None:
            keys.append(hashed("idp_card", made.status.card_no))
        thing = made.entitlement or made.response
        return keys if thing is None else [*keys, hashed(kind_of(thing), thing.own_number)]
