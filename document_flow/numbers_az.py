"""Numbers in Azerbaijani words, as acts write them beside the figures: 12 (on iki)."""

from __future__ import annotations

_ONES = ("", "bir", "iki", "üç", "dörd", "beş", "altı", "yeddi", "səkkiz", "doqquz")
_TENS = ("", "on", "iyirmi", "otuz", "qırx", "əlli", "altmış", "yetmiş", "səksən", "doxsan")
_STEPS = ((1_000_000, "milyon"), (1_000, "min"), (100, "yüz"))
MOST = 999_999_999


def spoken(number: int) -> str:
    """The number as it is said; `yüz` and `min` stand without `bir`, `bir milyon` with it.

    Takes 0 to 999,999,999; another number is a defect of the caller (ValueError).
    """
    if not 0 <= number <= MOST:
        raise ValueError(f"{number} is not between 0 and {MOST}")
    return " ".join(_words(number)) or "sıfır"


def _words(number: int) -> list[str]:
    words: list[str] = []
    rest = number
    for step, name in _STEPS:
        times, rest = divmod(rest, step)
        if times > 1 or (times and name == "milyon"):
            words += _words(times)
        if times:
            words.append(name)
    return words + [word for word in (_TENS[rest // 10], _ONES[rest % 10]) if word]
