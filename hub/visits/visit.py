"""A visit as it stands: whose family, what was said of it, and how the family signed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal

from pydantic import Field, TypeAdapter

from document_flow.days import day_of
from document_flow.drawn_signature import strokes_of
from document_flow.rendering.text import Room, why_unprintable
from document_flow.visits.questionnaire import MEMBER, one_of, questionnaire
from hub.bodies import Body
from hub.errors import Words
from mappings.places import PLACES

LONGEST = 300
LONGEST_DRAWN = 60_000


@dataclass(frozen=True, slots=True)
class FamilyOne:
    """One of the family, as the register knew them when the visit was opened; `born` as people write it."""

    fin: str
    name: str
    born: str


@dataclass(frozen=True, slots=True)
class VisitBody:
    """What is sealed of a visit. `places` may be chosen, `place` was. `salt` hides it behind its hash.

    `page` is the open form that wrote the draft last: it goes on, whatever of its answers it did not hear of.
    """

    members: tuple[FamilyOne, ...]
    places: tuple[str, ...]
    salt: str
    place: str = ""
    visited_on: str = ""
    page: str = ""
    answers: Mapping[str, str] = field(default_factory=dict)
    signature: tuple[str, ...] = ()
    signed_by: str = ""
    signed_as: str = ""
    refusal: str = ""
    witness: str = ""
    by: str = ""
    position: str = ""
    closed_at: str = ""
    number: str = ""
    follows: str = ""

    @property
    def person(self) -> FamilyOne:
        """For whom it was opened."""
        return self.members[0]

    def presence(self, number: int) -> str:
        """What was said of a member."""
        return self.answers.get(f"{MEMBER}{number}", "")

    def written(self) -> bytes:
        """As it is sealed and hashed."""
        return BODIES.dump_json(self)

    def fingerprint(self) -> str:
        """What the evidence keeps of it."""
        return hashlib.sha256(self.written()).hexdigest()


BODIES: TypeAdapter[VisitBody] = TypeAdapter(VisitBody)


@dataclass(frozen=True, slots=True)
class Visit:
    """A visit with its place in the store. Instants in microseconds; `paper` is the digest of its PDF."""

    id: str
    state: Literal["draft", "signed"]
    district: str
    made_by: str
    saves: int
    body: VisitBody
    opened_at: int
    number: str | None = None
    paper: str | None = None
    key_hash: str | None = None
    record_hash: str | None = None
    differs: int = 0
    settled_by: str | None = None
    settled_at: int | None = None
    signed_at: int | None = None

    @property
    def intact(self) -> bool:
        """Whether what was fixed is what lies there."""
        return self.state == "draft" or self.record_hash == self.body.fingerprint()


class VisitAnswers(Body):
    """What the representative has filled in so far. `saves` is the draft that it was filled in upon.

    `page` names the open form, where there is one: what it has written itself it may write over.
    """

    saves: int = Field(ge=0)
    page: str = Field(default="", max_length=100)
    place: str = Field(default="", max_length=120)
    visited_on: str = Field(default="", max_length=10)
    answers: dict[str, str] = Field(default_factory=dict, max_length=80, repr=False)


class VisitClosing(VisitAnswers):
    """The whole act: the family's strokes with who signed in which quality, or why nobody did, before which witness."""

    signature: str = Field(default="", max_length=LONGEST_DRAWN, repr=False)
    signed_by: str = Field(default="", max_length=LONGEST, repr=False)
    signed_as: str = Field(default="", max_length=60)
    refusal: str = Field(default="", max_length=LONGEST, repr=False)
    witness: str = Field(default="", max_length=LONGEST, repr=False)

    def wrong(self, body: VisitBody, today: date) -> Mapping[str, Words]:
        """What is wrong with it, by field."""
        asked = questionnaire()
        typed = {**self.answers, "signed_by": self.signed_by, "refusal": self.refusal, "witness": self.witness}
        found = {name: words for name, text in typed.items() if (words := unprintable(text)) is not None}
        found |= asked.wrong(self.answers, len(body.members), today)
        found |= dict(self._contrary(body, today))
        found |= dict(self._unrefused() if self.refusal else self._unsigned())
        return found

    def _contrary(self, body: VisitBody, today: date) -> Iterator[tuple[str, Words]]:
        if not _has_been(self.visited_on, today):
            yield (
                "visited_on",
                Words("Baxışın gününü yazın; gələcək ola bilməz.", "Write the day of the visit; none to come."),
            )
        if self.place not in body.places:
            yield "place", Words("Yeri siyahıdan seçin.", "Choose the place from the list.")
        said = [self.answers.get(f"{MEMBER}{number}", "") for number in range(len(body.members))]
        if self.answers.get("lives") == "no" and "here" in map(questionnaire().presence.get, said):
            yield "lives", _CONTRARY

    def _unrefused(self) -> Iterator[tuple[str, Words]]:
        if not self.witness:
            yield (
                "witness",
                Words("İmzadan imtina edilibsə, şahidin adını yazın.", "Where nobody signed, name the witness."),
            )
        if self.signature:
            yield (
                "refusal",
                Words("Həm imza, həm imtina ola bilməz.", "There is either a signature or a refusal to sign."),
            )

    def _unsigned(self) -> Iterator[tuple[str, Words]]:
        strokes = strokes_of(self.signature)
        if isinstance(strokes, Words):
            yield "signature", strokes
        if not self.signed_by:
            yield "signed_by", Words("İmzalayanın adını yazın.", "Write who signed.")
        if (unknown := one_of(self.signed_as, questionnaire().signers)) is not None:
            yield "signed_as", unknown


def unprintable(text: str) -> Words | None:
    """Why a text cannot stand on the act's paper: an act that was fixed must have one."""
    return why_unprintable(text, _ROOM)


def filled(body: VisitBody, said: VisitAnswers) -> VisitBody:
    """The draft with what was filled in."""
    kept = questionnaire().kept(said.answers, len(body.members))
    place = said.place if PLACES.at(said.place) else ""
    return replace(body, place=place, visited_on=said.visited_on, page=said.page, answers=kept)


def is_upon(visit: Visit, said: VisitAnswers) -> bool:
    """Whether it was filled in upon what is kept now; else somebody has filled in more on another page since."""
    return said.saves == visit.saves or (said.page != "" and said.page == visit.body.page)


def _has_been(text: str, today: date) -> bool:
    day = day_of(text)
    return day is not None and day <= today


_ROOM = Room(3_000, paragraphs=True)
_CONTRARY = Words(
    "Ailə burada yaşamır deyilib, amma üzvlərdən biri burada yaşayır. Birini düzəldin.",
    "It is said that the family does not live here, and that one of it does. Mend one of them.",
)
