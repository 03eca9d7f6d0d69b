"""The search box's language: words and `qualifier:value`, with quotes around what has spaces. Pure.

    fin:94FMDDD agency:name state:failed since:2d
    act:"AB-0099887/2026"
    qurum:ad vəziyyət:uğursuz

A state, an agency or an error's code may stand alone, as people write it or as its code. What else stands without a
qualifier is pasted as it is: an id, a reference, a file's name or any business key.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from hub.errors import Words
from mappings.identity import is_fin
from mappings.text import ascii_upper, az_lower, to_ascii

PERSONAL = ("fin", "account", "act", "id")
"""Qualifiers whose value never stands in an address."""
PLAIN = ("agency", "route", "format", "state", "error", "since")
QUALIFIERS = (*PERSONAL, *PLAIN)
IN_AZERBAIJANI = {
    "akt": "act", "abonent": "account", "qurum": "agency", "marşrut": "route", "vəziyyət": "state", "xəta": "error",
    "tarix": "since",
}  # fmt: skip
"""The same as an Azerbaijani reader writes them."""
LONGEST = 500
_WORD = re.compile(r'(?:([A-Za-zƏəÖöÜüĞğÇçŞşİı]+):)?(?:"([^"]*)("?)|(\S+))')
_AGO = re.compile(r"([0-9]{1,4})(m|h|d|w)")
_UNITS = {"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}
_ERROR = re.compile(r"[a-z][a-z0-9_]*(?:\.[a-z0-9_]+)+|[0-9a-f]{16}")
_DATES = ("%d.%m.%Y", "%Y-%m-%d", "%d.%m.%Y %H:%M", "%Y-%m-%dT%H:%M")


@dataclass(frozen=True, slots=True)
class Known:
    """What values a qualifier may have, where they are a closed list; `said` are the words that people have for them.

    `alone` are the qualifiers whose values may stand without it; `is_error` knows the codes of errors.
    """

    values: Mapping[str, Collection[str]]
    said: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    alone: Sequence[str] = ()
    is_error: Callable[[str], bool] = lambda _text: False

    def meant(self, name: str, value: str) -> str:
        """The code that a value means, by its code or its words; the value itself where it means none."""
        if value in self.values.get(name, ()):
            return value
        wanted = _folded(value)
        words = ((text, code) for text, code in self.said.get(name, {}).items() if _folded(text) == wanted)
        return next((code for _text, code in words), value)

    def standing_alone(self, text: str) -> tuple[str, str] | None:
        """The qualifier and the code that the whole text means."""
        if _ERROR.fullmatch(text.strip()) and self.is_error(text.strip()):
            return "error", text.strip()
        for name in self.alone if text.strip() else ():
            code = self.meant(name, text.strip())
            if code in (*self.values.get(name, ()), *self.said.get(name, {}).values()):
                return name, code
        return None


def _folded(text: str) -> str:
    """Without case, and as somebody writes it who has no Azerbaijani letters."""
    try:
        return to_ascii(text.strip()).lower()
    except ValueError:
        return text


@dataclass(frozen=True, slots=True)
class Query:
    """What was asked. `personal` are pairs of qualifier and value; `pasted` is what stood without a qualifier."""

    personal: Sequence[tuple[str, str]] = ()
    plain: Mapping[str, str] = field(default_factory=dict)
    pasted: str = ""
    wrong: Sequence[Words] = ()


def parse(text: str, known: Known) -> Query:
    """Read what was typed; never raises. Everything that is wrong is said, each with the nearest that is known."""
    if len(text) > LONGEST:
        return Query(wrong=[_TOO_LONG])
    alone = known.standing_alone(text)
    if alone is not None:
        return Query(plain=dict((alone,)))
    reading = _Reading(known)
    for word in _WORD.finditer(text):
        reading.take(word)
    if len(reading.personal) > 1:
        reading.wrong.append(_ONE_KEY)
    return Query(reading.personal, reading.plain, " ".join(reading.pasted), reading.wrong)


@dataclass(slots=True)
class _Reading:
    known: Known
    personal: list[tuple[str, str]] = field(default_factory=list)
    plain: dict[str, str] = field(default_factory=dict)
    pasted: list[str] = field(default_factory=list)
    wrong: list[Words] = field(default_factory=list)

    def take(self, word: re.Match[str]) -> None:
        """One word, with or without a qualifier."""
        name, quoted, closed, bare = word.groups()
        name = IN_AZERBAIJANI.get(az_lower(name or ""), (name or "").lower())
        if quoted is not None and not closed:
            self.wrong.append(_QUOTE)
        elif name in QUALIFIERS:
            self._qualified(name, bare if quoted is None else quoted)
        elif near := _meant(name):
            self.wrong.append(_unknown(name, near))
        else:
            self.pasted.append(word[0].strip('"'))

    def _qualified(self, name: str, value: str) -> None:
        value = self.known.meant(name, value.lower() if name == "agency" and value.isascii() else value)
        fault = _fault(name, value, self.plain, self.known)
        if fault is not None:
            self.wrong.append(fault)
        elif name in PERSONAL:
            self.personal.append((name, value))
        else:
            self.plain[name] = value


def since_of(text: str, now: datetime) -> datetime | None:
    """The moment that `since:` means, in the time zone of `now`; None where it means none."""
    ago = _AGO.fullmatch(text)
    if ago:
        return now - timedelta(**{_UNITS[ago[2]]: int(ago[1])})
    if text == "today":
        return now.replace(hour=0, minute=0, second=0, microsecond=0)
    for shape in _DATES:
        try:
            return datetime.strptime(text, shape).replace(tzinfo=now.tzinfo)
        except ValueError:
            continue
    return None


def looks_like_fin(text: str) -> bool:
    """Whether a pasted word may be a FIN."""
    return is_fin(ascii_upper(text))


def _meant(name: str) -> str:
    """The qualifier that was probably meant; a word with a colon that is near none is pasted as it is."""
    return next(iter(difflib.get_close_matches(name, QUALIFIERS, n=1, cutoff=0.7)), "")


def _fault(name: str, value: str, plain: Mapping[str, str], known: Known) -> Words | None:
    if not value:
        return Words(f"“{name}:” işarəsindən sonra dəyər yazın.", f"Write a value after {name}:.")
    if name in plain:
        return Words(f"“{name}:” bir dəfə yazıla bilər.", f"{name}: can stand once.")
    if name == "since" and since_of(value, _ANY_DAY) is None:
        return _SINCE
    if name == "error" and not _ERROR.fullmatch(value):
        return _CODE
    values = known.values.get(name)
    return None if values is None or value in values else _no_such(name, value, values)


def _no_such(name: str, value: str, values: Collection[str]) -> Words:
    near = difflib.get_close_matches(value, values, n=1, cutoff=0.5)
    shown = value[:40]
    if near:
        return Words(
            f"“{name}:{shown}” yoxdur. Yəqin ki: {name}:{near[0]}.",
            f"There is no {name}:{shown}. Did you mean {name}:{near[0]}?",
        )
    listed = ", ".join(sorted(values)[:12])
    return Words(f"“{name}:{shown}” yoxdur. Olanlar: {listed}.", f"There is no {name}:{shown}. There are: {listed}.")


def _unknown(name: str, near: str) -> Words:
    return Words(f"“{name}:” adlı şərt yoxdur. Yəqin ki: {near}:.", f"There is no {name}:. Did you mean {near}:?")


_ANY_DAY = datetime(2000, 1, 1)  # noqa: DTZ001  # only whether it can be read is asked
_TOO_LONG = Words(f"Axtarış ən çoxu {LONGEST} simvol ola bilər.", f"A search has at most {LONGEST} characters.")
_QUOTE = Words('Dırnaq bağlanmayıb: sonuna " qoyun.', 'A quote is not closed: put " at its end.')
_ONE_KEY = Words(
    "fin:, account:, act: və id: şərtlərindən yalnız biri yazıla bilər.",
    "Only one of fin:, account:, act: and id: can stand.",
)
_SINCE = Words(
    "since: üçün 30m, 2h, 7d, 2w, today və ya 24.11.2026 yazın.",
    "For since: write 30m, 2h, 7d, 2w, today or 24.11.2026.",
)
_CODE = Words(
    "error: üçün agency.busy kimi kod və ya 16 işarəli qrup nömrəsi yazın.",
    "For error: write a code such as agency.busy, or a group's 16 characters.",
)
