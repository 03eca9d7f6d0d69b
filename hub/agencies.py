"""Where each agency is: from HUB_AGENCIES, and in a sandbox from the simulated ones."""

from __future__ import annotations

from connectors.agencies.endpoint import AgencyEndpoint
from connectors.agencies.registry import CONNECT, connect_all
from connectors.connector import Connector, Limits
from connectors.rest.connector import ClientConnector
from connectors.rest.operation import RestOperation
from hub.settings import Agency, Settings


def connect_agencies(settings: Settings) -> dict[str, Connector]:
    """A connector for each agency that is configured; explicit settings win over the sandbox. Call in the loop."""
    endpoints: dict[str, AgencyEndpoint] = {}
    if settings.sandbox:
        base = settings.agencies_url
        endpoints = {name: AgencyEndpoint(f"{base}/{name}", credentials=f"hub-at-{name}") for name in CONNECT}
    for name, agency in settings.agencies.items():
        if name in CONNECT:
            endpoints[name] = AgencyEndpoint(agency.url, agency.credentials, _limits(agency))
    made = connect_all(endpoints)
    for name, agency in settings.agencies.items():
        if name not in CONNECT:
            made[name] = _declared(name, agency)
    return made


def _declared(name: str, agency: Agency) -> Connector:
    """An agency whose services are declared in the settings alone."""
    endpoint = AgencyEndpoint(agency.url, agency.credentials, _limits(agency))
    client = endpoint.client()
    return ClientConnector(
        name,
        client,
        [
            RestOperation(
                operation,
                name,
                endpoint.address(path),
                client,
                endpoint.limits_of(operation, Limits()),
                credentials=agency.credentials,
            )
            for operation, path in agency.operations.items()
        ],
    )


def _limits(agency: Agency) -> dict[str, Limits]:
    return {name: Limits(**each.model_dump()) for name, each in agency.limits.items()}
