"""The named ways to read one value (`as:` in a mapping): numbers, dates, codes, identities.

A converter's `read` returns the canonical value itself in the ordinary case and a `Noted` where there is something to
say; it never raises. Its `write` raises ValueError for a value that the format cannot hold.
"""

from __future__ import annotations

import binascii
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date as day_of
from datetime import datetime
from functools import lru_cache
from typing import Any

from mappings import dates
from mappings.codes import UNKNOWN, CodeTable, Meaning
from mappings.dates import DateRefused, PartialDate
from mappings.definition import Node, nearest
from mappings.identity import FinRefused, is_person_number, read_fin
from mappings.issues import refused
from mappings.money import MoneyRefused, qepik_from_text, text_from_qepik
from mappings.places import PLACES
from mappings.text import NO_TEXT, ascii_upper, fold_look_alikes

Read = Callable[[Any], Any]
Write = Callable[..., Any]
Tables = Mapping[str, CodeTable]
_DateFormat = tuple[Callable[[Any], Any], Callable[[Any], PartialDate | None], Write | None]
"""What is expected, how it is read, and how a date is written."""

_REMEMBERED, _LONGEST_REMEMBERED = 256, 100
"""Of each field of each format, so some tens of megabytes at the very most."""
_CONTROL = re.compile(rf"[{NO_TEXT}\t\n\r]")
_CARD_TYPES = {"AZE": "id_card_old", "AA": "id_card_new"}
_CARD = re.compile(r"(AZE|[A-Z]{2}) ?(?:№|N[Oo]?\.?)? ?([0-9]{7,8})")
_IBAN = re.compile(r"AZ[0-9]{2}[A-Z]{4}[0-9A-Z]{20}")
_WHOLE = re.compile(r"-?[0-9]{1,15}")


@dataclass(frozen=True, slots=True)
class Converter:
    """How one value is read and, where a way back exists, written. With `parts` > 1 it fills several fields."""

    rule: str
    read: Read
    write: Write | None = None
    parts: int = 1
    produces: tuple[Meaning, ...] = ()
    recurs: bool = False
    """Whether the same few texts come again and again, as names, days and places do; numbers of anything do not."""

    def remembering(self) -> Read:
        """`read`, with its latest answers at hand where they recur; what no field would hold is not kept."""
        if not self.recurs:
            return self.read
        read, kept = self.read, lru_cache(_REMEMBERED)(self.read)
        return lambda raw: kept(raw) if type(raw) is str and len(raw) <= _LONGEST_REMEMBERED else read(raw)


def exact(node: Node, tables: Tables) -> Converter:
    """Take a text as it stands, to the letter: for identifiers."""
    most = node.number("max", 200) or 0

    def read(raw: Any) -> Any:
        if type(raw) is not str:
            return refused("map.wrong_type")
        if not raw:
            return refused("map.empty")
        if len(raw) > most:
            return refused("map.too_long")
        return refused("map.control_characters") if _CONTROL.search(raw) else raw

    return Converter("exact", read, lambda value: value)


def pattern(node: Node, tables: Tables) -> Converter:
    """Take a text that, trimmed, is all of one regular expression."""
    expression = node.text("pattern")
    try:
        fits = re.compile(expression, re.ASCII).fullmatch
    except re.error as error:
        node.wrong("pattern", f"is no regular expression: {error}")
        fits = re.compile("").fullmatch

    def read(raw: Any) -> Any:
        if type(raw) is not str:
            return refused("map.wrong_type")
        text = raw.strip()
        if not fits(text):
            return refused("map.pattern")
        return refused("map.control_characters") if _CONTROL.search(text) else text

    def write(value: str) -> str:
        if not fits(value):
            raise ValueError(expression)
        return value

    return Converter(f"pattern:{expression}", read, write)


def fin(node: Node, tables: Tables) -> Converter:
    """Read a FIN; repairs are suggested in the issue and never applied."""

    def read(raw: Any) -> Any:
        if type(raw) is not str:
            return refused("map.wrong_type")
        found = read_fin(raw)
        return refused(found.code, found.suggestion) if type(found) is FinRefused else found

    def write(value: str) -> str:
        if is_person_number(value):
            raise ValueError("a number of ours is no FIN, and goes to no agency")
        return value

    return Converter("fin", read, write)


