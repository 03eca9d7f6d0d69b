"""Azərişıq's nightly file about the same persons, of any size, with the habits of the real one (format F4).

Windows-1254 cannot write ə and loses `ü` on the way; FİN in lower case and padded, every fifth missing; decimal commas;
a credit is a negative debt; the last line is the sum.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from connectors.sandbox.people import SyntheticPerson

COLUMNS = (
    "ABONENT_KODU;SAYGAC_NO;SOYADI_ADI_ATASININ_ADI;FIN;RAYON;UNVAN;MK;NEFER_SAYI;LIMIT_KVT;AY;ILKIN_GOST;SON_GOST;"
    "SERF;MEBLEG;BORC"
)
NIGHT = date(2026, 3, 31)
_LOST = str.maketrans({"ə": "?", "Ə": "?", "ü": "?", "Ü": "?"})
_KWH_A_PERSON = 300
_WITHOUT_FIN = 5


def write_meter_file(folder: Path, owners: Iterable[SyntheticPerson], *, serial: int = 1, night: date = NIGHT) -> Path:
    """One row an owner; holds one row at a time."""
    path = folder / f"AZI_MK_{night:%Y%m%d}_{serial:02d}.csv"
    total = 0
    with path.open("w", encoding="cp1254", newline="\r\n") as file:
        file.write(f"{COLUMNS}\n")
        for owner in owners:
            line, used = _row(owner, night)
            file.write(line)
            total += used
        file.write(f"CEMI;;;;;;;;;;;;{total};;\n")
    return path


def _row(owner: SyntheticPerson, night: date) -> tuple[str, int]:
    persons = 1 + owner.number % 6
    used = 40 + owner.number * 37 % (persons * _KWH_A_PERSON - 40)
    first = 1000 + owner.number * 13 % 90_000
    name = f"{owner.surname} {owner.given_name} {owner.father} {'q' if owner.sex == 'female' else 'o'}"
    fin = "" if owner.number % _WITHOUT_FIN == 0 else f"{owner.fin.lower()} "
    fields = (
        owner.power_account,
        f"{owner.number * 11 % 100_000_000:08d}",
        name.translate(_LOST),
        fin,
        "Zangilan r-nu",
        f"{owner.street.translate(_LOST)} {owner.building}/{owner.flat}",
        "1" if owner.displaced else "0",
        str(persons),
        str(persons * _KWH_A_PERSON),
        f"{night:%m.%y}",
        str(first),
        str(first + used),
        str(used),
        _manat(used * 10 + 100),
        _manat(owner.number * 7 % 9000 - 2000),
    )
    return f"{';'.join(fields)}\n", used


def _manat(qepik: int) -> str:
    sign = "-" if qepik < 0 else ""
    return f"{sign}{abs(qepik) // 100},{abs(qepik) % 100:02d}"
