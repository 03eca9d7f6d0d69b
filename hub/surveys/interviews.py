"""Who answers a survey, and how an answer is taken: once, with consent, and written over by nobody's hand alone.

Whoever is of another place or district is answered like one whom nobody knows. Nothing tells what somebody has answered
before: by another hand the same answer is refused like any other.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Annotated, Final

from pydantic import Field

from document_flow.context import BAKU
from document_flow.outcome import Refusal
from document_flow.surveys.answers import Answer, read_answers
from document_flow.surveys.questionnaire import Questionnaire
from document_flow.surveys.state import Survey
from document_flow.words import Words
from hub.access.history import Access, note_access
from hub.access.purposes import why
from hub.aggregates.aggregates import Aggregates
from hub.aggregates.kind import Stored
from hub.bodies import Body
from hub.clock import SECOND
from hub.errors import Conflict, HubError, Refused, WrongFields, allowed
from hub.exchange.ask.problems import fin_refused, sure_fin
from hub.register.entity import Entity
from hub.register.scope import is_of_district
from hub.store.tx import Tx
from hub.surveys.answer_store import AnswerStore, Kept
from hub.surveys.kind import SURVEYS, answer_store, standing_of
from mappings.dates import DateRefused, PartialDate
from mappings.identity import FinRefused, read_fin

ANSWER: Final = "survey.answer"
WITHDRAW: Final = "survey.withdraw"
_Name = Annotated[str, Field(min_length=1, max_length=40)]
_Text = Annotated[str, Field(max_length=4_000)]


class Interview(Body):
    """What one respondent says. `instead_of` is the version whose place it takes, `word` that it is their own word."""

    fin: str = Field(min_length=1, max_length=20, repr=False)
    consents: Annotated[tuple[_Name, ...], Field(max_length=10)] = ()
    answers: Annotated[dict[_Name, _Text | Annotated[list[_Text], Field(max_length=100)]], Field(max_length=200)]
    instead_of: int | None = Field(default=None, ge=1)
    word: bool = False


@dataclass(frozen=True, slots=True)
class Hand:
    """Who writes down. `sees`: whether this person of the register is open to them. `online` is the respondent's own
    hand, for whom a party speaks; `person` is then nobody.
    """

    name: str
    party: str
    person: str | None
    sees: Callable[[Tx, Entity], Awaitable[bool]]
    online: bool = False


@dataclass(frozen=True, slots=True)
class Taken:
    """An answer that counts, by its version; `repeated`: it was there already."""

    version: int
    repeated: bool = False


@dataclass(frozen=True, slots=True)
class Interviews:
    """Takes answers and deletes them, each time in one transaction that has the survey locked."""

    aggregates: Aggregates

    async def take(self, name: str, hand: Hand, said: Sequence[Interview]) -> Sequence[Taken | HubError]:
        """Each of them, or why not; HubError where the survey takes none. Every look stands in the access history."""
        async with self.aggregates.store.write() as tx:
            stored = await self.aggregates.locked(tx, SURVEYS, name)
            standing = await standing_of(self.aggregates.needs, tx, stored)
            asked = allowed(standing.takes())
            if (stored.state.way == "online") is not hand.online:
                raise Refused("surveys.way", _WAY, status=409)
            fins = {fin for each in said if isinstance(fin := read_fin(each.fin), str)}
            people = await self.aggregates.needs.reader.by_fins(tx, fins)
            open_to = {fin for fin, e in people.items() if await self._may_ask(tx, stored.state, hand, fin, e)}
            before = await self.answers.newest(tx, name, fins)
            one = _Taking(stored.state, asked, hand, standing.context.today, people, open_to, before)
            found = [one.taken(each) for each in said]
            for each in one.dropped:
                await self.answers.delete(tx, name, each, hand.name)
            await self.answers.add(tx, name, one.made, one.until())
            outcomes = [(fin, "ok" if isinstance(each, Taken) else each.code) for fin, each in found]
            await self._note(tx, hand, ANSWER, outcomes)
        return [each for _, each in found]

    async def withdraw(self, name: str, hand: Hand, typed: str) -> int:
        """Delete what somebody has answered, at their word, whenever and wherever the register says now that they come
        from; how many versions there were.
        """
        fin = sure_fin(read_fin(typed), "fin")
        async with self.aggregates.store.write() as tx:
            await self.aggregates.locked(tx, SURVEYS, name)
            person = await self.aggregates.needs.reader.by_key(tx, "fin", fin)
            may = person is not None and await hand.sees(tx, person)
            gone = await self.answers.delete(tx, name, fin, hand.name) if may else 0
            await self._note(tx, hand, WITHDRAW, [(fin, "ok" if may else "surveys.respondent")])
        return gone

    async def asks(self, tx: Tx, stored: Stored[Survey], hand: Hand, fin: str) -> bool:
        """Whether it takes an answer of this person now, by this hand."""
        needs = self.aggregates.needs
        standing, person = await standing_of(needs, tx, stored), await needs.reader.by_key(tx, "fin", fin)
        asked = standing.takes()
        if isinstance(asked, Refusal) or person is None or (stored.state.way == "online") is not hand.online:
            return False
        one = _Taking(stored.state, asked, hand, standing.context.today, {fin: person}, {fin}, {})
        return one.may_answer(fin) and await self._may_ask(tx, stored.state, hand, fin, person)

    @property
    def answers(self) -> AnswerStore:
        """Where they are kept."""
        return answer_store(self.aggregates.needs)

    async def _may_ask(self, tx: Tx, survey: Survey, hand: Hand, fin: str, person: Entity) -> bool:
        """Whether this hand sees the person, whom the register knows to come from the survey's place."""
        origin = dict(person.attributes.get("origin_residence") or {})
        if not origin.get("place"):
            status = await self.aggregates.needs.reader.by_key(tx, "idp", fin)
            origin = {"place": status.attributes.get("origin_place", "") if status else ""}
        is_from_there = is_of_district({"origin": origin}, survey.place, ("origin",))
        return is_from_there and await hand.sees(tx, person)

    async def _note(self, tx: Tx, hand: Hand, service: str, outcomes: Sequence[tuple[str, str]]) -> None:
        needs, reason = self.aggregates.needs, why("return", "998-IIIQ")
        looks = [Access(service, "survey", o, needs.hash("fin", fin), reason) for fin, o in outcomes if fin]
        await note_access(tx, needs.sealer, hand.party, hand.person, *looks)


