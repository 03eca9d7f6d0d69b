"""What a service is: one value in a file of `services`, beside the schema of its elements.

Document/literal wrapped (WS-I Basic Profile 1.1, 2.4.5): an operation's request is the element of its own name, its
answer the same name with `Response`, both in the schema's target namespace.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from hub.access.limits import LimitName
from hub.access.parties import Party
from hub.access.quotas import ASKS, MESSAGES
from hub.app import Hub
from hub.errors import Words
from hub.soap.contract import Contract

Document = Mapping[str, Any]
"""An element's content by local names, in order: text, numbers, truth, lists, documents; what is None is left out."""

MOST_BYTES = 64 * 1024
"""Of a request that asks something; a service that takes content says how much."""


@dataclass(frozen=True, slots=True)
class SoapCall:
    """One request: valid by the schema, from a caller who may. `fin` is whom it is about, "" if it is about nobody;
    `person` who asks at the party, where its channel says so.
    """

    hub: Hub
    party: Party
    document: Document
    fin: str = ""
    trace: str | None = None
    person: str = ""

    def text(self, name: str) -> str:
        """The text of a field, "" where it is absent."""
        value = self.document.get(name, "")
        return value.strip() if isinstance(value, str) else ""


@dataclass(frozen=True, slots=True)
class About:
    """The operation gives something about a person: the request's field with the FIN, and what is given.

    Such a request states its purpose and legal basis in the header, and is in the person's access history before its
    answer leaves, refusals too.
    """

    categories: str
    field: str = "fin"


@dataclass(frozen=True, slots=True)
class Operation:
    """One question or command. `right` is what a party is granted; `{format}` in it is that field of the request."""

    name: str
    words: Words
    right: str
    answers: Callable[[SoapCall], Awaitable[Document]]
    about: About | None = None

    @property
    def response(self) -> str:
        """The local name of its answer."""
        return f"{self.name}Response"


@dataclass(frozen=True)
class Service:
    """`name` stands in its address. One that `stores` what it takes is turned away while the hub has too much; what its
    field `attached` holds may come beside the envelope (MTOM).
    """

    name: str
    words: Words
    schema: Path
    operations: tuple[Operation, ...]
    stores: bool = False
    most_bytes: int = MOST_BYTES
    attached: str = ""

    @cached_property
    def contract(self) -> Contract:
        """Its elements."""
        return Contract(self.schema)

    @property
    def lacking(self) -> frozenset[str]:
        """Elements that its operations need and its schema has not."""
        needed = {name for each in self.operations for name in (each.name, each.response)}
        return frozenset(needed - self.contract.elements)

    @property
    def quota(self) -> tuple[LimitName, ...]:
        """Which limits of a party its calls count towards."""
        return MESSAGES if self.stores else ASKS

    @property
    def version(self) -> str:
        """The last part of its namespace, `v1`."""
        return self.contract.namespace.rpartition(":")[2]

    def operation(self, name: str) -> Operation | None:
        """The operation whose request is the element of that local name."""
        return next((each for each in self.operations if each.name == name), None)

    def action(self, operation: Operation) -> str:
        """The value of SOAPAction."""
        return f"{self.contract.namespace}:{operation.name}"
