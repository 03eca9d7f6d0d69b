"""MyGov: in each family the wife asks for a certificate, twice by a double click; the husband closes a permission.

Before that the committee has given her a status, and the pupil one, but in every third family: there she is refused.

The closing comes before the grant that it closes, as it may: the higher version counts. Notices of looks are taken in;
those of papers are opened, but every third is only shown. Citizens log in here (`login`).
"""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from connectors.agencies.mygov.agency import AGENCY
from connectors.agencies.mygov.twin.login import CitizenLogin
from connectors.sandbox.http import Reply, Request
from connectors.sandbox.people import SyntheticPerson
from connectors.sandbox.traffic.moment import Moment
from connectors.sandbox.traffic.parcel import Parcel, message
from connectors.sandbox.twins.acknowledging import answering
from connectors.sandbox.twins.rest import RestTwin
from connectors.sandbox.twins.twin import Dependencies, Service, Simulation

NAME = AGENCY.name
_NEVER_OPENED = 3
_FIRST_STATUS = date(1993, 11, 1)


class MyGov(RestTwin):
    """Its plain REST, and the login of citizens beside it."""

    def __init__(self, sandbox: Dependencies) -> None:
        super().__init__(AGENCY, sandbox.ledger)
        self._login = CitizenLogin(sandbox.hub_url)

    def service(self, request: Request) -> Service | Reply:
        """A page of the login, or a document."""
        return self._login.answer(request) or super().service(request)


def _status(now: Moment) -> Parcel:
    number = f"{now.instance[:8]}-status-{now.family}"
    # Acts name young wives, and rename some; of another wife this may be the first that is told.
    records: list[dict[str, Any]] = [{"kind": "person", "fin": now.wife.fin} if now.is_young else _entered(now.wife)]
    if now.family % 3 != 2:
        records = [_given(now.wife) | {"card_no": f"{now.family:06}"}, _entered(now.pupil), _given(now.pupil)]
    return message("committee", "hub.records.v1", json.dumps({"id": number, "records": records}).encode(), number)


def _given(who: SyntheticPerson) -> dict[str, Any]:
    """A status since the flight, or since birth."""
    since = max(_FIRST_STATUS, who.born).isoformat()
    origin = "Zəngilan rayonu, Ağalı kəndi"
    return {"kind": "idp_status", "fin": who.fin, "category": "idp", "origin_place": origin, "valid_from": since}


def _entered(who: SyntheticPerson) -> dict[str, Any]:
    """With the day of birth: of a pupil's, a school is told."""
    named = {"surname": who.surname, "given_name": who.given_name, "sex": who.sex}
    return {"kind": "person", "fin": who.fin, **named, "birth_date": who.born.isoformat()}


def _request(now: Moment) -> Parcel:
    number = f"{now.instance[:8]}-{now.family}"
    return _told(
        "mygov.certificate-request.v1",
        number,
        {"requestId": number, "fin": now.wife.fin, "purposeCode": "BANK", "includeFamily": now.family % 2 == 0},
    )


def _permission(now: Moment, kind: str, version: int) -> Parcel:
    number = f"P-{now.instance[:8]}-{now.family}"
    body = {"eventId": f"{number}-{version}", "type": f"PERMISSION_{kind}", "permissionId": number, "version": version}
    if kind == "GRANTED":
        body |= {"fin": now.husband.fin, "receiver": "Nümunə Bank ASC", "category": "SOCIAL"}
    return _told("mygov.permission.v1", f"{number}-{version}", body)


def _told(format_name: str, key: str, body: dict[str, Any]) -> Parcel:
    return message(NAME, format_name, json.dumps(body, ensure_ascii=False).encode(), key)


def _opened(entry: dict[str, Any]) -> tuple[str, str]:
    return "noticeId", "SHOWN" if entry["seq"] % _NEVER_OPENED == 0 else "OPENED"


SIMULATION = Simulation(
    MyGov,
    beside=answering(NAME, "mygov.case-notice.put", "mygov.notice-answer.v1", _opened),
    story={
        109: _status,
        110: _request,
        111: _request,
        112: lambda now: _permission(now, "CLOSED", 2),
        113: lambda now: _permission(now, "GRANTED", 1),
    },
)
