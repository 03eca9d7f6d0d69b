"""Ağalı: services are arranged for everybody who comes."""

from __future__ import annotations

from connectors.agencies.agalikend.agency import AGENCY
from connectors.sandbox.twins.acknowledging import acknowledging
from connectors.sandbox.twins.rest import RestTwin
from connectors.sandbox.twins.twin import Simulation

SIMULATION = Simulation(lambda sandbox: RestTwin(AGENCY, sandbox.ledger), beside=acknowledging(AGENCY.name))
