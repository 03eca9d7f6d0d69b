"""The special representation: houses of Ağalı, planned in a workbook; one of each list gets ready, then is given."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from connectors.agencies.numayende.agency import AGENCY
from connectors.sandbox.traffic.moment import Moment
from connectors.sandbox.traffic.parcel import Parcel, json_message, workbook
from connectors.sandbox.twins.twin import Silent, Simulation
from connectors.sandbox.workbook import written

NAME = AGENCY.name
_TITLES = (
    "№", "Evin nömrəsi", "Rayon", "Ünvan", "Otaq sayı", "Sahəsi, m²", "Tipi", "Kadastr №", "Hazır olduğu tarix",
    "Vəziyyəti",
)  # fmt: skip
_HOUSES = 5
_FIRST_DAY = date(2026, 1, 5)


def _list(now: Moment) -> Parcel:
    """The district stands in one merged cell; the last row is the sum of rooms."""
    rows = dict(enumerate(_rows(now), 4))
    raw = written("Evlər", {1: (f"Ağalı kəndində evlər, siyahı {now.family + 1}",), 3: _TITLES, **rows}, ["C4:C8"])
    return workbook(NAME, "numayende.housing-list.v1", raw, f"{now.instance[:8]}-evler-{now.family}")


def _rows(now: Moment) -> Iterator[tuple[object, ...]]:
    rooms = [_rooms(now.family, house) for house in range(_HOUSES)]
    for house in range(_HOUSES):
        place = "Zəngilan rayonu" if house == 0 else None
        address = f"Ağalı kəndi, ev {now.family * _HOUSES + house + 1}"
        yield house + 1, _number(now, house), place, address, rooms[house], "124.5", "fərdi ev", None, None, "planda"
    yield "CƏMİ", None, None, None, sum(rooms)


def _unit(now: Moment, state: str) -> Parcel:
    number = _number(now, 0)
    body = {
        "evNo": number,
        "bildirisNo": state,
        "yer": {"rayon": "Zəngilan rayonu", "unvan": f"Ağalı kəndi, ev {now.family * _HOUSES + 1}"},
        "otaqSayi": _rooms(now.family, 0),
        "saheM2": "124.5",
        "tip": "EV",
        "hazirTarixi": (_FIRST_DAY + timedelta(days=now.family)).isoformat(),
        "hal": state,
    }
    return json_message(NAME, "numayende.housing-unit.v1", body, f"{number}:{state}")


def _number(now: Moment, house: int) -> str:
    return f"ZAN-{now.instance[:8].upper()}-{now.family * _HOUSES + house + 1}"


def _rooms(family: int, house: int) -> int:
    return 3 + (family + house) % 3


SIMULATION = Simulation(
    lambda _: Silent(NAME),
    story={130: _list, 131: lambda now: _unit(now, "HAZIR"), 132: lambda now: _unit(now, "TEHVIL")},
)
