"""The work on a chunk: who is paid for each person and by which account, then each line beside the last one.

A worker claims a chunk under a fence, does it in memory, and writes its lines in the transaction that finishes it:
whoever was given up in between writes nothing.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from document_flow.lists.acts.work_chunk import ClaimChunk, FinishChunk
from document_flow.lists.comparing import Basis, Compared, RightFound, compare, tally
from document_flow.lists.entry import ListEntry, chunk_hash
from document_flow.lists.state import ListHead
from document_flow.outcome import Refusal
from document_flow.people import HUB
from hub.aggregates.aggregates import Aggregates
from hub.aggregates.kind import Kind, Needs, Stored
from hub.failpoints import failpoint
from hub.lists.ledger import Ledger
from hub.lists.owing import pays
from hub.lists.reading import by_keys
from hub.lists.rights import Found, death_of
from hub.lists.rows import RightBesideLine, keep, wanted
from hub.register.entity import Entity
from hub.register.store import ENTITY
from hub.register.things import THINGS_OF
from hub.store.ids import process_name
from hub.store.store import snapshot
from hub.store.tx import Rows, Tx
from mappings.identity import is_person_number

LEASE_S: Final = 120
_MANDATES = (
    f"SELECT {ENTITY} FROM {{rows}} JOIN entity_links l ON l.key_hash = r.key_hash"
    " JOIN entities e ON e.id = l.entity_id WHERE e.kind = 'mandate' AND e.key_sealed IS NOT NULL ORDER BY e.id"
)


Pair = tuple[RightBesideLine, Found]


@dataclass(frozen=True, slots=True)
class Payee:
    """Who is paid for a person; `document` is the act by which it is somebody else. `has_fin` is false of a person whom
    the register has by a number of ours.
    """

    id: str
    document: str = ""
    reason: str = ""
    has_fin: bool = True


async def work(aggregates: Aggregates, kind: Kind[ListHead], ledger: Ledger, stored: Stored[ListHead]) -> None:
    """All chunks of the list that nobody else works on."""
    for number, chunk in enumerate(stored.state.chunks):
        if chunk.hash:
            continue
        async with aggregates.store.write() as tx:
            claim = ClaimChunk(by=HUB, chunk=number, worker=process_name(), lease_s=LEASE_S)
            done = await aggregates.decided(tx, kind, await aggregates.locked(tx, kind, stored.id), claim)
        if not isinstance(done, Refusal):
            await failpoint("lists.after_claim")
            await _do(aggregates, kind, ledger, Stored(stored.id, kind.room, done.state), number)


async def _do(
    aggregates: Aggregates, kind: Kind[ListHead], ledger: Ledger, stored: Stored[ListHead], number: int
) -> None:
    needs, head = aggregates.needs, stored.state
    async with snapshot(needs.store) as tx:
        lines = await wanted(tx, needs.sealer, stored.id, number)
        found = await _found(needs, tx, ledger, head, lines)
    compared = await asyncio.to_thread(_compared, lines, found)
    listed = [each.entry for each in compared if each.is_listed]
    finish = FinishChunk(
        by=HUB, chunk=number, fence=head.chunks[number].fence, hash=chunk_hash(listed), tally=tally(compared)
    )
    async with needs.store.write() as tx:
        done = await aggregates.decided(tx, kind, await aggregates.locked(tx, kind, stored.id), finish)
        if not isinstance(done, Refusal) and done.events:
            was = {(each.person, each.right, each.of_period): each for each in lines}
            await keep(tx, needs.sealer, stored.id, number, compared, was)
            await failpoint("lists.before_finish_commit")


def _compared(lines: Sequence[RightBesideLine], found: Sequence[RightFound]) -> list[Compared]:
    last = sorted((each.last for each in lines if each.last is not None), key=lambda entry: entry.key)
    return list(compare(last, sorted(found, key=lambda each: each.key)))


async def _found(
    needs: Needs, tx: Tx, ledger: Ledger, head: ListHead, lines: Sequence[RightBesideLine]
) -> list[RightFound]:
    read = [(each, Found(*each.found)) for each in lines if each.found is not None]
    twice = _twice(read)
    paid = [each for each in read if each[1].standing == "in_force"] if pays(head) else []
    payees = await _payees(needs, tx, head, paid)
    accounts = await ledger.accounts_of(needs, tx, sorted({each.id for each in payees.values()}))
    doubted = await ledger.doubted(needs, tx, sorted({found.document for _, found in read}))
    rights = [
        _right(line, found, payees.get(line.right), accounts, is_twice=(line.right, found.of_period) in twice)
        for line, found in read
    ]
    # What a case has decided is doubted there; of what none of ours has, the register alone tells.
    return [
        replace(right, is_doubted=doubted.get(found.document, found.is_another))
        for right, (_, found) in zip(rights, read, strict=True)
    ]


def _right(
    line: RightBesideLine, found: Found, payee: Payee | None, accounts: Mapping[str, str], *, is_twice: bool
) -> RightFound:
    """The line that the right would be. Whoever is paid by the last list is paid still, where nobody is found now."""
    last = line.last
    basis = Basis(kind=found.kind, document=found.document, reason=found.reason)
    entry = ListEntry(
        person=line.person,
        right=line.right,
        amount_qepik=found.qepik,
        of_period=found.of_period,
        terms=found.terms,
    )
    if payee is not None:
        entry = replace(entry, payee=payee.id, account=accounts.get(payee.id, ""))
        if last is not None and last.amount_qepik == entry.amount_qepik:
            moved = payee.id != last.payee
            document = payee.document if moved else ""
            basis = Basis(kind="payee", document=document or entry.account, reason=payee.reason if moved else "account")
    standing = "undecided" if is_twice and found.standing == "in_force" else found.standing
    return RightFound(entry=entry, standing=standing, basis=basis, has_fin=payee is None or payee.has_fin)


def _twice(read: Sequence[Pair]) -> set[tuple[str, str]]:
    """Rights beside another one that the same person is paid for: the one that was paid before, else the newest."""
    of: dict[tuple[str, str], list[RightBesideLine]] = defaultdict(list)
    for line, found in read:
        if found.standing == "in_force":
            of[line.person, found.of_period].append(line)
    twice: set[tuple[str, str]] = set()
    for (_, period), theirs in of.items():
        known = [each for each in theirs if each.last is not None] or [max(theirs, key=lambda each: each.right)]
        twice |= {(each.right, period) for each in theirs} - {(each.right, period) for each in known}
    return twice


async def _payees(needs: Needs, tx: Tx, head: ListHead, read: Sequence[Pair]) -> dict[str, Payee]:
    """Who is paid for each right: the person, whoever acts for them by a mandate in force, a minor's parent, unless
    deprived of parental rights.
    """
    acts = await _mandates(needs, tx, head, [found.fin for _, found in read])
    acting = [str(each.attributes["representative_fin"]) for each in acts if _acts(each)]
    people = await by_keys(needs, tx, "fin", [*acting, *(fin for _, found in read for fin in found.parents)])
    of: defaultdict[str, list[Entity]] = defaultdict(list)
    for each in acts:
        of[str(each.attributes["fin"])].append(each)
    made: dict[str, Payee] = {}
    for line, found in read:
        theirs = of[found.fin]
        deprived = _deprived(theirs, people) if found.minor else {}
        given = [each for each in theirs if each.attributes["capacity"] != "deprived"]
        mandate = next((each for each in reversed(given) if _who(each, people) not in deprived), None)
        made[line.right] = _own(line, found, people, deprived) if mandate is None else _by_mandate(mandate, people)
    lack = {each.id for each in people.values() if "fin" not in each.attributes}
    lack |= {line.person for line, found in read if is_person_number(found.fin)}
    return {right: replace(each, has_fin=each.id not in lack) for right, each in made.items()}


def _deprived(acts: Iterable[Entity], people: Mapping[str, Entity]) -> dict[str, Entity]:
    """The acts by which nothing is paid to a parent for the child, by the parent's id."""
    return {_who(each, people): each for each in acts if each.attributes["capacity"] == "deprived"}


