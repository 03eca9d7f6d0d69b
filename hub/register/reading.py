"""Reading the register to show it: entities by what finds them, what hangs together, and which messages told it.

Reads lock nothing and are bounded: what is long shows its newest part. Where an address is protected it is hidden from
whoever does not say that they see it (`Reader.whole`), so that a page which does not think of it shows none.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from hub.register.entity import Entity
from hub.register.facts import Fact
from hub.register.looking import subject_of
from hub.register.merges import merged_among, merges_into, survivor_of
from hub.register.names import MOST, FoundByName, NameQuery, asked_tokens, ranked
from hub.register.persons import codes_of
from hub.register.protecting import PROTECTION, protections_over, veiled, veiled_fact
from hub.register.statuses import foremost
from hub.register.store import ENTITY, RegisterStore
from hub.register.things import ACCOUNTS_OF, HOUSEHOLD_OF, THINGS_AT, THINGS_OF
from hub.store.tx import Rows, Tx, ids
from hub.store.where import Where

MOST_ACCOUNTS = 60


@dataclass(frozen=True, slots=True)
class Told:
    """The message that a value came by."""

    id: str
    party: str
    format: str
    accepted_at: int


@dataclass(frozen=True, slots=True)
class Belongings:
    """What the register holds about one person beside the person."""

    status: Entity | None = None
    households: tuple[Entity, ...] = ()
    accounts: tuple[Entity, ...] = ()
    things: tuple[Entity, ...] = ()


async def fins_of(tx: Tx, store: RegisterStore, person: Entity) -> list[str]:
    """The FIN of a person with the numbers of ours, and those of the records that are joined to it."""
    return (await fins_of_all(tx, store, [person]))[person.id]


async def fins_of_all(tx: Tx, store: RegisterStore, people: Sequence[Entity]) -> dict[str, list[str]]:
    """The same of each of these by id. Of a record and of one that is joined to it, a FIN is of both."""
    merges = await merges_into(tx, *(each.id for each in people))
    joined = await store.by_ids(tx, [each.merged for each in merges], locked=False)
    found: dict[str, list[str]] = {}
    for person in people:
        under = [person.id]
        for name in under:  # it grows by what is joined to what was joined
            under += [each.merged for each in merges if each.survivor == name]
        records = (person, *(other for other in joined.values() if other.id in under))
        found[person.id] = list(dict.fromkeys(code for each in records for code in codes_of(each.attributes)))
    return found


async def subjects_of(tx: Tx, store: RegisterStore, entity: Entity) -> list[str]:
    """Keyed hashes of whose access history it is: of the entity, and of the records that are joined to it."""
    joined = await store.by_ids(tx, [each.merged for each in await merges_into(tx, entity.id)], locked=False)
    records = (entity, *joined.values())
    codes = [code for each in records for code in codes_of(each.attributes)]
    return list(
        dict.fromkeys(
            [*(store.hash(*subject_of(each)) for each in records), *(store.hash("fin", each) for each in codes)]
        )
    )


@dataclass(frozen=True, slots=True)
class Reader:
    """Opens what the register's tables hold, without addresses that are protected today.

    With `sees_protected` all of it: for the person's own eyes, for what the hub decides and tells agencies by law, and
    for who has the right to it and has said why.
    """

    store: RegisterStore
    sees_protected: bool = False

    @property
    def whole(self) -> Reader:
        """The same that hides nothing."""
        return replace(self, sees_protected=True)

    async def over(self, tx: Tx, *people: Entity) -> tuple[Entity, ...]:
        """The protections in force today that hide the addresses of any of these."""
        found = await protections_over(tx, self.store, people)
        return tuple({one.id: one for each in people for one in found.of(each)}.values())

    async def hides(self, tx: Tx, fin: str) -> bool:
        """Whether where the person of this FIN lives is hidden here."""
        person = None if self.sees_protected else await self.by_key(tx, "fin", fin)
        return person is not None and bool(await self.over(tx, person))

    async def facts(self, tx: Tx, entity: Entity) -> list[Fact]:
        """All that was ever stated of an entity, in the order in which it came."""
        facts = await self.store.facts(tx, entity)
        if self.sees_protected or not await self.over(tx, entity):
            return facts
        return [veiled_fact(each, entity.kind) for each in facts]

    async def _seen(self, tx: Tx, found: Iterable[Entity]) -> list[Entity]:
        """What of these may be shown."""
        entities = list(found)
        if self.sees_protected:
            return entities
        over = await protections_over(tx, self.store, entities)
        left = (veiled(each) if over.of(each) or each.kind == PROTECTION else each for each in entities)
        return [each for each in left if each is not None]

    async def by_key(self, tx: Tx, kind: str, value: str) -> Entity | None:
        """The entity that owns a key, such as ("fin", …), ("household", …), ("account", "provider:…")."""
        rows = await tx.fetch(
            f"SELECT {ENTITY} FROM entity_keys k JOIN entities e ON e.id = k.entity_id WHERE k.key_hash = :key",
            {"key": self.store.hash(kind, value)},
        )
        return next(iter(await self._seen(tx, map(self.store.entity, rows))), None)

    async def by_id(self, tx: Tx, entity: str) -> Entity | None:
        """The entity of an id that the hub itself gave; of a record that is joined to another, the one that stands."""
        stands = await survivor_of(tx, entity)
        rows = await tx.fetch(f"SELECT {ENTITY} FROM entities e WHERE e.id = :id", {"id": stands})
        return next(iter(await self._seen(tx, map(self.store.entity, rows))), None)

    async def by_fins(self, tx: Tx, fins: Iterable[str]) -> dict[str, Entity]:
        """Persons by FIN, as many of them as the register knows."""
        keys = {self.store.hash("fin", fin): fin for fin in fins}
        if not keys:
            return {}
        rows = await tx.fetch(
            f"SELECT k.key_hash, {ENTITY} FROM {{rows}} JOIN entity_keys k ON k.key_hash = r.key_hash"
            " JOIN entities e ON e.id = k.entity_id",
            rows=Rows("key_hash text", [(key,) for key in keys]),
        )
        found = {row["key_hash"]: self.store.entity(row) for row in rows}
        seen = {each.id: each for each in await self._seen(tx, found.values())}
        return {fin: seen[found[key].id] for key, fin in keys.items() if key in found}

    async def by_name(self, tx: Tx, wanted: NameQuery, *, near: bool = True) -> FoundByName:
        """Whom all words fit; where nobody is, and `near` is wanted, whom they fit but for one letter of a word."""
        for is_near in (False, True) if near else (False,):
            candidates = await self._by_tokens(tx, asked_tokens(self.store.hash, wanted, is_near=is_near))
            if len(candidates) > MOST:
                return FoundByName(is_near=is_near, too_many=True)
            if found := ranked(wanted, candidates, is_near=is_near):
                return FoundByName(tuple(await self._seen(tx, await self._standing(tx, found))), is_near)
        return FoundByName()

    async def _standing(self, tx: Tx, found: Sequence[Entity]) -> tuple[Entity, ...]:
        """Each once; a name of a record that is joined to another leads to the one that stands."""
        merged = await merged_among(tx, [each.id for each in found])
        stand = [await self.by_id(tx, each.id) if each.id in merged else each for each in found]
        return tuple({each.id: each for each in stand if each is not None}.values())

    async def _by_tokens(self, tx: Tx, asked: Sequence[Sequence[int]]) -> list[Entity]:
        values = dict(zip("abcdefg", asked, strict=False))
        fits = " AND ".join(f"{{any n.tokens :{name}}}" for name in values)
        rows = await tx.fetch(
            f"SELECT {ENTITY} FROM entity_names n JOIN entities e ON e.id = n.entity_id WHERE {fits} LIMIT {MOST + 1}",
            values,
        )
        return [self.store.entity(row) for row in rows]

    async def belongings(self, tx: Tx, fin: str) -> Belongings:
        """Status, households, utility accounts and other things of a person, under each FIN of joined records.

        Of two statuses the second stands among the things.
        """
        person = await self.by_key(tx, "fin", fin)
        fins = list(dict.fromkeys((fin, *(await fins_of(tx, self.store, person) if person else ()))))
        statuses = [each for each in [await self.by_key(tx, "idp", each) for each in fins] if each is not None]
        households, accounts, things = [
            await self._all_linked(tx, kind, fins) for kind in (HOUSEHOLD_OF, ACCOUNTS_OF, THINGS_OF)
        ]
        return Belongings(statuses[0] if statuses else None, households, accounts, (*statuses[1:], *things))

    async def households(self, tx: Tx, fins: Iterable[str]) -> tuple[Entity, ...]:
        """The households that name any of these FINs, those of earlier days too."""
        return await self._all_linked(tx, HOUSEHOLD_OF, fins)

    async def accounts_of(self, tx: Tx, fins: Iterable[str]) -> tuple[Entity, ...]:
        """The utility accounts that anybody has said to be of these FINs, those of earlier days too."""
        return await self._all_linked(tx, ACCOUNTS_OF, fins)

    async def living_with(self, tx: Tx, person: Entity) -> tuple[Entity, ...]:
        """Who is of the same household as the person now, as far as the register knows who they are."""
        own = {*await fins_of(tx, self.store, person)}
        homes = await self.households(tx, own)
        now = [
            [each.get("fin") for each in home.attributes.get("members", ()) if not each.get("until")] for home in homes
        ]
        fins = dict.fromkeys(fin for members in now if own.intersection(members) for fin in members if fin)
        return tuple((await self.by_fins(tx, [fin for fin in fins if fin not in own])).values())

    async def things_of(self, tx: Tx, kind: str, fin: str, *, others: bool = False) -> tuple[Entity, ...]:
        """Things of one kind that are told of a person, under each FIN of joined records; the newest first.

        By kind, so that a card is found behind years of payments. With `others` also those that only name the person,
        such as the mandate by which they act for somebody.
        """
        person = await self.by_key(tx, "fin", fin)
        fins = dict.fromkeys((fin, *(await fins_of(tx, self.store, person) if person else ())))
        found = [each for about in fins for each in await self._linked(tx, THINGS_OF, about, kind)]
        theirs = {each.id: each for each in found if others or each.attributes.get("fin", fin) in fins}
        return tuple(theirs[name] for name in sorted(theirs, reverse=True))

    async def things_of_all(self, tx: Tx, kind: str, fins: Iterable[str]) -> tuple[Entity, ...]:
        """Things of one kind that are told of any of these FINs, and of no joined ones; each once, the newest first."""
        keys = sorted({self.store.hash(THINGS_OF, fin) for fin in fins})
        if not keys:
            return ()
        rows = await tx.fetch(
            f"SELECT {ENTITY} FROM {{rows}} JOIN entity_links l ON l.key_hash = r.key_hash"
            " JOIN entities e ON e.id = l.entity_id WHERE e.kind = :kind ORDER BY e.id DESC",
            {"kind": kind},
            Rows("key_hash text", [(key,) for key in keys]),
        )
        return tuple(await self._seen(tx, map(self.store.entity, {row["id"]: row for row in rows}.values())))

    async def newest_of(self, tx: Tx, kind: str, most: int) -> tuple[Entity, ...]:
        """So many things of a kind, the newest first; none that was erased."""
        rows = await tx.fetch(
            f"SELECT {ENTITY} FROM entities e WHERE e.kind = :kind AND e.key_sealed IS NOT NULL"
            " ORDER BY e.id DESC LIMIT :most",
            {"kind": kind, "most": most},
        )
        return tuple(await self._seen(tx, map(self.store.entity, rows)))

    async def to_review(self, tx: Tx, kind: str, day: str) -> tuple[Entity, ...]:
        """Things of a kind whose day to be looked at again has come, the longest overdue first."""
        rows = await tx.fetch(
            f"SELECT {ENTITY} FROM entities e WHERE e.review_on <= :day AND e.kind = :kind ORDER BY e.review_on, e.id",
            {"kind": kind, "day": day},
        )
        return tuple(await self._seen(tx, map(self.store.entity, rows)))

    async def at_account(self, tx: Tx, kind: str, account: str) -> tuple[Entity, ...]:
        """Things of one kind that are told of an account of a utility (`provider:code`), the newest last."""
        return await self._linked(tx, THINGS_AT, account, kind)

    async def foremost(self, tx: Tx, kind: str, fin: str, day: str) -> Entity | None:
        """Of a person's things of a kind the one that holds on a legal day, else the newest."""
        return foremost(await self.things_of(tx, kind, fin), day)

    async def told(self, tx: Tx, messages: Iterable[str]) -> dict[str, Told]:
        """Where values came from, by message."""
        wanted = sorted(set(messages))
        if not wanted:
            return {}
        rows = await tx.fetch(
            "SELECT m.id, m.party, m.format, m.accepted_at FROM {rows} JOIN messages m ON m.id = r.id", rows=ids(wanted)
        )
        return {row["id"]: Told(row["id"], row["party"], row["format"], row["accepted_at"]) for row in rows}

    async def _all_linked(self, tx: Tx, link: str, values: Iterable[str]) -> tuple[Entity, ...]:
        return tuple({each.id: each for value in values for each in await self._linked(tx, link, value)}.values())

    async def _linked(self, tx: Tx, link: str, value: str, kind: str = "") -> tuple[Entity, ...]:
        """The newest of what a key leads to, the newest last."""
        where = (
            Where()
            .given("l.key_hash = :key", key=self.store.hash(link, value))
            .given("e.kind = :kind", kind=kind or None)
        )
        rows = await tx.fetch(
            f"SELECT {ENTITY} FROM entity_links l JOIN entities e ON e.id = l.entity_id WHERE {where}"
            f" ORDER BY e.id DESC LIMIT {MOST_ACCOUNTS}",
            where.values,
        )
        return tuple(await self._seen(tx, map(self.store.entity, reversed(rows))))
