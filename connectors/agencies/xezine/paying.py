"""How the simulated bank answers a batch, as pure functions: the same for the same file.

It answers half, and the rest later; a closed account, a name that differs and a "come again" are among the rows; what
it said to come again with it pays later, and one row it answers twice, the second time with `31`. Every third batch has
a part whose trailer counts a row too many, and the right part under the next number.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

PAID, CLOSED, OTHER_NAME, BEFORE, AGAIN = "00", "05", "12", "31", "96"
_WIDTH = 120


class NoBatch(ValueError):
    """A file that is no whole batch: its lines, their number or their sum."""


@dataclass(frozen=True, slots=True)
class Batch:
    """A batch as it was read; `lines` are its rows, `amount` their sum in qəpik."""

    number: str
    day: str
    lines: tuple[str, ...]
    amount: int


def read_batch(raw: bytes) -> Batch:
    """The batch of a payment file; NoBatch where number or sum of the trailer are not those of its rows."""
    lines = raw.decode("ascii", "replace").splitlines()
    if len(lines) < 3 or any(len(line) != _WIDTH for line in lines):
        raise NoBatch("lines")
    header, *rows, trailer = lines
    amount = sum(int(row[87:98]) for row in rows if row[87:98].isdigit())
    if header[:1] + trailer[:1] != "HT" or any(row[:1] != "D" for row in rows):
        raise NoBatch("kinds")
    if trailer[11:17] != f"{len(rows):06d}" or trailer[17:32] != f"{amount:015d}":
        raise NoBatch("sums")
    return Batch(header[1:11], header[11:19], tuple(rows), amount)


def answers(batch: Batch, serial: int) -> Iterator[tuple[str, bytes]]:
    """Name and bytes of each part, in the order in which they are given; `serial` is the batch file's of its day."""
    half = (len(batch.lines) + 1) // 2
    early = [(line, _code(line)) for line in batch.lines[:half]]
    late = [(line, PAID) for line, code in early if code == AGAIN]
    late += [(line, PAID) for line in batch.lines[half:]]
    number = 4 * (serial - 1)
    yield _name(batch, number + 1), _part(batch, early)
    if batch.number[-1] in "258":
        yield _name(batch, number + 2), _part(batch, late, miscounts=True)
    yield _name(batch, number + 3), _part(batch, late)
    yield _name(batch, number + 4), _part(batch, [(next(line for line, code in early if code == PAID), BEFORE)])


def _code(line: str) -> str:
    return {3: AGAIN, 5: CLOSED, 7: OTHER_NAME}.get(int(line[11:17]) % 10, PAID)


def _name(batch: Batch, number: int) -> str:
    return f"MKC_{batch.day}_{number:02d}.txt"


def _part(batch: Batch, rows: Sequence[tuple[str, str]], *, miscounts: bool = False) -> bytes:
    day = f"{batch.day[6:]}{batch.day[4:6]}{batch.day[:4]}"
    lines = [f"HD{batch.number}{batch.day}".ljust(51)]
    for line, code in rows:
        paid = code in (PAID, BEFORE)
        reference = f"BR{batch.day}{int(line[11:17]):06d}" if paid else ""
        lines.append(f"R{line[:24]}{code}{day if paid else '':8}{reference:16}")
    lines.append(f"TD{batch.number}{len(rows) + miscounts:06d}".ljust(51))
    return "".join(f"{line}\r\n" for line in lines).encode()
