"""Synthetic files of the committee's four old bases, with all that is wrong with such bases. Nobody in them exists.

The same number of persons and seed give the same bytes. A row's number ends with the person's, so that whoever measures
knows whose it is; a `-2` behind it marks a second row of the same person.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Final

from mappings.format import BUNDLED, load_formats
from mappings.text import az_lower, az_upper, to_ascii

DAY: Final = "20261101"
_FIN_LETTERS = "0123456789ABCDEFGHJKLMNPQRSTUVWXYZ"
_SPREAD = 20_174_639_501
_BOYS = [
    "Əli",
    "Vaqif",
    "Məmməd",
    "Həsən",
    "Rauf",
    "Ramiz",
    "Elçin",
    "Kamran",
    "Tural",
    "Orxan",
    "Ceyhun",
    "Fərid",
    "Nicat",
    "Rəşad",
    "Samir",
    "Anar",
    "Elnur",
    "İlqar",
    "Vüqar",
    "Zaur",
    "Əhməd",
    "Yusif",
    "Murad",
    "Təmkin",
    "Şahin",
    "Qabil",
    "Hikmət",
    "Natiq",
    "Sabir",
    "Tofiq",
    "Xəqani",
    "Bəhram",
    "Çingiz",
    "Güloğlan",
    "İsa",
    "Kərim",
]
_GIRLS = [
    "Gülnarə",
    "Aygün",
    "Sevinc",
    "Lalə",
    "Nərgiz",
    "Ülviyyə",
    "Zeynəb",
    "Leyla",
    "Günel",
    "Nigar",
    "Aytən",
    "Könül",
    "Səbinə",
    "Fidan",
    "Xədicə",
    "Fatimə",
    "Şəbnəm",
    "Rəna",
    "Təranə",
    "Vəfa",
    "Xatirə",
    "İradə",
    "Məlahət",
    "Pərvanə",
    "Qızılgül",
    "Sürəyya",
    "Çinarə",
    "Əfsanə",
    "Humay",
    "Jalə",
    "Minarə",
    "Solmaz",
    "Tamilla",
]
_STEMS = [
    "Məmməd",
    "Əli",
    "Hüseyn",
    "İsmayıl",
    "Quli",
    "Abbas",
    "Şərif",
    "Rza",
    "Həsən",
    "Vəli",
    "Əhməd",
    "Mustafa",
    "Kərim",
    "Nəbi",
    "Cəfər",
    "Babay",
    "Süleyman",
    "Ağa",
    "Musa",
    "Tağı",
    "Bağır",
    "Nəsir",
    "Rəhim",
    "Səfər",
    "Xəlil",
    "Yusif",
    "Zeynal",
    "Orucəli",
    "Novruz",
    "Bayram",
    "Çələbi",
    "Fərəc",
    "Gülməmməd",
    "İbrahim",
    "Qasım",
    "Əzim",
]
_PLACES = (
    ("Zəngilan", "Zəngilan r.", "Zangilan r-nu", ("Ağalı 1", "Ağalı 2", "Mincivan")),
    ("Füzuli", "Füzuli rayonu", "Fizuli", ("Horadiz", "Dövlətyarlı", "Aşağı Seyidəhmədli")),
    ("Ağdam", "Ağdam r.", "Aghdam", ("Qiyaslı", "Çəmənli", "Sarıcalı")),
    ("Laçın", "Laçın", "Lachin", ("Sus", "Zabux", "Güləbird")),
    ("Kəlbəcər", "Kəlbəcər r.", "Kalbajar", ("İstisu", "Zar", "Çıraq")),
    ("Şuşa", "Şuşa şəhəri", "Shusha", ("Turşsu", "Daşaltı", "Böyük Qaladərəsi")),
    ("Ağdərə", "Mardakert", "Aghdara", ("Talış", "Suqovuşan", "Həsənriz")),
    ("Cəbrayıl", "Cəbrayıl r.", "Jabrayil", ("Horovlu", "Soltanlı", "Maralyan")),
)
_CYRILLIC = str.maketrans(
    "abcçdeəfgğhxıijkqlmnoöprsştuüvyz", "абҹчдеәфҝғһхыижкглмноөпрсштуүвјз"
)  # the alphabet of 1958-91
_WORK = ("müəllim", "həkim", "çoban", "sürücü", "bənna", "aqronom", "dərzi", "")
_RELATIONS = ("başçı", "arvad")
_YEARS = ((1976, 2012), (1940, 1975))
_ANSWERS = ("hə", "hə", "yox", "bilmir", "şərtlə")
_SETTLED = (
    "Masazır q.",
    "Sumqayıt ş., 3 saylı yataqxana",
    "Bakı ş., Biləcəri q.",
    "Mingəçevir ş.",
    "Bərdə ş., sanatoriya",
    "Ağdam r., Quzanlı q.",
    "Abşeron r., inzibati bina",
)
_STREET = "28 May küç."
"""An address that says a street alone names no place."""


@dataclass(frozen=True, slots=True)
class Somebody:
    """A person as they are. `number` counts from 0 on; persons of a household follow each other."""

    number: int
    household: int
    relation: str
    surname: str
    given: str
    father: str
    sex: str
    born: date
    fin: str
    document: str
    place: int

    @property
    def suffix(self) -> str:
        """The word behind the father's name."""
        return "oğlu" if self.sex == "K" else "qızı"

    @property
    def full_name(self) -> str:
        """Surname, name, father's name and suffix."""
        return f"{self.surname} {self.given} {self.father} {self.suffix}"


