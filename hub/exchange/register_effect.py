"""The register as an internal destination: records in, changed entities and follow-up messages out.

One apply changes everything that a message says, or nothing. What changes nothing makes no follow-up, so two agencies
that echo each other come to rest.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from hub.exchange.apply import Applied
from hub.exchange.model import Job, Origin
from hub.exchange.person_news import Changed, PersonNews
from hub.exchange.states import DeliveryState
from hub.exchange.translate import Translator
from hub.register.accounts import account_facts, account_key
from hub.register.acts import ActChange, act_keys, apply_act, named_in
from hub.register.bulk import apply_things, bulk_thing
from hub.register.entity import Entity, learn
from hub.register.facts import Source
from hub.register.lifted import has_overtaken
from hub.register.lists import LEFT_OUT, end_left_out
from hub.register.persons import person_facts, under_own_fin
from hub.register.store import Change, RegisterStore, blank, with_version
from hub.register.things import ACCOUNTS_OF, HOUSEHOLD_OF, OBJECTIONS, card_of
from hub.store.tx import Tx
from mappings.answers import Answered
from mappings.case_notices import CaseNotice, NoticeAnswer
from mappings.official_documents import DocumentNotice, OfficialDocument
from mappings.records import (
    BaseRow,
    CivilAct,
    FileReply,
    Household,
    IdpStatus,
    Person,
    PersonChange,
    Record,
    UtilityAccount,
)
from mappings.registered import Registered, Things
from mappings.rights_of_use import RightOfUse
from mappings.usage import UsageNotice
from routes.route import REGISTER


@dataclass(slots=True)
class Work:
    """What one apply has found and changed so far. `people` are the changed persons with the names of what changed."""

    source: Source
    version: str | None = None
    changes: list[Change] = field(default_factory=list)
    people: Changed = field(default_factory=dict)
    state: DeliveryState = DeliveryState.DELIVERED
    code: str | None = None
    detail: str | None = None

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

    async def lock(self, tx: Tx, jobs: Sequence[Job]) -> None:
        """Lock what the records of these jobs name (`hub.exchange.apply`), of those for the register.

        Acts go before people: whom a cancelled act named stands in the act alone, and changes no more once it is held.
        """
        records = [record for job in jobs if job.destination == REGISTER for record in self._records(job)]
        acts = [each for each in records if isinstance(each, CivilAct)]
        held = await self.store.by_keys(tx, [self.store.hash("act", each.act_number) for each in acts])
        cancelled = {self.store.hash("act", each.act_number) for each in acts if each.act_type == "cancel"}
        named = await named_in(tx, [act for key, act in held.items() if key in cancelled])
        await self.store.lock(tx, {key for each in records for key in _keys(self.store, each)}, named)

    def _records(self, job: Job) -> Sequence[Record]:
        """What the job writes; nothing where it cannot be read, which its own apply says."""
        try:
            return self.translator.records(job)
        except (ValueError, LookupError):
            return ()

    async def apply(self, tx: Tx, job: Job, now: int) -> Applied:
        """Apply all records of the job's message."""
        work = Work(Source(job.message_id, job.origin.party, now), job.version)
        for record in self.translator.records(job):
            await self._record(tx, record, work)
            # Saved one by one: the next record of the same message may be about the same entity.
            await self.store.save(tx, work.changes, now)
            work.changes.clear()
        news = PersonNews(self.store, self.translator.planner)
        told = Origin(job.origin.party, job.message_id, job.origin.hops + 1)
        more = tuple(await news.of(tx, work.people, told, job.id, now))
        return Applied(work.state, work.code, work.detail, follow_ups=more)

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
            case Things():
                await self._things(tx, record.things, work)
            case (
                PersonChange()
                | FileReply()
                | UsageNotice()
                | CaseNotice()
                | RightOfUse()
                | NoticeAnswer()
                | OfficialDocument()
                | DocumentNotice()
                | Answered()
                | BaseRow()
            ):
                raise ValueError("what is told to others, documents, answers and unlinked rows are not the register's")

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
        said = await self.store.facts(tx, before)
        after = learn(before, under_own_fin(before, person_facts(record)), work.source, weak=weak, said=said)
        work.changes.append(Change(before, after, (key,) if before.is_new else ()))
        work.note_person(before, after)

    async def _account(self, tx: Tx, record: UtilityAccount, work: Work) -> None:
        key = self.store.hash("account", account_key(record))
        before = (await self.store.by_keys(tx, [key])).get(key) or blank("utility_account")
        version, party = work.version, work.source.party
        if version is not None and await has_overtaken(tx, before.version, version, party):
            work.state, work.code = DeliveryState.SUPERSEDED, "register.newer_known"
            return
        after = learn(before, account_facts(record), work.source, weak={*record.lossy, *record.derived})
        if work.version is not None:
            after = with_version(after, work.version)
        links = (self.store.hash(ACCOUNTS_OF, record.fin),) if record.fin else ()
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
        if (card := card_of(record)) is not None:
            await apply_things(tx, self.store, [bulk_thing(self.store, card)], work.source, work.source.at)
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
        links = tuple(self.store.hash(HOUSEHOLD_OF, m.fin) for m in record.members if m.fin)
        work.changes.append(Change(before, after, (key,) if before.is_new else (), links))

    async def _things(self, tx: Tx, records: Sequence[Registered], work: Work) -> None:
        """Apply the things of one message."""
        rows = [bulk_thing(self.store, record) for record in records]
        for code in (await apply_things(tx, self.store, rows, work.source, work.source.at)).values():
            work.state = DeliveryState.FAILED if code in OBJECTIONS else DeliveryState.SUPERSEDED
            work.code = code
        ended = await end_left_out(tx, self.store, records, work.source, work.source.at)
        if ended is not None and work.code is None:
            work.code, work.detail = LEFT_OUT, str(ended)


def _keys(store: RegisterStore, record: Record) -> Iterator[str]:
    """The keys of what is written by a record."""
    match record:
        case CivilAct():
            yield from act_keys(store, record)
        case Person():
            yield from _under(store, record.fin, "fin")
        case UtilityAccount():
            yield store.hash("account", account_key(record))
        case IdpStatus():
            yield from _under(store, record.fin, "idp", "fin")
            if (card := card_of(record)) is not None:
                yield bulk_thing(store, card).key
        case Household():
            yield from _under(store, record.household_id, "household")
        case Things():
            yield from (bulk_thing(store, thing).key for thing in record.things)
        case _:
            return


def _under(store: RegisterStore, value: str | None, *kinds: str) -> Iterator[str]:
    """Under these kinds of keys; nothing where there is no value."""
    if value is not None:
        yield from (store.hash(kind, value) for kind in kinds)
