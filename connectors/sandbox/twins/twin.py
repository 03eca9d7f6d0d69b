"""What a simulated agency is to the sandbox."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Protocol, runtime_checkable

from connectors.sandbox.authority.store import AuthorityStore
from connectors.sandbox.behaviour import Behaviour, Knobs
from connectors.sandbox.http import Reply, Request, problem
from connectors.sandbox.ledger import Ledger
from connectors.sandbox.people import SyntheticPerson
from connectors.sandbox.traffic.moment import Moment
from connectors.sandbox.traffic.parcel import LeftFile, Told


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

    async def steer(self, what: str, request: Request) -> Reply:
        """Do what the control asks; problem+json where there is no such control."""
        ...


class Silent:
    """Who pushes or is scanned and is never called; it is there so that its ledger and knobs have an address."""

    def __init__(self, agency: str) -> None:
        self.agency = agency

    def service(self, request: Request) -> Service | Reply:
        """There is none."""
        return problem(404, f"{self.agency}.no_such_service")

    def disturbed(self, request: Request, behaviour: Behaviour) -> Reply:
        """Never asked for, since there is no service to disturb."""
        return problem(500, f"{self.agency}.told_to_fail")

    def wrong_element(self) -> Reply:
        """Never asked for either."""
        return Reply(204)


@dataclass(frozen=True, slots=True)
class Dependencies:
    """What twins are made of. `hub_url` is where those write that answer; `letters` lets them write unasked."""

    ledger: Ledger
    knobs: Knobs
    authority: AuthorityStore
    data: Path
    hub_url: str
    letters: bool


FileWriter = Callable[[Path, Iterable[SyntheticPerson], int], Path]
"""Writes an agency's bulk file about these persons into a folder, under a number of its day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Metered:
    """An account in a month, as its utility has it: units since the reading before, sums in qəpik.

    `marked` says that it is one of displaced persons; a debt below zero is a credit.
    """

    account: str
    owner: SyntheticPerson
    marked: bool
    persons: int
    units: int = 0
    amount_qepik: int = 0
    debt_qepik: int = 0


MonthFile = Callable[[Sequence[Metered], date, int], LeftFile]
"""What a utility leaves of a night about these accounts, under a number of that night."""


@dataclass(frozen=True, slots=True)
class Simulation:
    """An agency's `twin.SIMULATION`: its twin, what it sends in the life of a family, and what runs beside.

    `story` is by the place in the family's life, over all agencies, None where it has nothing to tell of that family;
    `demo_file` is its bulk file by name of the format,
    `month_file` what it leaves about accounts that somebody says.
    """

    twin: Callable[[Dependencies], Twin]
    story: Mapping[int, Callable[[Moment], Told | None]] = field(default_factory=dict)
    beside: Callable[[Dependencies], Coroutine[None, None, None]] | None = None
    demo_file: tuple[str, FileWriter] | None = None
    month_file: MonthFile | None = None
