"""The day on which a status begins or ends has come: those who were told of it are told again, and papers in effect
that rest on it are looked at again, in one commit.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from hub.documents.law.rulings import today
from hub.exchange.accept import store_messages
from hub.exchange.model import Origin
from hub.exchange.person_news import PersonNews
from hub.exchange.planning import Planner
from hub.programmes.same_person import look_again
from hub.register.coming import days_of, take_days
from hub.register.persons import codes_of
from hub.register.reading import Reader
from hub.store.legal_time import legal_now
from hub.store.store import Store
from hub.store.tx import Tx

_AT_ONCE: Final = 200
"""A decree that ends a group ends many statuses on one day."""


@dataclass(frozen=True, slots=True)
class Arriving:
    """A duty of the leading process."""

    store: Store
    planner: Planner
    reader: Reader

    async def step(self) -> int:
        """Take up what has come by legal time; how many days of how many people it was."""
        async with self.store.read() as tx:
            now = await legal_now(tx)
            day = today(now).isoformat()
            rows = await tx.fetch("SELECT 1 AS due FROM entity_days d WHERE d.day <= :day LIMIT 1", {"day": day})
        if not rows:
            return 0
        async with self.store.write() as tx:
            return await self._tell(tx, await take_days(tx, day, _AT_ONCE), now)

    async def _tell(self, tx: Tx, taken: Sequence[tuple[str, str]], now: int) -> int:
        statuses = await self.reader.store.by_ids(tx, [name for _, name in taken])
        days = [(day, name) for day, name in taken if name in statuses and day in days_of(statuses[name])]
        fins = {name: str(statuses[name].attributes["fin"]) for _, name in days}
        people = await self.reader.by_fins(tx, fins.values())
        news = PersonNews(self.reader.store, self.planner)
        for day, name in days:
            if fins[name] in people:
                person = people[fins[name]]
                changed = {person.id: (person, {"idp_status"})}
                made = await news.of(tx, changed, Origin("committee", None, 1), f"day:{day}:{name}", now)
                await store_messages(tx, made, await tx.now())
        codes = {*fins.values(), *(code for each in people.values() for code in codes_of(each.attributes))}
        await look_again(tx, frozenset(self.reader.store.hash("fin", each) for each in codes))
        return len(taken)
