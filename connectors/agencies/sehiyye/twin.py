"""The Ministry of Health: every person is entered at a clinic."""

from __future__ import annotations

from connectors.agencies.sehiyye.agency import AGENCY
from connectors.sandbox.twins.acknowledging import acknowledging
from connectors.sandbox.twins.rest import RestTwin
from connectors.sandbox.twins.twin import Simulation

SIMULATION = Simulation(lambda sandbox: RestTwin(AGENCY, sandbox.ledger), beside=acknowledging(AGENCY.name))
