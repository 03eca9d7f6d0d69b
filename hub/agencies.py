"""Where each agency is: from HUB_AGENCIES, and in a sandbox from the simulated ones."""

from __future__ import annotations

from connectors.agencies import AGENCIES, BY_NAME
from connectors.connecting import connect
from connectors.connector import Connector, Limits
from connectors.endpoint import AgencyEndpoint
from connectors.manifest import Agency
from connectors.operations import RestOperation
from hub.settings import AgencySettings, Settings


def connect_agencies(settings: Settings) -> dict[str, Connector]:
    """A connector for each agency that is configured; explicit settings win over the sandbox. Call in the loop."""
    made: dict[str, Connector] = {}
    if settings.sandbox:
        for agency in AGENCIES:
            if agency.operations and agency.name not in settings.agencies:
                endpoint = AgencyEndpoint(f"{settings.agencies_url}/{agency.name}", f"hub-at-{agency.name}")
                made[agency.name] = connect(agency, endpoint)
    for name, found in settings.agencies.items():
        endpoint = AgencyEndpoint(found.url, found.credentials, _limits(found))
        known = BY_NAME.get(name)
        made[name] = connect(known if known and known.operations else _declared(name, found), endpoint)
    return made


def _declared(name: str, found: AgencySettings) -> Agency:
    """An agency whose services are declared in the settings alone."""
    operations = tuple(RestOperation(name=operation, path=path) for operation, path in found.operations.items())
    return Agency(name=name, title=(name, name), operations=operations)


def _limits(found: AgencySettings) -> dict[str, Limits]:
    return {name: Limits(**each.model_dump()) for name, each in found.limits.items()}
