"""A night's meter file as Azərişıq sends it (format F4), with its habits.

Windows-1254 without ə, so letters are lost, and `ü` with them; FİN in lower case and padded; decimal commas; a credit
is a negative debt; the last line is the sum. One row of each file has a reading that is no number.
"""

from __future__ import annotations

from datetime import date, timedelta

from connectors.rest.calling import content_digest
from connectors.sandbox.people import SyntheticPerson, person
from connectors.sandbox.traffic.parcel import Parcel

ROWS = 20
_FIRST_NIGHT = date(2026, 1, 5)
_COLUMNS = (
    "ABONENT_KODU;SAYGAC_NO;SOYADI_ADI_ATASININ_ADI;FIN;RAYON;UNVAN;MK;NEFER_SAYI;LIMIT_KVT;AY;ILKIN_GOST;SON_GOST;"
    "SERF;MEBLEG;BORC"
)
_LOST = str.maketrans({"ə": "?", "Ə": "?", "ü": "?", "Ü": "?", "İ": "I", "ı": "i"})
_KWH_A_PERSON = 300


def meter_file(number: int, first_person: int) -> Parcel:
    """The file of a night, the same bytes for the same numbers."""
    night = _FIRST_NIGHT + timedelta(days=number)
    lines, total = [_COLUMNS], 0
    for row in range(ROWS):
        line, used = _row(person(first_person + row), night, broken=row == number % ROWS)
        lines.append(line)
        total += used
    lines += [f"CEMI;;;;;;;;;;;;{total};;", ""]
    raw = "\r\n".join(lines).encode("cp1254")
    name = f"AZI_MK_{night:%Y%m%d}_01.csv"
    path = f"/v1/files/azerishiq.meter-file.v1?name={name}"
    return Parcel("sandbox-azerishiq", path, raw, "text/csv", name, {"Content-Digest": content_digest(raw)})


def _row(owner: SyntheticPerson, night: date, *, broken: bool) -> tuple[str, int]:
    people = 1 + owner.number % 6
    used = 40 + owner.number * 37 % (people * _KWH_A_PERSON - 40)
    first = 1000 + owner.number * 13 % 90_000
    qepik = used * 10 + 100
    debt = owner.number * 7 % 9000 - 2000
    name = f"{owner.surname} {owner.given_name} {owner.father} {'q' if owner.sex == 'female' else 'o'}"
    fields = [
        owner.power_account,
        f"{owner.number * 11 % 100_000_000:08d}",
        name.translate(_LOST),
        f"{owner.fin.lower()} ",
        "Zangilan r-nu",
        f"{owner.street.translate(_LOST)} {owner.building}/{owner.flat}",
        "1" if owner.displaced else "0",
        str(people),
        str(people * _KWH_A_PERSON),
        f"{night:%m.%y}",
        str(first),
        "1l69" if broken else str(first + used),
        str(used),
        _azn(qepik),
        _azn(debt),
    ]
    return ";".join(fields), used


def _azn(qepik: int) -> str:
    sign = "-" if qepik < 0 else ""
    return f"{sign}{abs(qepik) // 100},{abs(qepik) % 100:02d}"
