"""Which parts of the API are services of X-Road, and the services about them (PR-MREST)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from connectors.xroad.identifiers import ClientId
from hub.access.grants import Action
from hub.access.parties import Party
from hub.access.purposes import USAGE
from hub.app import Hub


@dataclass(frozen=True, slots=True)
class RestService:
    """All of the API below `base`; `may` says whether a party was granted anything of it."""

    code: str
    may: Callable[[Hub, Party], bool]
    base: str

    def described(self, description: Mapping[str, Any]) -> dict[str, Any]:
        """Its part of the API's description, with paths from its own beginning."""
        own = {path: each for path, each in description["paths"].items() if f"{path}/".startswith(f"{self.base}/")}
        paths = {path.removeprefix(self.base) or "/": each for path, each in own.items()}
        return {**description, "paths": paths}


def _asks(_hub: Hub, party: Party) -> bool:
    return any(right.action == Action.ASK and right.service != USAGE for right in party.rights)


def _hands_over(hub: Hub, party: Party) -> bool:
    return any(right.action == Action.SEND and right.service in hub.formats for right in party.rights)


SERVICES: Mapping[str, RestService] = {
    each.code: each
    for each in (
        RestService("ask", _asks, "/v1/ask"),
        RestService("messages", _hands_over, "/v1/messages"),
        RestService("usage", lambda _hub, party: any(right.service == USAGE for right in party.rights), "/v2"),
    )
}
METASERVICES = frozenset(("listMethods", "allowedMethods", "getOpenAPI"))


def method_list(here: ClientId, services: list[RestService], description: Mapping[str, Any]) -> dict[str, Any]:
    """Services with their endpoints, as PR-MREST B.1 shows them."""
    instance, member_class, member_code, subsystem = here.codes
    return {
        "service": [
            {
                "member_class": member_class,
                "member_code": member_code,
                "object_type": "SERVICE",
                "service_code": each.code,
                "service_type": "OPENAPI",
                "subsystem_code": subsystem,
                "xroad_instance": instance,
                "endpoint_list": list(_endpoints(each, description)),
            }
            for each in services
        ]
    }


def _endpoints(service: RestService, description: Mapping[str, Any]) -> Iterator[dict[str, str]]:
    for path, operations in service.described(description)["paths"].items():
        starred = "/".join("*" if step.startswith("{") else step for step in path.split("/"))
        yield from ({"method": method.upper(), "path": starred} for method in operations)
