"""Azərişıq: takes reply files by PUT, the same bytes any number of times, other bytes under a name never."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path

from connectors.agencies.azerishiq.meter_files import Habits, file_name, lines
from connectors.rest.calling import FILE_NAME, content_digest
from connectors.sandbox import hub_credentials
from connectors.sandbox.behaviour import Behaviour
from connectors.sandbox.http import Reply, Request, json_reply, problem
from connectors.sandbox.ledger import Application
from connectors.sandbox.people import SyntheticPerson, person
from connectors.sandbox.traffic.moment import Moment
from connectors.sandbox.traffic.parcel import Parcel, file
from connectors.sandbox.traffic.rows import ROWS
from connectors.sandbox.twins.twin import Dependencies, Service, Simulation

REPLIES = "/azerishiq/replies/"
_FORMAT = "azerishiq.meter-file.v1"
_FIRST_NIGHT, _DEMO_NIGHT = date(2026, 1, 5), date(2026, 3, 31)
_LOST = str.maketrans({"ə": "?", "Ə": "?", "ü": "?", "Ü": "?"})
_LOST_MORE = _LOST | str.maketrans({"İ": "I", "ı": "i"})


class Azerishiq:
    """The ledger's key is the file's name: that is what a reply file is identified by."""

    agency = "azerishiq"

    def __init__(self, sandbox: Dependencies) -> None:
        self._ledger = sandbox.ledger

    def service(self, request: Request) -> Service | Reply:
        """Put a reply file."""
        name = request.path.removeprefix(REPLIES)
        if not request.path.startswith(REPLIES) or request.method != "PUT" or not FILE_NAME.fullmatch(name):
            return problem(404, "azerishiq.no_such_service")
        if request.headers.get("authorization") != f"Bearer {hub_credentials(self.agency)}":
            return problem(401, "azerishiq.key")
        if request.headers.get("content-digest") != content_digest(request.body):
            return problem(400, "azerishiq.digest")
        return Service("azerishiq.reply-file", lambda: self._take(name, request))

    def _take(self, name: str, request: Request) -> Reply:
        subject = {
            "name": name,
            "bytes": len(request.body),
            "lines": request.body.count(b"\n"),
            "idempotency_key": request.headers.get("idempotency-key", ""),
        }
        digest = hashlib.sha256(request.body).hexdigest()
        application = Application(self.agency, name, "azerishiq.reply-file", digest, subject)
        return self._ledger.apply(application, lambda seq: json_reply(201, {"reference": f"AZI-{seq}"}))

    def disturbed(self, request: Request, behaviour: Behaviour) -> Reply:
        """A refusal with the asked code."""
        return problem(422 if behaviour.fault == "Client" else 500, f"azerishiq.{behaviour.code or 'fault'}")

    def wrong_element(self) -> Reply:
        """A success that says nothing that a caller knows."""
        return json_reply(200, {"netice": "OK"})


def _meter_file(now: Moment) -> Parcel:
    """The file of a night, the same bytes for the same numbers; one row has a reading that is no number."""
    night = _FIRST_NIGHT + timedelta(days=now.family)
    owners = (person(now.first_person + row) for row in range(ROWS))
    text = lines(owners, night, Habits(_LOST_MORE, broken=now.family % ROWS))
    raw = "".join(f"{line}\r\n" for line in text).encode("cp1254")
    return file(Azerishiq.agency, _FORMAT, file_name(night, 1), raw)


def write_meter_file(folder: Path, owners: Iterable[SyntheticPerson], serial: int) -> Path:
    """A file of any size for whoever tries the hub; every fifth owner is without FİN."""
    path = folder / file_name(_DEMO_NIGHT, serial)
    with path.open("w", encoding="cp1254", newline="\r\n") as opened:
        opened.writelines(f"{line}\n" for line in lines(owners, _DEMO_NIGHT, Habits(_LOST, without_fin=5)))
    return path


SIMULATION = Simulation(Azerishiq, story={90: _meter_file}, demo_file=(_FORMAT, write_meter_file))
