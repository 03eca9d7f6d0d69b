"""The vacancies that were proposed to somebody before the move, in their own words: what, where, from whom, until when.

A proposal is the register's match of a person and a vacancy, whoever has made it. Both are read now: of a vacancy that
the register does not hold nothing is said.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from document_flow.dates_az import short_date
from document_flow.words import Words, az_sentence
from hub.aggregates.kind import Needs
from hub.register.entity import Entity
from hub.returns.vacancies import is_open, name_of_position, newest_of_each, place_of
from hub.store.tx import Tx

Line = tuple[Words, Words]
_MOST: Final = 12
_DAY: Final = len("2026-11-24")


@dataclass(frozen=True, slots=True)
class Proposal:
    """One vacancy for one person; `stands` is what came of it, in a sentence."""

    position: Words
    stands: Words
    tone: Literal["wait", "ok", "gone"]
    facts: Sequence[Line]


async def proposals_to(needs: Needs, tx: Tx, fin: str) -> list[Proposal]:
    """The newest first, under each FIN of joined records. For that person's own eyes, where an address is protected
    too.
    """
    reader, today = needs.reader.whole, (await needs.context(tx)).today
    found = []
    for match in newest_of_each(await reader.things_of(tx, "job_match", fin))[:_MOST]:
        vacancy = await reader.by_key(tx, "vacancy", str(match.attributes["vacancy_id"]))
        if vacancy is not None:
            found.append(_proposal(match, vacancy, today))
    return found


def _proposal(match: Entity, vacancy: Entity, today: date) -> Proposal:
    state = str(match.attributes["state"])
    position = _titled(str(vacancy.attributes["position"]))
    facts = [(what, said) for what, said in _facts(match, vacancy) if said.az]
    if state == "proposed" and not is_open(vacancy, today):
        return Proposal(
            position, Words("Bu vakansiya artıq açıq deyil.", "This vacancy is open no longer."), "gone", facts
        )
    return Proposal(position, *_STANDS[state], facts)


def _titled(code: str) -> Words:
    name = name_of_position(code)
    return Words(az_sentence(name.az), name.en.capitalize()) if name is not None else Words(code, code)


def _facts(match: Entity, vacancy: Entity) -> Iterator[Line]:
    said, place = vacancy.attributes, place_of(vacancy)
    where = str(said.get("place_text") or (place.key if place is not None else ""))
    yield Words("Harada", "Where"), Words(where, where)
    yield Words("Kim işə götürür", "Who hires"), Words(*(str(said.get("employer") or ""),) * 2)
    yield Words("Son gün", "Last day"), _day(said.get("until")) if said.get("until") else _NO_LAST_DAY
    yield Words("Təklif olunduğu gün", "Proposed on"), _day(match.attributes.get("matched_on") or "")


def _day(said: object) -> Words:
    """A whole day as days are written; a month or a year as it is known."""
    text = str(said)
    return Words(*(short_date(date.fromisoformat(text)) if len(text) == _DAY else text,) * 2)


_NO_LAST_DAY: Final = Words("göstərilməyib", "none is named")
_STANDS: Final[dict[str, tuple[Words, Literal["wait", "ok", "gone"]]]] = {
    "proposed": (
        Words(
            "Bu iş sizə təklif olunub, vəzifəli şəxs sizinlə əlaqə saxlayacaq. İmtinanın heç bir nəticəsi yoxdur.",
            "This work is proposed to you, and an official will speak with you. To refuse costs nothing.",
        ),
        "wait",
    ),
    "accepted": (Words("Təklifi qəbul etmisiniz.", "You have accepted the proposal."), "ok"),
    "refused": (Words("Təklifdən imtina etmisiniz.", "You have refused the proposal."), "gone"),
    "hired": (Words("İşə götürülmüsünüz.", "You were hired."), "ok"),
}