def code(node: Node, tables: Tables) -> Converter:
    """Read by a code table of the folder; texts are trimmed and compared exactly."""
    name = node.text("table")
    table = tables.get(name)
    if table is None:
        node.wrong("table", f"no code table {name!r}; {nearest(name, tables)}")
        return Converter(f"code:{name}", lambda raw: None)
    meaning = table.meaning

    def read(raw: Any) -> Any:
        found = meaning(raw.strip() if type(raw) is str else raw)
        return refused("map.unknown_code") if found is UNKNOWN else found

    return Converter(f"code:{name}", read, _code_writer(table), produces=tuple(table.values()))


def _code_writer(table: CodeTable) -> Write | None:
    try:
        codes = table.reversed()
    except ValueError:
        return None

    def write(value: Meaning) -> Any:
        try:
            return codes[type(value), value]
        except KeyError as error:
            raise ValueError(table.name) from error

    return write


def integer(node: Node, tables: Tables) -> Converter:
    """Read a whole number, from a JSON number or from digits; a fraction or an exponent is refused."""
    least, most = node.number("min", None), node.number("max", None)
    as_text = node.flag("text", default=False)

    def read(raw: Any) -> Any:
        if type(raw) is str:
            text = raw.strip()
            if not _WHOLE.fullmatch(text):
                return refused("map.number_shape")
            number = int(text)
        elif type(raw) is int:
            number = raw
        else:
            return refused("map.number_shape")
        if (least is not None and number < least) or (most is not None and number > most):
            return refused("map.number_range")
        return number

    return Converter("integer", read, str if as_text else lambda value: value)


def qepik(node: Node, tables: Tables) -> Converter:
    """Read manat with a decimal comma, or `decimal`, as whole qəpik; the sign is kept, a negative debt is a credit."""
    mark = node.choice("decimal", (",", "."), ",") or ","
    swap = str.maketrans({mark: ",", ",": mark}) if mark != "," else {}

    def read(raw: Any) -> Any:
        if type(raw) is not str:
            return refused("map.wrong_type")
        try:
            return qepik_from_text(raw.strip().translate(swap) if swap else raw.strip())
        except MoneyRefused:
            return refused("map.money_shape")

    return Converter("qepik", read, lambda amount: text_from_qepik(amount).translate(swap))


def _text(raw: Any) -> str:
    if type(raw) is not str:
        raise DateRefused("map.wrong_type")
    return raw.strip()


def _number(raw: Any) -> int:
    if type(raw) is not int:
        raise DateRefused("map.wrong_type")
    return raw


def _by_hand(pivot: int) -> _DateFormat:
    return _text, lambda text: dates.by_hand(text, pivot), None


_DATE_FORMATS: dict[str, _DateFormat] = {
    "dd.MM.yyyy": (_text, dates.from_dotted, dates.to_dotted),
    "ddMMyyyy": (_text, dates.from_digits, dates.to_digits),
    "iso": (_text, dates.from_iso, str),
    "yyyyMMdd": (_number, dates.from_number, dates.to_number),
    "epoch_ms": (_number, dates.from_epoch_ms, None),
}


def date(node: Node, tables: Tables) -> Converter:
    """Read a day as far as it is known; what means "no date" gives an absent field, not an issue.

    `format: by_hand` needs a `pivot`, from which two-digit year on the 1900s are meant.
    """
    name = node.choice("format", (*_DATE_FORMATS, "by_hand")) or "iso"
    take, parse, write = _DATE_FORMATS[name] if name in _DATE_FORMATS else _by_hand(node.number("pivot") or 0)
    return Converter(f"date:{name}", _dated(parse, take), write, recurs=True)


def day(node: Node, tables: Tables) -> Converter:
    """Read a whole day, `yyyy-MM-dd`; a day that is known in part only is refused."""
    return Converter("day", _dated(dates.day_from_iso), day_of.isoformat)


def instant(node: Node, tables: Tables) -> Converter:
    """Read a moment with its UTC offset (RFC 3339)."""
    return Converter("instant", _dated(dates.instant_from_iso), datetime.isoformat)


def _dated(parse: Callable[[Any], Any], take: Callable[[Any], Any] = _text) -> Read:
    def read(raw: Any) -> Any:
        try:
            return parse(take(raw))
        except DateRefused as error:
            return refused(error.code)

    return read


