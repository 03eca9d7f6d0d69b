"""Azərsu: a subscriber's data applied once per `Nomre`; it sends a night's meter file about each family."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from connectors.agencies.azersu.agency import AGENCY, UPDATE
from connectors.sandbox.people import SyntheticPerson, person
from connectors.sandbox.traffic.moment import Moment
from connectors.sandbox.traffic.parcel import Parcel, file
from connectors.sandbox.traffic.rows import ROWS
from connectors.sandbox.twins.soap import SoapTwin, applying, soap_reply
from connectors.sandbox.twins.twin import Dependencies, Simulation

NAME = AGENCY.name
_TEXTS = {"": "Qəbul edilmədi"}
_FIRST_NIGHT = date(2026, 1, 5)


def _twin(sandbox: Dependencies) -> SoapTwin:
    """Any subscriber code is a subscriber here."""
    handlers = applying(NAME, UPDATE, sandbox.ledger, _TEXTS, number="ASU", other_body="12")
    return SoapTwin(NAME, UPDATE.path, handlers, _TEXTS, soap_reply(NAME, "MelumatSilCavab", {"Netice": "abc"}))


def _meter_file(now: Moment) -> Parcel:
    """The couple first, so that what becomes of it is told to Azərsu too."""
    night = _FIRST_NIGHT + timedelta(days=now.family)
    owners = (now.wife, now.husband, *(person(now.first_person + row) for row in range(2, ROWS)))
    raw = "".join(f"{line}\n" for line in _lines(owners, night)).encode()
    return file(NAME, "azersu.meter-file.v1", f"ASU-{night:%Y%m%d}-01.csv", raw)


def _lines(owners: Iterable[SyntheticPerson], night: date) -> Iterator[str]:
    yield "ABONENT|SAYGAC|AD|FIN|UNVAN|GUZEST|NEFER|AY|EVVEL|INDI|KUB|MEBLEG|BORC"
    total = 0
    for owner in owners:
        cubic, before, cells = 3 + owner.number % 17, owner.number * 13 % 9000, [f"{70_000_000 + owner.number}"]
        cells += [f"S{owner.number:07d}", f"{owner.surname} {owner.given_name} {owner.father}", owner.fin]
        cells += [f"{owner.street} {owner.building}/{owner.flat}", "+" if owner.displaced else "-"]
        cells += [str(1 + owner.number % 6), f"{night:%Y-%m}", str(before), str(before + cubic), str(cubic)]
        yield "|".join((*cells, f"{cubic * 0.7:.2f}", f"{owner.number % 40 - 10}.00"))
        total += cubic
    yield f"YEKUN||||||||||{total}||"


SIMULATION = Simulation(_twin, story={25: _meter_file})
