"""What a row can be known by, as keyed marks: equal where the values are, and telling nothing else. Pure."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from hub.store.sealing import KeyedHash
from mappings.names import patronymic_key
from mappings.places import PLACES
from mappings.records import BaseRow, Person
from mappings.text import match_key

_BITS = 63


class Marks(NamedTuple):
    """As `mappings.linking.LinkEntry` has them."""

    fin: int | None
    document: int | None
    name: int | None
    birth: int | None
    given: int | None
    household: int | None
    lost: bool


@dataclass(frozen=True)
class Marking:
    """Makes marks under a sub-key of the root of keyed hashes: BLAKE2b (RFC 7693), cut to 63 bits."""

    hash: KeyedHash

    @cached_property
    def _key(self) -> bytes:
        return self.hash.secret("base-marks")

    def mark(self, kind: str, value: str) -> int:
        """A number that the database can hold, never negative."""
        digest = hashlib.blake2b(f"{kind}\0{value}".encode(), key=self._key, digest_size=8).digest()
        return int.from_bytes(digest) >> (64 - _BITS)

    def record_id(self, base: str, number: str) -> str:
        """The id of a base's row: the same number is the same record."""
        return hashlib.blake2b(f"record\0{base}\0{number}".encode(), key=self._key, digest_size=16).hexdigest()

    def content(self, raw: bytes) -> str:
        """By which a row that says the same again is known."""
        return hashlib.blake2b(raw, key=self._key, digest_size=16).hexdigest()

    def marks(self, row: BaseRow) -> Marks:
        """Names with lost letters give no mark; a birth date that is not whole neither."""
        person = row.person
        lost = not {"surname", "given_name", "patronymic"}.isdisjoint(person.lossy)
        birth = None if person.birth_date is None or person.birth_date.day is None else str(person.birth_date)
        names = None if lost else _folded_names(person)
        number = person.document and person.document.number
        return Marks(
            fin=None if person.fin is None else self.mark("fin", person.fin),
            document=None if not number else self.mark("document", f"{_series(person)} {number}"),
            name=None if names is None or birth is None else self.mark("name", f"{names} {birth}"),
            birth=None if birth is None else self.mark("birth", birth),
            given=None if lost or not person.given_name else self.mark("given", match_key(person.given_name)),
            household=None if row.household_no is None else self.mark("household", row.household_no),
            lost=lost,
        )


def _folded_names(person: Person) -> str | None:
    """All three: with two of them cousins would be one. The father is the same whatever makes a patronymic of him."""
    if not (person.surname and person.given_name and person.patronymic):
        return None
    return f"{match_key(person.surname)} {match_key(person.given_name)} {patronymic_key(person.patronymic)}"


def _series(person: Person) -> str:
    return (person.document and person.document.series) or ""


def district_of(row: BaseRow) -> str | None:
    """The district of origin under its present name; None where what is written is no known one."""
    found = None if row.origin_district is None else PLACES.find(row.origin_district)
    return None if found is None else found.name
