"""A change request for a protected address: entered for a person, on other terms, or ended. Pure."""

from __future__ import annotations

from typing import Literal

from pydantic import ValidationError

from hub.bodies import Body
from hub.errors import Refused, Words
from hub.register.entity import Entity
from hub.register.persons import code_of
from hub.register.requests import Standing
from hub.register.thing_wishes import ThingWish
from mappings.protected import Protection, ProtectionTerms
from mappings.records import Person, Record


class ProtectionBody(ProtectionTerms, Body):
    """The terms as somebody hands them over."""


class ProtectionWish(ThingWish[ProtectionBody]):
    """A protection of a person's address as it is to be. The same act for the same person is one protection."""

    kind: Literal["protection_change"] = "protection_change"

    @property
    def ground(self) -> str:
        """The act."""
        return f"{self.terms.act_authority}, № {self.terms.act_number}, {self.terms.act_date}"

    def record(self, standing: Standing) -> Record:
        """Whose it is, and no more: the terms lie in the register and the request, and whoever reads messages learns
        neither the reason nor from whom.
        """
        return Person.model_validate({"fin": standing.people[self.entity].attributes.get("fin")})

    def thing(self, person: Entity) -> Protection:
        """It for this person; Refused where the person is protected from themselves."""
        fin = code_of(person.attributes)
        try:
            return Protection.model_validate({"fin": fin, **self.terms.model_dump()})
        except ValidationError:
            raise Refused(
                "register.own_protection",
                Words(
                    "Ünvan şəxsin özündən qorunmur: kimdən qorunduğunu yenidən yazın.",
                    "Nobody's address is kept from themselves: say again from whom it is.",
                ),
                status=422,
                place="terms.against_fin",
            ) from None