def base64(node: Node, tables: Tables) -> Converter:
    """Take bytes in Base64 (RFC 4648, section 4) as the text that they are; `max` is in bytes."""
    most = node.number("max") or 0

    def read(raw: Any) -> Any:
        if type(raw) is not str:
            return refused("map.wrong_type")
        if len(raw) > (most + 2) // 3 * 4:
            return refused("map.too_large")
        try:
            decoded = binascii.a2b_base64(raw, strict_mode=True)
        except ValueError:
            return refused("map.base64")
        # Padding and last bits that say nothing would let the same bytes be written in several ways.
        return raw if binascii.b2a_base64(decoded, newline=False).decode() == raw else refused("map.base64")

    return Converter("base64", read, lambda value: value)


def flag(node: Node, tables: Tables) -> Converter:
    """Read true or false as JSON writes them."""
    return Converter("flag", lambda raw: raw if type(raw) is bool else refused("map.wrong_type"), lambda value: value)


def offset(node: Node, tables: Tables) -> Converter:
    """Read the UTC offset that an ISO date-time was written with; the date's own rule says what is wrong with it."""

    def read(raw: Any) -> Any:
        return dates.iso_offset(raw.strip()) if type(raw) is str else None

    return Converter("offset", read)


def month(node: Node, tables: Tables) -> Converter:
    """Read `MM.yy`, or `format: yyyy-MM` or `yyyyMM`, as a period; `pivot`: from which two-digit year on the 1900s."""
    form = node.choice("format", ("MM.yy", "yyyy-MM", "yyyyMM"), "MM.yy")
    if form == "yyyy-MM":
        return Converter("month:yyyy-MM", _dated(dates.whole_month), str)
    if form == "yyyyMM":
        return Converter("month:yyyyMM", _dated(_joined_month), lambda period: period.replace("-", ""))
    pivot = node.number("pivot")
    turn = 100 if pivot is None else pivot

    def write(period: str) -> str:
        text = dates.month_to_short(period)
        if dates.month_from_short(text, turn) != period:
            raise ValueError(period)
        return text

    return Converter("month:MM.yy", _dated(lambda text: dates.month_from_short(text, turn)), write, recurs=True)


def _joined_month(text: str) -> str:
    return dates.whole_month(f"{text[:4]}-{text[4:]}")


def iban(node: Node, tables: Tables) -> Converter:
    """Read an Azerbaijani account number (ISO 13616: 28 characters) whose check digits hold; spaces are dropped."""

    def read(raw: Any) -> Any:
        if type(raw) is not str:
            return refused("map.wrong_type")
        text = raw.replace(" ", "")
        fault = iban_fault(text)
        return refused(fault) if fault else text

    return Converter("iban", read, lambda value: value)


def iban_fault(text: str) -> str | None:
    """Why a text without spaces is no account number of ours, by its code; None where it is one."""
    if not _IBAN.fullmatch(text):
        return "map.pattern"
    # ISO 7064 mod 97-10: letters are 10 to 35, the first four characters go to the end.
    number = int("".join(str(int(letter, 36)) for letter in text[4:] + text[:4]))
    return None if number % 97 == 1 else "map.check_digits"


def identity_card(node: Node, tables: Tables) -> Converter:
    """Read series, number and kind of an identity card from one cell: `AZE № 12345678`, `AA1234567` (S14, S37).

    The series says which kind it is, or nothing: other letters are on more than one.
    """

    def read(raw: Any) -> Any:
        if type(raw) is not str:
            return refused("map.wrong_type")
        text = ascii_upper(" ".join(raw.split()))
        if found := _CARD.fullmatch(text):
            return (*found.groups(), _CARD_TYPES.get(found[1]))
        meant = fold_look_alikes(text)
        return refused("map.pattern", meant if _CARD.fullmatch(meant) else None)

    return Converter("identity_card", read, lambda series, number, _type: f"{series} № {number}", parts=3)


def place(node: Node, tables: Tables) -> Converter:
    """Find a district by any of its known spellings: its ISO 3166-2 code, or its name where it has none.

    An unknown one is told, not guessed.
    """

    def read(raw: Any) -> Any:
        if type(raw) is not str:
            return refused("map.wrong_type")
        found = PLACES.find(raw)
        return refused("map.unknown_place") if found is None else found.mark

    return Converter("place", read, recurs=True)
