"""That where somebody lives is kept from others: by which act, on which days, and for whom besides.

No format holds it and no message tells it: it is entered by two officials, and nobody outside learns of it.
"""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from mappings.identity import Code, Fin
from mappings.registered import Registered, WholeDay
from mappings.text import match_key
from mappings.value import Value

ProtectionReason = Literal["violence", "custody", "witness", "other_threat"]
"""Domestic violence (law 1058-IIIQ of 2010), with whom a child lives (a court's word), protection in criminal
proceedings (law 585-IQ of 1998), another threat; the articles are assumed until the committee's lawyers have said them.
"""
ProtectionEnd = Literal["revoked", "given_up", "deceased", "mistake"]


class ProtectionTerms(Value):
    """By which act, why and until when. `valid_until` is its last day; without one it has a day to look at it again
    (`review_on`), and holds on after it. `ended_on` is the first day on which it holds no more.

    `with_fins` live with the person and are covered too; `against_fin` is from whom the address is kept above all.
    """

    reason: ProtectionReason
    act_authority: Annotated[str, Field(min_length=3, max_length=200)]
    act_number: Annotated[str, Field(min_length=1, max_length=60)]
    act_date: WholeDay
    valid_from: WholeDay
    valid_until: WholeDay | None = None
    review_on: WholeDay | None = None
    ended_on: WholeDay | None = None
    end_reason: ProtectionEnd | None = None
    against_fin: Fin | None = None
    with_fins: Annotated[tuple[Code, ...], Field(max_length=20)] = ()

    @model_validator(mode="after")
    def _hangs_together(self) -> Self:
        if (self.ended_on is None) != (self.end_reason is None):
            raise PydanticCustomError("end_and_reason", "an end has its day and its reason")
        if self.valid_until is None and self.review_on is None:
            raise PydanticCustomError("until_or_review", "a last day, or a day to look at it again")
        days = (str(each) for each in (self.valid_until, self.review_on, self.ended_on) if each is not None)
        if any(day < str(self.valid_from) for day in days):
            raise PydanticCustomError("ends_before", "it cannot end before it begins")
        if self.against_fin is not None and self.against_fin in self.with_fins:
            raise PydanticCustomError("against_covered", "nobody is covered from themselves")
        return self


class Protection(ProtectionTerms, Registered):
    """That the address of `fin`, and of those with them, is protected (qorunan ünvan). The same act for the same person
    is the same protection.
    """

    kind: Literal["protection"] = "protection"
    fin: Code

    @model_validator(mode="after")
    def _of_others(self) -> Self:
        if self.fin == self.against_fin:
            raise PydanticCustomError("against_covered", "nobody is covered from themselves")
        return self

    @property
    def own_number(self) -> str:
        """The act, and for whom."""
        return f"{match_key(self.act_authority)}:{''.join(self.act_number.split())}:{self.act_date}:{self.fin}"

    @property
    def about(self) -> tuple[str, ...]:
        """Who is covered; never from whom."""
        return tuple(dict.fromkeys((self.fin, *self.with_fins)))
