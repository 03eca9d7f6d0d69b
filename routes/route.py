"""The route language: one frozen value says where records of one format go, in which order, and what failure means.

A Route is built at start and checked by `hub check`; its functions are plain and pure, so an analyst can read one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from mappings.format import Key, Reading
from mappings.records import Record

OnFailure = Literal["hold", "pass"]
REGISTER = "register"
"""The internal destination: the unified register."""
DOCUMENTS = "documents"
"""The internal destination: the committee's documents."""
PROGRAMMES = "programmes"
"""The internal destination: applications, each of which opens a case, and what is said of notices to applicants."""
MONEY = "money"
"""The internal destination: the ledger, of payers' answers and of deaths that were registered after a payment."""
BUDGET_ATTEMPTS = 300
"""With a wait of at most 15 minutes between attempts: about 72 hours."""


def always(record: Record) -> bool:
    """Every record goes."""
    del record
    return True


def whole(record: Record) -> tuple[Record, ...]:
    """The record as one part."""
    return (record,)


@dataclass(frozen=True, slots=True)
class Use:
    """For what an agency is told of a person, as the person is told of it (`hub.exchange.usage`).

    `purpose` is a code of the catalogue, `law` the act that allows it, `categories` words that `routes/usage.yaml`
    knows.
    """

    purpose: str
    law: str
    categories: str


@dataclass(frozen=True, slots=True)
class Destination:
    """An agency's operation, or an internal effect.

    `writes` names the format the record is translated to; None for internal effects. `agency` is the party a change
    must not return to. `parts` splits a record into what is delivered separately. `when` decides on the whole record.
    `use` says what an agency is told for; of an internal effect it is None. What it `claims`, no other destination of
    the route may: a second would do the same once more.
    """

    name: str
    writes: str | None = None
    agency: str | None = None
    when: Callable[[Record], bool] = always
    parts: Callable[[Record], tuple[Record, ...]] = whole
    on_failure: OnFailure = "hold"
    budget: int = BUDGET_ATTEMPTS
    use: Use | None = None
    claims: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Route:
    """One flow: messages of format `source`, through `steps`, to `destinations`.

    `keys` picks the lanes from a reading; by default all its keys. `version` makes a destination apply only what is
    newer than the last applied in the lane; None where the format carries none.
    """

    name: str
    source: str
    destinations: tuple[Destination, ...]
    steps: tuple[Callable[[Record], Record], ...] = ()
    keys: Callable[[Reading], tuple[Key, ...]] | None = None
    version: Callable[[Reading], str | None] | None = None
    title_az: str = ""
    title_en: str = ""

    def lane_keys(self, reading: Reading) -> tuple[Key, ...]:
        """The keys whose order this route keeps."""
        return self.keys(reading) if self.keys else reading.keys

    def destination(self, name: str) -> Destination | None:
        """The destination of that name, if this route has it."""
        return next((each for each in self.destinations if each.name == name), None)


def _claims(route: Route) -> Iterator[tuple[str, list[str]]]:
    """What is claimed, and by which destinations."""
    for claim in sorted({each for destination in route.destinations for each in destination.claims}):
        yield claim, [each.name for each in route.destinations if claim in each.claims]


class RoutesRefused(Exception):
    """Routes that contradict each other; `problems` names all of them."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


class Routes:
    """All routes of a hub, found by the format that a message has."""

    def __init__(self, routes: tuple[Route, ...]) -> None:
        problems = [
            f"two routes take {name}: {', '.join(r.name for r in routes if r.source == name)}; merge them into one"
            for name in sorted({route.source for route in routes})
            if sum(route.source == name for route in routes) > 1
        ]
        problems += [f"route {route.name} has no destination" for route in routes if not route.destinations]
        problems += [
            f"route {route.name}: {', '.join(claiming)} all claim {claim}; leave it to one of them"
            for route in routes
            for claim, claiming in _claims(route)
            if len(claiming) > 1
        ]
        if problems:
            raise RoutesRefused(problems)
        self._by_source = {route.source: route for route in routes}
        self._by_name = {route.name: route for route in routes}
        self.all = routes

    def for_format(self, name: str) -> Route | None:
        """The route that messages of this format take."""
        return self._by_source.get(name)

    def named(self, name: str) -> Route | None:
        """The route of that name."""
        return self._by_name.get(name)

    def use_of(self, route: str, destination: str) -> Use | None:
        """What a destination is told for by that route; None where nobody says so."""
        found = self._by_name.get(route)
        told = found.destination(destination) if found is not None else None
        return told.use if told is not None else None

    def party_of(self, destination: str) -> str:
        """The party that a destination belongs to."""
        named = (route.destination(destination) for route in self.all)
        agency = next((each.agency for each in named if each is not None and each.agency is not None), None)
        return agency or destination.partition(".")[0]

    def destinations(self) -> tuple[str, ...]:
        """Every destination's name, sorted."""
        return tuple(sorted({each.name for route in self.all for each in route.destinations}))
