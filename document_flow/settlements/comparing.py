"""An account of a month: what the utility billed beside what the entitlements say. Sums add up in any order.

An account that is neither marked as one of displaced persons nor entitled is no matter of a settlement.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields
from typing import Any, Literal, get_args

from document_flow.settlements.tariffs import Tariff
from document_flow.words import Words

Difference = Literal[
    "not_entitled", "missing", "unmarked", "shared", "persons", "above_limit", "tariff", "debt", "credit"
]
DIFFERENCES: Mapping[Difference, Words] = {
    "not_entitled": Words("hüququ yoxdur", "not entitled"),
    "missing": Words("hüququ var, faylda yoxdur", "entitled, not in the file"),
    "unmarked": Words("hüququ var, güzəştsiz hesablanıb", "entitled, billed without it"),
    "shared": Words("bir abonentdə iki ailə", "two households at one account"),
    "persons": Words("nəfər sayı başqadır", "another number of persons"),
    "above_limit": Words("limitdən artıq sərfiyyat", "above the limit"),
    "tariff": Words("məbləğ tarifə uyğun deyil", "not by the tariff"),
    "debt": Words("borc", "debt"),
    "credit": Words("artıq ödəniş", "credit"),
}
OF_BALANCE = frozenset(("debt", "credit"))
"""What the utility knows by itself and is not asked about."""
assert set(DIFFERENCES) == set(get_args(Difference))  # noqa: S101


@dataclass(frozen=True, slots=True, kw_only=True)
class Billed:
    """A row of the utility: units, qəpik and persons as it has them; `place` by its own code, else by its word."""

    marked: bool = False
    persons: int = 0
    units: int = 0
    amount_qepik: int = 0
    debt_qepik: int = 0
    place: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entitled:
    """One household's right at the account: for how many persons, units each a month."""

    persons: int
    limit: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountSums:
    """What an account comes to. `expected_qepik` is what the tariff makes of it, the billed sum where none is known."""

    account: str
    service: str
    entitled: bool
    persons: int
    place: str = ""
    units: int = 0
    billed_qepik: int = 0
    expected_qepik: int = 0
    debt_qepik: int = 0
    differences: tuple[Difference, ...] = ()

    @property
    def difference_qepik(self) -> int:
        """Billed beyond what is right; below zero too little."""
        return self.billed_qepik - self.expected_qepik


def compared(
    account: str, billed: Billed | None, rights: Sequence[Entitled], tariff: Tariff | None
) -> AccountSums | None:
    """The account's line; None where it is no matter of a settlement."""
    row = billed or Billed()
    if not rights and not row.marked:
        return None
    persons, limit = sum(each.persons for each in rights), sum(each.persons * each.limit for each in rights)
    expected = tariff.charge(row.units, limit) if tariff is not None and billed is not None else None
    made = AccountSums(
        account=account,
        service=tariff.service if tariff is not None else "",
        entitled=bool(rights),
        persons=persons,
        place=row.place,
        units=row.units,
        billed_qepik=row.amount_qepik,
        expected_qepik=row.amount_qepik if expected is None else expected,
        debt_qepik=row.debt_qepik,
    )
    has: dict[Difference, bool] = {
        "not_entitled": not rights,
        "missing": billed is None,
        "unmarked": billed is not None and bool(rights) and not row.marked,
        "shared": len(rights) > 1,
        "persons": billed is not None and bool(rights) and row.persons != persons,
        "above_limit": 0 < limit < row.units,
        "tariff": made.difference_qepik != 0,
        "debt": row.debt_qepik > 0,
        "credit": row.debt_qepik < 0,
    }
    return AccountSums(**{**asdict(made), "differences": tuple(name for name, is_so in has.items() if is_so)})


@dataclass(frozen=True, slots=True, kw_only=True)
class Sums:
    """Of some accounts, in qəpik: sums to be added."""

    accounts: int = 0
    persons: int = 0
    units: int = 0
    billed_qepik: int = 0
    expected_qepik: int = 0
    debt_qepik: int = 0
    credit_qepik: int = 0

    @property
    def difference_qepik(self) -> int:
        """Billed beyond what is right."""
        return self.billed_qepik - self.expected_qepik

    def __add__(self, other: Sums) -> Sums:
        return Sums(**{each.name: getattr(self, each.name) + getattr(other, each.name) for each in fields(Sums)})


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """What lines come to, together, by difference and by place."""

    whole: Sums = field(default_factory=Sums)
    by: Mapping[str, Sums] = field(default_factory=dict)
    places: Mapping[str, Sums] = field(default_factory=dict)

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            whole=self.whole + other.whole,
            by=_added(self.by, other.by),
            places=_added(self.places, other.places),
        )


def tally(lines: Sequence[AccountSums]) -> Tally:
    """What these lines come to."""
    by: dict[str, Sums] = {}
    places: dict[str, Sums] = {}
    whole = Sums()
    for line in lines:
        one = _sums(line)
        whole += one
        places[line.place] = places.get(line.place, Sums()) + one
        for name in line.differences:
            by[name] = by.get(name, Sums()) + one
    return Tally(whole=whole, by=by, places=places)


def _sums(line: AccountSums) -> Sums:
    said: dict[str, Any] = {
        each: getattr(line, each) for each in ("persons", "units", "billed_qepik", "expected_qepik")
    }
    return Sums(**said, accounts=1, debt_qepik=max(line.debt_qepik, 0), credit_qepik=max(-line.debt_qepik, 0))


def _added(one: Mapping[str, Sums], other: Mapping[str, Sums]) -> dict[str, Sums]:
    return {name: one.get(name, Sums()) + other.get(name, Sums()) for name in sorted({*one, *other})}
