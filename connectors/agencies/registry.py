"""Which folder speaks to which agency: the one table, read at start."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from connectors.agencies.azeriqaz.connector import connect as connect_azeriqaz
from connectors.agencies.azerishiq.connector import connect as connect_azerishiq
from connectors.agencies.din.connector import connect as connect_din
from connectors.agencies.endpoint import AgencyEndpoint
from connectors.agencies.meis.connector import connect as connect_meis
from connectors.agencies.nazirlik.connector import connect as connect_nazirlik
from connectors.connector import Connector

CONNECT: Mapping[str, Callable[[AgencyEndpoint], Connector]] = MappingProxyType(
    {
        "azeriqaz": connect_azeriqaz,
        "azerishiq": connect_azerishiq,
        "din": connect_din,
        "meis": connect_meis,
        "nazirlik": connect_nazirlik,
    }
)


def connect_all(endpoints: Mapping[str, AgencyEndpoint]) -> dict[str, Connector]:
    """A connector for each named agency; KeyError names one that no folder speaks to. Call inside the running loop."""
    return {agency: CONNECT[agency](endpoint) for agency, endpoint in endpoints.items()}
