"""The SMS gateway: every message comes to its telephone but each seventh, whose telephone cannot be reached.

In each family the wife applies at the committee's desk too, and names her telephone.
"""

from __future__ import annotations

from typing import Any

from connectors.agencies.mobil.agency import AGENCY
from connectors.sandbox.traffic.moment import Moment
from connectors.sandbox.traffic.parcel import Parcel, at_the_desk
from connectors.sandbox.twins.acknowledging import answering
from connectors.sandbox.twins.rest import RestTwin
from connectors.sandbox.twins.twin import Simulation

_NOT_REACHED = 7
_TELEPHONE = "+994500000000"
"""Of nobody."""


def _application(now: Moment) -> Parcel:
    answers = {"certificate_purpose": "UTILITY", "with_family": False, "telefon": _TELEPHONE}
    return at_the_desk("certificate", now.wife.fin, answers, f"desk-{now.instance[:8]}-{now.family}")


def _report(entry: dict[str, Any]) -> tuple[str, str]:
    return "messageId", "FAILED" if entry["seq"] % _NOT_REACHED == 0 else "DELIVERED"


SIMULATION = Simulation(
    lambda sandbox: RestTwin(AGENCY, sandbox.ledger),
    story={115: _application},
    beside=answering(AGENCY.name, "mobil.sms.put", "mobil.delivery-report.v1", _report),
)
