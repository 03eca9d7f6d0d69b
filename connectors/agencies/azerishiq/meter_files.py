"""Azərişıq's nightly meter file of any size, with the habits of the real one (format F4).

Windows-1254 cannot write ə and loses `ü` on the way; FİN in lower case and padded; decimal commas; a credit is a
negative debt; the last line is the sum.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from connectors.sandbox.people import SyntheticPerson
from connectors.sandbox.twins.twin import Metered

_COLUMNS = (
    "ABONENT_KODU;SAYGAC_NO;SOYADI_ADI_ATASININ_ADI;FIN;RAYON;UNVAN;MK;NEFER_SAYI;LIMIT_KVT;AY;ILKIN_GOST;SON_GOST;"
    "SERF;MEBLEG;BORC"
)
_KWH_A_PERSON = 300


@dataclass(frozen=True, slots=True)
class Habits:
    """What else goes wrong: letters that are lost, every so many owners without FİN, one row with a bad reading."""

    lost: Mapping[int, str]
    without_fin: int = 0
    broken: int = -1


def file_name(night: date, serial: int) -> str:
    """The file's name of a night."""
    return f"AZI_MK_{night:%Y%m%d}_{serial:02d}.csv"


def lines(accounts: Iterable[Metered], night: date, habits: Habits) -> Iterator[str]:
    """The lines of a file about these accounts, without their ends."""
    yield _COLUMNS
    total = 0
    for row, each in enumerate(accounts):
        total += each.units
        yield ";".join(_row(each, night, habits, broken=row == habits.broken))
    yield f"CEMI;;;;;;;;;;;;{total};;"


def metered(owner: SyntheticPerson) -> Metered:
    """An owner's account in any night."""
    used = 40 + owner.number * 37 % (_persons(owner) * _KWH_A_PERSON - 40)
    return Metered(
        account=owner.power_account,
        owner=owner,
        marked=owner.displaced,
        persons=_persons(owner),
        units=used,
        amount_qepik=used * 10 + 100,
        debt_qepik=owner.number * 7 % 9000 - 2000,
    )


def _persons(owner: SyntheticPerson) -> int:
    return 1 + owner.number % 6


def _row(account: Metered, night: date, habits: Habits, *, broken: bool) -> tuple[str, ...]:
    owner, used = account.owner, account.units
    first = 1000 + owner.number * 13 % 90_000
    name = f"{owner.surname} {owner.given_name} {owner.father} {'q' if owner.sex == 'female' else 'o'}"
    without_fin = habits.without_fin and owner.number % habits.without_fin == 0
    return (
        account.account,
        f"{owner.number * 11 % 100_000_000:08d}",
        name.translate(habits.lost),
        "" if without_fin else f"{owner.fin.lower()} ",
        "Zangilan r-nu",
        f"{owner.street.translate(habits.lost)} {owner.building}/{owner.flat}",
        "1" if account.marked else "0",
        str(account.persons),
        str(account.persons * _KWH_A_PERSON),
        f"{night:%m.%y}",
        str(first),
        "1l69" if broken else str(first + used),
        str(used),
        _manat(account.amount_qepik),
        _manat(account.debt_qepik),
    )


def _manat(qepik: int) -> str:
    sign = "-" if qepik < 0 else ""
    return f"{sign}{abs(qepik) // 100},{abs(qepik) % 100:02d}"
