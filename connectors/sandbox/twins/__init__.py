"""The simulated agencies, one module each."""

from connectors.sandbox.behaviour import Knobs
from connectors.sandbox.ledger import Ledger
from connectors.sandbox.twins.azeriqaz import Azeriqaz
from connectors.sandbox.twins.azerishiq import Azerishiq
from connectors.sandbox.twins.din import Din
from connectors.sandbox.twins.meis import Meis
from connectors.sandbox.twins.nazirlik import Nazirlik
from connectors.sandbox.twins.receivers import Edliyye, Webhooks
from connectors.sandbox.twins.twin import Twin


def all_twins(ledger: Ledger, knobs: Knobs) -> list[Twin]:
    """Every agency of the sandbox over one ledger."""
    return [
        Meis(ledger),
        Azeriqaz(ledger),
        Din(ledger),
        Azerishiq(ledger),
        Nazirlik(ledger, knobs),
        Edliyye(),
        Webhooks(ledger),
    ]
