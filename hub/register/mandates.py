"""A change request for a mandate: somebody is to act for a person, on other terms, or no more. Pure."""

from __future__ import annotations

from datetime import date
from typing import Final, Literal

from pydantic import ValidationError, field_validator

from document_flow.cases.speaking import is_too_young
from document_flow.programmes import programmes
from hub.bodies import Body
from hub.errors import Refused, Words
from hub.register.entity import Entity
from hub.register.persons import code_of
from hub.register.requests import Standing
from hub.register.thing_wishes import ThingWish
from mappings.records import Record
from mappings.registered import Mandate, MandateTerms


class MandateBody(MandateTerms, Body):
    """The terms as somebody hands them over."""


class MandateWish(ThingWish[MandateBody]):
    """A mandate of a person as it is to be. The same act for the same two is one mandate."""

    kind: Literal["mandate_change"] = "mandate_change"

    @field_validator("terms")
    @classmethod
    def _of_known_programmes(cls, terms: MandateBody) -> MandateBody:
        unknown = [each for each in terms.programmes if each not in programmes()]
        if unknown:
            message = f"no programme: {unknown[0]}"
            raise ValueError(message)
        return terms

    @property
    def ground(self) -> str:
        """The act."""
        return f"{self.terms.act_authority}, № {self.terms.act_number}, {self.terms.act_date}"

    def record(self, standing: Standing) -> Record:
        """The mandate as the message holds it."""
        return self.thing(standing.people[self.entity])

    def thing(self, person: Entity) -> Mandate:
        """It for this person; Refused of one who would stand in for themselves, and of a curator
        of a child who has a guardian still.
        """
        fin = code_of(person.attributes)
        born = person.attributes.get("birth_date") or ""
        since = date.fromisoformat(str(self.terms.valid_from))
        if self.terms.capacity == "curator" and len(born) == _WHOLE and is_too_young(date.fromisoformat(born), since):
            raise Refused("register.curator_too_young", _TOO_YOUNG, status=422, place="terms.capacity")
        try:
            return Mandate.model_validate({"fin": fin, **self.terms.model_dump()})
        except ValidationError:
            raise Refused(
                "register.own_mandate",
                Words("Heç kim öz nümayəndəsi ola bilməz.", "Nobody is their own representative."),
                status=422,
                place="terms",
            ) from None


_WHOLE: Final = len("2026-11-24")
_TOO_YOUNG: Final = Words(
    "14 yaşı tamam olmayan uşağın himayəçisi yox, qəyyumu olur: aktı yenidən yoxlayın.",
    "A child under 14 has a guardian, not a curator: look at the act again.",
)
