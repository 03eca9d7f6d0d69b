"""The SMS gateway: every message comes to its telephone but each seventh, whose telephone cannot be reached."""

from __future__ import annotations

from typing import Any

from connectors.agencies.mobil.agency import AGENCY
from connectors.sandbox.twins.acknowledging import answering
from connectors.sandbox.twins.rest import RestTwin
from connectors.sandbox.twins.twin import Simulation

_NOT_REACHED = 7


def _report(entry: dict[str, Any]) -> tuple[str, str]:
    return "messageId", "FAILED" if entry["seq"] % _NOT_REACHED == 0 else "DELIVERED"


SIMULATION = Simulation(
    lambda sandbox: RestTwin(AGENCY, sandbox.ledger),
    beside=answering(AGENCY.name, "mobil.sms.put", "mobil.delivery-report.v1", _report),
)
