"""The one flow of the fault tests: a person in XML goes straight to MEİS, in the order of their messages."""

from __future__ import annotations

from mappings.records import Person, PersonChange, Record
from routes.route import Destination, Route


def as_change(record: Record) -> Record:
    """MEİS takes changes."""
    if not isinstance(record, Person):
        return record
    return PersonChange(person=record, changed=("surname",), has_idp_status=None, origin="committee")


ALL = (
    Route(
        name="fault-persons",
        source="bench.person-xml.v1",
        steps=(as_change,),
        destinations=(Destination("meis.person.update", writes="meis.person.v3", agency="meis"),),
    ),
)
