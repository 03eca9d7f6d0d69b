"""What the register tells others after people in it changed: a message for each, in the commit that changed them.

Whoever holds two records that were joined is one person here: statuses and accounts of both count.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from hub.clock import SECOND
from hub.exchange.model import NewMessage, Origin
from hub.exchange.planning import Planner
from hub.register.entity import Entity
from hub.register.persons import codes_of, person_record
from hub.register.reading import fins_of
from hub.register.statuses import holds
from hub.register.store import RegisterStore
from hub.register.things import ACCOUNTS_OF
from hub.store.tx import Tx
from mappings.dates import BAKU
from mappings.format import Key
from mappings.records import AccountRef, Person, PersonChange

CHANGE_FORMAT = "register.person-change.v1"
REQUEST_FORMAT = "register.change-request.v1"
"""Of change requests that were agreed to (`hub.exchange.register_requests`)."""
Changed = dict[str, tuple[Entity, set[str]]]
"""By id the people as they are now, and the names of what changed."""


@dataclass(frozen=True, slots=True)
class PersonNews:
    """Makes the messages."""

    store: RegisterStore
    planner: Planner

    async def of(
        self, tx: Tx, people: Mapping[str, tuple[Entity, set[str]]], told: Origin, mark: str, now: int
    ) -> list[NewMessage]:
        """One for each person of whom others are told something. `mark` names the cause, in every repetition alike."""
        made = []
        for number, (entity, changed) in enumerate(people.values()):
            known = {name for name in changed if name in Person.model_fields or name == "idp_status"}
            if not known:
                continue
            status, accounts = await self._links(tx, await fins_of(tx, self.store, entity), _day(now).isoformat())
            person = person_record({**entity.attributes, "person_id": entity.id})
            change = PersonChange(
                person=person,
                changed=tuple(sorted(known)),
                has_idp_status=status,
                age=person.birth_date.age_on(_day(now)) if person.birth_date else None,
                accounts=accounts,
                origin=told.party,
            )
            keys: list[Key] = [("fin", each) for each in codes_of(entity.attributes)] or [("person", entity.id)]
            made.append(self.planner.follow_up(CHANGE_FORMAT, change, keys, told, f"{mark}:{number}"))
        return made

    async def _links(self, tx: Tx, fins: Sequence[str], day: str) -> tuple[bool | None, tuple[AccountRef, ...]]:
        statuses = await self.store.by_keys(tx, [self.store.hash("idp", fin) for fin in fins], locked=False)
        linked = await self.store.linked(tx, [self.store.hash(ACCOUNTS_OF, fin) for fin in fins])
        accounts = {each.id: each.attributes for found in linked.values() for each in found}
        has_status = any(holds(each, day) for each in statuses.values()) if statuses else None
        return has_status, tuple(
            AccountRef(provider=each["provider"], subscriber_code=each["subscriber_code"]) for each in accounts.values()
        )


def _day(now: int) -> date:
    return datetime.fromtimestamp(now / SECOND, BAKU).date()
