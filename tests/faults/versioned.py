"""The same flow with a version: the number that the surname spells. Only what is newer is applied."""

from __future__ import annotations

from dataclasses import replace

from mappings.format import Reading
from mappings.records import Person
from tests.faults.routes import ALL as UNVERSIONED
from tests.faults.traffic import number_of


def version(reading: Reading) -> str | None:
    """The number, padded so that text sorts as numbers do."""
    person = reading.records[0]
    return f"{number_of(str(person.surname)):05}" if isinstance(person, Person) else None


ALL = tuple(replace(route, version=version) for route in UNVERSIONED)
