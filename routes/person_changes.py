"""What changed about a person in the register goes to the agencies that are entitled to it.

Who is told of what stands in the agencies' manifests: some get every change of a person with a FIN; a utility gets only
what the law gives it, by subscriber code, and never the act itself.
"""

from __future__ import annotations

from collections.abc import Callable

from connectors.agencies import takers_of
from connectors.manifest import Takes
from mappings.records import PersonChange, Record
from routes.route import Destination, Route


def has_fin(record: Record) -> bool:
    """Agencies know people by FIN alone."""
    return isinstance(record, PersonChange) and record.person.fin is not None


def _accounts_at(provider: str, record: Record) -> list[object]:
    return [each for each in record.accounts if each.provider == provider] if isinstance(record, PersonChange) else []


def _concerns(provider: str, fields: frozenset[str]) -> Callable[[Record], bool]:
    """True if a field that the agency may know has changed and the person has an account there."""

    def concerns(record: Record) -> bool:
        if not isinstance(record, PersonChange) or not has_fin(record):
            return False
        return bool(fields.intersection(record.changed) and _accounts_at(provider, record))

    return concerns


def _one_an_account(provider: str) -> Callable[[Record], tuple[Record, ...]]:
    """One part for each of the person's accounts with the agency."""

    def one_an_account(record: Record) -> tuple[Record, ...]:
        return tuple(record.model_copy(update={"accounts": (each,)}) for each in _accounts_at(provider, record))

    return one_an_account


def _destination(agency: str, taken: Takes) -> Destination:
    if not taken.by_account:
        return Destination(taken.operation, writes=taken.writes, agency=agency, when=has_fin)
    when, parts = _concerns(agency, taken.fields), _one_an_account(agency)
    return Destination(taken.operation, writes=taken.writes, agency=agency, when=when, parts=parts)


route = Route(
    name="person-changes",
    source="register.person-change.v1",
    destinations=tuple(_destination(agency.name, taken) for agency, taken in takers_of("person-change")),
    title_az="Şəxs məlumatının dəyişməsi qurumlara",
    title_en="Changes of a person to the agencies",
)
