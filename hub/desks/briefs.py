"""The brief of a citizen for the official who receives: family, matters, appeals, earlier receptions and promises."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from document_flow.context import BAKU, Context
from document_flow.documents.state import Document
from document_flow.orders.state import Resolution
from document_flow.receptions import BRIEF_DAYS
from document_flow.words import Words
from hub.access.history import Access
from hub.access.people import Person
from hub.access.purposes import why
from hub.desks.affairs import Affairs, AffairsReading
from hub.desks.matters import with_day
from hub.desks.receptions import NO_RECEPTION, Reception, Receptions
from hub.errors import NotFound
from hub.register.entity import Entity
from hub.register.looking import note_looks

LOOK: Final = "reception.look"
_KEPT: Final = Words("yerinə yetirilib", "kept")
_LATE: Final = Words("gecikir, son gün", "late, last day")
_OPEN: Final = Words("icradadır, son gün", "under way, last day")


@dataclass(frozen=True, slots=True)
class KeptPromise:
    """What was promised, to be done by whom, and whether it was kept."""

    text: str
    executor: str
    state: Words
    is_late: bool


@dataclass(frozen=True, slots=True)
class Earlier:
    """One reception with its promises."""

    reception: Reception
    promises: tuple[KeptPromise, ...]


@dataclass(frozen=True, slots=True)
class Brief:
    """One page for the official. `relatives` are the family's members whom the register knows, by FIN."""

    reception: Reception
    affairs: Affairs
    relatives: Mapping[str, Entity]
    promises: tuple[KeptPromise, ...]
    earlier: Sequence[Earlier]
    executors: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Briefs:
    """Makes them; every look is in the person's access history first."""

    receptions: Receptions
    affairs: AffairsReading

    async def own(self, person: Person, name: str) -> Reception:
        """The sign-up at this official's own reception, or of whom they stand in for; NotFound for everything else."""
        context = await self._context()
        async with self.receptions.store.read() as tx:
            it = await self.receptions.get(tx, name)
        hands = (person.login, *context.directory.acting_for(person.login, context.today, "appeal"))
        if it.official not in hands:
            raise NotFound("receptions.unknown", NO_RECEPTION)
        return it

    async def of(self, person: Person, name: str) -> Brief:
        """The brief for the official's own reception."""
        it = await self.own(person, name)
        context, documents = await self._context(), self.affairs.documents
        affairs = await self.affairs.of(
            it.visitor.fin, lambda document, now: documents.sees(document, person.login, now)
        )
        async with self.receptions.store.read() as tx:
            others = await self.receptions.of_person(tx, it.visitor.fin)
            named = [each.document for each in others if each.document]
            states = await documents.batch.states(tx, named)
            fins = [str(m.get("fin")) for h in affairs.belongings.households for m in h.attributes.get("members", ())]
            relatives = await self.affairs.reader.by_fins(tx, fins)
        shown = {**dict.fromkeys(relatives, "register family"), it.visitor.fin: "register family status"}
        await self._note(person, shown)
        told = [Earlier(each, _promises(states.get(each.document or ""), person.login, context)) for each in others]
        mine = next((each.promises for each in told if each.reception.id == it.id), ())
        earlier = [each for each in told if each.reception.id != it.id and each.reception.state != "waiting"]
        return Brief(it, affairs, relatives, mine, earlier, _executors(context, it.official))

    async def is_open(self, it: Reception) -> bool:
        """Whether the whole brief is shown: until some days after the reception, by the body's sheet."""
        hours = self.receptions.hours(it.official, it.day)
        return (await self._context()).today <= it.day + timedelta(days=hours.brief_days if hours else BRIEF_DAYS)

    async def looked(self, person: Person, it: Reception) -> None:
        """Write down that the sign-up alone was looked at, once in a quarter of an hour."""
        await self._note(person, {it.visitor.fin: "reception"})

    async def _note(self, person: Person, shown: Mapping[str, str]) -> None:
        """`shown` is what was shown of whom, by FIN."""
        receptions, said = self.receptions, why("reception", "1308-IVQ")
        looks = [Access(LOOK, what, "shown", receptions.hash("fin", fin), said) for fin, what in shown.items()]
        await note_looks(receptions.store, receptions.sealer, person, looks)

    async def _context(self) -> Context:
        async with self.receptions.store.read() as tx:
            return await self.affairs.cases.context(tx)


def _promises(document: Document | None, login: str, context: Context) -> tuple[KeptPromise, ...]:
    if document is None or login in document.barred:
        return ()
    return tuple(_kept(each, context) for each in document.orders.resolutions.values() if not each.parent)


def _kept(order: Resolution, context: Context) -> KeptPromise:
    done = order.executed_at.astimezone(BAKU).date() if order.executed_at else None
    is_late = done is None and order.due is not None and order.due < context.today
    day: date | None = done or order.due
    words = _KEPT if done else _LATE if is_late else _OPEN
    return KeptPromise(order.text, context.directory.name(order.lead), with_day(words, day) or words, is_late)


def _executors(context: Context, official: str) -> Mapping[str, str]:
    """Those whom the official may give orders to, by login."""
    directory = context.directory
    return {
        each.login: each.name
        for each in directory.by_name()
        if each.active and each.login != official and context.competence.is_over(directory, official, each.unit)
    }
