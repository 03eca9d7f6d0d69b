"""Rights that no case of ours has given, and that were granted to somebody else than who stands under their FIN now.

What a case has given is doubted in the case (`document_flow.cases.acts.doubt`); of these the register alone tells, and
an official is asked as soon as it has heard. A doubt is no act: the right is paid until one suspends or ends it, and a
newer decision is about whoever stands there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from hub.documents.law.rulings import today
from hub.lists.rights import found_of, is_another, may_be_another
from hub.register.entity import Entity
from hub.register.likeness import find_pairs
from hub.register.merges import merged_among
from hub.register.reading import Reader, fins_of_all
from hub.register.store import RegisterStore
from hub.store.legal_time import legal_now
from hub.store.store import Store
from hub.store.tx import Rows, Tx, ids

_AT_ONCE: Final = 100
Granted = Sequence[tuple[Entity, Entity]]
"""Rights, each with whom the register has under its FIN."""


@dataclass(frozen=True, slots=True)
class DoubtedRight:
    """A right by the number of its decision, by our id whom the register has under its FIN, and since when."""

    decision: str
    person: str
    at: int


async def doubted_rights(tx: Tx, register: RegisterStore, most: int) -> Sequence[DoubtedRight]:
    """Those that an official is to look at, the oldest doubt first."""
    rows = await tx.fetch(
        "SELECT d.right_id, d.person_id, d.found_at FROM doubted_rights d ORDER BY d.found_at, d.right_id LIMIT :most",
        {"most": most},
    )
    known = await register.by_ids(tx, [row["right_id"] for row in rows], locked=False)
    return [
        DoubtedRight(str(known[row["right_id"]].attributes.get("decision_no") or ""), row["person_id"], row["found_at"])
        for row in rows
        if row["right_id"] in known
    ]


async def hear_of_people(store: Store, register: RegisterStore) -> int:
    """A duty: of people of whose name, birth date or document the register has heard, the pairs of those who look alike
    and the rights that are doubted; of how many.
    """
    return await find_pairs(store, partial(_doubt, register))


async def look_at_doubts(store: Store, register: RegisterStore) -> None:
    """A duty: what is doubted no more, by a newer decision or the right's end, is asked about no more."""
    async with store.read() as tx:
        rows = await tx.fetch("SELECT DISTINCT d.person_id FROM doubted_rights d ORDER BY d.person_id")
    people = [row["person_id"] for row in rows]
    for at in range(0, len(people), _AT_ONCE):
        async with store.write() as tx:
            await _doubt(register, tx, people[at : at + _AT_ONCE])


async def _doubt(register: RegisterStore, tx: Tx, people: Sequence[str]) -> None:
    """Write down which rights of these people are doubted now, each since when it is."""
    doubted = await _others(tx, register, await _rights_of(tx, register, people))
    rows = await tx.fetch(
        "SELECT d.right_id, d.found_at FROM {rows} JOIN doubted_rights d ON d.person_id = r.id",
        rows=ids(sorted(people)),
    )
    since = {row["right_id"]: row["found_at"] for row in rows}
    if since:
        await tx.execute("DELETE FROM doubted_rights WHERE right_id IN (SELECT r.id FROM {rows})", rows=ids([*since]))
    now = await tx.now()
    await tx.insert(
        "doubted_rights",
        "right_id, person_id, found_at",
        [(right.id, person.id, since.get(right.id, now)) for right, person in doubted],
    )


async def _rights_of(tx: Tx, register: RegisterStore, people: Sequence[str]) -> Granted:
    """Rights that are not at their end; a record that is joined to another has none beside it."""
    known = await register.by_ids(tx, people, locked=False)
    joined = await merged_among(tx, known)
    standing = {name: each for name, each in known.items() if name not in joined}
    fins = await fins_of_all(tx, register, [*standing.values()])
    owners = {fin: standing[name] for name, codes in fins.items() for fin in codes}
    day = today(await legal_now(tx))
    rights = [
        (right, owners[str(right.attributes["fin"])])
        for right in await Reader(register).things_of_all(tx, "right", owners)
        if str(right.attributes.get("fin")) in owners
    ]
    return [each for each in rights if found_of(*each, day).standing != "ended"]


async def _others(tx: Tx, register: RegisterStore, rights: Granted) -> Granted:
    """Those of whom somebody else stands under the FIN, but what a case of ours has given."""
    asked = [each for each in rights if may_be_another(*each)]
    if not asked:
        return []
    facts = await register.all_facts(tx, [person for _, person in asked])
    others = [(right, person) for right, person in asked if is_another(right, person, facts.get(person.id, ()))]
    numbers = sorted({str(right.attributes.get("decision_no") or "") for right, _ in others})
    rows = await tx.fetch(
        "SELECT c.paper_no FROM {rows} JOIN cases c ON c.paper_no = r.number",
        rows=Rows("number text", [(number,) for number in numbers]),
    )
    ours = {row["paper_no"] for row in rows}
    return [each for each in others if each[0].attributes.get("decision_no") not in ours]
