"""Invented persons, the same for the same number for ever; none of them exists.

A person's number and FIN are computed from each other, so the simulated interior ministry knows all of them without a
list. Numbers run from 0 to POPULATION - 1; one published sample of a FIN is person 0.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

POPULATION = 1_000_000

_ALPHABET = "0123456789ABCDEFGHJKLMNPQRSTUVWXYZ"
_LENGTH = 7
_SPACE = len(_ALPHABET) ** _LENGTH
_STEP = 20_260_314_159
"""Coprime to the number of all FINs (2 and 17 divide that, not this): stepping by it visits every FIN once."""
_BACK = pow(_STEP, -1, _SPACE)
_FIRST_BIRTH = date(1945, 1, 1)
_DAYS = 60 * 365

_MEN = ("Əli", "Həsən", "Hüseyn", "Elçin", "Rəşad", "Vüqar", "İlqar", "Kamran", "Orxan", "Tural", "Şahin", "Cavid")
_WOMEN = ("Gülnarə", "Aygün", "Sevinc", "Nərgiz", "Ülviyyə", "Lalə", "Könül", "Şəhla", "İradə", "Günel", "Çinarə")
_STEMS = (
    "İsmayılov", "Əliyev", "Məmmədov", "Həsənov", "Quliyev", "Hüseynov", "Cəfərov", "İbrahimov", "Abdullayev",
    "Şükürov", "Ağayev", "Rzayev", "Kərimov", "Səfərov", "Vəliyev", "Ələkbərov",
)  # fmt: skip
_DISTRICTS = ("Ağdam", "Cəbrayıl", "Füzuli", "Qubadlı", "Zəngilan", "Laçın", "Kəlbəcər", "Şuşa", "Xocavənd", "Xocalı")
_STREETS = ("Məsəzir qəs.", "Nizami küç.", "Xətai küç.", "28 May küç.", "Azadlıq pr.", "Sabir küç.")


@dataclass(frozen=True, slots=True)
class SyntheticPerson:
    """Names in Azerbaijani letters and ordinary case; `father` is the father's given name alone."""

    number: int
    fin: str
    surname: str
    given_name: str
    father: str
    sex: Literal["male", "female"]
    born: date
    birth_place: str
    document_series: str
    document_number: str
    street: str
    building: str
    flat: str
    displaced: bool
    gas_account: str
    power_account: str


def fin_of(number: int) -> str:
    """The FIN of a person's number."""
    left = (number * _STEP + _OFFSET) % _SPACE
    letters = []
    for _ in range(_LENGTH):
        left, digit = divmod(left, len(_ALPHABET))
        letters.append(_ALPHABET[digit])
    return "".join(reversed(letters))


def number_of(fin: str) -> int | None:
    """The number behind a FIN, or None if nobody has it."""
    if len(fin) != _LENGTH or any(letter not in _ALPHABET for letter in fin):
        return None
    number = (_value(fin) - _OFFSET) * _BACK % _SPACE
    return number if number < POPULATION else None


def _value(fin: str) -> int:
    value = 0
    for letter in fin:
        value = value * len(_ALPHABET) + _ALPHABET.index(letter)
    return value


_OFFSET = _value("94FMDDD")


def person(number: int) -> SyntheticPerson:
    """The person of a number."""
    dice = random.Random(number)  # noqa: S311 - the same person each time, no secret
    sex: Literal["male", "female"] = "female" if number % 2 == 0 else "male"
    stem = dice.choice(_STEMS)
    given = dice.choice(_WOMEN if sex == "female" else _MEN)
    father = dice.choice(_MEN)
    born = _FIRST_BIRTH + timedelta(days=dice.randrange(_DAYS))
    if number == 0:
        stem, given, father, born = "İsmayılov", "Gülnarə", "Əli", date(1988, 3, 7)
    return SyntheticPerson(
        number=number,
        fin=fin_of(number),
        surname=f"{stem}a" if sex == "female" else stem,
        given_name=given,
        father=father,
        sex=sex,
        born=born,
        birth_place=f"{dice.choice(_DISTRICTS)} rayonu",
        document_series="AA",
        document_number=f"{1_000_000 + number:07d}",
        street=dice.choice(_STREETS),
        building=str(dice.randrange(1, 120)),
        flat=str(dice.randrange(1, 90)),
        displaced=dice.random() < 0.7,
        gas_account=f"{3_000_000_000 + number}",
        power_account=f"07{number:011d}",
    )


def named(number: int) -> SyntheticPerson | None:
    """The person of a number, or None beyond the population."""
    return person(number) if 0 <= number < POPULATION else None
