"""What may go through the hub in a run: who posts which format by which routes, and where the agencies are.

Everything that the benches assume about the hub's settings stands here and in `hub_pipeline.py`.
"""

from __future__ import annotations

import importlib
import json
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tests.benchmarks.pipeline import Place
from tests.servers.instance import free_port

FORMAT = "bench.person-xml.v1"
FORMATS = Path(__file__).with_name("formats")
DESTINATION = "bench.person.put"
CHUNKS = "register-chunk"
HASH_KEY = "bench" * 8
SOAP_DESTINATION = "azeriqaz.subscriber.update"
MEIS_DESTINATION = "meis.person.update"

Agencies = Callable[[Place], Mapping[str, object]]


def one_rest_service(place: Place) -> Mapping[str, object]:
    """One plain REST service, with as many calls at once as the floor makes."""
    limits = {DESTINATION: {"parallel": None}}
    return {"bench": {"url": place.agency_url, "operations": {DESTINATION: ""}, "limits": limits}}


def sandbox_agencies(place: Place) -> Mapping[str, object]:
    """MEİS and Azəriqaz in the sandbox's process, with no limit of ours: the bench asks what is possible."""
    return {
        name: {
            "url": f"{place.agency_url}/{name}",
            "credentials": f"hub-at-{name}",
            "limits": {operation: {"parallel": None}},
        }
        for name, operation in (("meis", MEIS_DESTINATION), ("azeriqaz", SOAP_DESTINATION))
    }


@dataclass(frozen=True, slots=True)
class Flow:
    """One kind of traffic through the hub. `settled` counts, in SQL, the messages that are through."""

    format: str = FORMAT
    party_key: str = "sandbox-committee"
    routes: str = "tests.benchmarks.routes"
    agencies: Agencies = one_rest_service
    settled: str = "SELECT count(*) FROM messages WHERE state = 'completed'"
    more: Mapping[str, str] = field(default_factory=dict)

    def destinations(self) -> set[str]:
        """Whose queues the hub declares."""
        routes = importlib.import_module(self.routes).ALL
        return {CHUNKS, *(destination.name for route in routes for destination in route.destinations)}

    def environment(self, place: Place) -> dict[str, str]:
        """Set what the run needs, and nothing that the developer happens to have set."""
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("HUB_")}
        return inherited | {
            "HUB_DATABASE_URL": place.database_url,
            "HUB_BROKER_URL": place.broker_url,
            "HUB_BROKER_PREFIX": place.name,
            "HUB_DATA": str(place.folder),
            "HUB_PORT": str(place.door_port),
            "HUB_HASH_KEY": HASH_KEY,
            "HUB_SANDBOX": "true",
            "HUB_SANDBOX_PORT": str(free_port()),  # nobody: a developer's own sandbox must not be called
            "HUB_FORMATS": str(FORMATS),
            "HUB_ROUTES": self.routes,
            "HUB_AGENCIES": json.dumps(self.agencies(place)),
            "HUB_MIN_FREE_BYTES": "0",
            "HUB_LOG_LEVEL": "WARNING",
            **self.more,
        }


PERSONS = Flow()
PERSONS_BY_SOAP = Flow(routes="tests.benchmarks.soap_routes", agencies=sandbox_agencies)
METER_FILES = Flow("azerishiq.meter-file.v1", "sandbox-azerishiq", "routes", lambda _: {})
CIVIL_ACTS = Flow("justice.civil-act.v1", "sandbox-edliyye", "routes", sandbox_agencies)