def somebody(persons: int, seed: int) -> Iterator[Somebody]:
    """So many persons, in families of three or four; of twins the FINs differ in their last letter alone."""
    number = household = 0
    while number < persons:
        for each in _family(household, number, seed)[: persons - number]:
            yield each
            number += 1
        household += 1


def _dice(seed: int, what: str, number: int) -> random.Random:
    return random.Random(f"{seed}:{what}:{number}")  # noqa: S311  # the same seed gives the same people


def _family(household: int, first: int, seed: int) -> list[Somebody]:
    dice = _dice(seed, "family", household)
    stem, place, head = dice.choice(_STEMS), dice.randrange(len(_PLACES)), dice.choice(_BOYS)
    ending = dice.choice(("ov", "yev", "li")) if stem[-1] not in "aəiıouüö" else "yev"
    size = dice.choice((1, 2, 3, 3, 4, 4, 4, 5, 5, 6))
    family: list[Somebody] = []
    for at in range(size):
        boy = at == 0 or (at > 1 and dice.random() < 0.5)
        born = date(dice.randrange(*_YEARS[at < 2]), dice.randrange(1, 13), dice.randrange(1, 29))
        family.append(
            Somebody(
                number=first + at,
                household=household,
                relation=_RELATIONS[at] if at < 2 else ("oğul" if boy else "qız"),
                surname=f"{stem}{ending}" if boy or ending == "li" else f"{stem}{ending}a",
                given=dice.choice(_BOYS if boy else _GIRLS),
                father=dice.choice(_BOYS) if at < 2 else head,
                sex="K" if boy else "Q",
                born=born,
                fin=_fin(first + at, twin=False),
                document=f"AA{first + at + 1_000_000:07}",
                place=place,
            )
        )
    if size > 3 and dice.random() < 0.05:
        family[-1] = _twin(family[-1], family[-2], dice)
    return family


def _twin(who: Somebody, of: Somebody, dice: random.Random) -> Somebody:
    names = [each for each in (_BOYS if of.sex == "K" else _GIRLS) if each != of.given]
    return replace(
        of,
        number=who.number,
        given=dice.choice(names),
        fin=_fin(of.number, twin=True),
        document=who.document,
    )


def _fin(number: int, *, twin: bool) -> str:
    """Nobody else's: the last letter is of the first half of the alphabet, of the second twin it is of the other."""
    rest = (number * _SPREAD + 1) % 34**6
    letters = []
    for _ in range(6):
        rest, digit = divmod(rest, 34)
        letters.append(_FIN_LETTERS[digit])
    return "".join(letters) + _FIN_LETTERS[number % 17 + 17 * twin]


