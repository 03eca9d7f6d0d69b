"""Azərsu: a subscriber's data applied once per `Nomre`; it sends a night's meter file about each family."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from connectors.agencies.azersu.agency import ACCOUNT, AGENCY, UPDATE
from connectors.sandbox.http import Reply
from connectors.sandbox.people import SyntheticPerson, number_of, person
from connectors.sandbox.traffic.moment import Moment
from connectors.sandbox.traffic.parcel import Parcel, file
from connectors.sandbox.traffic.rows import ROWS
from connectors.sandbox.twins.acknowledging import acknowledging
from connectors.sandbox.twins.rest import RestTwin
from connectors.sandbox.twins.soap import SoapRequest, SoapTwin, applying, asking, business_error, soap_reply
from connectors.sandbox.twins.twin import Dependencies, Simulation
from connectors.sandbox.twins.two_ways import SoapAndRest

NAME = AGENCY.name
_TEXTS = {"": "Qəbul edilmədi"}
_FIRST_NIGHT = date(2026, 1, 5)


def _twin(sandbox: Dependencies) -> SoapAndRest:
    """Any subscriber code is a subscriber here."""
    handlers = applying(NAME, UPDATE, sandbox.ledger, _TEXTS, number="ASU", other_body="12")
    handlers |= asking(NAME, ACCOUNT, sandbox.ledger, _accounts)
    wrong = soap_reply(NAME, "MelumatSilCavab", {"Netice": "abc"})
    return SoapAndRest(SoapTwin(NAME, UPDATE.path, handlers, _TEXTS, wrong), RestTwin(AGENCY, sandbox.ledger))


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


def _accounts(asked: SoapRequest, _query: int) -> Reply:
    """Three of four persons are subscribers."""
    number = number_of(asked.text("FIN"))
    if number is None or number % 4 == 3:
        return business_error(NAME, "11", _TEXTS)
    owner = person(number)
    account = {
        "Kod": f"{70_000_000 + owner.number}",
        "Unvan": f"{owner.street} {owner.building}/{owner.flat}",
        "NeferSayi": str(1 + owner.number % 6),
        "Borc": f"{owner.number % 40 - 10}.00",
    }
    return soap_reply(NAME, ACCOUNT.answer, {"FIN": owner.fin, "Abonent": [account]})


SIMULATION = Simulation(_twin, story={25: _meter_file}, beside=acknowledging(NAME, refuses=5))
