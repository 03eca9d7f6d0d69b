"""The bench's flow for SOAP: the same person in XML, told to Azəriqaz as a subscriber."""

from __future__ import annotations

from mappings.records import AccountRef, Person, PersonChange, Record
from routes.route import Destination, Route


def as_change(record: Record) -> Record:
    """The person as the register would tell of a change; the subscriber code follows from the FIN."""
    if not isinstance(record, Person) or record.fin is None:
        return record
    account = AccountRef(provider="azeriqaz", subscriber_code=f"30{record.fin}")
    return PersonChange(person=record, changed=("surname",), has_idp_status=True, accounts=(account,), origin="bench")


ALL = (
    Route(
        name="bench-subscribers",
        source="bench.person-xml.v1",
        steps=(as_change,),
        destinations=(Destination("azeriqaz.subscriber.update", writes="azeriqaz.subscriber.v1", agency="azeriqaz"),),
    ),
)
