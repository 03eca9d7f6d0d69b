"""The month that a scenario plays is counted apart from the hub's comparison, and both come to the same."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from connectors.agencies.azerishiq.meter_files import Habits, lines
from connectors.agencies.azerishiq.twin import month_file
from connectors.sandbox.people import person
from document_flow.settlements.comparing import AccountSums, Billed, Entitled, compared
from document_flow.settlements.tariffs import tariffs
from hub.commands.programmes.metering import MonthOfAccount, PlayedHousehold, right_month, wrong_month

LAST = date(2026, 11, 30)
TARIFF = next(each for each in tariffs() if each.service == "electricity" and each.valid_from <= LAST)
HOMES = [
    PlayedHousehold(
        who=person(4 * number + 1), persons=1 + number % 5, limit=300, origin="Zəngilan", settlement="Bərdə",
        later="0700000099999" if number == 0 else "",
    )
    for number in range(7)
]  # fmt: skip
RIGHT = right_month(HOMES[:-1], HOMES[-1], -310, TARIFF)
WRONG = wrong_month(RIGHT, TARIFF)


def line_of(month: MonthOfAccount) -> AccountSums | None:
    """What the hub makes of the account."""
    row = month.row
    billed = Billed(
        marked=row.marked, persons=row.persons, units=row.units, amount_qepik=row.amount_qepik,
        debt_qepik=row.debt_qepik,
    )  # fmt: skip
    rights = [Entitled(persons=month.persons, limit=month.limit)] if month.persons else []
    return compared(row.account, billed if month.told else None, rights, TARIFF)


def test_the_story_and_the_hub_count_each_account_the_same() -> None:
    for month in (*RIGHT, *WRONG):
        line = line_of(month)

        assert (line is not None) == month.counts
        if line is not None:
            counted = month.billed_qepik, month.qepik(TARIFF), sorted(month.differences(TARIFF))
            assert (line.billed_qepik, line.expected_qepik, sorted(line.differences)) == counted


def test_the_wrong_month_is_wrong_in_each_way_and_the_right_one_in_none_that_costs() -> None:
    assert {name for month in WRONG for name in month.differences(TARIFF)} == {
        "above_limit", "credit", "debt", "missing", "not_entitled", "persons", "tariff"
    }  # fmt: skip
    assert sum(month.billed_qepik - month.qepik(TARIFF) for month in RIGHT if month.counts) == 0
    assert sum(month.billed_qepik - month.qepik(TARIFF) for month in WRONG) != 0


def test_the_supplier_leaves_a_row_an_account_and_their_sum() -> None:
    rows = [replace(each.row, debt_qepik=-1240) for each in RIGHT]

    file = month_file(rows, LAST, 2)

    header, *told, total, _ = file.body.decode("cp1254").split("\r\n")
    assert (file.name, header) == ("AZI_MK_20261130_02.csv", next(lines((), LAST, Habits({}))))
    assert [each.split(";")[0] for each in told] == [each.account for each in rows]
    assert {each.split(";")[-1] for each in told} == {"-12,40"}
    assert int(total.split(";")[12]) == sum(each.units for each in rows)
