"""One thing that an agency sends to the hub."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from connectors.rest.calling import content_digest

_CLERK = "sevinc"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class Parcel:
    """A POST to the hub by a party of the sandbox; sending it twice is sending the same."""

    party: str
    path: str
    body: bytes = field(repr=False)
    content_type: str
    key: str
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class LeftFile:
    """A file that an agency leaves in its folder, for the hub to take; leaving it twice is leaving the same."""

    agency: str
    name: str
    body: bytes = field(repr=False)


Told = Parcel | LeftFile


def message(agency: str, format_name: str, body: bytes, key: str) -> Parcel:
    """A message of an agency in one of its formats; XML by its first byte, else JSON."""
    content_type = "application/xml" if body.startswith(b"<") else "application/json"
    return Parcel(f"sandbox-{agency}", f"/v1/messages/{format_name}", body, content_type, key)


def json_message(agency: str, format_name: str, body: Mapping[str, object], key: str) -> Parcel:
    """A message of an agency in one of its formats of JSON."""
    return message(agency, format_name, json.dumps(body, ensure_ascii=False).encode(), key)


def question(name: str, fin: str, purpose: str, basis: str, key: str) -> Parcel:
    """What the committee asks about a person, of one agency or, as a dossier, of all that may answer."""
    body = json.dumps({"fin": fin, "purpose": purpose, "legal_basis": basis}, ensure_ascii=False).encode()
    return Parcel("sandbox-committee", f"/v1/ask/{name}", body, "application/json", key)


def at_the_desk(programme: str, fin: str, answers: Mapping[str, object], key: str) -> Parcel:
    """An application that a clerk of the committee registers."""
    body = json.dumps({"programme": programme, "fin": fin, "answers": dict(answers)}, ensure_ascii=False).encode()
    return Parcel(f"sandbox-{_CLERK}", "/v1/cases", body, "application/json", key)


def file(agency: str, format_name: str, name: str, body: bytes) -> Parcel:
    """A bulk file of an agency, known by its name."""
    path = f"/v1/files/{format_name}?name={name}"
    return Parcel(f"sandbox-{agency}", path, body, "text/csv", name, {"Content-Digest": content_digest(body)})


def workbook(agency: str, format_name: str, body: bytes, key: str) -> Parcel:
    """A list that somebody made in a spreadsheet and uploads as one message."""
    return Parcel(f"sandbox-{agency}", f"/v1/messages/{format_name}", body, XLSX, key)
