"""The same flow for documents that have a version: each agency applies only what is newer than what it has."""

from __future__ import annotations

from dataclasses import replace

from mappings.format import Reading
from mappings.records import Person
from tests.faults.traffic import number_of
from tests.simulation.plays import routes


def _version(reading: Reading) -> str | None:
    """The number that the surname spells."""
    (record,) = reading.records
    return f"{number_of(record.surname):05}" if isinstance(record, Person) and record.surname else None


ALL = tuple(replace(each, version=_version) for each in routes.ALL)
