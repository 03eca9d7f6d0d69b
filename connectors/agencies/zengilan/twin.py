"""Zəngilan district: a list a family, as people make it: merged cells, two kinds of days, members, sums, signatures."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from connectors.agencies.zengilan.agency import AGENCY
from connectors.sandbox.people import SyntheticPerson, person
from connectors.sandbox.traffic.moment import Moment
from connectors.sandbox.traffic.parcel import Parcel, workbook
from connectors.sandbox.twins.twin import Silent, Simulation
from connectors.sandbox.workbook import written

NAME = AGENCY.name
_TITLES = (
    "№", "S.A.A.", "Doğum tarixi", "FİN", "Şəx. vəs. №", "Rayonu (işğaldan əvvəl)", "Kəndi", "Müvəqqəti ünvan",
    "Ailə üzvü", "Qaz(+/-)", "İşıq", "Su", "Qeyd",
)  # fmt: skip
_HEADER, _FAMILIES, _MEMBERS = 6, 3, 2
_FIRST = _HEADER + 1
_VILLAGES = ("Ağalı", "Məmmədbəyli", "Sobu")


def _list(now: Moment) -> Parcel:
    rows = dict(enumerate(_rows(now), _FIRST))
    last = _FIRST + _FAMILIES * (1 + _MEMBERS) - 1
    title = f"Zəngilan rayonundan məcburi köçkünlərin siyahısı № {now.family + 1}, {now.instance[:8]}"
    raw = written("Siyahı", {1: (title,), _HEADER: _TITLES, **rows}, [f"F{_FIRST}:F{last}"])
    return workbook(NAME, "rih.list.v1", raw, f"{now.instance[:8]}-siyahi-{now.family}")


def _rows(now: Moment) -> Iterator[tuple[object, ...]]:
    first = now.first_person
    for family in range(_FAMILIES):
        head, *members = (person(first + family * (1 + _MEMBERS) + each) for each in range(1 + _MEMBERS))
        district = "Zəngilan r." if family == 0 else None
        place = (district, _VILLAGES[family], f"{head.street} {head.building}/{head.flat}")
        size = 1 + len(members)
        yield family + 1, _name(head), f"{head.born:%d.%m.%Y}", head.fin, _card(head), *place, size, "+", "+", "-"
        for each in members:
            yield None, _name(each), _by_hand(each.born), each.fin
    yield "CƏMİ", None, None, None, None, None, None, None, _FAMILIES * (1 + _MEMBERS)
    yield (None,)
    yield None, "RİH başçısı ____", None, None, None, None, None, "Komitə nümayəndəsi ____"


def _name(who: SyntheticPerson) -> str:
    return f"{who.surname} {who.given_name} {who.father} {'qızı' if who.sex == 'female' else 'oğlu'}"


def _card(who: SyntheticPerson) -> str:
    return f"{who.document_series}{who.document_number}"


def _by_hand(day: date) -> str:
    return f"{day:%d.%m.%y}" if day.year >= 1931 else f"{day:%d.%m.%Y}"


SIMULATION = Simulation(lambda _: Silent(NAME), story={145: _list})
