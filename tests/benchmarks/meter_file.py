"""Writes Azərişıq's nightly meter file at any size: `;` between columns, Windows-1254, CRLF, a totals line at the end.

Row `i` is the same in every file. The traps of the real file are in it (FİN in lower case and padded or missing,
letters lost to `?`, decimal commas, negative debts); rows that must be refused only if the caller asks for them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.persons import fin

HEADER = (
    "ABONENT_KODU;SAYGAC_NO;SOYADI_ADI_ATASININ_ADI;FIN;RAYON;UNVAN;MK;NEFER_SAYI;LIMIT_KVT;AY;ILKIN_GOST;SON_GOST"
    ";SERF;MEBLEG;BORC"
)
NAMES = ("Ismayilova G?lnar? ?li q", "Hüseynov Vaqif Ramiz o", "M?mm?dova Aygün Vaqif q", "Abbasov Ramiz Oruc o")
DISTRICTS = ("Zangilan r-nu", "Agdam r-nu", "Füzuli r-nu", "Laçin r-nu")
LIMIT_KWH_A_PERSON = 300
ROWS_A_WRITE = 10_000


@dataclass(frozen=True, slots=True)
class MeterFile:
    """A written file: where, its SHA-256 in hex, its data rows, and how many of them are meant to be refused."""

    path: Path
    sha256: str
    rows: int
    bad_rows: int


def write_meter_file(folder: Path, rows: int, *, serial: int = 1, bad_every: int = 0) -> MeterFile:
    """Write `rows` data rows as file number `serial` of its day; every `bad_every`th lacks its last columns (0: none).

    Holds no more than ROWS_A_WRITE rows in memory.
    """
    path = folder / f"AZI_MK_20260331_{serial:02}.csv"
    digest = hashlib.sha256()
    with path.open("wb") as file:
        for lines in _batches(rows, bad_every):
            content = "".join(lines).encode("cp1254")
            digest.update(content)
            file.write(content)
    return MeterFile(path, digest.hexdigest(), rows, rows // bad_every if bad_every else 0)


def _batches(rows: int, bad_every: int) -> Iterator[list[str]]:
    used_kwh = 0
    lines = [f"{HEADER}\r\n"]
    for number in range(rows):
        if bad_every and (number + 1) % bad_every == 0:
            lines.append(_short_row(number))
        else:
            kwh = _kwh(number)
            used_kwh += kwh
            lines.append(_row(number, kwh))
        if len(lines) >= ROWS_A_WRITE:
            yield lines
            lines = []
    lines.append(f"CEMI;;;;;;;;;;;;{used_kwh};;\r\n")
    yield lines


def _row(number: int, kwh: int) -> str:
    persons = _persons(number)
    first = 1000 + number % 20_000
    qepik = 100 + kwh * 10
    # As in the real file: every fifth row comes without a FİN, the others in lower case with a space behind.
    code = "" if number % 5 == 4 else f"{fin(number).lower()} "
    debt = f"-{number % 90},40" if number % 3 == 0 else f"{number % 90},00"
    return (
        f"{subscriber_code(number)};{number % 100_000_000:08};{NAMES[number % 4]};{code};{DISTRICTS[number % 4]}"
        f";Masazir q. {number % 400 + 1}/{number % 60 + 1};1;{persons};{persons * LIMIT_KWH_A_PERSON};03.26"
        f";{first};{first + kwh};{kwh};{qepik // 100},{qepik % 100:02};{debt}\r\n"
    )


def _short_row(number: int) -> str:
    return f"{subscriber_code(number)};{number % 100_000_000:08};{NAMES[number % 4]};;{DISTRICTS[number % 4]}\r\n"


def subscriber_code(number: int) -> str:
    """Give subscriber `number` a code of 13 digits that begins with 0."""
    return f"07{number:011}"


def _persons(number: int) -> int:
    return number % 7 + 1


def _kwh(number: int) -> int:
    """Stay within the limit of the household."""
    return 20 + number * 37 % (_persons(number) * LIMIT_KWH_A_PERSON - 20)