@dataclass(frozen=True, slots=True)
class _Taking:
    """One turn of taking answers to a survey: whom the register knows, who of them is open to the hand, what they have
    answered before; `made` are the versions to be written, `dropped` whose versions before that are deleted: a consent
    that they gave is withdrawn.
    """

    survey: Survey
    asked: Questionnaire
    hand: Hand
    today: date
    people: Mapping[str, Entity]
    open_to: Collection[str]
    before: dict[str, Kept]
    made: list[tuple[str, Kept]] = field(default_factory=list)
    dropped: list[str] = field(default_factory=list)

    def taken(self, said: Interview) -> tuple[str, Taken | HubError]:
        """The FIN that was looked at, and what came of it."""
        fin = read_fin(said.fin)
        if isinstance(fin, FinRefused):
            return "", fin_refused(fin, "fin")
        read = read_answers(self.asked, said.answers, said.consents)
        if read.wrong:
            return "", WrongFields("surveys.wrong", read.wrong)
        person = self.people.get(fin)
        if person is None or fin not in self.open_to or _is_dead(person):
            return fin, Refused("surveys.respondent", _NOBODY, status=422, place="fin")
        if not self._of_age(person):
            return fin, Refused("surveys.age", self._ages(), status=422, place="fin")
        return fin, self._of_known(fin, said, read.answers)

    def may_answer(self, fin: str) -> bool:
        """Whether this person is alive and of age."""
        person = self.people[fin]
        return not _is_dead(person) and self._of_age(person)

    def _of_known(self, fin: str, said: Interview, answers: Mapping[str, Answer]) -> Taken | HubError:
        before = self.before.get(fin)
        if before is not None:
            if before.made_by == self.hand.name and before.says(said.consents, answers):
                return Taken(before.version, repeated=True)
            if said.instead_of != before.version or not said.word:
                return Conflict("surveys.answered", _answered(before.version), place="instead_of")
            if not {*before.consents} <= {*said.consents}:
                self.dropped.append(fin)
                self.made[:] = [each for each in self.made if each[0] != fin]
        version = before.version + 1 if before else 1
        source = f"survey:{self.survey.questionnaire}:{self.survey.way}"
        self.before[fin] = Kept(version, self.hand.name, source, said.consents, answers)
        self.made.append((fin, self.before[fin]))
        return Taken(version)

    def _of_age(self, person: Entity) -> bool:
        try:
            age = PartialDate.from_text(str(person.attributes.get("birth_date") or "")).age_on(self.today)
        except DateRefused:
            return False
        return age is not None and self.asked.youngest <= age <= self.asked.oldest

    def _ages(self) -> Words:
        ages = f"{self.asked.youngest}–{self.asked.oldest}"
        return Words(
            f"Bu sorğuya yalnız yaşı {ages} arasında olan və doğum tarixi reyestrdə məlum olan cavab verir.",
            f"Only those of {ages} whose date of birth the register knows answer this survey.",
        )

    def until(self) -> int:
        """When what is written now is deleted, in microseconds."""
        end = self.survey.last + timedelta(days=self.asked.keep_days + 1)
        return int(datetime.combine(end, time.min, BAKU).timestamp()) * SECOND


def _is_dead(person: Entity) -> bool:
    return person.attributes.get("vital_status") == "deceased"


def _answered(version: int) -> Words:
    return Words(
        f"Bu şəxs artıq cavab verib (versiya {version}). Yalnız özü başqa cür deyirsə, həmin versiyanın yerinə yazın.",
        f"This person has answered already (version {version}). Only if they say otherwise now, write it instead of"
        " that version, by their own word.",
    )


_NOBODY = Words(
    "Reyestrdə bu sorğunun yaşayış məntəqəsindən olan və sizə açıq belə şəxs yoxdur. FİN-i yoxlayın.",
    "The register has no such person of this survey's settlement who is open to you. Check the FIN.",
)
_WAY = Words(
    "Bu sorğuya bu yolla cavab verilmir: onlayn sorğuya insan özü, digərinə əməkdaş qarşısında cavab verir.",
    "This survey is not answered this way: online people answer themselves, else before an official.",
)
