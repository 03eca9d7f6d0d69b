"""Change requests that enter a person without a FIN, and the FIN that came to such a person later. Pure.

A person is entered on a registered application alone, with the facts stated in it; the register's number follows. Who
looks like the person is named before anybody agrees. A FIN that another record has is no change of this one: the two
are joined.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Final, Literal

from pydantic import Field, field_validator

from hub.bodies import Body
from hub.errors import Conflict, Refused, Words
from hub.register.entity import learn
from hub.register.facts import Source
from hub.register.requests import AttributeLine, EntityId, Grounds, Standing, read_values
from hub.register.store import Change
from hub.register.weights import group_of
from hub.store.ids import new_id
from mappings.identity import Fin
from mappings.records import Person, Record

NEEDED: Final = ("surname", "given_name", "birth_date", "sex")
"""Without these nobody could be told from others."""


class EntryWish(Body):
    """A person whom the register does not know and who has no FIN. `application` is the number of the registered
    document in which it was asked; `entity` is the id that the record will have.
    """

    kind: Literal["person_entry"] = "person_entry"
    entity: EntityId = Field(default_factory=new_id)
    values: dict[str, Any] = Field(min_length=1)
    basis: Grounds
    ground: str = Field(min_length=3, max_length=200)
    application: str = Field(min_length=1, max_length=60)

    @field_validator("values")
    @classmethod
    def _of_a_person(cls, values: dict[str, Any]) -> dict[str, Any]:
        groups: dict[str, dict[str, Any]] = {}
        for name, value in values.items():
            groups.setdefault(group_of("person", name), {})[name] = value
        read = {name: value for group in groups.values() for name, value in read_values(group).items()}
        missing = next((name for name in NEEDED if name not in read), None)
        if missing is not None:
            raise Refused("register.entry_lacks", _LACKS, status=422, place=missing)
        return read

    @property
    def entities(self) -> tuple[str, ...]:
        """The record to come."""
        return (self.entity,)

    def mark(self, standing: Standing) -> str:
        """Another one where somebody who looks like the person came since."""
        return hashlib.sha256(" ".join(standing.alike).encode()).hexdigest()[:24]

    def changes(self, standing: Standing, source: Source) -> tuple[Change, ...]:
        """The person."""
        before = standing.people[self.entity]
        return (Change(before, learn(before, self.values, source)),)

    def lines(self, standing: Standing, changes: Sequence[Change]) -> list[AttributeLine]:
        """Each value."""
        del standing
        after = changes[0].after.attributes
        return [AttributeLine(name, None, value, after.get(name)) for name, value in self.values.items()]

    def record(self, standing: Standing) -> Record:
        """The values as the message holds them."""
        del standing
        return Person.model_validate({**self.values, "person_id": self.entity, "fin_state": "absent"})


class FinWish(Body):
    """The FIN that came to somebody who had none."""

    kind: Literal["person_fin"] = "person_fin"
    entity: EntityId
    fin: Annotated[Fin, Field(repr=False)]
    basis: Grounds
    ground: str = Field(min_length=3, max_length=200)

    @property
    def entities(self) -> tuple[str, ...]:
        """Whose it is."""
        return (self.entity,)

    def mark(self, standing: Standing) -> str:
        """Another one whenever a fact of their identity changes."""
        return standing.mark(self.entities, group_of("person", "fin"))

    def changes(self, standing: Standing, source: Source) -> tuple[Change, ...]:
        """The person with it, and found by it; Refused where they have one, Conflict where another record has it."""
        before = standing.people[self.entity]
        if "fin" in before.attributes:
            raise Refused(
                "register.has_fin", Words("Bu yazının FİN-i var.", "This record has a FIN."), status=422, place="fin"
            )
        if standing.is_fin_taken:
            raise Conflict(
                "register.fin_taken",
                Words(
                    "Bu FİN reyestrdə başqa yazıdadır: iki yazını birləşdirin.",
                    "Another record has this FIN: join the two records.",
                ),
                place="fin",
            )
        return (Change(before, learn(before, {"fin": self.fin}, source), (standing.fin_key,)),)

    def lines(self, standing: Standing, changes: Sequence[Change]) -> list[AttributeLine]:
        """It alone."""
        del standing
        return [AttributeLine("fin", None, self.fin, changes[0].after.attributes.get("fin"))]

    def record(self, standing: Standing) -> Record:
        """It, for whom by the hub's id."""
        del standing
        return Person(fin=self.fin, person_id=self.entity)


_LACKS: Final = Words(
    "Soyadı, adı, doğum tarixi və cinsi yazılmalıdır: bunlarsız şəxs başqasından seçilmir.",
    "Surname, given name, date of birth and sex are to be stated: without them nobody is told from others.",
)
NO_APPLICATION: Final = Words(
    "Belə nömrə ilə qeydə alınmış ərizə yoxdur: əvvəlcə ərizəni sənəd kimi qeydə alın.",
    "No document is registered under this number: register the application first.",
)
ALIKE: Final[Mapping[str, Words]] = {
    "name": Words(
        "Bu doğum tarixi və adla reyestrdə artıq yazı var: eyni şəxs deyilsə, təsdiq edin.",
        "The register has a record with this date of birth and name: agree only if it is somebody else.",
    ),
    "document": Words(
        "Bu sənəd nömrəsi ilə reyestrdə artıq yazı var: eyni şəxs deyilsə, təsdiq edin.",
        "The register has a record with this number of a document: agree only if it is somebody else.",
    ),
}
"""What speaks against an entry, by the sign that is shared."""
