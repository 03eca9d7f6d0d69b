"""A simulated ministry that exchanges official documents: it registers, answers or refuses, and writes on its own.

`PUT /_sandbox/nazirlik/behaviour {"mode": "answer" | "register" | "refuse" | "silent"}` says what it does with the
documents that it takes in from then on; what it took in before keeps the mode of that time.
"""

from connectors.agencies.nazirlik.twin.chancery import Nazirlik
from connectors.agencies.nazirlik.twin.correspondence import Correspondence
from connectors.sandbox.twins.twin import Simulation

__all__ = ["SIMULATION", "Correspondence", "Nazirlik"]


SIMULATION = Simulation(
    lambda sandbox: Nazirlik(sandbox.ledger, sandbox.knobs),
    beside=lambda sandbox: Correspondence(sandbox.hub_url, sandbox.ledger, sandbox.data, letters=sandbox.letters).run(),
)