def _who(mandate: Entity, people: Mapping[str, Entity]) -> str:
    """The id of whom it names; the mandate's own of an institution, and of who is in no register."""
    who = people.get(str(mandate.attributes.get("representative_fin")))
    return who.id if who else mandate.id


def _own(line: RightBesideLine, found: Found, people: Mapping[str, Entity], deprived: Mapping[str, Entity]) -> Payee:
    """Themselves; a minor's parent, the one who is paid already if both live (†: no act names which)."""
    living = [people[fin].id for fin in found.parents if fin in people and death_of(people[fin]) is None]
    parents = [each for each in living if each not in deprived]
    paid = line.last.payee if line.last else ""
    act = _act(deprived[paid]) if paid in deprived else ""
    if not parents:
        return Payee(line.person, act, reason="of_age" if not found.minor else "no_parent")
    return Payee(paid if paid in parents else parents[0], act, reason="deprived" if act else "parent")


def _by_mandate(mandate: Entity, people: Mapping[str, Entity]) -> Payee:
    """The one who acts; an institution, and who is in no register, is paid under the mandate's own id."""
    return Payee(_who(mandate, people), _act(mandate), "mandate")


def _act(mandate: Entity) -> str:
    return f"{mandate.attributes['act_authority']}, № {mandate.attributes['act_number']}"


async def _mandates(needs: Needs, tx: Tx, head: ListHead, fins: Sequence[str]) -> list[Entity]:
    """The mandates of these that are in force on the legal day and cover the programme, the newest last."""
    register, wanted_fins = needs.reader.store, frozenset(fins)
    keys = [(register.hash(THINGS_OF, fin),) for fin in sorted(wanted_fins)]
    rows = await tx.fetch(_MANDATES, rows=Rows("key_hash text", keys)) if keys else []
    known = await asyncio.to_thread(lambda: [register.entity(row) for row in rows])
    day, programme = head.run.legal_day, head.run.programme
    fitting = [each for each in known if each.attributes["fin"] in wanted_fins and _covers(each, day, programme)]
    return sorted(fitting, key=lambda each: (str(each.attributes["valid_from"]), each.id))


def _covers(mandate: Entity, day: date, programme: str) -> bool:
    said: Mapping[str, Any] = mandate.attributes
    shown, last, ended = day.isoformat(), said.get("valid_until"), said.get("ended_on")
    in_force = said["valid_from"] <= shown and (not last or shown <= last) and (not ended or shown < ended)
    return in_force and (not said.get("programmes") or programme in said["programmes"])


def _acts(mandate: Entity) -> bool:
    return bool(mandate.attributes.get("representative_fin"))
