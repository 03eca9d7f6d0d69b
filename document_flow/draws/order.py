"""How a draw is computed: bytes, root, seed, order and homes. `docs/verify_draw.py` does the same without this code.

canonical   JSON with sorted keys and no spaces, in UTF-8
root        the Merkle root (RFC 9162) over the leaves: what is fixed, then the entries in the order of their numbers
after_root  the same over each part of the file with its name, in the order of names, but for itself and the log
commitment  SHA-256( value ‖ salt ), of bytes; a value has 32, a salt 16 or more
seed        SHA-256( the parties' values in the announced order ‖ the public value as text ), of whichever the draw has;
            a party's missing value is SHA-256( root ‖ party's name )
order       SHA-256( seed ‖ entry number ), sorted; the nth of a class has its nth place, and by that its nth home

Of a draw by parties alone whoever reveals last may choose between its value and the replacement: one of two orders.
With a public value, which comes once nothing can be revealed any more, nobody can.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from document_flow.draws.plan import Plan
from document_flow.merkle import fold, leaf_of

VALUE_BYTES, SALT_BYTES = 32, 16
"""A value has exactly, a salt at least so many."""
NOT_UNDER_IT = frozenset(("after_root", "log"))
_HEXADECIMAL = re.compile(r"(?:[0-9a-f]{2})+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A family on the frozen list: number of application and class (so many rooms), nothing of a person."""

    number: str
    rooms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Revealed:
    """A party's value and its salt, in hexadecimal."""

    value: str
    salt: str

    def opens(self, commitment: str) -> bool:
        """Whether this is what the party has committed to."""
        if not (is_hexadecimal(self.value, VALUE_BYTES) and _HEXADECIMAL.fullmatch(self.salt)):
            return False
        salt = bytes.fromhex(self.salt)
        return len(salt) >= SALT_BYTES and hashlib.sha256(bytes.fromhex(self.value) + salt).hexdigest() == commitment


@dataclass(frozen=True, slots=True, kw_only=True)
class Allotted:
    """An entry's place in its class, from 1, and the home of that place; without a home it waits in the reserve."""

    number: str
    rooms: int
    place: int
    home: str


def is_hexadecimal(text: str, size: int) -> bool:
    """Whether it is so many bytes in small hexadecimal digits."""
    return len(text) == 2 * size and _HEXADECIMAL.fullmatch(text) is not None


def canonical(said: Any) -> bytes:
    """The same for equal values, whoever writes them."""
    return json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def in_order(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """As they are frozen: whatever order they came in."""
    return tuple(sorted(entries, key=lambda each: (each.number, each.rooms)))


def root_of(fixed: Any, entries: Iterable[Any]) -> str:
    """The root over JSON values, in hexadecimal; the entries come sorted."""
    return fold([leaf_of(canonical(each)) for each in (fixed, *entries)]).hex()


def after_root_of(said: Mapping[str, Any]) -> str:
    """The second root, in hexadecimal: over all that a published file says, as it stands in it."""
    parts = ([name, said[name]] for name in sorted(said) if name not in NOT_UNDER_IT)
    return fold([leaf_of(canonical(each)) for each in parts]).hex()


def entry_leaves(entries: Iterable[Entry]) -> list[dict[str, Any]]:
    """What of each entry is hashed and published."""
    return [asdict(each) for each in entries]


def seed_of(plan: Plan, root: str, values: Mapping[str, Revealed], public_value: str) -> str:
    """The seed in hexadecimal, of what came."""
    parts = [
        bytes.fromhex(values[party].value)
        if party in values
        else hashlib.sha256(bytes.fromhex(root) + party.encode()).digest()
        for party in plan.parties
    ]
    return hashlib.sha256(b"".join(parts) + public_value.encode()).hexdigest()


def computed(plan: Plan, seed: str, entries: Iterable[Entry]) -> tuple[Allotted, ...]:
    """All entries in the full order, each with its place among those of its class."""
    by_number = {each.number: each for each in entries}
    places: dict[int, int] = {}
    found = []
    for each in map(by_number.__getitem__, by_seed(seed, by_number)):
        places[each.rooms] = places.get(each.rooms, 0) + 1
        found.append(allotted(plan, each, places[each.rooms]))
    return tuple(found)


def by_seed(seed: str, numbers: Iterable[str]) -> list[str]:
    """The order in which a seed draws them, whatever order they came in."""
    start = bytes.fromhex(seed)
    return sorted(numbers, key=lambda each: (hashlib.sha256(start + each.encode()).digest(), each))


def allotted(plan: Plan, entry: Entry, place: int) -> Allotted:
    """The entry with that place, and the home that it comes to; the same by slip and by computation."""
    homes = plan.homes_of(entry.rooms)
    home = homes[place - 1] if place <= len(homes) else ""
    return Allotted(number=entry.number, rooms=entry.rooms, place=place, home=home)


def slips_of(plan: Plan, entries: Iterable[Entry], rooms: int) -> int:
    """How many slips a class has: one for each home, or for each family where they are more."""
    return max(len(plan.homes_of(rooms)), sum(each.rooms == rooms for each in entries))


def next_in_line(order: Sequence[Allotted], rooms: int, passed_over: Iterable[str]) -> str:
    """Who of the class has the first place and is not passed over: holds no home, is not struck; empty for nobody."""
    over = set(passed_over)
    waiting = [each for each in order if each.rooms == rooms and each.number not in over]
    return min(waiting, key=lambda each: each.place).number if waiting else ""
