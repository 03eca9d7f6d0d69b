"""Bərdə district: tells of the dwelling of each family that was settled there, of the wife and of its children."""

from __future__ import annotations

from datetime import date, timedelta

from connectors.agencies.berde.agency import AGENCY
from connectors.sandbox.people import SyntheticPerson
from connectors.sandbox.traffic.moment import Moment
from connectors.sandbox.traffic.parcel import Parcel, json_message
from connectors.sandbox.twins.twin import Silent, Simulation

_SETTLED = "Bərdə rayonu"
_MOVED_IN = date(2019, 3, 1)


def _resident(now: Moment, owner: SyntheticPerson) -> Parcel | None:
    """Registered since the family moved in, or since the day after the birth."""
    if owner.settled != _SETTLED:
        return None
    since = max(_MOVED_IN, owner.born + timedelta(days=1))
    key, suffix = f"BRD-{now.instance[:8]}-{now.step}", "qızı" if owner.sex == "female" else "oğlu"
    body = {
        "siyahiNo": key,
        "sakin": {
            "fin": owner.fin,
            "soyad": owner.surname,
            "ad": owner.given_name,
            "ataAdi": f"{owner.father} {suffix}",
        },
        "menzil": {
            "kuce": owner.street,
            "bina": owner.building,
            "menzilNo": owner.flat,
            "qeydTarixi": since.isoformat(),
        },
    }
    return json_message(AGENCY.name, "berde.resident.v1", body, key)


SIMULATION = Simulation(
    lambda _: Silent(AGENCY.name),
    story={
        100: lambda now: _resident(now, now.wife),
        101: lambda now: _resident(now, now.child),
        102: lambda now: _resident(now, now.pupil),
    },
)
