"""What changed about a person in the register goes to the agencies that are entitled to it.

Who takes them stands in the agencies' manifests, which fields concern whom in `routes/recipients.yaml`: an agency is
told where a field has changed that the law gives it, a utility by subscriber code, and never of the act itself.
"""

from __future__ import annotations

from collections.abc import Callable

from connectors.agencies import takers_of
from connectors.manifest import Takes
from mappings.records import Person, PersonChange, Record
from routes.recipients import fields_for, told_when, use_of_changes
from routes.route import MONEY, Destination, Route


def has_fin(record: Record) -> bool:
    """Agencies know people by FIN alone."""
    return isinstance(record, PersonChange) and record.person.fin is not None


def _accounts_at(provider: str, record: Record) -> list[object]:
    return [each for each in record.accounts if each.provider == provider] if isinstance(record, PersonChange) else []


def _concerns(provider: str, taken: Takes, fields: frozenset[str]) -> Callable[[Record], bool]:
    """True if a field that the agency is given has changed, and the person has an account there."""
    has_changed = _is_told(taken, fields)

    def concerns(record: Record) -> bool:
        return has_changed(record) and bool(_accounts_at(provider, record))

    return concerns


def _is_told(taken: Takes, fields: frozenset[str]) -> Callable[[Record], bool]:
    """True if a field that the agency is given has changed.

    Where its manifest names ages, nobody is told of whose age is not known.
    """
    ages = taken.ages

    def is_told(record: Record) -> bool:
        if not isinstance(record, PersonChange) or not has_fin(record):
            return False
        if ages is not None and not (record.age is not None and ages[0] <= record.age <= ages[1]):
            return False
        return not fields.isdisjoint(record.changed)

    return is_told


def narrowed(record: Record, fields: frozenset[str]) -> Record:
    """The change with nothing of the person but these fields, whatever a format would write."""
    if not isinstance(record, PersonChange):
        return record
    kept = {*fields, "kind"}
    other = {
        name: info.get_default(call_default_factory=True)
        for name, info in Person.model_fields.items()
        if name not in kept
    }
    return record.model_copy(
        update={
            "person": record.person.model_copy(update=other),
            "changed": tuple(name for name in record.changed if name in fields),
            "has_idp_status": record.has_idp_status if "idp_status" in fields else None,
            "age": record.age if "birth_date" in fields else None,
            "accounts": (),
        }
    )


def _given(fields: frozenset[str]) -> Callable[[Record], tuple[Record, ...]]:
    """One part, of what the agency is given."""
    return lambda record: (narrowed(record, fields),)


def _one_an_account(provider: str, fields: frozenset[str]) -> Callable[[Record], tuple[Record, ...]]:
    """One part for each of the person's accounts with the agency, of what it is given."""

    def one_an_account(record: Record) -> tuple[Record, ...]:
        given = narrowed(record, fields)
        return tuple(given.model_copy(update={"accounts": (each,)}) for each in _accounts_at(provider, record))

    return one_an_account


def _destination(agency: str, taken: Takes) -> Destination:
    changed, fields = told_when(agency, taken.told_as), fields_for(agency, taken.told_as)
    when, parts = _is_told(taken, changed), _given(fields)
    if taken.by_account:
        when, parts = _concerns(agency, taken, changed), _one_an_account(agency, fields)
    use = use_of_changes(agency, taken.told_as)
    return Destination(taken.operation, writes=taken.writes, agency=agency, when=when, parts=parts, use=use)


def is_death(record: Record) -> bool:
    """Whether the register has learnt of a death, or of another day of it."""
    return isinstance(record, PersonChange) and "death_date" in record.changed and record.person.death_date is not None


route = Route(
    name="person-changes",
    source="register.person-change.v1",
    destinations=(
        *(_destination(agency.name, taken) for agency, taken in takers_of("person-change")),
        Destination(MONEY, when=is_death),
    ),
    title_az="Şəxs məlumatının dəyişməsi qurumlara",
    title_en="Changes of a person to the agencies",
)
