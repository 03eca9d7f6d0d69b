"""The register as an internal destination: records in, changed entities and follow-up messages out.

One apply changes everything that a message says, or nothing. What changes nothing makes no follow-up, so two agencies
that echo each other come to rest.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from hub.exchange.apply import Applied
from hub.exchange.model import Job, NewMessage, Origin
from hub.exchange.states import DeliveryState
from hub.exchange.translate import Translator
from hub.register.accounts import account_facts, account_key
from hub.register.acts import ActChange, apply_act
from hub.register.entity import Entity, Source, learn
from hub.register.persons import person_facts, person_record
from hub.register.store import Change, RegisterStore, blank, with_version
from hub.store.tx import Tx
from mappings.format import Key
from mappings.official_documents import DocumentNotice, OfficialDocument
from mappings.records import (
    AccountRef,
    CivilAct,
    FileReply,
    Household,
    IdpStatus,
    Person,
    PersonChange,
    Record,
    UtilityAccount,
)

CHANGE_FORMAT = "register.person-change.v1"


@dataclass(slots=True)
class Work:
    """What one apply has found and changed so far. `people` are the changed persons with the names of what changed."""

    source: Source
    version: str | None = None
    changes: list[Change] = field(default_factory=list)
    people: dict[str, tuple[Entity, set[str]]] = field(default_factory=dict)
    state: DeliveryState = DeliveryState.DELIVERED
    code: str | None = None

    def note_person(self, before: Entity, after: Entity) -> None:
        """Remember that a person changed."""
        changed = set(after.changed_fields(before))
        if changed:
            self.people.setdefault(after.id, (after, set()))[1].update(changed)
            self.people[after.id] = (after, self.people[after.id][1])


@dataclass(frozen=True, slots=True)
class RegisterEffect:
    """Applies records to the register."""

    store: RegisterStore
    translator: Translator

    async def apply(self, tx: Tx, job: Job, now: int) -> Applied:
        """Apply all records of the job's message."""
        work = Work(Source(job.message_id, job.origin.party), job.version)
        for record in self.translator.records(job):
            await self._record(tx, record, work)
            # Saved one by one: the next record of the same message may be about the same entity.
            await self.store.save(tx, work.changes, now)
            work.changes.clear()
        return Applied(work.state, work.code, follow_ups=tuple(await self._follow_ups(tx, job, work)))

    async def _record(self, tx: Tx, record: Record, work: Work) -> None:
        match record:
            case CivilAct():
                self._take(await apply_act(tx, self.store, record, work.source), work)
            case Person():
                await self._person(tx, record, work)
            case UtilityAccount():
                await self._account(tx, record, work)
            case IdpStatus():
                await self._idp_status(tx, record, work)
            case Household():
                await self._household(tx, record, work)
            case PersonChange() | FileReply() | OfficialDocument() | DocumentNotice():
                raise ValueError("what the hub tells others, and documents, are not applied to the register")

    def _take(self, change: ActChange, work: Work) -> None:
        work.changes.extend(change.changes)
        for before, after in change.people:
            work.note_person(before, after)
        if change.overtaken:
            work.state, work.code = DeliveryState.SUPERSEDED, "register.act_cancelled"

    async def _person(self, tx: Tx, record: Person, work: Work) -> None:
        if record.fin is None:
            work.state, work.code = DeliveryState.FAILED, "register.no_fin"
            return
        key = self.store.hash("fin", record.fin)
        before = (await self.store.by_keys(tx, [key])).get(key) or blank("person")
        weak = {*record.lossy, *record.derived}
        after = learn(before, person_facts(record), work.source, weak=weak)
        work.changes.append(Change(before, after, (key,) if before.is_new else ()))
        work.note_person(before, after)

    async def _account(self, tx: Tx, record: UtilityAccount, work: Work) -> None:
        key = self.store.hash("account", account_key(record))
        before = (await self.store.by_keys(tx, [key])).get(key) or blank("utility_account")
        if work.version is not None and before.version is not None and before.version >= work.version:
            work.state, work.code = DeliveryState.SUPERSEDED, "register.newer_known"
            return
        after = learn(before, account_facts(record), work.source, weak={*record.lossy, *record.derived})
        if work.version is not None:
            after = with_version(after, work.version)
        links = (self.store.hash("accounts-of", record.fin),) if record.fin else ()
        work.changes.append(Change(before, after, (key,) if before.is_new else (), links))

    async def _idp_status(self, tx: Tx, record: IdpStatus, work: Work) -> None:
        if record.fin is None:
            work.state, work.code = DeliveryState.FAILED, "register.no_fin"
            return
        key, person_key = self.store.hash("idp", record.fin), self.store.hash("fin", record.fin)
        before = (await self.store.by_keys(tx, [key])).get(key) or blank("idp_status")
        facts = record.model_dump(mode="json", exclude_none=True, exclude={"kind"})
        after = learn(before, facts, work.source)
        work.changes.append(Change(before, after, (key,) if before.is_new else ()))
        person = (await self.store.by_keys(tx, [person_key])).get(person_key)
        if person is not None and after is not before:
            work.people.setdefault(person.id, (person, set()))[1].add("idp_status")

    async def _household(self, tx: Tx, record: Household, work: Work) -> None:
        if record.household_id is None:
            work.state, work.code = DeliveryState.FAILED, "register.no_household_id"
            return
        key = self.store.hash("household", record.household_id)
        before = (await self.store.by_keys(tx, [key])).get(key) or blank("household")
        after = learn(before, record.model_dump(mode="json", exclude_none=True, exclude={"kind"}), work.source)
        links = tuple(self.store.hash("household-of", m.fin) for m in record.members if m.fin)
        work.changes.append(Change(before, after, (key,) if before.is_new else (), links))

    async def _follow_ups(self, tx: Tx, job: Job, work: Work) -> list[NewMessage]:
        made = []
        for number, (entity, changed) in enumerate(work.people.values()):
            fin = entity.attributes.get("fin")
            status, accounts = await self._links(tx, fin)
            known = {name for name in changed if name in Person.model_fields or name == "idp_status"}
            if not known:
                continue
            change = PersonChange(
                person=person_record({**entity.attributes, "person_id": entity.id}),
                changed=tuple(sorted(known)),
                has_idp_status=status,
                accounts=accounts,
                origin=job.origin.party,
            )
            keys: list[Key] = [("fin", fin)] if fin else [("person", entity.id)]
            origin = Origin(job.origin.party, job.message_id, job.origin.hops + 1)
            planner = self.translator.planner
            made.append(planner.follow_up(CHANGE_FORMAT, change, keys, origin, f"{job.id}:{number}"))
        return made

    async def _links(self, tx: Tx, fin: Any) -> tuple[bool | None, tuple[AccountRef, ...]]:
        if not isinstance(fin, str):
            return None, ()
        status_key, accounts_key = self.store.hash("idp", fin), self.store.hash("accounts-of", fin)
        status = (await self.store.by_keys(tx, [status_key])).get(status_key)
        accounts = (await self.store.linked(tx, [accounts_key])).get(accounts_key, [])
        holds = None if status is None else "ended_on" not in status.attributes
        return holds, tuple(
            AccountRef(provider=a.attributes["provider"], subscriber_code=a.attributes["subscriber_code"])
            for a in accounts
        )