def write_bases(folder: Path, persons: int, seed: int) -> list[Path]:
    """Write the four files; their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    return [
        _write(
            folder / f"{name}_{DAY}_01.csv",
            encoding,
            header,
            (row for p in somebody(persons, seed) for row in of(p, seed)),
        )
        for name, encoding, header, of in _BASES
    ]


def _write(path: Path, encoding: str, header: str, rows: Iterator[tuple[str, int]]) -> Path:
    total, separator = 0, "|" if "|" in header else ";"
    columns = header.split(separator)
    added = next(place for place, name in enumerate(columns) if name in ("SAY", "MEBLEG_QEPIK", "NEFER"))
    with path.open("w", encoding=encoding, errors="replace", newline="\r\n") as file:
        file.write(f"{header}\n")
        for row, figure in rows:
            file.write(f"{row}\n")
            total += figure
        file.write(separator.join(["CEMI"] + [str(total) if p == added else "" for p in range(1, len(columns))]) + "\n")
    return path


def _cards(who: Somebody, seed: int) -> Iterator[tuple[str, int]]:
    dice = _dice(seed, "cards", who.number)
    name, written, _, villages = _PLACES[who.place]
    old = dice.random() < 0.06
    fin = who.fin if dice.random() < 0.85 else ""
    born = f"{who.born.year}" if old and dice.random() < 0.3 else f"{who.born:%d.%m.%Y}"
    settled = _often(_dice(seed, "address", who.number), 0.9, _settled(who, seed))
    row = (
        f"A-{who.household:07};{who.relation};{_in_cyrillic(who.full_name) if old else who.full_name};{born};{who.sex};"
        f"{fin};{_often(dice, 0.8, who.document)};{written if dice.random() < 0.3 else name};"
        f"{villages[who.household % len(villages)]};{settled};MK;187/{who.household % 900 + 1};01.02.2005;1"
    )
    yield f"VQ-{who.number:07};{row}", 1
    if dice.random() < 0.004:
        yield f"VQ-{who.number:07}-2;{row}", 1


def _allowance(who: Somebody, seed: int) -> Iterator[tuple[str, int]]:
    dice = _dice(seed, "allowance", who.number)
    if dice.random() > 0.68:
        return
    rate = dice.choice((60, 60, 60, 33))
    born = who.born
    if dice.random() < 0.004:
        born = born.replace(day=born.day % 28 + 1)
    name = _PLACES[who.place][0]
    for mark in ("", "-2") if dice.random() < 0.003 else ("",):
        fin = f"{who.fin.lower()} " if dice.random() < 0.9 else ""
        row = (
            f"M-{who.number:07}{mark};{who.full_name};{born:%d.%m.%Y};{fin};{_often(dice, 0.6, who.document)};{name};"
            f"{rate};{rate * 100};01.04.2019"
        )
        yield row, rate * 100


@cache
def _providers() -> list[str]:
    """As their base calls them."""
    (made,) = load_formats(BUNDLED / "committee_utility-base").values()
    return sorted(str(code) for _, code in made.codes["provider"].meanings)


def _utilities(who: Somebody, seed: int) -> Iterator[tuple[str, int]]:
    if who.relation != "başçı":
        return
    dice = _dice(seed, "utilities", who.number)
    persons, name = dice.randrange(1, 7), _PLACES[who.place][2]
    row = (
        f"K-{who.number:07}|{dice.choice(_providers())}|{who.number:013}|{to_ascii(who.full_name)}|"
        f"{_often(dice, 0.8, who.fin)}|{_often(dice, 0.4, who.document)}|{name}|"
        f"{to_ascii(_settled(who, seed))}|{persons}|2026-10|{dice.randrange(300, 15_000) / 100:.2f}"
    )
    yield row, persons


def _survey(who: Somebody, seed: int) -> Iterator[tuple[str, int]]:
    dice = _dice(seed, "survey", who.number)
    if who.born.year > 2008 or dice.random() > 0.3:
        return
    given = dice.choice(_GIRLS) if who.sex == "Q" and dice.random() < 0.01 else who.given
    row = (
        f"S-{who.number:07};{who.surname} {given} {who.father} {who.suffix};{who.born:%d.%m.%y};"
        f"{'kişi' if who.sex == 'K' else 'qadın'};{_often(dice, 0.6, who.fin)};{_often(dice, 0.3, who.document)};"
        f"{_PLACES[who.place][2]};{dice.choice(_ANSWERS)};{dice.choice(_WORK)};14.05.2026;1"
    )
    yield row, 1


def _settled(who: Somebody, seed: int) -> str:
    """The address at which the family lives."""
    dice = _dice(seed, "settled", who.household)
    return f"{_STREET if dice.random() < 0.03 else dice.choice(_SETTLED)} {dice.randrange(1, 90)}"


def _often(dice: random.Random, share: float, text: str) -> str:
    return text if dice.random() < share else ""


def _in_cyrillic(text: str) -> str:
    return " ".join(
        "".join(az_upper(c) if word[:1] != az_lower(word[:1]) and at == 0 else c for at, c in enumerate(_small(word)))
        for word in text.split()
    )


def _small(word: str) -> str:
    return az_lower(word).translate(_CYRILLIC)


_BASES: tuple[tuple[str, str, str, Callable[[Somebody, int], Iterator[tuple[str, int]]]], ...] = (
    (
        "KARTOTEKA",
        "utf-8",
        "VESIQE;AILE;QOHUMLUQ;SAA;DOGUM;CINS;FIN;SENED;RAYON;KEND;UNVAN;KATEQORIYA;QERAR;QERAR_TARIXI;SAY",
        _cards,
    ),
    ("MUAVINET", "cp1254", "ALAN_NO;SAA;DOGUM;FIN;SENED;RAYON;TARIF;MEBLEG_QEPIK;BASLAMA", _allowance),
    ("KOMMUNAL", "ascii", "QEYD_NO|TEMINATCI|ABONENT|SAA|FIN|SENED|RAYON|UNVAN|NEFER|AY|MEBLEG", _utilities),
    ("SORGU", "utf-8", "ANKET;SAA;DOGUM;CINS;FIN;SENED;RAYON;NIYYET;PESE;TARIX;SAY", _survey),
)
