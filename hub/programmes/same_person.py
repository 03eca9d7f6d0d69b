"""Whose cases are one person's: under each FIN of records that were joined; and who is looked at again, and when."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from document_flow.cases.state import Case
from document_flow.programmes.programme import Programme
from hub.exchange.apply import Applied, Effect
from hub.exchange.model import Job
from hub.programmes.case_store import CaseStore
from hub.programmes.fact_sources import REGISTER
from hub.register.reading import Reader, fins_of
from hub.register.store import RegisterStore
from hub.store.ids import new_id
from hub.store.store import Store
from hub.store.tx import Rows, Tx, ids

_AT_ONCE: Final = 200


async def same_person(tx: Tx, cases: CaseStore, fin: str) -> Rows:
    """The keyed hashes under which cases of this person stand, as column r.key_hash."""
    register = RegisterStore(cases.sealer, cases.hash)
    person = await Reader(register).by_key(tx, "fin", fin)
    fins = (fin, *(await fins_of(tx, register, person) if person is not None else ()))
    return Rows("key_hash text", [(key,) for key in dict.fromkeys(cases.hash("fin", each) for each in fins)])


async def note_relatives(tx: Tx, cases: CaseStore, programme: Programme, name: str, case: Case) -> None:
    """Remember, under each FIN of joined records, the relatives of whom the register has told what the case's paper
    rests on: news of them is news of it.
    """
    told = {each.name for each in case.facts.values() if each.source == REGISTER}
    rules = [each for each in programme.facts if each.name in programme.watched & told]
    relatives = frozenset[str]().union(*(each.relatives for each in rules))
    register = RegisterStore(cases.sealer, cases.hash)
    person = await Reader(register).by_key(tx, "fin", case.subject) if relatives else None
    said = person.attributes if person is not None else {}
    fins = [str(said[f"{each}_fin"]) for each in sorted(relatives) if said.get(f"{each}_fin")]
    keys = [key for fin in fins for (key,) in (await same_person(tx, cases, fin)).values]
    await tx.many(
        "INSERT INTO case_relatives (key_hash, case_id) VALUES ($1, $2) ON CONFLICT DO NOTHING",
        [(key, name) for key in dict.fromkeys(keys)],
    )


async def look_again(tx: Tx, hashes: frozenset[str]) -> None:
    """Have the cases looked at again that rest on what the register says of these people, their own and those of
    relatives that derive from theirs: written down beside the cases, so that whoever writes of people waits for none.
    """
    if not hashes:
        return
    rows = await tx.fetch(
        "SELECT c.id FROM {rows} JOIN cases c ON c.subject_hash = r.key_hash"
        " UNION SELECT a.case_id FROM {rows} JOIN case_relatives a ON a.key_hash = r.key_hash ORDER BY 1",
        rows=Rows("key_hash text", [(key,) for key in sorted(hashes)]),
    )
    await tx.insert("cases_heard_of", "id, case_id", [(new_id(), row["id"]) for row in rows])


async def take_up_news(store: Store) -> int:
    """Papers in effect of whose people the register has heard are due now, but those that somebody writes just now,
    whose turn comes after that; how many cases were heard of.

    A case whose paper is just being issued counts too: its transaction may have read what was there before. So does one
    that no rule decided: where agencies could not be asked, for want of a FIN, they are once it has come.
    """
    async with store.write() as tx:
        rows = await tx.fetch(
            "SELECT h.id, c.id AS case_id FROM cases_heard_of h JOIN cases c ON c.id = h.case_id"
            " ORDER BY c.id LIMIT :most {share c}",
            {"most": _AT_ONCE},
        )
        if rows:
            await tx.execute(
                "UPDATE cases SET work_at = hub_now() WHERE id IN (SELECT r.id FROM {rows})"
                " AND ((phase IN ('decided', 'in_effect') AND outcome IN ('granted', 'suspended'))"
                " OR phase = 'undecided')",
                rows=ids(sorted({row["case_id"] for row in rows})),
            )
            heard = ids([row["id"] for row in rows])
            await tx.execute("DELETE FROM cases_heard_of WHERE id IN (SELECT r.id FROM {rows})", rows=heard)
    return len(rows)


@dataclass(frozen=True, slots=True)
class RegisterHeard:
    """The register as an internal destination, whose news papers in effect are looked at again by."""

    register: Effect

    async def apply(self, tx: Tx, job: Job, now: int) -> Applied:
        """Apply to the register, then mark the cases in the same commit."""
        applied = await self.register.apply(tx, job, now)
        told = await tx.fetch("SELECT k.key_hash FROM message_keys k WHERE k.message_id = :id", {"id": job.message_id})
        news = (key for each in applied.follow_ups for key in each.search_keys)
        await look_again(tx, frozenset((*(row["key_hash"] for row in told), *news)))
        return applied
