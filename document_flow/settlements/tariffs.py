"""Tariffs of the utilities with the days from which they hold (`tariffs.yaml`), and what a month comes to by one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from document_flow.sheet import Entry, read_sheet

SHEET = Path(__file__).with_name("tariffs.yaml")


@dataclass(frozen=True, slots=True, kw_only=True)
class Tariff:
    """One service's from a day on. `bands` are the last unit of each (None: no end) with its price, `relief` what the
    state pays a unit within the limit; prices in tenths of a qəpik, `fixed_qepik` a month.
    """

    service: str
    valid_from: date
    act: str
    bands: tuple[tuple[int | None, int], ...]
    relief: int = 0
    fixed_qepik: int = 0
    yearly: bool = False

    def charge(self, units: int, limit: int = 0) -> int | None:
        """The qəpik of a month, half a qəpik upwards: within the limit at the relief's price, all above it at the
        highest. Without a limit by the bands. None where the bands run over a year.
        """
        if self.yearly:
            return None
        if limit:
            within = min(units, limit)
            tenths = within * self.relief + (units - within) * self.bands[-1][1]
        else:
            tenths, begun = 0, 0
            for up_to, price in self.bands:
                in_band = max(min(units, units if up_to is None else up_to) - begun, 0)
                tenths, begun = tenths + in_band * price, begun + in_band
        return (tenths + 5) // 10 + self.fixed_qepik


def read_tariffs(text: str) -> tuple[Tariff, ...]:
    """All of a sheet, the newest first. Raises SheetRefused (`tariffs.refused`) with every problem in it."""
    sheet = read_sheet(text, "tariffs.refused")
    made = [_tariff(each) for each in sheet.entries("tariffs")]
    sheet.done()
    sheet.findings.refuse_if_any()
    return tuple(sorted(made, key=lambda each: each.valid_from, reverse=True))


@cache
def tariffs() -> tuple[Tariff, ...]:
    """Those that come with the code."""
    return read_tariffs(SHEET.read_text("utf-8"))


def tariff_on(service: str, day: date) -> Tariff | None:
    """By which a service is billed on a day; None before the first that is known."""
    return next((each for each in tariffs() if each.service == service and each.valid_from <= day), None)


def _tariff(entry: Entry) -> Tariff:
    made = Tariff(
        service=entry.text("service"),
        valid_from=entry.day("valid_from"),
        act=entry.text("act"),
        bands=tuple(_bands(entry)),
        relief=entry.whole("relief", default=0),
        fixed_qepik=entry.whole("fixed_qepik", default=0),
        yearly=entry.flag("yearly", default=False),
    )
    entry.done()
    return made


def _bands(entry: Entry) -> Iterator[tuple[int | None, int]]:
    for band in entry.entries("bands"):
        yield band.whole("up_to") if band.has("up_to") else None, band.whole("tenths")
        band.done()
