"""ETN: a place in a school is arranged for every child; every seventh must go elsewhere."""

from __future__ import annotations

from connectors.agencies.etn.agency import AGENCY
from connectors.sandbox.twins.acknowledging import acknowledging
from connectors.sandbox.twins.rest import RestTwin
from connectors.sandbox.twins.twin import Simulation

SIMULATION = Simulation(lambda sandbox: RestTwin(AGENCY, sandbox.ledger), beside=acknowledging(AGENCY.name, refuses=7))
