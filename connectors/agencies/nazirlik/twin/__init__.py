"""A simulated ministry that exchanges official documents: it registers, answers or refuses, and writes on its own.

`PUT /_sandbox/nazirlik/behaviour {"mode": "answer" | "register" | "refuse" | "silent"}` says what it does with the
documents that it takes in from then on; what it took in before keeps the mode of that time.
"""

from connectors.agencies.nazirlik.twin.chancery import Nazirlik
from connectors.agencies.nazirlik.twin.correspondence import Correspondence
from connectors.sandbox.twins.twin import Dependencies, Simulation

__all__ = ["SIMULATION", "Correspondence", "Nazirlik"]


def _twin(sandbox: Dependencies) -> Nazirlik:
    return Nazirlik(sandbox.ledger, sandbox.knobs)


async def _write_to_the_hub(sandbox: Dependencies) -> None:
    await Correspondence(sandbox.hub_url, sandbox.ledger, sandbox.data, letters=sandbox.letters).run()


SIMULATION = Simulation(_twin, beside=_write_to_the_hub)
