"""Those for whom an application asks together: what the register says of each, and whose registered word is there.

Nothing of it is typed but FINs and numbers of documents; how many they are, who is of age and who is of the family
follows from the register on the legal day, and a word is that of the person, or of who may speak for the person.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from document_flow.cases.speaking import Ties, is_minor
from document_flow.cases.state import Case
from document_flow.programmes.programme import Programme, TogetherRule, parted
from hub.documents.office.appeals import word_key
from hub.programmes.speaking import ties_of
from hub.register.entity import Entity
from hub.register.reading import Reader
from hub.register.statuses import holds
from hub.store.tx import Rows, Tx
from mappings.lineage import lies
from mappings.places import PLACES

_BESIDE: Final = frozenset(("guardian", "curator"))
"""By these somebody is of a person's family who is no relative."""


@dataclass(frozen=True, slots=True)
class _Member:
    """One of them. `homes` are the households of today, `nearest` spouse and guardians, by FIN."""

    fin: str
    person: Entity
    ties: Ties
    homes: frozenset[str]
    nearest: frozenset[str]
    is_displaced: bool

    def is_minor(self, day: date) -> bool:
        return self.ties.born is not None and is_minor(self.ties.born, day)

    def is_dead(self) -> bool:
        said = self.person.attributes
        return said.get("vital_status") == "deceased" or bool(said.get("death_date"))

    def is_near(self, other: _Member) -> bool:
        """Whether one is the parent, sibling, spouse or guardian of the other, or lives in the same household."""
        one, two = self.ties, other.ties
        return not (
            one.own.isdisjoint(two.parents | other.nearest)
            and two.own.isdisjoint(one.parents | self.nearest)
            and one.parents.isdisjoint(two.parents)
            and self.homes.isdisjoint(other.homes)
        )


@dataclass(frozen=True, slots=True)
class _Word:
    """A registered appeal: the day of its registration, and the keyed hashes of who said it and about what."""

    day: date
    key: str


async def together(tx: Tx, reader: Reader, programme: Programme, case: Case, day: date) -> Mapping[str, Any]:
    """The values of `TOGETHER` on that legal day; nothing of a programme whose applicants ask for themselves alone.

    The reader has to be one that hides nothing.
    """
    rule = programme.together
    if rule is None or case.application is None:
        return {}
    answers = case.application.answers
    fins = dict.fromkeys((case.subject, *programme.others(answers)))
    found = await reader.by_fins(tx, fins)
    unknown = [each for each in fins if each not in found]
    # Two FINs of joined records are one person.
    people = {found[each].id: (each, found[each]) for each in reversed(fins) if each in found}
    members = [await _member(tx, reader, programme.id, *each, day) for each in reversed(people.values())]
    words = await _words(tx, parted(answers.get(rule.words)), case.application.day - timedelta(days=rule.days))
    subjects = _subjects(programme, rule, answers)
    silent = [each for each in members if not _is_spoken(reader, programme.id, subjects, each, words, day)]
    adults = [each for each in members if not each.is_minor(day)]
    return {
        "persons": len(members) + len(unknown),
        "children": len(members) - len(adults),
        "members": "unknown" if unknown else _wrong(members),
        "status": _all(each.is_displaced for each in adults),
        "registered": _all(_is_from(each.person, answers.get(rule.settlement)) for each in adults),
        "declared": not unknown and not any(each in adults for each in silent),
        "spoken_for": all(each in adults for each in silent),
        "unspoken": ", ".join((*(each.fin for each in silent), *unknown)) or "–",
    }


def _all(said: Iterable[bool]) -> str:
    return "all" if all(said) else "some"


async def _member(tx: Tx, reader: Reader, programme: str, fin: str, person: Entity, day: date) -> _Member:
    ties, today = await ties_of(tx, reader, fin), day.isoformat()
    statuses = [await reader.by_key(tx, "idp", each) for each in sorted(ties.own)]
    households = await reader.households(tx, sorted(ties.own))
    beside = (each.who for each in ties.representatives(programme, day) if each.capacity in _BESIDE)
    spouse = person.attributes.get("spouse_fin")
    return _Member(
        fin,
        person,
        ties,
        frozenset(each.id for each in households if not ties.own.isdisjoint(_living(each, today))),
        frozenset((*((spouse,) if spouse else ()), *beside)),
        any(each is not None and _is_displaced(each) and holds(each, today) for each in statuses),
    )


def _is_displaced(status: Entity) -> bool:
    """Whether it is a status of the displaced, or equated to it (law 669-IQ): what holds for refugees people decide."""
    return status.attributes.get("category") not in (None, "refugee")


def _living(household: Entity, today: str) -> Iterator[str]:
    """Who is of a household on that day, by FIN."""
    said = household.attributes
    yield from (each for each in (said.get("head_fin"),) if each)
    for each in said.get("members", ()):
        if each.get("fin") and (not each.get("until") or each["until"] > today):
            yield each["fin"]


def _wrong(members: Sequence[_Member]) -> str:
    """`all` where nothing is; whoever is near to one of the applicant's family is of it too."""
    if any(each.is_dead() for each in members):
        return "dead"
    if any(each.ties.born is None for each in members):
        return "unborn"
    family, others = list(members[:1]), list(members[1:])
    while near := [each for each in others if any(map(each.is_near, family))]:
        family += near
        others = [each for each in others if each not in near]
    return "unrelated" if others else "all"


def _is_from(person: Entity, settlement: Any) -> bool:
    """Whether the person was registered in that settlement, whatever district either is of by name."""
    origin = person.attributes.get("origin_residence") or {}
    place, there = PLACES.at(str(origin.get("place"))), PLACES.at(str(settlement))
    return place is not None and there is not None and lies(PLACES, place, there) in ("same", "within")


async def _words(tx: Tx, numbers: Iterable[str], since: date) -> list[_Word]:
    asked = Rows("reg_no text", [(each,) for each in dict.fromkeys(numbers)])
    rows = await tx.fetch(
        "SELECT d.id, d.reg_date, k.key_hash FROM {rows} JOIN documents d ON d.reg_no = r.reg_no"
        " JOIN document_keys k ON k.document_id = d.id WHERE d.kind = 'appeal' AND d.reg_date >= :since",
        {"since": since.isoformat()},
        asked,
    )
    return [_Word(date.fromisoformat(each["reg_date"]), each["key_hash"]) for each in rows]


def _subjects(programme: Programme, rule: TogetherRule, answers: Mapping[str, Any]) -> tuple[str, ...]:
    """Of words that count: said to an official, who has read where to, or for this very settlement."""
    question = programme.question(rule.settlement)
    place = question.choices.get(str(answers.get(rule.settlement))) if question is not None else None
    return (rule.about.az, *((rule.of_place(place).az,) if place is not None else ()))


def _is_spoken(
    reader: Reader, programme: str, subjects: Sequence[str], member: _Member, words: Iterable[_Word], day: date
) -> bool:
    """Whether one of the words is about the matter and of who may speak for that person, today and when it was said: of
    an adult the person, or whom an act names; of a child never the child.
    """
    minor = member.is_minor(day)
    now = _speaking(member, programme, day, minor=minor)
    keys = {word_key(reader.store.hash, fin, about): fin for fin in now for about in subjects}
    return any(keys.get(each.key) in _speaking(member, programme, each.day, minor=minor) for each in words)


def _speaking(member: _Member, programme: str, day: date, *, minor: bool) -> frozenset[str]:
    others = member.ties.representatives(programme, day)
    said = frozenset(each.who for each in others if minor or each.capacity != "parent")
    return said if minor else said | member.ties.own
