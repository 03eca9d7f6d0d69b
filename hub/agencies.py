"""Where each agency is: from HUB_AGENCIES, and in a sandbox from the simulated ones."""

from __future__ import annotations

from dataclasses import replace

from connectors.agencies.endpoint import AgencyEndpoint
from connectors.connector import Limits
from hub.settings import Settings

SANDBOX = ("meis", "azeriqaz", "din", "azerishiq")


def endpoints(settings: Settings) -> dict[str, AgencyEndpoint]:
    """An endpoint for each agency that is configured; explicit settings win over the sandbox."""
    found: dict[str, AgencyEndpoint] = {}
    if settings.sandbox:
        base = settings.agencies_url
        found = {name: AgencyEndpoint(f"{base}/{name}", credentials=f"hub-at-{name}") for name in SANDBOX}
    for name, agency in settings.agencies.items():
        known = found.get(name, AgencyEndpoint(agency.url))
        limits = {"*": Limits(agency.rate_per_second, agency.parallel)}
        found[name] = replace(known, base_url=agency.url, credentials=agency.credentials, limits=limits)
    return found
