"""Invented persons, the same for the same number for ever; none of them exists.

A person's number and FIN are computed from each other, so the simulated interior ministry knows all of them without a
list. Numbers run from 0 to POPULATION - 1; one published sample of a FIN is person 0.

Four numbers from a multiple of four on are a family at one address: wife, husband, and two children of his surname and
name, of whom the second is a ward of other parents in every eleventh. In every ninth she is not displaced, and so are
not their children. Whoever was born before the occupation was born where the family fled from, all others where it was
settled.

The last families are young: they married in 2025, their third is their first child, born in the first days of 2026,
and their fourth a pupil, whom they raise.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal

POPULATION = 1_000_000

_ALPHABET = "0123456789ABCDEFGHJKLMNPQRSTUVWXYZ"
_LENGTH = 7
_SPACE = len(_ALPHABET) ** _LENGTH
_STEP = 20_260_314_159
"""Coprime to the number of all FINs (2 and 17 divide that, not this): stepping by it visits every FIN once."""
_BACK = pow(_STEP, -1, _SPACE)
FAMILY = 4
"""Numbers of one family."""
_ELDEST, _YOUNGEST_FATHER, _LAST_YEAR = 1931, 1998, 2025
_YOUNG_FROM, _YOUNG_YEARS = 240_000, (1996, 2003)
"""The first young family, and the years in which its spouses are born."""
_WEDDINGS = date(2025, 2, 1)
"""They marry in the month from it on."""
_BIRTHS = date(2026, 1, 1)
_PUPILS = (2009, 2019)
"""Years in which pupils of the year 2026 were born."""
YOUNG = POPULATION // FAMILY - _YOUNG_FROM
"""How many families are young, at the end of the population."""
_FLIGHT = date(1993, 10, 31)
"""After it nobody was born in the districts that were occupied by then."""

_MEN = ("Əli", "Həsən", "Hüseyn", "Elçin", "Rəşad", "Vüqar", "İlqar", "Kamran", "Orxan", "Tural", "Şahin", "Cavid")
_WOMEN = ("Gülnarə", "Aygün", "Sevinc", "Nərgiz", "Ülviyyə", "Lalə", "Könül", "Şəhla", "İradə", "Günel", "Çinarə")
_STEMS = (
    "İsmayılov", "Əliyev", "Məmmədov", "Həsənov", "Quliyev", "Hüseynov", "Cəfərov", "İbrahimov", "Abdullayev",
    "Şükürov", "Ağayev", "Rzayev", "Kərimov", "Səfərov", "Vəliyev", "Ələkbərov",
)  # fmt: skip
_DISTRICTS = ("Ağdam", "Cəbrayıl", "Füzuli", "Qubadlı", "Zəngilan", "Laçın", "Kəlbəcər", "Şuşa", "Xocavənd", "Xocalı")
_STREETS = (
    ("Masazır qəs.", "Abşeron rayonu"), ("Nizami küç.", "Bakı şəhəri"), ("Xətai küç.", "Sumqayıt şəhəri"),
    ("28 May küç.", "Bərdə rayonu"), ("Azadlıq pr.", "Bakı şəhəri"), ("Sabir küç.", "Sumqayıt şəhəri"),
)  # fmt: skip
"""Streets, each with where it lies: districts in which displaced families were settled."""


Role = Literal["wife", "husband", "child", "ward"]


@dataclass(frozen=True, slots=True)
class _Family:
    """What a family has in common; `stem` is the husband's surname, years are those of the spouses' births."""

    number: int
    stem: str
    husband: str
    husband_year: int
    wife_year: int
    origin: str
    street: str
    settled: str
    building: str
    flat: str
    displaced: bool

    @property
    def married(self) -> date:
        """Where they are young, in the spring before their child; else since the younger was twenty."""
        if self.is_young:
            return _WEDDINGS + timedelta(days=self.number % 30)
        return date(max(self.husband_year, self.wife_year) + 20, 5, 1)

    @property
    def is_young(self) -> bool:
        return self.number >= _YOUNG_FROM

    @property
    def is_mixed(self) -> bool:
        return self.number % 9 == 4

    @property
    def has_ward(self) -> bool:
        return self.number % 11 == 3


@lru_cache(maxsize=256)
def _family(number: int) -> _Family:
    dice = random.Random(-1 - number)  # noqa: S311 - the same family each time, no secret
    year = dice.randrange(_ELDEST, _YOUNGEST_FATHER + 1)
    street, settled = dice.choice(_STREETS)
    family = _Family(
        number=number,
        stem=dice.choice(_STEMS) if number else "İsmayılov",
        husband=dice.choice(_MEN),
        husband_year=year if number else 1984,
        wife_year=max(_ELDEST, min(year + dice.randrange(-2, 7), _YOUNGEST_FATHER)) if number else 1988,
        origin=f"{dice.choice(_DISTRICTS)} rayonu",
        street=street,
        settled=settled,
        building=str(dice.randrange(1, 120)),
        flat=str(dice.randrange(1, 90)),
        displaced=dice.random() < 0.7,
    )
    if not family.is_young:
        return family
    his, hers = (dice.randrange(*_YOUNG_YEARS) for _ in range(2))
    return replace(family, husband_year=his, wife_year=hers)


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
    role: Role
    martyr_family: bool
    settled: str


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
    family = _family(number // FAMILY)
    dice = random.Random(number)  # noqa: S311 - the same person each time, no secret
    role = _role(number, family)
    is_newborn = family.is_young and role == "child"
    odd = family.number if is_newborn else number
    sex: Literal["male", "female"] = "male" if odd % 2 else "female"
    given = dice.choice(_WOMEN if sex == "female" else _MEN) if number else "Gülnarə"
    own_stem = dice.choice(_STEMS)
    keeps_her_own = role == "wife" and family.number % 4 == 1
    stem = own_stem if keeps_her_own or role == "ward" else family.stem
    born = _born(role, family, dice) if number else date(1988, 3, 7)
    father = family.husband if role == "child" else dice.choice(_MEN) if number else "Əli"
    if role == "child" and given == father:
        given = _other(given)
    elif father == (family.husband if role == "husband" else given):
        father = _other(father)
    displaced = family.displaced and not (family.is_mixed and role in ("wife", "child"))
    fled = family.displaced and born <= _FLIGHT and not (family.is_mixed and role == "wife")
    return SyntheticPerson(
        number=number,
        fin=fin_of(number),
        surname=f"{stem}a" if sex == "female" else stem,
        given_name=family.husband if role == "husband" else given,
        father=father,
        sex=sex,
        born=born,
        birth_place=family.origin if fled else family.settled,
        document_series="AA",
        document_number=f"{1_000_000 + number:07d}",
        street=family.street,
        building=family.building,
        flat=family.flat,
        displaced=displaced,
        gas_account=f"{3_000_000_000 + number}",
        power_account=f"07{number:011d}",
        role=role,
        martyr_family=family.number % 7 == 0,
        settled=family.settled,
    )


def _other(name: str) -> str:
    """The man's name after it: nobody is named as his father."""
    return _MEN[(_MEN.index(name) + 1) % len(_MEN)]


