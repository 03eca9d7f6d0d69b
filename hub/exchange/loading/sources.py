"""The committee's old bases as files of a folder: which format each has, and how much its word counts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NamedTuple, get_args

from hub.errors import Refused, Words
from mappings.format import Format
from mappings.layout import Cells, FileName, FileNameRefused, NoRow, whole
from mappings.money import MoneyRefused, qepik_from_text
from mappings.places import PLACES
from mappings.records import Base
from mappings.rows import layout_of

BASES: Final[tuple[Base, ...]] = get_args(Base)
"""The one named first counts more."""
FORMATS: Final[Mapping[Base, str]] = {
    "cards": "committee.card-base.v1",
    "allowance": "committee.allowance-base.v1",
    "utilities": "committee.utility-base.v1",
    "survey": "committee.survey-base.v1",
}
SEVERAL_EACH: Final = frozenset((BASES.index("utilities"),))
"""A person has several accounts, and one card, one allowance, one survey."""


_MONEY: Final[Mapping[Base, str]] = {"allowance": "MEBLEG_QEPIK", "utilities": "MEBLEG"}
_DISTRICT: Final = "RAYON"


class Stake(NamedTuple):
    """What is paid a month by a row, None where that cannot be read, and the district that it names."""

    qepik: int | None
    district: str | None


def stake_of(base: Base, cells: Cells | NoRow) -> Stake:
    """The same of a row that cannot be read as a whole: its money belongs to the base's sum all the same."""
    if isinstance(cells, NoRow):
        return Stake(None if base in _MONEY else 0, None)
    place = PLACES.find(cells.get(_DISTRICT, ""))
    return Stake(_qepik(base, cells), None if place is None else place.name)


def _qepik(base: Base, cells: Cells) -> int | None:
    if base not in _MONEY:
        return 0
    said = cells.get(_MONEY[base], "").strip()
    try:
        return whole(said.encode()) if base == "allowance" else qepik_from_text(said.replace(".", ",") or "0")
    except MoneyRefused:
        return None


def party_of(base: Base) -> str:
    """Whose word a fact of this base is; `hub.register.weights` says how much it counts."""
    return f"committee.{base}"


@dataclass(frozen=True, slots=True)
class BaseFile:
    """A file of a base, by its name's version the newest of the folder."""

    base: Base
    made: Format
    path: Path
    name: FileName


def base_files(folder: Path, formats: Mapping[str, Format]) -> list[BaseFile]:
    """The newest file of each base that the folder has; Refused where it has none."""
    found: dict[Base, BaseFile] = {}
    for path in sorted(folder.iterdir()):
        for base, format_name in FORMATS.items():
            made = formats[format_name]
            try:
                name = layout_of(made).names.parse(path.name)
            except FileNameRefused:
                continue
            if base not in found or found[base].name.version < name.version:
                found[base] = BaseFile(base, made, path, name)
    if not found:
        rules = ", ".join(layout_of(formats[name]).names.rule for name in FORMATS.values())
        raise Refused(
            "load.no_files",
            Words(
                f"“{folder}” qovluğunda bazaların heç bir faylı yoxdur. Gözlənilən adlar: {rules}.",
                f"The folder {folder} has no file of the bases. Expected are: {rules}.",
            ),
        )
    return [found[base] for base in BASES if base in found]
