"""What changed about a person in the register goes to the agencies that are entitled to it.

MEİS gets every change. A gas utility gets only what the statute of the e-government information system (12 August
2025, subsystem "Vahid Kommunal Xidmətlər") gives a utility: identity data and whether the person has IDP status, by
subscriber code; never the act itself.
"""

from __future__ import annotations

from mappings.records import PersonChange, Record
from routes.route import Destination, Route

UTILITY_FIELDS = frozenset(
    ("fin", "surname", "given_name", "patronymic", "patronymic_suffix", "birth_date", "death_date", "idp_status")
)


def has_fin(record: Record) -> bool:
    """MEİS knows people by FIN alone."""
    return isinstance(record, PersonChange) and record.person.fin is not None


def concerns_gas(record: Record) -> bool:
    """True if a field that a utility may know has changed and the person is a subscriber of Azəriqaz."""
    return (
        has_fin(record)
        and isinstance(record, PersonChange)
        and bool(UTILITY_FIELDS.intersection(record.changed) and _gas_accounts(record))
    )


def one_a_subscriber(record: Record) -> tuple[Record, ...]:
    """One part for each of the person's subscriber codes at Azəriqaz."""
    if not isinstance(record, PersonChange):
        return ()
    return tuple(record.model_copy(update={"accounts": (account,)}) for account in _gas_accounts(record))


def _gas_accounts(change: PersonChange) -> list[object]:
    return [account for account in change.accounts if account.provider == "azeriqaz"]


route = Route(
    name="person-changes",
    source="register.person-change.v1",
    destinations=(
        Destination("meis.person.update", writes="meis.person.v3", agency="meis", when=has_fin),
        Destination(
            "azeriqaz.subscriber.update",
            writes="azeriqaz.subscriber.v1",
            agency="azeriqaz",
            when=concerns_gas,
            parts=one_a_subscriber,
        ),
    ),
    title_az="Şəxs məlumatının dəyişməsi qurumlara",
    title_en="Changes of a person to the agencies",
)
