"""People whom nobody else resembles, so that whatever of them is found anywhere is theirs."""

from __future__ import annotations

import random
from dataclasses import dataclass

_LETTERS = "abcçdeəfgğhxijkqlmnoöprsştuüvyz"
_FIN = "0123456789ABCDEFGHJKLMNPQRSTUVWXYZ"


@dataclass(frozen=True, slots=True)
class Canary:
    """One of them."""

    fin: str
    surname: str
    given: str
    phone: str

    @property
    def needles(self) -> tuple[str, ...]:
        return self.fin, self.surname, self.given, self.phone


def flock(count: int) -> list[Canary]:
    """So many of them; those of one run begin alike."""
    dice = random.Random()
    fin, surname, given = "".join(dice.choices(_FIN, k=3)), f"X{_word(dice, 2)}", f"Q{_word(dice, 2)}"
    numbers = dice.sample(range(len(_FIN) ** 4), count)
    return [
        Canary(
            fin + "".join(_FIN[number // len(_FIN) ** place % len(_FIN)] for place in range(4)),
            surname + _word(dice, 8),
            given + _word(dice, 7),
            f"99450{dice.randrange(10**7):07}",
        )
        for number in numbers
    ]


def _word(dice: random.Random, letters: int) -> str:
    return "".join(dice.choices(_LETTERS, k=letters))
