"""Persons, households, statuses and gas accounts as canonical records, the same for the same seed.

The persons are those of the sandbox (`connectors.sandbox.people`), so an identity query finds them; a seed says with
whom the register begins.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date
from itertools import islice
from typing import cast

from connectors.agencies import UTILITY
from connectors.sandbox.people import FAMILY, POPULATION, SyntheticPerson, iban_of, person
from mappings.addresses import place_of_address
from mappings.dates import PartialDate
from mappings.places import PLACES
from mappings.records import (
    Household,
    IdpStatus,
    Member,
    ObjectType,
    Person,
    PlacedResidence,
    Provider,
    Record,
    Relation,
    UtilityAccount,
)

__all__ = ["SyntheticPerson", "iban_of", "people", "records"]

_DECIDED = date(2019, 1, 14)
_PROVIDER = cast("Provider", UTILITY.name)
_BUILDINGS: tuple[ObjectType, ...] = ("yataqxana", "yeni_qesebe", "inzibati_bina", "yataqxana", "basqasinin_menzili",
    "yeni_qesebe", "yarimciq_tikili", "sanatoriya")  # fmt: skip
_CHILD: dict[str, Relation] = {"male": "son", "female": "daughter"}


def people(persons: int, seed: int) -> Iterator[SyntheticPerson]:
    """The first `persons` of the register of a seed; nobody twice up to the sandbox's whole population."""
    first = random.Random(seed).randrange(POPULATION // FAMILY) * FAMILY  # noqa: S311  # the same each time, no secret
    for index in range(persons):
        yield person((first + index) % POPULATION)


def records(persons: int, seed: int) -> Iterator[Record]:
    """Everything about one family after the other; some more records than persons."""
    everybody = people(persons, seed)
    while family := list(islice(everybody, FAMILY)):
        yield from _family(family)


def _family(family: list[SyntheticPerson]) -> Iterator[Record]:
    for each in family:
        yield _person(each)
        if each.displaced:
            yield _status(each)
    head = next((each for each in family if each.role == "husband"), family[0])
    yield Household(
        household_id=f"AT-{head.number:07d}",
        head_fin=head.fin,
        members=tuple(Member(fin=each.fin, relation=_relation(each, head), since=_day(_DECIDED)) for each in family),
    )
    yield UtilityAccount(
        provider=_PROVIDER,
        subscriber_code=head.gas_account,
        fin=head.fin,
        idp_group=head.displaced,
        persons_registered=len(family),
        address=f"{head.street} {head.building}/{head.flat}",
    )


def _relation(each: SyntheticPerson, head: SyntheticPerson) -> Relation:
    if each.number == head.number:
        return "head"
    match each.role:
        case "wife" | "husband":
            return "spouse"
        case "child":
            return _CHILD[each.sex]
        case "ward":
            return "other"


def _person(each: SyntheticPerson) -> Person:
    return Person(
        fin=each.fin,
        fin_state="unverified",
        surname=each.surname,
        given_name=each.given_name,
        patronymic=each.father,
        patronymic_suffix="oglu" if each.sex == "male" else "qizi",
        sex=each.sex,
        birth_date=_day(each.born),
        birth_place=each.birth_place,
        vital_status="alive",
    ).model_copy(update=_residences(each) if each.displaced else {})


def _residences(each: SyntheticPerson) -> dict[str, PlacedResidence]:
    """Where a displaced person came from, where known, and in what kind of building the family lives."""
    family = each.number // FAMILY
    settled = place_of_address(PLACES, f"{each.settled}, {each.street}")
    origin = PLACES.find(each.birth_place)
    if settled is None or family % 17 == 0:
        return {}
    kind = _BUILDINGS[family % len(_BUILDINGS)]
    address = f"{each.street} {each.building}/{each.flat}"
    found = {
        "temporary_settlement": PlacedResidence(place=settled.key, address=address),
        "actual_residence": PlacedResidence(place=settled.key, address=address, object_type=kind),
    }
    if origin is None or PLACES.was_occupied(origin) is False:
        return found
    return {**found, "origin_residence": PlacedResidence(place=origin.key)}


def _status(each: SyntheticPerson) -> IdpStatus:
    return IdpStatus(
        status_id=f"MK-{each.number:07d}",
        fin=each.fin,
        category="idp",
        card_no=f"{each.number:07d}",
        origin_place=each.birth_place,
        valid_from=_day(max(each.born, date(1993, 10, 1))),
    )


def _day(day: date) -> PartialDate:
    return PartialDate(year=day.year, month=day.month, day=day.day)
