"""What a month comes to by the tariff of its day, to the qəpik."""

from __future__ import annotations

from datetime import date

import pytest

from document_flow.settlements.tariffs import read_tariffs, tariff_on
from document_flow.sheet import SheetRefused


@pytest.mark.parametrize(
    ("day", "units", "limit", "qepik"),
    [
        # The sample of the meter file: within 5 × 300 kWh at 10 q, and 1 AZN a month.
        ("2026-03-01", 1169, 1500, 11790),
        ("2025-12-31", 1169, 1500, 11690),
        ("2024-12-31", 1169, 1500, 10521),
        # Above the limit at the highest band.
        ("2026-03-01", 310, 300, 3000 + 150 + 100),
        # Without a limit by the bands: 200 × 8.4, 100 × 10, the rest × 15; half a qəpik upwards.
        ("2026-03-01", 350, 0, 1680 + 1000 + 750 + 100),
        ("2026-03-01", 1, 0, 8 + 100),
        ("2025-01-01", 5, 0, 42),
        ("2021-11-01", 250, 0, 1600 + 450),
        ("2021-11-01", 0, 0, 0),
    ],
)
def test_a_month_of_electricity(day: str, units: int, limit: int, qepik: int) -> None:
    tariff = tariff_on("electricity", date.fromisoformat(day))

    assert tariff is not None
    assert tariff.charge(units, limit) == qepik


def test_of_gas_a_month_is_not_known_by_itself_and_before_the_first_tariff_nothing_is() -> None:
    gas = tariff_on("gas", date(2026, 3, 1))

    assert gas is not None
    assert (gas.charge(10), gas.fixed_qepik) == (None, 100)
    assert tariff_on("electricity", date(2021, 10, 31)) is None


def test_everything_that_is_wrong_in_a_sheet_is_said() -> None:
    with pytest.raises(SheetRefused) as refused:
        read_tariffs("tariffs:\n  - {service: a, valid_from: 2026-01-01, act: b, bands: [{up_to: 1}], more: 1}\n")

    assert {each.place for each in refused.value.problems} == {"tariffs[1].bands[1].tenths", "tariffs[1].more"}
