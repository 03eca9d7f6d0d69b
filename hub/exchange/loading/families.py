"""The last stage: families as the card file has them, with the FINs that linking found; who has none is counted too."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from hub.exchange.loading.plan import BaseLoad, LoadChunk, Piece, settle
from hub.exchange.loading.reading import RECORD
from hub.exchange.loading.sources import party_of
from hub.register.entity import Entity, learn
from hub.register.facts import Source
from hub.register.store import Change, RegisterStore, blank
from hub.register.things import HOUSEHOLD_OF
from hub.store.store import Store
from hub.store.tx import Row, Rows, Tx
from mappings.records import BaseRow, Household, Member, record_from_json

FAMILIES_A_CHUNK = 300
_OF_FAMILIES = (
    "SELECT b.id, b.household_mark, b.row_number, b.version, b.record_sealed, b.message_id, l.person_mark,"
    " l.told_entity FROM base_records b JOIN base_links l ON l.record_id = b.id"
    " JOIN load_files f ON f.load_id = :load AND f.base = b.base AND f.message_id = b.message_id"
    " WHERE b.household_mark BETWEEN :begins AND :ends ORDER BY b.household_mark, b.row_number"
)
_FORGET = (
    "UPDATE base_links SET family_version = NULL WHERE family_version IS NOT NULL AND record_id IN (SELECT b.id"
    " FROM base_records b LEFT JOIN load_files f ON f.load_id = :load AND f.base = b.base"
    " AND f.message_id = b.message_id WHERE f.load_id IS NULL AND b.household_mark BETWEEN :begins AND :ends)"
)


@dataclass
class ChangedFamilies:
    """Families of whom a row, or the person behind one, is not as the register heard."""

    district: str | None
    marks: set[int] = field(default_factory=set)

    def look(self, row: Row) -> None:
        """Take in a record with its link."""
        if row["household_mark"] is None or self.district not in (None, row["district"]):
            return
        if (row["family_mark"], row["family_version"]) != (row["person_mark"], row["version"]):
            self.marks.add(row["household_mark"])

    async def look_for_gone(self, tx: Tx, load: str) -> None:
        """Those that have lost a row with a corrected file."""
        rows = await tx.fetch(
            "SELECT DISTINCT b.household_mark FROM base_links l JOIN base_records b ON b.id = l.record_id"
            " LEFT JOIN load_files f ON f.load_id = :load AND f.base = b.base AND f.message_id = b.message_id"
            " WHERE l.family_version IS NOT NULL AND f.load_id IS NULL",
            {"load": load},
        )
        self.marks.update(row["household_mark"] for row in rows if row["household_mark"] is not None)

    def pieces(self) -> list[Piece]:
        """Some hundreds to a piece."""
        marks = sorted(self.marks)
        parts = [marks[at : at + FAMILIES_A_CHUNK] for at in range(0, len(marks), FAMILIES_A_CHUNK)]
        return [Piece(part[0], part[-1], row_count=len(part)) for part in parts]


@dataclass(frozen=True, slots=True)
class FamilyTelling:
    """Does chunks of families."""

    store: Store
    register: RegisterStore

    async def work(self, chunk: LoadChunk, load: BaseLoad) -> None:
        """Tell of each family who belongs to it. LostChunk; Collision and TryAgain, and then again."""
        where = {"load": load.id, "begins": chunk.piece.begins, "ends": chunk.piece.ends}
        async with self.store.write() as tx:
            now = await tx.now()
            families: dict[int, list[Row]] = defaultdict(list)
            for row in await tx.fetch(_OF_FAMILIES, where):
                families[row["household_mark"]].append(row)
            people = await self.register.by_ids(
                tx, [r["told_entity"] for rows in families.values() for r in rows if r["told_entity"] is not None]
            )
            made = [(rows[0]["message_id"], self._family(rows, people)) for rows in families.values()]
            await self._tell(tx, made, now)
            told = list(_told(families.values()))
            if told:
                await tx.execute(
                    "UPDATE base_links AS l SET family_mark = r.mark, family_version = r.version FROM {rows} WHERE"
                    " l.record_id = r.id",
                    rows=Rows("id uuid, mark bigint, version int", told),
                )
            await tx.execute(_FORGET, where)
            await settle(tx, chunk, now, families=len(families))

    def _family(self, rows: Sequence[Row], people: Mapping[str, Entity]) -> Household:
        members: list[Member] = []
        number: str | None = None
        for row in rows:
            raw = self.register.sealer.unseal(RECORD, row["id"], row["record_sealed"], row["version"])
            made = record_from_json(raw)
            assert isinstance(made, BaseRow)  # noqa: S101  # nothing else is kept there
            number = made.household_no
            person = people.get(row["told_entity"] or "")
            fin = None if person is None else person.attributes.get("fin")
            members.append(Member(fin=fin, relation=made.relation or "other"))
        known = {each.fin: each for each in members if each.fin is not None}  # one with two cards is one member
        alone = [each for each in members if each.fin is None]
        head = next((each.fin for each in known.values() if each.relation == "head"), None)
        return Household(household_id=number, head_fin=head, members=(*known.values(), *alone))

    async def _tell(self, tx: Tx, made: Sequence[tuple[str, Household]], now: int) -> None:
        hashed = self.register.hash
        keys = [hashed("household", str(family.household_id)) for _, family in made]
        known = await self.register.by_keys(tx, keys)
        changes = []
        for key, (message, family) in zip(keys, made, strict=True):
            before = known.get(key) or blank("household")
            facts: dict[str, Any] = family.model_dump(mode="json", exclude_none=True, exclude={"kind"})
            after = learn(before, facts, Source(message, party_of("cards"), now))
            if after is not before:
                links = tuple(hashed(HOUSEHOLD_OF, each.fin) for each in family.members if each.fin)
                changes.append(Change(before, after, (key,) if before.is_new else (), links))
        await self.register.save(tx, sorted(changes, key=lambda change: change.after.id), now)


def _told(families: Iterable[Sequence[Row]]) -> Iterator[tuple[str, int | None, int]]:
    """A member whom the register was not told of is looked at again once it was."""
    for rows in families:
        for row in rows:
            yield row["id"], row["person_mark"] if row["told_entity"] is not None else None, row["version"]
