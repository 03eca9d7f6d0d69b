"""Bərdə district: tells of each family's dwelling once it has settled there, of the wife and of a child."""

from __future__ import annotations

import json

from connectors.agencies.berde.agency import AGENCY
from connectors.sandbox.people import SyntheticPerson
from connectors.sandbox.traffic.moment import Moment
from connectors.sandbox.traffic.parcel import Parcel, message
from connectors.sandbox.twins.twin import Silent, Simulation


def _resident(now: Moment, owner: SyntheticPerson) -> Parcel:
    key, suffix = f"BRD-{now.instance[:8]}-{now.step}", "qızı" if owner.sex == "female" else "oğlu"
    body = {
        "siyahiNo": key,
        "sakin": {
            "fin": owner.fin,
            "soyad": owner.surname,
            "ad": owner.given_name,
            "ataAdi": f"{owner.father} {suffix}",
        },
        "menzil": {"kuce": owner.street, "bina": owner.building, "menzilNo": owner.flat, "qeydTarixi": "2019-03-01"},
    }
    return message(AGENCY.name, "berde.resident.v1", json.dumps(body, ensure_ascii=False).encode(), key)


SIMULATION = Simulation(
    lambda _: Silent(AGENCY.name),
    story={100: lambda now: _resident(now, now.wife), 101: lambda now: _resident(now, now.child)},
)
