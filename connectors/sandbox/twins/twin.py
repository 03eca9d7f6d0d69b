"""What a simulated agency is to the sandbox."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from connectors.sandbox.behaviour import Behaviour
from connectors.sandbox.http import Reply, Request


@dataclass(frozen=True, slots=True)
class Service:
    """The operation that a request asks for, and what answers it; `answer` applies at most once per key."""

    operation: str
    answer: Callable[[], Reply]


class Twin(Protocol):
    """An agency under `/{agency}`; pure but for its ledger."""

    agency: str

    def service(self, request: Request) -> Service | Reply:
        """The service that the request asks for, or the refusal of one that there is not."""
        ...

    def disturbed(self, request: Request, behaviour: Behaviour) -> Reply:
        """The answer in the agency's own dialect to a `fault` or a `code`."""
        ...

    def wrong_element(self) -> Reply:
        """A success of another shape than the agency's contract names."""
        ...


@runtime_checkable
class Steered(Protocol):
    """A twin with controls of its own under `/_sandbox/{agency}/{what}`, beside its ledger and its behaviour."""

    def steer(self, what: str, request: Request) -> Reply:
        """Do what the control asks; problem+json where there is no such control."""
        ...