def _role(number: int, family: _Family) -> Role:
    match number % FAMILY:
        case 0:
            return "wife"
        case 1:
            return "husband"
        case 3 if family.has_ward or family.is_young:
            return "ward"
        case _:
            return "child"


def _born(role: Role, family: _Family, dice: random.Random) -> date:
    younger = max(family.husband_year, family.wife_year)
    if family.is_young and role == "child":
        return _BIRTHS + timedelta(days=dice.randrange(4))
    match role:
        case "wife":
            year = family.wife_year
        case "husband":
            year = family.husband_year
        case "ward" if family.is_young:
            year = dice.randrange(*_PUPILS)
        case "child" | "ward":
            year = min(younger + dice.randrange(20, 33), _LAST_YEAR)
    return date(year, 1, 1) + timedelta(days=dice.randrange(365))


def married_on(number: int) -> date:
    """The day on which the spouses of a person's family married."""
    return _family(number // FAMILY).married


def relatives(number: int) -> dict[int, Literal["spouse", "child", "mother", "father"]]:
    """The numbers of those to whom acts tie a person; a ward is tied to nobody here."""
    first = number // FAMILY * FAMILY
    others = [each for each in range(first, first + FAMILY) if each != number and person(each).role != "ward"]
    match person(number).role:
        case "wife" | "husband":
            return {each: "spouse" if person(each).role in ("wife", "husband") else "child" for each in others}
        case "child":
            return {first: "mother", first + 1: "father"}
        case "ward":
            return {}


def named(number: int) -> SyntheticPerson | None:
    """The person of a number, or None beyond the population."""
    return person(number) if 0 <= number < POPULATION else None


def iban_of(owner: SyntheticPerson) -> str:
    """An account whose check digits hold (ISO 13616)."""
    basic = f"XEZN{owner.number:020d}"
    figures = "".join(str(int(letter, 36)) for letter in f"{basic}AZ00")
    return f"AZ{98 - int(figures) % 97:02d}{basic}"
