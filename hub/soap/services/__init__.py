"""The services, one file each with its schema beside it; this is the one list of them, in the order of their names.

A module here that declares no SERVICE, or whose schema lacks an element of it, stops the start.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from pkgutil import iter_modules

from hub.soap.service import Service


def _declared() -> dict[str, Service]:
    found: list[Service] = [import_module(f"{__name__}.{each.name}").SERVICE for each in iter_modules(__path__)]
    for service in found:
        if service.lacking:
            raise LookupError(f"{service.schema.name} lacks the elements {', '.join(sorted(service.lacking))}")
    return {service.name: service for service in found}


SERVICES: Mapping[str, Service] = _declared()
"""By name."""
RIGHTS = frozenset(
    operation.right for service in SERVICES.values() for operation in service.operations if operation.about is not None
)
"""What a party is granted to ask; other operations are covered by the right to the format that they take."""
