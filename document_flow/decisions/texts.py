"""Facts, tests and regions as people read them: dates as dd.MM.yyyy, truths as bəli/xeyr, texts as they stand."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

from document_flow.azerbaijani import Ending, ended
from document_flow.decisions.facts import Fact, FactType
from document_flow.decisions.regions import HIGHEST, LOWEST, Choice, Range, Region
from document_flow.decisions.sfeel import Formula, UnaryTest, write_literal
from document_flow.words import Words, az_sort_key

_DATE = re.compile(r'date\(\s*"([0-9]{4})-([0-9]{2})-([0-9]{2})"\s*\)')
_TRUTHS = {"true": Words("bəli", "yes"), "false": Words("xeyr", "no")}
_TRUTH = re.compile(r"true|false")


def show_fact(value: Fact | Formula) -> Words:
    """One value; a formula as it is written."""
    if isinstance(value, Formula):
        return Words(value.text, value.text)
    if isinstance(value, bool):
        return _TRUTHS["true" if value else "false"]
    if isinstance(value, Decimal):
        text = f"{value:f}"
    elif isinstance(value, date):
        text = f"{value:%d.%m.%Y}"
    else:
        text = value
    return Words(text, text)


def show_test(test: UnaryTest) -> Words:
    """A cell. It stays S-FEEL, which the lawyer wrote; only dates and truths are put as people write them."""
    if test.kind == "date":
        text = _DATE.sub(r"\3.\2.\1", test.text)
        return Words(text, text)
    if test.kind == "boolean":
        return Words(
            _TRUTH.sub(lambda found: _TRUTHS[found.group()].az, test.text),
            _TRUTH.sub(lambda found: _TRUTHS[found.group()].en, test.text),
        )
    return Words(test.text, test.text)


def tell_test(test: UnaryTest) -> Words:
    """What the cell asks for, in a sentence or on paper: `3-dən çox, 5-dən çox olmayan`, `Ağdam və ya Füzuli`."""
    region = test.region
    if isinstance(region, Choice):
        values = sorted((show_fact(value) for value in region.values), key=lambda words: az_sort_key(words.az))
        if not values:
            return _ANY
        listed = _either(values)
        return Words(f"{listed.az} olmayan", f"not {listed.en}") if region.excluded else listed
    return _either([_tell_range(each, is_day=test.kind == "date") for each in region.ranges])


def _either(found: Sequence[Words]) -> Words:
    """`a, b və ya c`."""
    *first, last = found
    if not first:
        return last
    az, en = ", ".join(each.az for each in first), ", ".join(each.en for each in first)
    return Words(f"{az} və ya {last.az}", f"{en} or {last.en}")


def _tell_range(found: Range, *, is_day: bool) -> Words:
    (low_rank, low, low_side), (high_rank, high, high_side) = found
    if is_day and high_rank == 0:  # days are whole: the cut before the next day closes on this one
        high = high - timedelta(days=1)
    if low == high and low_rank == high_rank == 0:
        return show_fact(low)
    bounds = []
    if low_rank == 0:
        bounds.append(_bound("not_before" if is_day else "more" if low_side else "at_least", low))
    if high_rank == 0:
        bounds.append(_bound("not_after" if is_day else "at_most" if high_side else "less", high))
    return Words(", ".join(each.az for each in bounds), ", ".join(each.en for each in bounds)) if bounds else _ANY


def _bound(kind: str, value: Fact) -> Words:
    text, words = show_fact(value).az, _BOUNDS[kind]
    return Words(words.az.format(text, ended(text, Ending.ABLATIVE)), words.en.format(text))


_ANY = Words("istənilən", "any")
_BOUNDS = {
    "more": Words("{1} çox", "more than {0}"),
    "at_least": Words("{1} az olmayan", "at least {0}"),
    "at_most": Words("{1} çox olmayan", "at most {0}"),
    "less": Words("{1} az", "less than {0}"),
    "not_before": Words("{0} tarixindən tez olmayan", "not before {0}"),
    "not_after": Words("{0} tarixindən gec olmayan", "not after {0}"),
}


def write_region(region: Region, kind: FactType) -> str:
    """S-FEEL that accepts exactly the region, which must not be empty; `-` for all values of the type."""
    if isinstance(region, Choice):
        listed = ", ".join(sorted(write_literal(value) for value in region.values))
        if kind == "boolean" and len(region.values) > 1:
            return "-"
        if region.excluded:
            return f"not({listed})" if listed else "-"
        return listed
    return ", ".join(_write_range(each) for each in region.ranges)


def _write_range(found: Range) -> str:
    (low_rank, low, low_side), (high_rank, high, high_side) = found
    if isinstance(high, date):  # days are whole: the cut before the next day closes on this one
        high, high_side = high - timedelta(days=1), 1
    if found == (LOWEST, HIGHEST):
        return "-"
    if low_rank < 0:
        return f"{'<=' if high_side else '<'} {write_literal(high)}"
    if high_rank > 0:
        return f"{'>' if low_side else '>='} {write_literal(low)}"
    if low == high:
        return write_literal(low)
    return f"{'(' if low_side else '['}{write_literal(low)}..{write_literal(high)}{']' if high_side else ')'}"
