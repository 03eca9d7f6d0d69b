"""A paying bank: it refuses some payments, mislays files, answers late, in parts, twice, wrongly or never.

A payment is its batch and number: told again it is not paid again.
"""

from __future__ import annotations

import base64
from collections import Counter
from collections.abc import Iterator, Sequence
from contextvars import Context
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial

from connectors.agencies.xezine.paying import Batch, read_batch
from connectors.outcome import Document
from connectors.sandbox.people import person
from tests.simulation.loop import running
from tests.simulation.plays.agencies import Agency
from tests.simulation.seeded import WorldTime

PAID, PAID_BEFORE, LATER = "00", "31", "96"
REFUSALS = ("05", "12")
_OUTSIDE = Context()
_NOBODY, _NO_NUMBER = 1000, 999_999
"""From this person on nobody is to be paid, and down from this number nothing."""
Place = tuple[str, int]
"""A batch and the number in it, by which the bank knows a payment."""


@dataclass(frozen=True, slots=True)
class Payment:
    """A payment as its file tells it. `asked` are the characters that the answer repeats."""

    asked: str
    fin: str
    iban: str
    period: str
    qepik: int

    @classmethod
    def of(cls, text: str) -> Payment:
        return cls(text[:24], text[17:24], text[24:52].strip(), f"{text[98:102]}-{text[102:104]}", int(text[87:98]))

    @property
    def place(self) -> Place:
        return self.asked[1:11], int(self.asked[11:17])


@dataclass(frozen=True, slots=True)
class Answer:
    """A file of the bank's."""

    name: str
    raw: bytes


@dataclass(slots=True)
class Bank(Agency):
    """`paid` is its book, `refused` what it has refused and by which code; `answers` lie in its folder to be taken."""

    shown: WorldTime = field(kw_only=True)
    paid: dict[Place, Payment] = field(default_factory=dict)
    refused: dict[Place, str] = field(default_factory=dict)
    answers: list[Answer] = field(default_factory=list)
    writing: int = 0
    strays: int = 0
    _numbers: Counter[str] = field(default_factory=Counter)

    def apply(self, key: str, document: Document) -> None:
        is_new = not self.knows(key)
        Agency.apply(self, key, document)
        if is_new and not self.faults.happens("mislaid"):
            self._take(read_batch(base64.b64decode(str(document["content_base64"]))))

    def of_whom(self) -> dict[tuple[str, str], list[int]]:
        """What was paid to each FIN for each period, in its order."""
        found: dict[tuple[str, str], list[int]] = {}
        for line in self.paid.values():
            found.setdefault((line.fin, line.period), []).append(line.qepik)
        return found

    def _take(self, batch: Batch) -> None:
        lines = [Payment.of(each) for each in batch.lines]
        said = [(line, code) for line in lines if (code := self._code(line))]
        half = self.dice.randint(0, len(said))
        for part in (said[:half], said[half:], [(line, PAID) for line, code in said if code == LATER]):
            self._leave(batch.number, part)
        again = [(line, PAID_BEFORE) for line, code in said if code == PAID]
        self._leave(batch.number, again if again and self.faults.happens("told_twice") else [])

    def _code(self, line: Payment) -> str:
        """What it says of a payment; nothing where it forgets to."""
        if line.place in self.paid:
            return PAID_BEFORE
        if line.place in self.refused or self.faults.happens("payment_refused"):
            return self.refused.setdefault(line.place, self.dice.choice(REFUSALS))
        self.paid[line.place] = line
        if self.faults.happens("unanswered"):
            return ""
        return LATER if self.faults.happens("put_off") else PAID

    def _leave(self, batch: str, said: Sequence[tuple[Payment, str]]) -> None:
        for lines, more in self._parts(said):
            self.writing += 1
            running().call_later(self.dice.expovariate(0.3), partial(self._left, batch, lines, more), context=_OUTSIDE)

    def _parts(self, said: Sequence[tuple[Payment, str]]) -> Iterator[tuple[list[tuple[Payment, str]], int]]:
        """Rows of a file, each with how many the file counts too much."""
        if said:
            if self.faults.happens("miscounted"):
                yield list(said), 1
            yield list(said), 0
            if self.faults.happens("stray"):
                self.strays += 1
                nobody, number = person(_NOBODY + self.strays).fin, _NO_NUMBER - self.strays
                yield [(Payment(f"{said[0][0].asked[:11]}{number:06d}{nobody}", nobody, "", "", 0), PAID)], 0

    def _left(self, batch: str, said: Sequence[tuple[Payment, str]], more: int) -> None:
        self.writing -= 1
        day = f"{datetime.fromtimestamp(self.shown.ns(0.0) / 1e9, UTC):%Y%m%d}"
        self._numbers[day] += 1
        rows = [f"HD{batch}{day}".ljust(51)]
        for line, code in said:
            is_paid = code in (PAID, PAID_BEFORE)
            reference = f"BR{batch[-6:]}{line.asked[11:17]}" if is_paid else ""
            rows.append(f"R{line.asked}{code}{day[6:] + day[4:6] + day[:4] if is_paid else '':8}{reference:16}")
        rows.append(f"TD{batch}{len(said) + more:06d}".ljust(51))
        name = f"MKC_{day}_{self._numbers[day]:02d}.txt"
        self.answers.append(Answer(name, "".join(f"{row}\r\n" for row in rows).encode()))
