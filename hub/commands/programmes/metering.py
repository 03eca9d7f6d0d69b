"""What a scenario's supplier has of its accounts, and what a month of them has to come to.

It is counted a kilowatt-hour at a time, apart from the hub's own comparison.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from document_flow.settlements.tariffs import Tariff
from hub.commands.programmes.story import Story
from hub.demo.meters import Metered, leave_month
from hub.demo.registers import SyntheticPerson
from hub.errors import Words
from hub.exchange.state_words import state_name
from hub.utilities.accounts import SERVICES

SUPPLIER: Final = next(name for name, service in SERVICES.items() if service == "electricity")
_OVER_KWH, _STRANGERS_KWH, _TOO_MUCH_QEPIK, _DEBT_QEPIK = 50, 100, 137, 500
_OWING, _THIRSTY = 1, 4
"""Households by their numbers: one that owes, one that uses more than its limit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlayedHousehold:
    """Whose right it is, for how many, kWh for each a month; `later` is the account that it moves to."""

    who: SyntheticPerson
    persons: int
    limit: int
    origin: str
    settlement: str
    later: str = ""

    @property
    def codes(self) -> tuple[str, ...]:
        """Its accounts, the first one before the other."""
        return (self.who.power_account, *([self.later] if self.later else ()))

    def metered(self, code: str, debt_qepik: int = 0) -> Metered:
        """The account before anything was given at it."""
        return Metered(account=code, owner=self.who, marked=False, persons=self.persons, debt_qepik=debt_qepik)


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthOfAccount:
    """What the supplier says of an account, and for how many there is a right, kWh for each; `told` unless left out."""

    row: Metered
    persons: int
    limit: int
    told: bool = True

    @property
    def counts(self) -> bool:
        """Whether it is a matter of the settlement: entitled, or taken for an account of displaced persons."""
        return self.persons > 0 or self.row.marked

    @property
    def billed_qepik(self) -> int:
        """What the supplier bills."""
        return self.row.amount_qepik if self.told else 0

    def qepik(self, tariff: Tariff) -> int:
        """What has to be billed, half a qəpik upwards."""
        if not self.told:
            return 0
        tenths = sum(self._tenths(tariff, kwh) for kwh in range(1, self.row.units + 1))
        return int((Decimal(tenths) / 10).quantize(Decimal(1), ROUND_HALF_UP)) + tariff.fixed_qepik

    def differences(self, tariff: Tariff) -> Iterator[str]:
        """By their names."""
        if not self.told:
            yield "missing"
            return
        if not self.persons:
            yield "not_entitled"
        elif self.row.persons != self.persons:
            yield "persons"
        if self.persons and self.row.units > self.persons * self.limit:
            yield "above_limit"
        if self.billed_qepik != self.qepik(tariff):
            yield "tariff"
        if self.row.debt_qepik:
            yield "debt" if self.row.debt_qepik > 0 else "credit"

    def by_tariff(self, tariff: Tariff) -> MonthOfAccount:
        """As it should be billed."""
        return replace(self, row=replace(self.row, amount_qepik=self.qepik(tariff)))

    def _tenths(self, tariff: Tariff, kwh: int) -> int:
        """The price of the kilowatt-hour of that number."""
        if self.persons:
            return tariff.relief if kwh <= self.persons * self.limit else tariff.bands[-1][1]
        return next(price for up_to, price in tariff.bands if up_to is None or kwh <= up_to)


def right_month(
    homes: Sequence[PlayedHousehold], stranger: PlayedHousehold, credit_qepik: int, tariff: Tariff
) -> list[MonthOfAccount]:
    """As the supplier should bill it: one uses more than its limit, one owes, who has moved has a credit."""
    made: list[MonthOfAccount] = []
    for number, home in enumerate(homes):
        limit = home.persons * home.limit
        units = limit + _OVER_KWH if number == _THIRSTY else 40 + 37 * number % (limit - 40)
        for code in home.codes:
            debt = credit_qepik if code == home.later else _DEBT_QEPIK if number == _OWING else 0
            row = replace(home.metered(code, debt), marked=True, units=units)
            made.append(MonthOfAccount(row=row, persons=home.persons, limit=home.limit).by_tariff(tariff))
    unmarked = replace(stranger.metered(stranger.codes[0]), units=_STRANGERS_KWH)
    return [*made, MonthOfAccount(row=unmarked, persons=0, limit=stranger.limit).by_tariff(tariff)]


def wrong_month(right: Sequence[MonthOfAccount], tariff: Tariff) -> list[MonthOfAccount]:
    """The same with a wrong sum, a person too many, an account left out, and the stranger billed as entitled."""
    *before, one, other, another, over = right[:6]
    row, guests, stranger = one.row, other.row, right[-1]
    as_entitled = replace(stranger, row=replace(stranger.row, marked=True), persons=stranger.row.persons)
    return [
        *before,
        replace(one, row=replace(row, amount_qepik=row.amount_qepik + _TOO_MUCH_QEPIK)),
        replace(other, row=replace(guests, persons=guests.persons + 1)),
        replace(another, told=False),
        over,
        *right[6:-1],
        replace(as_entitled.by_tariff(tariff), persons=0),
    ]


async def told_accounts(story: Story, accounts: Sequence[Metered], night: date) -> int:
    """The supplier leaves a file of the night; how many of its accounts the register then knows as it says."""
    await file_read(story, leave_month(story.hub.settings, SUPPLIER, accounts, night))
    async with story.hub.store.read() as tx:
        found = [await story.reader.by_key(tx, "account", f"{SUPPLIER}:{each.account}") for each in accounts]
    debts = [each.attributes.get("debt_qepik") if each is not None else None for each in found]
    return sum(debt == each.debt_qepik for debt, each in zip(debts, accounts, strict=True))


async def file_read(story: Story, name: str) -> None:
    """Until the file has been read whole."""

    async def missing() -> str:
        async with story.hub.store.read() as tx:
            rows = await tx.fetch(
                "SELECT m.state FROM files f JOIN messages m ON m.id = f.message_id WHERE f.name = :name",
                {"name": name},
            )
        state = str(rows[0]["state"]) if rows else ""
        if state.startswith("completed"):
            return ""
        return state_name(state, story.hub.settings.lang) if state else story.said("fayl alınmayıb", "no such file yet")

    await story.until(missing, Words(f"{name} oxunub", f"{name} was read"))
