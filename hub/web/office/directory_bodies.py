"""What is handed over to change the directory."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from document_flow.documents.facts import Kind
from document_flow.people import StandIn
from document_flow.words import Words
from hub.bodies import Body
from hub.web.fields import Wrong
from hub.web.words import WordsBody

_MEMBERS = Words("Ən azı bir üzv seçin.", "Choose at least one member.")
Login = Annotated[str, Field(min_length=1, max_length=100), Wrong(Words("Əməkdaşı seçin.", "Choose an official."))]
Name = Annotated[str, Field(min_length=1, max_length=60, pattern="^[a-z0-9-]+$")]


class StandInBody(Body):
    """Both days are included; `kinds` are kinds of document, all of them where none is named."""

    principal: Login
    acting: Login
    first: date
    last: date
    kinds: list[Kind] = Field(default_factory=list, max_length=4)
    basis: str = Field(max_length=300, description="The order that says so")
    manner: Literal["substitute", "delegate"] = "substitute"

    def stand_in(self) -> StandIn:
        """As the rules have it."""
        kinds = frozenset(self.kinds)
        return StandIn(self.principal, self.acting, self.first, self.last, self.basis, kinds, self.manner)


class CommissionBody(Body):
    """All members, from now on; a commission of nobody is none. Its title stays where none is given."""

    members: Annotated[list[Login], Field(min_length=1, max_length=100), Wrong(_MEMBERS)]
    title: WordsBody | None = None


class UnitBody(Body):
    """A unit; without a head its post is vacant."""

    title: WordsBody
    head: Login | None = None


class PostBody(Body):
    """A person's place of work."""

    position: WordsBody
    unit: Name


class MovedDayBody(Body):
    """One day of the Cabinet of Ministers' decision."""

    day: date
    working: bool
    reason: WordsBody
    act: str = Field(min_length=1, max_length=300)


class MovedDaysBody(Body):
    """Days that a decision moves; a day that is named again is as it is named last."""

    days: list[MovedDayBody] = Field(min_length=1, max_length=400)
